import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { type Browser, type FrontDoor, openFrontDoor } from './front-door.ts';
import { type Claims, type OidcWorld, openOidcWorld } from './oidc-world.ts';
import { totpCode } from './totp.ts';

let world: World;
let door: FrontDoor;
let oidc: OidcWorld;
let admin: Browser;
const origin = 'http://localhost:80';
beforeAll(async () => {
  world = await createWorld();
  oidc = await openOidcWorld('http://localhost/api/session/sso/callback');
  const tools = { ...world.tools, config: { ...world.tools.config, publicUrl: origin } };
  door = await openFrontDoor(world, tools);
  admin = await door.signedIn('admin', 'admin');
  const { accountId } = await door.account('chen', 'info_officer');
  await world.sql(`UPDATE staff_accounts SET sso_subject = 'p-100' WHERE account_id = $1`, [accountId]);
  const saved = await admin.call('PUT', '/api/sso-provider', settings());
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
}, 60_000);
afterAll(async () => {
  await oidc.close();
  await door.app.close();
  await world.end();
});

const settings = (over: object = {}) => ({
  label: '医院统一登录',
  issuer: oidc.issuer,
  clientId: oidc.client.id,
  clientSecret: oidc.client.secret,
  matchBy: 'subject',
  ...over,
});

/** From the button to the callback; answers where our callback sends the browser. */
async function signInWith(
  browser: Browser,
  person: string,
  change: (back: URL) => URL = (back) => back,
): Promise<string> {
  oidc.person = person;
  const begun = await browser.call('GET', `/api/session/sso/${world.hospitalId}/start?return=/referrals`);
  const back = change(new URL(await oidc.walk(String(begun.headers.location))));
  const done = await browser.call('GET', back.pathname + back.search);
  return String(done.headers.location);
}
const isSignedIn = async (browser: Browser) => (await browser.call('GET', '/api/session')).status === 200;

test('a registered person signs in at the provider and stands on the page he wanted', async () => {
  const offers = await door.browser().call('GET', '/api/session/sso');
  expect(offers.body.items).toEqual([{ id: world.hospitalId, label: '医院统一登录' }]);
  const browser = door.browser();
  expect(await signInWith(browser, 'p-100')).toBe('/referrals');
  const session = await browser.call('GET', '/api/session');
  expect(session.body).toMatchObject({ account: { username: 'chen' }, roles: ['info_officer'] });
  expect((await browser.call('DELETE', '/api/session')).status).toBe(204);
  expect(await isSignedIn(browser)).toBe(false);
});

test('the request carries state, nonce and a challenge, new each time', async () => {
  const addresses = await Promise.all(
    [1, 2].map(async () =>
      String((await door.browser().call('GET', `/api/session/sso/${world.hospitalId}/start`)).headers.location),
    ),
  );
  const [one, two] = addresses.map((address) => new URL(address).searchParams);
  expect(one!.get('response_type')).toBe('code');
  expect(one!.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one!.get(name)!.length).toBeGreaterThan(20);
    expect(one!.get(name)).not.toBe(two!.get(name));
  }
});

test('somebody nobody registered gets no account and no session', async () => {
  const before = await world.sql('SELECT count(*) FROM staff_users');
  const browser = door.browser();
  expect(await signInWith(browser, 'p-999')).toBe('/login?problem=staff.sso-unknown');
  expect(await isSignedIn(browser)).toBe(false);
  expect(await world.sql('SELECT count(*) FROM staff_users')).toEqual(before);
});

test('a callback used again, in another browser, or with a foreign state opens nothing', async () => {
  const browser = door.browser();
  oidc.person = 'p-100';
  const begun = await browser.call('GET', `/api/session/sso/${world.hospitalId}/start`);
  const back = new URL(await oidc.walk(String(begun.headers.location)));
  const ours = new Map(browser.cookies);
  const thief = door.browser();
  expect((await thief.call('GET', back.pathname + back.search)).headers.location).toBe(
    '/login?problem=staff.sso-expired',
  );
  expect(await isSignedIn(thief)).toBe(false);
  // The thief's attempt used the state up: the owner begins again.
  expect((await browser.call('GET', back.pathname + back.search)).headers.location).toContain('sso-expired');
  const again = door.browser();
  await signInWith(again, 'p-100', (address) => {
    address.searchParams.set('state', `${world.hospitalId}.forged`);
    return address;
  });
  expect(await isSignedIn(again)).toBe(false);
  const replay = door.browser();
  let used: URL | null = null;
  await signInWith(replay, 'p-100', (address) => {
    used = address;
    return address;
  });
  for (const [name, value] of ours) thief.cookies.set(name, value);
  const second = await thief.call('GET', used!.pathname + used!.search);
  expect(second.headers.location).toBe('/login?problem=staff.sso-expired');
});

