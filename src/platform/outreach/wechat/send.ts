import type { DeliveryResult, OutreachMessage, OutreachSender } from '../contract.ts';
import { callJson, type Fetch, failed, later } from '../http.ts';
import { cutToBytes } from './callback.ts';
import { resultOfErrcode, tokenErrcodes } from './errcodes.ts';
import { createTokenSource, type TokenSettings } from './token.ts';

export interface WechatSenderSettings {
  readonly kind: 'official' | 'wecom';
  readonly appId: string;
  readonly secret: string;
  /** WeCom only: the number of the application that speaks. */
  readonly agentId?: number;
  /** Our template name → template id of the account. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Default: the platform's own address for the kind. The simulator's address for a demonstration. */
  readonly baseUrl?: string;
  readonly tokenEndpoint?: TokenSettings['tokenEndpoint'];
  /** Per request; default 8 s. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly now?: () => number;
}

export const wechatBaseUrl = { official: 'https://api.weixin.qq.com', wecom: 'https://qyapi.weixin.qq.com' } as const;

const textBytesMax = 2048;

/**
 * Sends to users of one account: a template message where the message names a template the account has, otherwise a customer-service
 * message (official account: only within 48 hours after the user wrote) or an application message (WeCom).
 */
export function createWechatSender(settings: WechatSenderSettings): OutreachSender {
  const baseUrl = (settings.baseUrl ?? wechatBaseUrl[settings.kind]).replace(/\/+$/, '');
  const fetchLike = settings.fetch ?? fetch;
  const timeoutMs = settings.timeoutMs ?? 8000;
  const tokens = createTokenSource({
    kind: settings.kind,
    appId: settings.appId,
    secret: settings.secret,
    baseUrl,
    timeoutMs,
    fetch: fetchLike,
    now: settings.now ?? Date.now,
    ...(settings.tokenEndpoint ? { tokenEndpoint: settings.tokenEndpoint } : {}),
  });

  async function attempt(request: PlatformRequest, token: string, signal?: AbortSignal): Promise<Attempt> {
    const answer = await callJson(fetchLike, {
      url: `${baseUrl}${request.path}?${new URLSearchParams({ access_token: token })}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request.body),
      timeoutMs,
      signal,
    });
    return answer.outcome === 'answered' ? readAnswer(answer.body) : { tokenRefused: false, result: answer };
  }

  return {
    repeatSafeSeconds(message) {
      const request = requestFor(settings, message);
      return 'outcome' in request ? 0 : request.repeatSafeSeconds;
    },
    async send(message, signal) {
      const request = requestFor(settings, message);
      if ('outcome' in request) return request;
      const token = await tokens.current(signal);
      if (token.outcome !== 'token') return token;
      const first = await attempt(request, token.value, signal);
      if (!first.tokenRefused) return first.result;
      const fresh = await tokens.replace(token.value, signal);
      if (fresh.outcome !== 'token') return fresh;
      return (await attempt(request, fresh.value, signal)).result;
    },
  };
}

interface PlatformRequest {
  readonly path: string;
  readonly body: unknown;
  /** How long the platform makes one message of two equal calls. */
  readonly repeatSafeSeconds: number;
}

function requestFor(settings: WechatSenderSettings, message: OutreachMessage): PlatformRequest | DeliveryResult {
  if (!/^[\w.@-]{1,64}$/.test(message.address)) return failed('outreach.address-invalid');
  const content = cutToBytes(message.text.toWellFormed(), textBytesMax);
  if (content.trim() === '') return failed('outreach.content-refused');
  if (settings.kind === 'wecom') {
    if (settings.agentId === undefined) return later('outreach.credentials-refused', 900, false);
    const body = { touser: message.address, msgtype: 'text', agentid: settings.agentId, text: { content } };
    // WeCom drops an identical message to the same person within half an hour: our retry after a broken connection stays single.
    return {
      path: '/cgi-bin/message/send',
      body: { ...body, enable_duplicate_check: 1, duplicate_check_interval: 1800 },
      repeatSafeSeconds: 1800,
    };
  }
  const templateId = message.template ? settings.templates?.[message.template.name] : undefined;
  // A message whose template the account lacks still reaches those who wrote within 48 hours.
  if (!message.template || !templateId) {
    return {
      path: '/cgi-bin/message/custom/send',
      body: { touser: message.address, msgtype: 'text', text: { content } },
      repeatSafeSeconds: 0,
    };
  }
  const fields = Object.entries(message.template.parameters).map(([name, value]) => [
    name,
    { value: value.toWellFormed() },
  ]);
  const body = { touser: message.address, template_id: templateId, data: Object.fromEntries(fields) };
  // The platform delivers one message per id within ten minutes: our retry after a broken connection stays single.
  const clientMessageId = message.id.replaceAll('-', '').slice(0, 32);
  return {
    path: '/cgi-bin/message/template/send',
    body: { ...body, client_msg_id: clientMessageId },
    repeatSafeSeconds: 600,
  };
}

interface Attempt {
  readonly tokenRefused: boolean;
  readonly result: DeliveryResult;
}

function readAnswer(body: Readonly<Record<string, unknown>>): Attempt {
  const { errcode } = body;
  if (typeof errcode !== 'number') {
    return { tokenRefused: false, result: later('outreach.provider-answer-unreadable', 300, true) };
  }
  if (errcode !== 0) return { tokenRefused: tokenErrcodes.has(errcode), result: resultOfErrcode(errcode) };
  // WeCom accepts a message for people it does not know and lists them; we always name exactly one.
  if (typeof body['invaliduser'] === 'string' && body['invaliduser'] !== '') {
    return { tokenRefused: false, result: failed('outreach.address-invalid') };
  }
  const providerId = body['msgid'];
  const known = typeof providerId === 'string' || typeof providerId === 'number';
  return { tokenRefused: false, result: { outcome: 'sent', providerId: known ? String(providerId) : null } };
}
