import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { payableUntil } from '../rules/steps.ts';
import { insertAccrual, insertTransaction } from '../store/ledger.ts';
import { insertPayouts, readPayoutSums } from '../store/payouts.ts';
import { type ReviewedLine, readReviewedLines, updateReview } from '../store/reviews.ts';
import { lockSettlement, type SettlementHead, type SettlementState, updateState } from '../store/settlements.ts';
import { bookingDay, settlementStateOf } from './book-approval.ts';

export interface ReviewRequest {
  readonly settlementId: string;
  readonly lineIds: readonly string[];
  readonly decision: 'released' | 'rejected';
  readonly reason: string;
  readonly documentName: string;
  readonly documentReference: string;
}

/**
 * Compliance releases or rejects lines under review, all or none. A prohibited line has no way past here: the attempt is refused and
 * recorded. A line released after the approval is booked at once and brings a payout of its own.
 */
export async function reviewLines(
  tools: Tools,
  actor: Actor,
  request: ReviewRequest,
): Promise<{ reviewed: number } | Refusal> {
  const result = await tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, request.settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.state === 'closed') return refuse('incentives.wrong-state', { state: head.state });
    const lineIds = [...new Set(request.lineIds)];
    const lines = await readReviewedLines(tx, head.settlementId, lineIds);
    const no = whyNot(lines, lineIds.length);
    if (no) return no;
    await updateReview(tx, head.settlementId, lineIds, {
      ...request,
      document: JSON.stringify({ name: request.documentName, reference: request.documentReference }),
      by: actor.accountId,
      byName: actor.displayName,
    });
    if (request.decision === 'released' && isBooked(head.state)) await bookRelease(tools, tx, actor, head, lineIds);
    audit(tx, actor, {
      action: `settlement.lines-${request.decision}`,
      subjectKind: 'settlement',
      subjectId: head.settlementId,
      reason: request.reason,
      detail: { lineIds, documentName: request.documentName },
    });
    tx.touch('settlements', head.settlementId);
    return { reviewed: lineIds.length };
  });
  if ('refused' in result && result.code === 'incentives.line-prohibited') await recordAttempt(tools, actor, request);
  return result;
}

function whyNot(lines: readonly ReviewedLine[], wanted: number): Refusal | null {
  const count = (test: (line: ReviewedLine) => boolean) => lines.filter(test).length;
  const prohibited = count((line) => line.clearance === 'prohibited');
  if (prohibited > 0) return refuse('incentives.line-prohibited', { lines: prohibited });
  if (lines.length < wanted) return refuse('platform.not-found');
  const elsewhere = count((line) => line.clearance !== 'review' || line.isReversal);
  if (elsewhere > 0) return refuse('incentives.line-not-in-review', { lines: elsewhere });
  const decided = count((line) => line.reviewState !== null);
  if (decided > 0) return refuse('incentives.line-reviewed', { lines: decided });
  const reversed = count((line) => line.isReversed);
  return reversed > 0 ? refuse('incentives.line-reversed', { lines: reversed }) : null;
}

function isBooked(state: SettlementState): boolean {
  return state === 'approved' || state === 'partly_paid' || state === 'paid';
}

async function bookRelease(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  head: SettlementHead,
  lineIds: readonly string[],
): Promise<void> {
  const transactionId = await insertTransaction(tx, actor, {
    kind: 'accrual',
    settlementId: head.settlementId,
    // A line is released once, so its release is booked once.
    key: `release:${[...lineIds].sort()[0]}`,
    bookedOn: await bookingDay(tools, tx),
  });
  await insertAccrual(tx, transactionId, head.settlementId, lineIds);
  await insertPayouts(tx, head.settlementId, head.dueOn ?? payableUntil(head.month));
  await updateState(tx, head.settlementId, settlementStateOf(await readPayoutSums(tx, head.settlementId)));
}

async function recordAttempt(tools: Tools, actor: Actor, request: ReviewRequest): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, {
      action: 'settlement.prohibited-attempt',
      subjectKind: 'settlement',
      subjectId: request.settlementId,
      reason: request.reason,
      detail: { lineIds: request.lineIds.slice(0, 50), decision: request.decision },
    }),
  );
}
