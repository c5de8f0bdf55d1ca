import type { Day } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Channel } from '../rules/catalogue.ts';

/** What consent decisions need to know of a person. */
export interface PersonFacts {
  readonly patientId: string;
  readonly recordNo: string | null;
  readonly name: string | null;
  readonly birthDate: Day | null;
  readonly addresses: Readonly<Record<Channel, 'present' | 'missing' | 'invalid'>>;
}

/** Name and number of the person a row is about, for lists. */
export const personColumns = 'p.name AS "patientName", p.record_no AS "recordNo"';

export function personJoin(alias: string): string {
  return `LEFT JOIN patient_patients p ON p.hospital_id = ${alias}.hospital_id AND p.patient_id = ${alias}.patient_id`;
}

/** Exact: a whole name, a record number, a phone. */
export function personSearch(_alias: string, q: string): string {
  return `(p.name = ${q} OR p.record_no = ${q} OR right(p.phone, 11) = ${q})`;
}

interface PersonRow {
  readonly patient_id: string;
  readonly record_no: string | null;
  readonly name: string | null;
  readonly birth_date: Day | null;
  readonly phone: string | null;
}

/** At most 1,000 people at once; those that do not exist are absent. */
export async function readPeople(tx: Tx, patientIds: readonly string[]): Promise<Map<string, PersonFacts>> {
  const rows = await tx.query<PersonRow>(
    `SELECT patient_id, record_no, name, birth_date, phone FROM patient_patients
     WHERE hospital_id = $1 AND patient_id = ANY ($2) LIMIT 1000`,
    [tx.hospitalId, patientIds],
  );
  return new Map(rows.map((row) => [row.patient_id, personOf(row)]));
}

export async function readPerson(tx: Tx, patientId: string): Promise<PersonFacts | null> {
  return (await readPeople(tx, [patientId])).get(patientId) ?? null;
}

/** Beginning of a name, a record number or the end of a phone: for choosing whom a consent is about. */
export async function findPeople(
  tx: Tx,
  text: string,
): Promise<{ patientId: string; recordNo: string | null; name: string | null; birthDate: Day | null }[]> {
  return tx.query(
    `SELECT patient_id AS "patientId", record_no AS "recordNo", name, birth_date AS "birthDate" FROM patient_patients
     WHERE hospital_id = $1 AND (record_no = $2 OR name = $2 OR right(phone, 11) = $2) ORDER BY record_no LIMIT 10`,
    [tx.hospitalId, text],
  );
}

function personOf(row: PersonRow): PersonFacts {
  const digits = row.phone?.replace(/\D/g, '') ?? '';
  const phone = digits === '' ? 'missing' : digits.length < 7 ? 'invalid' : 'present';
  const mobile = phone === 'present' && !/^(?:86)?1\d{10}$/.test(digits) ? 'invalid' : phone;
  return {
    patientId: row.patient_id,
    recordNo: row.record_no,
    name: row.name,
    birthDate: row.birth_date,
    addresses: { sms: mobile, phone, wechat: 'missing', wecom: 'missing', email: 'missing', letter: 'missing' },
  };
}
