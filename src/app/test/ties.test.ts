import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { createDeskWorld, type DeskWorld } from '#modules/referrals/test/desk-world.ts';
import { type Browser, type FrontDoor, goodPassword, openFrontDoor } from '#modules/staff/test/front-door.ts';

let world: DeskWorld;
let door: FrontDoor;
let admin: Browser;
beforeAll(async () => {
  world = await createDeskWorld();
  door = await openFrontDoor(world, world.tools, modules);
  admin = await door.signedIn('admin', 'admin');
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});
const tie = (accountId: string, body: object) => admin.call('PATCH', `/api/accounts/${accountId}`, body);

test('a rep tied to his number sees his own introducers, in the list and one by one, and nobody else’s', async () => {
  await world.sql(`UPDATE referral_introducers SET rep_no = 'R7' WHERE introducer_no = 'I1'`);
  const { accountId } = await door.account('rep-seven', 'rep');
  const rep = door.browser();
  await rep.call('POST', '/api/session', { username: 'rep-seven', password: goodPassword });
  expect((await rep.call('GET', '/api/introducers')).body.items).toEqual([]);
  expect((await tie(accountId, { repNo: 'R7' })).status).toBe(200);
  const { body } = await rep.call('GET', '/api/introducers');
  expect(body.items.map((one: { introducerNo: string }) => one.introducerNo)).toEqual(['I1']);
  expect((await rep.call('GET', `/api/introducers/${world.introducers['I1']}`)).status).toBe(200);
  expect((await rep.call('GET', `/api/introducers/${world.introducers['I2']}`)).status).toBe(404);
});

test('whoever is tied to an introducer may not decide its dispute, whatever he is called', async () => {
  const one = await world.refer('甲某');
  const two = await world.refer('甲某', { introducerId: world.introducers['I2']! });
  if (!('referralId' in one) || !('referralId' in two)) throw new Error('refused');
  const officer = await door.signedIn('officer', 'info_officer');
  const opened = await officer.call('POST', '/api/disputes', {
    referralIds: [one.referralId, two.referralId],
    reason: '两位介绍人都说是自己的',
  });
  const { accountId } = await door.account('manager', 'service_manager');
  const manager = door.browser();
  await manager.call('POST', '/api/session', { username: 'manager', password: goodPassword });
  const read = () => manager.call('GET', `/api/disputes/${opened.body.disputeId}`);
  expect((await read()).body.mayNotDecide).toBeNull();
  await tie(accountId, { introducerNo: 'I2' });
  expect((await read()).body.mayNotDecide).toBe('referrals.dispute-own-party');
  await tie(accountId, { introducerNo: null, repNo: 'R7' });
  expect((await read()).body.mayNotDecide).toBe('referrals.dispute-own-party');
});

test('an introducer, an identity and a sign-in phone belong to one account each', async () => {
  const a = await door.account('first', 'agent');
  const b = await door.account('second', 'agent');
  expect((await tie(a.accountId, { introducerNo: 'I3', ssoSubject: 'sub-1' })).status).toBe(200);
  expect((await tie(b.accountId, { introducerNo: 'I3' })).body.code).toBe('staff.tie-taken');
  expect((await tie(b.accountId, { ssoSubject: 'sub-1' })).body.code).toBe('staff.tie-taken');
  expect((await tie(a.accountId, { phone: '13800000001', phoneSignIn: true })).status).toBe(200);
  expect((await tie(b.accountId, { phone: '+86 138 0000 0001', phoneSignIn: true })).body.code).toBe('staff.tie-taken');
  expect((await tie(b.accountId, { phone: '0731-8000001', phoneSignIn: true })).body.code).toBe(
    'staff.phone-not-mobile',
  );
});

test('a person signs in by a phone an administrator confirmed, and failures count for the person, whichever name is typed', async () => {
  const { accountId } = await door.account('phoner', 'reception');
  const signIn = (username: string, password = goodPassword, address = '203.0.113.50') =>
    door.browser(address).call('POST', '/api/session', { username, password });
  await tie(accountId, { phone: '13800000002' });
  expect((await signIn('13800000002')).body.code).toBe('staff.wrong-credentials');
  await tie(accountId, { phoneSignIn: true });
  expect((await signIn('13800000002')).status).toBe(201);
  expect((await signIn('+86 138-0000-0002')).status).toBe(201);
  for (let failure = 0; failure < 5; failure++)
    await signIn(failure % 2 ? 'phoner' : '13800000002', 'wrong password 1');
  expect((await signIn('phoner')).body.code).toBe('staff.locked-out');
  expect((await signIn('13800000002')).body.code).toBe('staff.locked-out');
});

test('a program sees the tiers of its token, never identity, and its use is noted', async () => {
  await world.refer('丙某', { phone: '13800000003', disease: '胆囊炎' });
  const make = (tiers: string[]) =>
    admin.call('POST', '/api/service-tokens', { name: '院内大屏', permissions: ['referrals.read'], tiers });
  expect((await make(['T4'])).body.code).toBe('platform.invalid-request');
  const ask = async (token: string) => {
    const { body } = await door
      .browser()
      .call('GET', '/api/referrals', undefined, { authorization: `Bearer ${token}` });
    return body.items.find((one: { patientName: string }) => one.patientName.startsWith('丙'));
  };
  const plain = (await make(['T1', 'T2'])).body;
  expect(await ask(plain.token)).toMatchObject({ patientName: '丙**', disease: null, phone: { isMasked: true } });
  const wide = (await make(['T1', 'T2', 'T3', 'T5h'])).body;
  expect(await ask(wide.token)).toMatchObject({
    patientName: '丙某',
    disease: '胆囊炎',
    phone: { text: '13800000003' },
  });
  const { body } = await admin.call('GET', '/api/service-tokens');
  const used = body.items.find((one: { id: string }) => one.id === wide.tokenId);
  expect(Date.now() - Date.parse(used.lastUsedAt)).toBeLessThan(60_000);
});

test('a token is renewed with the same rights; the old one holds for the grace and no longer', async () => {
  const made = await admin.call('POST', '/api/service-tokens', { name: '挂号', permissions: ['referrals.read'] });
  const status = async (token: string) =>
    (await door.browser().call('GET', '/api/referrals', undefined, { authorization: `Bearer ${token}` })).status;
  const next = await admin.call('POST', `/api/service-tokens/${made.body.tokenId}/rotation`, { graceHours: 1 });
  expect(await status(made.body.token)).toBe(200);
  expect(await status(next.body.token)).toBe(200);
  const last = await admin.call('POST', `/api/service-tokens/${next.body.tokenId}/rotation`, { graceHours: 0 });
  expect(await status(next.body.token)).toBe(401);
  expect(await status(last.body.token)).toBe(200);
  const again = await admin.call('POST', `/api/service-tokens/${next.body.tokenId}/rotation`, {});
  expect(again.body.code).toBe('platform.not-found');
});
