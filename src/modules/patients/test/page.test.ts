import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { createWorld, type World } from '#testing/world.ts';
import * as parts from '../actions/change-parts.ts';
import { changePatient, createPatient } from '../actions/change-patient.ts';
import { defineForm, ensureBundledForms, fillForm, listForms } from '../actions/forms.ts';
import * as levels from '../actions/levels.ts';
import { listPatients } from '../actions/list-patients.ts';
import { readPatient, readPatientTimeline, revealPatientField } from '../actions/read-patient.ts';
import type { Patient } from '../contract/patients.ts';
import { insertEntry, linkVisits } from '../index.ts';
import { episodeHeader, idOf, importRows } from './patients-world.ts';

let world: World;
let patientId: string;
const id = idOf('1968-03-01', 123);
beforeAll(async () => {
  world = await createWorld();
  await importRows(world, 'episodes', episodeHeader, [
    `E1,P1,单晓明,男,,${id},13800001111,430121,outpatient,骨科,2026-03-01 09:00,自来`,
    `E2,P1,单晓明,男,,,13800001111,430121,inpatient,骨科,2026-05-01 09:00,`,
    `E3,P1,单晓明,男,,,13800001111,430121,outpatient,骨科,2026-07-01 09:00,`,
    `E4,P2,李小花,女,2020-05-05,,13800001111,430122,outpatient,儿科,2026-06-01 09:00,`,
  ]);
  await linkVisits(world.tools, world.hospitalId, null);
  await ensureBundledForms(world.tools, world.actor());
  const [row] = await world.sql<{ patient_id: string }>(
    `SELECT patient_id FROM patient_patients WHERE name = '单晓明'`,
  );
  patientId = row!.patient_id;
});
afterAll(() => world.end());

async function page(role: Parameters<World['actor']>[0] = 'agent', of = patientId): Promise<Patient> {
  const read = await readPatient(world.tools, world.actor(role), of);
  if (isRefusal(read)) throw new Error(read.code);
  return read;
}
const child = async () =>
  (await world.sql<{ patient_id: string }>(`SELECT patient_id FROM patient_patients WHERE name = '李小花'`))[0]!
    .patient_id;

test('the page tells who, why this level, and what to do next', async () => {
  const patient = await page();
  expect(patient).toMatchObject({
    name: '单晓明',
    ageYears: 58,
    sex: 'male',
    birthDateSource: 'document',
    recordNumbers: ['P1'],
    level: 3,
    decidedLevel: { basis: 'computed', because: ['returns'], facts: { comings: 3, npsLatest: null } },
    habits: { comings: 3, cycleDays: 61, usualDepartment: '骨科', spentFen: null },
    firstSource: '自来',
    hiddenTiers: ['T4', 'T5h', 'T5m'],
  });
  expect(patient.nextActions.map(({ ruleId }) => ruleId)).toEqual(['cycle_overdue']);
  expect(patient.contacts[0]).toMatchObject({ value: { text: '13800001111', isMasked: false }, sharedBy: 1 });
  expect(patient.documents[0]!.number).toEqual({ text: `**************${id.slice(-4)}`, isMasked: true });
});

test('each role sees what its duty needs and no more', async () => {
  expect((await page('reception')).contacts[0]!.value).toEqual({ text: '138****1111', isMasked: true });
  expect(JSON.stringify(await page('reception'))).not.toContain('13800001111');
  expect((await page('compliance')).hiddenTiers).toEqual(['T4', 'T5h', 'T5m']);
  expect((await page('info_officer')).habits.spentFen).toBe(0);
  // A doctor sees his own patients only.
  expect(await readPatient(world.tools, world.actor('doctor'), patientId)).toMatchObject({
    code: 'platform.not-found',
  });
  const nurse = { ...world.actor('ward_nurse'), departments: ['骨科'] };
  expect(await readPatient(world.tools, nurse, patientId)).toMatchObject({ name: '单晓明' });
  expect(await readPatient(world.tools, nurse, await child())).toMatchObject({ code: 'platform.not-found' });
  expect(await listPatients(world.tools, nurse, { filter: [], limit: 10 })).toMatchObject({
    items: [{ name: '单晓明' }],
  });
});

