import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { closeItem, linkReferral, unlinkReferral } from '../desk/link.ts';
import { readItem, readNext } from '../desk/queue.ts';
import { appealViolation, decideAppeal, decideViolation, readViolation } from '../desk/violations.ts';
import { registerWalkUp } from '../desk/walk-ups.ts';
import { matchAll } from '../matching.ts';
import { freezeWinners } from '../store/winners.ts';
import { createDeskWorld, type DeskWorld } from './desk-world.ts';

let world: DeskWorld;
let typoId: string;
beforeAll(async () => {
  world = await createDeskWorld();
  typoId = (await world.refer('张建国', { age: 56, phone: '13900001111' })).referralId;
  await world.register('Q1', { name: '章建国', birthDate: '1970-01-01', phone: '13900001111' });
  await world.register('Q2', { name: '吴不同' });
  await matchAll(world.tools, world.officer);
});
afterAll(() => world.end());

test('the queue proposes the homophone with the same phone first, with reasons in words', async () => {
  const { item } = await readNext(world.tools, world.officer, {});
  expect(item).toMatchObject({ referralId: typoId });
  expect(item!.proposals[0]).toMatchObject({ episode: { episodeNo: 'Q1', phoneTail: '1111' }, mayNotLink: null });
  expect(item!.proposals[0]!.reasons.map((reason) => reason.zh)).toContain('电话相同');
});

test('a link makes the referral win, and taking it back gives the word to the rules again', async () => {
  expect(await linkReferral(world.tools, world.officer, { referralId: typoId, episodeNo: 'Q1' })).toMatchObject({
    state: 'won',
  });
  expect(await world.sql(`SELECT referral_id FROM referral_outcomes WHERE episode_no = 'Q1'`)).toEqual([
    { referral_id: typoId },
  ]);
  await matchAll(world.tools, world.officer);
  expect(await world.sql(`SELECT state FROM referral_referrals WHERE referral_id = $1`, [typoId])).toEqual([
    { state: 'won' },
  ]);
  const undone = await unlinkReferral(world.tools, world.officer, typoId, '点错了');
  expect(undone).toMatchObject({ state: expect.not.stringMatching('won') });
  await linkReferral(world.tools, world.officer, { referralId: typoId, episodeNo: 'Q1' });
  await world.tools.db.transaction(world.officer, (tx) => freezeWinners(tx, ['Q1'], 'S-1'));
  expect(await unlinkReferral(world.tools, world.officer, typoId, '想改')).toMatchObject({
    code: 'referrals.winner-frozen',
  });
});

test('a walk-in stays a walk-in, and trying opens one case for compliance', async () => {
  const { referralId } = await world.refer('吴步同');
  await registerWalkUp(world.tools, world.actor('reception'), { episodeNo: 'Q2' });
  const item = await readItem(world.tools, world.officer, referralId);
  expect(isRefusal(item) ? item : item.proposals).toEqual([]);
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(await linkReferral(world.tools, world.officer, { referralId, episodeNo: 'Q2' })).toMatchObject({
      code: 'referrals.walk-in-stays-walk-in',
    });
  }
  expect(await world.sql('SELECT kind, state, attempts FROM referral_violations')).toEqual([
    { kind: 'claims_walk_in', state: 'open', attempts: 2 },
  ]);
  expect(await world.sql(`SELECT 1 FROM referral_outcomes WHERE episode_no = 'Q2'`)).toEqual([]);
});

test('a walk-up registered by name before the HIS knew him protects the episode as well', async () => {
  await registerWalkUp(world.tools, world.actor('reception'), { patientName: '冯自来', sex: 'male' });
  const { referralId } = await world.refer('冯自莱');
  await world.register('Q3', { name: '冯自来' });
  expect(await linkReferral(world.tools, world.officer, { referralId, episodeNo: 'Q3' })).toMatchObject({
    code: 'referrals.walk-in-stays-walk-in',
  });
});

test('a message received after the arrival is refused and seen by compliance', async () => {
  await world.register('Q4', { name: '孙早到', inMinutes: -60 });
  const { referralId } = await world.refer('孙找到');
  expect(await linkReferral(world.tools, world.officer, { referralId, episodeNo: 'Q4' })).toMatchObject({
    code: 'referrals.received-after-arrival',
  });
});

test('the case is decided by somebody else, and its appeal by a third person', async () => {
  const [row] = await world.sql<{ violation_id: string }>(
    `SELECT violation_id FROM referral_violations WHERE kind = 'claims_walk_in' AND attempts = 2`,
  );
  const id = row!.violation_id;
  const compliance = world.actor('compliance');
  const verdict = { decision: 'upheld', reason: '两次尝试', version: 2 } as const;
  expect(await decideViolation(world.tools, world.officer, id, verdict)).toMatchObject({
    code: 'referrals.violation-own-case',
  });
  expect(await decideViolation(world.tools, compliance, id, verdict)).toMatchObject({ state: 'upheld', version: 3 });
  expect(await decideViolation(world.tools, compliance, id, verdict)).toMatchObject({ code: 'platform.stale' });
  await appealViolation(world.tools, world.officer, id, { text: '误点', version: 3 });
  const appeal = { outcome: 'revoked', reason: '确系误点', version: 4 } as const;
  expect(await decideAppeal(world.tools, compliance, id, appeal)).toMatchObject({
    code: 'referrals.appeal-same-person',
  });
  expect(await decideAppeal(world.tools, world.actor('compliance'), id, appeal)).toMatchObject({
    state: 'closed',
    consequence: null,
  });
  const detail = await readViolation(world.tools, compliance, id);
  expect(isRefusal(detail) ? detail : detail.history.map((event) => event.kind)).toEqual([
    'attempted',
    'attempted',
    'decided',
    'appealed',
    'appeal_decided',
  ]);
});

test('“no episode fits” takes a referral out of the queue until somebody puts it back', async () => {
  const { referralId } = await world.refer('无人来');
  await closeItem(world.tools, world.officer, { referralId, isClosed: true, reason: '查无此人' });
  const waiting = () =>
    world.sql(`SELECT 1 FROM referral_referrals WHERE referral_id = $1 AND queue_closed_at IS NULL`, [referralId]);
  expect(await waiting()).toHaveLength(0);
  await closeItem(world.tools, world.officer, { referralId, isClosed: false, reason: null });
  expect(await waiting()).toHaveLength(1);
});
