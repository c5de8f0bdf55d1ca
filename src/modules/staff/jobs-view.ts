import { type FailureCatalogue, fillFacts } from '#kernel/failure.ts';
import type { Refusal } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { JobInfo } from './contract.ts';

/** What a kind of job is called, and where its result is seen; the application collects these from the modules. */
export interface JobDescription {
  readonly zh: string;
  readonly en: string;
  readonly resultPath?: (job: {
    readonly jobId: string;
    readonly input: unknown;
    readonly result: unknown;
  }) => string | null;
}
export type JobDescriptions = Readonly<Record<string, JobDescription>>;

interface JobRow {
  readonly job_id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly requested_by: string | null;
  readonly requested_at: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done_count: number;
  readonly total_count: number | null;
  readonly cancel_requested: boolean;
  readonly result: unknown;
  readonly failed_code: string | null;
  readonly failed_facts: Refusal['facts'] | null;
  readonly ended_at: number | null;
}

const columns = `job_id, kind, input, requested_by, requested_at, state, done_count, total_count, cancel_requested, result,
  failed_code, failed_facts, ended_at`;

/** Own open jobs and those that ended within a day; newest first, at most 50. */
export async function readOwnJobs(tx: Tx, accountId: string | null): Promise<JobRow[]> {
  return tx.query(
    `SELECT ${columns} FROM platform_jobs
     WHERE hospital_id = $1 AND requested_by = $2
       AND (state IN ('waiting', 'running') OR ended_at > clock_timestamp() - interval '1 day')
     ORDER BY requested_at DESC LIMIT 50`,
    [tx.hospitalId, accountId],
  );
}

export async function readJob(tx: Tx, jobId: string): Promise<JobRow | null> {
  return tx.one(`SELECT ${columns} FROM platform_jobs WHERE hospital_id = $1 AND job_id = $2`, [tx.hospitalId, jobId]);
}

export function jobInfo(
  row: JobRow,
  locale: 'zh-CN' | 'en',
  descriptions: JobDescriptions,
  failures: FailureCatalogue,
): JobInfo {
  const described = descriptions[row.kind];
  return {
    id: row.job_id,
    kind: row.kind,
    label: (locale === 'en' ? described?.en : described?.zh) ?? row.kind,
    state: row.state === 'waiting' ? 'queued' : row.state,
    done: row.done_count,
    total: row.total_count,
    step: stepOf(row, locale),
    canCancel: (row.state === 'waiting' || row.state === 'running') && !row.cancel_requested,
    resultPath:
      row.state === 'done'
        ? (described?.resultPath?.({ jobId: row.job_id, input: row.input, result: row.result }) ?? null)
        : null,
    failure: row.failed_code === null || row.state !== 'failed' ? null : failureOf(row, locale, failures),
    createdAt: new Date(row.requested_at).toISOString(),
    finishedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
  };
}

function stepOf(row: JobRow, locale: 'zh-CN' | 'en'): string | null {
  if (row.cancel_requested && row.state === 'running') return locale === 'en' ? 'Stopping' : '正在停止';
  if (row.state === 'waiting' && row.failed_code !== null)
    return locale === 'en' ? 'Will be tried again' : '稍后自动重试';
  return null;
}

function failureOf(row: JobRow, locale: 'zh-CN' | 'en', failures: FailureCatalogue): { code: string; detail: string } {
  const code = row.failed_code!;
  const failure = failures[code];
  if (!failure) return { code, detail: code };
  const text = locale === 'en' ? `${failure.en}. ${failure.remedyEn}` : `${failure.zh}。${failure.remedyZh}`;
  return { code, detail: fillFacts(text, row.failed_facts ?? {}) };
}
