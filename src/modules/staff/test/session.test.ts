import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { type FrontDoor, goodPassword, openFrontDoor } from './front-door.ts';
import { totpCode } from './totp.ts';

let world: World;
let door: FrontDoor;
beforeAll(async () => {
  world = await createWorld();
  door = await openFrontDoor(world);
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

test('signing in opens the session with roles and permissions, signing out ends it', async () => {
  const browser = await door.signedIn('lin', 'info_officer');
  const session = await browser.call('GET', '/api/session');
  expect(session.status).toBe(200);
  expect(session.body).toMatchObject({
    account: { username: 'lin', secondFactor: false, mustChangePassword: false, secondFactorAdvised: false },
    roles: ['info_officer'],
    hospital: { name: '测试医院', divisionCode: '430121' },
  });
  expect(session.body.permissions).toContain('referrals.match');
  expect((await browser.call('DELETE', '/api/session')).status).toBe(204);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
});

test('the session cookie is kept from scripts and other sites, and a stolen one ends with the session', async () => {
  await door.account('cookie', 'reception');
  const browser = door.browser();
  const answer = await browser.call('POST', '/api/session', { username: 'cookie', password: goodPassword });
  const line = [answer.headers['set-cookie']].flat().find((one) => String(one).includes('session_token'));
  expect(line).toMatch(/HttpOnly/i);
  expect(line).toMatch(/SameSite=Lax/i);
  const thief = door.browser('198.51.100.9');
  for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
  expect((await thief.call('GET', '/api/session')).status).toBe(200);
  await browser.call('DELETE', '/api/session');
  expect((await thief.call('GET', '/api/session')).status).toBe(401);
});

test('a cookie with a changed token or signature opens nothing, however it is written', async () => {
  const browser = await door.signedIn('forger', 'admin');
  const [name, value] = [...browser.cookies].find(([one]) => one.endsWith('session_token'))!;
  const [token, signature] = decodeURIComponent(value).split('.') as [string, string];
  for (const forged of [
    `${token}x.${signature}`,
    `${token}.${signature.slice(0, -4)}AAA=`,
    `${token}.`,
    token,
    `.${signature}`,
    '%',
    '%E4%A',
    `${token}.${signature}.${signature}`,
    'a'.repeat(5000),
    '',
  ]) {
    const other = door.browser();
    other.cookies.set(name, forged);
    expect([forged, (await other.call('GET', '/api/session')).status]).toEqual([forged, 401]);
  }
  const plain = door.browser();
  plain.cookies.set(name, encodeURIComponent(`${token}.${signature}`));
  expect((await plain.call('GET', '/api/session')).status).toBe(200);
});

test('a session in use is prolonged, one that has run out is over', async () => {
  const browser = await door.signedIn('longday', 'reception');
  const id = (await browser.call('GET', '/api/account/sessions')).body.items[0].id;
  const leftMinutes = async () => {
    const [row] = await world.sql<{ minutes: string }>(
      'SELECT extract(epoch FROM expires_at - clock_timestamp()) / 60 AS minutes FROM staff_sessions WHERE id = $1',
      [id],
    );
    return Math.round(Number(row!.minutes));
  };
  const setLeft = (minutes: number) =>
    world.sql(`UPDATE staff_sessions SET expires_at = clock_timestamp() + make_interval(mins => $2) WHERE id = $1`, [
      id,
      minutes,
    ]);
  await setLeft(712);
  expect((await browser.call('GET', '/api/session')).headers['set-cookie']).toBeUndefined();
  await setLeft(30);
  const answer = await browser.call('GET', '/api/session');
  expect(String(answer.headers['set-cookie'])).toContain('renmai.session_token=');
  expect(await leftMinutes()).toBe(720);
  await setLeft(-1);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
});

test('behind TLS the cookie is marked secure', async () => {
  const tools = { ...world.tools, config: { ...world.tools.config, publicUrl: 'https://renmai.example' } };
  const secure = await openFrontDoor(world, tools);
  await door.account('tls', 'reception');
  const answer = await secure.browser().call('POST', '/api/session', { username: 'tls', password: goodPassword });
  expect(String(answer.headers['set-cookie'])).toMatch(/__Secure-renmai\.session_token=.*Secure/i);
  await secure.app.close();
});

test('a wrong password and an unknown name get the same answer', async () => {
  await door.account('known', 'reception');
  const wrong = await door.browser().call('POST', '/api/session', { username: 'known', password: 'not the one 1' });
  const unknown = await door.browser().call('POST', '/api/session', { username: 'nobody', password: 'not the one 1' });
  expect(wrong.status).toBe(422);
  expect(wrong.body.code).toBe('staff.wrong-credentials');
  expect(unknown.body).toEqual(wrong.body);
});

test('after five failures even the right password waits, for a name that exists and one that does not', async () => {
  await door.account('forgetful', 'reception');
  for (const username of ['forgetful', 'phantom']) {
    const browser = door.browser('203.0.113.50');
    for (let failure = 1; failure <= 5; failure++)
      expect((await browser.call('POST', '/api/session', { username, password: 'wrong-password-1' })).status).toBe(422);
    const locked = await browser.call('POST', '/api/session', { username, password: goodPassword });
    expect(locked.status).toBe(429);
    expect(locked.body.code).toBe('staff.locked-out');
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(50);
  }
  await world.sql(`UPDATE staff_sign_in_failures SET locked_until = clock_timestamp() - interval '1 second'`);
  const back = await door.browser().call('POST', '/api/session', { username: 'forgetful', password: goodPassword });
  expect(back.status).toBe(201);
});

test('a hundred guesses at once are counted one by one: no more than five are tried', async () => {
  await door.account('target', 'finance');
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      door
        .browser(`203.0.113.${100 + (index % 20)}`)
        .call('POST', '/api/session', { username: 'target', password: `guess-no-${index}` }),
    ),
  );
  expect(answers.filter((answer) => answer.status === 422)).toHaveLength(5);
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(95);
});

