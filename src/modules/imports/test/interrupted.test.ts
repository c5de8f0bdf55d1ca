import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { importFile, importsModule } from '../index.ts';

let world: World;
let dir: string;
beforeAll(async () => {
  world = await createWorld();
  dir = mkdtempSync(join(tmpdir(), 'renmai-import-'));
  writeFileSync(join(dir, 'introducers.csv'), '编号,姓名,类别\nJ1,张一,external_physician\nJ2,张二,staff\n');
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await world.end();
});

const lookForAbandoned = () =>
  importsModule.chores.find((chore) => chore.name === 'import-leases')!.run(world.tools, world.hospitalId);

async function stateOf(runId: string): Promise<string> {
  const [row] = await world.sql<{ state: string }>('SELECT state FROM import_runs WHERE run_id = $1', [runId]);
  return row!.state;
}

async function insertRun(leasedUntil: string | null, jobId: string | null): Promise<string> {
  const [row] = await world.sql<{ run_id: string }>(
    `INSERT INTO import_runs (hospital_id, kind, file_name, file_hash, state, started_by_name, leased_until, job_id, started_at)
     VALUES ($1, 'episodes', 'a.csv', '', 'running', '测试员', now() + $2::interval, $3, now() - interval '1 hour') RETURNING run_id`,
    [world.hospitalId, leasedUntil, jobId],
  );
  return row!.run_id;
}

test('an import whose process was killed is ended as interrupted when its lease has run out', async () => {
  const abandoned = await insertRun('-1 s', null);
  const olderThanLeases = await insertRun(null, null);
  const alive = await insertRun('20 s', null);
  const withJob = await insertRun(null, '00000000-0000-7000-8000-000000000001');
  await lookForAbandoned();
  const states = await Promise.all([abandoned, olderThanLeases, alive, withJob].map(stateOf));
  expect(states).toEqual(['interrupted', 'interrupted', 'running', 'running']);
});

test('a process that was only asleep and commits after all is told as done, with its rows', async () => {
  const [before] = await world.sql<{ count: number }>('SELECT count(*)::int AS count FROM import_runs');
  const done = await importFile(
    world.tools,
    world.actor('info_officer'),
    { kind: 'introducers', path: join(dir, 'introducers.csv'), encoding: 'auto', isDryRun: false },
    {
      progress: async () => {
        await world.sql(
          "UPDATE import_runs SET leased_until = now() - interval '1 s' WHERE file_name = 'introducers.csv'",
        );
        await lookForAbandoned();
        const rows = await world.sql<{ state: string }>(
          "SELECT state FROM import_runs WHERE file_name = 'introducers.csv'",
        );
        expect(rows).toEqual([{ state: 'interrupted' }]);
      },
    },
  );
  if (!('runId' in done)) throw new Error('refused');
  expect(await stateOf(done.runId)).toBe('done');
  expect(done.summary.rowsNew).toBe(2);
  const [after] = await world.sql<{ count: number }>('SELECT count(*)::int AS count FROM import_runs');
  expect(after!.count).toBe(before!.count + 1);
});

test('rows of an import that breaks off are not there, and its history does not say they are', async () => {
  const broken = importFile(
    world.tools,
    world.actor('info_officer'),
    { kind: 'introducers', path: join(dir, 'introducers.csv'), encoding: 'auto', isDryRun: false },
    { progress: () => Promise.reject(new Error('the machine stops')) },
  );
  await expect(broken).rejects.toThrow('the machine stops');
  const [last] = await world.sql<{ state: string }>('SELECT state FROM import_runs ORDER BY started_at DESC LIMIT 1');
  expect(last!.state).toBe('cancelled');
});
