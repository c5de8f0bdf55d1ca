import type { Actor } from '#modules/staff/index.ts';
import type { Tools } from '#platform/tools.ts';

export interface ReferralCounts {
  readonly receivedToday: number;
  readonly expectedToday: number;
  readonly messagesWaiting: number;
  readonly introducersPending: number;
  readonly invalid: number;
  readonly disputesOpen: number;
  readonly disputesOverdue: number;
  readonly noticesFailed: number;
}

/** What waits today: each figure by an index of its own. */
export async function readReferralCounts(tools: Tools, actor: Actor): Promise<ReferralCounts> {
  return tools.db.read(actor, async (tx) => {
    const row = await tx.one<ReferralCounts>(
      `WITH today AS (
         SELECT (date_trunc('day', clock_timestamp() AT TIME ZONE time_zone)) AT TIME ZONE time_zone AS began,
           (date_trunc('day', clock_timestamp() AT TIME ZONE time_zone) + interval '1 day') AT TIME ZONE time_zone AS ends
         FROM hospital_hospitals WHERE hospital_id = $1)
       SELECT
         (SELECT count(*) FROM referral_referrals WHERE hospital_id = $1 AND received_at >= (SELECT began FROM today)) AS "receivedToday",
         (SELECT count(*) FROM referral_referrals WHERE hospital_id = $1 AND stage <> 'withdrawn' AND arrived_at IS NULL
            AND expected_from >= (SELECT began FROM today) AND expected_from < (SELECT ends FROM today)) AS "expectedToday",
         (SELECT count(*) FROM referral_readings WHERE hospital_id = $1 AND outcome = 'needs_officer') AS "messagesWaiting",
         (SELECT count(*) FROM referral_introducers WHERE hospital_id = $1 AND status = 'pending') AS "introducersPending",
         (SELECT count(*) FROM referral_referrals WHERE hospital_id = $1 AND state = 'invalid' AND stage = 'confirmed'
            AND received_at >= clock_timestamp() - interval '30 days') AS invalid,
         (SELECT count(*) FROM referral_disputes WHERE hospital_id = $1 AND state = 'open') AS "disputesOpen",
         (SELECT count(*) FROM referral_disputes WHERE hospital_id = $1 AND state = 'open' AND deadline_at < clock_timestamp()) AS "disputesOverdue",
         (SELECT count(*) FROM referral_notices WHERE hospital_id = $1 AND state IN ('failed', 'uncertain')
            AND created_at >= clock_timestamp() - interval '7 days') AS "noticesFailed"`,
      [tx.hospitalId],
    );
    return row!;
  });
}
