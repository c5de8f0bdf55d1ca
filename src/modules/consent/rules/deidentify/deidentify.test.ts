import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import {
  ageBand,
  ageLadder,
  dayLadder,
  divisionLadder,
  maskName,
  maskNumber,
  shiftDay,
  shiftDaysOf,
  spendBand,
  tokenOf,
  wordLadder,
} from './generalise.ts';
import { isHighSensitive } from './high-sensitive.ts';
import { anonymise, hideRare } from './k-anonymity.ts';
import { scrubText } from './scrub.ts';

const key = Buffer.alloc(32, 1);

test.each([
  [0, 5, '0-4'],
  [44, 5, '40-44'],
  [45, 10, '40-49'],
  [88, 20, '80-89'],
  [90, 5, '90+'],
  [112, 20, '90+'],
] as const)('age %i in bands of %i is %s', (age, width, band) => {
  expect(ageBand(age, width)).toBe(band);
});

test('values grow coarser level by level until nothing is left', () => {
  const steps = (ladder: typeof ageLadder, value: unknown) => ladder.levels.map(({ of }) => of(value));
  expect(steps(ageLadder, 43)).toEqual(['40-44', '40-49', '40-59', '*']);
  expect(steps(divisionLadder, '430121103')).toEqual(['430121', '430100', '430000', '*']);
  expect(steps(dayLadder, '2026-08-15')).toEqual(['2026-08', '2026Q3', '2026', '*']);
  expect(steps(wordLadder, null)).toEqual(['*', '*']);
});

test.each([
  ['张建国', '张*'],
  ['欧阳娜娜', '欧阳*'],
  ['欧阳', '欧*'],
  ['', ''],
])('the name %s is masked as %s', (name, masked) => expect(maskName(name)).toBe(masked));

test.each([
  ['13800001234', '138****1234'],
  ['990000199001011234', '990***********1234'],
  ['12345', '***45'],
])('the number %s is masked as %s', (number, masked) => expect(maskNumber(number)).toBe(masked));

test.each([
  [0, '0'],
  [9_999, '0-100'],
  [10_000, '100-500'],
  [5_000_000, '50000+'],
])('%i fen are in the band %s', (fen, band) => expect(spendBand(fen)).toBe(band));

const days = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10) as Day);

test('dates of one person move together, never by nothing, and otherwise with another key', () => {
  fc.assert(
    fc.property(days, days, fc.uuid(), (one, other, subject) => {
      const apart = (a: Day, b: Day) => Date.parse(b) - Date.parse(a);
      const [first, second] = [shiftDay(one, subject, key), shiftDay(other, subject, key)];
      expect(apart(first, second)).toBe(apart(one, other));
      expect(first).not.toBe(one);
      expect(Math.abs(shiftDaysOf(subject, key))).toBeLessThanOrEqual(180);
    }),
  );
  const subjects = Array.from({ length: 50 }, (_, index) => `subject ${index}`);
  const withKey = (other: Buffer) => subjects.map((subject) => shiftDaysOf(subject, other)).join();
  expect(withKey(key)).not.toBe(withKey(Buffer.alloc(32, 2)));
  expect(tokenOf('a', key)).not.toBe(tokenOf('a', Buffer.alloc(32, 2)));
});

interface Row {
  readonly subject: string;
  readonly age: number;
  readonly sex: string;
  readonly division: string;
}
const columns = [
  { column: 'age', ladder: ageLadder, read: (row: Row) => row.age },
  { column: 'sex', ladder: wordLadder, read: (row: Row) => row.sex },
  { column: 'division', ladder: divisionLadder, read: (row: Row) => row.division },
];
const rows = fc.array(
  fc.record({
    subject: fc.integer({ min: 1, max: 60 }).map(String),
    age: fc.integer({ min: 0, max: 105 }),
    sex: fc.constantFrom('male', 'female'),
    division: fc.constantFrom('430121', '430122', '430181', '440103', '110105'),
  }),
  { maxLength: 300 },
);

test('whatever the rows, every combination that leaves is shared by at least k different people', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 2, max: 25 }), (given, k) => {
      const { rows: kept, report } = anonymise(given, (row) => row.subject, columns, k);
      const people = new Map<string, Set<string>>();
      for (const { row, quasi } of kept) {
        const combination = Object.values(quasi).join('|');
        people.set(combination, (people.get(combination) ?? new Set()).add(row.subject));
      }
      for (const set of people.values()) expect(set.size).toBeGreaterThanOrEqual(k);
      expect(report.rowsOut + report.suppressedRows).toBe(report.rowsIn);
      expect(report.kReached === 0 || report.kReached >= k).toBe(true);
      expect(report.riskMaxBp).toBeLessThanOrEqual(Math.ceil(10_000 / k));
      expect(report.classes).toBe(people.size);
    }),
    { numRuns: 200 },
  );
});

test('one person visiting often is one person, not k', () => {
  const often = Array.from({ length: 30 }, () => ({ subject: 'a', age: 40, sex: 'male', division: '430121' }));
  expect(anonymise(often, (row) => row.subject, columns, 2).report).toMatchObject({ kReached: 0, rowsOut: 0 });
});

