import { type Day, dayOf } from '#kernel/day.ts';
import { type Refusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { readHospital, readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Parameter, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { CreatePatient, PatientChanges } from '../contract/patients.ts';
import { documentTail } from '../identity/write-persons.ts';
import { isInCounty, readContact } from '../rules/contacts.ts';
import { readIdentityNumber } from '../rules/identity-number.ts';
import { nameKey, tidyName } from '../rules/names.ts';
import { soundsOf } from '../rules/sounds.ts';
import { visiblePatient } from './read-patient.ts';

/** A new patient, unless the record number or the document leads to somebody already. */
export async function createPatient(
  tools: Tools,
  actor: Actor,
  body: CreatePatient,
): Promise<{ patientId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const today = dayOf(tools.now(), await readTimeZone(tx));
    const id = body.idNumber === null ? null : readIdentityNumber(body.idNumber, today);
    if (id && 'problem' in id)
      return refuse(id.problem === 'birth-in-future' ? 'patients.birth-in-future' : 'patients.document-wrong');
    if (body.birthDate && body.birthDate > today) return refuse('patients.birth-in-future');
    if (id && contradicts(id, body)) return refuse('patients.birth-contradicts-document');
    const phone = body.phone === null ? null : readContact('phone', body.phone);
    if (body.phone !== null && !phone) return refuse('patients.contact-wrong');
    if (id && (await isDocumentKnown(tx, tools, id.number, null))) return refuse('patients.document-known');
    const hospital = await readHospital(tx);
    const name = tidyName(body.name);
    const sounds = soundsOf(name);
    const row = await tx.one<{ patient_id: string }>(
      `INSERT INTO patient_patients (hospital_id, name, name_key, pinyin, initials, sex, birth_date, birth_date_source, division_code, is_in_county,
         first_source, first_source_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $11::text IS NOT NULL THEN clock_timestamp() END) RETURNING patient_id`,
      [
        tx.hospitalId,
        name,
        nameKey(name),
        sounds.pinyin,
        sounds.initials,
        id?.sex ?? body.sex,
        id?.birthDate ?? body.birthDate,
        id ? 'document' : body.birthDate ? 'said' : null,
        body.divisionCode,
        isInCounty(body.divisionCode, hospital!.divisionCode),
        body.firstSource,
      ],
    );
    const patientId = row!.patient_id;
    if (body.recordNo !== null && !(await takeRecordNumber(tx, patientId, body.recordNo)))
      return refuse('patients.record-number-taken');
    if (phone)
      await tx.query(
        `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, is_primary) VALUES ($1, $2, 'phone', $3, $4, true)`,
        [tx.hospitalId, patientId, phone.value, phone.key],
      );
    if (id)
      await insertDocument(tx, tools, patientId, {
        kind: 'id_card',
        number: id.number,
        isValid: true,
        validUntil: null,
      });
    if (body.divisionCode)
      await tx.query(
        `INSERT INTO patient_addresses (hospital_id, patient_id, division_code, is_in_county) VALUES ($1, $2, $3, $4)`,
        [tx.hospitalId, patientId, body.divisionCode, isInCounty(body.divisionCode, hospital!.divisionCode)],
      );
    audit(tx, actor, { action: 'patient.created', subjectKind: 'patient', subjectId: patientId });
    tx.announce('patients.created', { patientId });
    tx.touch('patients', patientId);
    return { patientId };
  });
}

function contradicts(
  id: { readonly birthDate: Day; readonly sex: string },
  body: { readonly birthDate: string | null; readonly sex: string | null },
): boolean {
  return (body.birthDate !== null && body.birthDate !== id.birthDate) || (body.sex !== null && body.sex !== id.sex);
}

async function takeRecordNumber(tx: Tx, patientId: string, recordNo: string): Promise<boolean> {
  const row = await tx.one(
    `INSERT INTO patient_record_numbers (hospital_id, record_no, patient_id, source) VALUES ($1, $2, $3, 'hand') ON CONFLICT DO NOTHING RETURNING 1`,
    [tx.hospitalId, recordNo, patientId],
  );
  return row !== null;
}

