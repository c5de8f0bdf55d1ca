import { afterAll, beforeAll, expect, test } from 'vitest';
import { initHospital, theHospital } from '#modules/hospital/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { type FrontDoor, goodPassword, openFrontDoor } from './front-door.ts';

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

const firstVisit = (username: string, hospital = '仁爱医院') => ({
  administrator: { username, displayName: '管理员', password: goodPassword },
  hospital: { name: hospital, divisionCode: '430121' },
  start: 'empty',
});

test('twenty first visits at once make one administrator of one hospital, who is signed in', async () => {
  const fresh = await createWorld();
  await fresh.sql('DELETE FROM hospital_hospitals');
  const freshDoor = await openFrontDoor(fresh);
  expect((await freshDoor.browser().call('GET', '/api/setup')).body).toEqual({ needed: true, hospital: null });
  const browsers = Array.from({ length: 20 }, () => freshDoor.browser());
  const answers = await Promise.all(
    browsers.map((browser, index) => browser.call('POST', '/api/setup', firstVisit(`admin${index}`, `医院${index}`))),
  );
  const won = answers.findIndex((answer) => answer.status === 201);
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  expect(answers.filter((answer) => answer.body.code === 'hospital.already-set-up')).toHaveLength(19);
  expect(await fresh.sql('SELECT 1 FROM staff_users')).toHaveLength(1);
  expect(await fresh.sql('SELECT 1 FROM hospital_hospitals')).toHaveLength(1);
  const session = await browsers[won]!.call('GET', '/api/session');
  expect(session.body).toMatchObject({ roles: ['admin'], hospital: { name: `医院${won}` } });
  expect((await freshDoor.browser().call('GET', '/api/setup')).body.needed).toBe(false);
  await freshDoor.app.close();
  await fresh.end();
});

test('the first visit takes over the hospital of renmai init, and a wish for the sample becomes a job', async () => {
  const fresh = await createWorld();
  await fresh.sql('DELETE FROM hospital_hospitals');
  const made = await initHospital(fresh.tools, { name: '示例医院', divisionCode: '430121' });
  expect(made).toMatchObject({ created: true, hospital: { name: '示例医院' } });
  expect(await initHospital(fresh.tools, { name: '示例医院', divisionCode: '430121' })).toMatchObject({
    created: false,
  });
  expect(await initHospital(fresh.tools, { name: '示例医院', divisionCode: '43' })).toMatchObject({
    code: 'hospital.bad-division',
  });
  expect(await theHospital(fresh.tools)).toMatchObject({ name: '示例医院' });
  const freshDoor = await openFrontDoor(fresh);
  const browser = freshDoor.browser();
  expect((await browser.call('GET', '/api/setup')).body.hospital).toEqual({ name: '示例医院', divisionCode: '430121' });
  expect(
    (
      await browser.call('POST', '/api/setup', {
        ...firstVisit('admin'),
        administrator: { username: 'admin', displayName: '管', password: 'password1234' },
      })
    ).body.code,
  ).toBe('staff.password-too-weak');
  const done = await browser.call('POST', '/api/setup', { ...firstVisit('admin', '示例人民医院'), start: 'sample' });
  expect(done.status).toBe(201);
  expect(await fresh.sql('SELECT name, is_sample FROM hospital_hospitals')).toEqual([
    { name: '示例人民医院', is_sample: true },
  ]);
  const jobs = (await browser.call('GET', '/api/jobs')).body.items;
  expect(jobs).toMatchObject([{ id: done.body.jobId, kind: 'samples.load', state: 'queued', canCancel: true }]);
  const cancelled = await browser.call('POST', `/api/jobs/${done.body.jobId}/cancellation`);
  expect(cancelled.body).toMatchObject({ state: 'cancelled', canCancel: false });
  expect((await browser.call('POST', `/api/jobs/${done.body.jobId}/cancellation`)).body.code).toBe(
    'staff.job-finished',
  );
  await freshDoor.app.close();
  await fresh.end();
});

