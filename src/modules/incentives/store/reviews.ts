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

export interface ReviewedLine {
  readonly lineId: string;
  readonly clearance: 'allowed' | 'review' | 'prohibited';
  readonly reviewState: 'released' | 'rejected' | null;
  readonly isReversal: boolean;
  /** Taken back by a correction of a later month. */
  readonly isReversed: boolean;
}

export async function readReviewedLines(
  tx: Tx,
  settlementId: string,
  lineIds: readonly string[],
): Promise<ReviewedLine[]> {
  return tx.query(
    `SELECT l.line_id AS "lineId", l.clearance, l.review_state AS "reviewState", l.reverses_key IS NOT NULL AS "isReversal",
       EXISTS (SELECT 1 FROM incentive_lines r WHERE r.hospital_id = l.hospital_id AND r.reverses_line = l.line_id) AS "isReversed"
     FROM incentive_lines l WHERE l.hospital_id = $1 AND l.settlement_id = $2 AND l.line_id = ANY ($3::uuid[])`,
    [tx.hospitalId, settlementId, lineIds],
  );
}

export async function updateReview(
  tx: Tx,
  settlementId: string,
  lineIds: readonly string[],
  review: {
    readonly decision: 'released' | 'rejected';
    readonly reason: string;
    readonly document: string;
    readonly by: string | null;
    readonly byName: string;
  },
): Promise<void> {
  await tx.query(
    `UPDATE incentive_lines SET review_state = $4, review_reason = $5, review_document = $6, reviewed_by = $7, reviewed_by_name = $8,
       reviewed_at = clock_timestamp()
     WHERE hospital_id = $1 AND settlement_id = $2 AND line_id = ANY ($3::uuid[]) AND clearance = 'review'`,
    [tx.hospitalId, settlementId, lineIds, review.decision, review.reason, review.document, review.by, review.byName],
  );
}
