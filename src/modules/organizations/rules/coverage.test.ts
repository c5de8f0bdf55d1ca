import { expect, test } from 'vitest';
import { type CoverageContact, coverageOf } from './coverage.ts';

const townships = [
  { code: '430121101', name: '云溪镇', countyCode: '430121' },
  { code: '430121102', name: '石桥镇', countyCode: '430121' },
];
const contact = (over: Partial<CoverageContact>): CoverageContact => ({
  name: '王一',
  divisionCode: null,
  place: null,
  source: 'introducer',
  ...over,
});

test.each([
  ['nobody', [], 0, true],
  ['one', [contact({ divisionCode: '430121101' })], 1, true],
  ['two of a village', ['王一', '李二'].map((name) => contact({ name, divisionCode: '430121101203' })), 2, false],
  [
    'two by the name of their place',
    ['王一', '李二'].map((name) => contact({ name, place: '云溪镇卫生院' })),
    2,
    false,
  ],
  [
    'one person in both registers',
    [
      contact({ divisionCode: '430121101', place: '云溪镇卫生院' }),
      contact({ divisionCode: '430121101', place: '云溪镇卫生院', source: 'contact' }),
    ],
    1,
    true,
  ],
] as const)('a township with %s', (_, contacts, people, isShort) => {
  expect(coverageOf(townships, contacts).townships[0]).toMatchObject({ people, isShort });
});

test('who cannot be placed is counted apart, and never covers a township', () => {
  const { townships: found, unplaced } = coverageOf(townships, [
    contact({ place: '县中医院' }),
    contact({}),
    contact({ divisionCode: '430121', place: '石桥镇卫生院' }),
    contact({ divisionCode: '430999101' }),
  ]);
  expect(unplaced).toBe(3);
  expect(found.map(({ people }) => people)).toEqual([0, 1]);
});
