import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId, HospitalId } from '#kernel/ids.ts';
import type { ListQuery } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import { type Actor, createAccount, systemActor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import type { OrganizationFields, OrganizationKind } from '../contract/index.ts';
import { exportOrganizations } from '../lists/export.ts';
import { listOrganizations, readOrganization, readPipeline, readReminders } from '../lists/organizations.ts';
import { listContacts, listContracts, listOffers, listPeople, readRevenue } from '../lists/parts.ts';
import { acceptProposals, listProposals, undoBatch } from '../registry/batches.ts';
import {
  addContract,
  changeContract,
  remindOfContracts,
  renewContract,
  terminateContract,
} from '../registry/contracts.ts';
import { changeOrganization, createOrganization, moveOrganization } from '../registry/organizations.ts';
import { addActivity, addContact, addOffer, changeContact, linkPerson } from '../registry/parts.ts';

let world: World;
let officer: Actor;
let rep: Actor;

async function account(username: string, role: 'rep' | 'president' | 'reception'): Promise<Actor> {
  const shell = systemActor({ hospitalId: world.hospitalId }, 'command line');
  const made = await createAccount(world.tools, shell, {
    username,
    displayName: `同事${username}`,
    roles: [role],
    password: 'Lantern-Harbour-42',
  });
  if (isRefusal(made)) throw new Error(made.code);
  return { ...world.actor(role), accountId: made.accountId as AccountId };
}

beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  rep = await account('rep.one', 'rep');
});
afterAll(() => world.end());

const must = <Value>(value: Value | Refusal): Value => {
  if (isRefusal(value)) throw new Error(value.code);
  return value as Value;
};
const create = (name: string, over: OrganizationFields & { kind?: OrganizationKind } = {}, as = officer) =>
  createOrganization(world.tools, as, { kind: 'enterprise', ...over, name });
const created = async (name: string, over: OrganizationFields & { kind?: OrganizationKind } = {}, as = officer) =>
  must(await create(name, over, as)).organizationId;
const read = async (id: string, as = officer) => must(await readOrganization(world.tools, as, id));
const page = (over: Partial<ListQuery> = {}): ListQuery => ({ filter: [], limit: 50, ...over });
const names = async (over: Partial<ListQuery> = {}, as = officer) =>
  must(await listOrganizations(world.tools, as, page(over))).items.map((row) => row.name);
const move = async (id: string, to: Parameters<typeof moveOrganization>[3]['to'], over = {}, as = officer) =>
  moveOrganization(world.tools, as, id, { version: (await read(id)).version, to, ...over });
const signed = async (id: string, startsOn: string, endsOn: string) =>
  must(
    await addContract(world.tools, officer, id, {
      title: '团检合同',
      kind: 'group_checkup',
      startsOn,
      endsOn,
      status: 'signed',
    }),
  ).contractId;

test('a unit is entered once, however its name is spaced', async () => {
  await created('东风机械厂');
  expect(await create('东风 机械厂')).toMatchObject({ code: 'organizations.name-taken' });
  const all = await Promise.all(Array.from({ length: 8 }, () => create('同时登记的厂')));
  expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
});

test('bad divisions, half coordinates and unknown owners are refused', async () => {
  expect(await create('坏一', { divisionCode: '430000' })).toMatchObject({ code: 'organizations.bad-division' });
  expect(await create('坏二', { latitude: 28 })).toMatchObject({ code: 'organizations.half-coordinates' });
  const stranger = '01900000-0000-7000-8000-000000000001';
  expect(await create('坏三', { ownerId: stranger })).toMatchObject({ code: 'organizations.owner-unknown' });
  const reception = await account('reception.one', 'reception');
  expect(await create('坏四', { ownerId: reception.accountId! })).toMatchObject({
    code: 'organizations.owner-unknown',
  });
});