const now = () => Math.floor(Date.now() / 1000);
const forgeries: readonly [string, (claims: Claims) => Claims, 'provider' | 'stranger'][] = [
  ['signed by a stranger', (claims) => claims, 'stranger'],
  ['for another client', (claims) => ({ ...claims, aud: 'somebody-else' }), 'provider'],
  ['expired', (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }), 'provider'],
  ['of another sign-in', (claims) => ({ ...claims, nonce: 'a-nonce-of-yesterday' }), 'provider'],
  ['without a nonce', ({ nonce: _, ...claims }) => claims, 'provider'],
  ['of another issuer', (claims) => ({ ...claims, iss: 'https://elsewhere.example' }), 'provider'],
];
for (const [name, change, key] of forgeries) {
  test(`an identity token ${name} is refused and on record`, async () => {
    const browser = door.browser();
    oidc.tamper = (claims, sign) => sign(change(claims), key);
    expect(await signInWith(browser, 'p-100')).toBe('/login?problem=staff.sso-refused');
    oidc.tamper = null;
    expect(await isSignedIn(browser)).toBe(false);
  });
}

test('an unsigned identity token is refused', async () => {
  const browser = door.browser();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  oidc.tamper = async (claims) => `${part({ alg: 'none' })}.${part(claims)}.`;
  expect(await signInWith(browser, 'p-100')).toBe('/login?problem=staff.sso-refused');
  oidc.tamper = null;
});

test('a token rewritten but right is accepted: the forgeries above fail for what they forge', async () => {
  const browser = door.browser();
  oidc.tamper = (claims, sign) => sign(claims);
  expect(await signInWith(browser, 'p-100')).toBe('/referrals');
  oidc.tamper = null;
});

test('a second factor is asked for after single sign-on too, unless the provider says it asked', async () => {
  const payer = await door.signedIn('payer', 'finance');
  const enrolled = await payer.call('POST', '/api/account/second-factor', { password: 'Lantern-Harbour-42' });
  await payer.call('PUT', '/api/account/second-factor', { code: totpCode(enrolled.body.otpauthUri) });
  await world.sql(`UPDATE staff_accounts SET sso_subject = 'p-200' WHERE username = 'payer'`);
  const browser = door.browser();
  expect(await signInWith(browser, 'p-200')).toBe('/login?step=code&return=%2Freferrals');
  expect(await isSignedIn(browser)).toBe(false);
  const backup = enrolled.body.backupCodes[0] as string;
  expect((await browser.call('POST', '/api/session/second-factor', { code: backup })).status).toBe(201);
  expect(await isSignedIn(browser)).toBe(true);

  await admin.call('PUT', '/api/sso-provider', settings({ strongMethods: ['mfa'] }));
  oidc.tamper = (claims, sign) => sign({ ...claims, amr: ['pwd', 'mfa'] });
  const strong = door.browser();
  expect(await signInWith(strong, 'p-200')).toBe('/referrals');
  oidc.tamper = null;
});

test('a suspended account stays outside, and the secret is never answered nor stored in the clear', async () => {
  await world.sql(`UPDATE staff_accounts SET status = 'suspended' WHERE username = 'chen'`);
  expect(await signInWith(door.browser(), 'p-100')).toBe('/login?problem=staff.sso-unknown');
  const { body } = await admin.call('GET', '/api/sso-provider');
  expect(body.provider.hasClientSecret).toBe(true);
  expect(JSON.stringify(body)).not.toContain(oidc.client.secret);
  const [row] = await world.sql<{ sealed: Buffer }>('SELECT client_secret_sealed AS sealed FROM staff_sso_providers');
  expect(row!.sealed.includes(oidc.client.secret)).toBe(false);
});

test('an issuer without TLS elsewhere, or one that does not answer, is refused when it is entered', async () => {
  const insecure = await admin.call('PUT', '/api/sso-provider', settings({ issuer: 'http://id.example.org' }));
  expect(insecure.body.code).toBe('staff.sso-insecure');
  const silent = await admin.call('PUT', '/api/sso-provider', settings({ issuer: 'http://127.0.0.1:9' }));
  expect(silent.body.code).toBe('staff.sso-unavailable');
});

test('a way back to another site becomes the first page', async () => {
  await world.sql(`UPDATE staff_accounts SET status = 'active' WHERE username = 'chen'`);
  const browser = door.browser();
  oidc.person = 'p-100';
  const begun = await browser.call('GET', `/api/session/sso/${world.hospitalId}/start?return=//evil.example/x`);
  const back = new URL(await oidc.walk(String(begun.headers.location)));
  expect((await browser.call('GET', back.pathname + back.search)).headers.location).toBe('/');
});
