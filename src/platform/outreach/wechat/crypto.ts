import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { fault, type Refusal, refuse } from '#kernel/refusal.ts';
import { decodeUtf8, sameSignature, unreadable } from '../body.ts';

/** The AES material of one account: from the 43 characters shown on the platform's settings page. */
export interface WechatKey {
  readonly aesKey: Buffer;
  readonly initialVector: Buffer;
}

export type DecryptRefusal = Refusal<
  'outreach.cipher-truncated' | 'outreach.cipher-padding' | 'outreach.receiver-wrong' | 'outreach.body-unreadable'
>;

// The platform pads to 32 bytes although the AES block is 16, so Node's own padding cannot be used.
const paddingBlockBytes = 32;
const cipherBlockBytes = 16;
const prefixBytes = 16;
const lengthBytes = 4;

/** Reads the EncodingAESKey. Null when it is not 43 base64 characters. */
export function readWechatKey(encodingAesKey: string): WechatKey | null {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) return null;
  const aesKey = Buffer.from(`${encodingAesKey}=`, 'base64');
  return { aesKey, initialVector: aesKey.subarray(0, 16) };
}

/**
 * `sha1` of the sorted concatenation, lower-case hex: token, timestamp, nonce in plain mode (`signature`), and the encrypted text as fourth
 * part in AES mode (`msg_signature`).
 */
export function wechatSignature(parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort(byBytes).join(''), 'utf8')
    .digest('hex');
}

/** Byte order, as the platform sorts; JavaScript's own order (UTF-16 units) differs beyond the basic plane. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

/** 16 random bytes + length (network order) + text + receiver id, padded to 32, AES-256-CBC, base64. */
export function encryptWechat(
  key: WechatKey,
  text: string,
  receiverId: string,
  prefix: Buffer = randomBytes(prefixBytes),
): string {
  if (prefix.length !== prefixBytes) throw fault('the random prefix of a WeChat cipher text has 16 bytes');
  const message = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(message.length);
  const content = Buffer.concat([prefix, length, message, Buffer.from(receiverId, 'utf8')]);
  const paddingLength = paddingBlockBytes - (content.length % paddingBlockBytes);
  const cipher = createCipheriv('aes-256-cbc', key.aesKey, key.initialVector).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([content, Buffer.alloc(paddingLength, paddingLength)])),
    cipher.final(),
  ]).toString('base64');
}

/**
 * The text inside a cipher text that was made for `receiverId` (app id or corp id). Call it only after the signature was found right:
 * the refusals below tell bad padding from a wrong receiver, which must not be answered to a stranger.
 */
export function decryptWechat(key: WechatKey, encrypted: string, receiverId: string): string | DecryptRefusal {
  const bytes = readBase64(encrypted);
  if (!bytes || bytes.length < paddingBlockBytes || bytes.length % cipherBlockBytes !== 0) {
    return refuse('outreach.cipher-truncated');
  }
  const decipher = createDecipheriv('aes-256-cbc', key.aesKey, key.initialVector).setAutoPadding(false);
  const content = withoutPadding(Buffer.concat([decipher.update(bytes), decipher.final()]));
  if (!content) return refuse('outreach.cipher-padding');
  if (content.length < prefixBytes + lengthBytes) return refuse('outreach.cipher-truncated');
  const textBytes = content.readUInt32BE(prefixBytes);
  const start = prefixBytes + lengthBytes;
  if (start + textBytes > content.length) return refuse('outreach.cipher-truncated');
  const receiver = content.subarray(start + textBytes);
  if (!sameSignature(receiverId, receiver.toString('utf8'))) return refuse('outreach.receiver-wrong');
  return decodeUtf8(content.subarray(start, start + textBytes)) ?? unreadable('not-utf-8');
}

/** Node skips what is not base64; a cipher text must be nothing else, and whole. */
function readBase64(text: string): Buffer | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}

function withoutPadding(content: Buffer): Buffer | null {
  const paddingLength = content[content.length - 1]!;
  if (paddingLength < 1 || paddingLength > paddingBlockBytes) return null;
  const padding = content.subarray(content.length - paddingLength);
  return padding.every((byte) => byte === paddingLength) ? content.subarray(0, content.length - paddingLength) : null;
}
