import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yuanText } from '#kernel/money.ts';
import {
  booleanWords,
  chargeCategoryWords,
  cleanIdentifier,
  cleanName,
  deliveryWords,
  episodeKindWords,
  parseAge,
  parseDiscount,
  parseIdNumber,
  parseMoney,
  parsePhone,
  parseWord,
  paymentKindWords,
  phoneKey,
  procedureClassWords,
  sexWords,
} from './parse-values.ts';

test.each([
  ['1234.5', 123_450],
  ['1,234.50', 123_450],
  ['¥1,234.50', 123_450],
  ['￥１，２３４．５０', 123_450],
  ['-80', -8_000],
  ['(1,234.50)', -123_450],
  ['80元', 8_000],
  ['-0', 0],
  ['12.345', 'row.money-decimals'],
  ['12.340', 'row.money-decimals'],
  ['1234.5000', 'row.money-decimals'],
  ['12,34', 'row.money-unreadable'],
  ['1e3', 'row.money-unreadable'],
  ['NaN', 'row.money-unreadable'],
  ['', 'row.money-unreadable'],
])('the amount %s is %s', (text, expected) => {
  expect(parseMoney(text)).toBe(expected);
});

test('every amount that is written is read back to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 13), max: 10 ** 13 }), (amount) => {
      expect(parseMoney(yuanText(amount as never))).toBe(amount);
    }),
  );
});

test.each([
  ['13800001234', '13800001234'],
  ['+86 138-0000-1234', '13800001234'],
  ['008613800001234', '13800001234'],
  ['8613800001234', '13800001234'],
  ['１３８００００１２３４', '13800001234'],
  ['138 0000 1234 / 139 0000 1234', '13800001234'],
  ['0731-80000123', '073180000123'],
  ['80000123转8001', '80000123'],
  ['1.38E+10', null],
  ['无', null],
  ['12345', null],
])('the phone %s is kept as %s', (text, expected) => {
  expect(parsePhone(text)).toBe(expected);
});

test('phones are compared by their last eleven digits', () => {
  expect(phoneKey('073180000123')).toBe('73180000123');
});

test.each([
  ['990000196803011237', '990000196803011237'],
  ['99000019680301123x', null],
  ['990000196802301232', null],
  ['990000680301123', '990000196803011237'],
  ["'990000196803011237", '990000196803011237'],
  ['9.9E+17', null],
  ['123', null],
])('the ID number %s is %s', (text, expected) => {
  expect(parseIdNumber(text)).toBe(expected);
});

test('one wrong digit of an ID number is noticed', () => {
  const right = parseIdNumber('990000680301123')!;
  for (let at = 0; at < 17; at += 1) {
    const wrong = right.slice(0, at) + String((Number(right[at]) + 1) % 10) + right.slice(at + 1);
    expect(parseIdNumber(wrong)).toBeNull();
  }
});

test.each([
  ['58', 58],
  ['58岁', 58],
  ['５８', 58],
  ['0', 0],
  ['8个月', 0],
  ['-3', 'row.number-out-of-range'],
  ['131', 'row.number-out-of-range'],
  ['五十', 'row.number-unreadable'],
])('the age %s is %s', (text, expected) => {
  expect(parseAge(text)).toBe(expected);
});

test.each([
  ['0.2', 2_000],
  ['20%', 2_000],
  ['8折', 2_000],
  ['85折', 1_500],
  ['8.5折', 1_500],
  ['0', 0],
  ['1', 10_000],
  ['1.5', null],
  ['-0.1', null],
])('the check-up discount %s is %s basis points off', (text, expected) => {
  expect(parseDiscount(text)).toBe(expected);
});

test.each([
  [sexWords, '男', 'male'],
  [sexWords, 'F', 'female'],
  [sexWords, '2', 'female'],
  [booleanWords, '是', true],
  [booleanWords, '0', false],
  [episodeKindWords, '住院', 'inpatient'],
  [episodeKindWords, ' Checkup', 'checkup'],
  [procedureClassWords, '微创', 'minimally_invasive'],
  [procedureClassWords, 'minimally_invasive', 'minimally_invasive'],
  [deliveryWords, '剖宫产', 'caesarean'],
  [paymentKindWords, '城乡居民医保', 'insured'],
  [paymentKindWords, '自费', 'self_pay'],
  [chargeCategoryWords, '西药费', 'drug'],
  [chargeCategoryWords, '血液制品', 'blood_product'],
  [chargeCategoryWords, '植入材料', 'implant'],
  [chargeCategoryWords, '优惠', 'discount'],
] as const)('a word list %# knows %s', (words, text, expected) => {
  expect(parseWord<unknown>(text, words)).toBe(expected);
});

test('identifiers lose what spreadsheets put around them', () => {
  expect(cleanIdentifier('="0012"').value).toBe('0012');
  expect(cleanIdentifier("'0012").value).toBe('0012');
  expect(cleanIdentifier('Ｅ００１\u200b').value).toBe('E001');
  expect(cleanIdentifier('4.3E+17').problem).toBe('row.number-rounded');
  expect(cleanIdentifier('a\u0007b').problem).toBe('row.control-character');
});

test('names lose gaps and invisible marks, not letters', () => {
  expect(cleanName('张　三').value).toBe('张三');
  expect(cleanName('张\u202e三').value).toBe('张三');
  expect(cleanName('Anna  Maria').value).toBe('Anna Maria');
  expect(cleanName('阿依·古丽').value).toBe('阿依·古丽');
  expect(cleanName('𠮷田').value).toBe('𠮷田');
});
