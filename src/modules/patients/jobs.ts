import type { HospitalId } from '#kernel/ids.ts';
import type { Announced, Subscriber, Subscribers } from '#platform/events/outbox.ts';
import { enqueueJob, type JobHandlers, type JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { linkJob, linkVisits, watchJob } from './identity/link-visits.ts';
import { refreshAll } from './levels/refresh.ts';
import { noteAnnounced } from './timeline/announced.ts';

export const refreshJob = 'patients.refresh';

export const jobs: JobHandlers = {
  [linkJob]: (tools: Tools, { runId }: { runId: string | null }, run: JobRun) =>
    linkVisits(tools, run.hospitalId, runId, watchJob(run)),
  [refreshJob]: (tools: Tools, _: unknown, run: JobRun) =>
    refreshAll(tools, run.hospitalId, (done) => run.progress(done)),
};

export const jobDescriptions = {
  [linkJob]: { zh: '把就诊归到患者', en: 'Give visits their patients' },
  [refreshJob]: { zh: '更新患者关系等级', en: 'Bring relationship levels up to date' },
};

/** Visits that were imported get their persons; what changes whose referral counts changes levels. */
const linkImported: Subscriber = async (tools, hospitalId, { payload }: Announced) => {
  if (payload['kind'] !== 'episodes') return;
  await tools.db.transaction({ hospitalId }, (tx) =>
    enqueueJob(tx, { kind: linkJob, input: { runId: String(payload['runId']) } }),
  );
};

const refreshLater: Subscriber = (tools, hospitalId) => enqueueRefresh(tools, hospitalId, 60);

export const subscribers: Subscribers = {
  'imports.done': [linkImported],
  'imports.undone': [refreshLater],
  'referrals.decided': [refreshLater],
  'timeline.noted': [noteAnnounced],
};

/** One refresh that has not begun is enough, however many changes ask for it. */
async function enqueueRefresh(tools: Tools, hospitalId: HospitalId, afterSeconds: number): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const waiting = await tx.one(
      `SELECT 1 FROM platform_jobs WHERE hospital_id = $1 AND kind = $2 AND state = 'waiting' LIMIT 1`,
      [tx.hospitalId, refreshJob],
    );
    if (waiting) return;
    const runAt = new Date(Date.now() + afterSeconds * 1000);
    await enqueueJob(tx, { kind: refreshJob, input: null, runAt });
  });
}

/** Overrides end and people lapse without anything happening: once a day. */
export const chores = [
  {
    name: 'patient-levels',
    everySeconds: 86_400,
    run: (tools: Tools, hospitalId: HospitalId) => enqueueRefresh(tools, hospitalId, 0),
  },
];
