import { addDays, addMonths, type Day, dayOf, type Instant, instantOfLocal, type Month } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit, systemActor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueueJob, type JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { RetentionCount, RetentionPlan, RetentionRun } from '../contract/rights.ts';
import { retentionSchedule, scheduleOf } from '../rules/retention-schedule.ts';
import {
  applyDue,
  countDue,
  hasDryRunOfToday,
  insertRetentionRun,
  readRetentionRules,
  readRetentionRuns,
  upsertRetentionRule,
} from '../store/retention.ts';

export async function readRetention(tx: Tx): Promise<RetentionPlan> {
  return { categories: scheduleOf(await readRetentionRules(tx)), runs: await readRetentionRuns(tx) };
}

export async function changeRetention(
  tools: Tools,
  actor: Actor,
  wanted: { readonly category: string; readonly months: number },
): Promise<RetentionPlan | Refusal> {
  const built = retentionSchedule.find((one) => one.category === wanted.category);
  if (!built) return refuse('platform.not-found');
  if (!built.isRunHere) return refuse('consent.retention-fixed', { category: built.category });
  if (built.monthsMin !== null && wanted.months < built.monthsMin)
    return refuse('consent.retention-shorter', { category: built.category, months: built.monthsMin });
  return tools.db.transaction(actor, async (tx) => {
    await upsertRetentionRule(tx, { ...built, months: wanted.months, byName: actor.displayName });
    audit(tx, actor, {
      action: 'retention.changed',
      subjectKind: 'retention',
      subjectId: built.category,
      detail: { months: wanted.months },
    });
    tx.touch('retention');
    return readRetention(tx);
  });
}

/** What a run would remove; changes nothing but the record of having looked. */
export async function countRetention(tools: Tools, actor: Actor): Promise<RetentionRun> {
  return tools.db.transaction(actor, async (tx) => {
    const counts: RetentionCount[] = [];
    for (const { category, before } of await categoriesDue(tx, tools.now()))
      counts.push({ category, ...(await countDue(tx, category, { before, now: tools.now() })), done: 0 });
    tx.touch('retention');
    return insertRetentionRun(tx, { isDryRun: true, counts, byName: actor.displayName });
  });
}

async function categoriesDue(tx: Tx, now: Instant): Promise<{ category: string; before: Instant }[]> {
  const timeZone = await readTimeZone(tx);
  const today = dayOf(now, timeZone);
  return scheduleOf(await readRetentionRules(tx))
    .filter((one) => one.isRunHere)
    .map(({ category, months }) => ({ category, before: startOfDay(monthsBefore(today, months), timeZone) }));
}

/** The same day of an earlier month, or its last day. */
function monthsBefore(day: Day, months: number): Day {
  const month = addMonths(day.slice(0, 7) as Month, -months);
  const lastDay = Number(addDays(`${addMonths(month, 1)}-01` as Day, -1).slice(8));
  return `${month}-${String(Math.min(Number(day.slice(8)), lastDay)).padStart(2, '0')}` as Day;
}

function startOfDay(day: Day, timeZone: string): Instant {
  return instantOfLocal(Date.parse(`${day}T00:00:00Z`), timeZone);
}

export async function startRetention(tools: Tools, actor: Actor): Promise<{ jobId: string } | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    if (!(await hasDryRunOfToday(tx))) return refuse('consent.dry-run-first');
    const jobId = await enqueueJob(tx, {
      kind: 'consent.retention',
      input: { byName: actor.displayName },
      requestedBy: actor.accountId,
    });
    audit(tx, actor, { action: 'retention.started', subjectKind: 'job', subjectId: jobId });
    return { jobId };
  });
}

const rowsAtOnce = 500;

/** The job: five hundred rows a transaction; killed and repeated it goes on with what is left. */
export async function runRetention(
  tools: Tools,
  input: { readonly byName: string },
  run: JobRun,
): Promise<{ counts: RetentionCount[] }> {
  const now = tools.now();
  const scope = { hospitalId: run.hospitalId };
  const due = await tools.db.read(scope, (tx) => categoriesDue(tx, now));
  const counts: RetentionCount[] = [];
  let total = 0;
  for (const { category, before } of due) {
    const counted = await tools.db.read(scope, (tx) => countDue(tx, category, { before, now }));
    let done = 0;
    for (;;) {
      const removed = await tools.db.transaction(scope, (tx) => applyDue(tx, category, { before, now }, rowsAtOnce));
      done += removed;
      total += removed;
      await run.progress(total);
      if (removed < rowsAtOnce) break;
    }
    counts.push({ category, ...counted, done });
  }
  await tools.db.transaction(scope, async (tx) => {
    await insertRetentionRun(tx, { isDryRun: false, counts, byName: input.byName });
    audit(
      tx,
      { ...systemActor(scope, 'job'), displayName: input.byName },
      { action: 'retention.run', detail: { counts } },
    );
    tx.touch('retention');
  });
  return { counts };
}

/** Files made for people and exports go as soon as they have expired, without anybody starting it. */
export async function forgetExpiredFiles(tools: Tools, hospitalId: HospitalId): Promise<void> {
  await tools.db.transaction({ hospitalId }, async (tx) => {
    const now = tools.now();
    await applyDue(tx, 'produced-files', { before: 0 as Instant, now }, rowsAtOnce);
  });
}
