import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { createServer } from '#app/server.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import { createPush, type Push } from '#platform/push/push.ts';
import { createWorld, type World } from '#testing/world.ts';

let world: World;
let push: Push;
let app: Awaited<ReturnType<typeof createServer>>['app'];
const token = 'a-long-secret-of-the-collector';

beforeAll(async () => {
  world = await createWorld();
  push = await createPush(world.address.app, world.tools.log);
  const tools = { ...world.tools, config: { ...world.tools.config, metricsToken: token } };
  ({ app } = await createServer(tools, push, modules));
});
afterAll(async () => {
  await app.close();
  await push.close();
  await world.end();
});

/** As a collector on this machine sees it. */
async function metrics(): Promise<string> {
  const answer = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toContain('text/plain');
  return answer.body;
}

test('durations are told by route pattern, never by the address somebody asked for', async () => {
  await app.inject({ url: '/api/health' });
  await app.inject({ url: '/api/incentives/settlements/01a200f2-0498-7d44-a978-47861989774d' });
  await app.inject({ url: '/made-up-13800001234' });
  const text = await metrics();
  expect(text).toMatch(/renmai_http_request_seconds_count\{method="GET",route="\/api\/health",status="200"\} 1/);
  expect(text).toContain('route="/api/incentives/settlements/:settlementId",status="401"');
  expect(text).not.toContain('01a200f2');
  expect(text).not.toContain('13800001234');
});

test('jobs, outbox, connections and the process are there', async () => {
  await world.tools.db.transaction({ hospitalId: world.hospitalId }, (tx) =>
    enqueueJob(tx, { kind: 'nobody.takes-it', input: null }),
  );
  await world.sql(
    `INSERT INTO platform_outbox (hospital_id, kind, payload, created_at, attempts) VALUES ($1, 'x.happened', '{}', clock_timestamp() - interval '90 seconds', 2)`,
    [world.hospitalId],
  );
  const text = await metrics();
  expect(text).toContain('renmai_jobs{state="overdue"} 1');
  expect(text).toContain('renmai_jobs{state="failed"} 0');
  expect(text).toContain('renmai_outbox_events 1');
  expect(text).toContain('renmai_outbox_failed_events 1');
  expect(Number(/^renmai_outbox_lag_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(89);
  expect(text).toContain('renmai_db_connections{state="idle"}');
  expect(text).toContain('process_resident_memory_bytes');
});

const outside = [
  ['somebody from outside', { remoteAddress: '10.0.0.9' }],
  ['somebody from outside through the proxy of this machine', { headers: { 'x-forwarded-for': '10.0.0.9' } }],
  ['a wrong token', { headers: { authorization: 'Bearer guessed' } }],
] as const;
test.each(outside)('%s finds no metrics', async (_, request) => {
  const answer = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1', ...request });
  expect(answer.statusCode).toBe(404);
});

test('the token opens them from anywhere', async () => {
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.0.0.9' };
  expect((await app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers })).statusCode).toBe(200);
});
