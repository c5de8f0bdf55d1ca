import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fen } from '../money.ts';
import { divideHalfUp } from '../money.ts';
import { timesHalfUp } from './arithmetic.ts';
import { applyMonthlyLimits, packTrace, recomputeFromTrace, truthOf, unpackTrace } from './index.ts';
import { compileSmall, rule, small, type Visit, visit } from './test/vocabulary.ts';

const amounts = (plan: Parameters<typeof compileSmall>[0], facts: Visit) =>
  compileSmall(plan)
    .decide(facts)
    .map((line) => `${line.rule.id} ${line.amountFen}`);

test('rate times base is rounded half up exactly, also beyond what doubles hold', () => {
  const whole = fc.integer({ min: -(2 ** 50), max: 2 ** 50 });
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 0, max: 20_000 }),
      fc.constantFrom(1, 10, 10_000, 100_000),
      (sum, rate, denominator) => {
        expect(timesHalfUp(sum, rate, denominator)).toBe(
          Number(divideHalfUp(BigInt(sum) * BigInt(rate), BigInt(denominator))),
        );
      },
    ),
    { numRuns: 2000 },
  );
  expect(timesHalfUp(5, 1, 10)).toBe(1);
  expect(timesHalfUp(4, 1, 10)).toBe(0);
  expect(timesHalfUp(-5, 1, 10)).toBe(0);
});

test('the first rule of a group that holds pays, and groups add up', () => {
  const plan = small({
    rules: [
      rule('first', { group: 'a', when: { attribute: 'kind', eq: 'stay' }, fen: 100 }),
      rule('second', { group: 'a', when: { all: [] }, fen: 200 }),
      rule('other', { group: 'b', when: { attribute: 'kind', ne: 'visit' }, fen: 7 }),
    ],
  });
  expect(amounts(plan, visit({ kind: 'stay' }))).toEqual(['first 100', 'other 7']);
  expect(amounts(plan, visit({ kind: 'visit' }))).toEqual(['second 200']);
});

test('priority decides before the place in the list', () => {
  const plan = small({
    rules: [
      { ...rule('late', { group: 'a', when: { all: [] }, fen: 1 }), priority: 20 },
      { ...rule('early', { group: 'a', when: { attribute: 'kind', eq: 'stay' }, fen: 2 }), priority: 5 },
    ],
  });
  expect(amounts(plan, visit({ kind: 'stay' }))).toEqual(['early 2']);
  expect(amounts(plan, visit({ kind: 'visit' }))).toEqual(['late 1']);
});

test.each([
  ['eq unknown', { attribute: 'kind', eq: 'stay' }, null, false],
  ['ne unknown: not knowing is not being different', { attribute: 'kind', ne: 'stay' }, null, false],
  ['not eq unknown', { not: { attribute: 'kind', eq: 'stay' } }, null, true],
  ['isSet false', { attribute: 'kind', isSet: false }, null, true],
  ['notIn', { attribute: 'kind', notIn: ['stay'] }, 'visit', true],
] as const)('a comparison with an unknown value: %s', (_, when, kind, expected) => {
  const plan = small({ rules: [rule('only', { group: 'a', when: when as never, fen: 1 })] });
  expect(amounts(plan, visit({ kind })).length === 1).toBe(expected);
});

test.each([
  [{ attribute: 'age', ge: 18 }, [17, 18, 19], [false, true, true]],
  [{ attribute: 'age', gt: 18 }, [17, 18, 19], [false, false, true]],
  [{ attribute: 'age', between: [18, 60] }, [17, 18, 60, 61], [false, true, true, false]],
  [{ attribute: 'age', lt: 18 }, [17, 18], [true, false]],
  [{ attribute: 'age', in: [3, 5] }, [3, 4, 5], [true, false, true]],
] as const)('numbers fall into stretches between constants: %j', (when, ages, expected) => {
  const plan = small({
    rules: [
      rule('only', { group: 'a', when: when as never, fen: 1 }),
      rule('more', { group: 'b', when: { attribute: 'age', le: 40 }, fen: 5 }),
    ],
  });
  expect(ages.map((age) => amounts(plan, visit({ age })).includes('only 1'))).toEqual(expected);
});

test('matching by bit tables gives what evaluating the conditions one by one gives', () => {
  const leaf = fc.constantFrom(
    { attribute: 'kind', eq: 'stay' },
    { attribute: 'kind', ne: 'visit' },
    { attribute: 'urgent', eq: true },
    { attribute: 'age', ge: 18 },
    { attribute: 'age', between: [10, 30] },
    { attribute: 'name', in: ['x', 'y'] },
    { hasItem: 'I1' },
    { attribute: 'name', isSet: true },
  ) as fc.Arbitrary<never>;
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('node') }),
    ),
  })).node as fc.Arbitrary<never>;
  const facts = fc.record({
    kind: fc.constantFrom('stay', 'visit', 'other', null),
    urgent: fc.constantFrom(true, false, null),
    age: fc.constantFrom(5, 10, 18, 20, 30, 31, null),
    name: fc.constantFrom('x', 'z', null),
    items: fc.subarray(['I1', 'I2']),
  });
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 40 }), facts, (conditions, given) => {
      const plan = small({
        rules: conditions.map((when, at) => rule(`r${at}`, { group: `g${at % 3}`, when, fen: at + 1 })),
      });
      const first = new Map<number, number>();
      conditions.forEach((when, at) => {
        if (!first.has(at % 3) && plainly(when, given)) first.set(at % 3, at);
      });
      const expected = [...first.values()].map((at) => `r${at} ${at + 1}`).sort();
      expect(amounts(plan, visit(given)).sort()).toEqual(expected);
    }),
    { numRuns: 400 },
  );
});

