import type { HospitalId } from '#kernel/ids.ts';
import type { DeliveryResult, Outreach, OutreachMessage } from '#platform/outreach/index.ts';
import type { Tools } from '#platform/tools.ts';
import { outreachOf } from '../outreach/senders.ts';
import {
  claimDueNotice,
  type DueNotice,
  handOverSecondsMax,
  mayRepeat,
  noteHandingOver,
  settleDeadHandOvers,
  updateFailed,
  updateRetry,
  updateSent,
  updateUncertain,
} from '../store/notices.ts';

const rowsMax = 20;
export const attemptsMax = 8;

/**
 * Sends what is due, one attempt each. Handing over is on record before the provider is called, so no notice goes out twice: what a crash or a
 * broken connection leaves open is repeated only where the provider makes one message of both calls, and is a person's to decide otherwise.
 */
export async function deliverNotices(tools: Tools, hospitalId: HospitalId): Promise<void> {
  const scope = { hospitalId };
  const uncertain = await tools.db.transaction(scope, settleDeadHandOvers);
  if (uncertain > 0) tools.log.warn({ hospitalId, uncertain }, 'notices whose sending was interrupted');
  let outreach: Outreach | null = null;
  for (let sent = 0; sent < rowsMax; sent++) {
    const notice = await tools.db.transaction(scope, (tx) => claimDueNotice(tx, handOverSecondsMax));
    if (!notice) return;
    outreach ??= await outreachOf(tools, hospitalId);
    const message = messageOf(notice);
    const repeatSafeSeconds = outreach.repeatSafeSeconds(message);
    const isMine = await tools.db.transaction(scope, (tx) => noteHandingOver(tx, notice.noticeId, repeatSafeSeconds));
    if (isMine) await note(tools, hospitalId, notice, await outreach.deliver(message));
  }
}

export function messageOf(notice: DueNotice): OutreachMessage {
  return {
    id: notice.noticeId,
    channel: notice.channel,
    address: notice.address,
    template: { name: `referral-${notice.kind}`, parameters: { thing1: notice.patientName ?? '病人' } },
    text: notice.text,
  };
}

async function note(tools: Tools, hospitalId: HospitalId, notice: DueNotice, result: DeliveryResult): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const { noticeId, attempts } = notice;
    tx.touch('referrals');
    if (result.outcome === 'sent') return updateSent(tx, noticeId, result.providerId);
    if (result.outcome === 'failed') return updateFailed(tx, noticeId, result.reason);
    const { reason, mayHaveArrived } = result;
    const afterSeconds = Math.max(result.afterSeconds, Math.min(2 ** attempts * 5, 3600));
    const isLast = attempts >= attemptsMax;
    if (mayHaveArrived && (isLast || !(await mayRepeat(tx, noticeId, afterSeconds))))
      return updateUncertain(tx, noticeId, reason);
    return isLast
      ? updateFailed(tx, noticeId, reason)
      : updateRetry(tx, noticeId, { reason, afterSeconds, mayHaveArrived });
  });
}
