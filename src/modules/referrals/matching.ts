import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { readMatchingPolicy } from './matching-policy.ts';
import { writeInvalidNotices } from './notices/write.ts';
import { decideScope, decideWinners, type ScopeChange, type WinnerDecision, winnerScope } from './rules/index.ts';
import { bumpClock, lockClock, readClockVersion } from './store/clock.ts';
import { type WrittenOutcomes, writeOutcomes } from './store/outcomes.ts';
import {
  readAllDecisions,
  readEpisodesForMatching,
  readReferralsForMatching,
  readScopeRows,
} from './store/winner-rows.ts';

/**
 * Decides anew everything the changed rows may touch, and nothing else. The caller has made the change in the same transaction and holds
 * the clock's lock (`lockClock` or `takeReceipt`), so no other process decides meanwhile.
 */
export async function rematch(tx: Tx, actor: Actor, changed: ScopeChange): Promise<WinnerDecision> {
  const policy = await readMatchingPolicy(tx);
  const steps = winnerScope(changed);
  let step = steps.next();
  while (!step.done) step = steps.next(await readScopeRows(tx, step.value));
  const decision = decideScope(step.value, policy.timeZone, policy.windowMs);
  const written = await writeOutcomes(tx, decision, actor);
  await writeInvalidNotices(tx, decision.referrals);
  announceChanges(tx, written);
  return decision;
}

/**
 * Decides the whole hospital: after bulk imports and for the `match` command. Computes without the lock, so that live messages keep flowing,
 * and takes it only to write; when something was received meanwhile it computes again, the last time under the lock.
 */
export async function matchAll(tools: Tools, actor: Actor): Promise<WrittenOutcomes> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const aside = await tools.db.read(actor, async (tx) => {
      await tx.query('SELECT 1');
      return { version: await readClockVersion(tx), decision: await decideAll(tx) };
    });
    const written = await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
      const { version } = await lockClock(tx);
      return version === aside.version ? write(tx, aside.decision, actor) : null;
    });
    if (written) return written;
  }
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    await lockClock(tx);
    return write(tx, await decideAll(tx), actor);
  });
}

async function decideAll(tx: Tx): Promise<WinnerDecision> {
  const policy = await readMatchingPolicy(tx);
  return decideWinners({
    episodes: await readEpisodesForMatching(tx),
    referrals: await readReferralsForMatching(tx),
    decisions: await readAllDecisions(tx),
    timeZone: policy.timeZone,
    windowMs: policy.windowMs,
  });
}

async function write(tx: Tx, decision: WinnerDecision, actor: Actor): Promise<WrittenOutcomes> {
  const written = await writeOutcomes(tx, decision, actor);
  await bumpClock(tx);
  announceChanges(tx, written);
  return written;
}

function announceChanges(tx: Tx, written: WrittenOutcomes): void {
  if (written.episodesChanged + written.referralsChanged === 0) return;
  tx.touch('referrals');
  tx.touch('board');
  tx.announce('referrals.decided', {
    episodesChanged: written.episodesChanged,
    referralsChanged: written.referralsChanged,
    disputesChanged: written.disputesChanged,
  });
}
