import type { FailureCatalogue } from '#kernel/failure.ts';
import { isRefusal, refuse } from '#kernel/refusal.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Routes } from '#platform/http/serve.ts';
import { requestCancel } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { Actor } from '../actor.ts';
import { audit } from '../audit.ts';
import * as contract from '../contract.ts';
import { type JobDescriptions, jobInfo, readJob, readOwnJobs } from '../jobs-view.ts';
import { may } from '../rules/may.ts';
import { isUuid } from './session.ts';

/** Long work as its owner sees it; whoever manages jobs sees and stops everybody's. */
export function jobRoutes(
  routes: Routes<Actor>,
  tools: Tools,
  words: { readonly jobs: JobDescriptions; readonly failures: FailureCatalogue },
): void {
  routes.serve(contract.listJobs, async (actor, _, { locale }) => {
    const rows = await tools.db.read(actor, (tx) => readOwnJobs(tx, actor.accountId));
    return { items: rows.map((row) => jobInfo(row, locale, words.jobs, words.failures)) };
  });
  routes.serve(contract.readJob, async (actor, { params }, { locale }) => {
    const row = await tools.db.read(actor, (tx) => readAllowed(tx, actor, params.jobId));
    if (isRefusal(row)) return row;
    const isOwn = row.requested_by === actor.accountId;
    return { ...jobInfo(row, locale, words.jobs, words.failures), ...(isOwn ? { result: row.result } : {}) };
  });
  routes.serve(contract.cancelJob, async (actor, { params }, { locale }) =>
    tools.db.transaction(actor, async (tx) => {
      const before = await readAllowed(tx, actor, params.jobId);
      if (isRefusal(before)) return before;
      if (!(await requestCancel(tx, params.jobId))) return refuse('staff.job-finished');
      audit(tx, actor, { action: 'jobs.cancelled', subjectKind: 'job', subjectId: params.jobId });
      return jobInfo((await readJob(tx, params.jobId))!, locale, words.jobs, words.failures);
    }),
  );
}

async function readAllowed(tx: Tx, actor: Actor, jobId: string) {
  const row = isUuid(jobId) ? await readJob(tx, jobId) : null;
  const isOwn = row !== null && row.requested_by !== null && row.requested_by === actor.accountId;
  // Another person's job looks like one that does not exist.
  return row && (isOwn || may(actor, 'jobs.manage')) ? row : refuse('platform.not-found');
}