test('the only administrator gives roles alone and the log says so; with two, a second one confirms', async () => {
  const fresh = await createWorld();
  const freshDoor = await openFrontDoor(fresh);
  const admin = await freshDoor.signedIn('chief', 'admin');
  const create = (username: string, ...roles: string[]) =>
    admin.call('POST', '/api/accounts', { username, displayName: username, roles });

  const alone = await create('second', 'admin');
  expect(alone.body.pendingRoles).toEqual([]);
  const [given] = await fresh.sql<{ detail: string }>(
    `SELECT detail FROM staff_audit_entries WHERE action = 'accounts.role-given' ORDER BY seq DESC LIMIT 1`,
  );
  expect(JSON.parse(given!.detail)).toEqual({ role: 'admin', because: 'nobody-to-confirm' });

  const clerk = await create('clerk', 'finance');
  expect(clerk.body.pendingRoles).toEqual(['finance']);
  const [grant] = (await admin.call('GET', '/api/role-grants')).body.items;
  expect(grant).toMatchObject({ username: 'clerk', role: 'finance', state: 'pending', canApprove: false });
  const decide = (browser: typeof admin, decision: string) =>
    browser.call('POST', `/api/role-grants/${grant.id}/decision`, { decision });
  expect((await decide(admin, 'approve')).body.code).toBe('staff.confirm-by-another');

  const second = freshDoor.browser();
  await second.call('POST', '/api/session', { username: 'second', password: alone.body.temporaryPassword });
  expect((await second.call('GET', '/api/role-grants')).body.code).toBe('staff.password-change-needed');
  await second.call('POST', '/api/account/password', {
    currentPassword: alone.body.temporaryPassword,
    newPassword: 'Meadow-Copper-17',
  });
  expect((await decide(second, 'approve')).body).toEqual({ state: 'approved' });
  expect((await decide(second, 'reject')).body.code).toBe('staff.grant-decided');
  const accounts = (await second.call('GET', '/api/accounts')).body.items;
  expect(accounts.find((account: { username: string }) => account.username === 'clerk')).toMatchObject({
    roles: ['finance'],
    mustChangePassword: true,
    secondFactorAdvised: true,
  });
  await freshDoor.app.close();
  await fresh.end();
});

test('the one who gains a role cannot confirm it, and nobody asks for himself', async () => {
  const one = await door.signedIn('adminone', 'admin');
  const two = await door.account('admintwo', 'admin');
  const twoBrowser = door.browser();
  await twoBrowser.call('POST', '/api/session', { username: 'admintwo', password: goodPassword });
  const president = await door.signedIn('boss', 'president');
  const ask = (roles: string[]) => one.call('POST', `/api/accounts/${two.accountId}/roles`, { roles, reason: '兼任' });
  expect((await ask(['compliance'])).body).toEqual({ pendingRoles: ['compliance'] });
  expect((await ask(['compliance'])).body.code).toBe('staff.role-already-held');
  expect((await ask(['admin'])).body.code).toBe('staff.role-already-held');
  const grants = (await president.call('GET', '/api/role-grants')).body.items;
  const grant = grants.find((item: { accountId: string }) => item.accountId === two.accountId);
  expect(grant.canApprove).toBe(true);
  const path = `/api/role-grants/${grant.id}/decision`;
  expect((await twoBrowser.call('POST', path, { decision: 'approve' })).body.code).toBe('staff.confirm-by-another');
  expect((await president.call('POST', path, { decision: 'approve' })).body.state).toBe('approved');
  expect((await twoBrowser.call('GET', '/api/session')).body.roles).toEqual(['admin', 'compliance']);
  const own = await twoBrowser.call('POST', `/api/accounts/${two.accountId}/roles`, { roles: ['finance'] });
  expect(own.body.code).toBe('staff.own-roles');
});

