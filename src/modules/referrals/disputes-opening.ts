import type { Instant } from '#kernel/day.ts';
import { deadlineAfter } from '#kernel/working-days.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readMatchingPolicy } from './matching-policy.ts';
import { appendEvent } from './store/referrals.ts';

export interface DisputeOpening {
  readonly kind: 'several_people' | 'hijack' | 'contested';
  readonly referralIds: readonly string[];
  readonly episodeNos: readonly string[];
}

/** Opens a dispute, or finds the one already open about the same referrals. Lines of its episodes are held until it is decided. */
export async function openDispute(tx: Tx, actor: Actor, opening: DisputeOpening): Promise<string> {
  const key = `${opening.kind}:${[...opening.referralIds].sort().join(',')}`;
  const existing = await tx.one<{ dispute_id: string }>(
    `SELECT dispute_id FROM referral_disputes WHERE hospital_id = $1 AND key = $2 AND state = 'open'`,
    [tx.hospitalId, key],
  );
  if (existing) return existing.dispute_id;
  const { timeZone, disputeDays } = await readMatchingPolicy(tx);
  const clock = await tx.one<{ now: Instant }>('SELECT clock_timestamp() AS now');
  const row = await tx.one<{ dispute_id: string }>(
    `INSERT INTO referral_disputes (hospital_id, kind, referral_ids, episode_nos, deadline_at, key, involves_own_staff)
     VALUES ($1, $2, $3, $4, to_timestamp($5::bigint / 1000.0), $6, EXISTS (
       SELECT 1 FROM referral_referrals r JOIN referral_introducers i USING (hospital_id, introducer_id)
       WHERE r.hospital_id = $1 AND r.referral_id = ANY($3) AND i.kind IN ('staff', 'rep')))
     RETURNING dispute_id`,
    [
      tx.hospitalId,
      opening.kind,
      opening.referralIds,
      opening.episodeNos,
      deadlineAfter(clock!.now, disputeDays, timeZone),
      key,
    ],
  );
  for (const referralId of opening.referralIds) {
    await appendEvent(tx, actor, {
      referralId,
      kind: 'dispute_opened',
      after: { disputeId: row!.dispute_id, kind: opening.kind },
    });
  }
  audit(tx, actor, {
    action: 'dispute.opened',
    subjectKind: 'dispute',
    subjectId: row!.dispute_id,
    detail: { kind: opening.kind },
  });
  tx.touch('disputes', row!.dispute_id);
  return row!.dispute_id;
}
