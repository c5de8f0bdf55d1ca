import type { Fen } from '#kernel/money.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { clear, type PayeeClass } from '#modules/policy/index.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { currentPack } from '../current-pack.ts';
import { isOwnAccount } from '../rules/steps.ts';
import { insertTransaction, insertTransfer } from '../store/ledger.ts';
import {
  lockPayout,
  lockPayouts,
  type PayeeAccount,
  type Payment,
  type PayoutHead,
  type PayoutWay,
  readAccounts,
  readPayoutHead,
  readPayoutSums,
  setPaid,
  setReturned,
} from '../store/payouts.ts';
import { lockSettlement, readWaitingReviews, type SettlementState, updateState } from '../store/settlements.ts';
import { bookingDay, settlementStateOf } from './book-approval.ts';

export interface PaymentRequest {
  readonly payoutId: string;
  readonly way: PayoutWay;
  readonly collectorName: string | null;
  readonly collectorIdNumber: string | null;
  readonly authorityDocument: string | null;
  readonly receiptNo: string | null;
  readonly version: number;
}

/** Records that a payout was paid: payable against cash, booked once whatever is sent how often. */
export async function recordPayment(
  tools: Tools,
  actor: Actor,
  request: PaymentRequest,
): Promise<{ payoutId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const payout = await lockForChange(tx, request.payoutId, request.version);
    if ('refused' in payout) return payout;
    if (payout.state === 'paid' || payout.state === 'replaced')
      return refuse('incentives.payout-state', { state: payout.state });
    const no = (await mayPayThisWay(tools, tx, payout, request)) ?? missingPapers(request);
    if (no) return no;
    const { collectorIdNumber } = request;
    await pay(tools, tx, actor, payout, {
      ...request,
      collectorIdSealed: collectorIdNumber === null ? null : tools.cipher.seal(collectorIdNumber),
      collectorIdLookup: collectorIdNumber === null ? null : tools.cipher.lookup(collectorIdNumber),
      paidBy: actor.accountId,
      paidByName: actor.displayName,
    });
    await refreshState(tx, payout.settlementId);
    return { payoutId: payout.payoutId };
  });
}

/** The settlement first, then the payout: the order of every lock here, so that nobody waits in a circle. */
async function lockForChange(tx: Tx, payoutId: string, version: number): Promise<PayoutHead | Refusal> {
  const found = await readPayoutHead(tx, payoutId);
  if (!found) return refuse('platform.not-found');
  const head = await lockSettlement(tx, found.settlementId);
  if (head?.state === 'closed') return refuse('incentives.wrong-state', { state: head.state });
  const payout = await lockPayout(tx, payoutId);
  return payout!.version === version ? payout! : refuse('platform.stale');
}

async function mayPayThisWay(
  tools: Tools,
  tx: Tx,
  payout: PayoutHead,
  request: PaymentRequest,
): Promise<Refusal | null> {
  if (request.way !== 'transfer') return null;
  const account = (await readAccounts(tx, [payout.payeeNo])).get(payout.payeeNo);
  const blocked = transferBlocked(payout, account);
  return blocked === null ? null : transferRefusal(tools, payout, blocked);
}

export type TransferBlock = 'no-account' | 'third-party-account' | 'form';

/** Why a payout cannot be transferred. Only introducers have an account on file. */
export function transferBlocked(
  payout: Pick<PayoutHead, 'form' | 'payeeKind' | 'payeeName'>,
  account: Pick<PayeeAccount, 'holder' | 'tail'> | undefined,
): TransferBlock | null {
  if (payout.form !== 'cash' && payout.form !== 'reimbursement') return 'form';
  if (payout.payeeKind === 'PATIENT' || !account?.tail) return 'no-account';
  return isOwnAccount(payout.payeeName, account.holder) ? null : 'third-party-account';
}

function transferRefusal(tools: Tools, payout: PayoutHead, blocked: TransferBlock): Refusal {
  if (blocked === 'form') return refuse('incentives.way-not-possible', { form: payout.form, way: 'transfer' });
  if (blocked === 'no-account') return refuse('incentives.no-account');
  const clearance = clear(currentPack(tools.config.projectDir), {
    payee: payout.payeeKind as PayeeClass,
    trigger: 'EXPENSE',
    form: 'CASH',
    thirdPartyAccount: true,
  });
  return refuse('incentives.third-party-account', { citation: clearance.ruleIds.join('+') });
}

function missingPapers(request: PaymentRequest): Refusal | null {
  if (request.way === 'transfer') return null;
  if (!request.collectorName || !request.collectorIdNumber) return refuse('incentives.collector-missing');
  if (request.way === 'by_agent' && !request.authorityDocument) return refuse('incentives.authority-missing');
  return request.receiptNo ? null : refuse('incentives.receipt-missing');
}

async function pay(tools: Tools, tx: Tx, actor: Actor, payout: PayoutHead, payment: Payment): Promise<void> {
  await bookMovement(tools, tx, actor, payout, { kind: 'payment', way: payment.way, time: payout.paymentsCount + 1 });
  await setPaid(tx, payout.payoutId, payment);
  audit(tx, actor, {
    action: 'payout.paid',
    subjectKind: 'payout',
    subjectId: payout.payoutId,
    detail: { way: payment.way, amountFen: payout.amountFen, receiptNo: payment.receiptNo },
  });
  tx.touch('payouts', payout.payoutId);
}