test('a role taken away, a suspended account and a reset password end with the next request', async () => {
  const admin = await door.signedIn('keeper', 'admin');
  const clerk = await door.account('leaver', 'info_officer', 'compliance');
  const signInAs = async (password: string) => {
    const browser = door.browser();
    return { browser, answer: await browser.call('POST', '/api/session', { username: 'leaver', password }) };
  };
  const { browser } = await signInAs(goodPassword);
  expect((await browser.call('GET', '/api/audit')).status).toBe(200);
  expect((await admin.call('DELETE', `/api/accounts/${clerk.accountId}/roles/compliance`)).status).toBe(200);
  expect((await browser.call('GET', '/api/audit')).status).toBe(403);
  expect((await browser.call('GET', '/api/session')).body.roles).toEqual(['info_officer']);

  const reset = await admin.call('POST', `/api/accounts/${clerk.accountId}/temporary-password`);
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
  expect((await signInAs(goodPassword)).answer.status).toBe(422);
  const temporary = await signInAs(reset.body.temporaryPassword);
  expect((await temporary.browser.call('GET', '/api/departments')).body.code).toBe('staff.password-change-needed');

  expect((await admin.call('PATCH', `/api/accounts/${clerk.accountId}`, { status: 'suspended' })).status).toBe(200);
  expect((await temporary.browser.call('GET', '/api/session')).status).toBe(401);
  const after = await signInAs(reset.body.temporaryPassword);
  expect(after.answer.body.code).toBe('staff.account-suspended');
  expect((await after.browser.call('GET', '/api/session')).status).toBe(401);
});

test('the last administrator stays, and nobody suspends or resets himself', async () => {
  const fresh = await createWorld();
  const freshDoor = await openFrontDoor(fresh);
  const only = await freshDoor.account('only', 'admin');
  const browser = freshDoor.browser();
  await browser.call('POST', '/api/session', { username: 'only', password: goodPassword });
  const path = `/api/accounts/${only.accountId}`;
  expect((await browser.call('PATCH', path, { status: 'suspended' })).body.code).toBe('staff.own-account');
  expect((await browser.call('POST', `${path}/temporary-password`)).body.code).toBe('staff.own-account');
  expect((await browser.call('DELETE', `${path}/second-factor`)).body.code).toBe('staff.own-account');
  expect((await browser.call('DELETE', `${path}/roles/admin`)).body.code).toBe('staff.last-admin');
  await freshDoor.app.close();
  await fresh.end();
});

test('two administrators who remove each other at once leave one', async () => {
  const fresh = await createWorld();
  const freshDoor = await openFrontDoor(fresh);
  const [one, two] = [await freshDoor.account('left', 'admin'), await freshDoor.account('right', 'admin')];
  const browsers = await Promise.all(
    ['left', 'right'].map(async (username) => {
      const browser = freshDoor.browser();
      await browser.call('POST', '/api/session', { username, password: goodPassword });
      return browser;
    }),
  );
  const answers = await Promise.all([
    browsers[0]!.call('DELETE', `/api/accounts/${two.accountId}/roles/admin`),
    browsers[1]!.call('DELETE', `/api/accounts/${one.accountId}/roles/admin`),
  ]);
  expect(answers.map((answer) => answer.status).sort()).not.toEqual([200, 200]);
  expect(await fresh.sql(`SELECT 1 FROM staff_accounts WHERE 'admin' = ANY(roles)`)).toHaveLength(1);
  await freshDoor.app.close();
  await fresh.end();
});

test('a taken username is refused, also in capitals; the temporary password is stored nowhere', async () => {
  const admin = await door.signedIn('registrar', 'admin');
  const wanted = { username: 'newcomer', displayName: '新来的', roles: [] };
  const key = { 'idempotency-key': 'create-newcomer-1' };
  const created = await admin.call('POST', '/api/accounts', wanted, key);
  expect(created.status).toBe(201);
  expect(created.body.temporaryPassword).toMatch(/^([a-z0-9]{4}-){3}[a-z0-9]{4}$/);
  expect((await admin.call('POST', '/api/accounts', { ...wanted, username: 'NewComer' })).body.code).toBe(
    'staff.username-taken',
  );
  expect((await admin.call('POST', '/api/accounts', { ...wanted, username: '9bad name' })).status).toBe(400);
  const found = await world.sql(
    `SELECT 1 FROM platform_idempotency_keys k WHERE k::text LIKE $1
     UNION ALL SELECT 1 FROM staff_audit_entries e WHERE e::text LIKE $1`,
    [`%${created.body.temporaryPassword}%`],
  );
  expect(found).toEqual([]);
});

