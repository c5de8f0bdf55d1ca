import { randomBytes } from 'node:crypto';
import { isRefusal } from '#kernel/refusal.ts';
import { type LocalServer, startLocalServer } from '../simulators/server.ts';
import { readTencentReply, tencentTaken } from '../sms/tencent.ts';
import { readSmsWebhook, type SmsWebhookAccount } from '../sms/webhook.ts';
import { passiveReply, readCallback, silentAnswer, type WechatAccount } from '../wechat/callback.ts';

export interface Received {
  readonly messageKey: string;
  readonly text: string;
}

export interface TestProduct extends LocalServer {
  /** Every accepted request, repeats included. */
  readonly requests: Received[];
  /** What a product that remembers keys would keep. */
  readonly kept: Map<string, Received>;
  /** Codes of refused requests. */
  readonly refused: string[];
}

export interface TestProductSettings {
  readonly wechat?: WechatAccount;
  readonly sms?: SmsWebhookAccount;
  readonly tencent?: { readonly callbackToken: string; readonly sdkAppId: string };
  readonly now: () => number;
  /** The reply to the n-th request; null is silence, `undefined` breaks the connection. */
  readonly reply?: (text: string, requestCount: number) => string | null | undefined;
}

/** The smallest product around the callback readers: what the referral module does, with a map for a database. */
export async function startTestProduct(settings: TestProductSettings): Promise<TestProduct> {
  const requests: Received[] = [];
  const kept = new Map<string, Received>();
  const refused: string[] = [];
  const keep = (received: Received) => {
    requests.push(received);
    if (!kept.has(received.messageKey)) kept.set(received.messageKey, received);
  };

  const server = await startLocalServer(async (request) => {
    const { pathname, searchParams } = request.url;
    const refuse = (code: string) => {
      refused.push(code);
      return { status: 403, body: { code } };
    };
    if (pathname === '/wechat' && settings.wechat) {
      const read = readCallback({
        method: request.method === 'GET' ? 'GET' : 'POST',
        query: Object.fromEntries(searchParams),
        rawBody: request.body,
        account: settings.wechat,
        nowMs: settings.now(),
      });
      if (isRefusal(read)) return refuse(read.code);
      if (!('kind' in read)) throw new Error('unreachable');
      if (read.kind === 'echo') return { status: 200, body: read.answer, contentType: 'text/plain' };
      const { messageKey } = read.kind === 'event' ? read.event : read.message;
      const text = read.kind === 'event' ? read.event.event : read.message.text;
      keep({ messageKey, text });
      const reply = settings.reply?.(text, requests.length);
      if (reply === undefined && settings.reply) return null;
      if (!reply) return { status: 200, body: silentAnswer, contentType: 'text/plain' };
      const nonce = randomBytes(4).toString('hex');
      const body = passiveReply(settings.wechat, read.replyTo, reply, settings.now(), nonce);
      return { status: 200, body, contentType: 'application/xml' };
    }
    if (pathname === '/sms' && settings.sms) {
      const message = readSmsWebhook({
        headers: request.headers,
        rawBody: request.body,
        account: settings.sms,
        nowMs: settings.now(),
      });
      if (isRefusal(message)) return refuse(message.code);
      keep(message);
      return { status: 200, body: {} };
    }
    if (pathname.startsWith('/tencent/') && settings.tencent) {
      const pathToken = pathname.slice('/tencent/'.length);
      const message = readTencentReply({ ...settings.tencent, pathToken, rawBody: request.body });
      if (isRefusal(message)) return refuse(message.code);
      keep(message);
      return { status: 200, body: tencentTaken };
    }
    return { status: 404, body: {} };
  });
  return { ...server, requests, kept, refused };
}
