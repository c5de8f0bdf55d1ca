import { createHash } from 'node:crypto';
import { type Instant, minuteMs } from '#kernel/day.ts';
import { fault, isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { sameSignature } from '../body.ts';
import type { InboundEvent, InboundMessage } from '../contract.ts';
import {
  type DecryptRefusal,
  decryptWechat,
  encryptWechat,
  readWechatKey,
  type WechatKey,
  wechatSignature,
} from './crypto.ts';
import { cdata, readXml, type XmlRefusal } from './xml.ts';

/** The account whose callback address points to us. */
export interface WechatAccount {
  /** `official`: 公众号 (subscription or service account); `wecom`: 企业微信 application. */
  readonly kind: 'official' | 'wecom';
  /** App id (`wx…`) of an official account, corp id (`ww…`) of WeCom: the receiver written into every cipher text. */
  readonly appId: string;
  readonly token: string;
  /** 43 characters for AES ("safe") mode; null for plain mode, which only official accounts have. */
  readonly encodingAesKey: string | null;
}

export interface CallbackRequest {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, unknown>>;
  /** As received: a parsed body has lost what was signed. */
  readonly rawBody: Buffer | string;
  readonly account: WechatAccount;
  readonly nowMs: number;
  /** How far the platform's clock may be from ours, ms. Default 5 minutes. Replays within it are stopped by `messageKey`. */
  readonly freshnessMs?: number;
}

/** Whom a passive reply goes to, and under whose name: the two of the message, swapped. */
export interface ReplyAddress {
  readonly sender: string;
  readonly receiver: string;
}

export type Callback =
  | { readonly kind: 'echo' /** Send it bare, as text/plain: no quotes, no newline. */; readonly answer: string }
  | { readonly kind: 'message'; readonly message: InboundMessage; readonly replyTo: ReplyAddress }
  | { readonly kind: 'event'; readonly event: InboundEvent; readonly replyTo: ReplyAddress };

export type CallbackRefusal =
  | Refusal<
      | 'outreach.signature-missing'
      | 'outreach.signature-wrong'
      | 'outreach.stale'
      | 'outreach.encryption-required'
      | 'outreach.key-missing'
    >
  | DecryptRefusal
  | XmlRefusal;

/** The platform stops its retries on this answer and shows the user nothing. */
export const silentAnswer = 'success';

const replyBytesMax = 2048;

/**
 * Reads one request of the platform: the address check (GET), a message or an event (POST).
 * An account in AES mode accepts nothing unencrypted, so nobody can step down to plain mode, where the signature does not cover the body.
 */
export function readCallback(request: CallbackRequest): Callback | CallbackRefusal {
  const key = accountKey(request.account);
  if (isRefusal(key)) return key;
  return request.method === 'GET' ? readEcho(request, key) : readPost(request, key);
}

function accountKey(account: WechatAccount): WechatKey | null | Refusal<'outreach.key-missing'> {
  if (account.encodingAesKey === null) return account.kind === 'wecom' ? refuse('outreach.key-missing') : null;
  return readWechatKey(account.encodingAesKey) ?? refuse('outreach.key-missing');
}

function readEcho(request: CallbackRequest, key: WechatKey | null): Callback | CallbackRefusal {
  const echo = textOf(request.query['echostr']);
  // Official accounts check the address in plain form even in AES mode; WeCom encrypts the echo.
  if (!echo || !/^[\x21-\x7e]{1,1024}$/.test(echo)) return refuse('outreach.signature-missing');
  const encrypted = request.account.kind === 'wecom';
  const trouble = checkSignature(request, encrypted ? echo : null);
  if (trouble) return trouble;
  if (!encrypted || !key) return { kind: 'echo', answer: echo };
  const answer = decryptWechat(key, echo, request.account.appId);
  return typeof answer === 'string' ? { kind: 'echo', answer } : answer;
}

function readPost(request: CallbackRequest, key: WechatKey | null): Callback | CallbackRefusal {
  if (!key) {
    const trouble = checkSignature(request, null);
    if (trouble) return trouble;
    const outer = readXml(request.rawBody);
    return isRefusal(outer) ? outer : readContent(request.account, outer, request.rawBody.toString());
  }
  const outer = readXml(request.rawBody);
  if (isRefusal(outer)) return outer;
  const encrypted = outer['Encrypt'];
  if (!encrypted) return refuse('outreach.encryption-required');
  const trouble = checkSignature(request, encrypted);
  if (trouble) return trouble;
  const raw = decryptWechat(key, encrypted, request.account.appId);
  if (typeof raw !== 'string') return raw;
  const inner = readXml(raw);
  return isRefusal(inner) ? inner : readContent(request.account, inner, raw);
}

/** Signature first, freshness after it: a stranger learns nothing about our clock. */
function checkSignature(request: CallbackRequest, encrypted: string | null): CallbackRefusal | null {
  const timestamp = textOf(request.query['timestamp']);
  const nonce = textOf(request.query['nonce']);
  const given = textOf(request.query[encrypted === null ? 'signature' : 'msg_signature']);
  if (!timestamp || !nonce || !given) return refuse('outreach.signature-missing');
  const signed = [request.account.token, timestamp, nonce, ...(encrypted === null ? [] : [encrypted])];
  if (!sameSignature(wechatSignature(signed), given)) return refuse('outreach.signature-wrong');
  const sentMs = /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  const apartMs = Math.abs(request.nowMs - sentMs);
  if (apartMs <= (request.freshnessMs ?? 5 * minuteMs)) return null;
  return refuse('outreach.stale', { apartSeconds: Number.isNaN(apartMs) ? null : Math.round(apartMs / 1000) });
}

/** A parameter given twice arrives as a list and counts as absent. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readContent(
  account: WechatAccount,
  fields: Record<string, string>,
  raw: string,
): Callback | Refusal<'outreach.body-unreadable'> {
  const sender = fields['FromUserName'] ?? '';
  const receiver = fields['ToUserName'] ?? '';
  const type = fields['MsgType'] ?? '';
  if (!isAddress(sender) || !isAddress(receiver)) return refuse('outreach.body-unreadable', { because: 'no-sender' });
  if (!/^[A-Za-z0-9_]{1,40}$/.test(type)) return refuse('outreach.body-unreadable', { because: 'no-message-type' });
  const createTime = fields['CreateTime'] ?? '';
  const sentAt = /^\d{1,11}$/.test(createTime) ? ((Number(createTime) * 1000) as Instant) : null;
  const common = { channel: 'wechat', account: account.appId, sender, type, sentAt, raw } as const;
  const replyTo = { sender, receiver };
  if (type === 'event') {
    // Events carry no MsgId; the platform's documents name sender and time as their identity.
    const messageKey = eventKey(account.appId, sender, createTime);
    const event = { ...common, messageKey, event: fields['Event'] ?? '', eventKey: fields['EventKey'] ?? '' };
    return { kind: 'event', event, replyTo };
  }
  const messageId = fields['MsgId'] ?? '';
  if (!/^[\w-]{1,64}$/.test(messageId)) return refuse('outreach.body-unreadable', { because: 'no-message-id' });
  const message = {
    ...common,
    messageKey: `${account.appId}:${messageId}`,
    text: type === 'text' ? (fields['Content'] ?? '') : '',
  };
  return { kind: 'message', message, replyTo };
}

function isAddress(name: string): boolean {
  return /^[^\s\p{Cc}<>]{1,128}$/u.test(name);
}

/** Hashed: an openid is personal data, and keys end up in logs and error reports. */
function eventKey(appId: string, sender: string, createTime: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([sender, createTime]))
    .digest('hex');
  return `${appId}:event:${hash.slice(0, 32)}`;
}

