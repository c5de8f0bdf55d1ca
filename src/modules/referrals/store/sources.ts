import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { DeclaredSource } from '../rules/contradictions.ts';
import type { Sex } from '../rules/index.ts';

export interface SourceRow {
  readonly episode_no: string;
  readonly source: 'introducer' | 'advertisement' | 'doctor_reputation' | 'neighbour' | 'search' | 'other';
  readonly detail: string | null;
  readonly introducer_no: string | null;
  readonly recorded_by_name: string;
  readonly recorded_at: Instant;
}

export async function readEpisodeSource(tx: Tx, episodeNo: string): Promise<SourceRow | null> {
  return tx.one<SourceRow>(
    `SELECT episode_no, source, detail, introducer_no, recorded_by_name, recorded_at FROM referral_sources
     WHERE hospital_id = $1 AND episode_no = $2`,
    [tx.hospitalId, episodeNo],
  );
}

export async function upsertSource(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: { episodeNo: string; source: string; detail: string | null; introducerNo: string | null },
): Promise<SourceRow> {
  const stored = await tx.one<SourceRow>(
    `INSERT INTO referral_sources (hospital_id, episode_no, source, detail, introducer_no, recorded_by, recorded_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (hospital_id, episode_no) DO UPDATE SET source = EXCLUDED.source, detail = EXCLUDED.detail, introducer_no = EXCLUDED.introducer_no,
       recorded_by = EXCLUDED.recorded_by, recorded_by_name = EXCLUDED.recorded_by_name, recorded_at = clock_timestamp()
     RETURNING episode_no, source, detail, introducer_no, recorded_by_name, recorded_at`,
    [tx.hospitalId, row.episodeNo, row.source, row.detail, row.introducerNo, actor.accountId, actor.displayName],
  );
  return stored!;
}

/** The doctors an episode names, to tell whether it is somebody's own. */
export async function readEpisodeDoctors(
  tx: Tx,
  episodeNo: string,
): Promise<{ doctor: string | null; admitted_by: string | null } | null> {
  return tx.one('SELECT doctor, admitted_by FROM published.episodes WHERE hospital_id = $1 AND episode_no = $2', [
    tx.hospitalId,
    episodeNo,
  ]);
}

export interface ConfrontedRow {
  readonly episode_no: string;
  readonly referral_id: string | null;
  readonly reason: 'won' | 'chain' | 'undetermined' | 'walk_in';
  readonly registered_at: Instant;
  readonly at_text: string;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly birth_date: Day | null;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly his_source: string | null;
  readonly source: DeclaredSource | null;
  readonly source_introducer_no: string | null;
  readonly told_name: string | null;
  readonly told_sex: Sex | null;
  readonly told_age: number | null;
  readonly told_disease: string | null;
  readonly introducer_no: string | null;
  readonly introducer_name: string | null;
  readonly dismissed: string[];
}

/** Episodes with a winner, an undetermined one or a recorded source, newest registration first, with what was told of them. */
export async function readConfronted(
  tx: Tx,
  from: { month: { from: Instant; until: Instant } | null; after: { at: string; episodeNo: string } | null },
  rowsMax: number,
): Promise<ConfrontedRow[]> {
  return tx.query<ConfrontedRow>(
    `SELECT e.episode_no, o.referral_id, coalesce(o.reason, 'walk_in') AS reason, e.registered_at, e.registered_at::text AS at_text,
       e.patient_name, e.sex, e.birth_date, e.department, e.diagnosis, e.declared_source AS his_source, s.source, s.introducer_no AS source_introducer_no,
       r.patient_name AS told_name, r.sex AS told_sex, r.age AS told_age, r.disease AS told_disease, i.introducer_no, i.name AS introducer_name,
       ARRAY(SELECT d.code FROM referral_contradiction_dismissals d WHERE d.hospital_id = e.hospital_id AND d.episode_no = e.episode_no) AS dismissed
     FROM published.episodes e
     LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
     LEFT JOIN referral_sources s ON s.hospital_id = e.hospital_id AND s.episode_no = e.episode_no
     LEFT JOIN referral_referrals r ON r.hospital_id = o.hospital_id AND r.referral_id = o.referral_id
     LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
     WHERE e.hospital_id = $1 AND (o.episode_no IS NOT NULL OR s.episode_no IS NOT NULL)
       AND ($2::bigint IS NULL OR (e.registered_at >= to_timestamp($2 / 1000.0) AND e.registered_at < to_timestamp($3::bigint / 1000.0)))
       AND ($4::text IS NULL OR (e.registered_at, e.episode_no) < ($4::timestamptz, $5 COLLATE "C"))
     ORDER BY e.registered_at DESC, e.episode_no DESC LIMIT $6`,
    [
      tx.hospitalId,
      from.month?.from ?? null,
      from.month?.until ?? null,
      from.after?.at ?? null,
      from.after?.episodeNo ?? null,
      rowsMax,
    ],
  );
}

export async function insertDismissal(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: { episodeNo: string; code: string; reason: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_contradiction_dismissals (hospital_id, episode_no, code, reason, dismissed_by, dismissed_by_name)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [tx.hospitalId, row.episodeNo, row.code, row.reason, actor.accountId, actor.displayName],
  );
}
