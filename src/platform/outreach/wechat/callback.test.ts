import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { cpuMsOf } from '#testing/cpu-time.ts';
import { callbackBytesMax } from '../body.ts';
import { type CallbackRequest, passiveReply, readCallback, type WechatAccount } from './callback.ts';
import { decryptWechat, encryptWechat, readWechatKey, type WechatKey, wechatSignature } from './crypto.ts';
import { cdata, readXml } from './xml.ts';

const encodingAesKey = 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR';
const key = readWechatKey(encodingAesKey) as WechatKey;
const plain: WechatAccount = { kind: 'official', appId: 'wx49f0ab532d5d035a', token: '123456', encodingAesKey: null };
const safe: WechatAccount = { ...plain, encodingAesKey };
const wecom: WechatAccount = { ...safe, kind: 'wecom' };
const nowMs = 1_411_443_780_000;
const timestamp = '1411443780';
const nonce = '437374425';
const openid = 'o0000test-openid_0000000001';

function textXml(content: string, messageId = '6054768590064713728', type = 'text'): string {
  return `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName><CreateTime>1411443779</CreateTime><MsgType><![CDATA[${type}]]></MsgType><Content>${cdata(content)}</Content><MsgId>${messageId}</MsgId></xml>`;
}

function plainPost(xml: string | Buffer, changes: Partial<CallbackRequest> = {}): CallbackRequest {
  const signature = wechatSignature([plain.token, timestamp, nonce]);
  return { method: 'POST', query: { signature, timestamp, nonce }, rawBody: xml, account: plain, nowMs, ...changes };
}

