import type { Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Scope, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { RejectedCells, Totals } from './pipeline.ts';
import type { Mapping } from './rules/guess-mapping.ts';
import type { ImportKind, RowProblem } from './rules/rows.ts';

/** Something worth knowing that stops nothing. */
export interface Notice {
  readonly code: 'imports.charges-without-episode' | 'imports.columns-ignored';
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface NewRun {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly fileHash: string;
  readonly filePath: string | null;
  readonly encoding: string;
  readonly isDryRun: boolean;
  readonly state: 'uploaded' | 'checking' | 'running';
}

/** How long a run without a job counts as alive after its process last said so. */
export const leaseSeconds = 30;

export async function insertRun(tx: Tx, actor: Actor, run: NewRun): Promise<string> {
  const row = await tx.one<{ run_id: string }>(
    `INSERT INTO import_runs (hospital_id, kind, file_name, file_hash, file_path, encoding, is_dry_run, state, started_by, started_by_name, leased_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp() + make_interval(secs => $11)) RETURNING run_id`,
    [
      tx.hospitalId,
      run.kind,
      run.fileName,
      run.fileHash,
      run.filePath,
      run.encoding,
      run.isDryRun,
      run.state,
      actor.accountId,
      actor.displayName,
      leaseSeconds,
    ],
  );
  return row!.run_id;
}

export async function renewLease(tx: Tx, runId: string): Promise<void> {
  await tx.query(
    `UPDATE import_runs SET leased_until = clock_timestamp() + make_interval(secs => $3)
     WHERE hospital_id = $1 AND run_id = $2 AND state IN ('checking', 'running')`,
    [tx.hospitalId, runId, leaseSeconds],
  );
}

/**
 * Ends the runs whose process was killed; one with a job is taken up again by its job. A process that was only asleep and commits after all
 * says so itself: the end it writes stands.
 */
export async function interruptAbandonedRuns(tx: Tx): Promise<void> {
  const abandoned = await tx.query<{ run_id: string }>(
    `UPDATE import_runs SET state = 'interrupted', ended_at = clock_timestamp()
     WHERE hospital_id = $1 AND state IN ('checking', 'running') AND job_id IS NULL
       AND coalesce(leased_until, started_at) < clock_timestamp() RETURNING run_id`,
    [tx.hospitalId],
  );
  for (const { run_id: runId } of abandoned) tx.touch('imports', runId);
}

export interface StoredRun {
  readonly run_id: string;
  readonly kind: ImportKind;
  readonly file_name: string;
  readonly file_path: string | null;
  readonly encoding: string;
  readonly sheet: string | null;
  readonly state: string;
  readonly mapping: Mapping | null;
  readonly headers: string[];
  readonly is_dry_run: boolean;
  readonly ended_at: number | null;
}

const storedRun =
  'r.run_id, r.kind, r.file_name, r.file_path, r.encoding, r.sheet, r.state, r.mapping, r.headers, r.is_dry_run, r.ended_at';

export async function lockRun(tx: Tx, runId: string): Promise<StoredRun | null> {
  return tx.one<StoredRun>(
    `SELECT ${storedRun} FROM import_runs r WHERE r.hospital_id = $1 AND r.run_id = $2 FOR UPDATE`,
    [tx.hospitalId, runId],
  );
}

/** Whether the job of a run has ended without its run hearing of it: cancelled before it began, given up after faults. */
export async function isJobOver(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 FROM import_runs r JOIN platform_jobs j ON j.hospital_id = r.hospital_id AND j.job_id = r.job_id
     WHERE r.hospital_id = $1 AND r.run_id = $2 AND j.state IN ('cancelled', 'failed')`,
    [tx.hospitalId, runId],
  );
  return row !== null;
}

export async function startRun(
  tx: Tx,
  runId: string,
  start: { isDryRun: boolean; mapping: Mapping | null; encoding: string; sheet: string | null; jobId: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE import_runs SET state = $3, is_dry_run = $4, mapping = coalesce($5, mapping), encoding = $6, sheet = $7, job_id = $8, failed_code = NULL, failed_facts = NULL, ended_at = NULL
     WHERE hospital_id = $1 AND run_id = $2`,
    [
      tx.hospitalId,
      runId,
      start.isDryRun ? 'checking' : 'running',
      start.isDryRun,
      start.mapping ? JSON.stringify(start.mapping) : null,
      start.encoding,
      start.sheet,
      start.jobId,
    ],
  );
  tx.touch('imports', runId);
}

/** Of a real import inside its own transaction, so that rows and history never tell two stories. */
export async function endRun(
  tx: Tx,
  runId: string,
  state: 'checked' | 'done',
  summary: Totals & { notices: readonly Notice[] },
): Promise<void> {
  await tx.query(
    `UPDATE import_runs SET state = $3, rows_read = $4, rows_new = $5, rows_changed = $6, rows_same = $7, rows_rejected = $8, rows_warned = $9,
       notices = $10, ended_at = clock_timestamp() WHERE hospital_id = $1 AND run_id = $2`,
    [
      tx.hospitalId,
      runId,
      state,
      summary.rowsRead,
      summary.rowsNew,
      summary.rowsChanged,
      summary.rowsSame,
      summary.rowsRejected,
      summary.rowsWarned,
      JSON.stringify(summary.notices),
    ],
  );
  tx.touch('imports', runId);
}

/**
 * A refusal says why. Without one the run was cancelled or broke: its job says so, and may be about to try again, so the run keeps its
 * state; only a run without a job ends here. A run that is done stays done: the answer to its commit may have been lost.
 */
export async function failRun(tools: Tools, scope: Scope, runId: string, refusal: Refusal | null): Promise<void> {
  await tools.db.transaction(scope, async (tx) => {
    await tx.query(
      `UPDATE import_runs SET state = $3, failed_code = $4, failed_facts = $5, ended_at = clock_timestamp()
       WHERE hospital_id = $1 AND run_id = $2 AND state IN ('checking', 'running') AND ($3 = 'failed' OR job_id IS NULL)`,
      [
        tx.hospitalId,
        runId,
        refusal ? 'failed' : 'cancelled',
        refusal?.code ?? null,
        refusal ? JSON.stringify(refusal.facts) : null,
      ],
    );
    tx.touch('imports', runId);
  });
}

/** Kept in transactions of their own: they are about the file, also when the import is rolled back. */
const rejectedRowsMax = 100_000;

export async function insertRejected(
  tools: Tools,
  scope: Scope,
  runId: string,
  rows: readonly RejectedCells[],
): Promise<void> {
  await tools.db.transaction(scope, (tx) =>
    tx.query(
      `INSERT INTO import_rejected_rows (hospital_id, run_id, row_no, cells, reasons)
       SELECT $1, $2, r.row_no, coalesce((SELECT array_agg(c ORDER BY n) FROM jsonb_array_elements_text(r.cells) WITH ORDINALITY AS x(c, n)), '{}'), r.reasons
       FROM jsonb_to_recordset($3::jsonb) AS r(row_no bigint, cells jsonb, reasons jsonb)
       WHERE (SELECT count(*) FROM import_rejected_rows WHERE hospital_id = $1 AND run_id = $2) < ${rejectedRowsMax}
       ON CONFLICT DO NOTHING`,
      [
        tx.hospitalId,
        runId,
        // NUL cannot be stored in a text column; such a cell is one of the reasons a row is here.
        JSON.stringify(
          rows.map((row) => ({
            row_no: row.rowNumber,
            cells: row.cells.map((cell) => cell.replaceAll('\u0000', '')),
            reasons: row.problems,
          })),
        ),
      ],
    ),
  );
}

export async function clearRejected(tools: Tools, scope: Scope, runId: string): Promise<void> {
  await tools.db.transaction(scope, (tx) =>
    tx.query('DELETE FROM import_rejected_rows WHERE hospital_id = $1 AND run_id = $2', [tx.hospitalId, runId]),
  );
}

export interface RejectedStored {
  readonly row_no: number;
  readonly cells: string[];
  readonly reasons: RowProblem[];
}

export async function readRejected(
  tx: Tx,
  runId: string,
  afterRow: number,
  rowsMax: number,
): Promise<RejectedStored[]> {
  return tx.query<RejectedStored>(
    `SELECT row_no, cells, reasons FROM import_rejected_rows WHERE hospital_id = $1 AND run_id = $2 AND row_no > $3 ORDER BY row_no LIMIT $4`,
    [tx.hospitalId, runId, afterRow, rowsMax],
  );
}

export async function noteHeaders(
  tools: Tools,
  scope: Scope,
  runId: string,
  headers: readonly string[],
  mapping: Mapping,
): Promise<void> {
  await tools.db.transaction(scope, (tx) =>
    tx.query('UPDATE import_runs SET headers = $3, mapping = $4 WHERE hospital_id = $1 AND run_id = $2', [
      tx.hospitalId,
      runId,
      headers,
      JSON.stringify(mapping),
    ]),
  );
}

export async function readMapping(
  tx: Tx,
  kind: ImportKind,
  headersHash: string,
): Promise<Record<string, string> | null> {
  const row = await tx.one<{ mapping: Record<string, string> }>(
    'SELECT mapping FROM import_mappings WHERE hospital_id = $1 AND kind = $2 AND headers_hash = $3',
    [tx.hospitalId, kind, headersHash],
  );
  return row?.mapping ?? null;
}

export async function rememberMapping(
  tx: Tx,
  kind: ImportKind,
  headersHash: string,
  mapping: Record<string, string>,
): Promise<void> {
  await tx.query(
    `INSERT INTO import_mappings (hospital_id, kind, headers_hash, mapping) VALUES ($1, $2, $3, $4)
     ON CONFLICT (hospital_id, kind, headers_hash) DO UPDATE SET mapping = EXCLUDED.mapping, used_at = clock_timestamp()`,
    [tx.hospitalId, kind, headersHash, JSON.stringify(mapping)],
  );
}

export async function readRun(tx: Tx, runId: string): Promise<StoredRun | null> {
  return tx.one<StoredRun>(`SELECT ${storedRun} FROM import_runs r WHERE r.hospital_id = $1 AND r.run_id = $2`, [
    tx.hospitalId,
    runId,
  ]);
}

export async function markUndone(tx: Tx, runId: string, byName: string): Promise<void> {
  await tx.query(
    `UPDATE import_runs SET state = 'undone', undone_at = clock_timestamp(), undone_by_name = $3 WHERE hospital_id = $1 AND run_id = $2`,
    [tx.hospitalId, runId, byName],
  );
}

/** Uploads nobody needs any more, oldest first; the caller removes the files and then forgets their paths. */
export async function readStaleUploads(tx: Tx): Promise<{ run_id: string; file_path: string }[]> {
  return tx.query(
    `SELECT run_id, file_path FROM import_runs WHERE hospital_id = $1 AND file_path IS NOT NULL
       AND (state IN ('done', 'undone') OR started_at < clock_timestamp() - interval '7 days') AND state NOT IN ('checking', 'running')
     ORDER BY started_at LIMIT 100`,
    [tx.hospitalId],
  );
}

export async function forgetUpload(tx: Tx, runId: string): Promise<void> {
  await tx.query('UPDATE import_runs SET file_path = NULL WHERE hospital_id = $1 AND run_id = $2', [
    tx.hospitalId,
    runId,
  ]);
}

/** Rejected rows hold what people typed into the file: gone after a month. */
export async function forgetRejected(tx: Tx): Promise<void> {
  await tx.query(
    `DELETE FROM import_rejected_rows r USING import_runs i
     WHERE r.hospital_id = $1 AND i.hospital_id = $1 AND i.run_id = r.run_id AND i.started_at < clock_timestamp() - interval '30 days'`,
    [tx.hospitalId],
  );
}
