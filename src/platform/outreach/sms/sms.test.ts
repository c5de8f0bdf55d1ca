import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { mainlandMobile, smsSegments } from './gateway.ts';
import { readTencentReply, tc3Authorization } from './tencent.ts';
import { readSmsWebhook, type SmsWebhookRequest, webhookSignature } from './webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const nowMs = 1_614_265_330_000;
const timestamp = '1614265330';

function webhook(body: string | Buffer, changes: Partial<SmsWebhookRequest> = {}, id = 'm1'): SmsWebhookRequest {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': webhookSignature(secret, id, timestamp, body)!,
  };
  return { headers, rawBody: body, account: { name: 'gateway', secrets: [secret] }, nowMs, ...changes };
}

const message = {
  message_id: 'sms-1',
  sender: '13800001234',
  text: '张三 男 56 胆结石',
  sent_at: '2021-02-25T23:02:10+08:00',
};

function codeOf(request: SmsWebhookRequest): string {
  const result = readSmsWebhook(request);
  return isRefusal(result) ? result.code : 'accepted';
}

test('the published vectors of TC3-HMAC-SHA256 and Standard Webhooks come out', () => {
  const authorization = tc3Authorization({
    secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
    secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
    service: 'cvm',
    host: 'cvm.tencentcloudapi.com',
    timestampSeconds: 1_551_113_065,
    payload: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  });
  expect(authorization).toContain('Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168');
  expect(webhookSignature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp, '{"test": 2432232314}')).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});

test('a signed message is read with its own clock beside it', () => {
  expect(readSmsWebhook(webhook(JSON.stringify(message)))).toEqual({
    channel: 'sms',
    account: 'gateway',
    sender: '13800001234',
    text: '张三 男 56 胆结石',
    type: 'text',
    messageKey: 'gateway:sms-1',
    sentAt: Date.parse('2021-02-25T15:02:10Z'),
    raw: JSON.stringify(message),
  });
  expect(readSmsWebhook(webhook(JSON.stringify({ ...message, sent_at: undefined })))).toMatchObject({ sentAt: null });
});

test('a replay has the key of the first, whatever its envelope says', () => {
  const body = JSON.stringify(message);
  const first = readSmsWebhook(webhook(body));
  expect(readSmsWebhook(webhook(body, {}, 'another-envelope'))).toEqual(first);
});

test('two secrets are accepted while one is being changed', () => {
  const newer = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const body = JSON.stringify(message);
  expect(codeOf(webhook(body, { account: { name: 'gateway', secrets: [newer, secret] } }))).toBe('accepted');
  const request = webhook(body);
  const both = `v1,AAAA ${request.headers['webhook-signature']}`;
  expect(codeOf({ ...request, headers: { ...request.headers, 'webhook-signature': both } })).toBe('accepted');
});

test('wrong, missing and doubled signatures, another id or time, and accounts without a secret are refused', () => {
  const request = webhook(JSON.stringify(message));
  const withHeader = (name: string, value: string | string[] | undefined) =>
    codeOf({ ...request, headers: { ...request.headers, [name]: value } });
  expect(withHeader('webhook-signature', 'v1,AAAA')).toBe('outreach.signature-wrong');
  expect(withHeader('webhook-signature', undefined)).toBe('outreach.signature-missing');
  expect(withHeader('webhook-signature', ['v1,A', 'v1,B'])).toBe('outreach.signature-missing');
  expect(withHeader('webhook-id', 'm2')).toBe('outreach.signature-wrong');
  expect(withHeader('webhook-timestamp', '1614265331')).toBe('outreach.signature-wrong');
  expect(codeOf({ ...request, account: { name: 'gateway', secrets: [] } })).toBe('outreach.key-missing');
  expect(codeOf({ ...request, account: { name: 'gateway', secrets: ['whsec_short'] } })).toBe('outreach.key-missing');
});

test('any changed byte of the body is refused', () => {
  const request = webhook(JSON.stringify(message));
  const bytes = Buffer.from(request.rawBody as string);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ change;
      expect(codeOf({ ...request, rawBody: changed })).toMatch(/^outreach\.(signature-wrong|body-unreadable)$/);
    }),
  );
});

test('a request of last hour, or of a clock that jumped ahead, is stale', () => {
  const request = webhook(JSON.stringify(message));
  expect(codeOf({ ...request, nowMs: nowMs + 300_000 })).toBe('accepted');
  expect(readSmsWebhook({ ...request, nowMs: nowMs + 3_600_000 })).toMatchObject({
    code: 'outreach.stale',
    facts: { apartSeconds: 3600 },
  });
  expect(codeOf({ ...request, nowMs: nowMs - 300_001 })).toBe('outreach.stale');
});

