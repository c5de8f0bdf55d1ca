import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';
import { queueAgain } from '../store/notices.ts';

/** A person decides that a notice that failed, or may have gone out, is sent once more; at once, by the next round of deliveries. */
export async function resendNotice(
  tools: Tools,
  actor: Actor,
  referralId: string,
  noticeId: string,
): Promise<{ referralId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const queued = await queueAgain(tx, referralId, noticeId);
    if (!queued) return refuse('referrals.notice-not-open');
    audit(tx, actor, {
      action: 'notice.resent',
      subjectKind: 'referral',
      subjectId: referralId,
      detail: { kind: queued.kind },
    });
    tx.touch('referrals', referralId);
    return { referralId };
  });
}