function safePost(xml: string, changes: Partial<CallbackRequest> = {}): CallbackRequest {
  const encrypted = encryptWechat(key, xml, safe.appId);
  const query = { timestamp, nonce, msg_signature: wechatSignature([safe.token, timestamp, nonce, encrypted]) };
  const rawBody = `<xml><ToUserName><![CDATA[gh_000000000000]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  return { method: 'POST', query, rawBody, account: safe, nowMs, ...changes };
}

function codeOf(request: CallbackRequest): string {
  const result = readCallback(request);
  return isRefusal(result) ? result.code : `accepted as ${result.kind}`;
}

test('a plain and an encrypted message read the same', () => {
  const xml = textXml('张三 男 56 胆结石 明天上午到 李医生介绍');
  for (const request of [plainPost(xml), plainPost(Buffer.from(xml)), safePost(xml)]) {
    expect(readCallback(request)).toEqual({
      kind: 'message',
      message: {
        channel: 'wechat',
        account: 'wx49f0ab532d5d035a',
        sender: openid,
        type: 'text',
        text: '张三 男 56 胆结石 明天上午到 李医生介绍',
        messageKey: 'wx49f0ab532d5d035a:6054768590064713728',
        sentAt: 1_411_443_779_000,
        raw: xml,
      },
      replyTo: { sender: openid, receiver: 'gh_000000000000' },
    });
  }
});

test('whatever a person types arrives unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => {
      const content = typed.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\r]/g, '').toWellFormed();
      const result = readCallback(safePost(textXml(content)));
      expect(result).toMatchObject({ kind: 'message', message: { text: content } });
    }),
  );
});

test.each([
  ['emoji', '👨‍👩‍👧‍👦 待产 🤰'],
  ['HTML', '<script>alert(1)</script> & <!-- x -->'],
  ['SQL', "'); DROP TABLE referrals; --"],
  ['the end of a CDATA section', ']]>]]&gt;'],
  ['a document type that somebody typed', '<!DOCTYPE html>'],
  ['an entity that somebody typed', '&lt;b&gt; &xxe;'],
  ['only blanks', '   '],
])('%s in a message is text', (_name, content) => {
  expect(readCallback(plainPost(textXml(content)))).toMatchObject({ message: { text: content } });
});

test('message ids of 64 bits keep every digit', () => {
  const first = readCallback(plainPost(textXml('x', '9223372036854775806')));
  const second = readCallback(plainPost(textXml('x', '9223372036854775807')));
  expect(first).not.toEqual(second);
});

test('a picture is a message without text', () => {
  expect(readCallback(plainPost(textXml('ignored', '1', 'image')))).toMatchObject({
    kind: 'message',
    message: { type: 'image', text: '' },
  });
});

test('an event is known by sender and time, and its key tells neither', () => {
  const event = textXml('', '')
    .replace('[text]', '[event]')
    .replace('</xml>', '<Event><![CDATA[subscribe]]></Event></xml>');
  const result = readCallback(safePost(event));
  expect(result).toMatchObject({ kind: 'event', event: { event: 'subscribe', type: 'event' } });
  const again = readCallback(safePost(event));
  const later = readCallback(safePost(event.replace('1411443779', '1411443780')));
  const keyOf = (callback: typeof result) => ('event' in callback ? callback.event.messageKey : null);
  expect(keyOf(again)).toBe(keyOf(result));
  expect(keyOf(later)).not.toBe(keyOf(result));
  expect(keyOf(result)).not.toContain(openid);
});

test('retries and replays of one message carry one key', () => {
  const request = safePost(textXml('x'));
  expect(readCallback(request)).toEqual(readCallback({ ...request, nowMs: nowMs + 10_000 }));
});

test('messages that arrive out of order keep their own time and key', () => {
  const late = readCallback(plainPost(textXml('first', '1')));
  const early = readCallback(plainPost(textXml('second', '2').replace('1411443779', '1411443000')));
  expect(early).toMatchObject({ message: { sentAt: 1_411_443_000_000, messageKey: 'wx49f0ab532d5d035a:2' } });
  expect(late).toMatchObject({ message: { sentAt: 1_411_443_779_000, messageKey: 'wx49f0ab532d5d035a:1' } });
});

test('an official account answers the address check with the bare echo, in either mode', () => {
  const query = {
    signature: wechatSignature(['123456', timestamp, nonce]),
    timestamp,
    nonce,
    echostr: '5927782489442352469',
  };
  for (const account of [plain, safe]) {
    const request: CallbackRequest = { method: 'GET', query, rawBody: '', account, nowMs };
    expect(readCallback(request)).toEqual({ kind: 'echo', answer: '5927782489442352469' });
    expect(codeOf({ ...request, query: { ...query, nonce: '1' } })).toBe('outreach.signature-wrong');
    expect(codeOf({ ...request, query: { ...query, echostr: '<b>' + '\n' } })).toBe('outreach.signature-missing');
  }
});

test('WeCom is answered with the decrypted echo of the public vector, without quotes or newline', () => {
  const echostr = '4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==';
  const query = { msg_signature: 'dd6b9c95b495b3f7e2901bfbc76c664930ffdb96', timestamp, nonce, echostr };
  const request: CallbackRequest = { method: 'GET', query, rawBody: '', account: wecom, nowMs };
  expect(readCallback(request)).toEqual({ kind: 'echo', answer: '5927782489442352469' });
  expect(codeOf({ ...request, query: { ...query, nonce: '437374424' } })).toBe('outreach.signature-wrong');
  expect(codeOf({ ...request, account: { ...wecom, appId: 'wwother' } })).toBe('outreach.receiver-wrong');
  expect(codeOf({ ...request, account: { ...wecom, encodingAesKey: null } })).toBe('outreach.key-missing');
});

test('wrong, missing and doubled signatures are refused in both modes', () => {
  for (const request of [plainPost(textXml('x')), safePost(textXml('x'))]) {
    const name = request.account === plain ? 'signature' : 'msg_signature';
    expect(codeOf({ ...request, query: { ...request.query, [name]: '0'.repeat(40) } })).toBe(
      'outreach.signature-wrong',
    );
    expect(codeOf({ ...request, query: { ...request.query, nonce: 'other' } })).toBe('outreach.signature-wrong');
    expect(codeOf({ ...request, query: { ...request.query, [name]: undefined } })).toBe('outreach.signature-missing');
    expect(codeOf({ ...request, query: { ...request.query, [name]: [request.query[name], 'x'] } })).toBe(
      'outreach.signature-missing',
    );
    expect(codeOf({ ...request, account: { ...request.account, token: 'other' } })).toBe('outreach.signature-wrong');
  }
});

test('a changed byte in an encrypted body is refused', () => {
  const request = safePost(textXml('张三 男 56 胆结石'));
  const body = request.rawBody as string;
  const from = body.indexOf('<Encrypt><![CDATA[') + 18;
  fc.assert(
    fc.property(
      fc.integer({ min: from, max: body.indexOf(']]></Encrypt>') - 1 }),
      fc.constantFrom(...'AZaz09+/=<'),
      (at, to) => {
        fc.pre(body[at] !== to);
        expect(codeOf({ ...request, rawBody: body.slice(0, at) + to + body.slice(at + 1) })).toMatch(/^outreach\./);
      },
    ),
  );
});

test('a plain body is refused by an account in AES mode', () => {
  const request = plainPost(textXml('x'), { account: safe });
  expect(codeOf(request)).toBe('outreach.encryption-required');
});

test('a message older or newer than five minutes is stale, and a clock jump says by how much', () => {
  const request = safePost(textXml('x'));
  expect(codeOf({ ...request, nowMs: nowMs + 300_000 })).toBe('accepted as message');
  expect(codeOf({ ...request, nowMs: nowMs - 300_001 })).toBe('outreach.stale');
  expect(readCallback({ ...request, nowMs: nowMs + 3_600_000 })).toMatchObject({ facts: { apartSeconds: 3600 } });
  expect(codeOf({ ...request, nowMs: nowMs + 3_600_000, freshnessMs: 7_200_000 })).toBe('accepted as message');
});

test('a message of 100 kB is refused before it is read', () => {
  const huge = textXml('病'.repeat(34_000));
  expect(readCallback(plainPost(huge))).toEqual({
    refused: true,
    code: 'outreach.body-too-large',
    facts: { bytes: Buffer.byteLength(huge), bytesMax: callbackBytesMax },
  });
  expect(codeOf(safePost(huge))).toBe('outreach.body-too-large');
});

const entities = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">';
test.each([
  ['a document type', `<!DOCTYPE xml>${textXml('x')}`, 'outreach.doctype'],
  [
    'an external entity',
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>${textXml('x')}`,
    'outreach.doctype',
  ],
  ['an entity bomb', `<!DOCTYPE x [${entities}]>${textXml('x')}`, 'outreach.doctype'],
  [
    'a document type hidden by a comment',
    `<!-- <![CDATA[ --><!DOCTYPE x>${textXml('x')}<!-- ]]> -->`,
    'outreach.body-unreadable',
  ],
  ['a document type inside the root', textXml('x').replace('<xml>', '<xml><!DOCTYPE x>'), 'outreach.doctype'],
  ['a processing instruction', textXml('x').replace('<xml>', '<xml><?php x ?>'), 'outreach.body-unreadable'],
  ['an attribute', textXml('x').replace('<xml>', '<xml a="1">'), 'outreach.body-unreadable'],
  ['half a body', textXml('x').slice(0, 120), 'outreach.body-unreadable'],
  ['an unclosed CDATA section', '<xml><Content><![CDATA[x</Content></xml>', 'outreach.body-unreadable'],
  ['two roots', `${textXml('x')}${textXml('y')}`, 'outreach.body-unreadable'],
  ['crossed tags', '<xml><a><b></a></b></xml>', 'outreach.body-unreadable'],
  ['JSON', '{"text":"x"}', 'outreach.body-unreadable'],
  ['nothing', '', 'outreach.body-unreadable'],
  ['another root', '<html></html>', 'outreach.body-unreadable'],
  ['deep nesting', `<xml>${'<a>'.repeat(9000)}${'</a>'.repeat(9000)}</xml>`, 'outreach.body-unreadable'],
  [
    'a name that poisons prototypes',
    textXml('x').replace('</xml>', '<__proto__>x</__proto__></xml>'),
    'outreach.body-unreadable',
  ],
  ['no sender', textXml('x').replace(openid, ''), 'outreach.body-unreadable'],
  ['two senders', textXml('x').replace('</xml>', '<FromUserName>y</FromUserName></xml>'), 'outreach.body-unreadable'],
  ['no message id', textXml('x', ''), 'outreach.body-unreadable'],
])('a body with %s is refused clearly', (_name, body, code) => {
  expect(codeOf(plainPost(body))).toBe(code);
});

