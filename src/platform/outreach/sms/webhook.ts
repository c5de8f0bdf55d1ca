import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Instant, minuteMs } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type BodyRefusal, readUtf8, sameSignature, unreadable } from '../body.ts';
import type { InboundMessage } from '../contract.ts';

/** A gateway, or a small program in front of one, that signs as Standard Webhooks says (standardwebhooks.com). */
export interface SmsWebhookAccount {
  readonly name: string;
  /** `whsec_` + base64 of 24 to 64 bytes. More than one while a secret is being changed. */
  readonly secrets: readonly string[];
}

export interface SmsWebhookRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody: Buffer | string;
  readonly account: SmsWebhookAccount;
  readonly nowMs: number;
  /** How old or early a request may be, ms. Default 5 minutes. Replays within it are stopped by `messageKey`. */
  readonly freshnessMs?: number;
}

export type SmsWebhookRefusal =
  | Refusal<'outreach.signature-missing' | 'outreach.signature-wrong' | 'outreach.stale' | 'outreach.key-missing'>
  | BodyRefusal;

const messageSchema = z.object({
  message_id: z.string().regex(/^[\w.:-]{1,100}$/),
  sender: z.string().regex(/^\+?[0-9][0-9 ()-]{2,29}$/),
  text: z.string(),
  sent_at: z.iso.datetime({ offset: true }).nullish(),
});

/** Reads one inbound SMS: `{message_id, sender, text, sent_at}`, signed over id, timestamp and the exact body. */
export function readSmsWebhook(request: SmsWebhookRequest): InboundMessage | SmsWebhookRefusal {
  const trouble = checkWebhookSignature(request);
  if (trouble) return trouble;
  const body = readJson(request.rawBody, messageSchema);
  if (isRefusal(body)) return body;
  const { value: message, raw } = body;
  return {
    channel: 'sms',
    account: request.account.name,
    sender: message.sender,
    text: storable(message.text),
    type: 'text',
    messageKey: `${request.account.name}:${message.message_id}`,
    sentAt: message.sent_at ? (Date.parse(message.sent_at) as Instant) : null,
    raw,
  };
}

/** `v1,` + base64 of HMAC-SHA256 over `id.timestamp.body`. Null when the secret is not one. */
export function webhookSignature(secret: string, id: string, timestamp: string, body: Buffer | string): string | null {
  const key = readSecret(secret);
  if (!key) return null;
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`, 'utf8').update(body).digest('base64');
  return `v1,${signature}`;
}

function readSecret(secret: string): Buffer | null {
  const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret);
  const key = match ? Buffer.from(match[1]!, 'base64') : null;
  return key && key.length >= 24 && key.length <= 64 ? key : null;
}

function checkWebhookSignature(request: SmsWebhookRequest): SmsWebhookRefusal | null {
  const { headers, account, rawBody } = request;
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const given = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof given !== 'string') {
    return refuse('outreach.signature-missing');
  }
  // Before any hashing: nobody may make us hash megabytes.
  const size = readUtf8(rawBody);
  if (isRefusal(size) && size.code === 'outreach.body-too-large') return size;
  const expected = account.secrets.map((secret) => webhookSignature(secret, id, timestamp, rawBody));
  if (expected.length === 0 || expected.includes(null)) return refuse('outreach.key-missing');
  // Several signatures, separated by blanks, are allowed while the sender changes its secret.
  const offered = given.split(' ').slice(0, 10);
  const matches = expected.some((one) => one !== null && offered.some((other) => sameSignature(one, other)));
  if (!matches) return refuse('outreach.signature-wrong');
  const sentMs = /^\d{1,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  const apartMs = Math.abs(request.nowMs - sentMs);
  if (apartMs <= (request.freshnessMs ?? 5 * minuteMs)) return null;
  return refuse('outreach.stale', { apartSeconds: Number.isNaN(apartMs) ? null : Math.round(apartMs / 1000) });
}

/** The checked value and the exact text it was read from. */
export function readJson<Schema extends z.ZodType>(
  rawBody: Buffer | string,
  schema: Schema,
): { value: z.output<Schema>; raw: string } | BodyRefusal {
  const raw = readUtf8(rawBody);
  if (typeof raw !== 'string') return raw;
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return unreadable('not-json');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data, raw };
  // The path names a field, never its content.
  return refuse('outreach.body-unreadable', { because: 'field', field: parsed.error.issues[0]?.path.join('.') ?? '' });
}

/** JSON can spell what a database column cannot hold: a NUL, or half of an emoji. `raw` keeps the spelling. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
