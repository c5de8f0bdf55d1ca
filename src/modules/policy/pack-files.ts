import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fault, isRefusal } from '#kernel/refusal.ts';
import { type PolicyPack, packHead } from './contract.ts';
import { loadPack } from './rules/load-pack.ts';

/** The pack in a folder: pack.yaml and one file per family. A broken bundled pack is a fault: the program must not start with it. */
export function readPack(folder: URL): PolicyPack {
  const head: unknown = parse(readFileSync(new URL('pack.yaml', folder), 'utf8'));
  const parsed = packHead.parse(head);
  const families = Object.fromEntries(
    parsed.families.map((family) => [
      family,
      parse(readFileSync(new URL(`${family}.yaml`, folder), 'utf8')) as unknown,
    ]),
  );
  const pack = loadPack(head, families);
  if (isRefusal(pack)) throw fault('policy pack is invalid', pack.facts);
  return pack;
}
