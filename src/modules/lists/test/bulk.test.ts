import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#modules/staff/index.ts';
import { requestCancel, runNextJob } from '#platform/jobs/jobs.ts';
import { createWorld, type World } from '#testing/world.ts';
import { readBulkRun, startBulkRun, undoBulkRun } from '../actions/bulk.ts';
import type { Selection } from '../contract/bulk.ts';
import { accountOf, addIntroducers, handlers, must, offers, runJobs } from './lists-world.ts';

let world: World;
let officer: Actor;
beforeAll(async () => {
  world = await createWorld();
  officer = await accountOf(world, 'officer', 'info_officer');
});
afterAll(() => world.end());

const list = 'referrals.introducers';
const all = (filter: string[], except: string[] = []): Selection => ({ kind: 'all', filter, except });
const start = (selection: Selection, repNo: string | null, actor = officer) =>
  startBulkRun(world.tools, actor, offers, { list, action: 'assign-rep', selection, input: { repNo } }, 'zh-CN');
const shown = async (runId: string) => must(await readBulkRun(world.tools, officer, offers, runId, 'zh-CN'));
const counts = async (county: string) => {
  const rows = await world.sql<{ rep: string; count: number }>(
    `SELECT coalesce(rep_no, '-') AS rep, count(*)::int AS count FROM referral_introducers WHERE county = $1 GROUP BY 1`,
    [county],
  );
  return Object.fromEntries(rows.map(({ rep, count }) => [rep, count]));
};

test('everything a filter finds is changed, besides the exceptions, and can be put back', {
  timeout: 60_000,
}, async () => {
  await addIntroducers(world, 450, 'A');
  const [one] = await world.sql<{ introducer_id: string }>(
    `SELECT introducer_id FROM referral_introducers WHERE introducer_no = 'A000007'`,
  );
  const run = must(await start(all(['county:eq:A'], [one!.introducer_id]), 'R1'));
  expect(run.state).toBe('waiting');
  await runJobs(world);
  expect(await shown(run.runId)).toMatchObject({ state: 'done', changed: 449, skipped: 0, canUndo: true });
  expect(await counts('A')).toEqual({ R1: 449, '-': 1 });
  await world.sql(
    `UPDATE referral_introducers SET rep_no = 'R9', version = version + 1 WHERE introducer_no = 'A000003'`,
  );
  const undo = must(await undoBulkRun(world.tools, officer, offers, run.runId, 'zh-CN'));
  await runJobs(world);
  expect(await counts('A')).toEqual({ R9: 1, '-': 449 });
  expect(await shown(undo.runId)).toMatchObject({ state: 'done', changed: 448, skipped: 1, canUndo: false });
  expect(await undoBulkRun(world.tools, officer, offers, run.runId, 'zh-CN')).toMatchObject({
    code: 'lists.not-undoable',
  });
});

test('a walk is not confused by rows that leave the filter on its way', { timeout: 60_000 }, async () => {
  await addIntroducers(world, 450, 'B');
  await startAndRun(all(['county:eq:B', 'repNo:empty:']), 'R2');
  expect(await counts('B')).toEqual({ R2: 450 });
});

async function startAndRun(selection: Selection, repNo: string) {
  const run = must(await start(selection, repNo));
  await runJobs(world);
  return shown(run.runId);
}

test('a cancelled action keeps what it has done and says how much that is', { timeout: 60_000 }, async () => {
  await addIntroducers(world, 450, 'C');
  const run = must(await start(all(['county:eq:C']), 'R3'));
  const introducers = offers.find((offer) => offer.id === list)!;
  const stopping = Object.assign({}, handlers);
  // The cancel arrives while the first portion is being written.
  const original = introducers.open;
  let asked = 0;
  Object.assign(introducers, {
    open: async (...given: Parameters<typeof original>) => {
      asked += 1;
      if (asked === 2)
        await world.tools.db.transaction({ hospitalId: world.hospitalId }, (tx) => requestCancel(tx, run.jobId));
      return original(...given);
    },
  });
  await runNextJob(world.tools, world.hospitalId, stopping);
  Object.assign(introducers, { open: original });
  const after = await shown(run.runId);
  expect(after.state).toBe('cancelled');
  expect(after.changed).toBeGreaterThan(0);
  expect(after.changed).toBeLessThan(450);
  expect((await counts('C'))['R3']).toBe(after.changed);
  expect(after.canUndo).toBe(true);
});

