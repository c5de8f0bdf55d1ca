import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { EpisodeBrief } from '../contract/shared-desk.ts';
import { chainsOf } from '../rules/arrivals.ts';
import { ageAtRegistration, type EpisodeKind, type Sex, type WinnerEpisode } from '../rules/index.ts';

interface EpisodeRow {
  readonly episode_no: string;
  readonly record_no: string | null;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly birth_date: WinnerEpisode['birthDate'];
  readonly phone_key: string | null;
  readonly kind: EpisodeKind;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly address_division: string | null;
  readonly registered_at: Instant;
  readonly is_transferred: boolean;
  readonly is_newborn: boolean;
  readonly is_walk_in: boolean;
  readonly winner_referral_id: string | null;
  readonly is_undetermined: boolean;
}

/** An episode as the desk reasons about it: the winner rule's row, its arrival, and who won it. */
export interface DeskEpisode {
  readonly row: WinnerEpisode;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly division: string | null;
  readonly age: number | null;
  readonly arrivalAt: Instant;
  /** Registered as such at the door, by its number or by the patient's name. */
  readonly isWalkIn: boolean;
  readonly winnerReferralId: string | null;
  readonly isUndetermined: boolean;
}

/**
 * The named episodes with their arrival, which other counters of the same record may have moved.
 * A walk-up registered by name counts for the episodes of that name and sex that arrived within a day of it.
 */
export async function readDeskEpisodes(
  tx: Tx,
  episodeNos: readonly string[],
  timeZone: string,
): Promise<Map<string, DeskEpisode>> {
  if (episodeNos.length === 0) return new Map();
  const rows = await tx.query<EpisodeRow & { is_asked: boolean }>(
    `WITH asked AS (
       SELECT hospital_id, episode_no, record_no, registered_at FROM published.episodes WHERE hospital_id = $1 AND episode_no = ANY($2)
     ), wanted AS (
       SELECT episode_no, true AS is_asked FROM asked
       UNION
       SELECT c.episode_no, false FROM asked a JOIN published.episodes c ON c.hospital_id = $1 AND c.record_no = a.record_no
         AND c.registered_at BETWEEN a.registered_at - interval '24 hours' AND a.registered_at AND c.kind IN ('outpatient', 'emergency', 'exam')
     ), once AS (SELECT episode_no, bool_or(is_asked) AS is_asked FROM wanted GROUP BY episode_no)
     SELECT e.episode_no, e.record_no, e.patient_name, e.sex, e.birth_date, e.phone_key, e.kind, e.department, e.diagnosis, e.address_division,
       e.registered_at, e.transferred_from IS NOT NULL AS is_transferred, e.mother_episode_no IS NOT NULL AS is_newborn,
       e.is_walk_in OR EXISTS (
         SELECT 1 FROM referral_walk_ups w WHERE w.hospital_id = $1 AND w.name_key = e.name_key AND w.episode_no IS NULL AND NOT w.is_withdrawn
           AND abs(extract(epoch FROM w.registered_at - e.registered_at)) <= 86400
           AND (w.phone_key IS NULL OR e.phone_key IS NULL OR w.phone_key = e.phone_key)) AS is_walk_in,
       o.referral_id AS winner_referral_id, coalesce(o.reason = 'undetermined', false) AS is_undetermined, n.is_asked
     FROM once n JOIN published.episodes e ON e.hospital_id = $1 AND e.episode_no = n.episode_no
     LEFT JOIN referral_outcomes o ON o.hospital_id = $1 AND o.episode_no = e.episode_no`,
    [tx.hospitalId, episodeNos],
  );
  const episodes = rows.map(toWinnerEpisode);
  const { arrivalMs } = chainsOf(episodes);
  const found = new Map<string, DeskEpisode>();
  rows.forEach((row, position) => {
    if (!row.is_asked) return;
    found.set(row.episode_no, {
      row: episodes[position]!,
      department: row.department,
      diagnosis: row.diagnosis,
      division: row.address_division,
      age: ageAtRegistration(episodes[position]!, timeZone),
      arrivalAt: arrivalMs[position]! as Instant,
      isWalkIn: row.is_walk_in,
      winnerReferralId: row.winner_referral_id,
      isUndetermined: row.is_undetermined,
    });
  });
  return found;
}

export function toEpisodeBrief({ row, department, age, arrivalAt, isWalkIn }: DeskEpisode): EpisodeBrief {
  return {
    episodeNo: row.episodeNo,
    recordNo: row.recordNo,
    patientName: row.patientName,
    sex: row.sex,
    age,
    phoneTail: row.phone?.slice(-4) ?? null,
    kind: row.kind,
    department,
    registeredAt: row.registeredAt,
    arrivalAt,
    isWalkIn,
  };
}

function toWinnerEpisode(row: EpisodeRow): WinnerEpisode {
  return {
    episodeNo: row.episode_no,
    recordNo: row.record_no,
    patientName: row.patient_name,
    sex: row.sex,
    birthDate: row.birth_date,
    phone: row.phone_key,
    kind: row.kind,
    registeredAt: row.registered_at,
    isTransferred: row.is_transferred,
    isNewborn: row.is_newborn,
  };
}
