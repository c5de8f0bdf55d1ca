import { uuidv7 } from '#kernel/ids.ts';
import { readHospital } from '#modules/hospital/index.ts';
import type { FieldCipher } from '#platform/crypto/field-cipher.ts';
import { type BulkCounts, type BulkRow, gatherRows, type RowWriter, stageRows } from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import { isInCounty, phoneKey } from '../rules/contacts.ts';
import { holderOf } from '../rules/identity-number.ts';
import { nameKey, tidyName } from '../rules/names.ts';
import { soundsOf } from '../rules/sounds.ts';
import { byKey } from '../store/by-key.ts';
import type { PersonRow, PreparedPerson } from './persons.ts';
import { type Assigned, assignPersons } from './same-person.ts';
import { copyStatements, stagingColumns } from './statements.ts';

export interface PersonWriterOrder {
  readonly cipher: FieldCipher;
  /** Import run the rows come from; null: visits that were there before. */
  readonly runId: string | null;
  /** `replace`: what a row tells takes the place of what is there. `fill`: only what is unknown is filled in. */
  readonly mode: 'replace' | 'fill';
  readonly source: 'his' | 'import';
  readonly nowMs: number;
}

export interface PersonCounts extends BulkCounts {
  /** Whose each row of the batch is, in its order. */
  readonly patientIds: readonly string[];
}

/**
 * Takes persons in bulk inside the caller's transaction: each finds his patient by record number, then document, then name + birth date +
 * phone, or becomes one. Bulk writers of a hospital wait for each other, so that two imports at once cannot make one person twice.
 */
export async function openPersonWriter(tx: Tx, order: PersonWriterOrder): Promise<RowWriter<PersonRow, PersonCounts>> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263070))', [tx.hospitalId]);
  const hospital = await readHospital(tx);
  const division = hospital?.divisionCode ?? '';
  return gatherRows(
    (row: PersonRow) => prepare(row, order.cipher),
    (batch) => writeBatch(tx, order, division, batch),
  );
}

function prepare(row: PersonRow, cipher: FieldCipher): PreparedPerson {
  return {
    row,
    nameKey: nameKey(row.name),
    phoneKey: row.phone === null ? null : phoneKey(row.phone),
    lookup: row.idNumber === null ? null : cipher.lookup(row.idNumber),
    sealed: row.idNumber === null ? null : cipher.seal(row.idNumber),
  };
}

async function writeBatch(
  tx: Tx,
  order: PersonWriterOrder,
  division: string,
  batch: readonly PreparedPerson[],
): Promise<PersonCounts> {
  if (batch.length === 0) return { created: 0, changed: 0, same: 0, patientIds: [] };
  const known = await byKey(tx, () => findKnown(tx, batch));
  const assigned = assignPersons(batch, known, () => uuidv7(order.nowMs));
  await stageRows(tx, 'staging_persons', stagingColumns, assigned, (one) => cellsOf(one, order, division));
  const fresh = assigned.filter((one) => one.isNew);
  const hasTwins = new Set(fresh.map((one) => one.patientId)).size < fresh.length;
  const { created, changed } = await byKey(tx, () => copyBatch(tx, order, hasTwins));
  return {
    created,
    changed,
    same: batch.length - created - changed,
    patientIds: assigned.map(({ patientId }) => patientId),
  };
}

async function copyBatch(
  tx: Tx,
  order: PersonWriterOrder,
  hasTwins: boolean,
): Promise<Record<'created' | 'changed', number>> {
  const counted = { created: 0, changed: 0 };
  for (const { counts, sql } of copyStatements({ ...order, hasTwins })) {
    const rows = await tx.query<{ count: number }>(sql, [tx.hospitalId, order.runId]);
    if (counts) counted[counts] = rows[0]!.count;
  }
  return counted;
}

/**
 * Each of a batch looked up by its keys, the surest first; later keys are tried only where earlier ones found nobody. Phone before person, fenced
 * (OFFSET 0): the other way round every namesake is looked at.
 */
