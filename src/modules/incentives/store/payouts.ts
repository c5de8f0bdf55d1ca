import type { Day } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';

export type PayoutState = 'waiting' | 'exported' | 'paid' | 'returned' | 'replaced';
export type PayoutWay = 'transfer' | 'in_person' | 'by_agent' | 'by_rep';

/**
 * What each payee of the settlement's payable lines is owed by the books and not yet promised by an open payout; negative: overpaid.
 * `$1` hospital, `$2` settlement.
 */
const owedSql = `
  WITH due AS (
    SELECT payee_kind, payee_no, form, max(payee_name) AS payee_name, sum(payable_fen) AS now_fen
    FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2 AND payable_fen <> 0 GROUP BY 1, 2, 3),
  books AS (
    SELECT account, form, -sum(amount_fen) AS owed_fen FROM incentive_ledger_entries
    WHERE hospital_id = $1 AND account IN (SELECT 'payable:' || payee_kind || '/' || coalesce(payee_no, '') FROM due) GROUP BY 1, 2),
  promised AS (
    SELECT payee_kind, payee_no, form, sum(amount_fen) AS open_fen FROM incentive_payouts
    WHERE hospital_id = $1 AND state IN ('waiting', 'exported', 'returned') GROUP BY 1, 2, 3),
  here AS (
    SELECT payee_kind, payee_no, form, count(*) AS times, sum(amount_fen - carried_fen) AS fen FROM incentive_payouts
    WHERE hospital_id = $1 AND settlement_id = $2 GROUP BY 1, 2, 3),
  owed AS (
    SELECT due.payee_kind, due.payee_no, due.form, due.payee_name, due.now_fen - coalesce(here.fen, 0) AS now_fen, coalesce(here.times, 0) AS times,
      coalesce(books.owed_fen, 0) - coalesce(promised.open_fen, 0) AS net_fen
    FROM due
    LEFT JOIN books ON books.account = 'payable:' || due.payee_kind || '/' || coalesce(due.payee_no, '') AND books.form = due.form
    LEFT JOIN promised ON promised.payee_kind = due.payee_kind AND promised.payee_no = due.payee_no AND promised.form = due.form
    LEFT JOIN here ON here.payee_kind = due.payee_kind AND here.payee_no = due.payee_no AND here.form = due.form)`;

/**
 * The rows a million payouts are made of were written in this very transaction, so the planner knows nothing of them and would compare each
 * with each: it is told to hash.
 */
async function byHash(tx: Tx, work: () => Promise<unknown>): Promise<void> {
  await tx.query('SET LOCAL enable_nestloop = off');
  await work();
  await tx.query('SET LOCAL enable_nestloop = on');
}

/** A payee who owes on balance: payouts that still wait are taken back, so that nothing known to be too much goes out. */
export async function replaceWaitingPayouts(tx: Tx, settlementId: string): Promise<void> {
  await byHash(tx, () =>
    tx.query(
      `${owedSql}
       UPDATE incentive_payouts p SET state = 'replaced', version = version + 1 FROM owed
       WHERE p.hospital_id = $1 AND p.payee_kind = owed.payee_kind AND p.payee_no = owed.payee_no AND p.form = owed.form
         AND p.state = 'waiting' AND owed.net_fen < 0`,
      [tx.hospitalId, settlementId],
    ),
  );
}

/** One payout for each payee and form that is owed something. */
export async function insertPayouts(tx: Tx, settlementId: string, dueOn: Day): Promise<void> {
  await byHash(tx, () =>
    tx.query(
      `${owedSql}
       INSERT INTO incentive_payouts (hospital_id, settlement_id, payee_kind, payee_no, payee_name, form, sequence, amount_fen, carried_fen, due_on)
       SELECT $1, $2, payee_kind, payee_no, payee_name, form, 1 + times, net_fen, net_fen - now_fen, $3::date
       FROM owed WHERE net_fen > 0`,
      [tx.hospitalId, settlementId, dueOn],
    ),
  );
}

export interface PayoutSums {
  readonly openCount: number;
  readonly paidCount: number;
  readonly paidFen: Fen;
  readonly openFen: Fen;
}

export async function readPayoutSums(tx: Tx, settlementId: string): Promise<PayoutSums> {
  const row = await tx.one<PayoutSums>(
    `SELECT count(*) FILTER (WHERE state IN ('waiting', 'exported', 'returned')) AS "openCount", count(*) FILTER (WHERE state = 'paid') AS "paidCount",
       coalesce(sum(amount_fen) FILTER (WHERE state = 'paid'), 0)::bigint AS "paidFen",
       coalesce(sum(amount_fen) FILTER (WHERE state IN ('waiting', 'exported', 'returned')), 0)::bigint AS "openFen"
     FROM incentive_payouts WHERE hospital_id = $1 AND settlement_id = $2`,
    [tx.hospitalId, settlementId],
  );
  return row!;
}

