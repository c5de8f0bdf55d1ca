import { createHash, randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';
import type { HospitalId } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import type { Tools } from '#platform/tools.ts';
import { recordFor } from '../actions/session.ts';
import { type Actor, systemActor } from '../actor.ts';
import { audit } from '../audit.ts';
import type { Client } from '../sign-in.ts';
import { askForCode, openSession } from '../sso-session.ts';
import * as store from '../store-sso.ts';

const loginMinutes = 10;
const providerSecondsMax = 8;
/** The provider's clock and ours may differ by so much. */
const clockSecondsMax = 30;

export const callbackPath = '/api/session/sso/callback';

export interface ProviderWanted {
  readonly label: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | null | undefined;
  readonly matchBy: 'subject' | 'username';
  readonly strongMethods: readonly string[];
  readonly isActive: boolean;
}

/** Connects the identity provider after asking it for its configuration: a wrong address is found here, not by the first person in the morning. */
export async function changeProvider(
  tools: Tools,
  actor: Actor,
  wanted: ProviderWanted,
): Promise<store.ProviderRow | Refusal> {
  if (!isSafeIssuer(wanted.issuer)) return refuse('staff.sso-insecure');
  const configuration = await discover(wanted.issuer, wanted.clientId, wanted.clientSecret ?? null);
  if (isRefusal(configuration)) return configuration;
  // Without the idempotency key: its fingerprint would be made of the secret.
  return tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    const before = await store.readProvider(tx);
    const { clientSecret } = wanted;
    const sealed =
      clientSecret === undefined
        ? (before?.client_secret_sealed ?? null)
        : clientSecret === null || clientSecret === ''
          ? null
          : tools.cipher.seal(clientSecret);
    const next = {
      label: wanted.label,
      issuer: wanted.issuer,
      client_id: wanted.clientId,
      client_secret_sealed: sealed,
      match_by: wanted.matchBy,
      strong_methods: [...wanted.strongMethods],
      is_active: wanted.isActive,
    };
    await store.saveProvider(tx, next, actor.displayName);
    audit(tx, actor, {
      action: 'sso.changed',
      detail: { issuer: wanted.issuer, matchBy: wanted.matchBy, isActive: wanted.isActive },
    });
    return (await store.readProvider(tx))!;
  });
}

export async function removeProvider(tools: Tools, actor: Actor): Promise<void> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) => {
    await store.deleteProvider(tx);
    audit(tx, actor, { action: 'sso.removed' });
  });
}

export interface SsoBegun {
  readonly address: string;
  /** Known to the browser that begins, and to nobody who only sees the address. */
  readonly browserSecret: string;
}

