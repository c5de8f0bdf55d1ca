import type { Tx } from '#platform/db/database.ts';

/**
 * Remembers what compliance decided of a draft's lines before they are computed anew; the answer puts the decisions back onto the lines
 * that came out the same.
 */
export async function keepReviews(tx: Tx, settlementId: string): Promise<() => Promise<void>> {
  await tx.query('DROP TABLE IF EXISTS kept_reviews');
  await tx.query(
    `CREATE TEMPORARY TABLE kept_reviews ON COMMIT DROP AS
     SELECT key, amount_fen, review_state, review_reason, review_document, reviewed_by, reviewed_by_name, reviewed_at
     FROM incentive_lines WHERE hospital_id = '${tx.hospitalId}' AND settlement_id = ${tx.client.escapeLiteral(settlementId)}
       AND review_state IS NOT NULL AND reverses_key IS NULL`,
  );
  return async () => {
    await tx.query(
      `UPDATE incentive_lines l SET review_state = k.review_state, review_reason = k.review_reason, review_document = k.review_document,
         reviewed_by = k.reviewed_by, reviewed_by_name = k.reviewed_by_name, reviewed_at = k.reviewed_at
       FROM kept_reviews k WHERE l.hospital_id = $1 AND l.settlement_id = $2 AND l.key = k.key AND l.amount_fen = k.amount_fen
         AND l.clearance = 'review' AND l.review_state IS NULL`,
      [tx.hospitalId, settlementId],
    );
    await tx.query('DROP TABLE kept_reviews');
  };
}
