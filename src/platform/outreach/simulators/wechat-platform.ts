import { randomBytes } from 'node:crypto';
import { hourMs } from '#kernel/day.ts';
import type { createPhones, LocalAnswer, LocalRequest } from './server.ts';

export interface SentMessage {
  readonly path: string;
  readonly to: string;
  /** Text of a customer-service message; template fields joined by a blank. */
  readonly text: string;
  readonly templateId: string | null;
  readonly providerId: string;
}

export interface WechatPlatformSettings {
  readonly kind: 'official' | 'wecom';
  readonly appId: string;
  readonly secret: string;
  readonly now: () => number;
  readonly phones: ReturnType<typeof createPhones>;
}

export interface WechatPlatform {
  readonly sent: readonly SentMessage[];
  tokensIssued(): number;
  /** The current token is over, as if two hours had passed. */
  voidToken(): void;
  /** The user wrote: free messages may go to him or her for 48 hours. */
  openWindow(user: string): void;
  answerToken(request: LocalRequest): LocalAnswer;
  answerSend(request: LocalRequest): LocalAnswer;
}

const windowMs = 48 * hourMs;

/** The interface a hospital's server calls: tokens, and the three ways to send. */
export function createWechatPlatform(settings: WechatPlatformSettings): WechatPlatform {
  const sent: SentMessage[] = [];
  const tokens = { current: '', issued: 0 };
  const lastWroteMs = new Map<string, number>();
  const seenClientIds = new Map<string, string>();

  function issueToken(force: boolean): string {
    if (tokens.current === '' || force) {
      tokens.issued += 1;
      tokens.current = `simulated-${tokens.issued}-${randomBytes(8).toString('hex')}`;
    }
    return tokens.current;
  }

  function answerToken(request: LocalRequest): LocalAnswer {
    const given = request.method === 'POST' ? readObject(request.body) : Object.fromEntries(request.url.searchParams);
    const id = given['appid'] ?? given['corpid'];
    if (id !== settings.appId) return errcode(40013, 'invalid appid');
    if ((given['secret'] ?? given['corpsecret']) !== settings.secret) return errcode(40125, 'invalid appsecret');
    const stable = request.url.pathname.endsWith('stable_token') || settings.kind === 'wecom';
    const value = issueToken(!stable || given['force_refresh'] === true);
    return { status: 200, body: { access_token: value, expires_in: 7200 } };
  }

  function answerSend(request: LocalRequest): LocalAnswer {
    if (request.url.searchParams.get('access_token') !== tokens.current || tokens.current === '') {
      return errcode(40001, 'invalid credential, access_token is invalid or not latest');
    }
    const path = request.url.pathname;
    const body = readObject(request.body);
    const to = typeof body['touser'] === 'string' ? body['touser'] : '';
    if (to === '') return errcode(40003, 'invalid openid');
    if (
      path.endsWith('/custom/send') &&
      settings.now() - (lastWroteMs.get(to) ?? Number.NEGATIVE_INFINITY) > windowMs
    ) {
      return errcode(45015, 'response out of time limit or subscription is canceled');
    }
    const templateId = path.endsWith('/template/send') ? String(body['template_id'] ?? '') : null;
    if (templateId === '') return errcode(40037, 'invalid template_id');
    const clientId = `${to} ${String(body['client_msg_id'] ?? '')}`;
    const known = body['client_msg_id'] ? seenClientIds.get(clientId) : undefined;
    if (known) return { status: 200, body: { errcode: 0, errmsg: 'ok', msgid: Number(known) } };
    const text = templateId === null ? textOf(body) : templateTextOf(body);
    const providerId = String(1_000_000 + sent.length);
    seenClientIds.set(clientId, providerId);
    sent.push({ path, to, text, templateId, providerId });
    settings.phones.add(to, 'hospital', text, settings.now());
    const withId = templateId !== null || settings.kind === 'wecom';
    return { status: 200, body: { errcode: 0, errmsg: 'ok', ...(withId ? { msgid: Number(providerId) } : {}) } };
  }

  return {
    sent,
    tokensIssued: () => tokens.issued,
    voidToken: () => {
      tokens.current = '';
    },
    openWindow: (user) => {
      lastWroteMs.set(user, settings.now());
    },
    answerToken,
    answerSend,
  };
}

/** An answer of the interface that is not a success; the status stays 200, as the platform does. */
export function errcode(code: number, message: string): LocalAnswer {
  return { status: 200, body: { errcode: code, errmsg: message } };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(body: Record<string, unknown>): string {
  const text = body['text'] as { content?: unknown } | undefined;
  return typeof text?.content === 'string' ? text.content : '';
}

function templateTextOf(body: Record<string, unknown>): string {
  const fields = Object.values((body['data'] ?? {}) as Record<string, { value?: unknown }>);
  return fields.map((field) => String(field.value ?? '')).join(' ');
}
