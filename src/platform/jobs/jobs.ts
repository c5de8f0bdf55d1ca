import { randomUUID } from 'node:crypto';
import type { AccountId, HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal, RefusalError } from '#kernel/refusal.ts';
import type { Tx } from '../db/database.ts';
import type { Tools } from '../tools.ts';

/** What a running job may do besides its work. */
export interface JobRun {
  readonly jobId: string;
  readonly hospitalId: HospitalId;
  readonly requestedBy: AccountId | null;
  /** Where an earlier, killed attempt left off. */
  readonly checkpoint: unknown;
  /** Stores progress (at most a few times a second), renews the lease, and throws when a cancel was requested. */
  progress(done: number, total?: number | null): Promise<void>;
  /** As `progress`, inside the caller's transaction together with the work it stands for. */
  checkpointIn(tx: Tx, checkpoint: unknown, done: number): Promise<void>;
  readonly isCancelled: () => boolean;
}

export type JobHandler = (tools: Tools, input: never, run: JobRun) => Promise<unknown>;
export type JobHandlers = Readonly<Record<string, JobHandler>>;

const leaseSeconds = 30;
const attemptsMax = 5;

class Cancelled extends Error {}
class LeaseLost extends Error {}

/** Enqueues inside the caller's transaction: the job exists exactly if the transaction commits. */
export async function enqueueJob(
  tx: Tx,
  job: { kind: string; input: unknown; requestedBy?: string | null; totalCount?: number | null; runAt?: Date },
): Promise<string> {
  const row = await tx.one<{ job_id: string }>(
    `INSERT INTO platform_jobs (hospital_id, kind, input, requested_by, total_count, run_at)
     VALUES ($1, $2, $3, $4, $5, coalesce($6, clock_timestamp())) RETURNING job_id`,
    [
      tx.hospitalId,
      job.kind,
      JSON.stringify(job.input ?? null),
      job.requestedBy ?? null,
      job.totalCount ?? null,
      job.runAt ?? null,
    ],
  );
  await tx.query(`SELECT pg_notify('renmai_jobs', '')`);
  tx.touch('jobs');
  return row!.job_id;
}

