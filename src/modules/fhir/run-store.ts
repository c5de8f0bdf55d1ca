import type { Instant } from '#kernel/day.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import type { Refusal } from '#kernel/refusal.ts';
import type { Actor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';

export interface StoredRun {
  readonly runId: string;
  readonly fileName: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly jobId: string | null;
  readonly readCount: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly sameCount: number;
  readonly problemCount: number;
  readonly takenCount: number;
  readonly failedCode: string | null;
  readonly startedByName: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

export interface Counts {
  readCount: number;
  newCount: number;
  changedCount: number;
  sameCount: number;
  problemCount: number;
  takenCount: number;
}

// A job that was cancelled or given up has not told its run.
const state = `CASE WHEN r.state IN ('waiting', 'running') AND j.state IN ('cancelled', 'failed') THEN j.state ELSE r.state END`;
const columns = `r.run_id AS "runId", r.file_name AS "fileName", ${state} AS state, r.job_id AS "jobId", r.read_count AS "readCount",
  r.new_count AS "newCount", r.changed_count AS "changedCount", r.same_count AS "sameCount", r.problem_count AS "problemCount",
  r.taken_count AS "takenCount", r.failed_code AS "failedCode", r.started_by_name AS "startedByName", r.started_at AS "startedAt", r.ended_at AS "endedAt"`;
const source = `fhir_runs r LEFT JOIN platform_jobs j ON j.hospital_id = r.hospital_id AND j.job_id = r.job_id`;

const spec: ListSpec = {
  from: source,
  columns,
  hospital: 'r.hospital_id',
  fields: {
    startedAt: { sql: 'r.started_at', type: 'instant', sortable: true },
    state: { sql: state, type: 'text' },
    fileName: { sql: 'r.file_name', type: 'text' },
  },
  key: { sql: 'r.run_id::text', type: 'text' },
  defaultSort: '-startedAt',
  search: (text) => `strpos(lower(r.file_name), lower(${text})) > 0`,
};

export async function listRuns(tx: Tx, query: ListQuery): Promise<Page<StoredRun> | Refusal> {
  return readPage<StoredRun>(tx, spec, query);
}

export async function readRun(
  tx: Tx,
  runId: string,
): Promise<(StoredRun & { readonly filePath: string | null }) | null> {
  return tx.one(
    `SELECT ${columns}, r.file_path AS "filePath" FROM ${source} WHERE r.hospital_id = $1 AND r.run_id = $2`,
    [tx.hospitalId, runId],
  );
}

export async function insertRun(tx: Tx, actor: Actor, file: { name: string; path: string }): Promise<string> {
  const row = await tx.one<{ run_id: string }>(
    `INSERT INTO fhir_runs (hospital_id, file_name, file_path, started_by, started_by_name) VALUES ($1, $2, $3, $4, $5) RETURNING run_id`,
    [tx.hospitalId, file.name, file.path, actor.accountId, actor.displayName],
  );
  return row!.run_id;
}

export async function noteJob(tx: Tx, runId: string, jobId: string): Promise<void> {
  await tx.query('UPDATE fhir_runs SET job_id = $3 WHERE hospital_id = $1 AND run_id = $2', [
    tx.hospitalId,
    runId,
    jobId,
  ]);
}

/** Begins again from the first resource: what an interrupted attempt stored is found the same. */
export async function beginRun(tx: Tx, runId: string): Promise<void> {
  await tx.query(`UPDATE fhir_runs SET state = 'running', failed_code = NULL WHERE hospital_id = $1 AND run_id = $2`, [
    tx.hospitalId,
    runId,
  ]);
  await tx.query('DELETE FROM fhir_problems WHERE hospital_id = $1 AND run_id = $2', [tx.hospitalId, runId]);
}

export async function endRun(
  tx: Tx,
  runId: string,
  end: { state: 'done' | 'failed'; counts: Counts; failedCode: string | null },
): Promise<void> {
  const { counts } = end;
  await tx.query(
    `UPDATE fhir_runs SET state = $3, read_count = $4, new_count = $5, changed_count = $6, same_count = $7, problem_count = $8, taken_count = $9,
       failed_code = $10, file_path = NULL, ended_at = clock_timestamp() WHERE hospital_id = $1 AND run_id = $2`,
    [
      tx.hospitalId,
      runId,
      end.state,
      counts.readCount,
      counts.newCount,
      counts.changedCount,
      counts.sameCount,
      counts.problemCount,
      counts.takenCount,
      end.failedCode,
    ],
  );
  tx.touch('fhir', runId);
}

export interface NotedProblem {
  readonly at: number;
  readonly resourceType: string | null;
  readonly code: string;
}

export async function insertProblems(tx: Tx, runId: string, problems: readonly NotedProblem[]): Promise<void> {
  if (problems.length === 0) return;
  await tx.query(
    `INSERT INTO fhir_problems (hospital_id, run_id, at, resource_type, code)
     SELECT $1, $2, p.at, p.type, p.code FROM unnest($3::bigint[], $4::text[], $5::text[]) AS p(at, type, code) ON CONFLICT DO NOTHING`,
    [
      tx.hospitalId,
      runId,
      problems.map(({ at }) => at),
      problems.map(({ resourceType }) => resourceType),
      problems.map(({ code }) => code),
    ],
  );
}

export async function readProblems(tx: Tx, runId: string, after: number, rowsMax: number): Promise<NotedProblem[]> {
  return tx.query(
    `SELECT at, resource_type AS "resourceType", code FROM fhir_problems WHERE hospital_id = $1 AND run_id = $2 AND at > $3 ORDER BY at, code LIMIT $4`,
    [tx.hospitalId, runId, after, rowsMax],
  );
}

export async function readStock(tx: Tx) {
  const types = await tx.query<{ type: string; taken: number; waiting: number; refused: number }>(
    `SELECT resource_type AS type, count(*) FILTER (WHERE state = 'taken') AS taken, count(*) FILTER (WHERE state = 'waiting') AS waiting,
       count(*) FILTER (WHERE state = 'refused') AS refused FROM fhir_resources WHERE hospital_id = $1 GROUP BY resource_type ORDER BY resource_type`,
    [tx.hospitalId],
  );
  const waitsFor = await tx.query<{ target: string; count: number }>(
    `SELECT waits_for AS target, count(*) AS count FROM fhir_resources WHERE hospital_id = $1 AND state = 'waiting' AND waits_for IS NOT NULL
     GROUP BY waits_for ORDER BY count(*) DESC, waits_for LIMIT 20`,
    [tx.hospitalId],
  );
  return { types, waitsFor };
}
