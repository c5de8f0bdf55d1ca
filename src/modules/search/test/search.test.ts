import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#app/modules.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { createIntroducer } from '#modules/referrals/index.ts';
import type { Actor, Role } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';
import { soundsOf } from '../rules/sounds.ts';
import { searchAll } from '../search.ts';

let world: World;
let officer: Actor;
const tailHash = (number: string) => world.tools.cipher.lookup(`tail ${number.slice(-4)}`);

async function addPatient(name: string, recordNo: string, phone: string, document: string): Promise<void> {
  const { full, initials } = soundsOf(name);
  const [row] = await world.sql<{ patient_id: string }>(
    `INSERT INTO patient_patients (hospital_id, name, name_key, pinyin, initials, sex, birth_date) VALUES ($1, $2, $2, $3, $4, 'male', '1970-05-01')
     RETURNING patient_id`,
    [world.hospitalId, name, full.join(' '), initials.join(' ')],
  );
  const patient = [world.hospitalId, row!.patient_id];
  await world.sql('INSERT INTO patient_record_numbers (hospital_id, patient_id, record_no) VALUES ($1, $2, $3)', [
    ...patient,
    recordNo,
  ]);
  await world.sql(
    `INSERT INTO patient_contacts (hospital_id, patient_id, kind, value, value_key) VALUES ($1, $2, 'phone', $3, $3)`,
    [...patient, phone],
  );
  await world.sql(
    `INSERT INTO patient_documents (hospital_id, patient_id, kind, number_sealed, number_lookup, tail_lookup) VALUES ($1, $2, 'id_card', $3, $4, $5)`,
    [...patient, world.tools.cipher.seal(document), world.tools.cipher.lookup(document), tailHash(document)],
  );
}

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
  await addPatient('单建国', 'B0000123', '13800007788', '99000019700501123X');
  await addPatient('欧阳春花', 'B0000456', '13800008899', '990000197005014567');
  await addPatient('阿依古丽·买买提', 'C77', '13800009900', '990000197005018888');
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

test.each([
  ['单建', ['单建国']],
  ['建国', ['单建国']],
  ['善建国', ['单建国']],
  ['shanjianguo', ['单建国']],
  ['danjianguo', ['单建国']],
  ['sjg', ['单建国']],
  ['ouyang', ['欧阳春花']],
  ['春花', ['欧阳春花']],
  ['买买提', ['阿依古丽·买买提']],
  ['aygl', ['阿依古丽·买买提']],
  ['7788', ['单建国']],
  ['13800008899', ['欧阳春花']],
  ['123x', ['单建国']],
  ['0501123X', ['单建国']],
  ['99000019700501123X', ['单建国']],
  ['b0000123', ['单建国']],
  ['C77', ['阿依古丽·买买提']],
  ['0000', undefined],
])('%s finds the patients %j', async (q, names) => {
  expect((await found(q))['patients']).toEqual(names);
});

test('what a role neither sees nor may reveal is no way to find anybody', async () => {
  const as = async (role: Role, q: string) => (await found(q, world.actor(role)))['patients'];
  expect(await as('reception', '7788')).toEqual(['单建国']);
  expect(await as('reception', '123x')).toBeUndefined();
  expect(await as('agent', '123x')).toEqual(['单建国']);
  expect(await as('doctor', 'sjg')).toBeUndefined();
  expect(await as('admin', 'sjg')).toBeUndefined();
  const { groups } = await searchAll(world.tools, world.actor('reception'), sources, { q: 'sjg', locale: 'zh-CN' });
  expect(groups[0]!.hits[0]!.note).toBe('男 · 56岁 · 138****7788 · B0000123');
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
