import { fault } from '../refusal.ts';
import { greatestCommonDivisor } from './arithmetic.ts';
import { type Box, boxesOf, encoderOf, type Space, spaceOf } from './dimensions.ts';
import { baseNameOf, departmentGrouping, orderedRules } from './order.ts';
import type { PlanDocument, PlanRule } from './plan.ts';
import type { Formula } from './trace.ts';
import type { Attribute, ChargeFacts, Vocabulary } from './vocabulary.ts';

/** Up to 31 rows decided together: `tables[i][class of dimensions[i]]` has a bit for every row the class does not rule out. */
export interface MaskWord {
  readonly full: number;
  readonly dimensions: readonly number[];
  /** How many of the dimensions, the first ones, are of the case and not of an item. */
  readonly caseDimensions: number;
  readonly tables: readonly Int32Array[];
  readonly rules: readonly number[];
  readonly groups: readonly number[];
  /** Per row: the bits of its whole group. */
  readonly groupMasks: readonly number[];
}

/** A base with whole weights over one denominator: weights 0, 30 %, 100 % become 0, 3, 10 over 10. */
export interface CompiledBase {
  readonly index: number;
  readonly weights: readonly number[];
  readonly denominator: number;
  readonly largestWeight: number;
  readonly weightBasisPoints: readonly number[];
}

export interface CompiledRule {
  readonly rule: PlanRule;
  readonly base: CompiledBase | null;
  readonly needsBase: boolean;
  readonly minFen: number | null;
  readonly maxFen: number | null;
  /** For percent: the formula for each set of added points that hold (bit i = i-th), made on first use. */
  readonly formulas: Formula[];
  readonly plus: readonly { readonly boxes: readonly Box[]; readonly basisPoints: number }[];
}

/** A plan as tables: all the decider reads while it runs. */
export interface PlanTables<Facts> {
  readonly space: Space<Facts>;
  readonly rules: readonly CompiledRule[];
  readonly groupCount: number;
  readonly baseCount: number;
  readonly caseWords: readonly MaskWord[];
  readonly itemWords: readonly MaskWord[];
  /** Encoders of the case's attributes: dimension i is at i. */
  readonly caseEncoders: readonly ((facts: Facts) => number)[];
  /** Encoders of an item's attributes: dimension `caseWidth` + i is at i. */
  readonly itemEncoders: readonly ((charge: ChargeFacts) => number)[];
  readonly caseWidth: number;
  /** Item code → its dimension. */
  readonly watched: ReadonlyMap<string, number>;
  readonly categoryIndex: ReadonlyMap<string, number>;
}

interface Row {
  readonly rule: number;
  readonly group: number;
  readonly box: Box;
}

export function tablesOf<Facts>(plan: PlanDocument, vocabulary: Vocabulary<Facts>): PlanTables<Facts> {
  const space = spaceOf(plan, vocabulary);
  const rules = orderedRules(plan);
  const categories = Object.keys(vocabulary.categories);
  const bases = compileBases(plan, categories);
  const groupKeys = [...new Set(rules.map(groupKey))];
  const rows = rules.map((rule, index): Row[] =>
    boxesOf(rule.when, space).map((box) => ({ rule: index, group: groupKeys.indexOf(groupKey(rule)), box })),
  );
  const wordsFor = (scope: PlanRule['scope']) =>
    maskWords(rows.filter((_, index) => rules[index]!.scope === scope).flat(), space);
  const grouping = departmentGrouping(plan);
  const own = space.dimensions.filter((dimension) => !dimension.ofItem && dimension.itemCode === null);
  const ofItem = space.dimensions.filter((dimension) => dimension.ofItem);
  return {
    space,
    rules: rules.map((rule) => compileRule(rule, bases, space)),
    groupCount: groupKeys.length,
    baseCount: bases.size,
    caseWords: wordsFor('case'),
    itemWords: wordsFor('item'),
    caseEncoders: own.map(({ attribute, classes }) => encoderOf(attribute as Attribute<Facts>, classes, grouping)),
    itemEncoders: ofItem.map(({ attribute, classes }) =>
      encoderOf(attribute as Attribute<ChargeFacts>, classes, grouping),
    ),
    caseWidth: space.dimensions.length - ofItem.length,
    watched: new Map(
      space.dimensions.flatMap(({ itemCode, index }): [string, number][] =>
        itemCode === null ? [] : [[itemCode, index]],
      ),
    ),
    categoryIndex: new Map(categories.map((category, index) => [category, index])),
  };
}

