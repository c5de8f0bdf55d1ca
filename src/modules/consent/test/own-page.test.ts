import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#modules/staff/index.ts';
import { type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';
import { createWorld, type World } from '#testing/world.ts';
import { createLink, endLink } from '../actions/links.ts';
import { mayContact } from '../actions/may-contact.ts';
import { consentModule } from '../index.ts';
import { addPerson, give, unrefused } from './consent-world.ts';

let world: World;
let door: FrontDoor;
let agent: Actor;
beforeAll(async () => {
  world = await createWorld('2026-10-15T12:00:00+08:00');
  door = await openFrontDoor(world, world.tools, [consentModule]);
  agent = world.actor('agent');
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

async function linkOf(patientId: string, offers: ('marketing' | 'follow_up' | 'image_story')[] = []) {
  const link = unrefused(await createLink(world.tools, agent, { patientId, days: 30, offers }));
  return { ...link, address: `/api/own-consents/${link.path.slice('/my/'.length)}` };
}
const mayMarket = async (patientId: string) =>
  (
    await world.tools.db.read({ hospitalId: world.hospitalId }, (tx) =>
      mayContact(tx, { patientId, purpose: 'marketing', channel: 'sms', at: world.tools.now() }),
    )
  ).allowed;

test('the holder of a link withdraws without signing in, at once', async () => {
  const id = await addPerson(world, { name: '孙丽华', phone: '13900007777' });
  await give(world, agent, id);
  const { address, path } = await linkOf(id);
  const phone = door.browser('198.51.100.1');
  const page = await phone.call('GET', address);
  expect(page.status).toBe(200);
  expect(page.body).toMatchObject({ hospitalName: '测试医院', name: '孙**' });
  // Neither the address nor the answer says who it is.
  for (const text of [path, JSON.stringify(page.body)]) {
    expect(text).not.toContain('丽华');
    expect(text).not.toContain('7777');
    expect(text).not.toContain(id);
  }
  expect(await mayMarket(id)).toBe(true);
  const after = await phone.call('DELETE', `${address}/marketing`, {});
  expect(after.status).toBe(200);
  expect(after.body.kinds.find((one: { kind: string }) => one.kind === 'marketing').state).toBe('withdrawn');
  expect(await mayMarket(id)).toBe(false);
});

test('forged, damaged, expired and revoked links are all the same plain no', async () => {
  const id = await addPerson(world, { name: '孙二' });
  const { address, linkId } = await linkOf(id);
  const browser = door.browser('198.51.100.2');
  const forged = `${address.slice(0, -1)}${address.endsWith('A') ? 'B' : 'A'}`;
  const swapped = address.replace(/.{6}$/, 'AAAAAA');
  for (const url of [
    forged,
    swapped,
    `${address}x`,
    '/api/own-consents/00000000-0000-7000-8000-000000000000',
    '/api/own-consents/%2e%2e%2f',
  ])
    expect([url, (await browser.call('GET', url)).body.code]).toEqual([url, 'consent.link-unknown']);
  expect((await browser.call('GET', address)).status).toBe(200);
  unrefused(await endLink(world.tools, agent, linkId));
  const refused = await browser.call('DELETE', `${address}/all`, {});
  expect(refused).toMatchObject({ status: 404, body: { code: 'consent.link-unknown' } });
  const other = await linkOf(id);
  world.setNow('2026-11-15T12:00:00+08:00');
  expect((await browser.call('GET', other.address)).body.code).toBe('consent.link-unknown');
  world.setNow('2026-10-15T12:00:00+08:00');
});

test('a link that offers a text takes the signature, not bundled and not for others', async () => {
  const id = await addPerson(world, { name: '孙三' });
  const { address } = await linkOf(id, ['marketing']);
  const browser = door.browser('198.51.100.3');
  expect((await browser.call('GET', address)).body.offers).toMatchObject([{ kind: 'marketing', version: 1 }]);
  const sign = (kind: string, body: object) => browser.call('POST', `${address}/${kind}`, { version: 1, ...body });
  expect((await sign('marketing', { agrees: true })).body.code).toBe('consent.channels-missing');
  expect((await sign('follow_up', { agrees: true, channels: ['sms'] })).body.code).toBe('consent.not-offered');
  expect((await sign('marketing', { agrees: true, channels: ['sms'] })).status).toBe(201);
  expect(await mayMarket(id)).toBe(true);
});

test('who said no by link is not asked again for ninety days', async () => {
  const id = await addPerson(world, { name: '孙四' });
  const { address } = await linkOf(id, ['marketing']);
  await door.browser('198.51.100.4').call('POST', `${address}/marketing`, { version: 1, agrees: false });
  expect(await createLink(world.tools, agent, { patientId: id, days: 30, offers: ['marketing'] })).toMatchObject({
    code: 'consent.asked-too-soon',
  });
  expect(await createLink(world.tools, agent, { patientId: id, days: 30, offers: [] })).toHaveProperty('path');
});

test('wished hours and channels hold from the next question on', async () => {
  const id = await addPerson(world, { name: '孙五' });
  await give(world, agent, id);
  const { address } = await linkOf(id);
  const wished = {
    declinedChannels: ['sms'],
    preferredChannel: 'phone',
    fromMinute: 540,
    untilMinute: 600,
    wantsNoPersonalisation: true,
  };
  const browser = door.browser('198.51.100.5');
  expect((await browser.call('PUT', `${address}/preference`, wished)).status).toBe(200);
  expect(await mayMarket(id)).toBe(false);
  const wrong = await browser.call('PUT', `${address}/preference`, { ...wished, fromMinute: 700 });
  expect(wrong.body.code).toBe('consent.hours-wrong');
});

test('guessing is slowed down', async () => {
  const browser = door.browser('198.51.100.6');
  const answers = [];
  for (let index = 0; index < 62; index++) answers.push((await browser.call('GET', '/api/own-consents/guess')).status);
  expect(answers.slice(0, 60).every((status) => status === 404)).toBe(true);
  expect(answers.at(-1)).toBe(429);
});
