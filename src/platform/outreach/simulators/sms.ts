import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { minuteMs } from '#kernel/day.ts';
import { sameSignature } from '../body.ts';
import { smsSegments } from '../sms/gateway.ts';
import { tc3Authorization } from '../sms/tencent.ts';
import { webhookSignature } from '../sms/webhook.ts';
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

export interface SmsSimulatorSettings {
  readonly secretId: string;
  readonly secretKey: string;
  readonly sdkAppId: string;
  readonly signature: string;
  /** Approved texts by template id, with `{1}`, `{2}` … as the console writes them. */
  readonly templates: Readonly<Record<string, string>>;
  /** How inbound messages reach the product: the provider's own callback or the signed generic webhook. */
  readonly inbound:
    | { readonly via: 'tencent' /** Ends in the secret token. */; readonly callbackUrl: string }
    | { readonly via: 'webhook'; readonly callbackUrl: string; readonly secret: string };
  readonly port?: number;
  readonly now?: () => number;
  readonly answerTimeoutMs?: number;
  readonly slowMs?: number;
}

export interface SentSms {
  readonly to: string;
  readonly text: string;
  readonly segments: number;
  readonly templateId: string;
  readonly providerId: string;
}

export interface SmsDelivery {
  readonly messageId: string;
  readonly attempts: number;
  readonly status: number | null;
  /** The product said in the protocol's words that it has taken the message over. */
  readonly taken: boolean;
}

export interface SmsSimulator {
  readonly url: string;
  readonly sent: readonly SentSms[];
  failNext(fault: Fault, times?: number): void;
  phone(number: string): readonly PhoneLine[];
  /** Somebody sends an SMS to the hospital's number. Give an earlier `messageId` or `atMs` to repeat or to arrive out of order. */
  deliver(text: string, number: string, options?: { messageId?: string; atMs?: number }): Promise<SmsDelivery>;
  close(): Promise<void>;
}

const sendSchema = z.object({
  PhoneNumberSet: z.array(z.string()).length(1),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()).default([]),
});

