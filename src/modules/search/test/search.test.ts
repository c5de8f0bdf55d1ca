import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { createIntroducer } from '#modules/referrals/index.ts';
import type { Actor, Role } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { searchAll } from '../search.ts';

let world: World;
let officer: Actor;
const sources = modules.flatMap((module) => module.searchSources ?? []);

beforeAll(async () => {
  world = await createWorld();
  officer = world.actor('info_officer');
  for (const [name, introducerNo, phone] of [
    ['张建国', 'J900001', '13900000831'],
    ['单小明', 'J900002', '13900000832'],
    ['仇英', 'J900003', '13900000833'],
    ['曾国平', 'J900004', '13900000834'],
  ] as const) {
    const made = await createIntroducer(world.tools, officer, {
      name,
      introducerNo,
      phones: [phone],
      kind: 'external_physician',
      institution: '示例卫生院',
    });
    if (isRefusal(made)) throw new Error(made.code);
  }
  await world.sql(
    `INSERT INTO referral_referrals (hospital_id, referral_id, received_at, channel, message_id, patient_name, sex, phone, state, state_code)
     VALUES ($1, 'R000000000001', now(), 'phone', 'R000000000001', '赵春花', 'female', '13800004321', 'unmatched', 'no_agreeing_episode')`,
    [world.hospitalId],
  );
});
afterAll(() => world.end());

async function found(q: string, actor = officer): Promise<Record<string, string[]>> {
  const { groups } = await searchAll(world.tools, actor, sources, { q, locale: 'zh-CN' });
  return Object.fromEntries(groups.map(({ key, hits }) => [key, hits.map((hit) => hit.title)]));
}

test.each([
  ['张建', '张建国'],
  ['张建帼', '张建国'],
  ['zhangjianguo', '张建国'],
  ['Zhang Jian', '张建国'],
  ['zjg', '张建国'],
  ['shanxiaoming', '单小明'],
  ['danxiaoming', '单小明'],
  ['sxm', '单小明'],
  ['qiuying', '仇英'],
  ['zenggp', ''],
  ['zengguoping', '曾国平'],
  ['0834', '曾国平'],
  ['13900000833', '仇英'],
  ['j900003', '仇英'],
])('%s finds the introducer %s', async (q, name) => {
  expect((await found(q))['introducers'] ?? []).toEqual(name === '' ? [] : [name]);
});

test('a referral is found by its patient’s name and the end of the phone', async () => {
  expect((await found('赵春'))['referrals']).toEqual(['赵春花']);
  expect((await found('4321'))['referrals']).toEqual(['赵春花']);
});

test('whoever may not read a thing does not find it; contact data is masked by tier', async () => {
  const groupsOf = async (role: Role) => Object.keys(await found('4321', world.actor(role)));
  expect(await groupsOf('admin')).toEqual([]);
  expect(await groupsOf('finance')).toEqual([]);
  expect(await groupsOf('rep')).toEqual([]);
  expect(await found('张建国', world.actor('rep'))).toEqual({});
  const clear = await searchAll(world.tools, officer, sources, { q: '4321', locale: 'zh-CN' });
  expect(clear.groups[0]!.hits[0]!.note).toContain('13800004321');
});

test('signs that mean something to a database are text', async () => {
  for (const q of ["'; DROP TABLE x", '%%%', '__', '张%', '\\', '()', 'ab\u0000c'])
    await found(q.replace('\u0000', ''));
});

test('another hospital’s introducers are not found', async () => {
  const [other] = await world.sql<{ hospital_id: string }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('别院', '430121') RETURNING hospital_id`,
  );
  const stranger = { ...officer, hospitalId: other!.hospital_id as Actor['hospitalId'] };
  expect(await found('zjg', stranger)).toEqual({});
});
