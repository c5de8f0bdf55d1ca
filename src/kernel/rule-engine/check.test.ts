import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan, pointOutside } from './check.ts';
import { type Box, intersect } from './dimensions.ts';
import { rule, small, vocabulary } from './test/vocabulary.ts';

const always = { all: [] };
const stay = { attribute: 'kind', eq: 'stay' };
const check = (given: Record<string, unknown>) => checkPlan(small(given), vocabulary).findings;

test('a plan whose rules all can be reached passes', () => {
  const rules = [rule('a', { group: 'g', when: stay, fen: 1 }), rule('b', { group: 'g', when: always, fen: 2 })];
  expect(check({ rules })).toEqual([]);
});

test('a rule behind one that takes every case is unreachable, with an example', () => {
  const rules = [rule('all', { group: 'g', when: always, fen: 1 }), rule('never', { group: 'g', when: stay, fen: 2 })];
  const [found] = check({ rules });
  expect(found).toMatchObject({ code: 'unreachable', rules: ['never', 'all'] });
  expect(found!.example!.attributes).toMatchObject([{ key: 'kind', value: 'stay', words: { en: 'kind: stay' } }]);
});

test('several rules together can shadow one that none shadows alone', () => {
  const rules = [
    rule('young', { group: 'g', when: { attribute: 'age', lt: 18 }, fen: 1 }),
    rule('adult', { group: 'g', when: { attribute: 'age', ge: 18 }, fen: 2 }),
    rule('any-age', { group: 'g', when: { attribute: 'age', isSet: true }, fen: 3 }),
  ];
  expect(check({ rules }).map((found) => [found.code, found.rules[0]])).toEqual([['unreachable', 'any-age']]);
  // An unknown age slips between them.
  expect(check({ rules: [...rules.slice(0, 2), rule('rest', { group: 'g', when: always, fen: 3 })] })).toEqual([]);
});

test('rules of different groups never shadow each other', () => {
  const rules = [rule('a', { group: 'g', when: always, fen: 1 }), rule('b', { group: 'h', when: always, fen: 2 })];
  expect(check({ rules })).toEqual([]);
});

test('equal priority, different amounts and a common case make a conflict, with the case', () => {
  const prior = (id: string, when: never, fen: number) => ({ ...rule(id, { group: 'g', when, fen }), priority: 5 });
  const urgent = { attribute: 'urgent', eq: true };
  const rules = [prior('a', stay as never, 1), prior('b', urgent as never, 2)];
  const [found] = check({ rules });
  expect(found).toMatchObject({ code: 'conflict', rules: ['a', 'b'] });
  expect(found!.example!.attributes.map((entry) => [entry.key, entry.value])).toEqual([
    ['kind', 'stay'],
    ['urgent', true],
  ]);
  expect(check({ rules: [prior('a', stay as never, 1), prior('b', urgent as never, 1)] })).toEqual([]);
  expect(
    check({ rules: [prior('a', stay as never, 1), prior('b', { attribute: 'kind', eq: 'visit' } as never, 2)] }),
  ).toEqual([]);
});

test('a condition that contradicts itself is found', () => {
  const when = { all: [stay, { attribute: 'kind', eq: 'visit' }] };
  expect(check({ rules: [rule('a', { group: 'g', when, fen: 1 })] })[0]!.code).toBe('never-true');
});

test.each([
  ['an unknown attribute', { rules: [rule('a', { group: 'g', when: { attribute: 'colour', eq: 'red' }, fen: 1 })] }],
  [
    'a value the attribute does not have',
    { rules: [rule('a', { group: 'g', when: { attribute: 'kind', eq: 'moon' }, fen: 1 })] },
  ],
  [
    'an order on something without one',
    { rules: [rule('a', { group: 'g', when: { attribute: 'kind', ge: 'stay' }, fen: 1 })] },
  ],
  [
    'an item attribute in a rule of the case',
    { rules: [rule('a', { group: 'g', when: { attribute: 'item.code', eq: 'x' }, fen: 1 })] },
  ],
  [
    'a base that is not defined',
    {
      rules: [
        {
          ...rule('a', { group: 'g', when: always, fen: 1 }),
          amount: { percent: { of: 'nothing', rateBasisPoints: 1 } },
        },
      ],
    },
  ],
  [
    'an id used twice',
    { rules: [rule('a', { group: 'g', when: always, fen: 1 }), rule('a', { group: 'h', when: always, fen: 1 })] },
  ],
  ['a weight for no category', { bases: { all: { title: { zh: '全', en: 'all' }, weights: { moon: 1 } } }, rules: [] }],
  [
    'a cap on no rule',
    { rules: [], caps: [{ id: 'c', title: { zh: '限', en: 'cap' }, rules: ['x'], perPayeeMonthMaxFen: 1 }] },
  ],
] as const)('references are checked: %s', (_, given) => {
  expect(check(given)[0]!.code).toBe('reference');
});

test('a document that does not fit the schema is described, not thrown', () => {
  const { plan, findings } = checkPlan({ id: 7 }, vocabulary);
  expect(plan).toBeNull();
  expect(findings.length).toBeGreaterThan(0);
});

test('what boxes leave uncovered agrees with trying every point', () => {
  const classes = 3;
  const allowed = fc.array(fc.boolean(), { minLength: classes, maxLength: classes }).filter((row) => row.some(Boolean));
  const box = fc
    .dictionary(fc.constantFrom('0', '1', '2'), allowed)
    .map((given): Box => new Map(Object.entries(given).map(([at, row]) => [Number(at), row])));
  fc.assert(
    fc.property(box, fc.array(box, { maxLength: 6 }), (own, covering) => {
      const point = pointOutside(own, covering);
      const uncovered = everyPoint(classes).some(
        (at) => contains(own, at) && !covering.some((other) => contains(other, at)),
      );
      expect(point !== null).toBe(uncovered);
      if (point) {
        expect(covering.some((other) => intersect(point, other) !== null)).toBe(false);
        expect(intersect(point, own)).toEqual(point);
      }
    }),
    { numRuns: 500 },
  );
});

function everyPoint(classes: number): number[][] {
  const codes = Array.from({ length: classes }, (_, code) => code);
  return codes.flatMap((a) => codes.flatMap((b) => codes.map((c) => [a, b, c])));
}

function contains(box: Box, point: number[]): boolean {
  return [...box].every(([dimension, row]) => row[point[dimension]!]);
}
