import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { BulkCounts, RowWriter } from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { PatientImportRow } from '../contract/imported-rows.ts';
import { readContact } from '../rules/contacts.ts';
import type { PersonRow } from './persons.ts';
import { openPersonWriter } from './write-persons.ts';

const tagsMax = 20;
const tagCharactersMax = 30;

/** Takes patients of one import run inside the caller's transaction; each row is compared with everybody who is there. */
export async function openPatientImport(
  tx: Tx,
  tools: Tools,
  runId: string,
): Promise<RowWriter<PatientImportRow, BulkCounts>> {
  const writer = await openPersonWriter(tx, {
    cipher: tools.cipher,
    runId,
    mode: 'replace',
    source: 'import',
    nowMs: tools.now(),
  });
  return { take: (row) => writer.take(personOf(row)), flush: () => writer.flush() };
}

function personOf(row: PatientImportRow): PersonRow {
  const { addressDivision, address, tags, ...rest } = row;
  return {
    ...rest,
    email: row.email && (readContact('email', row.email)?.value ?? null),
    divisionCode: addressDivision && /^\d{6,12}$/.test(addressDivision) ? addressDivision : null,
    addressLine: address,
    tags: tagsOf(tags),
    firstSourceAt: null,
    visits: null,
  };
}

/** `慢病|VIP，高血压`: at most twenty, each cut to thirty characters. */
export function tagsOf(text: string | null): string[] {
  if (!text) return [];
  const tags = text.split(/[|,，;；、]/).map((tag) => [...tag.trim()].slice(0, tagCharactersMax).join(''));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, tagsMax);
}

/** Takes a patients' import back: what it changed becomes what it was; persons it brought go unless something has happened to them since. */
export async function undoPatientImport(
  tx: Tx,
  runId: string,
): Promise<{ restored: number; removed: number } | Refusal<'imports.undo-overwritten'>> {
  const later = await tx.one(
    `SELECT 1 FROM platform_row_befores WHERE hospital_id = $1 AND subject = 'patient_patients' AND before ->> 'import_run_id' = $2 LIMIT 1`,
    [tx.hospitalId, runId],
  );
  if (later) return refuse('imports.undo-overwritten');
  const restored = await tx.query(
    `UPDATE patient_patients t SET ${restoredColumns.map((name) => `${name} = b.${name}`).join(', ')}, version = t.version + 1, updated_at = clock_timestamp()
     FROM platform_row_befores p, jsonb_populate_record(NULL::patient_patients, p.before) AS b
     WHERE p.hospital_id = $1 AND p.run_id = $2 AND p.subject = 'patient_patients' AND t.hospital_id = $1 AND t.patient_id = b.patient_id
       AND t.import_run_id = $2 RETURNING 1`,
    [tx.hospitalId, runId],
  );
  for (const table of ['patient_contacts', 'patient_documents', 'patient_addresses', 'patient_record_numbers'])
    await tx.query(`DELETE FROM ${table} WHERE hospital_id = $1 AND import_run_id = $2`, [tx.hospitalId, runId]);
  const removed = await tx.query(
    `DELETE FROM patient_patients p WHERE p.hospital_id = $1 AND p.import_run_id = $2 AND p.version = 1 AND p.merged_into IS NULL
       AND ${dependents.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} d WHERE d.hospital_id = $1 AND d.patient_id = p.patient_id)`).join(' AND ')}
     RETURNING 1`,
    [tx.hospitalId, runId],
  );
  tx.touch('patients');
  return { restored: restored.length, removed: removed.length };
}

const restoredColumns = [
  'name',
  'name_key',
  'pinyin',
  'initials',
  'sex',
  'birth_date',
  'birth_date_source',
  'division_code',
  'is_in_county',
  'occupation',
  'education',
  'marital_status',
  'native_place',
  'insurance_kind',
  'tags',
  'first_source',
  'first_source_at',
  'refreshed_at',
  'import_run_id',
];

/** A person with any of these has a life of his own. */
const dependents = [
  'patient_record_numbers',
  'patient_episode_links',
  'patient_contacts',
  'patient_documents',
  'patient_aliases',
  'patient_household_members',
  'patient_form_answers',
  'patient_timeline',
  'patient_levels',
  'patient_next_actions',
];