export async function isDocumentKnown(tx: Tx, tools: Tools, number: string, exceptId: string | null): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM patient_documents WHERE hospital_id = $1 AND number_lookup = $2 AND patient_id IS DISTINCT FROM $3 LIMIT 1`,
    [tx.hospitalId, tools.cipher.lookup(number), exceptId],
  );
  return row !== null;
}

export async function insertDocument(
  tx: Tx,
  tools: Tools,
  patientId: string,
  document: {
    readonly kind: string;
    readonly number: string;
    readonly isValid: boolean | null;
    readonly validUntil: string | null;
  },
): Promise<string> {
  const row = await tx.one<{ document_id: string }>(
    `INSERT INTO patient_documents (hospital_id, patient_id, kind, number_sealed, number_lookup, tail_lookup, is_checksum_valid, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (hospital_id, patient_id, number_lookup) DO UPDATE SET valid_until = EXCLUDED.valid_until RETURNING document_id`,
    [
      tx.hospitalId,
      patientId,
      document.kind,
      tools.cipher.seal(document.number),
      tools.cipher.lookup(document.number),
      documentTail(tools.cipher, document.number),
      document.isValid,
      document.validUntil,
    ],
  );
  return row!.document_id;
}

/** Column of each field a person may change; the rest of the record follows from other things. */
const columnOf: Readonly<Record<keyof PatientChanges, string>> = {
  name: 'name',
  sex: 'sex',
  birthDate: 'birth_date',
  nativePlace: 'native_place',
  occupation: 'occupation',
  education: 'education',
  maritalStatus: 'marital_status',
  incomeBand: 'income_band',
  healthStatus: 'health_status',
  insuranceKind: 'insurance_kind',
  employerId: 'employer_id',
  temperament: 'temperament',
  preferredChannel: 'preferred_channel',
  preferredTime: 'preferred_time',
  postCode: 'post_code',
  note: 'note',
  interests: 'interests',
  tags: 'tags',
  careOwner: 'care_owner',
  isStaff: 'is_staff',
  isKeyAccount: 'is_key_account',
  keyAccountReason: 'key_account_reason',
  contactIntervalDays: 'contact_interval_days',
  lastContactAt: 'last_contact_at',
};

interface Locked {
  readonly version: number;
  readonly merged_into: string | null;
  readonly birth_date: Day | null;
  readonly birth_date_source: string | null;
  readonly sex: string | null;
  readonly is_key_account: boolean;
  readonly key_account_reason: string | null;
}

/** Changes fields on the version the person saw; another change in between is refused, nothing is overwritten unseen. */
export async function changePatient(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  version: number,
  changes: PatientChanges,
): Promise<{ version: number } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    const locked = await lockPatient(tx, patientId);
    if (locked.merged_into !== null) return refuse('patients.merged');
    if (locked.version !== version) return refuse('patients.changed-meanwhile');
    const today = dayOf(tools.now(), await readTimeZone(tx));
    const refusal = mayChange(locked, changes, today);
    if (refusal) return refusal;
    const sets: string[] = [];
    const values: Parameter[] = [tx.hospitalId, patientId];
    const set = (column: string, value: Parameter, cast = '') => sets.push(`${column} = $${values.push(value)}${cast}`);
    const given = Object.entries(changes) as [keyof PatientChanges, Parameter][];
    for (const [field, value] of given) {
      if (field === 'name') continue;
      if (field === 'lastContactAt')
        sets.push(`last_contact_at = to_timestamp($${values.push(value)}::bigint / 1000.0)`);
      else set(columnOf[field], value);
    }
    if (changes.name !== undefined) setName(changes.name, set);
    if (changes.birthDate !== undefined) set('birth_date_source', changes.birthDate === null ? null : 'said');
    if (changes.isKeyAccount !== undefined) set('key_account_basis', changes.isKeyAccount ? 'hand' : null);
    const refreshed = Object.fromEntries(given.map(([field]) => [columnOf[field], today]));
    set('refreshed_at', JSON.stringify(refreshed), '::jsonb');
    sets[sets.length - 1] = sets.at(-1)!.replace('refreshed_at = ', 'refreshed_at = refreshed_at || ');
    const row = await tx.one<{ version: number }>(
      `UPDATE patient_patients SET ${sets.join(', ')}, version = version + 1, updated_at = clock_timestamp()
       WHERE hospital_id = $1 AND patient_id = $2 RETURNING version`,
      values,
    );
    audit(tx, actor, {
      action: 'patient.changed',
      subjectKind: 'patient',
      subjectId: patientId,
      detail: { fields: given.map(([field]) => field) },
    });
    tx.announce('patients.changed', { patientId });
    tx.touch('patients', patientId);
    return { version: row!.version };
  });
}

function mayChange(locked: Locked, changes: PatientChanges, today: Day): Refusal | null {
  if (changes.birthDate && changes.birthDate > today) return refuse('patients.birth-in-future');
  const isByDocument = locked.birth_date_source === 'document';
  const isOther =
    (changes.birthDate !== undefined && changes.birthDate !== locked.birth_date) ||
    (changes.sex !== undefined && changes.sex !== locked.sex);
  if (isByDocument && isOther) return refuse('patients.birth-contradicts-document');
  const reason = changes.keyAccountReason === undefined ? locked.key_account_reason : changes.keyAccountReason;
  if ((changes.isKeyAccount ?? locked.is_key_account) && !reason) return refuse('patients.key-account-needs-reason');
  return null;
}

function setName(given: string, set: (column: string, value: Parameter) => void): void {
  const name = tidyName(given);
  const sounds = soundsOf(name);
  set('name', name);
  set('name_key', nameKey(name));
  set('pinyin', sounds.pinyin);
  set('initials', sounds.initials);
}

export async function lockPatient(tx: Tx, patientId: string): Promise<Locked> {
  const row = await tx.one<Locked>(
    `SELECT version, merged_into, birth_date, birth_date_source, sex, is_key_account, key_account_reason
     FROM patient_patients WHERE hospital_id = $1 AND patient_id = $2 FOR UPDATE`,
    [tx.hospitalId, patientId],
  );
  if (!row) throw new RefusalError(refuse('platform.not-found'));
  return row;
}
