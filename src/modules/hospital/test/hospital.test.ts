import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { type FrontDoor, openFrontDoor } from '#modules/staff/test/front-door.ts';
import { createWorld, type World } from '#testing/world.ts';
import { initHospital, readSetting, theHospital } from '../index.ts';

let world: World;
let door: FrontDoor;
beforeAll(async () => {
  world = await createWorld('2026-10-15T23:30:00+08:00');
  door = await openFrontDoor(world);
});
afterAll(async () => {
  await door.app.close();
  await world.end();
});

test('an administrator changes the hospital, on record with before and after; others read it', async () => {
  const admin = await door.signedIn('head', 'admin');
  const clerk = await door.signedIn('clerk', 'reception');
  expect((await clerk.call('PATCH', '/api/hospital', { name: '篡改' })).status).toBe(403);
  const changed = await admin.call('PATCH', '/api/hospital', { name: '仁脉示例医院', divisionCode: '430122' });
  expect(changed.body).toMatchObject({ name: '仁脉示例医院', divisionCode: '430122', timeZone: 'Asia/Shanghai' });
  expect((await clerk.call('GET', '/api/hospital')).body.name).toBe('仁脉示例医院');
  expect((await admin.call('PATCH', '/api/hospital', { timeZone: 'Mars/Olympus' })).body.code).toBe(
    'hospital.unknown-time-zone',
  );
  const [entry] = await world.sql<{ detail: string }>(
    `SELECT detail FROM staff_audit_entries WHERE action = 'hospital.changed'`,
  );
  expect(JSON.parse(entry!.detail)).toMatchObject({
    before: { divisionCode: '430121' },
    after: { divisionCode: '430122' },
  });
});

test('departments are added, renamed, closed and reopened; one name once', async () => {
  const admin = await door.signedIn('organiser', 'admin');
  const made = await admin.call('POST', '/api/departments', { name: ' 骨科一区 ' });
  expect(made.body).toMatchObject({ name: '骨科一区', isActive: true });
  expect((await admin.call('POST', '/api/departments', { name: '骨科一区' })).body.code).toBe(
    'hospital.department-exists',
  );
  await admin.call('POST', '/api/departments', { name: '儿科' });
  const path = `/api/departments/${made.body.id}`;
  expect((await admin.call('PATCH', path, { name: '儿科' })).body.code).toBe('hospital.department-exists');
  expect((await admin.call('PATCH', path, { name: '骨科', isActive: false })).body).toMatchObject({
    name: '骨科',
    isActive: false,
  });
  const { items } = (await admin.call('GET', '/api/departments')).body;
  expect(items.map((item: { name: string }) => item.name)).toEqual(['儿科', '骨科']);
});

test('a setting holds from its day on; the past stays as it was decided', async () => {
  const admin = await door.signedIn('tuner', 'admin');
  const set = (value: number, effectiveFrom: string) =>
    admin.call('PUT', '/api/settings/referrals.window-days', { value, effectiveFrom });
  expect((await set(20, '2026-10-14')).body.code).toBe('hospital.setting-in-the-past');
  expect((await set(0, '2026-11-01')).body).toMatchObject({
    code: 'hospital.setting-out-of-range',
    facts: { min: 1, max: 180 },
  });
  expect((await set(20, '2026-11-31')).status).toBe(400);
  expect((await set(20, '2026-11-01')).body).toMatchObject({
    value: 30,
    isDefault: true,
    history: [{ effectiveFrom: '2026-11-01', value: 20 }],
  });
  expect((await set(25, '2026-10-15')).body).toMatchObject({ value: 25, isDefault: false });
  expect((await admin.call('PUT', '/api/settings/unknown', { value: 1, effectiveFrom: '2026-12-01' })).status).toBe(
    404,
  );
  const read = (on: string) =>
    world.tools.db.read({ hospitalId: world.hospitalId }, (tx) => readSetting(tx, 'referrals.window-days', on as Day));
  expect([await read('2026-10-14'), await read('2026-10-15'), await read('2026-11-01')]).toEqual([30, 25, 20]);
});

test('a command finds the only hospital, and asks which when there are several', async () => {
  expect(await theHospital(world.tools)).toMatchObject({ hospitalId: world.hospitalId });
  await Promise.all(
    Array.from({ length: 5 }, () => initHospital(world.tools, { name: '第二医院', divisionCode: '430121' })),
  );
  expect(await world.sql(`SELECT 1 FROM hospital_hospitals WHERE name = '第二医院'`)).toHaveLength(1);
  expect(await theHospital(world.tools)).toMatchObject({ code: 'hospital.several-hospitals' });
  expect(await theHospital(world.tools, '第二医院')).toMatchObject({ name: '第二医院' });
  expect(await theHospital(world.tools, '第三医院')).toMatchObject({ code: 'platform.not-found' });
});
