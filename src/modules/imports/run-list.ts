import { dayMs } from '#kernel/day.ts';
import { fillFacts } from '#kernel/failure.ts';
import type { ListQuery, Page } from '#kernel/page.ts';
import { isRefusal, type Refusal } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readPage } from '#platform/db/list.ts';
import { platformFailures } from '#platform/http/failures.ts';
import type { ImportRun } from './contract.ts';
import { failures } from './failures.ts';
import { noticeText } from './notice-words.ts';
import type { Notice } from './store.ts';

interface RunRow extends Omit<ImportRun, 'notices' | 'problem' | 'mayUndo'> {
  readonly notices: Notice[];
  readonly failedCode: string | null;
  readonly failedFacts: Refusal['facts'] | null;
}

/** A job that was cancelled before it began, or was given up, cannot tell its import. */
const stateNow = `CASE WHEN r.state IN ('checking', 'running') AND j.state IN ('cancelled', 'failed') THEN j.state ELSE r.state END`;

const from = 'import_runs r LEFT JOIN platform_jobs j ON j.hospital_id = r.hospital_id AND j.job_id = r.job_id';

const columns = `r.run_id AS "runId", r.kind, r.file_name AS "fileName", r.encoding, r.sheet, ${stateNow} AS state, r.job_id AS "jobId", r.rows_read AS "rowsRead", r.rows_new AS "rowsNew",
  r.rows_changed AS "rowsChanged", r.rows_same AS "rowsSame", r.rows_rejected AS "rowsRejected", r.rows_warned AS "rowsWarned", r.notices,
  coalesce(r.failed_code, CASE WHEN j.state = 'failed' THEN j.failed_code END) AS "failedCode",
  coalesce(r.failed_facts, j.failed_facts) AS "failedFacts", r.started_by_name AS "startedByName", r.started_at AS "startedAt",
  coalesce(r.ended_at, j.ended_at) AS "endedAt", r.undone_at AS "undoneAt"`;

const runList: ListSpec = {
  from,
  columns,
  hospital: 'r.hospital_id',
  key: { sql: 'r.run_id', type: 'text' },
  fields: {
    startedAt: { sql: 'r.started_at', type: 'instant', sortable: true },
    kind: { sql: 'r.kind', type: 'text' },
    state: { sql: stateNow, type: 'text' },
    fileName: { sql: 'r.file_name', type: 'text', sortable: true },
  },
  defaultSort: '-startedAt',
  search: (q) => `r.file_name ILIKE '%' || ${q} || '%'`,
};

export async function listRuns(
  tx: Tx,
  query: ListQuery,
  locale: 'zh-CN' | 'en',
  now: number,
): Promise<Page<ImportRun> | Refusal> {
  const page = await readPage<RunRow>(tx, { ...runList, key: { sql: 'r.run_id::text', type: 'text' } }, query);
  return isRefusal(page) ? page : { ...page, items: page.items.map((row) => toRun(row, locale, now)) };
}

export async function readRunInfo(
  tx: Tx,
  runId: string,
  locale: 'zh-CN' | 'en',
  now: number,
): Promise<ImportRun | null> {
  const row = await tx.one<RunRow>(`SELECT ${columns} FROM ${from} WHERE r.hospital_id = $1 AND r.run_id = $2`, [
    tx.hospitalId,
    runId,
  ]);
  return row && toRun(row, locale, now);
}

function toRun(row: RunRow, locale: 'zh-CN' | 'en', now: number): ImportRun {
  const { failedCode, failedFacts, notices, ...run } = row;
  const failure = failedCode ? (failures[failedCode] ?? platformFailures[failedCode]) : undefined;
  const words =
    failure && (locale === 'en' ? `${failure.en}. ${failure.remedyEn}` : `${failure.zh}。${failure.remedyZh}`);
  return {
    ...run,
    notices: notices.map((notice) => noticeText(notice, locale)),
    problem: words ? fillFacts(words, failedFacts ?? {}) : failedCode,
    mayUndo: run.state === 'done' && run.endedAt !== null && now - run.endedAt < 7 * dayMs,
  };
}