test.each([
  ['100 kB of text', JSON.stringify({ ...message, text: '病'.repeat(34_000) }), 'outreach.body-too-large'],
  ['no JSON', 'text=张三', 'outreach.body-unreadable'],
  ['half a JSON', JSON.stringify(message).slice(0, 40), 'outreach.body-unreadable'],
  ['a list', '[]', 'outreach.body-unreadable'],
  ['null', 'null', 'outreach.body-unreadable'],
  ['nothing', '', 'outreach.body-unreadable'],
  ['no sender', JSON.stringify({ ...message, sender: undefined }), 'outreach.body-unreadable'],
  ['a sender that is no number', JSON.stringify({ ...message, sender: "1' OR '1'='1" }), 'outreach.body-unreadable'],
  ['an id with a line break', JSON.stringify({ ...message, message_id: 'a\nb' }), 'outreach.body-unreadable'],
  ['31 November', JSON.stringify({ ...message, sent_at: '2026-11-31T08:00:00+08:00' }), 'outreach.body-unreadable'],
  ['a number for a text', JSON.stringify({ ...message, text: 5 }), 'outreach.body-unreadable'],
  ['bytes that are GBK', Buffer.from([0x7b, 0xd5, 0xc5, 0x7d]), 'outreach.body-unreadable'],
])('%s is refused clearly although it is signed', (_name, body, code) => {
  expect(codeOf(webhook(body))).toBe(code);
});

test('a refusal names the field and never its content', () => {
  const result = readSmsWebhook(webhook(JSON.stringify({ ...message, sender: '张三 13800001234' })));
  expect(result).toMatchObject({ facts: { because: 'field', field: 'sender' } });
  expect(JSON.stringify(result)).not.toContain('13800001234');
});

test('emoji, SQL and HTML are text; what a database cannot hold is left out and stays in the raw message', () => {
  for (const text of ['👩‍🍼 待产', "'); DROP TABLE x; --", '<img src=x onerror=alert(1)>', '']) {
    expect(readSmsWebhook(webhook(JSON.stringify({ ...message, text })))).toMatchObject({ text });
  }
  const body = JSON.stringify(message).replace('张三', '张\\u0000三\\ud83e');
  expect(readSmsWebhook(webhook(body))).toMatchObject({ text: '张三\ufffd 男 56 胆结石', raw: body });
});

const callbackToken = 'a-secret-path-token-of-the-tests-0001';
const reply = {
  extend: '',
  mobile: '13800001234',
  nationcode: '86',
  sign: '示例医院',
  text: '张三 男 56 胆结石',
  time: 1_614_265_330,
};

test('a Tencent reply is believed only at the secret address', () => {
  const request = { callbackToken, pathToken: callbackToken, sdkAppId: '1400000000', rawBody: JSON.stringify(reply) };
  expect(readTencentReply(request)).toMatchObject({ sender: '13800001234', text: reply.text, sentAt: nowMs });
  for (const pathToken of ['', 'guess', `${callbackToken}x`]) {
    expect(readTencentReply({ ...request, pathToken })).toMatchObject({ code: 'outreach.signature-wrong' });
  }
  expect(readTencentReply({ ...request, callbackToken: '', pathToken: '' })).toMatchObject({ refused: true });
});

test('repeated Tencent replies share a key without the number in it; another second or text is another message', () => {
  const keyOf = (changes: object) => {
    const rawBody = JSON.stringify({ ...reply, ...changes });
    const result = readTencentReply({ callbackToken, pathToken: callbackToken, sdkAppId: '1400000000', rawBody });
    return isRefusal(result) ? result.code : result.messageKey;
  };
  expect(keyOf({ extend: '7' })).toBe(keyOf({}));
  expect(keyOf({})).not.toContain('13800001234');
  expect(
    new Set([keyOf({}), keyOf({ time: reply.time + 1 }), keyOf({ text: 'x' }), keyOf({ mobile: '13800001235' })]).size,
  ).toBe(4);
  expect(keyOf({ time: -1 })).toBe('outreach.body-unreadable');
  expect(keyOf({ text: '病'.repeat(34_000) })).toBe('outreach.body-too-large');
});

test.each([
  ['13800001234', '13800001234'],
  ['+86 138-0000-1234', '13800001234'],
  ['0086 13800001234', '13800001234'],
  ['8613800001234', '13800001234'],
  ['(+86)19900001234', '19900001234'],
  ['16600001234', '16600001234'],
  ['1380000123', null],
  ['12800001234', null],
  ['+85213800001234', null],
  ['138000012345', null],
  ['', null],
])('%s as a mobile number is %s', (text, mobile) => {
  expect(mainlandMobile(text)).toBe(mobile);
});

test.each([
  [66, 1],
  [67, 2],
  [130, 2],
  [131, 3],
])('%i characters behind a signature of two with brackets are %i messages', (characters, segments) => {
  expect(smsSegments('字'.repeat(characters), '医院')).toEqual({ characters: characters + 4, segments });
});

test('an emoji counts two characters', () => {
  expect(smsSegments('🤰', '医院').characters).toBe(6);
});
