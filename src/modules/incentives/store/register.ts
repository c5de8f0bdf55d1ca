import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';

export interface RegisterRow {
  readonly payeeKind: string;
  readonly payeeNo: string;
  readonly payeeName: string | null;
  readonly form: string;
  readonly amountFen: Fen;
  readonly way: string | null;
  readonly state: string;
  readonly collectorName: string | null;
  readonly authorityDocument: string | null;
  readonly receiptNo: string | null;
}

/** Payouts of a settlement that are or were to be given, by payee; at most `rowsMax`. */
export async function readRegister(tx: Tx, settlementId: string, rowsMax = 200_000): Promise<RegisterRow[]> {
  return tx.query(
    `SELECT payee_kind AS "payeeKind", payee_no AS "payeeNo", payee_name AS "payeeName", form, amount_fen AS "amountFen", way, state,
       collector_name AS "collectorName", authority_document AS "authorityDocument", receipt_no AS "receiptNo"
     FROM incentive_payouts WHERE hospital_id = $1 AND settlement_id = $2 AND state <> 'replaced' ORDER BY payee_kind, payee_no, form, sequence
     LIMIT ${rowsMax}`,
    [tx.hospitalId, settlementId],
  );
}
