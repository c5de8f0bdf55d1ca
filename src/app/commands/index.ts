import type { AddCommand } from './command.ts';
import { addCreateUser } from './create-user.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addMatch } from './match.ts';
import { addMigrate } from './migrate.ts';
import { addParse } from './parse.ts';
import { addRotateKeys } from './rotate-keys.ts';
import { addSample } from './sample.ts';
import { addSettle } from './settle.ts';
import { addSimulate } from './simulate.ts';
import { addVerifyAudit } from './verify-audit.ts';

/** Every command of the command line. */
export const commands: readonly AddCommand[] = [
  addInit,
  addImport,
  addMatch,
  addMigrate,
  addRotateKeys,
  addParse,
  addSample,
  addSettle,
  addCreateUser,
  addSimulate,
  addVerifyAudit,
];
