import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from './columns.ts';
import { explainProblem, explainRow } from './explain-problems.ts';
import { guessMapping } from './guess-mapping.ts';
import { rowReader } from './read-rows.ts';
import { rejectedRowCells, rejectedRowsHeader } from './rejected-rows.ts';
import { type ImportKind, importKinds, rejectionCodes, warningCodes } from './rows.ts';

const timeZone = 'Asia/Shanghai';

function readerOf<Kind extends ImportKind>(kind: Kind, width?: number) {
  const names = columnsOf[kind].map(({ name }) => name);
  const read = rowReader(
    kind,
    guessMapping(names, kind).mapping,
    width === undefined ? { timeZone } : { timeZone, width },
  );
  return {
    read,
    /** The example row of the formats with some cells replaced. */
    readWith: (changes: Record<string, string>) =>
      read(columnsOf[kind].map(({ name, example }) => changes[name] ?? example)),
  };
}

function rejectionOf(kind: ImportKind, changes: Record<string, string>): string[] {
  const answer = readerOf(kind).readWith(changes);
  return 'rejected' in answer ? answer.rejected.map(({ column, code }) => `${column}: ${code}`) : [];
}

test('an episode is read into typed fields', () => {
  const answer = readerOf('episodes').readWith({ id_number: '990000680301123', next_visit_on: '2026年11月3日' });
  expect(answer).toEqual({
    warnings: [],
    row: {
      episodeNo: 'E000001',
      recordNo: 'P000001',
      patientName: '张小明',
      sex: 'male',
      birthDate: '1968-03-01',
      idNumber: expect.stringMatching(/^99000019680301123[\dX]$/),
      phone: '13800001234',
      addressDivision: '430121',
      kind: 'inpatient',
      department: '骨科一病区',
      doctor: '李一',
      admittedBy: '李一',
      registeredAt: Date.parse('2026-10-03T09:30:00+08:00'),
      admittedAt: Date.parse('2026-10-03T10:00:00+08:00'),
      dischargedAt: Date.parse('2026-10-08T11:00:00+08:00'),
      settledAt: Date.parse('2026-10-08T11:30:00+08:00'),
      diagnosis: '股骨颈骨折',
      procedureClass: 'open',
      delivery: null,
      motherEpisodeNo: null,
      transferredFrom: null,
      declaredSource: null,
      checkupDiscount: 2000,
      paymentKind: 'insured',
      nextVisitOn: '2026-11-03',
    },
  });
});

test('the other kinds are read into typed fields', () => {
  expect(readerOf('introducers').readWith({ clinical: '是', kind: '职工' })).toMatchObject({
    row: { introducerNo: 'J0001', name: '王建国', kind: 'staff', clinical: true, phone: '13800001234', repNo: 'R01' },
  });
  expect(readerOf('charges').readWith({ amount: '-1,234.50', category: '优惠' })).toMatchObject({
    row: { episodeNo: 'E000001', lineNo: '1', category: 'discount', itemCode: 'CT', amount: -123450, department: null },
  });
  expect(readerOf('messages').readWith({ sender: '+86 138 0000 1234', text: '' })).toMatchObject({
    row: { messageId: 'M000001', channel: 'sms', sender: '13800001234', text: '' },
  });
  expect(readerOf('messages').readWith({ channel: '微信', sender: 'oAbC_12-x', text: '=1+1\n二' })).toMatchObject({
    row: { channel: 'wechat', sender: 'oAbC_12-x', text: '=1+1\n二' },
  });
  expect(readerOf('referrals').readWith({})).toMatchObject({
    row: {
      referralId: 'F000001',
      introducerNo: 'J0001',
      patientName: '张小明',
      sex: 'male',
      age: 58,
      accompanied: false,
    },
  });
});

test('a referral without name, sex, disease or introducer is imported: it becomes invalid later', () => {
  const answer = readerOf('referrals').readWith({
    patient_name: '',
    sex: '',
    disease: ' ',
    introducer_no: '',
    age: '',
    phone: '',
  });
  expect(answer).toMatchObject({
    row: { patientName: null, sex: null, disease: null, introducerNo: null, age: null },
    warnings: [],
  });
});

