import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isRefusal } from '#kernel/refusal.ts';
import { sameSignature } from '../body.ts';
import { decryptWechat, encryptWechat, readWechatKey, type WechatKey, wechatSignature } from '../wechat/crypto.ts';
import { cdata, readXml } from '../wechat/xml.ts';
import { handlePhonePage } from './phone-page.ts';
import {
  createFaults,
  createPhones,
  type Fault,
  type LocalAnswer,
  type LocalRequest,
  type PhoneLine,
  push,
  startLocalServer,
} from './server.ts';
import { createWechatPlatform, errcode, type SentMessage } from './wechat-platform.ts';

export interface WechatSimulatorSettings {
  readonly kind: 'official' | 'wecom';
  readonly appId: string;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  /** Where the product listens for callbacks. */
  readonly callbackUrl: string;
  readonly port?: number;
  readonly now?: () => number;
  /** How long the platform waits for the product, ms; 5,000 as the real one. */
  readonly answerTimeoutMs?: number;
  /** How long a `slow` fault holds an answer back, ms. */
  readonly slowMs?: number;
}

export interface Delivery {
  readonly messageId: string;
  readonly attempts: number;
  readonly status: number | null;
  /** What the user sees, decrypted; null when the product answered `success` or nothing. */
  readonly reply: string | null;
  /** The answer could not be understood: the real platform then tells the user that the account is out of service. */
  readonly broken: boolean;
}

export interface DeliverOptions {
  /** Default `aes`. WeCom knows no plain mode. */
  readonly mode?: 'plain' | 'aes';
  /** Give an earlier one to send the same message again. */
  readonly messageId?: string;
  /** Makes it an event, e.g. `subscribe`. */
  readonly event?: string;
}

export interface WechatSimulator {
  readonly url: string;
  readonly sent: readonly SentMessage[];
  readonly tokensIssued: () => number;
  failNext(fault: Fault, times?: number): void;
  phone(user: string): readonly PhoneLine[];
  /** The user types `text`; resolves when the product has answered or all attempts are used up. */
  deliver(text: string, user: string, options?: DeliverOptions): Promise<Delivery>;
  /** What the platform does when an administrator saves the callback address: true when the echo came back exactly. */
  verifyCallback(): Promise<boolean>;
  close(): Promise<void>;
}

const hospitalName = 'gh_000000000000';
const outOfService = '该公众号提供的服务出现故障,请稍后再试';

/** The platform side of one account on 127.0.0.1: token, customer-service, template and application messages, and callbacks. */
export async function startWechatSimulator(settings: WechatSimulatorSettings): Promise<WechatSimulator> {
  const key = readWechatKey(settings.encodingAesKey);
  if (!key) throw new Error('the simulator needs an EncodingAESKey of 43 characters');
  const now = settings.now ?? Date.now;
  const faults = createFaults();
  const phones = createPhones();
  const platform = createWechatPlatform({ ...settings, now, phones });

  async function handle(request: LocalRequest): Promise<LocalAnswer | null> {
    const path = request.url.pathname;
    if (!path.startsWith('/cgi-bin/')) {
      return handlePhonePage(request, {
        title: '微信',
        exampleUser: 'user-1',
        phones,
        deliver: async (text, user) => void (await deliver(text, user)),
      });
    }
    const isToken = /^\/cgi-bin\/(token|stable_token|gettoken)$/.test(path);
    // A token fault waits for a message, so that a test need not know whether a token is fetched first.
    const fault = isToken ? null : faults.next();
    if (fault === 'disconnect') return null;
    if (fault === 'server-error') return { status: 502, body: '<html>Bad Gateway</html>', contentType: 'text/html' };
    if (fault === 'garbage') return { status: 200, body: '<html>', contentType: 'text/html' };
    if (fault === 'rate-limit') return errcode(45009, 'reach max api daily quota limit');
    if (fault === 'token-expired') {
      platform.voidToken();
      return errcode(42001, 'access_token expired');
    }
    if (fault === 'slow') await wait(settings.slowMs ?? 6000, undefined, { ref: false });
    if (isToken) return platform.answerToken(request);
    if (/^\/cgi-bin\/message\/(custom\/send|template\/send|send)$/.test(path)) return platform.answerSend(request);
    return errcode(40066, 'invalid url');
  }

  async function deliver(text: string, user: string, options: DeliverOptions = {}): Promise<Delivery> {
    const mode = settings.kind === 'wecom' ? 'aes' : (options.mode ?? 'aes');
    const messageId = options.messageId ?? String(BigInt(`0x${randomBytes(7).toString('hex')}`));
    if (!options.event) phones.add(user, 'user', text, now());
    platform.openWindow(user);
    const xml = callbackXml(user, text, messageId, options.event ?? null, now());
    const pushed = await push(() => ({
      ...callbackRequest(settings, key!, xml, user, mode, now()),
      answerTimeoutMs: settings.answerTimeoutMs ?? 5000,
      attemptsMax: 3,
    }));
    const answer = pushed.status === 200 ? readReply(settings, key!, pushed.body) : { reply: null, broken: true };
    if (answer.reply !== null) phones.add(user, 'hospital', answer.reply, now());
    if (answer.broken) phones.add(user, 'platform', outOfService, now());
    return { messageId, attempts: pushed.attempts, status: pushed.status, ...answer };
  }

  const server = await startLocalServer(handle, settings.port);
  return {
    url: server.url,
    sent: platform.sent,
    tokensIssued: platform.tokensIssued,
    failNext: faults.failNext,
    phone: phones.of,
    deliver,
    verifyCallback: () => verifyCallback(settings, key, now()),
    close: server.close,
  };
}

