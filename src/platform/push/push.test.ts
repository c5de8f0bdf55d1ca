import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#platform/log.ts';
import { createWorld, type World } from '#testing/world.ts';
import { createPush } from './push.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let waited = 0; waited < 100 && !(await holds()); waited++) await new Promise((done) => setTimeout(done, 100));
};

test('a touch reaches the listeners of its hospital and topic after commit', async () => {
  const push = await createPush(world.address.app, createLog('error'));
  const heard: string[] = [];
  push.subscribe(world.hospitalId, new Set(['board']), ({ id }) => heard.push(id ?? ''));
  await world.tools.db.transaction({ hospitalId: world.hospitalId }, async (tx) => {
    tx.touch('board', 'R1');
    tx.touch('referrals', 'R2');
  });
  await until(() => heard.length > 0);
  expect(heard).toEqual(['R1']);
  await push.close();
});

test('a database that was away does not leave a crowd of connections behind', async () => {
  const push = await createPush(world.address.app, createLog('silent'));
  const connections = async () =>
    (
      await world.sql(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'renmai push' AND datname = current_database()`,
      )
    ).length;
  for (let cut = 0; cut < 3; cut++) {
    await world.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'renmai push' AND datname = current_database()`,
    );
    await until(async () => (await connections()) === 0);
    await until(async () => (await connections()) === 1);
  }
  await new Promise((done) => setTimeout(done, 1500));
  expect(await connections()).toBe(1);
  await push.close();
}, 180_000);
