import { expect, test } from 'vitest';
import { createTokenSource, type TokenSettings } from './token.ts';

function start(tokens: readonly string[], kind: Partial<TokenSettings> = {}) {
  const calls: { url: string; body: string }[] = [];
  const clock = { nowMs: 0 };
  const source = createTokenSource({
    kind: 'official',
    appId: 'wx0000000000000000',
    secret: 's',
    baseUrl: 'http://platform.invalid',
    timeoutMs: 1000,
    fetch: async (url, options) => {
      calls.push({ url: String(url), body: String(options?.body ?? '') });
      return Response.json({ access_token: tokens[calls.length - 1], expires_in: 7200 });
    },
    now: () => clock.nowMs,
    ...kind,
  });
  return { calls, clock, source };
}

test('a token is kept until five minutes before its end', async () => {
  const { calls, clock, source } = start(['a', 'b']);
  await source.current();
  clock.nowMs = 6899_000;
  expect(await source.current()).toEqual({ outcome: 'token', value: 'a' });
  clock.nowMs = 6900_000;
  expect(await source.current()).toEqual({ outcome: 'token', value: 'b' });
  expect(calls).toHaveLength(2);
});

test('a refused token is forced anew only when the platform hands out the same again', async () => {
  const { calls, source } = start(['a', 'a', 'b']);
  await source.current();
  expect(await source.replace('a')).toEqual({ outcome: 'token', value: 'b' });
  expect(calls.map((call) => JSON.parse(call.body).force_refresh)).toEqual([false, false, true]);
});

test('whoever reports an already replaced token gets the current one without a fetch', async () => {
  const { calls, source } = start(['a', 'b', 'c']);
  await source.current();
  await source.replace('a');
  expect(await source.replace('a')).toEqual({ outcome: 'token', value: 'b' });
  expect(calls).toHaveLength(2);
});

test('the stable endpoint keeps the secret out of the address', async () => {
  const { calls, source } = start(['a']);
  await source.current();
  expect(calls[0]?.url).toBe('http://platform.invalid/cgi-bin/stable_token');
});

test.each([
  [
    { tokenEndpoint: 'classic' } as const,
    '/cgi-bin/token?grant_type=client_credential&appid=wx0000000000000000&secret=s',
  ],
  [{ kind: 'wecom' } as const, '/cgi-bin/gettoken?corpid=wx0000000000000000&corpsecret=s'],
])('the other endpoints are asked as documented', async (kind, path) => {
  const { calls, source } = start(['a'], kind);
  await source.current();
  expect(calls[0]?.url).toBe(`http://platform.invalid${path}`);
});
