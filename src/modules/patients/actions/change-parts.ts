import { dayOf } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readHospital, readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { ContactBody } from '../contract/patients.ts';
import { isInCounty, readContact } from '../rules/contacts.ts';
import { readIdentityNumber } from '../rules/identity-number.ts';
import { insertDocument, isDocumentKnown, lockPatient } from './change-patient.ts';
import { visiblePatient } from './read-patient.ts';

/** One change of a part of a patient's file: seen, locked, on record, told to open pages. */
async function changePart<Result extends object>(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  what: string,
  work: (tx: Tx, patientId: string) => Promise<Result | Refusal>,
): Promise<Result | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    const locked = await lockPatient(tx, patientId);
    if (locked.merged_into !== null) return refuse('patients.merged');
    const result = await work(tx, patientId);
    if (isRefusal(result)) return result;
    await tx.query(
      'UPDATE patient_patients SET version = version + 1, updated_at = clock_timestamp() WHERE hospital_id = $1 AND patient_id = $2',
      [tx.hospitalId, patientId],
    );
    audit(tx, actor, {
      action: 'patient.changed',
      subjectKind: 'patient',
      subjectId: patientId,
      detail: { part: what },
    });
    tx.announce('patients.changed', { patientId });
    tx.touch('patients', patientId);
    return result;
  });
}

export function addContact(tools: Tools, actor: Actor, patientId: string, body: ContactBody) {
  return changePart(tools, actor, patientId, 'contact', async (tx, id) => {
    const contact = readContact(body.kind, body.value);
    if (!contact) return refuse('patients.contact-wrong');
    if (body.isPrimary)
      await tx.query(
        'UPDATE patient_contacts SET is_primary = false WHERE hospital_id = $1 AND patient_id = $2 AND kind = $3',
        [tx.hospitalId, id, body.kind],
      );
    const row = await tx.one<{ id: string }>(
      `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key, wechat_account, owner_relation, owner_name, is_primary, valid_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (hospital_id, patient_id, kind, value_key) DO UPDATE SET owner_relation = EXCLUDED.owner_relation, owner_name = EXCLUDED.owner_name,
         wechat_account = EXCLUDED.wechat_account, is_primary = EXCLUDED.is_primary, valid_until = EXCLUDED.valid_until, updated_at = clock_timestamp()
       RETURNING contact_id AS id`,
      [
        tx.hospitalId,
        id,
        body.kind,
        contact.value,
        contact.key,
        body.wechatAccount,
        body.ownerRelation,
        body.ownerName,
        body.isPrimary,
        body.validUntil,
      ],
    );
    return row!;
  });
}

export function addAddress(
  tools: Tools,
  actor: Actor,
  patientId: string,
  body: { kind: string; divisionCode: string | null; line: string | null; isCurrent: boolean },
) {
  return changePart(tools, actor, patientId, 'address', async (tx, id) => {
    const hospital = await readHospital(tx);
    const inCounty = isInCounty(body.divisionCode, hospital!.divisionCode);
    if (body.isCurrent) {
      await tx.query(
        'UPDATE patient_addresses SET is_current = false WHERE hospital_id = $1 AND patient_id = $2 AND kind = $3',
        [tx.hospitalId, id, body.kind],
      );
      if (body.kind === 'home')
        await tx.query(
          'UPDATE patient_patients SET division_code = $3, is_in_county = $4 WHERE hospital_id = $1 AND patient_id = $2',
          [tx.hospitalId, id, body.divisionCode, inCounty],
        );
    }
    const row = await tx.one<{ id: string }>(
      `INSERT INTO patient_addresses (hospital_id, patient_id, kind, division_code, is_in_county, line, is_current)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING address_id AS id`,
      [tx.hospitalId, id, body.kind, body.divisionCode, inCounty, body.line, body.isCurrent],
    );
    return row!;
  });
}

export function addDocument(
  tools: Tools,
  actor: Actor,
  patientId: string,
  body: { kind: string; number: string; validUntil: string | null },
) {
  return changePart(tools, actor, patientId, 'document', async (tx, id) => {
    const today = dayOf(tools.now(), await readTimeZone(tx));
    if (body.kind !== 'id_card') {
      if (await isDocumentKnown(tx, tools, body.number, id)) return refuse('patients.document-known');
      return { id: await insertDocument(tx, tools, id, { ...body, isValid: null }) };
    }
    const read = readIdentityNumber(body.number, today);
    if ('problem' in read)
      return refuse(read.problem === 'birth-in-future' ? 'patients.birth-in-future' : 'patients.document-wrong');
    if (await isDocumentKnown(tx, tools, read.number, id)) return refuse('patients.document-known');
    // The card prevails over what was said before.
    await tx.query(
      `UPDATE patient_patients SET birth_date = $3, sex = $4, birth_date_source = 'document' WHERE hospital_id = $1 AND patient_id = $2`,
      [tx.hospitalId, id, read.birthDate, read.sex],
    );
    return { id: await insertDocument(tx, tools, id, { ...body, number: read.number, isValid: true }) };
  });
}

