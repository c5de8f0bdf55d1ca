import { afterEach, expect, test } from 'vitest';
import { createOutreach, type OutreachMessage } from '../index.ts';
import { type SmsSimulatorSettings, startSmsSimulator } from '../simulators/sms.ts';
import { startTestProduct } from './product.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const callbackToken = 'a-secret-path-token-of-the-tests-0001';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(via: 'webhook' | 'tencent' = 'webhook', changes: Partial<SmsSimulatorSettings> = {}) {
  const clock = { nowMs: Date.parse('2026-11-20T08:00:00+08:00') };
  const now = () => clock.nowMs;
  const tencent = { callbackToken, sdkAppId: '1400000000' };
  const product = await startTestProduct({ sms: { name: 'gateway', secrets: [secret] }, tencent, now });
  const account = { secretId: 'id', secretKey: 'key', sdkAppId: '1400000000', signature: '示例医院' };
  const simulator = await startSmsSimulator({
    ...account,
    templates: { '1001': '{1}您好,您转介的患者信息已收到,缺:{2}。' },
    inbound:
      via === 'webhook'
        ? { via, callbackUrl: `${product.url}/sms`, secret }
        : { via, callbackUrl: `${product.url}/tencent/${callbackToken}` },
    now,
    answerTimeoutMs: 300,
    slowMs: 1000,
    ...changes,
  });
  closers.push(simulator.close, product.close);
  const outreach = createOutreach({
    wechat: null,
    sms: { ...account, templates: { 'referral-received': '1001' }, timeoutMs: 300, now },
    baseUrls: { smsBaseUrl: simulator.url },
    log: { info: () => undefined, warn: () => undefined },
  });
  return { clock, product, simulator, outreach };
}

const notice: OutreachMessage = {
  id: '0199f000-0000-7000-8000-000000000001',
  channel: 'sms',
  address: '+86 138 0000 1234',
  template: { name: 'referral-received', parameters: { who: '王大夫', missing: '性别' } },
  text: '王大夫您好,您转介的患者信息已收到,缺:性别。',
};

test('a notice arrives on the phone as the approved template with its signature', async () => {
  const { simulator, outreach } = await start();
  expect(await outreach.deliver(notice)).toEqual({ outcome: 'sent', providerId: '2019:1000000' });
  expect(simulator.sent).toMatchObject([{ to: '13800001234', text: notice.text, segments: 1 }]);
  expect(simulator.phone('13800001234').map((line) => line.text)).toEqual([`【示例医院】${notice.text}`]);
});

test('without a template, or with one the account lacks, or to no mobile number, it fails at once', async () => {
  const { simulator, outreach } = await start();
  const template = { name: 'unknown', parameters: {} };
  expect(await outreach.deliver({ ...notice, template: null })).toMatchObject({ reason: 'outreach.template-unknown' });
  expect(await outreach.deliver({ ...notice, template })).toMatchObject({ reason: 'outreach.template-unknown' });
  expect(await outreach.deliver({ ...notice, address: '0731-00000000' })).toMatchObject({
    reason: 'outreach.address-invalid',
  });
  expect(simulator.sent).toHaveLength(0);
});

test.each([
  ['server-error', 'outreach.provider-down', true],
  ['disconnect', 'outreach.unreachable', true],
  ['slow', 'outreach.timed-out', true],
  ['garbage', 'outreach.provider-answer-unreadable', true],
  ['rate-limit', 'outreach.rate-limited', false],
  ['token-expired', 'outreach.credentials-refused', false],
] as const)('after %s the message waits', async (fault, reason, mayHaveArrived) => {
  const { simulator, outreach } = await start();
  simulator.failNext(fault);
  expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'retryLater', reason, mayHaveArrived });
  expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'sent' });
});

test('a wrong key, an unapproved signature and a template withdrawn by the provider are told apart', async () => {
  expect(await (await start('webhook', { secretKey: 'changed' })).outreach.deliver(notice)).toMatchObject({
    outcome: 'retryLater',
    reason: 'outreach.credentials-refused',
    providerCode: 'AuthFailure.SignatureFailure',
  });
  for (const changes of [{ signature: '别的医院' }, { templates: {} }]) {
    const { outreach } = await start('webhook', changes);
    expect(await outreach.deliver(notice)).toMatchObject({ outcome: 'failed', reason: 'outreach.template-unknown' });
  }
});

test.each(['webhook', 'tencent'] as const)(
  'an SMS arrives through the %s callback, and its replay has one key',
  async (via) => {
    const { simulator, product } = await start(via);
    const first = await simulator.deliver('转诊:陈建国/男/骨折;县中医院 周主任', '13800001234');
    expect(first).toMatchObject({ taken: true, attempts: 1 });
    await simulator.deliver('转诊:陈建国/男/骨折;县中医院 周主任', '13800001234', { messageId: first.messageId });
    expect(product.requests).toHaveLength(2);
    expect(product.kept.size).toBe(1);
  },
);

test('messages that arrive out of order are all kept', async () => {
  const { clock, simulator, product } = await start();
  await simulator.deliver('second', '13800001234', { atMs: clock.nowMs });
  await simulator.deliver('first', '13800001234', { atMs: clock.nowMs - 3_600_000 });
  expect([...product.kept.values()].map((one) => one.text)).toEqual(['second', 'first']);
});

test('a wrong webhook secret and a wrong address token are refused and the phone says so', async () => {
  const wrong = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
  const { product } = await start();
  for (const inbound of [
    { via: 'webhook', callbackUrl: `${product.url}/sms`, secret: wrong },
    { via: 'tencent', callbackUrl: `${product.url}/tencent/guess` },
  ] as const) {
    const { simulator } = await start('webhook', { inbound });
    expect(await simulator.deliver('x', '13800001234')).toMatchObject({ status: 403, taken: false });
    expect(simulator.phone('13800001234').at(-1)?.from).toBe('platform');
  }
  expect(product.kept.size).toBe(0);
  expect(product.refused).toEqual(['outreach.signature-wrong', 'outreach.signature-wrong']);
});

test('what is typed on the phone page arrives as an SMS', async () => {
  const { simulator, product } = await start();
  expect(await (await fetch(`${simulator.url}/`)).text()).toContain('value="13800001234"');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ user: '13800001234', text: '刘小花,女,待产,今晚来' });
  await fetch(`${simulator.url}/phones`, { method: 'POST', headers, body });
  expect([...product.kept.values()].map((one) => one.text)).toEqual(['刘小花,女,待产,今晚来']);
});