function callbackXml(user: string, text: string, messageId: string, event: string | null, nowMs: number): string {
  const head =
    `<xml><ToUserName>${cdata(hospitalName)}</ToUserName><FromUserName>${cdata(user)}</FromUserName>` +
    `<CreateTime>${Math.floor(nowMs / 1000)}</CreateTime>`;
  if (event)
    return `${head}<MsgType><![CDATA[event]]></MsgType><Event>${cdata(event)}</Event><EventKey>${cdata('')}</EventKey></xml>`;
  return `${head}<MsgType><![CDATA[text]]></MsgType><Content>${cdata(text)}</Content><MsgId>${messageId}</MsgId></xml>`;
}

/** Each attempt is signed anew, as the platform does; message id and content stay. */
function callbackRequest(
  settings: WechatSimulatorSettings,
  key: WechatKey,
  xml: string,
  user: string,
  mode: 'plain' | 'aes',
  nowMs: number,
) {
  const url = new URL(settings.callbackUrl);
  const timestamp = String(Math.floor(nowMs / 1000));
  const nonce = randomBytes(5).readUIntBE(0, 5).toString();
  const add = (query: Record<string, string>) => {
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  };
  if (settings.kind === 'official')
    add({ signature: wechatSignature([settings.token, timestamp, nonce]), openid: user });
  add({ timestamp, nonce });
  const headers = { 'content-type': 'text/xml' };
  if (mode === 'plain') return { url: url.href, headers, body: xml };
  const encrypted = encryptWechat(key, xml, settings.appId);
  if (settings.kind === 'official') add({ encrypt_type: 'aes' });
  add({ msg_signature: wechatSignature([settings.token, timestamp, nonce, encrypted]) });
  const body = `<xml><ToUserName>${cdata(hospitalName)}</ToUserName><Encrypt>${cdata(encrypted)}</Encrypt></xml>`;
  return { url: url.href, headers, body };
}

function readReply(
  settings: WechatSimulatorSettings,
  key: WechatKey,
  body: string,
): { reply: string | null; broken: boolean } {
  if (body === '' || body === 'success') return { reply: null, broken: false };
  const broken = { reply: null, broken: true };
  let fields = readXml(body);
  if (isRefusal(fields)) return broken;
  const {
    Encrypt: encrypted,
    TimeStamp: timestamp,
    Nonce: nonce,
    MsgSignature: given,
  } = fields as Record<string, string>;
  if (encrypted !== undefined) {
    const expected = wechatSignature([settings.token, timestamp ?? '', nonce ?? '', encrypted]);
    if (!sameSignature(expected, given ?? '')) return broken;
    const xml = decryptWechat(key, encrypted, settings.appId);
    if (typeof xml !== 'string') return broken;
    fields = readXml(xml);
    if (isRefusal(fields)) return broken;
  }
  const { FromUserName: from, MsgType: type, Content: content } = fields as Record<string, string>;
  return from === hospitalName && type === 'text' && content ? { reply: content, broken: false } : broken;
}

async function verifyCallback(settings: WechatSimulatorSettings, key: WechatKey, nowMs: number): Promise<boolean> {
  const url = new URL(settings.callbackUrl);
  const timestamp = String(Math.floor(nowMs / 1000));
  const nonce = randomBytes(5).readUIntBE(0, 5).toString();
  const echo = randomBytes(7).readUIntBE(0, 6).toString();
  const isWecom = settings.kind === 'wecom';
  const echostr = isWecom ? encryptWechat(key, echo, settings.appId) : echo;
  const signed = [settings.token, timestamp, nonce, ...(isWecom ? [echostr] : [])];
  url.searchParams.set(isWecom ? 'msg_signature' : 'signature', wechatSignature(signed));
  for (const [name, value] of Object.entries({ timestamp, nonce, echostr })) url.searchParams.set(name, value);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(settings.answerTimeoutMs ?? 5000),
    });
    return response.status === 200 && (await response.text()) === echo;
  } catch {
    return false;
  }
}
