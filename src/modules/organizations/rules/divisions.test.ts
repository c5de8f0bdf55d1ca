import { expect, test } from 'vitest';
import { divisionAt, normaliseDivisionCode, parentOf, readDivisions, townshipIn } from './divisions.ts';

test.each([
  ['430121', '430121'],
  ['430121000000', '430121'],
  ['430121101000', '430121101'],
  [' 430121101 ', '430121101'],
  ['430121101203', '430121101203'],
  ['430000', null],
  ['430100000000', null],
  ['4301', null],
  ['43012a', null],
  ['', null],
])('the code %j is %s', (text, code) => {
  expect(normaliseDivisionCode(text)).toBe(code);
});

test('a village lies in its township, a township in its county', () => {
  expect(parentOf('430121101203')).toBe('430121101');
  expect(parentOf('430121101')).toBe('430121');
  expect(parentOf('430121')).toBeNull();
  expect(divisionAt('430121101203', 'township')).toBe('430121101');
  expect(divisionAt('430121', 'township')).toBeNull();
  expect(divisionAt(null, 'county')).toBeNull();
});

test('a file gives its divisions, leaves provinces aside and tells the rows it cannot use', () => {
  const read = readDivisions([
    { code: '430000000000', name: '某省' },
    { code: '430121', name: '安沅县' },
    { code: '430121101000', name: '云溪镇' },
    { code: '430121101', name: '云溪镇' },
    { code: '430121101', name: '另一镇' },
    { code: '12', name: '坏' },
    { code: 'x', name: '坏' },
    { code: '430121102', name: ' ' },
  ]);
  expect(read.rows.map(({ code, level, parentCode }) => [code, level, parentCode])).toEqual([
    ['430121', 'county', null],
    ['430121101', 'township', '430121'],
  ]);
  expect(read.skipped).toBe(2);
  expect(read.rejected).toEqual([
    { row: 5, because: 'repeated' },
    { row: 7, because: 'code' },
    { row: 8, because: 'name' },
  ]);
});

const townships = [
  { code: '430121101', name: '云溪镇' },
  { code: '430121102', name: '石桥镇' },
  { code: '430121103', name: '大石桥乡' },
];

test.each([
  ['云溪镇卫生院', '430121101'],
  ['云溪茶业公司', '430121101'],
  ['石桥镇卫生院', '430121102'],
  ['大石桥乡卫生院', '430121103'],
  ['城东社区', null],
])('%s lies in %s', (text, code) => {
  expect(townshipIn(text, townships)).toBe(code);
});
