import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';

interface Who {
  readonly accountId: string | null;
  readonly displayName: string;
}

/** Opens a dispute for referrals that fit several people and have none open. @returns how many, at most `rowsMax` */
export async function insertSeveralPeople(tx: Tx, actor: Who, deadlineAt: Instant, rowsMax: number): Promise<number> {
  const rows = await tx.query(
    `WITH torn AS (
       SELECT r.referral_id, ARRAY(SELECT jsonb_array_elements_text(r.state_facts -> 'among')) AS episode_nos,
         coalesce(i.kind IN ('staff', 'rep'), false) AS involves_own_staff
       FROM referral_referrals r
       LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
       WHERE r.hospital_id = $1 AND r.state = 'disputed' AND r.stage = 'confirmed' AND NOT EXISTS (
         SELECT 1 FROM referral_disputes d WHERE d.hospital_id = $1 AND d.state = 'open' AND d.key = 'several_people:' || r.referral_id)
       ORDER BY r.received_at LIMIT $5
     ), opened AS (
       INSERT INTO referral_disputes (hospital_id, kind, referral_ids, episode_nos, deadline_at, key, involves_own_staff)
       SELECT $1, 'several_people', ARRAY[t.referral_id], t.episode_nos, to_timestamp($2::bigint / 1000.0), 'several_people:' || t.referral_id, t.involves_own_staff
       FROM torn t ON CONFLICT (hospital_id, key) WHERE state = 'open' DO NOTHING RETURNING dispute_id, referral_ids[1] AS referral_id
     ), counted AS (
       UPDATE referral_referrals r SET last_event_seq = last_event_seq + 1 FROM opened o
       WHERE r.hospital_id = $1 AND r.referral_id = o.referral_id RETURNING r.referral_id, r.last_event_seq AS seq, o.dispute_id
     )
     INSERT INTO referral_events (hospital_id, referral_id, seq, actor_id, actor_name, kind, after)
     SELECT $1, referral_id, seq, $3, $4, 'dispute_opened', jsonb_build_object('disputeId', dispute_id, 'kind', 'several_people') FROM counted RETURNING 1`,
    [tx.hospitalId, deadlineAt, actor.accountId, actor.displayName, rowsMax],
  );
  return rows.length;
}

/**
 * Closes open disputes nobody needs to decide any more: the referral no longer fits several people, or all claims but one were withdrawn.
 * @returns how many, at most `rowsMax`
 */
export async function dissolveSettled(tx: Tx, actor: Who, rowsMax: number): Promise<number> {
  const rows = await tx.query<{ dispute_id: string }>(
    `WITH settled AS (
       SELECT d.dispute_id FROM referral_disputes d
       WHERE d.hospital_id = $1 AND d.state = 'open' AND (
         SELECT count(*) FROM referral_referrals r
         WHERE r.hospital_id = $1 AND r.referral_id = ANY(d.referral_ids) AND r.stage <> 'withdrawn'
           AND (d.kind <> 'several_people' OR r.state = 'disputed')) < CASE d.kind WHEN 'several_people' THEN 1 ELSE 2 END
       LIMIT $4
     ), dissolved AS (
       UPDATE referral_disputes d SET state = 'dissolved', decided_at = clock_timestamp() FROM settled s
       WHERE d.hospital_id = $1 AND d.dispute_id = s.dispute_id RETURNING d.dispute_id, d.referral_ids
     ), counted AS (
       UPDATE referral_referrals r SET last_event_seq = last_event_seq + 1
       FROM (SELECT referral_id, (array_agg(dispute_id))[1] AS dispute_id FROM dissolved, unnest(referral_ids) AS u(referral_id) GROUP BY referral_id) o
       WHERE r.hospital_id = $1 AND r.referral_id = o.referral_id RETURNING r.referral_id, r.last_event_seq AS seq, o.dispute_id
     ), noted AS (
       INSERT INTO referral_events (hospital_id, referral_id, seq, actor_id, actor_name, kind, after)
       SELECT $1, referral_id, seq, $2, $3, 'dispute_dissolved', jsonb_build_object('disputeId', dispute_id) FROM counted RETURNING 1
     ) SELECT dispute_id FROM dissolved`,
    [tx.hospitalId, actor.accountId, actor.displayName, rowsMax],
  );
  return rows.length;
}

export async function readJustOverdue(tx: Tx, since: Instant): Promise<string[]> {
  const rows = await tx.query<{ dispute_id: string }>(
    `SELECT dispute_id FROM referral_disputes
     WHERE hospital_id = $1 AND state = 'open' AND deadline_at > to_timestamp($2::bigint / 1000.0) AND deadline_at <= clock_timestamp() LIMIT 200`,
    [tx.hospitalId, since],
  );
  return rows.map((row) => row.dispute_id);
}