test('of two who change a unit at once, one is told to look again', async () => {
  const id = await created('并发单位');
  const { version } = await read(id);
  const both = await Promise.all(
    ['甲', '乙'].map((note) => changeOrganization(world.tools, officer, id, { version, note })),
  );
  expect(both.map((one) => (isRefusal(one) ? one.code : 'done')).sort()).toEqual(['done', 'platform.stale']);
});

test('a rep sees and changes what he owns or sponsors, and nothing else exists for him', async () => {
  const foreign = await created('他人的单位');
  const sponsored = await created('分管的单位', { sponsorId: rep.accountId! });
  const own = await created('自己的单位', { ownerId: null }, rep);
  expect((await names({}, rep)).sort()).toEqual(['分管的单位', '自己的单位']);
  expect((await read(own, rep)).ownerName).toBe('同事rep.one');
  expect((await read(sponsored, rep)).mayAssign).toBe(false);
  const { version } = await read(foreign);
  for (const refused of [
    await readOrganization(world.tools, rep, foreign),
    await changeOrganization(world.tools, rep, foreign, { version, note: '窥探' }),
    await moveOrganization(world.tools, rep, foreign, { version, to: 'visited' }),
    await listContacts(world.tools, rep, foreign),
    await addContact(world.tools, rep, foreign, { role: 'leader', name: '某人' }),
    await readRevenue(world.tools, rep, foreign),
  ])
    expect(refused).toMatchObject({ code: 'platform.not-found' });
  expect(
    await changeOrganization(world.tools, rep, own, { version: (await read(own)).version, ownerId: null }),
  ).toMatchObject({ code: 'organizations.owner-not-yours' });
});