export async function requestCancel(tx: Tx, jobId: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE platform_jobs SET cancel_requested = true,
       state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END,
       ended_at = CASE WHEN state = 'waiting' THEN clock_timestamp() ELSE ended_at END
     WHERE hospital_id = $1 AND job_id = $2 AND state IN ('waiting', 'running') RETURNING job_id`,
    [tx.hospitalId, jobId],
  );
  tx.touch('jobs', jobId);
  return rows.length > 0;
}

/** Null: no such job. */
export async function readJobState(tx: Tx, jobId: string): Promise<string | null> {
  const row = await tx.one<{ state: string }>(
    'SELECT state FROM platform_jobs WHERE hospital_id = $1 AND job_id = $2',
    [tx.hospitalId, jobId],
  );
  return row?.state ?? null;
}

/** What the latest finished job of a kind answered. */
export async function readLastResult<Result>(tx: Tx, kind: string): Promise<Result | null> {
  const row = await tx.one<{ result: Result }>(
    `SELECT result FROM platform_jobs WHERE hospital_id = $1 AND kind = $2 AND state = 'done' ORDER BY ended_at DESC LIMIT 1`,
    [tx.hospitalId, kind],
  );
  return row?.result ?? null;
}

interface Claimed {
  job_id: string;
  kind: string;
  input: unknown;
  requested_by: AccountId | null;
  checkpoint: unknown;
  attempts: number;
  lease: string;
}

/**
 * Claims and runs one due job of the hospital; false when there is none. A job whose worker died is claimed again when its lease has
 * run out, so handlers must be repeatable (continue from the checkpoint or redo without doubling).
 */
export async function runNextJob(tools: Tools, hospitalId: HospitalId, handlers: JobHandlers): Promise<boolean> {
  const job = await claim(tools, hospitalId);
  if (!job) return false;
  const handler = handlers[job.kind];
  if (!handler) {
    await end(tools, hospitalId, job, 'failed', { failedCode: 'platform.unknown-job' });
    return true;
  }
  const { run, stop } = startRun(tools, hospitalId, job);
  try {
    const result = await handler(tools, job.input as never, run);
    if (isRefusal(result))
      await end(tools, hospitalId, job, 'failed', { failedCode: result.code, facts: result.facts });
    else await end(tools, hospitalId, job, 'done', { result });
  } catch (error) {
    await endBadly(tools, hospitalId, job, error);
  } finally {
    stop();
  }
  return true;
}

async function claim(tools: Tools, hospitalId: HospitalId): Promise<Claimed | null> {
  return tools.db.transaction({ hospitalId }, (tx) =>
    tx.one<Claimed>(
      `UPDATE platform_jobs SET state = 'running', attempts = attempts + 1, lease = $2, leased_until = clock_timestamp() + make_interval(secs => $3)
       WHERE hospital_id = $1 AND job_id = (
         SELECT job_id FROM platform_jobs
         WHERE hospital_id = $1 AND run_at <= clock_timestamp()
           AND (state = 'waiting' OR (state = 'running' AND leased_until < clock_timestamp()))
         ORDER BY run_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING job_id, kind, input, requested_by, checkpoint, attempts, lease`,
      [hospitalId, randomUUID(), leaseSeconds],
    ),
  );
}

function startRun(tools: Tools, hospitalId: HospitalId, job: Claimed): { run: JobRun; stop(): void } {
  let cancelled = false;
  let lost = false;
  let lastSent = 0;
  let latest: { done: number; total: number | null } = { done: 0, total: null };
  const renew = async (): Promise<void> => {
    const row = await tools.db.transaction({ hospitalId }, async (tx) => {
      tx.touch('jobs', job.job_id);
      return tx.one<{ cancel_requested: boolean }>(
        `UPDATE platform_jobs SET leased_until = clock_timestamp() + make_interval(secs => $4), done_count = greatest(done_count, $5), total_count = coalesce($6, total_count)
         WHERE hospital_id = $1 AND job_id = $2 AND lease = $3 AND state = 'running' RETURNING cancel_requested`,
        [hospitalId, job.job_id, job.lease, leaseSeconds, latest.done, latest.total],
      );
    });
    lost = row === null;
    cancelled = row?.cancel_requested ?? false;
  };
  const timer = setInterval(() => void renew().catch(() => undefined), (leaseSeconds * 1000) / 3);
  const check = () => {
    if (lost) throw new LeaseLost();
    if (cancelled) throw new Cancelled();
  };
  const run: JobRun = {
    jobId: job.job_id,
    hospitalId,
    requestedBy: job.requested_by,
    checkpoint: job.checkpoint,
    isCancelled: () => cancelled || lost,
    async progress(done, total = null) {
      latest = { done, total: total ?? latest.total };
      const now = performance.now();
      if (now - lastSent >= 300) {
        lastSent = now;
        await renew();
      }
      check();
    },
    async checkpointIn(tx, checkpoint, done) {
      latest = { done, total: latest.total };
      const kept = await tx.one<{ cancel_requested: boolean }>(
        `UPDATE platform_jobs SET checkpoint = $4, done_count = $5, leased_until = clock_timestamp() + make_interval(secs => $6)
         WHERE hospital_id = $1 AND job_id = $2 AND lease = $3 AND state = 'running' RETURNING cancel_requested`,
        [hospitalId, job.job_id, job.lease, JSON.stringify(checkpoint), done, leaseSeconds],
      );
      // Another worker took over after our lease ran out: our writes must not stand beside its own.
      if (!kept) throw new LeaseLost();
      tx.touch('jobs', job.job_id);
      cancelled = kept.cancel_requested;
    },
  };
  return { run, stop: () => clearInterval(timer) };
}

async function endBadly(tools: Tools, hospitalId: HospitalId, job: Claimed, error: unknown): Promise<void> {
  if (error instanceof LeaseLost) return;
  if (error instanceof Cancelled) return end(tools, hospitalId, job, 'cancelled', {});
  if (error instanceof RefusalError)
    return end(tools, hospitalId, job, 'failed', { failedCode: error.refusal.code, facts: error.refusal.facts });
  const { code, message, stack } = error as { code?: string; message?: string; stack?: string };
  tools.log.error(
    {
      job: job.job_id,
      kind: job.kind,
      code,
      message: code ? undefined : message,
      frames: stack?.split('\n').slice(1, 8),
    },
    'job failed',
  );
  const isLast = job.attempts >= attemptsMax;
  await end(tools, hospitalId, job, isLast ? 'failed' : 'waiting', {
    failedCode: 'platform.fault',
    retrySeconds: 2 ** job.attempts,
  });
}

interface Ending {
  readonly result?: unknown;
  readonly failedCode?: string;
  readonly facts?: Refusal['facts'];
  readonly retrySeconds?: number;
}

async function end(tools: Tools, hospitalId: HospitalId, job: Claimed, state: string, ending: Ending): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    await tx.query(
      `UPDATE platform_jobs SET state = $4, result = $5, failed_code = $6, failed_facts = $7, leased_until = NULL,
         run_at = CASE WHEN $4 = 'waiting' THEN clock_timestamp() + make_interval(secs => $8) ELSE run_at END,
         ended_at = CASE WHEN $4 = 'waiting' THEN NULL ELSE clock_timestamp() END
       WHERE hospital_id = $1 AND job_id = $2 AND lease = $3`,
      [
        hospitalId,
        job.job_id,
        job.lease,
        state,
        ending.result === undefined ? null : JSON.stringify(ending.result),
        ending.failedCode ?? null,
        ending.facts ? JSON.stringify(ending.facts) : null,
        ending.retrySeconds ?? 0,
      ],
    );
    tx.touch('jobs', job.job_id);
  });
}
