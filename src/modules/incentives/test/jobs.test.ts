import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNextJob } from '#platform/jobs/jobs.ts';
import { createWorld, type World } from '#testing/world.ts';
import { jobs } from '../jobs.ts';
import { activePlan, addEpisode, type Cast, castOf, proof } from './clinic.ts';
import { openDoor } from './door.ts';

let world: World;
let cast: Cast;
let door: Awaited<ReturnType<typeof openDoor>>;

beforeAll(async () => {
  world = await createWorld();
  cast = castOf(world);
  door = await openDoor(world);
  await activePlan(world);
  await addEpisode(world, { no: 'E1' });
});
afterAll(async () => {
  expect(await proof(world)).toEqual([]);
  await door.app.close();
  await world.end();
});

const start = async (key: string) =>
  (
    await door.call(
      cast.officer,
      'POST',
      '/api/incentives/settlements',
      { month: '2026-09', planId: 'plan-mixed' },
      key,
    )
  ).body as { jobId: string };
const stateOf = async (jobId: string) =>
  (
    await world.sql<{ state: string; result: object }>('SELECT state, result FROM platform_jobs WHERE job_id = $1', [
      jobId,
    ])
  )[0]!;

test('a run asked for twice with one key is one job; its result names the settlement', async () => {
  const first = await start('run-september');
  expect(await start('run-september')).toEqual(first);
  await runNextJob(world.tools, world.hospitalId, jobs);
  expect(await stateOf(first.jobId)).toMatchObject({
    state: 'done',
    result: { settlementNo: 'JS-2026-09-plan-mixed', lines: 1 },
  });
});

test('a run that is cancelled before its commit leaves the draft as it was', async () => {
  await addEpisode(world, { no: 'E2' });
  const { jobId } = await start('run-september-again');
  const before = await world.sql('SELECT line_id FROM incentive_lines');
  const cancelling = {
    'incentives.settle': async (...[tools, input, run]: Parameters<(typeof jobs)['incentives.settle']>) => {
      await world.sql('UPDATE platform_jobs SET cancel_requested = true WHERE job_id = $1', [jobId]);
      return jobs['incentives.settle']!(tools, input, run);
    },
  };
  await runNextJob(world.tools, world.hospitalId, cancelling);
  expect((await stateOf(jobId)).state).toBe('cancelled');
  expect(await world.sql('SELECT line_id FROM incentive_lines')).toEqual(before);
});
