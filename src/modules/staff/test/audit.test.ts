import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { audit, reveal, revealField, verifyAudit } from '../index.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';

let world: World;
let door: FrontDoor;
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world);
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

async function write(count: number): Promise<void> {
  const actor = world.actor('admin');
  for (let index = 0; index < count; index++)
    await world.tools.db.transaction(actor, async (tx) => audit(tx, actor, { action: 'test.done', detail: { index } }));
}

const report = async () => (await verifyAudit(world.tools, world.hospitalId))[0]!;

/** Runs a change to the log as the owner, asks for the verdict, and puts the log back. */
async function verdictAfter(...statements: string[]) {
  await world.sql('CREATE TABLE kept_entries AS TABLE staff_audit_entries');
  await world.sql('CREATE TABLE kept_heads AS TABLE staff_audit_heads');
  for (const statement of statements) await world.sql(statement);
  const verdict = await report();
  await world.sql('DELETE FROM staff_audit_entries');
  await world.sql('DELETE FROM staff_audit_heads');
  await world.sql('INSERT INTO staff_audit_entries SELECT * FROM kept_entries');
  await world.sql('INSERT INTO staff_audit_heads SELECT * FROM kept_heads');
  await world.sql('DROP TABLE kept_entries');
  await world.sql('DROP TABLE kept_heads');
  return verdict;
}

beforeEach(async () => {
  const { entries } = await report();
  if (entries < 10) await write(10 - entries);
});