test.each<[ImportKind, Record<string, string>, string[]]>([
  ['episodes', { registered_at: '2026-11-31' }, ['registered_at: row.date-not-real']],
  ['episodes', { registered_at: '' }, ['registered_at: row.value-missing']],
  ['episodes', { registered_at: '1900-01-01' }, ['registered_at: row.value-missing']],
  ['episodes', { discharged_at: '2026-10-02 10:00' }, ['discharged_at: row.discharged-before-admitted']],
  ['episodes', { birth_date: '2027-01-01' }, ['birth_date: row.born-after-registration']],
  ['episodes', { birth_date: '1901-01-01', registered_at: '2032-01-01' }, ['birth_date: row.age-impossible']],
  ['episodes', { sex: '公' }, ['sex: row.word-unknown']],
  ['episodes', { kind: '' }, ['kind: row.value-missing']],
  ['episodes', { patient_name: '长'.repeat(101) }, ['patient_name: row.too-long']],
  ['episodes', { patient_name: 'a\u0000b' }, ['patient_name: row.control-character']],
  ['episodes', { patient_name: '=cmd|calc' }, ['patient_name: row.formula']],
  ['episodes', { episode_no: '4.3E+17' }, ['episode_no: row.number-rounded']],
  ['episodes', { record_no: '#N/A' }, ['record_no: row.error-value']],
  ['charges', { amount: '12.345' }, ['amount: row.money-decimals']],
  ['charges', { amount: '' }, ['amount: row.value-missing']],
  ['charges', { category: '神秘费' }, ['category: row.word-unknown']],
  ['referrals', { age: '-3' }, ['age: row.number-out-of-range']],
  ['introducers', { kind: 'x', introducer_no: '' }, ['introducer_no: row.value-missing', 'kind: row.word-unknown']],
])('%s with %j: %j', (kind, changes, expected) => {
  expect(rejectionOf(kind, changes)).toEqual(expected);
});

test.each([
  [{ id_number: '123' }, 'idNumber', 'row.id-number-dropped'],
  [{ phone: '1.38E+10' }, 'phone', 'row.phone-dropped'],
  [{ discharged_at: '1900-01-01 00:00:00' }, 'dischargedAt', 'row.date-placeholder'],
])('%j is dropped with a warning and the row is kept', (changes, field, code) => {
  const answer = readerOf('episodes').readWith(changes as Record<string, string>);
  expect(answer).toMatchObject({ row: { [field]: null }, warnings: [{ code }] });
});

test.each(['NULL', '\\N', ' ', '　', '不详'])('a sex written %j is unknown', (sex) => {
  expect(readerOf('episodes').readWith({ sex })).toMatchObject({ row: { sex: null }, warnings: [] });
});

test('a formula without a stored value rejects the row, one with a value is taken with a warning', () => {
  const { read } = readerOf('introducers');
  const cells = ['J1', '', 'staff'];
  expect(read(cells, [{ column: 1, hasValue: false }])).toMatchObject({
    rejected: [{ column: 'name', code: 'row.formula' }, {}],
  });
  expect(read(['J1', '王一', 'staff'], [{ column: 1, hasValue: true }])).toMatchObject({
    warnings: [{ column: 'name', code: 'row.formula-value-taken' }],
  });
});

test('a row that was cut or has a stray delimiter is rejected', () => {
  const { read } = readerOf('introducers', 8);
  expect(read(['J1', '王一', 'staff'])).toMatchObject({
    rejected: [{ code: 'row.cells-missing', facts: { cells: 3, width: 8 } }],
  });
  expect(read(['J1', '王一', 'staff', '', '', '', '', '', 'x'])).toMatchObject({
    rejected: [{ code: 'row.cells-surplus' }],
  });
  expect(read(['J1', '王一', 'staff', '', '', '', '', '', ''])).toMatchObject({ row: { introducerNo: 'J1' } });
});

test('whatever a cell contains, the reader answers, and no reason repeats the cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      "'; DROP TABLE x; --",
      '<script>alert(1)</script>',
      '😀',
      '=1+1',
      '\u202e',
      '2026-11-31',
      '-1',
      '1e999',
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...importKinds), fc.array(cell, { maxLength: 30 }), (kind, cells) => {
      const answer = readerOf(kind).read(cells);
      const problems = 'rejected' in answer ? answer.rejected : answer.warnings;
      for (const { facts } of problems) {
        for (const fact of Object.values(facts ?? {})) expect(typeof fact).toBe('number');
      }
    }),
    { numRuns: 2_000 },
  );
});

test('every reason has words in both languages that name the field', () => {
  for (const code of [...rejectionCodes, ...warningCodes]) {
    const problem = {
      column: 'birth_date',
      code,
      facts: { characters: 1, charactersMax: 2, cells: 3, width: 4, firstRow: 5, yearsMax: 6 },
    };
    expect(explainProblem(problem, 'episodes', 'zh-CN')).toMatch(/^“出生日期”[^{}]+。$/);
    expect(explainProblem(problem, 'episodes', 'en')).toMatch(/^birth_date [^{}]+[.]$/);
  }
  expect(explainRow(7, [{ column: 'sex', code: 'row.word-unknown' }], 'episodes', 'zh-CN')).toMatch(/^第 7 行：“性别”/);
});

test('rejected rows are written so that they can be corrected and imported again', () => {
  const header = rejectedRowsHeader(['编号', '姓名'], 'zh-CN');
  const cells = rejectedRowCells(
    { rowNumber: 9, cells: ['J1'], problems: [{ column: 'name', code: 'row.value-missing' }] },
    2,
    'introducers',
    'zh-CN',
  );
  expect(header).toEqual(['编号', '姓名', '原文件行号', '被拒字段', '被拒原因']);
  expect(cells).toEqual(['J1', '', '9', 'name', '“姓名”必填项为空，请补填。']);
  expect(guessMapping(header, 'introducers').ignored).toEqual(['原文件行号', '被拒字段', '被拒原因']);
});
