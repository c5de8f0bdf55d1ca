import type { Tx } from '#platform/db/database.ts';
import type { Difference } from './recalculations.ts';
import type { NewLine } from './settlements.ts';

/** A table for the independent run, gone with its transaction: a million lines are compared where they lie. */
export async function createExpected(tx: Tx): Promise<void> {
  await tx.query('DROP TABLE IF EXISTS expected_lines');
  await tx.query(
    `CREATE TEMPORARY TABLE expected_lines (key text, rule_id text, episode_no text, department text, amount_fen bigint, clearance text,
       form text, is_held boolean) ON COMMIT DROP`,
  );
}

export async function insertExpected(tx: Tx, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `INSERT INTO expected_lines SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::boolean[])`,
    [
      lines.map(({ key }) => key),
      lines.map(({ line }) => line.ruleId),
      lines.map(({ line }) => line.episodeNo),
      lines.map(({ line }) => line.department),
      lines.map(({ amountFen }) => amountFen),
      lines.map(({ line }) => line.clearance),
      lines.map(({ line }) => line.form),
      lines.map(({ line }) => line.isHeld),
    ],
  );
}

/** Stored lines against the expected ones, by key; at most `rowsMax` are listed, all are counted. */
export async function readExpectedDifferences(
  tx: Tx,
  settlementId: string,
  rowsMax: number,
): Promise<{ count: number; differences: Difference[] }> {
  await tx.query('ANALYZE expected_lines');
  const rows = await tx.query<Difference & { all: number }>(
    `WITH stored AS (SELECT * FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2)
     SELECT coalesce(l.key, e.key) AS key,
       CASE WHEN l.key IS NULL THEN 'missing' WHEN e.key IS NULL THEN 'surplus' ELSE 'changed' END AS kind,
       l.line_id AS "lineId", coalesce(l.rule_id, e.rule_id) AS "ruleId", coalesce(l.episode_no, e.episode_no) AS "episodeNo",
       coalesce(l.department, e.department) AS department, l.amount_fen AS "settledFen", e.amount_fen AS "recomputedFen", count(*) OVER () AS all
     FROM stored l FULL JOIN expected_lines e ON e.key = l.key
     WHERE l.key IS NULL OR e.key IS NULL OR l.amount_fen <> e.amount_fen OR l.clearance <> e.clearance OR l.form <> e.form
       OR l.is_held <> e.is_held OR l.department IS DISTINCT FROM e.department
     ORDER BY 1 LIMIT ${rowsMax}`,
    [tx.hospitalId, settlementId],
  );
  return { count: rows[0]?.all ?? 0, differences: rows.map(({ all: _, ...difference }) => difference) };
}
