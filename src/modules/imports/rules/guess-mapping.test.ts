import { expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { checkMapping, findHeader, guessMapping, mappingFromRemembered, rememberedHeaders } from './guess-mapping.ts';
import { importKinds } from './rows.ts';

test.each(importKinds)('the headers of the exchange formats for %s map exactly, in English and in Chinese', (kind) => {
  const columns = columnsOf[kind];
  for (const spelling of ['name', 'chinese'] as const) {
    const headers = columns.map((column) => column[spelling]).reverse();
    const { mapping, missing, ignored } = guessMapping(headers, kind);
    expect(missing).toEqual([]);
    expect(ignored).toEqual([]);
    expect(mapping).toEqual(Object.fromEntries(columns.map(({ name }, index) => [name, columns.length - 1 - index])));
  }
});

test.each([
  [
    [
      '住院号',
      '病案号',
      '患者姓名',
      '性别',
      '出生年月',
      '证件号码',
      '联系电话',
      '就诊类别',
      '入院科室',
      '主管医师',
      '入院登记时间',
      '入院日期',
      '出院日期',
      '结算日期',
      '医保类型',
      '床号',
    ],
    [
      'episode_no',
      'record_no',
      'patient_name',
      'sex',
      'birth_date',
      'id_number',
      'phone',
      'kind',
      'department',
      'doctor',
      'registered_at',
      'admitted_at',
      'discharged_at',
      'settled_at',
      'payment_kind',
      null,
    ],
  ],
  [
    ['就诊流水号', '住院号', '病人姓名*', '患者性别', '就诊类型', '科室名称', '挂号时间(时:分)', '手机', '家庭电话'],
    ['episode_no', 'record_no', 'patient_name', 'sex', 'kind', 'department', 'registered_at', 'phone', null],
  ],
])('the headers of a hospital program are recognised', (headers, expected) => {
  const { mapping } = guessMapping(headers, 'episodes');
  expect(headers.map((_, index) => Object.keys(mapping).find((name) => mapping[name] === index) ?? null)).toEqual(
    expected,
  );
});

test('missing required columns are named in both languages', () => {
  const { mapping, missing } = guessMapping(['就诊号', '姓名', '金额'], 'charges');
  expect(missing).toEqual(['line_no', 'category']);
  expect(checkMapping(mapping, 'charges')).toMatchObject({
    code: 'imports.columns-missing',
    facts: { columns: 'line_no, category', columnsChinese: '明细号（line_no）、费用类别（category）' },
  });
});

test('titles above the header and two merged header rows are understood', () => {
  const found = findHeader(
    [
      ['示例医院出院病人一览表'],
      ['统计时间：2026-10-01 至 2026-10-31'],
      ['就诊号', '病案号', '患者', '', '入院', '', '出院', '', '类型'],
      ['', '', '姓名', '性别', '登记时间', '科室', '时间', '科室', ''],
      ['E1', 'P1', '张小明', '男', '2026-10-03', '骨科', '2026-10-08', '骨科', '住院'],
    ],
    'episodes',
  );
  expect(found?.lastHeaderRow).toBe(3);
  expect(found?.guess.missing).toEqual([]);
  expect(found?.guess.mapping).toMatchObject({ registered_at: 4, department: 5, discharged_at: 6, kind: 8 });
});

test('a header row alone is preferred to one joined with the first data row', () => {
  const found = findHeader(
    [
      ['姓名', '编号', '类别'],
      ['', 'J1', '职工'],
    ],
    'introducers',
  );
  expect(found?.lastHeaderRow).toBe(0);
  expect(
    findHeader(
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      'introducers',
    ),
  ).toBeNull();
});

test('a remembered mapping finds its headers in another order and guesses the rest', () => {
  const remembered = rememberedHeaders({ record_no: 1, episode_no: 0 }, ['内部号', '外部号']);
  expect(mappingFromRemembered(remembered, ['姓名', '外部号', ' 内部号 '], 'episodes')).toEqual({
    record_no: 1,
    episode_no: 2,
    patient_name: 0,
  });
});