export function addGuardian(
  tools: Tools,
  actor: Actor,
  patientId: string,
  body: {
    guardianPatientId: string | null;
    name: string | null;
    phone: string | null;
    relation: string;
    basis: string;
    validUntil: string | null;
  },
) {
  return changePart(tools, actor, patientId, 'guardian', async (tx, id) => {
    const phone = body.phone === null ? null : readContact('phone', body.phone);
    if (body.phone !== null && !phone) return refuse('patients.contact-wrong');
    const guardian = body.guardianPatientId && (await visiblePatient(tx, actor, body.guardianPatientId));
    if (body.guardianPatientId && (!guardian || guardian === id)) return refuse('platform.not-found');
    if (!guardian && !body.name) return refuse('patients.guardian-unnamed');
    const row = await tx.one<{ id: string }>(
      `INSERT INTO patient_guardians (hospital_id, patient_id, guardian_patient_id, name, phone, relation, basis, valid_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING guardian_id AS id`,
      [tx.hospitalId, id, guardian, body.name, phone?.value ?? null, body.relation, body.basis, body.validUntil],
    );
    return row!;
  });
}

export function addSpecialDate(
  tools: Tools,
  actor: Actor,
  patientId: string,
  body: { kind: string; day: string; isLunar: boolean; isYearly: boolean; note: string | null },
) {
  return changePart(tools, actor, patientId, 'special date', async (tx, id) => {
    const row = await tx.one<{ id: string }>(
      `INSERT INTO patient_special_dates (hospital_id, patient_id, kind, day, is_lunar, is_yearly, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING special_date_id AS id`,
      [tx.hospitalId, id, body.kind, body.day, body.isLunar, body.isYearly, body.note],
    );
    return row!;
  });
}

const partTables = {
  contact: ['patient_contacts', 'contact_id'],
  address: ['patient_addresses', 'address_id'],
  document: ['patient_documents', 'document_id'],
  guardian: ['patient_guardians', 'guardian_id'],
  'special date': ['patient_special_dates', 'special_date_id'],
} as const;

export function removePart(
  tools: Tools,
  actor: Actor,
  patientId: string,
  what: keyof typeof partTables,
  partId: string,
): Promise<object | Refusal> {
  const [table, key] = partTables[what];
  return changePart<object>(tools, actor, patientId, what, async (tx, id) => {
    const removed = await tx.query(
      `DELETE FROM ${table} WHERE hospital_id = $1 AND patient_id = $2 AND ${key} = $3 RETURNING 1`,
      [tx.hospitalId, id, partId],
    );
    return removed.length > 0 ? {} : refuse('platform.not-found');
  });
}

/** Puts another patient into this one's household. Who had another household before leaves it. */
export function joinHousehold(
  tools: Tools,
  actor: Actor,
  patientId: string,
  body: { memberId: string; relation: string },
): Promise<{ householdId: string } | Refusal> {
  return changePart(tools, actor, patientId, 'household', async (tx, id) => {
    const member = await visiblePatient(tx, actor, body.memberId);
    if (!member || member === id) return refuse('platform.not-found');
    const own = await tx.one<{ household_id: string }>(
      'SELECT household_id FROM patient_household_members WHERE hospital_id = $1 AND patient_id = $2 LIMIT 1',
      [tx.hospitalId, id],
    );
    const householdId = own?.household_id ?? (await makeHousehold(tx, id));
    await tx.query(
      'DELETE FROM patient_household_members WHERE hospital_id = $1 AND patient_id = $2 AND household_id <> $3',
      [tx.hospitalId, member, householdId],
    );
    await tx.query(
      `INSERT INTO patient_household_members (hospital_id, household_id, patient_id, relation, joined_on) VALUES ($1, $2, $3, $4, current_date)
       ON CONFLICT (hospital_id, household_id, patient_id) DO UPDATE SET relation = EXCLUDED.relation`,
      [tx.hospitalId, householdId, member, body.relation],
    );
    tx.touch('patients', member);
    return { householdId };
  });
}

async function makeHousehold(tx: Tx, headId: string): Promise<string> {
  const row = await tx.one<{ household_id: string }>(
    `INSERT INTO patient_households (hospital_id, name, division_code)
     SELECT $1, p.name || '家', p.division_code FROM patient_patients p WHERE p.hospital_id = $1 AND p.patient_id = $2 RETURNING household_id`,
    [tx.hospitalId, headId],
  );
  await tx.query(
    `INSERT INTO patient_household_members (hospital_id, household_id, patient_id, relation, joined_on) VALUES ($1, $2, $3, 'head', current_date)`,
    [tx.hospitalId, row!.household_id, headId],
  );
  return row!.household_id;
}

export function leaveHousehold(tools: Tools, actor: Actor, patientId: string): Promise<object | Refusal> {
  return changePart<object>(tools, actor, patientId, 'household', async (tx, id) => {
    await tx.query('DELETE FROM patient_household_members WHERE hospital_id = $1 AND patient_id = $2', [
      tx.hospitalId,
      id,
    ]);
    return {};
  });
}
