import { afterEach, expect, test } from 'vitest';
import { createOutreach, type OutreachMessage } from '../index.ts';
import { startWechatSimulator, type WechatSimulatorSettings } from '../simulators/wechat.ts';
import type { WechatAccount } from '../wechat/callback.ts';
import { startTestProduct, type TestProductSettings } from './product.ts';

const account: WechatAccount = {
  kind: 'official',
  appId: 'wx0000000000000000',
  token: 'a-token-of-the-test',
  encodingAesKey: 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR',
};
const user = 'o0000test-openid_0000000001';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Changes {
  readonly account?: Partial<WechatAccount>;
  readonly simulator?: Partial<WechatSimulatorSettings>;
  readonly reply?: TestProductSettings['reply'];
}

async function start(changes: Changes = {}) {
  const clock = { nowMs: Date.parse('2026-11-20T08:00:00+08:00') };
  const now = () => clock.nowMs;
  const wechat = { ...account, ...changes.account };
  const product = await startTestProduct({ wechat, now, ...(changes.reply ? { reply: changes.reply } : {}) });
  const simulator = await startWechatSimulator({
    ...account,
    ...changes.account,
    encodingAesKey: account.encodingAesKey!,
    secret: 'the-secret',
    callbackUrl: `${product.url}/wechat`,
    now,
    answerTimeoutMs: 300,
    slowMs: 1000,
    ...changes.simulator,
  });
  closers.push(simulator.close, product.close);
  const logged: string[] = [];
  const note = (facts: object, text: string) => void logged.push(JSON.stringify(facts) + text);
  const outreach = createOutreach({
    wechat: {
      kind: wechat.kind,
      appId: wechat.appId,
      secret: 'the-secret',
      agentId: 1000002,
      templates: { 'referral-received': 'template-1' },
      timeoutMs: 300,
      now,
    },
    sms: null,
    baseUrls: { wechatBaseUrl: simulator.url },
    log: { info: note, warn: note },
  });
  return { clock, product, simulator, outreach, logged };
}

const notice: OutreachMessage = {
  id: '0199f000-0000-7000-8000-000000000001',
  channel: 'wechat',
  address: user,
  template: { name: 'referral-received', parameters: { thing1: '已收到', time2: '2026-11-20 08:00' } },
  text: '您转介的患者信息已收到。',
};
const free: OutreachMessage = { ...notice, template: null };

test.each(['plain', 'aes'] as const)(
  'a message in %s mode arrives once and its reply reaches the phone',
  async (mode) => {
    const { simulator, product } = await start({
      account: mode === 'plain' ? { encodingAesKey: null } : {},
      reply: (text) => `收到:${text} 缺:性别 👌`,
    });
    const delivery = await simulator.deliver('张三 胆结石', user, { mode });
    expect(delivery).toMatchObject({ attempts: 1, status: 200, reply: '收到:张三 胆结石 缺:性别 👌', broken: false });
    expect(product.kept.size).toBe(1);
    expect(simulator.phone(user).map((line) => [line.from, line.text])).toEqual([
      ['user', '张三 胆结石'],
      ['hospital', '收到:张三 胆结石 缺:性别 👌'],
    ]);
  },
);

test('without an answer the platform tries three times with one key', async () => {
  const { simulator, product } = await start({ reply: () => undefined });
  const delivery = await simulator.deliver('x', user);
  expect(delivery).toMatchObject({ attempts: 3, status: null, broken: true });
  expect(product.requests).toHaveLength(3);
  expect(product.kept.size).toBe(1);
  expect(simulator.phone(user).at(-1)?.from).toBe('platform');
});

test('an answer at the second attempt ends the attempts', async () => {
  const { simulator, product } = await start({ reply: (_text, count) => (count === 1 ? undefined : null) });
  expect(await simulator.deliver('x', user)).toMatchObject({ attempts: 2, reply: null, broken: false });
  expect(product.kept.size).toBe(1);
});

test('a replayed message has the key of the first', async () => {
  const { simulator, product } = await start();
  const first = await simulator.deliver('x', user);
  await simulator.deliver('x', user, { messageId: first.messageId });
  expect(product.requests).toHaveLength(2);
  expect(product.kept.size).toBe(1);
});

test('following the account is an event', async () => {
  const { simulator, product } = await start({ reply: () => '欢迎' });
  expect(await simulator.deliver('', user, { event: 'subscribe' })).toMatchObject({ reply: '欢迎' });
  expect(product.requests[0]?.text).toBe('subscribe');
});

test('the callback address is verified for official accounts and WeCom, and not with another token', async () => {
  expect(await (await start()).simulator.verifyCallback()).toBe(true);
  expect(await (await start({ account: { kind: 'wecom' } })).simulator.verifyCallback()).toBe(true);
  const other = await start({ simulator: { token: 'another-token' } });
  expect(await other.simulator.verifyCallback()).toBe(false);
  expect(await other.simulator.deliver('x', user)).toMatchObject({ status: 403, attempts: 1 });
  expect(other.product.refused).toEqual(['outreach.signature-wrong', 'outreach.signature-wrong']);
});

test('WeCom messages are read, answered and sent', async () => {
  const { simulator, outreach } = await start({
    account: { kind: 'wecom', appId: 'ww0000000000000000' },
    reply: () => '好',
  });
  expect(await simulator.deliver('x', 'WangDaFu')).toMatchObject({ reply: '好' });
  expect(await outreach.deliver({ ...notice, address: 'WangDaFu' })).toMatchObject({ outcome: 'sent' });
  expect(simulator.sent[0]).toMatchObject({ path: '/cgi-bin/message/send', text: notice.text });
});

