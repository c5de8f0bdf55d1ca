import { dayMs, dayOf, type Instant } from '#kernel/day.ts';
import { readHospital, readSetting } from '#modules/hospital/index.ts';
import type { Tx } from '#platform/db/database.ts';

export interface MatchingPolicy {
  readonly timeZone: string;
  readonly windowMs: number;
  /** Working days until a dispute is due. */
  readonly disputeDays: number;
}

/** The hospital-wide matching policy in force today: time zone, days a referral stays valid, days until a dispute is due. */
export async function readMatchingPolicy(tx: Tx): Promise<MatchingPolicy> {
  const hospital = await readHospital(tx);
  const timeZone = hospital?.timeZone ?? 'Asia/Shanghai';
  const clock = await tx.one<{ now: Instant }>('SELECT clock_timestamp() AS now');
  const today = dayOf(clock!.now, timeZone);
  return {
    timeZone,
    windowMs: (await readSetting(tx, 'referrals.window-days', today)) * dayMs,
    disputeDays: await readSetting(tx, 'referrals.dispute-deadline-days', today),
  };
}
