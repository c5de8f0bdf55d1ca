import type { Tx } from '#platform/db/database.ts';
import type { Change } from '../offer.ts';

export interface RunRecord {
  readonly runId: string;
  readonly jobId: string;
  readonly listId: string;
  readonly action: string;
  readonly requestedBy: string;
  readonly request: { readonly selection: unknown; readonly input: unknown; readonly total: number | null };
  readonly undoOf: string | null;
  readonly undoneBy: string | null;
  readonly changed: number;
  readonly skipped: number;
  readonly requestedAt: number;
}

const columns = `run_id AS "runId", job_id AS "jobId", list_id AS "listId", action, requested_by AS "requestedBy", request, undo_of AS "undoOf",
  undone_by AS "undoneBy", changed_count AS changed, skipped_count AS skipped, requested_at AS "requestedAt"`;

export async function insertRun(tx: Tx, run: Omit<RunRecord, 'undoneBy' | 'changed' | 'skipped'>): Promise<RunRecord> {
  const row = await tx.one<RunRecord>(
    `INSERT INTO list_bulk_runs (hospital_id, run_id, job_id, list_id, action, requested_by, request, undo_of, requested_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::bigint / 1000.0)) RETURNING ${columns}`,
    [
      tx.hospitalId,
      run.runId,
      run.jobId,
      run.listId,
      run.action,
      run.requestedBy,
      JSON.stringify(run.request),
      run.undoOf,
      run.requestedAt,
    ],
  );
  return row!;
}

export async function readRun(tx: Tx, runId: string): Promise<RunRecord | null> {
  return tx.one(`SELECT ${columns} FROM list_bulk_runs WHERE hospital_id = $1 AND run_id = $2`, [tx.hospitalId, runId]);
}

export async function lockRun(tx: Tx, runId: string): Promise<RunRecord | null> {
  return tx.one(`SELECT ${columns} FROM list_bulk_runs WHERE hospital_id = $1 AND run_id = $2 FOR UPDATE`, [
    tx.hospitalId,
    runId,
  ]);
}

/** Counts a portion, in its own transaction. */
export async function countPortion(tx: Tx, runId: string, changed: number, skipped: number): Promise<void> {
  await tx.query(
    `UPDATE list_bulk_runs SET changed_count = changed_count + $3, skipped_count = skipped_count + $4 WHERE hospital_id = $1 AND run_id = $2`,
    [tx.hospitalId, runId, changed, skipped],
  );
}

export async function markUndone(tx: Tx, runId: string, undoneBy: string): Promise<void> {
  await tx.query('UPDATE list_bulk_runs SET undone_by = $3 WHERE hospital_id = $1 AND run_id = $2', [
    tx.hospitalId,
    runId,
    undoneBy,
  ]);
}

export async function insertBefores(tx: Tx, runId: string, changes: readonly Change[]): Promise<void> {
  await tx.query(
    `INSERT INTO list_bulk_befores (hospital_id, run_id, row_id, before)
     SELECT $1, $2, u.id, u.before::jsonb FROM unnest($3::text[], $4::text[]) AS u(id, before) ON CONFLICT DO NOTHING`,
    [tx.hospitalId, runId, changes.map(({ id }) => id), changes.map(({ before }) => JSON.stringify(before))],
  );
}

/** Takes the next portion of what a run replaced; taken ones are gone when the transaction commits. */
export async function takeBefores(tx: Tx, runId: string, rowsMax: number): Promise<Change[]> {
  return tx.query(
    `DELETE FROM list_bulk_befores WHERE hospital_id = $1 AND run_id = $2 AND row_id IN (
       SELECT row_id FROM list_bulk_befores WHERE hospital_id = $1 AND run_id = $2 ORDER BY row_id LIMIT $3)
     RETURNING row_id AS id, before`,
    [tx.hospitalId, runId, rowsMax],
  );
}

/** Nobody can take these runs back any more. */
export async function deleteOldBefores(tx: Tx, at: number): Promise<void> {
  await tx.query(
    `DELETE FROM list_bulk_befores b USING list_bulk_runs r
     WHERE b.hospital_id = $1 AND r.hospital_id = b.hospital_id AND r.run_id = b.run_id AND r.requested_at < to_timestamp($2::bigint / 1000.0)`,
    [tx.hospitalId, at],
  );
}
