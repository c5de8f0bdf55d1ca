import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type {
  EpisodeKind,
  ManualDecision,
  RecordStretch,
  ScopeQuestion,
  ScopeRows,
  Sex,
  WinnerEpisode,
  WinnerReferral,
} from '../rules/index.ts';

interface EpisodeRow {
  episode_no: string;
  record_no: string | null;
  patient_name: string | null;
  sex: Sex | null;
  birth_date: Day | null;
  phone_key: string | null;
  kind: EpisodeKind;
  registered_at: Instant;
  is_transferred: boolean;
  is_newborn: boolean;
}

interface ReferralRow {
  referral_id: string;
  received_at: Instant;
  patient_name: string | null;
  sex: Sex | null;
  age: number | null;
  phone_key: string | null;
  has_disease: boolean;
  has_known_introducer: boolean;
}

const episodeColumns = `episode_no, record_no, patient_name, sex, birth_date, phone_key, kind, registered_at,
  transferred_from IS NOT NULL AS is_transferred, mother_episode_no IS NOT NULL AS is_newborn`;
const referralColumns = `referral_id, received_at, patient_name, sex, age, phone_key, disease IS NOT NULL AS has_disease,
  introducer_id IS NOT NULL AS has_known_introducer`;

/** Answers one question of the winner scope. Announced, withdrawn and anonymised referrals take no part in the rules. */
export async function readScopeRows(tx: Tx, question: ScopeQuestion): Promise<ScopeRows> {
  const { referralsByName, referralsByPhone, referralsById, episodesByName, episodesByPhone, episodesByNo } = question;
  const referrals =
    referralsByName.length + referralsByPhone.length + referralsById.length === 0
      ? []
      : await tx.query<ReferralRow>(
          `SELECT ${referralColumns} FROM referral_referrals
           WHERE hospital_id = $1 AND stage = 'confirmed' AND anonymised_at IS NULL AND (name_key = ANY($2) OR phone_key = ANY($3) OR referral_id = ANY($4))`,
          [tx.hospitalId, referralsByName, referralsByPhone, referralsById],
        );
  const episodes =
    episodesByName.length + episodesByPhone.length + episodesByNo.length === 0
      ? []
      : await tx.query<EpisodeRow>(
          `SELECT ${episodeColumns} FROM published.episodes
           WHERE hospital_id = $1 AND (name_key = ANY($2) OR phone_key = ANY($3) OR episode_no = ANY($4))`,
          [tx.hospitalId, episodesByName, episodesByPhone, episodesByNo],
        );
  return {
    episodes: [...episodes, ...(await readChains(tx, question.episodesAround))].map(toWinnerEpisode),
    referrals: referrals.map(toWinnerReferral),
    decisions: await readDecisionsAbout(tx, question.decisionsByReferral, question.decisionsByEpisode),
  };
}

async function readChains(tx: Tx, stretches: readonly RecordStretch[]): Promise<EpisodeRow[]> {
  if (stretches.length === 0) return [];
  const instants = (pick: (stretch: RecordStretch) => number) =>
    stretches.map((stretch) => new Date(pick(stretch)).toISOString());
  return tx.query<EpisodeRow>(
    `SELECT ${episodeColumns}
     FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::boolean[]) AS s (chain_record_no, from_at, until_at, wants_admissions)
     JOIN published.episodes e ON e.hospital_id = $1 AND e.record_no = s.chain_record_no
       AND e.registered_at >= s.from_at AND e.registered_at <= s.until_at
       AND e.kind = ANY (CASE WHEN s.wants_admissions THEN ARRAY['inpatient'] ELSE ARRAY['outpatient', 'emergency', 'exam'] END)`,
    [
      tx.hospitalId,
      stretches.map(({ recordKey }) => recordKey),
      instants(({ fromMs }) => fromMs),
      instants(({ untilMs }) => untilMs),
      stretches.map(({ wants }) => wants === 'admissions'),
    ],
  );
}

export async function readEpisodesForMatching(tx: Tx): Promise<WinnerEpisode[]> {
  const rows = await tx.query<EpisodeRow>(`SELECT ${episodeColumns} FROM published.episodes WHERE hospital_id = $1`, [
    tx.hospitalId,
  ]);
  return rows.map(toWinnerEpisode);
}

export async function readReferralsForMatching(tx: Tx): Promise<WinnerReferral[]> {
  const rows = await tx.query<ReferralRow>(
    `SELECT ${referralColumns} FROM referral_referrals WHERE hospital_id = $1 AND stage = 'confirmed' AND anonymised_at IS NULL`,
    [tx.hospitalId],
  );
  return rows.map(toWinnerReferral);
}

/** The named referrals whatever their stage: what changes about them moves others. */
export async function readAnyStage(tx: Tx, referralIds: readonly string[]): Promise<WinnerReferral[]> {
  const rows = await tx.query<ReferralRow>(
    `SELECT ${referralColumns} FROM referral_referrals WHERE hospital_id = $1 AND referral_id = ANY($2)`,
    [tx.hospitalId, referralIds],
  );
  return rows.map(toWinnerReferral);
}

/** Decisions in force: the latest of each episode, unless it was a withdrawal. */
export async function readAllDecisions(tx: Tx): Promise<ManualDecision[]> {
  const rows = await tx.query<{ episode_no: string; winner_referral_id: string | null }>(
    `SELECT episode_no, winner_referral_id FROM (
       SELECT DISTINCT ON (episode_no) episode_no, winner_referral_id, is_withdrawn FROM referral_decisions
       WHERE hospital_id = $1 ORDER BY episode_no, decided_at DESC, decision_id DESC) AS latest
     WHERE NOT is_withdrawn`,
    [tx.hospitalId],
  );
  return rows.map(toDecision);
}

async function readDecisionsAbout(
  tx: Tx,
  referralIds: readonly string[],
  episodeNos: readonly string[],
): Promise<ManualDecision[]> {
  if (referralIds.length + episodeNos.length === 0) return [];
  const rows = await tx.query<{ episode_no: string; winner_referral_id: string | null }>(
    `SELECT episode_no, winner_referral_id FROM (
       SELECT DISTINCT ON (d.episode_no) d.episode_no, d.winner_referral_id, d.is_withdrawn FROM referral_decisions d
       WHERE d.hospital_id = $1 AND d.episode_no IN (
         SELECT episode_no FROM referral_decisions WHERE hospital_id = $1 AND (episode_no = ANY($2) OR winner_referral_id = ANY($3)))
       ORDER BY d.episode_no, d.decided_at DESC, d.decision_id DESC) AS latest
     WHERE NOT is_withdrawn`,
    [tx.hospitalId, episodeNos, referralIds],
  );
  return rows.map(toDecision);
}

function toDecision(row: { episode_no: string; winner_referral_id: string | null }): ManualDecision {
  return { episodeNo: row.episode_no, winnerReferralId: row.winner_referral_id };
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

function toWinnerReferral(row: ReferralRow): WinnerReferral {
  return {
    referralId: row.referral_id,
    receivedAt: row.received_at,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.age,
    phone: row.phone_key,
    hasDisease: row.has_disease,
    hasKnownIntroducer: row.has_known_introducer,
  };
}
