import type { Day } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';

/** The head of a transaction; `key` makes a business fact booked once. */
export async function insertTransaction(
  tx: Tx,
  actor: Actor,
  transaction: {
    readonly kind: 'accrual' | 'payment' | 'reversal' | 'return';
    readonly settlementId: string;
    readonly key: string;
    readonly bookedOn: Day;
  },
): Promise<string> {
  const row = await tx.one<{ transaction_id: string }>(
    `INSERT INTO incentive_ledger_transactions (hospital_id, kind, settlement_id, key, booked_on, booked_by, booked_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING transaction_id`,
    [
      tx.hospitalId,
      transaction.kind,
      transaction.settlementId,
      transaction.key,
      transaction.bookedOn,
      actor.accountId,
      actor.displayName,
    ],
  );
  return row!.transaction_id;
}

/**
 * Entries of an accrual: each department's expense (debit) against each payee's payable (credit), from payable amounts only. With
 * `lineIds`, of those lines of the settlement; else of all.
 */
export async function insertAccrual(
  tx: Tx,
  transactionId: string,
  settlementId: string,
  lineIds: readonly string[] | null,
): Promise<void> {
  await tx.query(
    `WITH lines AS (
       SELECT department, payee_kind, payee_no, form, payable_fen FROM incentive_lines
       WHERE hospital_id = $1 AND settlement_id = $3 AND payable_fen <> 0 AND ($4::uuid[] IS NULL OR line_id = ANY ($4))),
     parts AS (
       SELECT 'expense:' || coalesce(department, '') AS account, form, sum(payable_fen) AS amount_fen FROM lines GROUP BY 1, 2
       UNION ALL
       SELECT 'payable:' || payee_kind || '/' || coalesce(payee_no, ''), form, -sum(payable_fen) FROM lines GROUP BY 1, 2)
     INSERT INTO incentive_ledger_entries (hospital_id, transaction_id, entry_no, account, form, amount_fen)
     SELECT $1, $2, row_number() OVER (ORDER BY account, form), account, form, amount_fen FROM parts WHERE amount_fen <> 0`,
    [tx.hospitalId, transactionId, settlementId, lineIds],
  );
}

/** Two entries that balance: `amountFen` from the credited to the debited account. */
export async function insertTransfer(
  tx: Tx,
  transactionId: string,
  transfer: { readonly debit: string; readonly credit: string; readonly form: string; readonly amountFen: Fen },
): Promise<void> {
  await tx.query(
    `INSERT INTO incentive_ledger_entries (hospital_id, transaction_id, entry_no, account, form, amount_fen)
     VALUES ($1, $2, 1, $3, $5, $6::bigint), ($1, $2, 2, $4, $5, -$6::bigint)`,
    [tx.hospitalId, transactionId, transfer.debit, transfer.credit, transfer.form, transfer.amountFen],
  );
}
