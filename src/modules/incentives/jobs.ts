import type { Month } from '#kernel/day.ts';
import type { AccountId } from '#kernel/ids.ts';
import type { Actor, JobDescriptions } from '#modules/staff/index.ts';
import { systemActor } from '#modules/staff/index.ts';
import type { JobHandlers, JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { recalculateSettlement } from './actions/recalculate.ts';
import { runSettlement } from './run-settlement.ts';
import { computeWhatIf, type WhatIfRequest } from './what-if.ts';

/** Who asked for the work; the job acts in his name. */
export interface Requester {
  readonly accountId: AccountId | null;
  readonly displayName: string;
}

function actorOf(run: JobRun, by: Requester): Actor {
  return {
    ...systemActor({ hospitalId: run.hospitalId }, 'job'),
    accountId: by.accountId,
    displayName: by.displayName,
  };
}

/** One transaction each: a worker that dies leaves nothing, the next one begins anew; a cancel before the commit leaves nothing either. */
export const jobs: JobHandlers = {
  'incentives.settle': (tools: Tools, input: { month: Month; planId: string; by: Requester }, run: JobRun) =>
    runSettlement(tools, actorOf(run, input.by), input, (lines) => run.progress(lines)),
  'incentives.recalculate': (tools: Tools, input: { settlementId: string; by: Requester }, run: JobRun) =>
    recalculateSettlement(tools, actorOf(run, input.by), input.settlementId, (lines) => run.progress(lines)),
  'incentives.what-if': (tools: Tools, input: WhatIfRequest, run: JobRun) =>
    computeWhatIf(tools, { hospitalId: run.hospitalId }, input, (lines) => run.progress(lines)),
};

const settlementPath = (job: { readonly result: unknown; readonly input: unknown }): string | null => {
  const id =
    (job.result as { settlementId?: string } | null)?.settlementId ??
    (job.input as { settlementId?: string }).settlementId;
  return id ? `/incentives/settlements/${id}` : null;
};

/** What the jobs are called in the list of jobs, and where their results are seen. */
export const jobDescriptions: JobDescriptions = {
  'incentives.settle': { zh: '月度结算', en: 'Monthly settlement', resultPath: settlementPath },
  'incentives.recalculate': { zh: '独立复算', en: 'Independent recalculation', resultPath: settlementPath },
  'incentives.what-if': { zh: '方案测算', en: 'What-if' },
};