test('a template message reaches anybody, a free one only who wrote within 48 hours', async () => {
  const { clock, simulator, outreach } = await start();
  expect(await outreach.deliver(notice)).toEqual({ outcome: 'sent', providerId: '1000000' });
  expect(await outreach.deliver(free)).toEqual({
    outcome: 'failed',
    reason: 'outreach.window-closed',
    providerCode: '45015',
  });
  await simulator.deliver('x', user);
  expect(await outreach.deliver(free)).toEqual({ outcome: 'sent', providerId: null });
  clock.nowMs += 49 * 3_600_000;
  expect(await outreach.deliver(free)).toMatchObject({ outcome: 'failed', reason: 'outreach.window-closed' });
  expect(simulator.sent.map((one) => one.text)).toEqual(['已收到 2026-11-20 08:00', notice.text]);
});

test('an expired token is replaced once and the message goes out', async () => {
  const { simulator, outreach } = await start();
  simulator.failNext('token-expired');
  expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'sent' });
  expect(simulator.tokensIssued()).toBe(2);
  simulator.failNext('token-expired', 2);
  expect(await outreach.deliver({ ...notice, id: '2' })).toMatchObject({
    outcome: 'retryLater',
    reason: 'outreach.credentials-refused',
    providerCode: '42001',
  });
});

test('many messages at once share one token', async () => {
  const { simulator, outreach } = await start();
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => outreach.deliver({ ...notice, id: `m${index}` })),
  );
  expect(results.every((result) => result.outcome === 'sent')).toBe(true);
  expect(simulator.tokensIssued()).toBe(1);
});

test.each([
  ['server-error', 'outreach.provider-down', true],
  ['disconnect', 'outreach.unreachable', true],
  ['slow', 'outreach.timed-out', true],
  ['garbage', 'outreach.provider-answer-unreadable', true],
  ['rate-limit', 'outreach.rate-limited', false],
] as const)('after %s the message waits', async (fault, reason, mayHaveArrived) => {
  const { simulator, outreach } = await start();
  simulator.failNext(fault);
  expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'retryLater', reason, mayHaveArrived });
  expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'sent' });
});

test('a template message repeated after a lost answer is delivered once', async () => {
  const { simulator, outreach } = await start();
  await outreach.deliver(notice);
  await outreach.deliver(notice);
  expect(simulator.sent).toHaveLength(1);
});

test('a wrong secret or a platform that is not there lets the message wait', async () => {
  const { simulator, outreach } = await start({ simulator: { secret: 'changed' } });
  expect(await outreach.deliver(notice)).toMatchObject({
    outcome: 'retryLater',
    reason: 'outreach.credentials-refused',
  });
  await simulator.close();
  expect(await outreach.deliver(notice)).toMatchObject({
    outcome: 'retryLater',
    reason: 'outreach.unreachable',
    mayHaveArrived: false,
  });
});

test('a cancelled attempt says so', async () => {
  const { simulator, outreach } = await start();
  simulator.failNext('slow');
  expect(await outreach.deliver(notice, AbortSignal.timeout(100))).toMatchObject({
    outcome: 'retryLater',
    reason: 'outreach.cancelled',
  });
  expect(await outreach.deliver(notice, AbortSignal.abort())).toMatchObject({ mayHaveArrived: false, afterSeconds: 0 });
});

test('addresses that are none and empty texts fail at once', async () => {
  const { outreach, simulator } = await start();
  expect(await outreach.deliver({ ...free, address: '<script>' })).toMatchObject({
    reason: 'outreach.address-invalid',
  });
  expect(await outreach.deliver({ ...free, text: '  ' })).toMatchObject({ reason: 'outreach.content-refused' });
  expect(simulator.sent).toHaveLength(0);
});

test('the log knows message id and channel, nothing of the person, the text or the token', async () => {
  const { simulator, outreach, logged } = await start();
  for (const fault of ['server-error', 'disconnect', 'garbage', 'rate-limit'] as const) {
    simulator.failNext(fault);
    await outreach.deliver(notice);
  }
  await outreach.deliver(notice);
  await outreach.deliver({ ...notice, channel: 'sms', address: '13800001234' });
  expect(logged).toHaveLength(6);
  expect(logged.join('\n')).toContain(notice.id);
  expect(logged.at(-1)).toContain('outreach.channel-off');
  for (const secret of [user, '转介', '已收到', '13800001234', 'simulated-', 'the-secret']) {
    expect(logged.join('\n')).not.toContain(secret);
  }
});

test('the phone page lists what people wrote and passes on what is typed', async () => {
  const { simulator, product } = await start({ reply: () => '收到' });
  const page = await fetch(`${simulator.url}/`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const headers = { 'content-type': 'application/json' };
  await fetch(`${simulator.url}/phones`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ user: 'user-1', text: '<b>x</b>' }),
  });
  expect(product.requests[0]?.text).toBe('<b>x</b>');
  expect(await (await fetch(`${simulator.url}/phones`)).json()).toMatchObject({
    'user-1': [{ from: 'user' }, { text: '收到' }],
  });
  expect((await fetch(`${simulator.url}/phones`, { method: 'POST', body: 'user=a' })).status).toBe(415);
});
