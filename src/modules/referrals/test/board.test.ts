import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import type { BoardCard } from '../contract/board.ts';
import { moveOnBoard, readBoard, setDoorConsent, undoOnBoard } from '../desk/board.ts';
import { listContradictions, recordSource } from '../desk/sources.ts';
import { registerWalkUp } from '../desk/walk-ups.ts';
import { matchAll } from '../matching.ts';
import { createDeskWorld, type DeskWorld } from './desk-world.ts';

let world: DeskWorld;
beforeAll(async () => {
  world = await createDeskWorld();
});
afterAll(() => world.end());

async function cardOf(referralId: string): Promise<BoardCard> {
  const board = await readBoard(world.tools, world.actor('reception'), { assigned: 'all', withDone: '1' });
  return board.items.find((card) => card.referralId === referralId)!;
}

const answered = (card: BoardCard | { refused: true }): BoardCard => {
  if (isRefusal(card)) throw new Error(card.code);
  return card as BoardCard;
};

test('reception sees the department and the phone’s tail, not the disease', async () => {
  const { referralId } = await world.refer('赵一', { phone: '13800001234' });
  expect(await cardOf(referralId)).toMatchObject({ disease: null, department: '普外科', phoneTail: '1234' });
});

test('a patient whose introducer is still to be chosen is expected all the same', async () => {
  const open = await world.refer('赵零', { introducerId: null });
  const nameless = await world.refer('赵无', { introducerId: null, sex: null });
  expect(await cardOf(open.referralId)).toMatchObject({ step: 'announced' });
  expect(await cardOf(nameless.referralId)).toBeUndefined();
});

test('a mistaken tap can be taken back, and both taps stay in the history', async () => {
  const reception = world.actor('reception');
  const { referralId } = await world.refer('赵二');
  const start = await cardOf(referralId);
  const moved = answered(
    await moveOnBoard(world.tools, reception, referralId, { step: 'arrived', version: start.version }),
  );
  expect(moved).toMatchObject({ step: 'arrived', version: start.version + 1 });
  const undone = answered(await undoOnBoard(world.tools, reception, referralId, moved.version));
  expect(undone).toMatchObject({ step: 'announced', arrivedAt: null });
  expect(await undoOnBoard(world.tools, reception, referralId, undone.version)).toMatchObject({
    code: 'referrals.nothing-to-undo',
  });
  const events = await world.sql<{ kind: string }>(
    `SELECT kind FROM referral_events WHERE referral_id = $1 AND kind LIKE 'board%' ORDER BY seq`,
    [referralId],
  );
  expect(events.map((event) => event.kind)).toEqual(['board_moved', 'board_undone']);
});

test('of two taps at once one counts: the same tap agrees, another one is told the card is old', async () => {
  const reception = world.actor('reception');
  const { referralId } = await world.refer('赵三');
  const { version } = await cardOf(referralId);
  const same = await Promise.all(
    [1, 2, 3].map(() => moveOnBoard(world.tools, reception, referralId, { step: 'arrived', version })),
  );
  expect(same.every((card) => !isRefusal(card) && card.step === 'arrived')).toBe(true);
  const next = version + 1;
  const different = await Promise.all([
    moveOnBoard(world.tools, reception, referralId, { step: 'with_doctor', version: next }),
    moveOnBoard(world.tools, reception, referralId, { step: 'handed_to_ward', version: next }),
  ]);
  expect(different.filter((card) => isRefusal(card) && card.code === 'platform.stale')).toHaveLength(1);
  const moves = await world.sql(`SELECT 1 FROM referral_events WHERE referral_id = $1 AND kind = 'board_moved'`, [
    referralId,
  ]);
  expect(moves).toHaveLength(2);
});

test('steps never go backwards by a tap', async () => {
  const { referralId } = await world.refer('赵四');
  const reception = world.actor('reception');
  const card = answered(await moveOnBoard(world.tools, reception, referralId, { step: 'with_doctor', version: 1 }));
  expect(
    await moveOnBoard(world.tools, reception, referralId, { step: 'arrived', version: card.version }),
  ).toMatchObject({ code: 'referrals.step-not-next' });
});

test('the introducer is told of the arrival only after the patient’s yes at the door', async () => {
  const reception = world.actor('reception');
  const { referralId } = await world.refer('赵五');
  const arrived = answered(await moveOnBoard(world.tools, reception, referralId, { step: 'arrived', version: 1 }));
  const announced = () =>
    world.sql(`SELECT kind FROM platform_outbox WHERE kind = 'referrals.arrived' AND payload ->> 'referralId' = $1`, [
      referralId,
    ]);
  expect(await announced()).toHaveLength(0);
  await setDoorConsent(world.tools, reception, referralId, { consents: true, version: arrived.version });
  expect(await announced()).toHaveLength(1);
});

test('an episode a referral won cannot be called a walk-in', async () => {
  await world.refer('钱一');
  await world.register('W1', { name: '钱一' });
  await matchAll(world.tools, world.officer);
  expect(await registerWalkUp(world.tools, world.actor('reception'), { episodeNo: 'W1' })).toMatchObject({
    code: 'referrals.walk-in-has-referral',
  });
  await world.register('W2', { name: '钱二' });
  expect(await registerWalkUp(world.tools, world.actor('reception'), { episodeNo: 'W2' })).toMatchObject({
    episodeNo: 'W2',
  });
  expect(await world.sql(`SELECT is_walk_in FROM visit_episodes WHERE episode_no = 'W2'`)).toEqual([
    { is_walk_in: true },
  ]);
});

test('what the patient says is kept beside the referral and shown as a contradiction', async () => {
  await recordSource(world.tools, world.actor('reception'), { episodeNo: 'W1', source: 'advertisement' });
  const found = await listContradictions(world.tools, world.officer, { limit: 50 });
  expect(isRefusal(found) ? found : found.items).toMatchObject([
    { episodeNo: 'W1', contradictions: [{ code: 'source_is_not_introducer' }] },
  ]);
  const winner = await world.sql(`SELECT reason FROM referral_outcomes WHERE episode_no = 'W1'`);
  expect(winner).toEqual([{ reason: 'won' }]);
});
