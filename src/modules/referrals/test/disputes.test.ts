import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import { decideDispute } from '../desk/decide-dispute.ts';
import { contest, readDispute } from '../desk/disputes.ts';
import { keepDisputes } from '../dispute-upkeep.ts';
import { matchAll } from '../matching.ts';
import { freezeWinners } from '../store/winners.ts';
import { createDeskWorld, type DeskWorld } from './desk-world.ts';

let world: DeskWorld;
let manager: Actor;
beforeAll(async () => {
  world = await createDeskWorld();
  manager = { ...world.actor('service_manager'), displayName: '主任' };
});
afterAll(() => world.end());

const winnerOf = async (episodeNo: string) =>
  (
    await world.sql<{ referral_id: string | null; reason: string }>(
      'SELECT referral_id, reason FROM referral_outcomes WHERE episode_no = $1',
      [episodeNo],
    )
  )[0] ?? null;
const disputeOf = async (referralId: string) =>
  (
    await world.sql<{ dispute_id: string; state: string; kind: string }>(
      'SELECT dispute_id, state, kind FROM referral_disputes WHERE $1 = ANY(referral_ids) ORDER BY opened_at',
      [referralId],
    )
  )[0]!;

test('a message that fits two people opens one dispute, however many processes look', async () => {
  const { referralId } = await world.refer('李同名');
  await world.register('D1', { name: '李同名' });
  await world.register('D2', { name: '李同名', inMinutes: 40 });
  await matchAll(world.tools, world.officer);
  const opened = await Promise.all([1, 2, 3, 4].map(() => keepDisputes(world.tools, world.hospitalId)));
  expect(opened.reduce((sum, one) => sum + one.opened, 0)).toBe(1);
  expect(await world.sql('SELECT kind, state, episode_nos FROM referral_disputes')).toEqual([
    { kind: 'several_people', state: 'open', episode_nos: ['D1', 'D2'] },
  ]);
  const { dispute_id } = await disputeOf(referralId);
  expect(
    await decideDispute(world.tools, manager, dispute_id, { winnerReferralId: referralId, reason: '家属确认' }),
  ).toMatchObject({ code: 'referrals.dispute-episode-needed' });
  await decideDispute(world.tools, manager, dispute_id, {
    winnerReferralId: referralId,
    episodeNo: 'D2',
    reason: '家属确认是第二位',
  });
  expect(await winnerOf('D2')).toEqual({ referral_id: referralId, reason: 'won' });
  expect(await winnerOf('D1')).toBeNull();
});

test('a decision can be changed later; the first one is withdrawn, none is lost', async () => {
  const [{ dispute_id, referral_ids }] = (await world.sql<{ dispute_id: string; referral_ids: string[] }>(
    `SELECT dispute_id, referral_ids FROM referral_disputes WHERE kind = 'several_people'`,
  )) as [{ dispute_id: string; referral_ids: string[] }];
  const referralId = referral_ids[0]!;
  await world.tools.db.transaction(world.officer, (tx) => freezeWinners(tx, ['D1'], 'S-1'));
  const changed = await decideDispute(world.tools, manager, dispute_id, {
    winnerReferralId: referralId,
    episodeNo: 'D1',
    reason: '更正：是第一位',
  });
  expect(changed).toMatchObject({ isCorrection: true });
  expect(await winnerOf('D1')).toEqual({ referral_id: referralId, reason: 'won' });
  expect(await winnerOf('D2')).toBeNull();
  const detail = await readDispute(world.tools, manager, dispute_id);
  expect(isRefusal(detail) ? detail : detail.decisions.map((one) => one.episodeNo)).toEqual(['D1', 'D2']);
  await decideDispute(world.tools, manager, dispute_id, { winnerReferralId: null, reason: '都不是' });
  expect([await winnerOf('D1'), await winnerOf('D2')]).toEqual([null, null]);
  await matchAll(world.tools, world.officer);
  await keepDisputes(world.tools, world.hospitalId);
  expect(await world.sql(`SELECT 1 FROM referral_disputes WHERE state = 'open'`)).toEqual([]);
});

test('a dispute dissolves when the facts resolve themselves', async () => {
  const { referralId } = await world.refer('王双');
  await world.register('D3', { name: '王双' });
  await world.register('D4', { name: '王双' });
  await matchAll(world.tools, world.officer);
  await keepDisputes(world.tools, world.hospitalId);
  await world.sql(`UPDATE visit_episodes SET patient_name = '王霜' WHERE episode_no = 'D4'`);
  await matchAll(world.tools, world.officer);
  expect(await keepDisputes(world.tools, world.hospitalId)).toEqual({ opened: 0, dissolved: 1 });
  expect((await disputeOf(referralId)).state).toBe('dissolved');
});

test('a hijack decided for the one who announced first credits him, before and after the patient comes', async () => {
  const first = await world.refer('陈预告', { stage: 'announced' });
  const second = await world.refer('陈预告', { introducerId: world.introducers['I2']! });
  await world.register('D5', { name: '陈预告' });
  await matchAll(world.tools, world.officer);
  expect(await winnerOf('D5')).toMatchObject({ referral_id: second.referralId });
  const verdict = { winnerReferralId: first.referralId, reason: '先预告，已约好' };
  const stranger = { ...world.actor('info_officer') };
  expect(await decideDispute(world.tools, stranger, second.disputeId!, verdict)).toMatchObject({
    code: 'referrals.dispute-for-manager',
  });
  await decideDispute(world.tools, manager, second.disputeId!, verdict);
  expect(await winnerOf('D5')).toEqual({ referral_id: first.referralId, reason: 'won' });
  await matchAll(world.tools, world.officer);
  expect(await winnerOf('D5')).toEqual({ referral_id: first.referralId, reason: 'won' });
});

test('nobody decides his own matter: own staff goes to compliance, the registrar and a party stand aside', async () => {
  const mine = await world.refer('郑一', { introducerId: world.introducers['I3']! });
  const other = await world.refer('郑一');
  const opened = await contest(world.tools, world.officer, {
    referralIds: [mine.referralId, other.referralId],
    episodeNos: [],
    reason: '两人都说是自己的',
  });
  const { disputeId } = opened as { disputeId: string };
  const verdict = { winnerReferralId: mine.referralId, reason: '以先到为准' };
  const decide = (actor: Actor) => decideDispute(world.tools, actor, disputeId, verdict);
  expect(await decide(manager)).toMatchObject({ code: 'referrals.dispute-for-compliance' });
  const compliance = { ...world.actor('compliance'), displayName: '合规' };
  expect(await decide({ ...compliance, displayName: '何小芹' })).toMatchObject({ code: 'referrals.dispute-own-party' });
  expect(await decide({ ...compliance, accountId: world.officer.accountId })).toMatchObject({
    code: 'referrals.dispute-own-registration',
  });
  expect(await decide(compliance)).toMatchObject({ winnerReferralId: mine.referralId });
});
