import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { addressOf, call, setSurroundings } from './client.ts';
import { Intent, newKey } from './intent.ts';
import { ApiProblem, problemOfAnswer } from './problem.ts';

const readThing = route({
  id: 'things.readThing',
  method: 'GET',
  path: '/api/things/:thingId',
  permission: 'session',
  summary: 'One thing',
  params: z.object({ thingId: z.string() }),
  query: z.object({ filter: z.array(z.string()).optional(), q: z.string().optional() }),
  response: z.object({ name: z.string() }),
});

const makeThing = route({
  id: 'things.makeThing',
  method: 'POST',
  path: '/api/things',
  permission: 'session',
  summary: 'Make a thing',
  body: z.object({ name: z.string() }),
});

afterEach(() => {
  vi.unstubAllGlobals();
  setSurroundings({ hospitalId: null, onSignedOut: () => undefined });
});

function answer(status: number, body: string, headers: Record<string, string> = {}) {
  const fetching = vi.fn(
    async (_address: string, _init: RequestInit) => new Response(body || null, { status, headers }),
  );
  vi.stubGlobal('fetch', fetching);
  return fetching;
}

test('path parameters are escaped, lists repeated, empty query values left out', () => {
  const address = addressOf(readThing, {
    params: { thingId: 'a/b 仁' },
    query: { filter: ['state:in:won|late', 'x:eq:1'], q: '' },
  });
  expect(address).toBe('/api/things/a%2Fb%20%E4%BB%81?filter=state%3Ain%3Awon%7Clate&filter=x%3Aeq%3A1');
});

test('a missing path parameter is a fault of the page, not a request to a wrong address', () => {
  expect(() => addressOf(readThing, {})).toThrow('thingId');
});

test('a command carries the hospital, the proof against forged requests and its idempotency key', async () => {
  const fetching = answer(204, '');
  setSurroundings({ hospitalId: 'h1' });
  await call(makeThing, { body: { name: 'x' } }, { idempotencyKey: 'k1' });
  const init = fetching.mock.calls[0]![1];
  expect(init.headers).toMatchObject({ 'x-renmai-hospital': 'h1', 'x-renmai-csrf': '1', 'idempotency-key': 'k1' });
  expect(init.body).toBe('{"name":"x"}');
});

test('a refusal is thrown with its code, facts and field errors', async () => {
  answer(422, JSON.stringify({ code: 'things.bad', detail: '名称太长', errors: [{ path: 'name', message: '太长' }] }));
  const thrown = await call(makeThing, { body: { name: 'x' } }).catch((problem: unknown) => problem);
  expect(thrown).toBeInstanceOf(ApiProblem);
  expect(thrown).toMatchObject({ status: 422, code: 'things.bad', errors: [{ path: 'name', message: '太长' }] });
});

test.each([
  [502, '<html>bad gateway</html>', 'web.server-failed', true],
  [404, '', 'web.not-found', false],
  [429, '[]', 'web.too-many', true],
])('an answer %i that is no problem document is described by its status', (status, body, code, uncertain) => {
  const problem = problemOfAnswer(status, body, '7');
  expect([problem.code, problem.isUncertain, problem.retryAfterSeconds]).toEqual([code, uncertain, 7]);
});

test('an unreachable server is a problem of status 0', async () => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('failed'))),
  );
  await expect(call(makeThing, { body: { name: 'x' } })).rejects.toMatchObject({ status: 0, isUncertain: true });
});

test('an expired session tells the shell, unless the caller asked to handle it', async () => {
  answer(401, '');
  const onSignedOut = vi.fn();
  setSurroundings({ onSignedOut });
  await expect(call(makeThing, { body: { name: 'x' } }, { keepPageOn401: true })).rejects.toMatchObject({
    status: 401,
  });
  expect(onSignedOut).not.toHaveBeenCalled();
  await expect(call(makeThing, { body: { name: 'x' } })).rejects.toMatchObject({ status: 401 });
  expect(onSignedOut).toHaveBeenCalledOnce();
});

test('pressing save again keeps the key; changed content or a settled answer starts a new one', () => {
  const intent = new Intent();
  const first = intent.keyFor({ name: 'x' });
  expect(intent.keyFor({ name: 'x' })).toBe(first);
  const second = intent.keyFor({ name: 'y' });
  expect(second).not.toBe(first);
  intent.settle();
  expect(intent.keyFor({ name: 'y' })).not.toBe(second);
});

test('keys are UUIDs of version 4', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
