import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal } from '#kernel/refusal.ts';
import { type ImportKind, importFile } from '#modules/imports/index.ts';
import { systemActor } from '#modules/staff/index.ts';
import type { World } from '#testing/world.ts';
import { checkCharacterOf } from '../rules/identity-number.ts';

/** An ID number nobody has: area 990000 does not exist. */
export function idOf(birthDate: string, sequence: number): string {
  const body = `990000${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return body + checkCharacterOf(body);
}

/** Imports rows as the command line does. */
export async function importRows(world: World, kind: ImportKind, header: string, rows: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'renmai-test-'));
  try {
    const path = join(dir, `${kind}.csv`);
    writeFileSync(path, [header, ...rows].join('\r\n'));
    const actor = systemActor({ hospitalId: world.hospitalId }, 'command line');
    const done = await importFile(world.tools, actor, { kind, path, encoding: 'utf-8', isDryRun: false });
    if (isRefusal(done)) throw new Error(done.code);
    return done;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export const patientHeader = 'record_no,name,sex,birth_date,id_number,phone,address_division,occupation,tags';
export const episodeHeader =
  'episode_no,record_no,patient_name,sex,birth_date,id_number,phone,address_division,kind,department,registered_at,declared_source';