/** Where to send the browser. State, nonce and verifier are new each time and serve once. */
export async function beginSso(
  tools: Tools,
  hospitalId: HospitalId,
  origin: string,
  returnPath: string,
): Promise<SsoBegun | Refusal> {
  const provider = await tools.db.read({ hospitalId }, store.readProvider);
  if (!provider?.is_active) return refuse('staff.sso-unavailable');
  const configuration = await discover(provider.issuer, provider.client_id, secretOf(tools, provider));
  if (isRefusal(configuration)) return configuration;
  const state = `${hospitalId}.${oidc.randomState()}`;
  const nonce = oidc.randomNonce();
  const verifier = oidc.randomPKCECodeVerifier();
  const browserSecret = randomBytes(24).toString('base64url');
  await tools.db.transaction({ hospitalId }, async (tx) =>
    store.insertLogin(tx, {
      state: digest(state),
      nonce,
      verifier,
      browser: digest(browserSecret),
      returnPath: isOwnPath(returnPath) ? returnPath : '/',
      minutes: loginMinutes,
    }),
  );
  const address = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${origin}${callbackPath}`,
    scope: 'openid profile',
    response_type: 'code',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, browserSecret };
}

export interface SsoFinished {
  readonly status: 'signed_in' | 'second_factor_needed';
  readonly cookie: string;
  readonly returnPath: string;
}

/**
 * The person comes back from the provider. Refused: a state used before, of another browser or too old; a token that is forged, expired, for
 * somebody else or of another sign-in; a person nobody registered. No account is ever made here, no role given.
 */
export async function finishSso(
  tools: Tools,
  client: Client,
  given: { readonly address: URL; readonly browserSecret: string },
): Promise<SsoFinished | Refusal> {
  const state = given.address.searchParams.get('state') ?? '';
  const hospitalId = state.slice(0, 36) as HospitalId;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(hospitalId)) return refuse('staff.sso-expired');
  const login = await tools.db.transaction({ hospitalId }, (tx) =>
    store.takeLogin(tx, digest(state), digest(given.browserSecret)),
  );
  if (!login?.is_valid) return refuse('staff.sso-expired');
  const provider = await tools.db.read({ hospitalId }, store.readProvider);
  if (!provider?.is_active) return refuse('staff.sso-unavailable');
  const claims = await redeemCode(tools, provider, given.address, { ...login, state });
  if (isRefusal(claims)) {
    await recordRefusal(tools, hospitalId, client, claims.code);
    return claims;
  }
  const name = provider.match_by === 'subject' ? claims.sub : claims['preferred_username'];
  const account =
    typeof name === 'string' && name !== ''
      ? await tools.db.read({ hospitalId }, (tx) => store.readSsoAccount(tx, provider.match_by, name))
      : null;
  if (!account) {
    await recordRefusal(tools, hospitalId, client, 'staff.sso-unknown');
    return refuse('staff.sso-unknown');
  }
  if (account.two_factor_enabled && !isStrong(claims, provider.strong_methods))
    return {
      status: 'second_factor_needed',
      cookie: await askForCode(tools, account.user_id),
      returnPath: login.return_path,
    };
  const cookie = await openSession(tools, client, account.user_id);
  await recordFor(tools, account.user_id, client, { action: 'session.started', detail: { sso: true } });
  return { status: 'signed_in', cookie, returnPath: login.return_path };
}

/** Exchanges the code and checks everything about the token, its signature included. */
async function redeemCode(
  tools: Tools,
  provider: store.ProviderRow,
  address: URL,
  login: { nonce: string; verifier: string; state: string },
): Promise<oidc.IDToken | Refusal> {
  const configuration = await discover(provider.issuer, provider.client_id, secretOf(tools, provider));
  if (isRefusal(configuration)) return configuration;
  // The standard trusts the connection to the provider; we check the signature all the same.
  oidc.enableNonRepudiationChecks(configuration);
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      expectedNonce: login.nonce,
      expectedState: login.state,
      pkceCodeVerifier: login.verifier,
      idTokenExpected: true,
    });
    return tokens.claims() ?? refuse('staff.sso-refused');
  } catch (error) {
    // Its messages may quote tokens: only the code is kept.
    tools.log.warn({ code: (error as { code?: string }).code }, 'single sign-on refused');
    return refuse('staff.sso-refused');
  }
}

async function discover(
  issuer: string,
  clientId: string,
  secret: string | null,
): Promise<oidc.Configuration | Refusal> {
  try {
    const authentication = secret === null ? oidc.None() : oidc.ClientSecretPost(secret);
    const metadata = { [oidc.clockTolerance]: clockSecondsMax };
    return await oidc.discovery(new URL(issuer), clientId, metadata, authentication, {
      timeout: providerSecondsMax,
      ...(issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
  } catch {
    return refuse('staff.sso-unavailable');
  }
}

/** Without TLS only on this machine. */
function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost';
}

function isStrong(claims: oidc.IDToken, strongMethods: readonly string[]): boolean {
  const said = [claims['acr'], claims['amr']].flat();
  return strongMethods.some((method) => said.includes(method));
}

function secretOf(tools: Tools, provider: store.ProviderRow): string | null {
  return provider.client_secret_sealed ? tools.cipher.open(provider.client_secret_sealed) : null;
}

async function recordRefusal(tools: Tools, hospitalId: HospitalId, client: Client, code: string): Promise<void> {
  const actor: Actor = { ...systemActor({ hospitalId }, 'web'), displayName: '未登录', fromAddress: client.address };
  await tools.db.transaction({ hospitalId }, async (tx) =>
    audit(tx, actor, { action: 'session.refused', detail: { code, sso: true } }),
  );
}

/** A path of our own pages: `//elsewhere` and `/\elsewhere` are not. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])[^\s\\]*$/.test(path);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