test.each(['', 'ab', '9lives', 'two words', "o'neil", '张三', `a${'b'.repeat(40)}`])(
  '%j is no username, for a command either',
  async (username) => {
    await expect(door.account(username, 'rep')).rejects.toThrow('staff.bad-username');
  },
);

test('accounts of one hospital are invisible to another’s administrator, by list and by id', async () => {
  const [other] = await world.sql<{ hospital_id: string }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('别院', '430122') RETURNING hospital_id`,
  );
  const [stranger] = await world.sql<{ account_id: string }>(
    `INSERT INTO staff_accounts (hospital_id, user_id, username, display_name) VALUES ($1, gen_random_uuid(), 'stranger', '生人') RETURNING account_id`,
    [other!.hospital_id],
  );
  const admin = await door.signedIn('border', 'admin');
  const { items } = (await admin.call('GET', '/api/accounts')).body;
  expect(items.some((account: { username: string }) => account.username === 'stranger')).toBe(false);
  const change = await admin.call('PATCH', `/api/accounts/${stranger!.account_id}`, { displayName: '改名' });
  expect(change.status).toBe(404);
});

test('a program with a token does what the token names and nothing else, until it is revoked', async () => {
  const admin = await door.signedIn('integrator', 'admin');
  expect(
    (await admin.call('POST', '/api/service-tokens', { name: 'x', permissions: ['settlement.pay'] })).body.code,
  ).toBe('staff.token-permission');
  const made = await admin.call('POST', '/api/service-tokens', { name: '挂号系统', permissions: ['hospital.write'] });
  const authorization = `Bearer ${made.body.token}`;
  const call = (method: string, path: string, body?: unknown) =>
    door.browser().call(method, path, body, { authorization, 'x-renmai-csrf': '' });
  expect((await call('POST', '/api/departments', { name: '疼痛科' })).status).toBe(201);
  expect((await call('GET', '/api/accounts')).status).toBe(403);
  expect((await call('GET', '/api/session')).status).toBe(401);
  const [entry] = await world.sql<{ actor_name: string; via: string }>(
    `SELECT actor_name, via FROM staff_audit_entries WHERE action = 'departments.created' ORDER BY seq DESC LIMIT 1`,
  );
  expect(entry).toEqual({ actor_name: '接口 挂号系统', via: 'api' });
  expect((await admin.call('DELETE', `/api/service-tokens/${made.body.tokenId}`)).status).toBe(204);
  expect((await call('POST', '/api/departments', { name: '康复科' })).status).toBe(401);
});

test('another person’s job looks like one that does not exist', async () => {
  const owner = await door.account('jobowner', 'info_officer');
  const other = await door.signedIn('onlooker', 'info_officer');
  const manager = await door.signedIn('jobmanager', 'admin');
  const [job] = await world.sql<{ job_id: string }>(
    `INSERT INTO platform_jobs (hospital_id, kind, input, requested_by) VALUES ($1, 'imports.run', '{}', $2) RETURNING job_id`,
    [world.hospitalId, owner.accountId],
  );
  expect((await other.call('GET', `/api/jobs/${job!.job_id}`)).status).toBe(404);
  expect((await other.call('POST', `/api/jobs/${job!.job_id}/cancellation`)).status).toBe(404);
  expect((await manager.call('GET', `/api/jobs/${job!.job_id}`)).status).toBe(200);
  expect((await other.call('GET', '/api/jobs/nonsense')).status).toBe(404);
});