/** Two-valued reading of a condition, written apart from the engine: an unknown value satisfies no comparison. */
function plainly(condition: unknown, facts: Record<string, unknown>): boolean {
  const node = condition as Record<string, unknown>;
  if ('all' in node) return (node['all'] as unknown[]).every((part) => plainly(part, facts));
  if ('any' in node) return (node['any'] as unknown[]).some((part) => plainly(part, facts));
  if ('not' in node) return !plainly(node['not'], facts);
  if ('hasItem' in node) return (facts['items'] as unknown[]).includes(node['hasItem']);
  const value = facts[node['attribute'] as string];
  if ('isSet' in node) return (value !== null) === node['isSet'];
  if (value === null) return false;
  if ('eq' in node) return value === node['eq'];
  if ('ne' in node) return value !== node['ne'];
  if ('in' in node) return (node['in'] as unknown[]).includes(value);
  if ('ge' in node) return (value as number) >= (node['ge'] as number);
  const [from, until] = node['between'] as [number, number];
  return (value as number) >= from && (value as number) <= until;
}

test('tiers take the rate of the tier the base falls in, and a fixed amount above the last', () => {
  const tiered = {
    of: 'all',
    tiers: [
      { upToFen: 1000, rateBasisPoints: 1000 },
      { upToFen: 5000, rateBasisPoints: 500 },
    ],
    aboveFen: 300,
  };
  const plan = small({ rules: [{ ...rule('tiers', { group: 'a', when: { all: [] }, fen: 0 }), amount: { tiered } }] });
  const of = (fen: number) => {
    const [line] = compileSmall(plan).decide(visit({ fen }));
    expect(recomputeFromTrace(line!.trace)).toBe(line!.amountFen);
    expect(unpackTrace(packTrace(line!.trace))).toEqual(line!.trace);
    return line!.amountFen;
  };
  expect([1000, 1001, 5000, 5001].map(of)).toEqual([100, 50, 250, 300]);
  expect(compileSmall(plan).decide(visit({ fen: 0 }))).toEqual([]);
});

test('limits per case: at least, at most', () => {
  const share = { percent: { of: 'all', rateBasisPoints: 1000 } };
  const plan = small({
    rules: [
      {
        ...rule('limited', { group: 'a', when: { all: [] }, fen: 0 }),
        amount: share,
        perCase: { minFen: 50, maxFen: 90 },
      },
    ],
  });
  expect([100, 700, 5000].map((fen) => compileSmall(plan).decide(visit({ fen }))[0]!.amountFen)).toEqual([50, 70, 90]);
});

test('limits per payee and month cut in order, lift the last line, and stay recomputable', () => {
  const plan = small({
    rules: [
      { ...rule('capped', { group: 'a', when: { all: [] }, fen: 100 }), perPayeeMonth: { maxFen: 250 } },
      { ...rule('lifted', { group: 'b', when: { all: [] }, fen: 10 }), perPayeeMonth: { minFen: 40 } },
    ],
    caps: [{ id: 'both', title: { zh: '合计', en: 'both' }, rules: ['capped', 'lifted'], perPayeeMonthMaxFen: 270 }],
  });
  const compiled = compileSmall(plan);
  const entries = ['p', 'p', 'q', 'p'].flatMap((payee) => compiled.decide(visit({})).map((line) => ({ payee, line })));
  const limited = applyMonthlyLimits(entries, compiled.document);
  const of = (payee: string) => limited.filter((_, at) => entries[at]!.payee === payee).map((line) => line.amountFen);
  expect(of('p')).toEqual([100, 10, 100, 30, 50, 0]);
  expect(of('q')).toEqual([100, 40]);
  for (const line of limited) expect(recomputeFromTrace(line.trace)).toBe(line.amountFen);
});

test('charges beyond exact arithmetic stop the run instead of paying a rounded sum', () => {
  const share = { percent: { of: 'all', rateBasisPoints: 1000 } };
  const plan = small({ rules: [{ ...rule('share', { group: 'a', when: { all: [] }, fen: 0 }), amount: share }] });
  expect(() => compileSmall(plan).decide(visit({ fen: 2 ** 53 - 1 }))).toThrow(/beyond exact/);
  expect(compileSmall(plan).decide(visit({ fen: 2 ** 51 + 5 }))[0]!.amountFen).toBe(
    Number(divideHalfUp(BigInt(2 ** 51 + 5), 10n)) as Fen,
  );
});

test('what missing facts would decide is unknown', () => {
  const either = {
    any: [
      { attribute: 'a', eq: 1 },
      { attribute: 'b', eq: 1 },
    ],
  };
  expect(truthOf(either, { a: 1 })).toBe('yes');
  expect(truthOf(either, { a: 2 })).toBe('unknown');
  expect(truthOf(either, { a: 2, b: 2 })).toBe('no');
  expect(truthOf({ not: either }, { a: 2, b: null })).toBe('unknown');
});
