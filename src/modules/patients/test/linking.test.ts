import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '#testing/world.ts';
import { linkVisits, refreshAll } from '../index.ts';
import { episodeHeader, idOf, importRows, patientHeader } from './patients-world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.end());

const link = () => linkVisits(world.tools, world.hospitalId, null);
const people = () =>
  world.sql<{
    name: string;
    records: string[];
    visits: number;
    level: number;
    sex: string;
    birth: string;
    source: string;
  }>(
    `SELECT p.name, p.visit_count AS visits, p.level, p.sex, p.birth_date::text AS birth, p.birth_date_source AS source,
       (SELECT array_agg(r.record_no ORDER BY r.record_no) FROM patient_record_numbers r WHERE r.patient_id = p.patient_id) AS records
     FROM patient_patients p ORDER BY p.name, p.created_at`,
  );
const id = idOf('1968-03-01', 123);

test('visits make persons: one by record number, one by document, one by name, birth date and phone', async () => {
  await importRows(world, 'episodes', episodeHeader, [
    `E1,P1,单晓明,男,,${id},13800001111,430121,outpatient,骨科,2026-03-01 09:00,自来`,
    `E2,P1,单晓明,男,,,13800001111,430121,inpatient,骨科,2026-05-01 09:00,`,
    // The same document under another record number: the same person.
    `E3,P2,单晓明,男,,${id},,430121,outpatient,骨科,2026-06-01 09:00,`,
    `E4,P3,李梅,女,1980-05-05,,13800002222,430122,outpatient,妇科,2026-06-01 09:00,`,
    // No record number, and no document: known by all three.
    `E5,,李梅,女,1980-05-05,,13800002222,,checkup,体检中心,2026-07-01 09:00,`,
    // Twins share birth date and phone, not the name; a family shares one phone.
    `E6,P4,李兰,女,1980-05-05,,13800002222,,outpatient,妇科,2026-07-01 09:00,`,
    // Tells too little: nobody's.
    `E7,,无名,男,,,,,emergency,急诊,2026-07-02 09:00,`,
  ]);
  expect(await link()).toMatchObject({ created: 3 });
  expect(await people()).toMatchObject([
    {
      name: '单晓明',
      records: ['P1', 'P2'],
      visits: 3,
      level: 3,
      sex: 'male',
      birth: '1968-03-01',
      source: 'document',
    },
    { name: '李兰', records: ['P4'], visits: 1, level: 2 },
    { name: '李梅', records: ['P3'], visits: 2, level: 3, source: 'his' },
  ]);
});

test('linking again changes nothing', async () => {
  const before = await world.sql('SELECT patient_id, version, level FROM patient_patients ORDER BY 1');
  expect(await link()).toMatchObject({ created: 0, changed: 0 });
  expect(await world.sql('SELECT patient_id, version, level FROM patient_patients ORDER BY 1')).toEqual(before);
  expect(await world.sql('SELECT 1 FROM patient_levels')).toHaveLength(2);
});

test('the number of a document is nowhere in the clear', async () => {
  const [row] = await world.sql<{ text: string }>(
    `SELECT string_agg(d::text || p::text, '') AS text FROM patient_documents d, patient_patients p`,
  );
  expect(row!.text).not.toContain(id);
});

test('an import finds who is there, adds what was unknown, and makes no one twice', async () => {
  const done = await importRows(world, 'patients', patientHeader, [
    `P1,单晓明,男,,,13800003333,430121,教师,慢病|随访`,
    `,李梅,女,1980-05-05,,13800002222,,护士,`,
    `P9,阿依古丽•买买提,女,1990-01-01,,13800004444,,,`,
    `P10,𠮷田,男,,990000700505123,,,,`,
  ]);
  expect(done.summary).toMatchObject({ rowsNew: 2, rowsChanged: 2, rowsRejected: 0 });
  const named = await world.sql(
    `SELECT name, occupation, tags FROM patient_patients WHERE occupation IS NOT NULL ORDER BY occupation`,
  );
  expect(
    await world.sql(`SELECT name, birth_date::text AS birth FROM patient_patients WHERE name_key = '𠮷田'`),
  ).toEqual([{ name: '𠮷田', birth: '1970-05-05' }]);
  expect(named).toEqual([
    { name: '李梅', occupation: '护士', tags: [] },
    { name: '单晓明', occupation: '教师', tags: ['慢病', '随访'] },
  ]);
  expect(
    await world.sql(`SELECT count(*)::int AS count FROM patient_contacts WHERE value_key = '13800003333'`),
  ).toEqual([{ count: 1 }]);
});

test('two rows of one file with the same document are one person; another document is another person', async () => {
  const [one, other] = [idOf('1970-01-01', 111), idOf('1970-01-01', 113)];
  const done = await importRows(world, 'patients', patientHeader, [
    `P20,王双,男,,${one},13800005555,,,`,
    `P21,王双,男,,${one},13800005555,,,`,
    `P22,王双,男,,${other},13800005555,,,`,
  ]);
  expect(done.summary).toMatchObject({ rowsNew: 2, rowsSame: 1 });
});

test('what cannot be right is rejected or dropped, telling why', async () => {
  const done = await importRows(world, 'patients', patientHeader, [
    `P30,未来,男,2027-01-01,,,,,`,
    `,谁,男,,,,,,`,
    `P31,错号,男,,990000196803011230,,,,`,
    `P32,不符,男,1999-09-09,${idOf('1971-02-03', 115)},,,,`,
  ]);
  expect(done.summary).toMatchObject({ rowsNew: 2, rowsRejected: 2, rowsWarned: 2 });
  expect(done.rejected.flatMap((row) => row.problems.map((problem) => problem.code))).toEqual([
    'row.born-in-future',
    'row.identity-missing',
  ]);
  expect(await world.sql(`SELECT birth_date::text AS birth FROM patient_patients WHERE name = '不符'`)).toEqual([
    { birth: '1971-02-03' },
  ]);
});

test('two imports at once bring each person once', async () => {
  const rows = Array.from(
    { length: 300 },
    (_, n) => `,并发${n},女,1985-01-${String((n % 28) + 1).padStart(2, '0')},,1390000${String(n).padStart(4, '0')},,,`,
  );
  await Promise.all([
    importRows(world, 'patients', patientHeader, rows),
    importRows(world, 'patients', patientHeader, [...rows].reverse()),
    link(),
  ]);
  expect(await world.sql(`SELECT count(*)::int AS count FROM patient_patients WHERE name LIKE '并发%'`)).toEqual([
    { count: 300 },
  ]);
});

test('who has not come for two years lapses with time, and the move is history', async () => {
  world.setNow('2028-12-01T09:00:00+08:00');
  await refreshAll(world.tools, world.hospitalId);
  const [lapsed] =
    await world.sql(`SELECT l.level, l.facts FROM patient_levels l JOIN patient_patients p USING (patient_id)
    WHERE p.name = '李兰' ORDER BY l.at DESC LIMIT 1`);
  expect(lapsed).toMatchObject({ level: 1, facts: { because: ['lapsed'], visitCount: 1 } });
  world.setNow('2026-10-15T09:00:00+08:00');
});