async function findKnown(tx: Tx, batch: readonly PreparedPerson[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ n: number; patient_id: string }>(
    `SELECT k.n, coalesce(r.patient_id, d.patient_id, c.patient_id) AS patient_id
     FROM unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::text[]) WITH ORDINALITY AS k(record_no, lookup, name_key, birth_date, phone_key, n)
     LEFT JOIN patient_record_numbers r ON r.hospital_id = $1 AND r.record_no = k.record_no
     LEFT JOIN LATERAL (SELECT d.patient_id FROM patient_documents d
       WHERE r.patient_id IS NULL AND k.lookup IS NOT NULL AND d.hospital_id = $1 AND d.number_lookup = decode(k.lookup, 'hex')
       ORDER BY d.created_at LIMIT 1) AS d ON true
     LEFT JOIN LATERAL (SELECT p.patient_id FROM (SELECT o.patient_id FROM patient_contacts o WHERE r.patient_id IS NULL AND d.patient_id IS NULL
         AND k.birth_date IS NOT NULL AND k.name_key <> '' AND o.hospital_id = $1 AND o.kind = 'phone' AND o.value_key = k.phone_key OFFSET 0) AS o
       CROSS JOIN LATERAL (SELECT q.patient_id, q.created_at, q.name_key, q.birth_date, q.merged_into FROM patient_patients q
         WHERE q.hospital_id = $1 AND q.patient_id = o.patient_id OFFSET 0) AS p
       WHERE p.name_key = k.name_key AND p.birth_date = k.birth_date AND p.merged_into IS NULL
         AND (k.lookup IS NULL OR NOT EXISTS (SELECT 1 FROM patient_documents x WHERE x.hospital_id = $1 AND x.patient_id = p.patient_id AND x.kind = 'id_card'))
       ORDER BY p.created_at LIMIT 1) AS c ON true
     WHERE coalesce(r.patient_id, d.patient_id, c.patient_id) IS NOT NULL`,
    [
      tx.hospitalId,
      batch.map(({ row }) => row.recordNo),
      batch.map(({ lookup }) => lookup?.toString('hex') ?? null),
      batch.map((one) => one.nameKey),
      batch.map(({ row }) => row.birthDate),
      batch.map((one) => one.phoneKey),
    ],
  );
  return new Map(rows.map(({ n, patient_id: id }) => [Number(n) - 1, id]));
}

function cellsOf({ person, patientId, isNew }: Assigned, order: PersonWriterOrder, division: string): BulkRow {
  const { row } = person;
  const holder = row.idNumber === null ? null : holderOf(row.idNumber);
  const name = tidyName(row.name);
  const sounds = soundsOf(name);
  const inCounty = isInCounty(row.divisionCode, division);
  return [
    patientId,
    isNew ? 't' : 'f',
    row.recordNo,
    name,
    person.nameKey,
    sounds.pinyin,
    sounds.initials,
    holder?.sex ?? row.sex,
    holder?.birthDate ?? row.birthDate,
    holder ? 'document' : row.birthDate ? order.source : null,
    row.phone,
    person.phoneKey,
    row.otherPhone,
    row.otherPhone && phoneKey(row.otherPhone),
    row.email,
    hex(person.sealed),
    hex(person.lookup),
    row.idNumber === null ? null : hex(documentTail(order.cipher, row.idNumber)),
    row.divisionCode,
    inCounty === null ? null : inCounty ? 't' : 'f',
    row.addressLine,
    row.occupation,
    row.education,
    row.maritalStatus,
    row.nativePlace,
    row.insuranceKind,
    row.tags.length === 0 ? null : row.tags.join('\u001f'),
    row.firstSource,
    iso(row.firstSourceAt),
    row.visits === null ? null : String(row.visits.count),
    iso(row.visits?.firstAt ?? null),
    iso(row.visits?.lastAt ?? null),
  ];
}

/** Keyed hash of the last four characters: the search by the end of a number compares these. */
export function documentTail(cipher: FieldCipher, number: string): Buffer {
  return cipher.lookup(`tail ${number.slice(-4)}`);
}

function hex(bytes: Buffer | null): string | null {
  return bytes && `\\x${bytes.toString('hex')}`;
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
