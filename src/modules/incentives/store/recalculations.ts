import type { Instant } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';

/** What the independent run sees otherwise. */
export interface Difference {
  readonly key: string;
  readonly kind: 'changed' | 'missing' | 'surplus' | 'trace';
  readonly lineId: string | null;
  readonly ruleId: string;
  readonly episodeNo: string | null;
  readonly department: string | null;
  readonly settledFen: Fen | null;
  readonly recomputedFen: Fen | null;
}

export interface Recalculation {
  readonly recalculationId: string;
  readonly linesFingerprint: string;
  readonly linesChecked: number;
  readonly differencesCount: number;
  readonly differences: readonly Difference[];
  readonly runByName: string;
  readonly ranAt: Instant;
}

export async function insertRecalculation(
  tx: Tx,
  settlementId: string,
  run: Omit<Recalculation, 'recalculationId' | 'ranAt'> & { readonly runBy: string | null },
): Promise<string> {
  const row = await tx.one<{ recalculation_id: string }>(
    `INSERT INTO incentive_recalculations (hospital_id, settlement_id, lines_fingerprint, lines_checked, differences_count, differences, run_by, run_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING recalculation_id`,
    [
      tx.hospitalId,
      settlementId,
      run.linesFingerprint,
      run.linesChecked,
      run.differencesCount,
      JSON.stringify(run.differences),
      run.runBy,
      run.runByName,
    ],
  );
  return row!.recalculation_id;
}

export async function readLatestRecalculation(tx: Tx, settlementId: string): Promise<Recalculation | null> {
  return tx.one(
    `SELECT recalculation_id AS "recalculationId", lines_fingerprint AS "linesFingerprint", lines_checked AS "linesChecked",
       differences_count AS "differencesCount", differences, run_by_name AS "runByName", ran_at AS "ranAt"
     FROM incentive_recalculations WHERE hospital_id = $1 AND settlement_id = $2 ORDER BY ran_at DESC, recalculation_id DESC LIMIT 1`,
    [tx.hospitalId, settlementId],
  );
}
