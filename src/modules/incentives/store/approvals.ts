import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';

/** Approvals are numbered by year: `SP-2026-1`. */
export async function insertApproval(
  tx: Tx,
  actor: Actor,
  approval: {
    readonly disease: string;
    readonly rateBasisPoints: number;
    readonly maxFen: number | null;
    readonly fromDay: string;
    readonly untilDay: string;
    readonly reason: string;
    readonly year: string;
  },
): Promise<{ approvalId: string; approvalNo: string }> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263007))', [`${tx.hospitalId} approvals`]);
  const row = await tx.one<{ approvalId: string; approvalNo: string }>(
    `INSERT INTO incentive_approvals (hospital_id, approval_no, disease, rate_bp, max_fen, from_day, until_day, reason, approved_by, approved_by_name)
     SELECT $1, 'SP-' || $2::text || '-' || (1 + count(*)), $3, $4::int, $5::bigint, $6::date, $7::date, $8, $9::uuid, $10
     FROM incentive_approvals WHERE hospital_id = $1 AND approval_no LIKE 'SP-' || $2::text || '-%'
     RETURNING approval_id AS "approvalId", approval_no AS "approvalNo"`,
    [
      tx.hospitalId,
      approval.year,
      approval.disease,
      approval.rateBasisPoints,
      approval.maxFen,
      approval.fromDay,
      approval.untilDay,
      approval.reason,
      actor.accountId,
      actor.displayName,
    ],
  );
  return row!;
}