test('two processes share the work without doing anything twice; a killed one is taken up behind its last portion', {
  timeout: 60_000,
}, async () => {
  await addIntroducers(world, 450, 'D');
  const run = must(await start(all(['county:eq:D']), 'R4'));
  let portions = 0;
  const dying = {
    ...handlers,
    'lists.bulk': (async (tools, input, job) => {
      const cut = {
        ...job,
        progress: async () => {
          portions += 1;
          throw Object.assign(new Error('killed'), { code: 'TEST' });
        },
      };
      return handlers['lists.bulk']!(tools, input, cut);
    }) as (typeof handlers)[string],
  };
  const quiet = { ...world.tools, log: { ...world.tools.log, error: () => undefined } as never };
  await runNextJob(quiet, world.hospitalId, dying);
  expect(portions).toBe(1);
  await world.sql(`UPDATE platform_jobs SET run_at = now() WHERE job_id = $1`, [run.jobId]);
  await Promise.all([runJobs(world), runJobs(world)]);
  expect(await shown(run.runId)).toMatchObject({ state: 'done', changed: 450, skipped: 0 });
  const [versions] = await world.sql<{ max: number }>(
    `SELECT max(version)::int AS max FROM referral_introducers WHERE county = 'D'`,
  );
  expect(versions!.max).toBe(2);
});

test('rights are asked at the start and again by the job', async () => {
  await addIntroducers(world, 3, 'E');
  const finance = await accountOf(world, 'finance', 'finance');
  expect(await start(all([]), 'R5', finance)).toMatchObject({ code: 'platform.not-permitted' });
  expect(await start(all([]), 'R5', world.actor('admin'))).toMatchObject({ code: 'platform.not-permitted' });
  const leaving = await accountOf(world, 'leaving', 'info_officer');
  const run = must(await start(all(['county:eq:E']), 'R5', leaving));
  await world.sql(`UPDATE staff_accounts SET roles = '{finance}' WHERE account_id = $1`, [leaving.accountId]);
  await runJobs(world);
  expect(await counts('E')).toEqual({ '-': 3 });
  const [job] = await world.sql<{ state: string; failed_code: string }>(
    'SELECT state, failed_code FROM platform_jobs WHERE job_id = $1',
    [run.jobId],
  );
  expect(job).toMatchObject({ state: 'failed', failed_code: 'lists.requester-gone' });
  expect(await readBulkRun(world.tools, officer, offers, run.runId, 'zh-CN')).toMatchObject({
    code: 'platform.not-found',
  });
});

test('wrong filters, actions, inputs and ids are refused or nobody’s', async () => {
  expect(await start(all(['secret:eq:1']), 'R6')).toMatchObject({ code: 'platform.unknown-filter' });
  const wanted = { list, action: 'assign-rep', selection: all([]), input: { repNo: 7 } };
  expect(await startBulkRun(world.tools, officer, offers, wanted, 'zh-CN')).toMatchObject({ code: 'lists.bad-input' });
  expect(await startBulkRun(world.tools, officer, offers, { ...wanted, action: 'x' }, 'zh-CN')).toMatchObject({
    code: 'platform.not-found',
  });
  const run = must(await start({ kind: 'rows', ids: ["'; DROP", '00000000-0000-7000-8000-000000000000'] }, 'R6'));
  await runJobs(world);
  expect(await shown(run.runId)).toMatchObject({ state: 'done', changed: 0 });
});

test('after half an hour nothing is taken back any more', async () => {
  await addIntroducers(world, 2, 'F');
  const run = await startAndRun(all(['county:eq:F']), 'R7');
  world.setNow('2026-10-15T09:31:00+08:00');
  expect(await undoBulkRun(world.tools, officer, offers, run.runId, 'zh-CN')).toMatchObject({
    code: 'lists.undo-too-late',
  });
  world.setNow('2026-10-15T09:00:00+08:00');
});
