import { isRefusal } from '#kernel/refusal.ts';
import {
  addGuardian,
  changePatient,
  createPatient,
  ensureBundledForms,
  fillForm,
  joinHousehold,
  linkVisits,
  readPatient,
  refreshPatients,
} from '#modules/patients/index.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';

/** Patients of the sample: made from its visits, then some with a household, a guardian, a special file, a key account. Repeatable. */
export async function fillPatients(tools: Tools, actor: Actor): Promise<void> {
  await linkVisits(tools, actor.hospitalId, null);
  const filler: Actor = { ...actor, roles: ['agent', 'doctor', 'ward_nurse'] };
  await ensureBundledForms(tools, filler);
  const isFilled = await tools.db.read(filler, (tx) =>
    tx.one('SELECT 1 FROM published.patients WHERE hospital_id = $1 AND is_key_account LIMIT 1', [tx.hospitalId]),
  );
  if (isFilled) return;
  for (const { child, parent } of await readFamilies(tools, filler)) {
    await joinHousehold(tools, filler, parent, { memberId: child, relation: 'child' });
    await addGuardian(tools, filler, child, {
      guardianPatientId: parent,
      name: null,
      phone: null,
      relation: '父母',
      basis: 'minor',
      validUntil: null,
    });
  }
  await fileReferrers(tools, filler);
  const people = await readRegulars(tools, filler);
  for (const [index, patientId] of people.entries()) {
    const answers = {
      diseases: ['高血压'],
      control: index % 2 === 0 ? '一般' : '良好',
      systolic: 138 + index * 3,
      diastolic: 86,
    };
    await fillForm(tools, filler, { patientId, formKey: 'chronic_disease' }, { answersVersion: 0, answers });
    if (index % 3 === 0) await makeKeyAccount(tools, filler, patientId);
  }
}

async function makeKeyAccount(tools: Tools, actor: Actor, patientId: string): Promise<void> {
  const patient = await readPatient(tools, actor, patientId);
  if (isRefusal(patient)) return;
  await changePatient(tools, actor, patientId, patient.version, {
    isKeyAccount: true,
    keyAccountReason: '多次来院并介绍亲友',
    contactIntervalDays: 60,
    tags: ['慢病管理'],
  });
}

/** Children with an adult of the same surname: plausible enough for a sample. */
async function readFamilies(tools: Tools, actor: Actor): Promise<{ child: string; parent: string }[]> {
  return tools.db.read(actor, (tx) =>
    tx.query(
      `SELECT c.patient_id AS child, (SELECT p.patient_id FROM published.patients p WHERE p.hospital_id = $1 AND left(p.name, 1) = left(c.name, 1)
         AND p.birth_date BETWEEN c.birth_date - interval '42 years' AND c.birth_date - interval '22 years' ORDER BY p.patient_id LIMIT 1) AS parent
       FROM (SELECT patient_id, name, birth_date FROM published.patients
         WHERE hospital_id = $1 AND birth_date > clock_timestamp() - interval '16 years' ORDER BY patient_id LIMIT 6) AS c
       WHERE EXISTS (SELECT 1 FROM published.patients p WHERE p.hospital_id = $1 AND left(p.name, 1) = left(c.name, 1)
         AND p.birth_date BETWEEN c.birth_date - interval '42 years' AND c.birth_date - interval '22 years')`,
      [tx.hospitalId],
    ),
  );
}

async function readRegulars(tools: Tools, actor: Actor): Promise<string[]> {
  const rows = await tools.db.read(actor, (tx) =>
    tx.query<{ patient_id: string }>(
      `SELECT patient_id FROM published.patients WHERE hospital_id = $1 AND birth_date < '1970-01-01' ORDER BY visit_count DESC, patient_id LIMIT 9`,
      [tx.hospitalId],
    ),
  );
  return rows.map((row) => row.patient_id);
}

/** Former patients who sent somebody have a file of their own, so that the higher levels are there to see. */
async function fileReferrers(tools: Tools, actor: Actor): Promise<void> {
  const referrers = await tools.db.read(actor, (tx) =>
    tx.query<{ name: string; phone: string }>(
      `SELECT i.name, min(i.address) AS phone FROM published.introducer_phones i
       JOIN published.credited_referrals w ON w.hospital_id = $1 AND w.introducer_id = i.introducer_id AND w.state = 'won'
       WHERE i.hospital_id = $1 AND i.kind IN ('former_patient', 'member', 'public') GROUP BY i.introducer_id, i.name
       ORDER BY count(*) DESC, i.name LIMIT 10`,
      [tx.hospitalId],
    ),
  );
  for (const { name, phone } of referrers) {
    const made = await createPatient(tools, actor, {
      name,
      phone,
      sex: null,
      birthDate: null,
      recordNo: null,
      idNumber: null,
      divisionCode: null,
      firstSource: null,
    });
    if (isRefusal(made)) continue;
    await tools.db.transaction({ hospitalId: actor.hospitalId }, (tx) => refreshPatients(tx, tools, [made.patientId]));
  }
}