test('a document is revealed for a reason, on record, and not to everybody', async () => {
  const wanted = { field: 'document', partId: (await page()).documents[0]!.documentId, reason: '核对医保' } as const;
  expect(await revealPatientField(world.tools, world.actor('agent'), patientId, wanted)).toMatchObject({ value: id });
  expect(await revealPatientField(world.tools, world.actor('reception'), patientId, wanted)).toMatchObject({
    code: 'staff.reveal-not-permitted',
  });
  const [entry] = await world.sql(`SELECT action, reason, detail FROM staff_audit_entries WHERE action = 'reveal.T4'`);
  expect(entry).toMatchObject({ reason: '核对医保' });
  expect(JSON.stringify(entry)).not.toContain(id);
});

test('who looked is on record', async () => {
  const seen = await world.sql(
    `SELECT 1 FROM staff_audit_entries WHERE action = 'patient.viewed' AND subject_id = $1`,
    [patientId],
  );
  expect(seen.length).toBeGreaterThan(3);
});

test('two people changing one file: the second is told, nothing is overwritten', async () => {
  const agent = world.actor('agent');
  const { version } = await page();
  expect(await changePatient(world.tools, agent, patientId, version, { occupation: '教师', tags: ['随访'] })).toEqual({
    version: version + 1,
  });
  expect(await changePatient(world.tools, agent, patientId, version, { occupation: '农民' })).toMatchObject({
    code: 'patients.changed-meanwhile',
  });
  expect(await page()).toMatchObject({ occupation: '教师', tags: ['随访'], refreshedOn: { occupation: '2026-10-15' } });
});

test.each([
  ['born tomorrow', { birthDate: '2026-10-16' }, 'patients.birth-in-future'],
  ['against the card', { birthDate: '1970-01-01' }, 'patients.birth-contradicts-document'],
  ['a key account without a reason', { isKeyAccount: true }, 'patients.key-account-needs-reason'],
])('a change is refused: %s', async (_, changes, code) => {
  const { version } = await page();
  expect(await changePatient(world.tools, world.actor('agent'), patientId, version, changes as never)).toMatchObject({
    code,
  });
});

test('a key account by hand is overdue when nobody called within the interval', async () => {
  const { version } = await page();
  await changePatient(world.tools, world.actor('agent'), patientId, version, {
    isKeyAccount: true,
    keyAccountReason: '企业负责人',
    contactIntervalDays: 30,
  });
  const patient = await page();
  expect(patient).toMatchObject({ isKeyAccount: true, isContactOverdue: true });
  expect(patient.nextActions[0]).toMatchObject({ ruleId: 'key_account_overdue' });
  const list = await listPatients(world.tools, world.actor('agent'), {
    filter: ['isKeyAccount:eq:true', 'tag:eq:随访'],
    limit: 10,
  });
  expect(list).toMatchObject({ items: [{ name: '单晓明', isContactOverdue: true }] });
});

test('a decision on a suggestion is kept with its facts, and the rule is silent for a while', async () => {
  const decided = { ruleId: 'cycle_overdue', outcome: 'dismissed', reason: '已转外地' } as const;
  expect(await levels.decideNextAction(world.tools, world.actor('agent'), patientId, decided)).toHaveProperty('id');
  expect((await page()).nextActions.map(({ ruleId }) => ruleId)).not.toContain('cycle_overdue');
  expect(await levels.decideNextAction(world.tools, world.actor('agent'), patientId, decided)).toMatchObject({
    code: 'patients.action-not-suggested',
  });
});

test('a minor needs a guardian; a household and its shared phone are one look away', async () => {
  const [agent, minor] = [world.actor('agent'), await child()];
  expect((await page('agent', minor)).nextActions[0]).toMatchObject({ ruleId: 'guardian_missing' });
  await parts.joinHousehold(world.tools, agent, patientId, { memberId: minor, relation: 'grandchild' });
  await parts.addGuardian(world.tools, agent, minor, {
    guardianPatientId: patientId,
    name: null,
    phone: null,
    relation: '祖父',
    basis: 'minor',
    validUntil: null,
  });
  expect(await page('agent', minor)).toMatchObject({
    needsGuardian: true,
    guardians: [{ name: '单晓明', relation: '祖父' }],
    household: { name: '单晓明家', members: [{ relation: 'head' }, { relation: 'grandchild', ageYears: 6 }] },
  });
  expect((await page('agent', minor)).nextActions.map(({ ruleId }) => ruleId)).not.toContain('guardian_missing');
});