export interface PayoutHead {
  readonly payoutId: string;
  readonly settlementId: string;
  readonly payeeKind: string;
  readonly payeeNo: string;
  readonly payeeName: string | null;
  readonly form: string;
  readonly amountFen: Fen;
  readonly state: PayoutState;
  readonly way: PayoutWay | null;
  readonly batchId: string | null;
  readonly paymentsCount: number;
  readonly version: number;
}

const headColumns = `payout_id AS "payoutId", settlement_id AS "settlementId", payee_kind AS "payeeKind", payee_no AS "payeeNo", payee_name AS "payeeName",
  form, amount_fen AS "amountFen", state, way, batch_id AS "batchId", payments_count AS "paymentsCount", version`;

export async function readPayoutHead(tx: Tx, payoutId: string): Promise<PayoutHead | null> {
  return tx.one(`SELECT ${headColumns} FROM incentive_payouts WHERE hospital_id = $1 AND payout_id = $2`, [
    tx.hospitalId,
    payoutId,
  ]);
}

export async function lockPayout(tx: Tx, payoutId: string): Promise<PayoutHead | null> {
  return tx.one(`SELECT ${headColumns} FROM incentive_payouts WHERE hospital_id = $1 AND payout_id = $2 FOR UPDATE`, [
    tx.hospitalId,
    payoutId,
  ]);
}

/** Payouts of a batch, or the waiting ones of a settlement; locked, in order of payee. */
export async function lockPayouts(
  tx: Tx,
  of: { readonly batchId: string } | { readonly settlementId: string; readonly payoutIds: readonly string[] | null },
): Promise<PayoutHead[]> {
  if ('batchId' in of)
    return tx.query(
      `SELECT ${headColumns} FROM incentive_payouts WHERE hospital_id = $1 AND batch_id = $2 ORDER BY payee_no, payout_id FOR UPDATE`,
      [tx.hospitalId, of.batchId],
    );
  return tx.query(
    `SELECT ${headColumns} FROM incentive_payouts
     WHERE hospital_id = $1 AND settlement_id = $2 AND (CASE WHEN $3::uuid[] IS NULL THEN state = 'waiting' ELSE payout_id = ANY ($3) END)
     ORDER BY payee_no, payout_id FOR UPDATE`,
    [tx.hospitalId, of.settlementId, of.payoutIds],
  );
}

export interface Payment {
  readonly way: PayoutWay;
  readonly collectorName: string | null;
  readonly collectorIdSealed: Buffer | null;
  readonly collectorIdLookup: Buffer | null;
  readonly authorityDocument: string | null;
  readonly receiptNo: string | null;
  readonly paidBy: string | null;
  readonly paidByName: string;
}

export async function setPaid(tx: Tx, payoutId: string, payment: Payment): Promise<void> {
  await tx.query(
    `UPDATE incentive_payouts SET state = 'paid', way = $3, collector_name = $4, collector_id_sealed = $5, collector_id_lookup = $6,
       authority_document = $7, receipt_no = $8, paid_by = $9, paid_by_name = $10, paid_at = clock_timestamp(), returned_reason = NULL,
       payments_count = payments_count + 1, version = version + 1
     WHERE hospital_id = $1 AND payout_id = $2`,
    [
      tx.hospitalId,
      payoutId,
      payment.way,
      payment.collectorName,
      payment.collectorIdSealed,
      payment.collectorIdLookup,
      payment.authorityDocument,
      payment.receiptNo,
      payment.paidBy,
      payment.paidByName,
    ],
  );
}

export async function setReturned(tx: Tx, payoutId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_payouts SET state = 'returned', returned_reason = $3, paid_at = NULL, version = version + 1
     WHERE hospital_id = $1 AND payout_id = $2`,
    [tx.hospitalId, payoutId, reason],
  );
}

export async function setExported(tx: Tx, payoutIds: readonly string[], batchId: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_payouts SET state = 'exported', way = 'transfer', batch_id = $3, version = version + 1
     WHERE hospital_id = $1 AND payout_id = ANY ($2::uuid[])`,
    [tx.hospitalId, payoutIds, batchId],
  );
}

export interface PayeeAccount {
  readonly holder: string | null;
  readonly bankName: string | null;
  readonly sealed: Buffer | null;
  readonly tail: string | null;
}

/** Accounts on file of introducers, by number. Physicians and patients have none here. */
export async function readAccounts(tx: Tx, payeeNos: readonly string[]): Promise<Map<string, PayeeAccount>> {
  const rows = await tx.query<PayeeAccount & { no: string }>(
    `SELECT introducer_no AS no, payout_account_holder AS holder, bank_name AS "bankName", payout_account_sealed AS sealed, payout_account_tail AS tail
     FROM published.introducer_accounts WHERE hospital_id = $1 AND introducer_no = ANY ($2::text[])`,
    [tx.hospitalId, payeeNos],
  );
  return new Map(rows.map(({ no, ...account }) => [no, account]));
}