async function bookMovement(
  tools: Tools,
  tx: Tx,
  actor: Actor,
  payout: PayoutHead,
  movement: { readonly kind: 'payment' | 'return'; readonly way: PayoutWay; readonly time: number },
): Promise<void> {
  const transactionId = await insertTransaction(tx, actor, {
    kind: movement.kind,
    settlementId: payout.settlementId,
    key: `${movement.kind}:${payout.payoutId}:${movement.time}`,
    bookedOn: await bookingDay(tools, tx),
  });
  const payable = `payable:${payout.payeeKind}/${payout.payeeNo}`;
  const isMoney = payout.form === 'cash' || payout.form === 'reimbursement';
  const source = `${isMoney ? 'cash' : payout.form}:${movement.way}`;
  const [debit, credit] = movement.kind === 'payment' ? [payable, source] : [source, payable];
  await insertTransfer(tx, transactionId, { debit, credit, form: payout.form, amountFen: payout.amountFen });
}

/** The money came back, or was not claimed: owed again, visible until it is paid. */
export async function recordReturn(
  tools: Tools,
  actor: Actor,
  request: { readonly payoutId: string; readonly reason: string; readonly version: number },
): Promise<{ payoutId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const payout = await lockForChange(tx, request.payoutId, request.version);
    if ('refused' in payout) return payout;
    if (payout.state === 'returned' || payout.state === 'replaced')
      return refuse('incentives.payout-state', { state: payout.state });
    await returnPayout(tools, tx, actor, payout, request.reason);
    await refreshState(tx, payout.settlementId);
    return { payoutId: payout.payoutId };
  });
}

async function returnPayout(tools: Tools, tx: Tx, actor: Actor, payout: PayoutHead, reason: string): Promise<void> {
  if (payout.state === 'paid')
    await bookMovement(tools, tx, actor, payout, { kind: 'return', way: payout.way!, time: payout.paymentsCount });
  await setReturned(tx, payout.payoutId, reason);
  audit(tx, actor, { action: 'payout.returned', subjectKind: 'payout', subjectId: payout.payoutId, reason });
  tx.touch('payouts', payout.payoutId);
}

/** The bank paid a batch but for the returned ones. Ones recorded before are left as they are. */
export async function recordBatchPayments(
  tools: Tools,
  actor: Actor,
  request: { readonly batchId: string; readonly returned: readonly { payoutId: string; reason: string }[] },
): Promise<{ paid: number; returned: number; amountFen: Fen } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const batch = await tx.one<{ settlement_id: string }>(
      'SELECT settlement_id FROM incentive_batches WHERE hospital_id = $1 AND batch_id = $2',
      [tx.hospitalId, request.batchId],
    );
    if (!batch) return refuse('platform.not-found');
    const head = await lockSettlement(tx, batch.settlement_id);
    if (head?.state === 'closed') return refuse('incentives.wrong-state', { state: head.state });
    const open = (await lockPayouts(tx, request)).filter((payout) => payout.state === 'exported');
    const reasons = new Map(request.returned.map(({ payoutId, reason }) => [payoutId, reason]));
    if ([...reasons.keys()].some((id) => !open.some((payout) => payout.payoutId === id)))
      return refuse('platform.not-found');
    let amountFen = 0;
    for (const payout of open) {
      const reason = reasons.get(payout.payoutId);
      if (reason !== undefined) await returnPayout(tools, tx, actor, payout, reason);
      else {
        await pay(tools, tx, actor, payout, byTransfer(actor));
        amountFen += payout.amountFen;
      }
    }
    await refreshState(tx, batch.settlement_id);
    return { paid: open.length - reasons.size, returned: reasons.size, amountFen: amountFen as Fen };
  });
}

function byTransfer(actor: Actor): Payment {
  return {
    way: 'transfer',
    collectorName: null,
    collectorIdSealed: null,
    collectorIdLookup: null,
    authorityDocument: null,
    receiptNo: null,
    paidBy: actor.accountId,
    paidByName: actor.displayName,
  };
}

async function refreshState(tx: Tx, settlementId: string): Promise<void> {
  await updateState(tx, settlementId, settlementStateOf(await readPayoutSums(tx, settlementId)));
  tx.touch('settlements', settlementId);
}

/** Nothing owed, nothing undecided: closed for good. */
export async function closeSettlement(
  tools: Tools,
  actor: Actor,
  request: { readonly settlementId: string; readonly version: number },
): Promise<{ state: SettlementState; version: number } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const head = await lockSettlement(tx, request.settlementId);
    if (!head) return refuse('platform.not-found');
    if (head.version !== request.version) return refuse('platform.stale');
    const { openCount } = await readPayoutSums(tx, head.settlementId);
    if ((head.state === 'approved' || head.state === 'partly_paid') && openCount > 0)
      return refuse('incentives.payouts-open', { open: openCount });
    if (head.state !== 'paid') return refuse('incentives.wrong-state', { state: head.state });
    const waiting = await readWaitingReviews(tx, head.settlementId);
    if (waiting > 0) return refuse('incentives.reviews-open', { open: waiting });
    const version = await updateState(tx, head.settlementId, 'closed');
    audit(tx, actor, { action: 'settlement.closed', subjectKind: 'settlement', subjectId: head.settlementId });
    tx.touch('settlements', head.settlementId);
    return { state: 'closed', version };
  });
}
