import type { Tx } from '#platform/db/database.ts';

export async function readWinnerOf(
  tx: Tx,
  episodeNo: string,
): Promise<{ referral_id: string | null; reason: 'won' | 'chain' | 'undetermined' } | null> {
  return tx.one('SELECT referral_id, reason FROM referral_outcomes WHERE hospital_id = $1 AND episode_no = $2', [
    tx.hospitalId,
    episodeNo,
  ]);
}

export interface NewDecision {
  readonly episodeNo: string;
  readonly winnerReferralId: string | null;
  readonly isWithdrawn?: boolean;
  readonly kind: 'dispute' | 'link' | 'violation';
  readonly disputeId?: string;
  readonly reason: string;
}

/** Adds a person's decision about an episode; the latest is in force. The caller holds the clock's lock and decides the winners anew. */
export async function insertDecision(
  tx: Tx,
  actor: { readonly accountId: string | null; readonly displayName: string },
  row: NewDecision,
): Promise<void> {
  await tx.query(
    `INSERT INTO referral_decisions (hospital_id, episode_no, winner_referral_id, is_withdrawn, kind, dispute_id, reason, decided_by, decided_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.hospitalId,
      row.episodeNo,
      row.winnerReferralId,
      row.isWithdrawn ?? false,
      row.kind,
      row.disputeId ?? null,
      row.reason,
      actor.accountId,
      actor.displayName,
    ],
  );
}

/** The decision in force about an episode, with who made it; null when the rules decide. */
export async function readDecisionOf(
  tx: Tx,
  episodeNo: string,
): Promise<{ kind: string; winner_referral_id: string | null; dispute_id: string | null } | null> {
  return tx.one(
    `SELECT kind, winner_referral_id, dispute_id FROM (
       SELECT * FROM referral_decisions WHERE hospital_id = $1 AND episode_no = $2 ORDER BY decided_at DESC, decision_id DESC LIMIT 1) AS latest
     WHERE NOT is_withdrawn`,
    [tx.hospitalId, episodeNo],
  );
}

/** Episodes a dispute's decisions are in force for. */
export async function readOwnDecisions(tx: Tx, disputeId: string): Promise<string[]> {
  const rows = await tx.query<{ episode_no: string }>(
    `SELECT episode_no FROM (
       SELECT DISTINCT ON (d.episode_no) d.episode_no, d.dispute_id, d.is_withdrawn FROM referral_decisions d
       WHERE d.hospital_id = $1 AND d.episode_no IN (SELECT episode_no FROM referral_decisions WHERE hospital_id = $1 AND dispute_id = $2)
       ORDER BY d.episode_no, d.decided_at DESC, d.decision_id DESC) AS latest
     WHERE dispute_id = $2 AND NOT is_withdrawn`,
    [tx.hospitalId, disputeId],
  );
  return rows.map((row) => row.episode_no);
}

/** Episodes of a submitted settlement keep their winner; called by the settlement when it is submitted. */
export async function freezeWinners(tx: Tx, episodeNos: readonly string[], settlementNo: string): Promise<void> {
  await tx.query(
    `INSERT INTO referral_frozen_episodes (hospital_id, episode_no, settlement_no) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING`,
    [tx.hospitalId, episodeNos, settlementNo],
  );
}

/** The settlement (or the part with these episodes) was taken back before approval: its winners may change again. */
export async function unfreezeWinners(
  tx: Tx,
  settlementNo: string,
  episodeNos: readonly string[] | null = null,
): Promise<void> {
  await tx.query(
    'DELETE FROM referral_frozen_episodes WHERE hospital_id = $1 AND settlement_no = $2 AND ($3::text[] IS NULL OR episode_no = ANY($3))',
    [tx.hospitalId, settlementNo, episodeNos],
  );
}

export async function readFrozen(tx: Tx, episodeNos: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ episode_no: string }>(
    'SELECT episode_no FROM referral_frozen_episodes WHERE hospital_id = $1 AND episode_no = ANY($2)',
    [tx.hospitalId, episodeNos],
  );
  return new Set(rows.map((row) => row.episode_no));
}
