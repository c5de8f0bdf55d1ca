import type { HospitalId } from '#kernel/ids.ts';
import type { DeliveryResult } from '#platform/outreach/index.ts';
import type { Tools } from '#platform/tools.ts';
import { outreachOf } from '../outreach/senders.ts';
import { claimDueNotices, type DueNotice, updateFailed, updateRetry, updateSent } from '../store/notices.ts';

const rowsMax = 20;
/** Longer than one attempt may take, so that nobody else takes a notice that is on its way. */
const leaseSeconds = 60;
export const attemptsMax = 8;

/** Sends what is due, one attempt each. A crash between sending and noting may send twice: the lesser harm for a status message. */
export async function deliverNotices(tools: Tools, hospitalId: HospitalId): Promise<void> {
  const due = await tools.db.transaction({ hospitalId }, (tx) => claimDueNotices(tx, rowsMax, leaseSeconds));
  if (due.length === 0) return;
  const outreach = await outreachOf(tools, hospitalId);
  for (const notice of due) {
    const result = await outreach.deliver({
      id: notice.noticeId,
      channel: notice.channel,
      address: notice.address,
      template: { name: `referral-${notice.kind}`, parameters: { thing1: notice.patientName ?? '病人' } },
      text: notice.text,
    });
    await note(tools, hospitalId, notice, result);
  }
}

async function note(tools: Tools, hospitalId: HospitalId, notice: DueNotice, result: DeliveryResult): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const { noticeId, attempts } = notice;
    if (result.outcome === 'sent') return updateSent(tx, noticeId, result.providerId);
    if (result.outcome === 'failed' || attempts >= attemptsMax) return updateFailed(tx, noticeId, result.reason);
    return updateRetry(tx, noticeId, result.reason, Math.max(result.afterSeconds, Math.min(2 ** attempts * 5, 3600)));
  });
}
