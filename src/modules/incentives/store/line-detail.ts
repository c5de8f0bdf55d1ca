import type { Instant } from '#kernel/day.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';

export interface LineMore {
  readonly trace: string;
  readonly trigger: string;
  /** Of the settlement that first computed lines of the month: traces are read by it. */
  readonly document: PlanDocument;
  readonly packVersion: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly settlementState: string;
  readonly reviewReason: string | null;
  readonly reviewDocument: string | null;
  readonly reviewedByName: string | null;
  readonly reviewedAt: Instant | null;
  readonly payoutId: string | null;
  readonly payoutState: string | null;
}

export async function readLineMore(tx: Tx, lineId: string): Promise<LineMore | null> {
  return tx.one(
    `SELECT l.trace, l.trigger, coalesce(o.document, s.document) AS document, s.pack_version AS "packVersion", s.plan_id AS "planId",
       coalesce(o.plan_version, s.plan_version) AS "planVersion", s.state AS "settlementState", l.review_reason AS "reviewReason",
       l.review_document AS "reviewDocument", l.reviewed_by_name AS "reviewedByName", l.reviewed_at AS "reviewedAt",
       p.payout_id AS "payoutId", p.state AS "payoutState"
     FROM incentive_lines l
     JOIN incentive_settlements s ON s.hospital_id = l.hospital_id AND s.settlement_id = l.settlement_id
     LEFT JOIN incentive_settlements o ON o.hospital_id = s.hospital_id AND o.plan_id = s.plan_id AND o.month = l.month
     LEFT JOIN LATERAL (SELECT payout_id, state FROM incentive_payouts p WHERE p.hospital_id = l.hospital_id AND p.settlement_id = l.settlement_id
         AND p.payee_kind = l.payee_kind AND p.payee_no = l.payee_no AND p.form = l.form AND l.payable_fen <> 0 ORDER BY sequence DESC LIMIT 1) AS p ON true
     WHERE l.hospital_id = $1 AND l.line_id = $2`,
    [tx.hospitalId, lineId],
  );
}

/** Other referrals credited to the episode, in order of receipt. */
export async function readCompeting(
  tx: Tx,
  episodeNo: string,
  exceptReferralId: string | null,
): Promise<{ referralId: string; receivedAt: Instant; state: string }[]> {
  return tx.query(
    `SELECT referral_id AS "referralId", received_at AS "receivedAt", state FROM published.referral_episodes
     WHERE hospital_id = $1 AND episode_no = $2 AND referral_id IS DISTINCT FROM $3 ORDER BY received_at, referral_id LIMIT 50`,
    [tx.hospitalId, episodeNo, exceptReferralId],
  );
}

export async function readReversedBy(tx: Tx, lineId: string): Promise<{ lineId: string; settlementNo: string } | null> {
  return tx.one(
    `SELECT l.line_id AS "lineId", s.settlement_no AS "settlementNo" FROM incentive_lines l
     JOIN incentive_settlements s ON s.hospital_id = l.hospital_id AND s.settlement_id = l.settlement_id
     WHERE l.hospital_id = $1 AND l.reverses_line = $2 ORDER BY l.line_id LIMIT 1`,
    [tx.hospitalId, lineId],
  );
}