test('one password tried over many names is stopped by the address', async () => {
  const browser = door.browser('198.51.100.77');
  const statuses: number[] = [];
  for (let index = 0; index < 35; index++)
    statuses.push(
      (await browser.call('POST', '/api/session', { username: `user${index}`, password: 'Spring-2026-x' })).status,
    );
  expect(statuses.slice(0, 30).every((status) => status === 422)).toBe(true);
  expect(statuses.slice(30).every((status) => status === 429)).toBe(true);
});

test('a second factor is asked for once it is confirmed, and each backup code opens the door once', async () => {
  const browser = await door.signedIn('payer', 'finance');
  expect((await browser.call('GET', '/api/session')).body.account.secondFactorAdvised).toBe(true);
  expect((await browser.call('POST', '/api/account/second-factor', { password: 'wrong-password-1' })).status).toBe(422);
  const enrolled = await browser.call('POST', '/api/account/second-factor', { password: goodPassword });
  expect(enrolled.status).toBe(201);
  const { otpauthUri, backupCodes } = enrolled.body as { otpauthUri: string; backupCodes: string[] };
  expect(otpauthUri).toMatch(/^otpauth:\/\/totp\/.*payer\?/);
  expect(otpauthUri).not.toContain('renmai.invalid');
  expect(backupCodes.length).toBe(10);

  // Not confirmed yet: signing in still needs the password only.
  const early = door.browser();
  expect((await early.call('POST', '/api/session', { username: 'payer', password: goodPassword })).body.status).toBe(
    'signed_in',
  );
  expect((await browser.call('PUT', '/api/account/second-factor', { code: '000000' })).status).toBe(422);
  expect((await browser.call('PUT', '/api/account/second-factor', { code: totpCode(otpauthUri) })).status).toBe(204);
  expect((await browser.call('GET', '/api/session')).body.account).toMatchObject({
    secondFactor: true,
    secondFactorAdvised: false,
  });

  const next = door.browser();
  const first = await next.call('POST', '/api/session', { username: 'payer', password: goodPassword });
  expect(first.body.status).toBe('second_factor_needed');
  expect((await next.call('GET', '/api/session')).status).toBe(401);
  expect((await next.call('POST', '/api/session/second-factor', { code: '000000' })).body.code).toBe(
    'staff.wrong-code',
  );
  const usedCode = totpCode(otpauthUri);
  expect((await next.call('POST', '/api/session/second-factor', { code: usedCode })).status).toBe(201);
  expect((await next.call('GET', '/api/session')).status).toBe(200);
  // Somebody who watched the code being typed is too late with it.
  const watcher = door.browser();
  await watcher.call('POST', '/api/session', { username: 'payer', password: goodPassword });
  const replay = { code: usedCode };
  expect((await watcher.call('POST', '/api/session/second-factor', replay)).body.code).toBe('staff.wrong-code');
  expect((await watcher.call('GET', '/api/session')).status).toBe(401);

  const withBackup = async () => {
    const other = door.browser();
    await other.call('POST', '/api/session', { username: 'payer', password: goodPassword });
    return (await other.call('POST', '/api/session/second-factor', { code: backupCodes[0] })).status;
  };
  expect(await withBackup()).toBe(201);
  expect(await withBackup()).toBe(422);
  // Finance pays: it cannot go back to the password alone.
  expect((await next.call('DELETE', '/api/account/second-factor', { password: goodPassword })).body.code).toBe(
    'staff.second-factor-required',
  );
});

test('a code without a password before it opens nothing', async () => {
  const answer = await door.browser().call('POST', '/api/session/second-factor', { code: '123456' });
  expect(answer.status).toBe(401);
  expect(answer.body.code).toBe('staff.sign-in-expired');
});