test('contacts, documents and dates are added and removed; wrong ones are refused', async () => {
  const agent = world.actor('agent');
  const contact = {
    kind: 'wechat',
    value: 'oX0000abcd',
    wechatAccount: '服务号',
    ownerRelation: 'self',
    ownerName: null,
    isPrimary: true,
    validUntil: null,
  } as const;
  const added = await parts.addContact(world.tools, agent, patientId, contact);
  expect((await page()).contacts.some((one) => one.kind === 'wechat')).toBe(true);
  await parts.removePart(world.tools, agent, patientId, 'contact', (added as { id: string }).id);
  expect((await page()).contacts.some((one) => one.kind === 'wechat')).toBe(false);
  expect(
    await parts.addContact(world.tools, agent, patientId, { ...contact, kind: 'phone', value: '123' }),
  ).toMatchObject({ code: 'patients.contact-wrong' });
  const wrong = `${id.slice(0, 17)}${id[17] === '0' ? '1' : '0'}`;
  const document = { kind: 'id_card', number: wrong, validUntil: null };
  expect(await parts.addDocument(world.tools, agent, patientId, document)).toMatchObject({
    code: 'patients.document-wrong',
  });
  expect(await parts.addDocument(world.tools, agent, await child(), { ...document, number: id })).toMatchObject({
    code: 'patients.document-known',
  });
});

test('a level set by hand holds until its day, the computed one is shown beside it, both are history', async () => {
  const agent = world.actor('agent');
  expect(
    await levels.overrideLevel(world.tools, agent, patientId, {
      level: 5,
      reason: '院长介绍',
      expiresOn: '2026-10-15',
    }),
  ).toMatchObject({ code: 'patients.override-expired' });
  await levels.overrideLevel(world.tools, agent, patientId, { level: 5, reason: '院长介绍', expiresOn: '2026-12-31' });
  await linkVisits(world.tools, world.hospitalId, null);
  expect((await page()).decidedLevel).toMatchObject({
    level: 5,
    basis: 'override',
    computedLevel: 3,
    override: { reason: '院长介绍' },
  });
  expect(await levels.readLevels(world.tools, agent, patientId)).toMatchObject({
    items: [
      { level: 5, basis: 'override' },
      { level: 3, because: ['returns'] },
    ],
  });
  expect(await levels.readLevelMoves(world.tools, agent, 2026, 4)).toMatchObject({
    moves: [
      { from: 2, to: 2, patients: 1 },
      { from: 2, to: 5, patients: 1 },
    ],
  });
  await levels.endOverride(world.tools, agent, patientId);
  expect(await page()).toMatchObject({ level: 3, levelBasis: 'computed' });
});

test('the timeline is one, newest first, page by page, filtered, and hides what the reader may not see', async () => {
  const scope = { hospitalId: world.hospitalId };
  const note = {
    module: 'followups',
    kind: 'called',
    subjectId: null,
    facts: {},
    tier: 'T2',
    at: Date.parse('2026-06-01T00:00:00Z'),
  } as const;
  await world.tools.db.transaction(scope, async (tx) => {
    await insertEntry(tx, patientId, { ...note, sourceKey: 'call:1' });
    await insertEntry(tx, patientId, { ...note, sourceKey: 'call:1' });
    await insertEntry(tx, patientId, { ...note, kind: 'finding', tier: 'T5h', sourceKey: 'call:2' });
  });
  const kinds = async (role: 'agent' | 'doctor', query: { modules?: string; limit: number }) => {
    const actor = role === 'doctor' ? { ...world.actor('doctor', 'agent') } : world.actor('agent');
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const read = await readPatientTimeline(world.tools, actor, patientId, { ...query, cursor });
      if (isRefusal(read)) throw new Error(read.code);
      all.push(...read.items.map(({ kind }) => kind));
      cursor = read.nextCursor ?? undefined;
    } while (cursor);
    return all;
  };
  expect(await kinds('agent', { limit: 1 })).toEqual(['outpatient', 'called', 'inpatient', 'outpatient']);
  expect((await kinds('doctor', { limit: 2 })).toSorted()).toEqual([
    'called',
    'finding',
    'inpatient',
    'outpatient',
    'outpatient',
  ]);
  expect(await kinds('agent', { modules: 'followups', limit: 10 })).toEqual(['called']);
  expect(
    await readPatientTimeline(world.tools, world.actor('agent'), patientId, { cursor: 'x', limit: 1 }),
  ).toMatchObject({ code: 'platform.bad-cursor' });
});