test('an untouched chain is intact, and its head can be noted', async () => {
  const found = await report();
  expect(found).toMatchObject({ intact: true, break: null, hospitalName: '测试医院' });
  expect(found.head).toEqual({ seq: found.entries, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test.each([
  ['the deed', `action = 'test.other'`],
  ['the doer', `actor_id = gen_random_uuid()`],
  ['the doer’s name', `actor_name = '别人'`],
  ['the way in', `via = 'job'`],
  ['the time', `at = at + interval '1 second'`],
  ['the details', `detail = '{}'`],
  ['the reason', `reason = '补写'`],
  ['the address', `from_address = '192.0.2.1'`],
  ['the subject', `subject_id = 'x'`],
])('an edited entry is found: %s', async (_, change) => {
  const verdict = await verdictAfter(`UPDATE staff_audit_entries SET ${change} WHERE seq = 4`);
  expect(verdict).toMatchObject({ intact: false, break: { seq: 4, problem: 'hash' } });
});

test('a removed entry is found', async () => {
  const verdict = await verdictAfter('DELETE FROM staff_audit_entries WHERE seq = 5');
  expect(verdict.break).toEqual({ seq: 5, problem: 'gap' });
});

test('a removed entry whose followers were renumbered is found', async () => {
  const verdict = await verdictAfter(
    'DELETE FROM staff_audit_entries WHERE seq = 5',
    'UPDATE staff_audit_entries SET seq = seq - 1000 WHERE seq > 5',
    'UPDATE staff_audit_entries SET seq = seq + 999 WHERE seq < 0',
  );
  expect(verdict.break).toEqual({ seq: 5, problem: 'hash' });
});

test('an inserted entry is found', async () => {
  const verdict = await verdictAfter(
    'UPDATE staff_audit_entries SET seq = seq + 1000 WHERE seq >= 7',
    'UPDATE staff_audit_entries SET seq = seq - 999 WHERE seq >= 1000',
    `INSERT INTO staff_audit_entries SELECT hospital_id, 7, at, actor_id, actor_name, via, action, subject_kind, subject_id, reason, from_address, detail, hash
     FROM staff_audit_entries WHERE seq = 6`,
  );
  expect(verdict.break).toEqual({ seq: 7, problem: 'hash' });
});

test('a cut-off end is found', async () => {
  const verdict = await verdictAfter('DELETE FROM staff_audit_entries WHERE seq > 8');
  expect(verdict.break).toEqual({ seq: 9, problem: 'head' });
});

test('an emptied log is found', async () => {
  const verdict = await verdictAfter('DELETE FROM staff_audit_entries');
  expect(verdict.break).toEqual({ seq: 1, problem: 'head' });
});

test('entries written while the chain is checked do not look like a break', async () => {
  const [verdicts] = await Promise.all([Promise.all(Array.from({ length: 5 }, report)), write(20)]);
  expect(verdicts.every((verdict) => verdict.intact)).toBe(true);
});

test('compliance reads, filters and pages the log; others do not, and guarded attempts are on record', async () => {
  const officer = await door.signedIn('watcher', 'compliance');
  const first = (await officer.call('GET', '/api/audit?limit=3')).body;
  expect(first.items).toHaveLength(3);
  const second = (await officer.call('GET', `/api/audit?limit=3&cursor=${first.nextCursor}`)).body;
  expect(second.items[0].seq).toBe(first.items[2].seq - 1);
  const filtered = (
    await officer.call('GET', '/api/audit?filter=action:eq:test.done&filter=at:ge:2020-01-01&limit=200')
  ).body;
  expect(filtered.items.every((item: { action: string }) => item.action === 'test.done')).toBe(true);
  expect(filtered.total).toBe(filtered.items.length);
  // Two days when midnight fell into this file's tests.
  const [days] = await world.sql<{ first: string; last: string }>(
    `SELECT to_char(min(at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS first, to_char(max(at) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS last
     FROM staff_audit_entries`,
  );
  const { first: firstDay, last: lastDay } = days!;
  const between = (await officer.call('GET', `/api/audit?filter=at:ge:${firstDay}&filter=at:le:${lastDay}`)).body;
  expect(between.items.length).toBeGreaterThan(0);
  expect((await officer.call('GET', `/api/audit?filter=at:gt:${lastDay}`)).body.total).toBe(0);
  expect((await officer.call('GET', `/api/audit?filter=at:lt:${firstDay}`)).body.total).toBe(0);
  for (const bad of [
    'filter=phone:eq:1',
    'filter=at:ge:yesterday',
    'filter=actorId:eq:x',
    'cursor=%27',
    'filter=nonsense',
  ])
    expect((await officer.call('GET', `/api/audit?${bad}`)).status).toBe(400);
  const clerk = await door.signedIn('curious', 'reception');
  expect((await clerk.call('GET', '/api/audit')).status).toBe(403);
  const refused = (await officer.call('GET', '/api/audit?filter=action:eq:access.refused')).body.items;
  expect(refused[0]).toMatchObject({
    actorName: 'curious员',
    subjectId: 'staff.listAudit',
    detail: { permission: 'audit.read' },
  });
});

test('the export is whole, on record, and harmless in a spreadsheet', async () => {
  const officer = await door.signedIn('exporter', 'compliance');
  const actor = world.actor('admin');
  await world.tools.db.transaction(actor, async (tx) =>
    audit(tx, actor, { action: 'test.formula', reason: '=HYPERLINK("http://evil.example")' }),
  );
  const answer = await officer.call('GET', '/api/audit/export?filter=action:starts:test.');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toContain('text/csv');
  expect(answer.body.startsWith('\uFEFFseq,')).toBe(true);
  expect(answer.body).toContain(`"'=HYPERLINK(`);
  const lines = answer.body.trim().split('\n');
  const [{ count }] = (await world.sql<{ count: number }>(
    `SELECT count(*) AS count FROM staff_audit_entries WHERE action LIKE 'test.%'`,
  )) as [{ count: number }];
  expect(lines).toHaveLength(Number(count) + 1);
  expect((await world.sql(`SELECT 1 FROM staff_audit_entries WHERE action = 'audit.exported'`)).length).toBe(1);
});

test('the page’s button checks the chain of the own hospital', async () => {
  const officer = await door.signedIn('checker', 'compliance');
  const answer = await officer.call('POST', '/api/audit/verification');
  expect(answer.body).toMatchObject({ intact: true, break: null });
  await world.sql(`UPDATE staff_audit_entries SET via = 'job' WHERE seq = 2`);
  expect((await officer.call('POST', '/api/audit/verification')).body).toMatchObject({
    intact: false,
    break: { seq: 2, problem: 'hash' },
  });
  await world.sql(`UPDATE staff_audit_entries SET via = 'web' WHERE seq = 2`);
});

const phoneOf = { tier: 'T3', subjectKind: 'patient', subjectId: 'p-1', field: 'phone', reason: '通知接站' } as const;

test('a field is shown for a reason, thirty times an hour, and each time is on record', async () => {
  const receptionist = world.actor('reception');
  const show = () => revealField(world.tools, receptionist, phoneOf, async () => '13800001234');
  expect(await show()).toEqual({ value: '13800001234', left: 29 });
  expect(await revealField(world.tools, receptionist, { ...phoneOf, reason: ' ' }, async () => 'x')).toMatchObject({
    code: 'staff.reveal-reason-missing',
  });
  const burst = await Promise.all(Array.from({ length: 40 }, show));
  expect(burst.filter((one) => 'value' in one)).toHaveLength(29);
  expect(burst.filter((one) => 'code' in one && one.code === 'staff.reveal-limit')).toHaveLength(11);
  const shown = await world.sql<{ reason: string; everything: string }>(
    `SELECT reason, e::text AS everything FROM staff_audit_entries e WHERE action = 'reveal.T3' AND actor_id = $1`,
    [receptionist.accountId],
  );
  expect(shown).toHaveLength(30);
  expect(shown[0]!.reason).toBe('通知接站');
  expect(shown.some((row) => row.everything.includes('13800001234'))).toBe(false);
});

test('several fields shown in one transaction count one by one', async () => {
  const receptionist = world.actor('reception');
  const left = await world.tools.db.transaction(receptionist, async (tx) => {
    await reveal(tx, receptionist, phoneOf);
    return reveal(tx, receptionist, { ...phoneOf, subjectId: 'p-2' });
  });
  expect(left).toEqual({ left: 28 });
});

test('a role without the right sees nothing, and the attempt is on record', async () => {
  const marketer = world.actor('marketer');
  let wasRead = false;
  const answer = await revealField(world.tools, marketer, { ...phoneOf, tier: 'T4', field: 'idNumber' }, async () => {
    wasRead = true;
    return 'x';
  });
  expect(answer).toMatchObject({ code: 'staff.reveal-not-permitted' });
  expect(wasRead).toBe(false);
  const rows = await world.sql(`SELECT 1 FROM staff_audit_entries WHERE action = 'reveal.refused' AND actor_id = $1`, [
    marketer.accountId,
  ]);
  expect(rows).toHaveLength(1);
});