test('nothing is coarsened that need not be', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    subject: String(index),
    age: 40 + (index % 5),
    sex: 'male',
    division: '430121',
  }));
  const { report } = anonymise(many, (row) => row.subject, columns, 20);
  expect(report).toMatchObject({ kReached: 100, suppressedRows: 0, suppressedCells: 0, riskMaxBp: 100 });
  expect(report.generalisations.map(({ level }) => level)).toEqual(['age-5', 'exact', 'county']);
});

test('a rare value names its bearer and is hidden', () => {
  const given = [...Array.from({ length: 5 }, (_, index) => [`${index}`, '高血压'] as const), ['9', '罕见病'] as const];
  expect(
    hideRare(
      given,
      ([subject]) => subject,
      ([, value]) => value,
      5,
      '其他',
    ),
  ).toEqual({
    values: ['高血压', '高血压', '高血压', '高血压', '高血压', '其他'],
    hidden: 1,
  });
});

const surnames = [...'王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗郑梁谢宋许邓冯曹彭肖田董袁潘于蒋蔡余杜叶苏吕丁'].filter(
  (one) => one !== '于',
);
const compound = ['欧阳', '司马', '诸葛', '上官', '慕容'];
const givenNames = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲芬燕彬鹏浩凯秀娜俊'];
const personName = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...surnames) },
      { weight: 1, arbitrary: fc.constantFrom(...compound) },
    ),
    fc.array(fc.constantFrom(...givenNames), { minLength: 1, maxLength: 2 }),
  )
  .map(([surname, given]) => surname + given.join(''));

test('a known name is taken out wherever and however it stands', () => {
  fc.assert(
    fc.property(
      personName,
      fc.constantFrom('', ' ', '·', '\u3000'),
      fc.constantFrom('', '家属说', '，'),
      (name, gap, before) => {
        const text = `${before}${[...name].join(gap)}昨日复诊，血压平稳`;
        const { text: scrubbed } = scrubText(text, { names: [name] });
        expect(scrubbed).toBe(`${before}[姓名]昨日复诊，血压平稳`);
      },
    ),
  );
});

test('an unknown name is found by what stands before or after it', () => {
  fc.assert(
    fc.property(
      personName,
      fc.constantFrom('患者', '姓名：', '家属', '联系人:', '母亲', '儿子叫', '我叫'),
      fc.constantFrom('，咳嗽三天', '。', ' 男'),
      (name, before, after) => {
        expect(scrubText(`${before}${name}${after}`).text).not.toContain(name);
      },
    ),
  );
  fc.assert(
    fc.property(personName, fc.constantFrom('先生', '女士', '主任', '护士'), (name, after) => {
      expect(scrubText(`昨天${name}${after}来电`).text).toBe(`昨天[姓名]${after}来电`);
    }),
  );
});

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));
const mobile = fc.tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9)).map((parts) => parts.join(''));
const fullWidth = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const spelled = (text: string) => text.replace(/\d/g, (digit) => '零幺二三四五六七八九'[Number(digit)]!);

test('a phone is taken out however it is written', () => {
  fc.assert(
    fc.property(
      mobile,
      fc.constantFrom<(text: string) => string>(
        (text) => text,
        (text) => `+86 ${text}`,
        (text) => `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}`,
        (text) => `${text.slice(0, 3)} ${text.slice(3, 7)} ${text.slice(7)}`,
        fullWidth,
        spelled,
      ),
      (number, write) => {
        expect(scrubText(`电话${write(number)}，请回电`).text).toBe('电话[电话]，请回电');
      },
    ),
  );
});

test('document numbers of an impossible area, with any last sign, leave no seven digits in a row', () => {
  fc.assert(
    fc.property(digits(11), fc.constantFrom('X', 'x', '0', '7'), fc.constantFrom('', ' '), (body, last, gap) => {
      const number = `990000${body}`;
      const text = `身份证${gap ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : number}${last}，核对`;
      const scrubbed = scrubText(text).text;
      expect(scrubbed).not.toMatch(/\d{4}/);
      expect(scrubbed).toContain('核对');
    }),
  );
});

test.each([
  ['住湖南省长沙县星沙街道望仙路12号3栋502室，步行可到', '[地址]，步行可到'],
  ['家住幸福镇团结村三组', '[地址]'],
  ['微信号 zhang_0001 加过了', '[账号] 加过了'],
  ['邮箱a.b@example.com', '邮箱[账号]'],
  ['座机0731-88880000', '座机[电话]'],
  ['病案号20260012345', '病案号[编号]'],
])('“%s” loses its traces', (text, expected) => {
  const { text: scrubbed } = scrubText(text);
  for (const part of expected.split(/(?=\[)|(?<=\])/).filter((one) => one.startsWith('[') || one.length > 3))
    expect(scrubbed).toContain(part);
  expect(scrubbed).not.toMatch(/望仙路|团结村|zhang_0001|example|8888|2026001/);
});

test.each([
  '患者高血压三级，头晕两天',
  '患者白内障术后',
  '请向医生咨询',
  '血压 140/90 mmHg，体温 37.5',
  '既往史有糖尿病，服药 5 年',
  '手术室外等候',
])('what names nobody stays: %s', (text) => expect(scrubText(text).removed).toEqual({}));

test.each([
  ['抑郁发作', true],
  ['慢性乙型肝炎', true],
  ['H I V 感染', true],
  ['高血压3级', false],
  [null, false],
])('%s is of the high-sensitive kinds: %s', (diagnosis, expected) => expect(isHighSensitive(diagnosis)).toBe(expected));
