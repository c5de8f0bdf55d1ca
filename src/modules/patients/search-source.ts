import { type Day, dayOf } from '#kernel/day.ts';
import { afterPrefix, prepared, type SearchSource } from '#modules/search/index.ts';
import { type Actor, mayReveal, scopeFor, seesTier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';

type Wanted = Parameters<SearchSource['find']>[2];

/** Candidates of one meaning: those outside of the searcher's rows fall away afterwards. */
const candidatesMax = 20;
/** Persons whose documents end in the same four characters: a hundred in a million. */
const documentsMax = 400;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly birthDate: Day | null;
  readonly recordNo: string | null;
  readonly phone: string | null;
}

/** Patients by name or part of it, by sound, initials, end of a phone or document, record number. */
export const patientSearchSource: SearchSource = {
  key: 'patients',
  zh: '患者',
  en: 'Patients',
  permission: 'patients.read',
  async find(tx, actor, wanted, { limit, tools }) {
    const scope = scopeFor(actor, 'patients.read');
    // Which patients are a department's is told by their visits; until lists know, such a reader finds through the ward's own pages.
    if (scope === null || scope === 'dept') return [];
    const ids = await findIds(tx, actor, tools, wanted);
    if (ids.length === 0) return [];
    const rows = await readRows(tx, ids, scope === 'own' ? actor.accountId : null, limit);
    return rows.map((row) => ({
      id: row.id,
      title: row.name,
      note: noteOf(row, actor, dayOf(tools.now(), 'Asia/Shanghai')),
      path: `/patients/${row.id}`,
    }));
  },
};

async function findIds(tx: Tx, actor: Actor, tools: Tools, wanted: Wanted): Promise<string[]> {
  const { text } = wanted;
  const ask = async (way: 'letters' | 'name' | 'phone_tail', ...values: (string | number)[]) => {
    const sql = `SELECT patient_ids_by_${way}($1, $2) AS id`;
    return (await prepared<{ id: string }>(tx, `patient-${way}`, sql, values)).map((row) => row.id);
  };
  const byLetters = (letters: string) => ask('letters', letters, candidatesMax);
  const byName = (name: string) => ask('name', name, candidatesMax);
  switch (wanted.kind) {
    case 'letters': {
      const sounding = await byLetters(text);
      // Latin names are stored in lower case, with their spaces.
      return sounding.length > 0 ? sounding : byName(wanted.typed.toLowerCase());
    }
    case 'name': {
      const found = await byName(text.toLowerCase());
      for (const sound of wanted.sounds) if (found.length < candidatesMax) found.push(...(await byLetters(sound)));
      return [...new Set(found)];
    }
    case 'number':
      return byRecordNo(tx, text);
    case 'digits': {
      const found = await byRecordNo(tx, text);
      if (/^\d{4,}$/.test(text) && seesOrReveals(actor, 'T3'))
        found.push(...(await ask('phone_tail', text.slice(-11), candidatesMax)));
      if (seesOrReveals(actor, 'T4')) found.push(...(await byDocumentTail(tx, tools, text)));
      return [...new Set(found)];
    }
  }
}

/** Finding by a field is knowing it: only for those who see it, or may after giving a reason. */
function seesOrReveals(actor: Actor, tier: 'T3' | 'T4'): boolean {
  return seesTier(actor, tier) || mayReveal(actor, tier);
}

async function byRecordNo(tx: Tx, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const start of new Set([text, text.toUpperCase()])) {
    const rows = await prepared<{ id: string }>(
      tx,
      'patient-record-no',
      `SELECT patient_id AS id FROM patient_record_numbers WHERE hospital_id = $1 AND record_no >= $2 AND record_no < $3
       ORDER BY record_no LIMIT $4`,
      [tx.hospitalId, start, afterPrefix(start), candidatesMax],
    );
    found.push(...rows.map((row) => row.id));
  }
  return found;
}

/** The last four characters are looked up by their keyed hash; of a longer end the rest is compared after opening those few. */
async function byDocumentTail(tx: Tx, tools: Tools, text: string): Promise<string[]> {
  const rows = await prepared<{ id: string; sealed: Buffer }>(
    tx,
    'patient-document',
    'SELECT patient_id AS id, number_sealed AS sealed FROM patient_documents WHERE hospital_id = $1 AND tail_lookup = $2 LIMIT $3',
    [tx.hospitalId, tools.cipher.lookup(`tail ${text.slice(-4)}`), text.length > 4 ? documentsMax : candidatesMax],
  );
  const fitting = text.length > 4 ? rows.filter(({ sealed }) => tools.cipher.open(sealed).endsWith(text)) : rows;
  return fitting.map((row) => row.id);
}

async function readRows(tx: Tx, ids: readonly string[], careOwner: string | null, limit: number): Promise<Row[]> {
  return prepared(
    tx,
    'patient-rows',
    `SELECT p.patient_id AS id, p.name, p.sex, p.birth_date AS "birthDate",
       (SELECT min(n.record_no) FROM patient_record_numbers n WHERE n.hospital_id = p.hospital_id AND n.patient_id = p.patient_id) AS "recordNo",
       (SELECT c.value FROM patient_contacts c WHERE c.hospital_id = p.hospital_id AND c.patient_id = p.patient_id AND c.kind = 'phone'
         ORDER BY c.is_primary DESC, c.contact_id LIMIT 1) AS phone
     FROM unnest($2::uuid[]) WITH ORDINALITY AS f(id, place) JOIN patient_patients p ON p.hospital_id = $1 AND p.patient_id = f.id
     WHERE p.merged_into IS NULL AND ($3::uuid IS NULL OR p.care_owner = $3) ORDER BY f.place LIMIT $4`,
    [tx.hospitalId, [...ids], careOwner, limit],
  );
}

/** `男 · 54岁 · 138****0831 · B00012`: what tells apart persons of one name. */
function noteOf(row: Row, actor: Actor, today: Day): string {
  const sex = row.sex === 'male' ? '男' : row.sex === 'female' ? '女' : null;
  const age = row.birthDate === null ? null : `${ageOn(row.birthDate, today)}岁`;
  const phone = row.phone === null ? null : seesTier(actor, 'T3') ? row.phone : masked(row.phone);
  return [sex, age, phone, row.recordNo].filter(Boolean).join(' · ');
}

function ageOn(birth: Day, today: Day): number {
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0);
}

function masked(phone: string): string {
  return phone.length < 7 ? `***${phone.slice(-2)}` : `${phone.slice(-11, -8)}****${phone.slice(-4)}`;
}
