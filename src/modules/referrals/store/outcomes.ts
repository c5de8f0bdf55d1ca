import { stageRows } from '#platform/db/bulk.ts';
import type { Parameter, Tx } from '#platform/db/database.ts';
import type { EpisodeOutcome, ReferralOutcome } from '../rules/index.ts';

/** Up to so many rows travel as arrays; more are copied into a temporary table, which the planner can count and join as a whole. */
const arrayRowsMax = 5_000;

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
  const episodes = await decidedEpisodes(tx, decision.episodes);
  // Removals first: a referral may win only one episode, and moving a win must not meet itself.
  const removed = await removeOutdated(tx, episodes);
  const inserted = await insertMissing(tx, episodes);
  const referrals = await updateReferrals(tx, await decidedReferrals(tx, decision.referrals), actor);
  return {
    episodesChanged: removed + inserted,
    referralsChanged: referrals.changed,
    disputesChanged: referrals.disputed,
  };
}

/** What was decided, as a relation `d` for a FROM clause, with its parameters, which begin at $2. */
interface Decided {
  readonly from: string;
  readonly parameters: readonly Parameter[];
}

async function decidedEpisodes(tx: Tx, episodes: readonly EpisodeOutcome[]): Promise<Decided> {
  if (episodes.length <= arrayRowsMax)
    return {
      from: 'unnest($2::text[], $3::text[], $4::text[]) AS d(episode_no, referral_id, reason)',
      parameters: [
        episodes.map((row) => row.episodeNo),
        episodes.map((row) => row.referralId),
        episodes.map((row) => row.reason),
      ],
    };
  await stageRows(
    tx,
    'decided_episodes',
    'episode_no text COLLATE "C", referral_id text COLLATE "C", reason text',
    episodes,
    (row) => [row.episodeNo, row.referralId, row.reason],
  );
  return { from: 'decided_episodes d', parameters: [] };
}

async function decidedReferrals(tx: Tx, referrals: readonly ReferralOutcome[]): Promise<Decided> {
  if (referrals.length <= arrayRowsMax)
    return {
      from: `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) AS d(referral_id, state, state_code, episode_no, state_facts)`,
      parameters: [
        referrals.map((row) => row.referralId),
        referrals.map((row) => row.state),
        referrals.map((row) => row.code),
        referrals.map((row) => row.episodeNo),
        referrals.map(factsText),
      ],
    };
  await stageRows(
    tx,
    'decided_referrals',
    'referral_id text COLLATE "C", state text, state_code text, episode_no text COLLATE "C", state_facts jsonb',
    referrals,
    (row) => [row.referralId, row.state, row.code, row.episodeNo, factsText(row)],
  );
  return { from: 'decided_referrals d', parameters: [] };
}

function factsText(row: ReferralOutcome): string {
  return JSON.stringify(row.among.length > 0 ? { ...row.facts, among: row.among.slice(0, 20) } : row.facts);
}

async function removeOutdated(tx: Tx, { from, parameters }: Decided): Promise<number> {
  return countOf(
    tx,
    `DELETE FROM referral_outcomes o USING ${from}
     WHERE o.hospital_id = $1 AND o.episode_no = d.episode_no
       AND (o.reason, o.referral_id) IS DISTINCT FROM (d.reason, d.referral_id) RETURNING 1`,
    [tx.hospitalId, ...parameters],
  );
}

async function insertMissing(tx: Tx, { from, parameters }: Decided): Promise<number> {
  return countOf(
    tx,
    `INSERT INTO referral_outcomes (hospital_id, episode_no, referral_id, reason)
     SELECT $1, d.episode_no, d.referral_id, d.reason FROM ${from}
     WHERE d.reason <> 'walk_in' AND NOT EXISTS (SELECT 1 FROM referral_outcomes o WHERE o.hospital_id = $1 AND o.episode_no = d.episode_no)
     ON CONFLICT (hospital_id, episode_no) DO NOTHING RETURNING 1`,
    [tx.hospitalId, ...parameters],
  );
}

async function countOf(tx: Tx, statement: string, parameters: readonly Parameter[]): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `WITH written AS (${statement}) SELECT count(*) AS count FROM written`,
    parameters,
  );
  return row!.count;
}

async function updateReferrals(
  tx: Tx,
  { from, parameters }: Decided,
  actor: { readonly accountId: string | null; readonly displayName: string },
): Promise<{ changed: number; disputed: number }> {
  const [actorId, actorName] = [`$${parameters.length + 2}`, `$${parameters.length + 3}`];
  const row = await tx.one<{ changed: number; disputed: number }>(
    `WITH changing AS (
       SELECT r.referral_id, r.state AS old_state, r.episode_no AS old_episode_no, r.state_code AS old_code, d.state, d.state_code, d.episode_no, d.state_facts
       FROM ${from} JOIN referral_referrals r ON r.hospital_id = $1 AND r.referral_id = d.referral_id
       WHERE (r.state, r.state_code, r.episode_no, r.state_facts) IS DISTINCT FROM (d.state, d.state_code, d.episode_no, d.state_facts)
     ), updated AS (
       UPDATE referral_referrals r SET state = c.state, state_code = c.state_code, episode_no = c.episode_no, state_facts = c.state_facts,
         last_event_seq = r.last_event_seq + 1, updated_at = clock_timestamp()
       FROM changing c WHERE r.hospital_id = $1 AND r.referral_id = c.referral_id
       RETURNING r.last_event_seq AS seq, c.*
     ), noted AS (
       INSERT INTO referral_events (hospital_id, referral_id, seq, actor_id, actor_name, kind, before, after)
       SELECT $1, referral_id, seq, ${actorId}::uuid, ${actorName}, 'decided',
         jsonb_build_object('state', old_state, 'code', old_code, 'episodeNo', old_episode_no),
         jsonb_build_object('state', state, 'code', state_code, 'episodeNo', episode_no, 'facts', state_facts)
       FROM updated
     ) SELECT count(*) AS changed, count(*) FILTER (WHERE 'disputed' IN (old_state, state)) AS disputed FROM updated`,
    [tx.hospitalId, ...parameters, actor.accountId, actor.displayName],
  );
  return row!;
}
