import type { Tx } from '#platform/db/database.ts';
import type { EpisodeOutcome, ReferralOutcome } from '../rules/index.ts';

/** Rows in one statement; larger arrays cost more memory than they save time. */
const chunkRowsMax = 20_000;

export interface WrittenOutcomes {
  readonly episodesChanged: number;
  readonly referralsChanged: number;
  /** Of these, referrals that became disputed or ceased to be. */
  readonly disputesChanged: number;
}

/**
 * Makes the stored outcomes of exactly these episodes and referrals equal to the decision, touching only rows that differ, and appends an
 * event for every referral whose state changed. The caller holds the clock's lock.
 */
export async function writeOutcomes(
  tx: Tx,
  decision: { readonly episodes: readonly EpisodeOutcome[]; readonly referrals: readonly ReferralOutcome[] },
  actor: { readonly accountId: string | null; readonly displayName: string },
): Promise<WrittenOutcomes> {
  let episodesChanged = 0;
  // Removals first: a referral may win only one episode, and moving a win must not meet itself.
  for (const chunk of chunksOf(decision.episodes)) episodesChanged += await removeOutdated(tx, chunk);
  for (const chunk of chunksOf(decision.episodes)) episodesChanged += await insertMissing(tx, chunk);
  let referralsChanged = 0;
  let disputesChanged = 0;
  for (const chunk of chunksOf(decision.referrals)) {
    const { changed, disputed } = await updateReferrals(tx, chunk, actor);
    referralsChanged += changed;
    disputesChanged += disputed;
  }
  return { episodesChanged, referralsChanged, disputesChanged };
}

function* chunksOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += chunkRowsMax) yield rows.slice(from, from + chunkRowsMax);
}

async function removeOutdated(tx: Tx, episodes: readonly EpisodeOutcome[]): Promise<number> {
  const removed = await tx.query(
    `DELETE FROM referral_outcomes o USING unnest($2::text[], $3::text[], $4::text[]) AS d(episode_no, referral_id, reason)
     WHERE o.hospital_id = $1 AND o.episode_no = d.episode_no
       AND (o.reason, o.referral_id) IS DISTINCT FROM (d.reason, d.referral_id) RETURNING 1`,
    [
      tx.hospitalId,
      episodes.map((row) => row.episodeNo),
      episodes.map((row) => row.referralId),
      episodes.map((row) => row.reason),
    ],
  );
  return removed.length;
}

async function insertMissing(tx: Tx, episodes: readonly EpisodeOutcome[]): Promise<number> {
  const credited = episodes.filter((row) => row.reason !== 'walk_in');
  if (credited.length === 0) return 0;
  const inserted = await tx.query(
    `INSERT INTO referral_outcomes (hospital_id, episode_no, referral_id, reason)
     SELECT $1, d.episode_no, d.referral_id, d.reason FROM unnest($2::text[], $3::text[], $4::text[]) AS d(episode_no, referral_id, reason)
     ON CONFLICT (hospital_id, episode_no) DO NOTHING RETURNING 1`,
    [
      tx.hospitalId,
      credited.map((row) => row.episodeNo),
      credited.map((row) => row.referralId),
      credited.map((row) => row.reason),
    ],
  );
  return inserted.length;
}

async function updateReferrals(
  tx: Tx,
  referrals: readonly ReferralOutcome[],
  actor: { readonly accountId: string | null; readonly displayName: string },
): Promise<{ changed: number; disputed: number }> {
  const rows = await tx.query<{ changed: number; disputed: number }>(
    `WITH decided AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS d(referral_id, state, state_code, episode_no, state_facts)
     ), changing AS (
       SELECT r.referral_id, r.state AS old_state, r.episode_no AS old_episode_no, r.state_code AS old_code, d.state, d.state_code, d.episode_no, d.state_facts
       FROM referral_referrals r JOIN decided d USING (referral_id)
       WHERE r.hospital_id = $1 AND (r.state, r.state_code, r.episode_no, r.state_facts) IS DISTINCT FROM (d.state, d.state_code, d.episode_no, d.state_facts)
     ), updated AS (
       UPDATE referral_referrals r SET state = c.state, state_code = c.state_code, episode_no = c.episode_no, state_facts = c.state_facts,
         last_event_seq = r.last_event_seq + 1, updated_at = clock_timestamp()
       FROM changing c WHERE r.hospital_id = $1 AND r.referral_id = c.referral_id
       RETURNING r.referral_id, r.last_event_seq AS seq
     ), noted AS (
       INSERT INTO referral_events (hospital_id, referral_id, seq, actor_id, actor_name, kind, before, after)
       SELECT $1, u.referral_id, u.seq, $7, $8, 'decided',
         jsonb_build_object('state', c.old_state, 'code', c.old_code, 'episodeNo', c.old_episode_no),
         jsonb_build_object('state', c.state, 'code', c.state_code, 'episodeNo', c.episode_no, 'facts', c.state_facts)
       FROM updated u JOIN changing c USING (referral_id) RETURNING 1
     ) SELECT (SELECT count(*)::int FROM noted) AS changed,
       (SELECT count(*)::int FROM changing WHERE 'disputed' IN (old_state, state)) AS disputed`,
    [
      tx.hospitalId,
      referrals.map((row) => row.referralId),
      referrals.map((row) => row.state),
      referrals.map((row) => row.code),
      referrals.map((row) => row.episodeNo),
      referrals.map((row) =>
        JSON.stringify(row.among.length > 0 ? { ...row.facts, among: row.among.slice(0, 20) } : row.facts),
      ),
      actor.accountId,
      actor.displayName,
    ],
  );
  return rows[0] ?? { changed: 0, disputed: 0 };
}
