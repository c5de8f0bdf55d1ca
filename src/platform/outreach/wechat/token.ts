import type { DeliveryResult } from '../contract.ts';
import { callJson, type Fetch, later } from '../http.ts';
import { resultOfErrcode } from './errcodes.ts';

export interface TokenSettings {
  readonly kind: 'official' | 'wecom';
  readonly appId: string;
  /** App secret, or the secret of the WeCom application. */
  readonly secret: string;
  readonly baseUrl: string;
  /**
   * `stable`: the token other programs of the hospital may share without pushing each other out (default). `classic`: every fetch
   * makes the previous token void. WeCom has only one kind.
   */
  readonly tokenEndpoint?: 'stable' | 'classic';
  readonly timeoutMs: number;
  readonly fetch: Fetch;
  readonly now: () => number;
}

type Trouble = Exclude<DeliveryResult, { outcome: 'sent' }>;
export type Token = { readonly outcome: 'token'; readonly value: string } | Trouble;

export interface TokenSource {
  /** The current token, fetched when there is none. Concurrent callers share one fetch. */
  current(signal?: AbortSignal): Promise<Token>;
  /** The platform refused `value`: the next token differs from it if the platform gives one at all. */
  replace(value: string, signal?: AbortSignal): Promise<Token>;
}

// The platform renews during the last five minutes and honours both tokens then.
const renewBeforeMs = 300_000;

/** Fetches and keeps the access token of one account, in memory only. */
export function createTokenSource(settings: TokenSettings): TokenSource {
  let kept: { value: string; untilMs: number } | null = null;
  let underWay: Promise<Token> | null = null;

  function fetchShared(force: boolean): Promise<Token> {
    // Not bound to one caller's signal: the others wait for the same answer.
    underWay ??= fetchToken(settings, force)
      .then((fetched) => {
        if (fetched.outcome !== 'fetched') return fetched;
        const keepMs = Math.max(fetched.lifetimeMs - renewBeforeMs, fetched.lifetimeMs / 2);
        kept = { value: fetched.value, untilMs: settings.now() + keepMs };
        return { outcome: 'token', value: fetched.value } as const;
      })
      .finally(() => {
        underWay = null;
      });
    return underWay;
  }

  return {
    async current(signal) {
      if (signal?.aborted) return later('outreach.cancelled', 0, false);
      if (kept && settings.now() < kept.untilMs) return { outcome: 'token', value: kept.value };
      return fetchShared(false);
    },
    async replace(value, signal) {
      if (signal?.aborted) return later('outreach.cancelled', 0, false);
      if (kept && kept.value !== value) return { outcome: 'token', value: kept.value };
      kept = null;
      const next = await fetchShared(false);
      if (next.outcome !== 'token' || next.value !== value || isClassic(settings)) return next;
      // The stable endpoint still believes in the refused token. Forcing is limited to 20 a day, hence only now.
      kept = null;
      return fetchShared(true);
    },
  };
}

function isClassic(settings: TokenSettings): boolean {
  return settings.kind === 'wecom' || settings.tokenEndpoint === 'classic';
}

async function fetchToken(
  settings: TokenSettings,
  force: boolean,
): Promise<{ outcome: 'fetched'; value: string; lifetimeMs: number } | Trouble> {
  const answer = await callJson(settings.fetch, {
    ...tokenRequest(settings, force),
    timeoutMs: settings.timeoutMs,
    signal: undefined,
  });
  // Whatever went wrong here, the message itself was not sent.
  if (answer.outcome !== 'answered') return { ...answer, mayHaveArrived: false };
  const { access_token: value, expires_in: lifetimeSeconds, errcode } = answer.body;
  if (typeof value === 'string' && value !== '' && typeof lifetimeSeconds === 'number') {
    return { outcome: 'fetched', value, lifetimeMs: lifetimeSeconds * 1000 };
  }
  const trouble = typeof errcode === 'number' ? resultOfErrcode(errcode) : null;
  // No token is never the message's fault: it waits until an administrator has repaired the account.
  if (trouble?.outcome === 'retryLater') return trouble;
  return later('outreach.credentials-refused', 900, false, typeof errcode === 'number' ? String(errcode) : null);
}

function tokenRequest(settings: TokenSettings, force: boolean) {
  const { appId, secret, baseUrl } = settings;
  if (settings.kind === 'wecom') {
    const query = new URLSearchParams({ corpid: appId, corpsecret: secret });
    return { method: 'GET', url: `${baseUrl}/cgi-bin/gettoken?${query}` } as const;
  }
  if (isClassic(settings)) {
    const query = new URLSearchParams({ grant_type: 'client_credential', appid: appId, secret });
    return { method: 'GET', url: `${baseUrl}/cgi-bin/token?${query}` } as const;
  }
  return {
    method: 'POST',
    url: `${baseUrl}/cgi-bin/stable_token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credential', appid: appId, secret, force_refresh: force }),
  } as const;
}
