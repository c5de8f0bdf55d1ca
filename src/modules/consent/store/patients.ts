import type { Day } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Channel } from '../rules/catalogue.ts';

export type AddressState = 'present' | 'missing' | 'invalid';

/** What consent decisions need to know of a person. */
export interface PersonFacts {
  readonly patientId: string;
  readonly recordNo: string | null;
  readonly name: string | null;
  readonly birthDate: Day | null;
  /** All ids the person has or had: files merged into one are one person, whoever asks by whichever id. */
  readonly ids: readonly string[];
  readonly addresses: Readonly<Record<Channel, AddressState>>;
}

const recordNoOf = (alias: string) =>
  `(SELECT min(r.record_no) FROM published.patient_record_numbers r WHERE r.hospital_id = ${alias}.hospital_id AND r.patient_id = ${alias}.patient_id)`;

/** Name and number of the person a row is about, for lists. */
export const personColumns = `p.name AS "patientName", ${recordNoOf('p')} AS "recordNo"`;

export function personJoin(alias: string): string {
  return `LEFT JOIN published.patients p ON p.hospital_id = ${alias}.hospital_id AND p.patient_id = ${alias}.patient_id`;
}

/** Exact: a whole name, a record number, a phone. */
export function personSearch(alias: string, q: string): string {
  return `${alias}.patient_id IN (SELECT s.patient_id FROM published.patients s WHERE s.name_key = ${q}
    UNION ALL SELECT s.patient_id FROM published.patient_record_numbers s WHERE s.record_no = ${q}
    UNION ALL SELECT s.patient_id FROM published.patient_contacts s WHERE s.kind = 'phone' AND s.value_key = right(${q}, 11))`;
}

/** At most 1,000 people at once, by the id that was asked; those that do not exist are absent. */
export async function readPeople(tx: Tx, patientIds: readonly string[]): Promise<Map<string, PersonFacts>> {
  const family = await readFamily(tx, patientIds);
  const everyId = [...new Set([...family.values()].flat())];
  const rows = await tx.query<{
    patient_id: string;
    name: string | null;
    birth_date: Day | null;
    record_no: string | null;
  }>(
    `SELECT p.patient_id, p.name, p.birth_date, ${recordNoOf('p')} AS record_no FROM published.patients p
     WHERE p.hospital_id = $1 AND p.patient_id = ANY ($2)`,
    [tx.hospitalId, patientIds],
  );
  const contacts = await tx.query<ContactRow>(
    `SELECT patient_id, kind, value, wechat_account FROM published.patient_contacts
     WHERE hospital_id = $1 AND patient_id = ANY ($2) AND (valid_until IS NULL OR valid_until >= CURRENT_DATE)`,
    [tx.hospitalId, everyId],
  );
  return new Map(
    rows.map((row) => {
      const ids = family.get(row.patient_id) ?? [row.patient_id];
      const own = contacts.filter((contact) => ids.includes(contact.patient_id));
      return [
        row.patient_id,
        {
          patientId: row.patient_id,
          recordNo: row.record_no,
          name: row.name,
          birthDate: row.birth_date,
          ids,
          addresses: addressesOf(own),
        },
      ];
    }),
  );
}

export async function readPerson(tx: Tx, patientId: string): Promise<PersonFacts | null> {
  return (await readPeople(tx, [patientId])).get(patientId) ?? null;
}

/** For each id: all ids of the same person, the surviving file first. */
async function readFamily(tx: Tx, patientIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await tx.query<{ asked: string; patient_id: string }>(
    `WITH RECURSIVE up AS (
       SELECT p.patient_id AS asked, p.patient_id, p.merged_into FROM published.patients p WHERE p.hospital_id = $1 AND p.patient_id = ANY ($2)
       UNION SELECT u.asked, p.patient_id, p.merged_into FROM up u JOIN published.patients p ON p.hospital_id = $1 AND p.patient_id = u.merged_into),
     down AS (
       SELECT u.asked, u.patient_id, 0 AS depth FROM up u WHERE u.merged_into IS NULL
       UNION ALL SELECT d.asked, p.patient_id, d.depth + 1 FROM down d JOIN published.patients p ON p.hospital_id = $1 AND p.merged_into = d.patient_id
       WHERE d.depth < 20)
     SELECT asked, patient_id FROM down ORDER BY asked, depth, patient_id`,
    [tx.hospitalId, patientIds],
  );
  const family = new Map<string, string[]>();
  for (const row of rows) family.set(row.asked, [...(family.get(row.asked) ?? []), row.patient_id]);
  return family;
}

interface ContactRow {
  readonly patient_id: string;
  readonly kind: 'phone' | 'wechat' | 'email';
  readonly value: string;
  readonly wechat_account: string | null;
}

function addressesOf(contacts: readonly ContactRow[]): PersonFacts['addresses'] {
  const stateOf = (kind: ContactRow['kind'], isValid: (value: string) => boolean): AddressState => {
    const values = contacts.filter((contact) => contact.kind === kind).map((contact) => contact.value);
    if (values.length === 0) return 'missing';
    return values.some(isValid) ? 'present' : 'invalid';
  };
  const digits = (value: string) => value.replace(/\D/g, '');
  const isCorporate = (contact: ContactRow) => contact.kind === 'wechat' && /^ww/.test(contact.wechat_account ?? '');
  return {
    sms: stateOf('phone', (value) => /^(?:86)?1\d{10}$/.test(digits(value))),
    phone: stateOf('phone', (value) => digits(value).length >= 7),
    wechat: contacts.some((contact) => contact.kind === 'wechat' && !isCorporate(contact)) ? 'present' : 'missing',
    wecom: contacts.some(isCorporate) ? 'present' : 'missing',
    email: stateOf('email', (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)),
    // Street addresses are not published to other modules.
    letter: 'missing',
  };
}

/** Whole name, record number or phone: for choosing whom a consent is about. */
export async function findPeople(
  tx: Tx,
  text: string,
): Promise<{ patientId: string; recordNo: string | null; name: string | null; birthDate: Day | null }[]> {
  return tx.query(
    `SELECT p.patient_id AS "patientId", ${recordNoOf('p')} AS "recordNo", p.name, p.birth_date AS "birthDate" FROM published.patients p
     WHERE p.hospital_id = $1 AND p.merged_into IS NULL AND ${personSearch('p', '$2')} ORDER BY p.last_visit_at DESC NULLS LAST LIMIT 10`,
    [tx.hospitalId, text.replace(/\s/g, '')],
  );
}
