import type { Tx } from '#platform/db/database.ts';

/**
 * Marks an episode as one of a patient who came by himself, or takes the mark back.
 * @returns false when there is no such episode
 */
export async function markWalkIn(tx: Tx, episodeNo: string, isWalkIn = true): Promise<boolean> {
  const marked = await tx.one(
    'UPDATE visit_episodes SET is_walk_in = $3 WHERE hospital_id = $1 AND episode_no = $2 RETURNING 1',
    [tx.hospitalId, episodeNo, isWalkIn],
  );
  return marked !== null;
}

export type { ChargeRow, EpisodeRow } from './contract.ts';
export {
  chargeTable,
  countChargesWithoutEpisode,
  episodeTable,
  openChargeImport,
  openEpisodeImport,
} from './import-rows.ts';