/**
 * The body that answers a message inside the 5 seconds the platform waits, as application/xml. Text over 2,048 bytes is cut at a
 * character. Encrypted and signed when the account is in AES mode. `nonce` is any short random text.
 */
export function passiveReply(
  account: WechatAccount,
  replyTo: ReplyAddress,
  text: string,
  nowMs: number,
  nonce: string,
): string {
  const seconds = String(Math.floor(nowMs / 1000));
  const plain =
    `<xml><ToUserName>${cdata(replyTo.sender)}</ToUserName><FromUserName>${cdata(replyTo.receiver)}</FromUserName>` +
    `<CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content>${cdata(cutToBytes(text, replyBytesMax))}</Content></xml>`;
  const key = accountKey(account);
  if (isRefusal(key)) throw fault('a WeChat account without its key cannot have received a message');
  return key ? encryptedEnvelope(account, key, plain, seconds, nonce) : plain;
}

function encryptedEnvelope(
  account: WechatAccount,
  key: WechatKey,
  plain: string,
  seconds: string,
  nonce: string,
): string {
  const encrypted = encryptWechat(key, plain, account.appId);
  const signature = wechatSignature([account.token, seconds, nonce, encrypted]);
  return (
    `<xml><Encrypt>${cdata(encrypted)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature>` +
    `<TimeStamp>${seconds}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
  );
}

/** The longest beginning of the text that fits, never splitting a character; an ellipsis marks the cut. */
export function cutToBytes(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text, 'utf8') <= bytesMax) return text;
  const ellipsis = '…';
  let left = bytesMax - Buffer.byteLength(ellipsis, 'utf8');
  let kept = '';
  for (const character of text) {
    left -= Buffer.byteLength(character, 'utf8');
    if (left < 0) break;
    kept += character;
  }
  return kept + ellipsis;
}
