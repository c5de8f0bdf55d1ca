import { systemActor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueueJob, type JobHandlers } from '#platform/jobs/jobs.ts';
import { matchAll } from './matching.ts';
import { bumpClock } from './store/clock.ts';

const kind = 'referrals.match';

/** Has everything decided anew soon; one waiting job is enough for any number of imports. */
export async function enqueueMatching(tx: Tx, requestedBy: string | null): Promise<void> {
  const waiting = await tx.one(
    `SELECT 1 FROM platform_jobs WHERE hospital_id = $1 AND kind = $2 AND state = 'waiting' AND run_at <= clock_timestamp() LIMIT 1`,
    [tx.hospitalId, kind],
  );
  if (!waiting) await enqueueJob(tx, { kind, input: {}, requestedBy });
}

/** Tells computations under way that rows were imported. Takes the clock's lock until commit. */
export async function noteImportedRows(tx: Tx): Promise<void> {
  await bumpClock(tx);
}

export const matchJobs: JobHandlers = {
  [kind]: async (tools, _input, run) => matchAll(tools, systemActor({ hospitalId: run.hospitalId }, 'job')),
};