/** Groups of case rules and of item rules never meet, even under one name. */
function groupKey(rule: PlanRule): string {
  return `${rule.scope}:${rule.group}`;
}

function compileBases(plan: PlanDocument, categories: readonly string[]): Map<string, CompiledBase> {
  return new Map(
    Object.entries(plan.bases).map(([name, base], index) => {
      const weightBasisPoints = categories.map((category) => base.weights[category] ?? base.otherwise);
      const divisor = weightBasisPoints.reduce(greatestCommonDivisor, 10_000);
      const weights = weightBasisPoints.map((weight) => weight / divisor);
      const largestWeight = Math.max(...weights);
      return [name, { index, weights, denominator: 10_000 / divisor, largestWeight, weightBasisPoints }];
    }),
  );
}

function compileRule<Facts>(
  rule: PlanRule,
  bases: ReadonlyMap<string, CompiledBase>,
  space: Space<Facts>,
): CompiledRule {
  const of = baseNameOf(rule);
  const base = of === undefined || of === 'item' ? null : bases.get(of);
  if (base === undefined) throw fault('plan names a base it does not define', { rule: rule.id });
  const plus = 'percent' in rule.amount ? (rule.amount.percent.plus ?? []) : [];
  return {
    rule,
    base,
    needsBase: of !== undefined,
    minFen: rule.perCase?.minFen ?? null,
    maxFen: rule.perCase?.maxFen ?? null,
    formulas: [formulaOf(rule.amount)],
    plus: plus.map((entry) => ({ boxes: boxesOf(entry.when, space), basisPoints: entry.basisPoints })),
  };
}

function formulaOf(amount: PlanRule['amount']): Formula {
  if ('percent' in amount)
    return { kind: 'percent', rateBasisPoints: amount.percent.rateBasisPoints, plusBasisPoints: 0 };
  if ('fixed' in amount) return { kind: 'fixed', fen: amount.fixed.fen };
  const tiers = amount.tiered.tiers.flatMap((tier) => [tier.upToFen, tier.rateBasisPoints]);
  return { kind: 'tiered', tiers, aboveFen: amount.tiered.aboveFen };
}

const rowsOfWord = 31;

/** Packs rows into words: rows of one group stay in order, and in one word where they fit. */
function maskWords<Facts>(rows: readonly Row[], space: Space<Facts>): MaskWord[] {
  const byGroup = Map.groupBy(rows, (row) => row.group);
  const words: Row[][] = [];
  for (const group of byGroup.values()) {
    const last = words.at(-1);
    if (last && last.length + group.length <= rowsOfWord) last.push(...group);
    else for (let at = 0; at < group.length; at += rowsOfWord) words.push(group.slice(at, at + rowsOfWord));
  }
  return words.map((word) => maskWord(word, space));
}

function maskWord<Facts>(word: readonly Row[], space: Space<Facts>): MaskWord {
  const bitsOf = (wanted: (row: Row) => boolean) =>
    word.reduce((mask, row, bit) => (wanted(row) ? mask | (1 << bit) : mask), 0);
  const dimensions = [...new Set(word.flatMap((row) => [...row.box.keys()]))].sort((a, b) => a - b);
  return {
    full: bitsOf(() => true),
    dimensions,
    caseDimensions: dimensions.filter((dimension) => !space.dimensions[dimension]!.ofItem).length,
    tables: dimensions.map((dimension) =>
      Int32Array.from(space.dimensions[dimension]!.classes, (_, code) =>
        bitsOf((row) => row.box.get(dimension)?.[code] ?? true),
      ),
    ),
    rules: word.map((row) => row.rule),
    groups: word.map((row) => row.group),
    groupMasks: word.map((row) => bitsOf((mate) => mate.group === row.group)),
  };
}
