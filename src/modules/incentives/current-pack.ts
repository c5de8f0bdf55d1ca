import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type PolicyPack, readPack } from '#modules/policy/index.ts';

let pack: { readonly dir: string; readonly pack: PolicyPack } | null = null;

/** The policy pack in force, read once a process: packs are files of the release, not rows. */
export function currentPack(projectDir: string): PolicyPack {
  if (pack?.dir !== projectDir)
    pack = { dir: projectDir, pack: readPack(pathToFileURL(join(projectDir, 'policy', 'cn-2026', '/'))) };
  return pack.pack;
}
