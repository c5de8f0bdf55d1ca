import type { Day } from '#kernel/day.ts';
import { dayOf } from '#kernel/day.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { payableUntil } from '../rules/steps.ts';
import { readHospitalBasis } from '../run-settlement.ts';
import { insertAccrual, insertTransaction } from '../store/ledger.ts';
import { insertPayouts, readPayoutSums, replaceWaitingPayouts } from '../store/payouts.ts';
import { type SettlementHead, type SettlementState, setApproved } from '../store/settlements.ts';

/** The day money is booked on: today, in the hospital. */
export async function bookingDay(tools: Tools, tx: Tx): Promise<Day> {
  return dayOf(tools.now(), (await readHospitalBasis(tx)).timeZone);
}

/**
 * Books what the approved lines cost, once: expense of the department against what is owed to each payee; then makes a payout of what each
 * payee is owed on balance. Reversals net; a payee who owes on balance gets nothing, and the balance is carried.
 */
export async function bookApproval(tools: Tools, tx: Tx, actor: Actor, head: SettlementHead): Promise<SettlementState> {
  const dueOn = payableUntil(head.month);
  const transactionId = await insertTransaction(tx, actor, {
    kind: 'accrual',
    settlementId: head.settlementId,
    key: `accrual:${head.settlementId}`,
    bookedOn: await bookingDay(tools, tx),
  });
  await insertAccrual(tx, transactionId, head.settlementId, null);
  await replaceWaitingPayouts(tx, head.settlementId);
  await insertPayouts(tx, head.settlementId, dueOn);
  await setApproved(tx, head.settlementId, dueOn);
  return settlementStateOf(await readPayoutSums(tx, head.settlementId));
}

/** Of an approved settlement: nothing paid yet, partly, or all of it. */
export function settlementStateOf(sums: { readonly openCount: number; readonly paidCount: number }): SettlementState {
  if (sums.openCount === 0) return 'paid';
  return sums.paidCount > 0 ? 'partly_paid' : 'approved';
}
