import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { createDeskWorld, type DeskWorld } from '#modules/referrals/test/desk-world.ts';
import { type Browser, type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';

let world: DeskWorld;
let door: FrontDoor;
let president: Browser;
let compliance: Browser;
let referralId: string;
let otherId: string;
const reason = '患者在急诊，需要核对联系人';
beforeAll(async () => {
  world = await createDeskWorld();
  door = await openFrontDoor(world, world.tools, modules);
  president = await door.signedIn('boss', 'president');
  compliance = await door.signedIn('compliance', 'compliance');
  referralId = await refer('金某', '13800007702');
  otherId = await refer('银某', '13800007703');
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

async function refer(name: string, phone: string): Promise<string> {
  const registered = await world.refer(name, { phone, disease: '胆囊炎' });
  if (isRefusal(registered)) throw new Error(registered.code);
  return registered.referralId;
}
const breakFor = (browser: Browser, subjectId: string, why = reason) =>
  browser.call('POST', '/api/broken-glasses', { subjectKind: 'referral', subjectId, reason: why });

test('breaking the glass opens one record for half an hour, tells compliance and leaves every reading on record', async () => {
  expect((await president.call('GET', `/api/referrals/${referralId}`)).status).toBe(403);
  const broken = await breakFor(president, referralId);
  expect(broken.status).toBe(201);
  expect(Date.parse(broken.body.endsAt) - Date.parse(broken.body.brokenAt)).toBe(30 * 60_000);
  const opened = await president.call('GET', `/api/referrals/${referralId}`);
  expect(opened.body).toMatchObject({
    patientName: '金某',
    disease: '胆囊炎',
    phone: { text: '13800007702', isMasked: false },
  });
  expect((await president.call('GET', `/api/referrals/${otherId}`)).status).toBe(403);
  expect((await president.call('GET', '/api/referrals')).status).toBe(403);
  expect(
    await world.sql(`SELECT payload ->> 'subjectId' AS id FROM platform_outbox WHERE kind = 'staff.glass-broken'`),
  ).toContainEqual({ id: referralId });
  const waiting = await compliance.call('GET', '/api/broken-glasses?open=1');
  expect(waiting.body.items[0]).toMatchObject({
    subjectId: referralId,
    reason,
    isHeld: true,
    reads: 1,
    reviewedAt: null,
  });
});

test('who looked at a record: compliance reads it with reason, and asking is recorded too; the administrator may not', async () => {
  const address = `/api/subject-reads?kind=referral&id=${referralId}`;
  const { body } = await compliance.call('GET', address);
  expect(body.items.map((item: { action: string }) => item.action)).toEqual(['record.read', 'glass.broken']);
  expect(body.items[1]).toMatchObject({ actorName: 'boss员', reason });
  const admin = await door.signedIn('plain-admin', 'admin');
  expect((await admin.call('GET', address)).status).toBe(403);
  expect(await world.sql(`SELECT 1 FROM staff_audit_entries WHERE action = 'access.traced'`)).toHaveLength(1);
});

test('a reason of fewer than ten characters, a role that may not, and a program are refused', async () => {
  expect((await breakFor(president, otherId, '  急  ')).body).toMatchObject({
    code: 'staff.glass-reason-too-short',
  });
  const marketer = await door.signedIn('marketer', 'marketer');
  expect((await breakFor(marketer, otherId)).body.code).toBe('platform.not-permitted');
});

test('two clicks open one, it ends when its owner ends it or its time is over, with the next request', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => breakFor(president, otherId)));
  const ids = new Set(answers.map((answer) => answer.body.id));
  expect(ids.size).toBe(1);
  expect((await president.call('GET', `/api/referrals/${otherId}`)).status).toBe(200);
  expect((await president.call('DELETE', `/api/broken-glasses/${[...ids][0]}`)).status).toBe(204);
  expect((await president.call('GET', `/api/referrals/${otherId}`)).status).toBe(403);
  await world.sql(`UPDATE staff_broken_glasses SET ends_at = clock_timestamp() - interval '1 second'`);
  expect((await president.call('GET', `/api/referrals/${referralId}`)).status).toBe(403);
});

test('tiers rise for that subject only: in a list beside others the rest stays masked', async () => {
  const both = await door.signedIn('liaison2', 'relationship_officer', 'medical_affairs');
  expect((await breakFor(both, referralId)).status).toBe(201);
  const { body } = await both.call('GET', '/api/reception-board');
  const cards = body.items as { referralId: string; disease: string | null }[];
  for (const card of cards) if (card.referralId !== referralId) expect(card.disease).toBeNull();
  expect((await both.call('GET', `/api/referrals/${referralId}`)).body.disease).toBe('胆囊炎');
  expect((await both.call('GET', `/api/referrals/${otherId}`)).body.disease).toBeNull();
});

test('compliance reviews each once, with a remark, never his own', async () => {
  const { body } = await compliance.call('GET', '/api/broken-glasses?open=1');
  const id = body.items[0].id as string;
  const review = { verdict: 'not_justified', remark: '与工作无关' };
  const done = await compliance.call('POST', `/api/broken-glasses/${id}/review`, review);
  expect(done.body).toMatchObject({ verdict: 'not_justified', remark: '与工作无关', reviewedBy: 'compliance员' });
  expect((await compliance.call('POST', `/api/broken-glasses/${id}/review`, review)).body.code).toBe(
    'staff.glass-reviewed',
  );
  const both = await door.signedIn('two-hats', 'compliance', 'medical_affairs');
  const own = await breakFor(both, otherId);
  expect((await both.call('POST', `/api/broken-glasses/${own.body.id}/review`, review)).body.code).toBe(
    'staff.glass-own',
  );
});

test('the limit of reveals an hour is a setting, holds over all fields and says how long to wait', async () => {
  expect((await compliance.call('PUT', '/api/access-settings', { revealsAnHour: 2 })).body.revealsAnHour).toBe(2);
  const desk = await door.signedIn('desk', 'reception');
  const show = () => desk.call('POST', `/api/referrals/${referralId}/reveals`, { reason: '核对到院时间' });
  expect((await show()).body).toEqual({ value: '13800007702', left: 1 });
  expect((await show()).body.left).toBe(0);
  const third = await show();
  expect(third.status).toBe(429);
  expect(third.body).toMatchObject({ code: 'staff.reveal-limit', facts: { limit: 2 } });
  expect(third.body.facts.seconds).toBeGreaterThan(3500);
});

test('the matrix of fields is made of the contracts and tells who sees a phone', async () => {
  const { body } = await compliance.call('GET', '/api/permission-table/fields');
  const list = body.routes.find((one: { id: string }) => one.id === 'referrals.readReferral');
  expect(list.tiers.find((one: { tier: string }) => one.tier === 'T3').fields).toContain('phone');
  const liaison = list.roles.find((one: { role: string }) => one.role === 'relationship_officer');
  expect(liaison.sees).toMatchObject({ T3: 'full', T5h: 'masked' });
});