test('own browsers are listed in words and can be signed out from another', async () => {
  const here = await door.signedIn('roamer', 'rep');
  const there = door.browser('198.51.100.20');
  await there.call('POST', '/api/session', { username: 'roamer', password: goodPassword });
  const { items } = (await here.call('GET', '/api/account/sessions')).body;
  expect(items).toHaveLength(2);
  expect(items[0].device).toBe('Chrome · Windows');
  const other = items.find((item: { isCurrent: boolean }) => !item.isCurrent);
  expect(other.address).toBe('198.51.100.20');
  expect((await here.call('DELETE', `/api/account/sessions/${other.id}`)).status).toBe(204);
  expect((await there.call('GET', '/api/session')).status).toBe(401);
  expect((await here.call('GET', '/api/session')).status).toBe(200);
  expect((await here.call('DELETE', '/api/account/sessions/no-such')).status).toBe(404);
});

test('nobody signs another person’s browser out', async () => {
  const one = await door.signedIn('first', 'rep');
  const two = await door.signedIn('second', 'rep');
  const { items } = (await one.call('GET', '/api/account/sessions')).body;
  expect((await two.call('DELETE', `/api/account/sessions/${items[0].id}`)).status).toBe(404);
  expect((await one.call('GET', '/api/session')).status).toBe(200);
});

test('changing the password needs the old one, follows the rules and signs other browsers out', async () => {
  const here = await door.signedIn('changer', 'agent');
  const there = door.browser();
  await there.call('POST', '/api/session', { username: 'changer', password: goodPassword });
  const change = (currentPassword: string, newPassword: string) =>
    here.call('POST', '/api/account/password', { currentPassword, newPassword });
  expect((await change(goodPassword, 'changer-2026-x')).body.code).toBe('staff.password-too-weak');
  expect((await change('wrong-password-1', 'Meadow-Copper-17')).body.code).toBe('staff.wrong-credentials');
  expect((await change(goodPassword, goodPassword)).body.code).toBe('staff.password-unchanged');
  expect((await change(goodPassword, 'Meadow-Copper-17')).status).toBe(204);
  expect((await here.call('GET', '/api/session')).status).toBe(200);
  expect((await there.call('GET', '/api/session')).status).toBe(401);
  const again = await door
    .browser()
    .call('POST', '/api/session', { username: 'changer', password: 'Meadow-Copper-17' });
  expect(again.status).toBe(201);
});

test('a request another site makes a browser send is refused; our pages and programs pass', async () => {
  const browser = await door.signedIn('csrf', 'admin');
  const send = (headers: Record<string, string>) =>
    browser.call('POST', '/api/departments', { name: `科${Math.random()}` }, { 'x-renmai-csrf': '', ...headers });
  expect((await send({ origin: 'https://evil.example' })).body.code).toBe('platform.cross-site');
  expect((await send({ 'sec-fetch-site': 'cross-site' })).body.code).toBe('platform.cross-site');
  expect((await send({ 'sec-fetch-site': 'same-site' })).body.code).toBe('platform.cross-site');
  expect((await send({ origin: 'null' })).body.code).toBe('platform.cross-site');
  expect((await send({})).body.code).toBe('platform.cross-site');
  expect((await send({ origin: 'http://renmai.local:8080', host: 'renmai.local:8080' })).status).toBe(201);
  expect((await send({ 'x-renmai-csrf': '1' })).status).toBe(201);
  // Signing a victim in as somebody else is an attack too.
  const foreign = await door
    .browser()
    .call(
      'POST',
      '/api/session',
      { username: 'csrf', password: goodPassword },
      { 'x-renmai-csrf': '', origin: 'https://evil.example' },
    );
  expect(foreign.body.code).toBe('platform.cross-site');
});

test('a hospital one does not belong to is closed', async () => {
  const [other] = await world.sql<{ hospital_id: string }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('邻县医院', '430122') RETURNING hospital_id`,
  );
  const browser = await door.signedIn('local', 'president');
  const answer = await browser.call('GET', '/api/hospital', undefined, { 'x-renmai-hospital': other!.hospital_id });
  expect(answer.body.code).toBe('staff.no-hospital-access');
  expect(
    (await browser.call('GET', '/api/hospital', undefined, { 'x-renmai-hospital': world.hospitalId })).status,
  ).toBe(200);
  expect(
    (await browser.call('GET', '/api/hospital', undefined, { 'x-renmai-hospital': `'; DROP TABLE x` })).status,
  ).toBe(403);
});

test('signing in and failing to are in the audit log, passwords and names typed are not', async () => {
  const typed = 'Secret-typed-into-the-name-field-9';
  await door
    .browser('192.0.2.88')
    .call('POST', '/api/session', { username: typed.slice(0, 40), password: 'x-wrong-pass-1' });
  const rows = await world.sql<{ action: string; everything: string }>(
    'SELECT action, e::text AS everything FROM staff_audit_entries e',
  );
  expect(rows.map((row) => row.action)).toEqual(expect.arrayContaining(['session.started', 'session.refused']));
  expect(rows.every((row) => !row.everything.includes(typed) && !row.everything.includes(goodPassword))).toBe(true);
  const kept = await world.sql<{ found: boolean }>(
    `SELECT bool_or(f::text ILIKE '%secret%') AS found FROM staff_sign_in_failures f`,
  );
  expect(kept[0]!.found).toBe(false);
});