/** The provider side of Tencent Cloud SMS on 127.0.0.1, and phones that can write to the hospital. */
export async function startSmsSimulator(settings: SmsSimulatorSettings): Promise<SmsSimulator> {
  const now = settings.now ?? Date.now;
  const faults = createFaults();
  const phones = createPhones();
  const sent: SentSms[] = [];

  function answerSend(request: LocalRequest): LocalAnswer {
    const trouble = checkAuthorization(settings, request, now());
    if (trouble) return errorAnswer(trouble);
    const parsed = sendSchema.safeParse(JSON.parse(request.body));
    if (!parsed.success) return errorAnswer('InvalidParameter');
    const send = parsed.data;
    const to = send.PhoneNumberSet[0]!;
    const number = /^\+86(1\d{10})$/.exec(to)?.[1];
    const template = settings.templates[send.TemplateId];
    if (send.SmsSdkAppId !== settings.sdkAppId) return errorAnswer('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
    if (!number) return statusAnswer(to, 'InvalidParameterValue.IncorrectPhoneNumber', '');
    if (send.SignName !== settings.signature)
      return statusAnswer(to, 'FailedOperation.SignatureIncorrectOrUnapproved', '');
    if (template === undefined) return statusAnswer(to, 'FailedOperation.TemplateIncorrectOrUnapproved', '');
    const text = template.replace(/\{(\d+)\}/g, (_whole, index) => send.TemplateParamSet[Number(index) - 1] ?? '');
    const providerId = `2019:${1_000_000 + sent.length}`;
    const { segments } = smsSegments(text, settings.signature);
    sent.push({ to: number, text, segments, templateId: send.TemplateId, providerId });
    phones.add(number, 'hospital', `【${settings.signature}】${text}`, now());
    return statusAnswer(to, 'Ok', providerId);
  }

  async function handle(request: LocalRequest): Promise<LocalAnswer | null> {
    if (request.headers['x-tc-action'] !== 'SendSms') {
      return handlePhonePage(request, {
        title: '短信',
        exampleUser: '13800001234',
        phones,
        deliver: async (text, number) => void (await deliver(text, number)),
      });
    }
    const fault = faults.next();
    if (fault === 'disconnect') return null;
    if (fault === 'server-error') return { status: 503, body: '' };
    if (fault === 'garbage') return { status: 200, body: '<html>', contentType: 'text/html' };
    if (fault === 'rate-limit') return errorAnswer('RequestLimitExceeded');
    if (fault === 'token-expired') return errorAnswer('AuthFailure.SignatureExpire');
    if (fault === 'slow') await wait(settings.slowMs ?? 6000, undefined, { ref: false });
    return answerSend(request);
  }

  async function deliver(
    text: string,
    number: string,
    options: { messageId?: string; atMs?: number } = {},
  ): Promise<SmsDelivery> {
    const atMs = options.atMs ?? now();
    const messageId = options.messageId ?? `simulated-${randomBytes(8).toString('hex')}`;
    phones.add(number, 'user', text, now());
    const pushed = await push(() => ({
      ...inboundRequest(settings, { text, number, messageId, atMs }, now()),
      answerTimeoutMs: settings.answerTimeoutMs ?? 5000,
      attemptsMax: 3,
    }));
    const ok = pushed.status !== null && pushed.status >= 200 && pushed.status < 300;
    const taken = ok && (settings.inbound.via === 'webhook' || /"result"\s*:\s*0\b/.test(pushed.body));
    if (!taken) phones.add(number, 'platform', '消息未送达医院', now());
    return { messageId, attempts: pushed.attempts, status: pushed.status, taken };
  }

  const server = await startLocalServer(handle, settings.port);
  return { url: server.url, sent, failNext: faults.failNext, phone: phones.of, deliver, close: server.close };
}

function checkAuthorization(settings: SmsSimulatorSettings, request: LocalRequest, nowMs: number): string | null {
  const timestampSeconds = Number(request.headers['x-tc-timestamp']);
  if (!(Math.abs(nowMs - timestampSeconds * 1000) <= 5 * minuteMs)) return 'AuthFailure.SignatureExpire';
  const expected = tc3Authorization({
    secretId: settings.secretId,
    secretKey: settings.secretKey,
    service: 'sms',
    host: request.headers.host ?? '',
    timestampSeconds,
    payload: request.body,
  });
  return sameSignature(expected, request.headers.authorization ?? '') ? null : 'AuthFailure.SignatureFailure';
}

function errorAnswer(code: string): LocalAnswer {
  return {
    status: 200,
    body: { Response: { Error: { Code: code, Message: code }, RequestId: randomBytes(8).toString('hex') } },
  };
}

function statusAnswer(to: string, code: string, providerId: string): LocalAnswer {
  const status = {
    SerialNo: providerId,
    PhoneNumber: to,
    Fee: 1,
    SessionContext: '',
    Code: code,
    Message: code,
    IsoCode: 'CN',
  };
  return { status: 200, body: { Response: { SendStatusSet: [status], RequestId: randomBytes(8).toString('hex') } } };
}

function inboundRequest(
  settings: SmsSimulatorSettings,
  message: { text: string; number: string; messageId: string; atMs: number },
  nowMs: number,
) {
  const { inbound } = settings;
  const headers = { 'content-type': 'application/json' };
  if (inbound.via === 'tencent') {
    const time = Math.floor(message.atMs / 1000);
    const reply = {
      extend: '',
      mobile: message.number,
      nationcode: '86',
      sign: settings.signature,
      text: message.text,
      time,
    };
    return { url: inbound.callbackUrl, headers, body: JSON.stringify(reply) };
  }
  const body = JSON.stringify({
    message_id: message.messageId,
    sender: message.number,
    text: message.text,
    sent_at: new Date(message.atMs).toISOString(),
  });
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = webhookSignature(inbound.secret, message.messageId, timestamp, body);
  if (!signature) throw new Error('the simulator needs a webhook secret of the form whsec_…');
  const signed = { 'webhook-id': message.messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return { url: inbound.callbackUrl, headers: { ...headers, ...signed }, body };
}
