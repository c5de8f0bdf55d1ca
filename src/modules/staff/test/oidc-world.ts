import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A real OpenID provider on this machine that signs in whomever `person` names, without asking. */
export interface OidcWorld {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  person: string;
  /** Set: what the token endpoint answers instead of the provider's own id_token. */
  tamper: ((claims: Claims, sign: Sign) => Promise<string>) | null;
  /** Walks from our redirect through the provider back to the callback's address. */
  walk(address: string): Promise<string>;
  close(): Promise<void>;
}

export type Claims = Record<string, unknown>;
type Sign = (claims: Claims, key?: 'provider' | 'stranger') => Promise<string>;

export async function openOidcWorld(redirectUri: string): Promise<OidcWorld> {
  const [own, stranger] = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey) as [
    KeyObject,
    KeyObject,
  ];
  const jwk = { ...own.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
  const client = { id: 'renmai', secret: 'a-secret-of-the-test-provider' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [jwk as never] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: ['a key of the test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, preferred_username: sub }) }),
  });
  const sign: Sign = async (claims, key = 'provider') => signed(claims, key === 'provider' ? own : stranger);
  const world: OidcWorld = {
    issuer,
    client,
    person: 'p-100',
    tamper: null,
    walk,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  const serve = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(provider, world.person, request, response);
    else {
      if (request.url === '/token' && world.tamper) rewriteToken(response, (claims) => world.tamper!(claims, sign));
      void serve(request, response);
    }
  };
  return world;
}

function signed(claims: Claims, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', kid: 'k1' })}.${part(claims)}`;
  return `${body}.${signBytes('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`;
}

/** Signs the person in and agrees to everything, as a form would. */
async function interact(provider: Provider, person: string, request: IncomingMessage, response: ServerResponse) {
  const details = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: person, clientId: String(details.params['client_id']) });
  grant.addOIDCScope('openid profile');
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId: person }, consent: { grantId } });
}

function rewriteToken(response: ServerResponse, tamper: (claims: Claims) => Promise<string>): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse;
  response.end = ((body: string | Buffer) => {
    const answer = JSON.parse(String(body)) as { id_token: string };
    const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1]!, 'base64url').toString()) as Claims;
    void tamper(claims).then((token) => {
      const text = JSON.stringify({ ...answer, id_token: token });
      response.setHeader('content-length', Buffer.byteLength(text));
      end(text);
    });
    return response;
  }) as typeof response.end;
}

/** A browser that follows redirects with cookies until it leaves the provider. */
async function walk(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  const home = new URL(address).origin;
  for (let next = address, steps = 0; steps < 12; steps++) {
    if (!next.startsWith(home)) return next;
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair!.indexOf('=');
      cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`the provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    next = new URL(location, next).href;
  }
  throw new Error('too many redirects');
}
