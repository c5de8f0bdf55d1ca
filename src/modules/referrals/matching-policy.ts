import { dayMs } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';

export interface MatchingPolicy {
  readonly timeZone: string;
  readonly windowMs: number;
}

/** The hospital-wide matching policy in force: time zone, and the days a referral stays valid (30 unless a setting says otherwise). */
export async function readMatchingPolicy(tx: Tx): Promise<MatchingPolicy> {
  const row = await tx.one<{ time_zone: string; window_days: number | null }>(
    `SELECT h.time_zone, (
       SELECT (s.value ->> 'windowDays')::int FROM hospital_settings s
       WHERE s.hospital_id = $1 AND s.name = 'referrals.matching' AND s.effective_from <= (clock_timestamp() AT TIME ZONE h.time_zone)::date
       ORDER BY s.effective_from DESC LIMIT 1) AS window_days
     FROM hospital_hospitals h WHERE h.hospital_id = $1`,
    [tx.hospitalId],
  );
  return { timeZone: row?.time_zone ?? 'Asia/Shanghai', windowMs: (row?.window_days ?? 30) * dayMs };
}
