import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { type Origin, type ReferralFields, registerReferral } from '../intake.ts';
import { matchAll } from '../matching.ts';

let world: World;
let officer: Actor;
const introducers: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  for (const [no, name] of [
    ['I1', '刘根生'],
    ['I2', '周大海'],
  ]) {
    const rows = await world.sql<{ introducer_id: string }>(
      `INSERT INTO referral_introducers (hospital_id, introducer_no, name, kind) VALUES ($1, $2, $3, 'external_physician') RETURNING introducer_id`,
      [world.hospitalId, no, name],
    );
    introducers.push(rows[0]!.introducer_id);
  }
});
afterAll(() => world.end());

const byPhone: Origin = { channel: 'phone', sender: null, messageId: null };
const fields = (patientName: string, over: Partial<ReferralFields> = {}): ReferralFields => ({
  patientName,
  sex: 'male',
  age: 56,
  phone: null,
  disease: '胆结石',
  department: null,
  introducerId: introducers[0]!,
  introducerText: null,
  isAccompanied: false,
  note: null,
  expectedPhrase: null,
  expectedFrom: null,
  expectedUntil: null,
  stage: 'confirmed',
  ...over,
});

async function admit(episodeNo: string, name: string, recordNo: string, inMinutes = 10): Promise<void> {
  await world.sql(
    `INSERT INTO visit_episodes (hospital_id, episode_no, record_no, patient_name, sex, kind, department, registered_at)
     VALUES ($1, $2, $3, $4, 'male', 'inpatient', '普外科', clock_timestamp() + make_interval(mins => $5))`,
    [world.hospitalId, episodeNo, recordNo, name, inMinutes],
  );
}

test('of fifty messages about one patient at once exactly one wins, the one received first', async () => {
  await admit('E1', '陈建国', 'P1');
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      registerReferral(world.tools, officer, byPhone, fields('陈建国', { introducerId: introducers[index % 2]! })),
    ),
  );
  const first = all.reduce((a, b) => (a.receivedAt < b.receivedAt ? a : b));
  const winners = await world.sql<{ referral_id: string }>(
    `SELECT referral_id FROM referral_outcomes WHERE episode_no = 'E1' AND reason = 'won'`,
  );
  expect(winners).toEqual([{ referral_id: first.referralId }]);
  expect([...all].sort((a, b) => a.receivedAt - b.receivedAt).map((one) => one.referralId)).toEqual(
    all.map((one) => one.referralId).sort(),
  );
  const states = await world.sql<{ state: string; count: string }>(
    `SELECT state, count(*) FROM referral_referrals WHERE patient_name = '陈建国' GROUP BY state`,
  );
  expect(new Map(states.map((row) => [row.state, Number(row.count)]))).toEqual(
    new Map([
      ['won', 1],
      ['duplicate', 49],
    ]),
  );
});

test('a message after the patient is in the house comes too late', async () => {
  await admit('E2', '李国强', 'P2', -5);
  const { outcome } = await registerReferral(world.tools, officer, byPhone, fields('李国强'));
  expect(outcome).toMatchObject({ state: 'late', episodeNo: 'E2' });
});

test('a message about a person somebody else had announced opens a dispute and does not simply win', async () => {
  await registerReferral(world.tools, officer, byPhone, fields('赵有才', { stage: 'announced' }));
  const second = await registerReferral(
    world.tools,
    officer,
    byPhone,
    fields('赵有才', { introducerId: introducers[1]! }),
  );
  expect(second.disputeId).not.toBeNull();
  const disputes = await world.sql(`SELECT kind, state FROM referral_disputes`);
  expect(disputes).toEqual([{ kind: 'hijack', state: 'open' }]);
});

test('deciding everything again changes nothing that was decided live', async () => {
  await matchAll(world.tools, officer);
  expect(await matchAll(world.tools, officer)).toMatchObject({ episodesChanged: 0, referralsChanged: 0 });
});

test('receipt times never go back, even when the clock was set ahead and back again', async () => {
  await world.sql(`UPDATE referral_clocks SET last_received_at = clock_timestamp() + interval '1 hour'`);
  const ahead = await registerReferral(world.tools, officer, byPhone, fields('孙大妹'));
  const next = await registerReferral(world.tools, officer, byPhone, fields('孙大妹'));
  expect(next.receivedAt).toBeGreaterThan(ahead.receivedAt);
  expect(next.referralId > ahead.referralId).toBe(true);
});
