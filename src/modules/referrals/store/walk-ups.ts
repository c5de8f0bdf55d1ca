import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Sex } from '../rules/index.ts';

export interface WalkUpRow {
  readonly walk_up_id: string;
  readonly episode_no: string | null;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly phone_tail: string | null;
  readonly department: string | null;
  readonly registered_by_name: string;
  readonly registered_at: Instant;
  readonly is_withdrawn: boolean;
}

const columns = `walk_up_id, episode_no, patient_name, sex, right(phone_key, 4) AS phone_tail, department, registered_by_name, registered_at, is_withdrawn`;

export interface NewWalkUp {
  readonly episodeNo: string | null;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly phone: string | null;
  readonly department: string | null;
}

/** Null: the episode is registered as a walk-in already. */
export async function insertWalkUp(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: NewWalkUp,
): Promise<WalkUpRow | null> {
  return tx.one<WalkUpRow>(
    `INSERT INTO referral_walk_ups (hospital_id, episode_no, patient_name, sex, phone, department, registered_by, registered_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (hospital_id, episode_no) WHERE episode_no IS NOT NULL AND NOT is_withdrawn DO NOTHING RETURNING ${columns}`,
    [
      tx.hospitalId,
      row.episodeNo,
      row.patientName,
      row.sex,
      row.phone,
      row.department,
      actor.accountId,
      actor.displayName,
    ],
  );
}

export async function readWalkUpOfEpisode(tx: Tx, episodeNo: string): Promise<WalkUpRow | null> {
  return tx.one<WalkUpRow>(
    `SELECT ${columns} FROM referral_walk_ups WHERE hospital_id = $1 AND episode_no = $2 AND NOT is_withdrawn`,
    [tx.hospitalId, episodeNo],
  );
}

export async function lockWalkUp(tx: Tx, walkUpId: string): Promise<WalkUpRow | null> {
  return tx.one<WalkUpRow>(
    `SELECT ${columns} FROM referral_walk_ups WHERE hospital_id = $1 AND walk_up_id = $2 FOR UPDATE`,
    [tx.hospitalId, walkUpId],
  );
}

export async function updateWalkUp(
  tx: Tx,
  walkUpId: string,
  change: { episodeNo: string | null; isWithdrawn: boolean },
): Promise<WalkUpRow> {
  const row = await tx.one<WalkUpRow>(
    `UPDATE referral_walk_ups SET episode_no = $3, is_withdrawn = $4 WHERE hospital_id = $1 AND walk_up_id = $2 RETURNING ${columns}`,
    [tx.hospitalId, walkUpId, change.episodeNo, change.isWithdrawn],
  );
  return row!;
}

export async function readWalkUpsSince(tx: Tx, since: Instant): Promise<WalkUpRow[]> {
  return tx.query<WalkUpRow>(
    `SELECT ${columns} FROM referral_walk_ups WHERE hospital_id = $1 AND registered_at >= to_timestamp($2::bigint / 1000.0)
     ORDER BY registered_at DESC LIMIT 500`,
    [tx.hospitalId, since],
  );
}

/** What reception must know of an episode before calling it a walk-in. */
export async function readAttribution(
  tx: Tx,
  episodeNo: string,
): Promise<{
  patient_name: string | null;
  sex: Sex | null;
  phone: string | null;
  department: string | null;
  reason: string | null;
} | null> {
  return tx.one(
    `SELECT e.patient_name, e.sex, e.phone, e.department, o.reason FROM published.episodes e
     LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     WHERE e.hospital_id = $1 AND e.episode_no = $2`,
    [tx.hospitalId, episodeNo],
  );
}