test('another hospital sees none of it', async () => {
  const id = await created('本院单位');
  const rows = await world.sql<{ hospital_id: HospitalId }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('另一家医院', '430122') RETURNING hospital_id`,
  );
  const stranger = { ...officer, hospitalId: rows[0]!.hospital_id };
  expect(await names({}, stranger)).toEqual([]);
  expect(await readOrganization(world.tools, stranger, id)).toMatchObject({ code: 'platform.not-found' });
  expect(await create('本院单位', {}, stranger)).toMatchObject({ organizationId: expect.any(String) });
});

test('the list filters, sorts and pages', async () => {
  for (const [index, headcount] of [30, 10, 20].entries()) await created(`人数${index}`, { headcount, kind: 'school' });
  expect(await names({ filter: ['kind:in:school'], sort: '-headcount' })).toEqual(['人数0', '人数2', '人数1']);
  const first = must(
    await listOrganizations(world.tools, officer, page({ filter: ['kind:in:school'], sort: 'name', limit: 2 })),
  );
  const next = must(
    await listOrganizations(
      world.tools,
      officer,
      page({ filter: ['kind:in:school'], sort: 'name', limit: 2, cursor: first.nextCursor! }),
    ),
  );
  expect([...first.items, ...next.items].map((row) => row.name)).toEqual(['人数0', '人数1', '人数2']);
  expect(await listOrganizations(world.tools, officer, page({ filter: ['secret:eq:1'] }))).toMatchObject({
    code: 'platform.unknown-filter',
  });
});

test('the export is on record and holds no contact data', async () => {
  const id = await created('要导出的单位', { kind: 'media' });
  must(await addContact(world.tools, officer, id, { role: 'leader', name: '导出联系人', phone: '13800001234' }));
  const stream = must(await exportOrganizations(world.tools, officer, page({ filter: ['kind:in:media'] })));
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  expect(text).toContain('要导出的单位,媒体');
  expect(text).not.toContain('13800001234');
  const entries = await world.sql(`SELECT detail FROM staff_audit_entries WHERE action = 'organization.exported'`);
  expect(entries).toHaveLength(1);
});

test('a unit goes along the pipeline; each move is kept, active needs a contract', async () => {
  const id = await created('管道单位', { ownerId: rep.accountId! });
  expect(await move(id, 'active')).toMatchObject({ code: 'organizations.stage-not-reachable' });
  must(await move(id, 'visited', { nextStep: '递交方案', nextStepOn: '2026-10-14' }, rep));
  must(await move(id, 'proposal'));
  must(await move(id, 'contract', { nextStep: '盖章', nextStepOn: '2026-10-15' }));
  expect(await move(id, 'active')).toMatchObject({ code: 'organizations.stage-needs-contract' });
  await signed(id, '2026-01-01', '2026-12-31');
  must(await move(id, 'active'));
  expect(await move(id, 'lost')).toMatchObject({ code: 'organizations.stage-needs-reason' });
  must(await move(id, 'lost', { reason: '迁往外地' }));
  const shown = await read(id);
  expect(shown.moves.map((one) => one.toStage)).toEqual(['lost', 'active', 'contract', 'proposal', 'visited']);
  expect(shown.movesTo).toContainEqual({ stage: 'lead', needsReason: true });
  await expect(
    world.tools.db.transaction(officer, (tx) => tx.query('DELETE FROM organization_stage_moves')),
  ).rejects.toThrow();
  const board = await readPipeline(world.tools, rep, { mine: true });
  expect(board.columns.find((column) => column.stage === 'lost')!.items.map((row) => row.name)).toEqual(['管道单位']);
});

test('two moves at once are one move', async () => {
  const id = await created('抢着移动');
  const { version } = await read(id);
  const both = await Promise.all(
    ['visited', 'lost'].map((to) =>
      moveOrganization(world.tools, officer, id, { version, to: to as 'visited', reason: '测试' }),
    ),
  );
  expect(both.filter((one) => !isRefusal(one))).toHaveLength(1);
  expect((await read(id)).moves).toHaveLength(1);
});

test('contact data is shown to the officer and the own rep, masked to others', async () => {
  const id = await created('有联系人', { ownerId: rep.accountId! });
  const { contactId } = must(
    await addContact(world.tools, rep, id, {
      role: 'medical',
      name: '周医务',
      phone: '138 0000 4321',
      birthday: '1970-05-01',
      email: 'zhou@example.com',
    }),
  );
  expect(await changeContact(world.tools, rep, contactId, { version: 1, birthday: '2027-01-01' })).toMatchObject({
    code: 'organizations.birthday-in-future',
  });
  const phoneFor = async (as: Actor) => must(await listContacts(world.tools, as, id)).items[0]!;
  expect((await phoneFor(rep)).phone).toMatchObject({ isMasked: false });
  const president = await phoneFor(world.actor('president'));
  expect(president.phone).toEqual({ text: expect.stringContaining('****'), isMasked: true });
  expect(president.email).toEqual({ text: '****', isMasked: true });
  expect(president.birthday).toEqual({ text: '****', isMasked: true });
});

test('a contract is reminded of 60, 30 and 7 days before its end, once each, and announced', async () => {
  const id = await created('合同单位');
  const contractId = await signed(id, '2025-12-11', '2026-12-10');
  const announced = () =>
    world.sql<{ payload: { daysBefore: number } }>(
      `SELECT payload FROM platform_outbox WHERE kind = 'organizations.contract-ending' AND payload->>'contractId' = $1 ORDER BY event_id`,
      [contractId],
    );
  for (const now of [
    '2026-10-10',
    '2026-10-11',
    '2026-10-12',
    '2026-11-10',
    '2026-11-20',
    '2026-12-05',
    '2026-12-11',
  ]) {
    world.setNow(`${now}T09:00:00+08:00`);
    await Promise.all([
      remindOfContracts(world.tools, world.hospitalId),
      remindOfContracts(world.tools, world.hospitalId),
    ]);
  }
  expect((await announced()).map(({ payload }) => payload.daysBefore)).toEqual([60, 30, 7]);
  world.setNow('2026-10-15T09:00:00+08:00');
  const today = await readReminders(world.tools, officer);
  expect(today.contracts.map((one) => one.contractId)).toContain(contractId);
  expect((await readReminders(world.tools, rep)).contracts).toEqual([]);
  const [shown] = must(await listContracts(world.tools, officer, id)).items;
  expect(shown).toMatchObject({ state: 'ending', daysLeft: 56 });
});

test('a signed contract is renewed once, keeps what clearance goes by, and ends early only with a reason', async () => {
  const id = await created('续签单位');
  const contractId = await signed(id, '2026-01-01', '2026-12-31');
  const change = (over: object) => changeContract(world.tools, officer, contractId, { version: 1, ...over });
  expect(await change({ kind: 'alliance_membership' })).toMatchObject({ code: 'organizations.contract-signed' });
  expect(await change({ endsOn: '2025-12-31' })).toMatchObject({ code: 'organizations.contract-ends-before-start' });
  must(await renewContract(world.tools, officer, contractId, 1));
  expect(await renewContract(world.tools, officer, contractId, 1)).toMatchObject({
    code: 'organizations.contract-renewed',
  });
  const [renewal, before] = must(await listContracts(world.tools, officer, id)).items;
  expect(renewal).toMatchObject({ startsOn: '2027-01-01', endsOn: '2027-12-31', state: 'draft', renewsId: contractId });
  expect(before).toMatchObject({ isRenewed: true });
  const end = (on: string) => terminateContract(world.tools, officer, contractId, { version: 1, on, reason: '合并' });
  expect(await end('2027-01-01')).toMatchObject({ code: 'organizations.termination-outside-term' });
  must(await end('2026-06-30'));
  const published = await world.tools.db.read(officer, (tx) =>
    tx.query('SELECT ends_on FROM published.organization_contracts WHERE contract_id = $1', [contractId]),
  );
  expect(published).toEqual([{ ends_on: '2026-06-30' }]);
});

test('what a visit agrees on becomes the unit’s next step; visits do not lie ahead, events may', async () => {
  const id = await created('走访单位');
  const visit = (over: object) =>
    addActivity(world.tools, officer, id, { kind: 'visit', onDay: '2026-10-10', purpose: '了解团检需求', ...over });
  must(await visit({ nextStep: '送报价', nextStepOn: '2026-10-12' }));
  expect(await read(id)).toMatchObject({ nextStep: '送报价', nextStepState: 'overdue', lastActivityOn: '2026-10-10' });
  expect(await visit({ onDay: '2026-10-16' })).toMatchObject({ code: 'organizations.visit-in-future' });
  must(await visit({ kind: 'free_clinic', onDay: '2026-11-01' }));
  const other = await created('别的走访单位');
  const { contactId } = must(await addContact(world.tools, officer, other, { role: 'other', name: '别人' }));
  expect(await visit({ contactId })).toMatchObject({ code: 'organizations.contact-of-another' });
});

test('units are proposed from introducers’ institutions, made once, and taken back untouched', async () => {
  await world.sql(
    `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, institution)
     SELECT $1, 'P' || i, '介' || i, CASE WHEN i = 4 THEN 'staff' ELSE 'grassroots_institution' END,
       (ARRAY['云溪镇卫生院', '云溪镇卫生院', '东风机械厂', '骨科'])[i] FROM generate_series(1, 4) AS i`,
    [world.hospitalId],
  );
  const { items } = await listProposals(world.tools, officer);
  expect(items).toMatchObject([
    { name: '云溪镇卫生院', kind: 'township_hospital', introducers: 2, organizationId: null },
    { name: '东风机械厂', organizationId: expect.any(String) },
  ]);
  const both = await Promise.all([1, 2].map(() => acceptProposals(world.tools, officer, items)));
  expect(both.map((one) => must(one).created).sort()).toEqual([0, 1]);
  const made = both.map(must).find((one) => one.batchId)!;
  expect(made).toMatchObject({ created: 1, linked: 2 });
  expect((await listProposals(world.tools, officer)).items).toEqual([]);
  expect(must(await undoBatch(world.tools, officer, made.batchId!))).toEqual({ removed: 1, kept: 0 });
  expect(await undoBatch(world.tools, officer, made.batchId!)).toMatchObject({ code: 'organizations.batch-undone' });
  expect((await listProposals(world.tools, officer)).items).toHaveLength(2);
  expect(await names({ q: '东风机械厂' })).toEqual(['东风机械厂']);
});

test('a unit that was worked on outlives the undoing of its batch', async () => {
  const { items } = await listProposals(world.tools, officer);
  const { batchId } = must(await acceptProposals(world.tools, officer, items));
  const [id] = must(await listOrganizations(world.tools, officer, page({ q: '云溪镇卫生院' }))).items.map(
    (row) => row.organizationId,
  );
  must(await addContact(world.tools, officer, id!, { role: 'leader', name: '院长' }));
  expect(must(await undoBatch(world.tools, officer, batchId!))).toEqual({ removed: 0, kept: 1 });
});

test('revenue counts own people and referred patients once, and shows amounts only to those who see money', async () => {
  const id = await created('收入单位', { ownerId: rep.accountId! });
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, kind, registered_at) VALUES
       ($1, 'RE1', 'RR1', '甲某', 'checkup', '2026-09-01T01:00Z'), ($1, 'RE2', 'RR2', '乙某', 'inpatient', '2026-10-01T01:00Z')`,
    [world.hospitalId],
  );
  await world.sql(
    `INSERT INTO visit_charges (hospital_id, episode_no, line_no, category, amount_fen) VALUES
       ($1, 'RE1', '1', 'exam', 10000), ($1, 'RE1', '2', 'discount', -1000), ($1, 'RE2', '1', 'bed', 50000)`,
    [world.hospitalId],
  );
  await world.sql(
    `WITH i AS (INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind, institution)
       VALUES ($1, 'R9', '介九', 'enterprise', '收入单位') RETURNING introducer_id),
     r AS (INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, introducer_id, introducer_no)
       SELECT $1, unnest(ARRAY['RF1', 'RF2']), '2026-08-31', 'web', introducer_id, 'R9' FROM i)
     INSERT INTO referral_outcomes (hospital_id, episode_no, referral_id, reason) VALUES ($1, 'RE1', 'RF1', 'won'), ($1, 'RE2', 'RF2', 'won')`,
    [world.hospitalId],
  );
  await world.sql(
    'INSERT INTO organization_institutions (hospital_id, institution, organization_id) VALUES ($1, $2, $3)',
    [world.hospitalId, '收入单位', id],
  );
  expect(await linkPerson(world.tools, officer, id, { recordNo: 'NONE' })).toMatchObject({
    code: 'organizations.record-unknown',
  });
  must(await linkPerson(world.tools, officer, id, { recordNo: 'RR1' }));
  must(await linkPerson(world.tools, officer, id, { recordNo: 'RR1', post: '焊工' }));
  expect(must(await readRevenue(world.tools, officer, id))).toMatchObject({
    own: { episodes: 1, chargesFen: 9000 },
    referred: { episodes: 2, chargesFen: 59000 },
    all: { episodes: 2, chargesFen: 59000 },
    introducers: 1,
  });
  expect(must(await readRevenue(world.tools, rep, id)).all).toEqual({ episodes: 2, chargesFen: null });
  expect(must(await listPeople(world.tools, officer, id))).toMatchObject({
    total: 1,
    items: [{ name: '甲某', post: '焊工' }],
  });
  expect(must(await listPeople(world.tools, rep, id))).toEqual({ total: 1, mayLink: false, items: [] });
  must(
    await addOffer(world.tools, officer, id, {
      kind: 'checkup_package',
      name: '女职工套餐',
      soldOn: '2026-09-01',
      priceFen: 1,
    }),
  );
  expect(must(await listOffers(world.tools, rep, id)).items).toMatchObject([{ name: '女职工套餐', priceFen: null }]);
});
