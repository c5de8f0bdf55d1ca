import type { Tx } from '#platform/db/database.ts';

/** The result of a what-if somebody asked for himself; null inside until it is done. */
export async function readWhatIfJob(
  tx: Tx,
  jobId: string,
  requestedBy: string | null,
): Promise<{ result: unknown } | null> {
  return tx.one(
    `SELECT result FROM platform_jobs WHERE hospital_id = $1 AND job_id = $2 AND kind = 'incentives.what-if' AND requested_by = $3`,
    [tx.hospitalId, jobId, requestedBy],
  );
}
