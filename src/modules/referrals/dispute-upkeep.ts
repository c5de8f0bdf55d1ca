import type { Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { deadlineAfter } from '#kernel/working-days.ts';
import { type Actor, audit, systemActor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { readMatchingPolicy } from './matching-policy.ts';
import { readNow } from './store/board.ts';
import { lockClock } from './store/clock.ts';
import { dissolveSettled, insertSeveralPeople, readJustOverdue } from './store/dispute-upkeep.ts';

/** Disputes opened or dissolved in one transaction: it holds the clock, so it must be short. */
const portionRowsMax = 500;

/**
 * Makes the open disputes agree with the facts: one for every referral that could be several people, none for those that resolved
 * themselves. Runs after every decision of the rules; repeatable, and safe in several processes at once.
 */
export async function keepDisputes(
  tools: Tools,
  hospitalId: HospitalId,
): Promise<{ opened: number; dissolved: number }> {
  const actor = systemActor({ hospitalId }, 'job');
  const done = { opened: 0, dissolved: 0 };
  for (let isMore = true; isMore; ) {
    const portion = await tools.db.transaction({ hospitalId }, (tx) => keepPortion(tx, actor));
    done.opened += portion.opened;
    done.dissolved += portion.dissolved;
    isMore = portion.opened === portionRowsMax || portion.dissolved === portionRowsMax;
  }
  return done;
}

async function keepPortion(tx: Tx, actor: Actor): Promise<{ opened: number; dissolved: number }> {
  await lockClock(tx);
  const { timeZone, disputeDays } = await readMatchingPolicy(tx);
  const deadlineAt = deadlineAfter(await readNow(tx), disputeDays, timeZone);
  const opened = await insertSeveralPeople(tx, actor, deadlineAt, portionRowsMax);
  const dissolved = await dissolveSettled(tx, actor, portionRowsMax);
  if (opened > 0) audit(tx, actor, { action: 'disputes.opened', subjectKind: 'dispute', detail: { count: opened } });
  if (dissolved > 0)
    audit(tx, actor, { action: 'disputes.dissolved', subjectKind: 'dispute', detail: { count: dissolved } });
  if (opened + dissolved > 0) tx.touch('disputes');
  return { opened, dissolved };
}

export const overdueEverySeconds = 60;

/** Tells open pages of the disputes whose deadline has just passed. */
export async function touchOverdue(tools: Tools, hospitalId: HospitalId): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const since = ((await readNow(tx)) - overdueEverySeconds * 2000) as Instant;
    for (const disputeId of await readJustOverdue(tx, since)) tx.touch('disputes', disputeId);
  });
}
