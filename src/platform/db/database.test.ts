import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HospitalId } from '#kernel/ids.ts';
import { refuse } from '#kernel/refusal.ts';
import { audit } from '#modules/staff/index.ts';
import { createWorld, type World } from '#testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const addDepartment = (name: string, key?: string) =>
  world.tools.db.transaction(
    { hospitalId: world.hospitalId, ...(key ? { idempotency: { key, fingerprint: name } } : {}) },
    async (tx) => {
      await tx.query('INSERT INTO hospital_departments (hospital_id, name) VALUES ($1, $2)', [world.hospitalId, name]);
      return { name };
    },
  );

test('rows of one hospital are invisible to a transaction of another', async () => {
  await addDepartment('内科');
  const other = await world.sql<{ hospital_id: HospitalId }>(
    `INSERT INTO hospital_hospitals (name, division_code) VALUES ('别的医院', '430122') RETURNING hospital_id`,
  );
  const seen = await world.tools.db.read({ hospitalId: other[0]!.hospital_id }, (tx) =>
    tx.query('SELECT * FROM hospital_departments'),
  );
  expect(seen).toEqual([]);
  await expect(
    world.tools.db.transaction({ hospitalId: other[0]!.hospital_id }, (tx) =>
      tx.query(`INSERT INTO hospital_departments (hospital_id, name) VALUES ($1, '外科')`, [world.hospitalId]),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('a returned refusal leaves nothing behind', async () => {
  await world.tools.db.transaction({ hospitalId: world.hospitalId }, async (tx) => {
    await tx.query(`INSERT INTO hospital_departments (hospital_id, name) VALUES ($1, '骨科')`, [world.hospitalId]);
    return refuse('hospital.no');
  });
  expect(await world.sql(`SELECT 1 FROM hospital_departments WHERE name = '骨科'`)).toEqual([]);
});

test('twenty repetitions of a command with one key at once have one effect and one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => addDepartment('儿科', 'key-0000-儿科')));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await world.sql(`SELECT 1 FROM hospital_departments WHERE name = '儿科'`)).toHaveLength(1);
});

test('a key reused with another body is refused', async () => {
  await addDepartment('眼科', 'key-0000-眼科');
  expect(await addDepartment('耳鼻喉科', 'key-0000-眼科')).toMatchObject({
    refused: true,
    code: 'platform.idempotency-key-reused',
  });
});

test('the application cannot change or remove audit entries, and concurrent entries form one unbroken chain', async () => {
  const actor = world.actor('admin');
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      world.tools.db.transaction(actor, async (tx) => audit(tx, actor, { action: 'test.done', detail: { index } })),
    ),
  );
  const entries = await world.sql<{ seq: string }>('SELECT seq FROM staff_audit_entries ORDER BY seq');
  expect(entries.map((entry) => Number(entry.seq))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  for (const statement of ['UPDATE staff_audit_entries SET action = action', 'DELETE FROM staff_audit_entries']) {
    await expect(world.tools.db.transaction(actor, (tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
  }
});