test('bytes that are not UTF-8 are refused, not replaced', () => {
  const body = Buffer.concat([
    Buffer.from('<xml><Content>'),
    Buffer.from([0xd5, 0xc5, 0xc8]),
    Buffer.from('</Content></xml>'),
  ]);
  expect(codeOf(plainPost(body))).toBe('outreach.body-unreadable');
});

test('no body makes the reader throw or take long', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '<xml>',
          '</xml>',
          '<![CDATA[',
          ']]>',
          '<a',
          '>',
          '/',
          '&lt;',
          '&#0;',
          '<!',
          '\u0000',
          '病',
          ' ',
        ),
      ),
      (parts) => {
        readXml(parts.join(''));
      },
    ),
  );
  const readLong = () => {
    for (const part of ['<![CDATA[', '<a', '<a>', '&amp;', '<![CDATA[x]]>', ' '])
      readXml(`<xml>${part.repeat(60_000 / part.length)}</xml>`);
  };
  expect(cpuMsOf(readLong)).toBeLessThan(2000);
});

test('a passive reply swaps the two names and is encrypted when the account is', () => {
  const replyTo = { sender: openid, receiver: 'gh_000000000000' };
  const body = passiveReply(plain, replyTo, '已收到 ]]> 缺:性别', nowMs, 'n');
  expect(readXml(body)).toEqual({
    ToUserName: openid,
    FromUserName: 'gh_000000000000',
    CreateTime: timestamp,
    MsgType: 'text',
    Content: '已收到 ]]> 缺:性别',
  });
  const envelope = readXml(passiveReply(safe, replyTo, '已收到', nowMs, 'n')) as Record<string, string>;
  expect(envelope['MsgSignature']).toBe(wechatSignature([safe.token, timestamp, 'n', envelope['Encrypt']!]));
  expect(decryptWechat(key, envelope['Encrypt']!, safe.appId)).toContain('已收到');
});

test('a reply is cut to 2,048 bytes between characters', () => {
  const body = readXml(passiveReply(plain, { sender: 'a', receiver: 'b' }, '🤰'.repeat(600), nowMs, 'n')) as Record<
    string,
    string
  >;
  expect(Buffer.byteLength(body['Content']!)).toBeLessThanOrEqual(2048);
  expect(body['Content']).toBe(`${'🤰'.repeat(511)}…`);
});
