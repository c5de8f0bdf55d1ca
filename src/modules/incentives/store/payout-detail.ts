import type { Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';

/** Lines of the payout's settlement that count for it; at most 1,000. */
export async function readPayoutLines(
  tx: Tx,
  payoutId: string,
): Promise<{ lineId: string; ruleId: string; episodeNo: string | null; payableFen: Fen }[]> {
  return tx.query(
    `SELECT l.line_id AS "lineId", l.rule_id AS "ruleId", l.episode_no AS "episodeNo", l.payable_fen AS "payableFen"
     FROM incentive_payouts p JOIN incentive_lines l USING (hospital_id, settlement_id, payee_kind, payee_no, form)
     WHERE p.hospital_id = $1 AND p.payout_id = $2 AND l.payable_fen <> 0 ORDER BY l.line_no LIMIT 1000`,
    [tx.hospitalId, payoutId],
  );
}

export async function readBookings(
  tx: Tx,
  payoutId: string,
): Promise<{ transactionId: string; kind: string; amountFen: Fen; bookedAt: Instant; byName: string }[]> {
  return tx.query(
    `SELECT t.transaction_id AS "transactionId", t.kind, sum(greatest(e.amount_fen, 0))::bigint AS "amountFen", t.booked_at AS "bookedAt",
       t.booked_by_name AS "byName"
     FROM incentive_ledger_transactions t JOIN incentive_ledger_entries e USING (hospital_id, transaction_id)
     WHERE t.hospital_id = $1 AND t.key LIKE ANY (ARRAY['payment:' || $2 || ':%', 'return:' || $2 || ':%'])
     GROUP BY t.hospital_id, t.transaction_id ORDER BY t.booked_at`,
    [tx.hospitalId, payoutId],
  );
}