test('a form is data: filled in by who sees it, refused to others, and a new version leaves answers alone', async () => {
  const wanted = { patientId, formKey: 'chronic_disease' };
  const [agent, doctor] = [world.actor('agent'), world.actor('doctor', 'agent')];
  const answers = { diseases: ['高血压'], systolic: 150, next_recheck_on: '2026-10-18' };
  expect(await fillForm(world.tools, agent, wanted, { answersVersion: 0, answers })).toMatchObject({
    code: 'patients.form-unknown',
  });
  expect(await fillForm(world.tools, doctor, wanted, { answersVersion: 0, answers: { systolic: 1 } })).toMatchObject({
    code: 'patients.form-answers-wrong',
  });
  expect(await fillForm(world.tools, doctor, wanted, { answersVersion: 0, answers })).toEqual({ answersVersion: 1 });
  expect(await fillForm(world.tools, doctor, wanted, { answersVersion: 0, answers })).toMatchObject({
    code: 'patients.changed-meanwhile',
  });
  const hidden = (await page('agent')).forms.find((form) => form.formKey === 'chronic_disease');
  expect(hidden).toMatchObject({ isHidden: true, answers: null });
  const seen = await readPatient(world.tools, doctor, patientId);
  expect(seen).toMatchObject({
    nextActions: expect.arrayContaining([expect.objectContaining({ ruleId: 'recheck_due', facts: { days: 3 } })]),
  });
  const manager = world.actor('service_manager');
  const form = (await listForms(world.tools, manager)).items.find((one) => one.formKey === 'chronic_disease')!;
  expect(form).toMatchObject({ version: 1, answered: 1 });
  const { version, title, tier, fields } = form;
  expect(
    await defineForm(world.tools, manager, 'chronic_disease', {
      version,
      title,
      tier,
      fields: fields.slice(0, 3),
      state: 'active',
    }),
  ).toEqual({ version: 2 });
  expect(
    await defineForm(world.tools, manager, 'chronic_disease', { version, title, tier, fields, state: 'active' }),
  ).toMatchObject({ code: 'patients.changed-meanwhile' });
});

test('a person made by hand is checked against who is there', async () => {
  const body = {
    name: '王·小二',
    sex: null,
    birthDate: null,
    recordNo: null,
    idNumber: null,
    phone: null,
    divisionCode: null,
    firstSource: null,
  };
  const agent = world.actor('agent');
  expect(await createPatient(world.tools, agent, { ...body, idNumber: id })).toMatchObject({
    code: 'patients.document-known',
  });
  expect(await createPatient(world.tools, agent, { ...body, recordNo: 'P1' })).toMatchObject({
    code: 'patients.record-number-taken',
  });
  expect(
    await createPatient(world.tools, agent, { ...body, sex: 'female', idNumber: idOf('1990-01-01', 111) }),
  ).toMatchObject({ code: 'patients.birth-contradicts-document' });
  const made = await createPatient(world.tools, agent, {
    ...body,
    idNumber: '990000900101113',
    recordNo: 'P77',
    phone: '+86 139-0000-0077',
    divisionCode: '430122',
  });
  expect(await page('agent', (made as { patientId: string }).patientId)).toMatchObject({
    birthDate: '1990-01-01',
    sex: 'male',
    isInCounty: false,
    recordNumbers: ['P77'],
  });
});

test('a patient is found by spelling, initials, phone and record number', async () => {
  for (const q of ['单晓', 'shanxiaoming', 'sxm', '138-0000-1111', 'p1', 'P1']) {
    const found = await listPatients(world.tools, world.actor('agent'), { q, filter: [], limit: 10 });
    expect([q, isRefusal(found) ? found.code : found.items.some((row) => row.name === '单晓明')]).toEqual([q, true]);
  }
});

test('breaking the glass shows a doctor of another department this one patient in full, for as long as it holds', async () => {
  const stranger = world.actor('ward_nurse');
  expect(isRefusal(await readPatient(world.tools, stranger, patientId))).toBe(true);
  const raised = { ...stranger, raised: [{ kind: 'patient', id: patientId }] };
  expect(isRefusal(await readPatient(world.tools, raised, patientId))).toBe(false);
  expect(isRefusal(await readPatient(world.tools, { ...raised, raised: [] }, patientId))).toBe(true);
});
