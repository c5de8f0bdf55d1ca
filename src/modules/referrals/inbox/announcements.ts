import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { disputeIfHijack } from '../intake.ts';
import { rematch } from '../matching.ts';
import { takeReceipt } from '../store/clock.ts';
import { lockReferral, updateConfirmed } from '../store/referral-changes.ts';
import { appendEvent } from '../store/referrals.ts';
import { lockForChange } from './corrections.ts';

/**
 * The final confirmation of an announced patient. For the winner rules the referral is received now; when it was announced stays in the
 * history, as evidence in the dispute with whoever sent a message in between.
 */
export async function confirmAnnouncement(
  tools: Tools,
  actor: Actor,
  referralId: string,
  version: number,
): Promise<{ referralId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const before = await lockForChange(tx, referralId, version);
    if (isRefusal(before)) return before.code === 'referrals.withdrawn' ? refuse('referrals.not-announced') : before;
    if (before.stage !== 'announced') return refuse('referrals.not-announced');
    const { receivedAt } = await takeReceipt(tx);
    await updateConfirmed(tx, referralId, receivedAt);
    await appendEvent(tx, actor, {
      referralId,
      kind: 'confirmed',
      before: { stage: 'announced', receivedAt: before.receivedAt },
      after: { stage: 'confirmed', receivedAt },
    });
    audit(tx, actor, { action: 'referral.confirmed', subjectKind: 'referral', subjectId: referralId });
    tx.touch('referrals', referralId);
    tx.touch('board', referralId);
    const confirmed = await lockReferral(tx, referralId);
    await rematch(tx, actor, { episodes: [], referrals: [confirmed!] });
    await disputeIfHijack(tx, actor, confirmed!);
    return { referralId };
  });
}
