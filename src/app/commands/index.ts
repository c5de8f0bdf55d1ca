import type { Command } from 'commander';
import { addCreateUser } from './create-user.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addMatch } from './match.ts';
import { addMigrate } from './migrate.ts';
import { addParse } from './parse.ts';
import { addSample } from './sample.ts';
import { addSimulate } from './simulate.ts';
import { addVerifyAudit } from './verify-audit.ts';

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void;

export const commands: readonly AddCommand[] = [
  addInit,
  addImport,
  addMatch,
  addMigrate,
  addParse,
  addSample,
  addCreateUser,
  addSimulate,
  addVerifyAudit,
];
