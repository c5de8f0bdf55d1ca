import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefusal } from '#kernel/refusal.ts';
import { sameSignature } from '../body.ts';
import { decryptWechat, encryptWechat, readWechatKey, type WechatKey, wechatSignature } from './crypto.ts';

const key = readWechatKey('kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR') as WechatKey;
const prefix = Buffer.from('1234567890123456');
const echo = '4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==';

test('the public vectors come out to the byte', () => {
  expect(wechatSignature(['123456', '1411443780', '437374425', echo])).toBe('dd6b9c95b495b3f7e2901bfbc76c664930ffdb96');
  expect(decryptWechat(key, echo, 'wx49f0ab532d5d035a')).toBe('5927782489442352469');
  expect(encryptWechat(key, 'test', 'rust', prefix)).toBe('9s4gMv99m88kKTh/H8IdkNiFGeG9pd7vNWl50fGRWXY=');
  const demoKey = readWechatKey('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG') as WechatKey;
  expect(encryptWechat(demoKey, '我是中文abcd123', 'wxb11529c136998cb6', Buffer.from('aaaabbbbccccdddd'))).toBe(
    'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
  );
});

test('any text comes back as it went in', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ minLength: 1, maxLength: 40 }),
      (text, receiver) => {
        expect(decryptWechat(key, encryptWechat(key, text, receiver), receiver)).toBe(text);
      },
    ),
  );
});

test('a changed byte anywhere breaks the signature', () => {
  const encrypted = encryptWechat(key, '转诊:陈建国 男 骨折', 'wx0000000000000000');
  const expected = wechatSignature(['123456', '1', '2', encrypted]);
  fc.assert(
    fc.property(fc.nat(encrypted.length - 1), fc.constantFrom(...'AZaz09+/='), (at, character) => {
      fc.pre(encrypted[at] !== character);
      const changed = encrypted.slice(0, at) + character + encrypted.slice(at + 1);
      expect(sameSignature(expected, wechatSignature(['123456', '1', '2', changed]))).toBe(false);
    }),
  );
});

test('a flipped bit behind the random prefix and before the padding never yields the same text, and never throws', () => {
  const text = '张三 男 56 胆结石';
  const bytes = Buffer.from(encryptWechat(key, text, 'wx0000000000000000'), 'base64');
  fc.assert(
    // A flip in the last cipher block may hit padding only, a flip in the first block's plain text only the random prefix.
    fc.property(fc.integer({ min: 16, max: bytes.length - 1 }), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ (1 << bit);
      expect(decryptWechat(key, changed.toString('base64'), 'wx0000000000000000')).not.toBe(text);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['half a block', Buffer.alloc(24).toString('base64')],
  ['one block', Buffer.alloc(16).toString('base64')],
  ['not base64', '%%%%'],
  ['base64 with a line break', `${echo.slice(0, 40)}\n${echo.slice(40)}`],
  ['a missing padding character', echo.slice(0, -1)],
])('a cipher text of %s is truncated', (_name, encrypted) => {
  expect(decryptWechat(key, encrypted, 'wx49f0ab532d5d035a')).toMatchObject({ code: 'outreach.cipher-truncated' });
});

test('random blocks, a foreign key and a foreign receiver are refused', () => {
  const foreign = readWechatKey('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG') as WechatKey;
  expect(isRefusal(decryptWechat(foreign, echo, 'wx49f0ab532d5d035a'))).toBe(true);
  expect(decryptWechat(key, echo, 'wx49f0ab532d5d035b')).toMatchObject({ code: 'outreach.receiver-wrong' });
  expect(decryptWechat(key, Buffer.alloc(64, 7).toString('base64'), 'wx')).toMatchObject({
    code: 'outreach.cipher-padding',
  });
});

test('a length field that points past the end is truncated, not read', () => {
  const cut = Buffer.from(encryptWechat(key, 'x'.repeat(100), 'wx0000000000000000'), 'base64').subarray(0, 64);
  expect(isRefusal(decryptWechat(key, cut.toString('base64'), 'wx0000000000000000'))).toBe(true);
});

test('an encoding key is 43 characters of base64', () => {
  expect(readWechatKey('kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1a')).toBeNull();
  expect(readWechatKey('kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1a!')).toBeNull();
  expect(key.aesKey.length).toBe(32);
});

test('the order of signed parts does not matter, their content does', () => {
  expect(wechatSignature(['b', 'a'])).toBe(wechatSignature(['a', 'b']));
  expect(sameSignature('abc', 'abd')).toBe(false);
  expect(sameSignature('abc', 'abcd')).toBe(false);
});

test('a byte order mark survives, bytes that are not UTF-8 are refused', () => {
  expect(decryptWechat(key, encryptWechat(key, '\ufeff张', 'wx'), 'wx')).toBe('\ufeff张');
  const prefixed = Buffer.concat([prefix, Buffer.from([0, 0, 0, 2, 0xd5, 0xc5]), Buffer.from('wx')]);
  const cipher = createCipheriv('aes-256-cbc', key.aesKey, key.initialVector).setAutoPadding(false);
  const padded = Buffer.concat([prefixed, Buffer.alloc(32 - prefixed.length, 32 - prefixed.length)]);
  const encrypted = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
  expect(decryptWechat(key, encrypted, 'wx')).toMatchObject({ code: 'outreach.body-unreadable' });
});
