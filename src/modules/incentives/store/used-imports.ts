import type { Tx } from '#platform/db/database.ts';

/** Number of a submitted settlement that holds lines of episodes this import brought; null when none does. */
export async function findSettlementUsingImport(tx: Tx, runId: string): Promise<string | null> {
  const row = await tx.one<{ settlement_no: string }>(
    `SELECT s.settlement_no FROM incentive_lines l
     JOIN incentive_settlements s ON s.hospital_id = l.hospital_id AND s.settlement_id = l.settlement_id
     JOIN published.episodes e ON e.hospital_id = l.hospital_id AND e.episode_no = l.episode_no
     WHERE l.hospital_id = $1 AND s.state <> 'draft' AND (e.import_run_id = $2
       OR EXISTS (SELECT 1 FROM published.charges c WHERE c.hospital_id = $1 AND c.episode_no = e.episode_no AND c.import_run_id = $2))
     LIMIT 1`,
    [tx.hospitalId, runId],
  );
  return row?.settlement_no ?? null;
}
