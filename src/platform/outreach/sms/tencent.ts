import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type BodyRefusal, sameSignature } from '../body.ts';
import type { DeliveryReason, DeliveryResult, InboundMessage, OutreachMessage } from '../contract.ts';
import { callJson, type Fetch, failed, later } from '../http.ts';
import { mainlandMobile, type SmsGateway } from './gateway.ts';
import { readJson, storable } from './webhook.ts';

export interface TencentSmsSettings {
  readonly secretId: string;
  readonly secretKey: string;
  /** The application of the SMS console, e.g. `1400006666`. */
  readonly sdkAppId: string;
  /** Approved signature without 【】. */
  readonly signature: string;
  /** Our template name → template id of the console. Mainland messages cannot be sent without one. */
  readonly templates: Readonly<Record<string, string>>;
  readonly region?: string;
  /** Default https://sms.tencentcloudapi.com; the simulator's address for a demonstration. */
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly now?: () => number;
}

export const tencentSmsBaseUrl = 'https://sms.tencentcloudapi.com';
const contentType = 'application/json; charset=utf-8';

export interface Tc3Request {
  readonly secretId: string;
  readonly secretKey: string;
  readonly service: string;
  readonly host: string;
  readonly timestampSeconds: number;
  readonly payload: string;
}

/** The Authorization header of TC3-HMAC-SHA256 for a JSON POST to `/`, signing content-type and host. */
export function tc3Authorization(request: Tc3Request): string {
  const day = new Date(request.timestampSeconds * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${request.service}/tc3_request`;
  const headers = `content-type:${contentType}\nhost:${request.host}\n`;
  const canonical = ['POST', '/', '', headers, 'content-type;host', sha256(request.payload)].join('\n');
  const toSign = ['TC3-HMAC-SHA256', String(request.timestampSeconds), scope, sha256(canonical)].join('\n');
  const dayKey = hmac(`TC3${request.secretKey}`, day);
  const signature = hmac(hmac(hmac(dayKey, request.service), 'tc3_request'), toSign).toString('hex');
  const credential = `${request.secretId}/${scope}`;
  return `TC3-HMAC-SHA256 Credential=${credential}, SignedHeaders=content-type;host, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** Tencent Cloud SMS, interface 2021-01-11, action SendSms. Numbers travel in the body, never in a URL. */
export function createTencentSms(settings: TencentSmsSettings): SmsGateway {
  const baseUrl = (settings.baseUrl ?? tencentSmsBaseUrl).replace(/\/+$/, '');
  const now = settings.now ?? Date.now;
  return {
    name: 'tencent',
    // SessionContext only comes back in the answer: the interface has no key against repeats.
    repeatSafeSeconds: () => 0,
    async send(message, signal) {
      const payload = payloadFor(settings, message);
      if (typeof payload !== 'string') return payload;
      const timestampSeconds = Math.floor(now() / 1000);
      const answer = await callJson(settings.fetch ?? fetch, {
        url: `${baseUrl}/`,
        method: 'POST',
        headers: {
          'content-type': contentType,
          authorization: tc3Authorization({
            ...settings,
            service: 'sms',
            host: new URL(baseUrl).host,
            timestampSeconds,
            payload,
          }),
          'x-tc-action': 'SendSms',
          'x-tc-version': '2021-01-11',
          'x-tc-region': settings.region ?? 'ap-guangzhou',
          'x-tc-timestamp': String(timestampSeconds),
        },
        body: payload,
        timeoutMs: settings.timeoutMs ?? 8000,
        signal,
      });
      return answer.outcome === 'answered' ? readAnswer(answer.body) : answer;
    },
  };
}

function payloadFor(settings: TencentSmsSettings, message: OutreachMessage): string | DeliveryResult {
  const mobile = mainlandMobile(message.address);
  if (!mobile) return failed('outreach.address-invalid');
  const templateId = message.template ? settings.templates[message.template.name] : undefined;
  if (!message.template || !templateId) return failed('outreach.template-unknown');
  return JSON.stringify({
    PhoneNumberSet: [`+86${mobile}`],
    SmsSdkAppId: settings.sdkAppId,
    SignName: settings.signature,
    TemplateId: templateId,
    TemplateParamSet: Object.values(message.template.parameters).map((value) => value.toWellFormed()),
    SessionContext: message.id,
  });
}

const answerSchema = z.object({
  Response: z.union([
    z.object({ Error: z.object({ Code: z.string() }) }),
    z.object({ SendStatusSet: z.tuple([z.object({ Code: z.string(), SerialNo: z.string().optional() })]) }),
  ]),
});

function readAnswer(body: unknown): DeliveryResult {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) return later('outreach.provider-answer-unreadable', 300, true);
  const { Response: response } = answer.data;
  if ('Error' in response) return resultOfCode(response.Error.Code);
  const [status] = response.SendStatusSet;
  return status.Code === 'Ok' ? { outcome: 'sent', providerId: status.SerialNo || null } : resultOfCode(status.Code);
}

/** Code prefixes, the more special ones first. A number of seconds: another attempt makes sense after them. */
const codes: readonly (readonly [prefix: string, reason: DeliveryReason, afterSeconds: number | null])[] = [
  ['InternalError', 'outreach.provider-down', 60],
  ['ResourceUnavailable', 'outreach.provider-down', 60],
  ['RequestLimitExceeded', 'outreach.rate-limited', 60],
  ['LimitExceeded.PhoneNumberThirtySecondLimit', 'outreach.rate-limited', 40],
  ['LimitExceeded.PhoneNumberOneHourLimit', 'outreach.rate-limited', 3600],
  ['LimitExceeded.DeliveryFrequencyLimit', 'outreach.rate-limited', 60],
  ['LimitExceeded.PhoneNumber', 'outreach.receiver-limit', null],
  ['LimitExceeded', 'outreach.rate-limited', 3600],
  ['AuthFailure', 'outreach.credentials-refused', 900],
  ['UnauthorizedOperation', 'outreach.credentials-refused', 900],
  ['FailedOperation.InsufficientBalance', 'outreach.balance-empty', 3600],
  ['FailedOperation.PhoneNumberInBlacklist', 'outreach.declined-by-receiver', null],
  ['FailedOperation.PhoneNumber', 'outreach.address-invalid', null],
  ['InvalidParameterValue.IncorrectPhoneNumber', 'outreach.address-invalid', null],
  ['FailedOperation.Template', 'outreach.template-unknown', null],
  ['FailedOperation.Signature', 'outreach.template-unknown', null],
  ['FailedOperation.MissingTemplate', 'outreach.template-unknown', null],
  ['FailedOperation.ContainSensitiveWord', 'outreach.content-refused', null],
  ['InvalidParameterValue.Template', 'outreach.content-refused', null],
  ['InvalidParameterValue.Content', 'outreach.content-refused', null],
];

function resultOfCode(code: string): DeliveryResult {
  // Only the shape of a code may pass on: texts of a provider can repeat the number.
  const providerCode = /^[A-Za-z.]{1,80}$/.test(code) ? code : 'unreadable';
  const known = codes.find(([prefix]) => code.startsWith(prefix));
  if (!known) return failed('outreach.rejected', providerCode);
  const [, reason, afterSeconds] = known;
  return afterSeconds === null ? failed(reason, providerCode) : later(reason, afterSeconds, false, providerCode);
}

export interface TencentReplyRequest {
  /** Last part of the callback address as called, compared with `callbackToken`. */
  readonly pathToken: string;
  /** At least 32 characters, made by us: the provider signs nothing, so the secret address is the only proof. */
  readonly callbackToken: string;
  readonly sdkAppId: string;
  readonly rawBody: Buffer | string;
}

const replySchema = z.object({
  nationcode: z.string().max(8).default('86'),
  mobile: z.string().regex(/^\+?[0-9-]{3,20}$/),
  text: z.string(),
  sign: z.string().max(100).default(''),
  time: z.number().int().nonnegative().max(99_999_999_999),
  extend: z.string().max(40).nullish(),
});

/** Answer with which the provider counts a reply as taken over. */
export const tencentTaken = { result: 0, errmsg: 'OK' } as const;

/**
 * Reads the "SMS reply" callback: a person answered or wrote to our number. The protocol has no message id; number, second and text
 * together are the identity, so that a repeated callback has one key.
 */
export function readTencentReply(
  request: TencentReplyRequest,
): InboundMessage | Refusal<'outreach.signature-wrong'> | BodyRefusal {
  const { callbackToken, pathToken } = request;
  if (callbackToken.length < 32 || !sameSignature(callbackToken, pathToken)) return refuse('outreach.signature-wrong');
  const body = readJson(request.rawBody, replySchema);
  if (isRefusal(body)) return body;
  const { reply, raw } = { reply: body.value, raw: body.raw };
  const identity = sha256(JSON.stringify([reply.nationcode, reply.mobile, reply.time, reply.text]));
  return {
    channel: 'sms',
    account: `tencent:${request.sdkAppId}`,
    sender: reply.nationcode === '86' ? reply.mobile : `+${reply.nationcode}${reply.mobile}`,
    text: storable(reply.text),
    type: 'text',
    messageKey: `tencent:${request.sdkAppId}:${identity.slice(0, 40)}`,
    sentAt: (reply.time * 1000) as Instant,
    raw,
  };
}
