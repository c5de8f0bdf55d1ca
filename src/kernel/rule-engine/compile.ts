import type { Fen } from '../money.ts';
import { fault } from '../refusal.ts';
import { greatestCommonDivisor, isExact, timesHalfUp } from './arithmetic.ts';
import { type Box, boxesOf, encoderOf, type Space, spaceOf } from './dimensions.ts';
import type { PlanDocument, PlanRule } from './plan.ts';
import type { Formula, LineTrace } from './trace.ts';
import type { Attribute, ChargeFacts, Vocabulary } from './vocabulary.ts';

/** One payment line of one case, before monthly limits and before clearance. */
export interface DecidedLine {
  readonly rule: PlanRule;
  readonly amountFen: Fen;
  /** The base rounded half up to the fen, for show: the amount is taken from the exact one. 0 when the rule names none. */
  readonly baseFen: Fen;
  /** The charge of a rule of scope item. */
  readonly item: ChargeFacts | null;
  readonly trace: LineTrace;
}

export interface CompiledPlan<Facts> {
  readonly document: PlanDocument;
  readonly vocabulary: Vocabulary<Facts>;
  readonly space: Space<Facts>;
  /** Rules in the order they are tried. */
  readonly rules: readonly PlanRule[];
  readonly departmentGroupOf: (department: string) => string;
  /** The lines of one case. Not re-entrant, like every function of one thread. */
  readonly decide: (facts: Facts) => readonly DecidedLine[];
  /** The case's class codes, for explaining why nothing applied. */
  readonly classify: (facts: Facts) => readonly number[];
}

interface Row {
  readonly rule: number;
  readonly group: number;
  readonly box: Box;
}

/** Up to 31 rows decided together: `tables[i][class of dimensions[i]]` has a bit for every row the class does not rule out. */
interface MaskWord {
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

interface CompiledBase {
  readonly index: number;
  readonly weights: readonly number[];
  readonly denominator: number;
  readonly largestWeight: number;
  readonly weightBasisPoints: readonly number[];
}

interface CompiledRule {
  readonly rule: PlanRule;
  readonly base: CompiledBase | null;
  readonly needsBase: boolean;
  readonly minFen: number | null;
  readonly maxFen: number | null;
  /** For percent: the formula for each set of added points that hold (bit i = i-th), made on first use. */
  readonly formulas: Formula[];
  readonly plus: readonly { readonly boxes: readonly Box[]; readonly basisPoints: number }[];
}

const nothing: readonly DecidedLine[] = [];

/** The rules in the order they are tried: by priority, then by place. Without a priority the place ×10 is it. */
export function orderedRules(plan: PlanDocument): PlanRule[] {
  return plan.rules
    .map((rule, place) => ({ rule, place, priority: priorityOf(rule, place) }))
    .sort((a, b) => a.priority - b.priority || a.place - b.place)
    .map(({ rule }) => rule);
}

export function priorityOf(rule: PlanRule, place: number): number {
  return rule.priority ?? (place + 1) * 10;
}

/** The plan's own mapping from a department's name to its group: the first entry that fits decides. */
export function departmentGrouping(plan: PlanDocument): (department: string) => string {
  return (department) => {
    for (const entry of plan.departmentGroups) {
      if (entry.startsWith?.some((start) => department.startsWith(start))) return entry.group;
      if (entry.contains?.some((part) => department.includes(part))) return entry.group;
    }
    return plan.otherDepartments;
  };
}

/**
 * Turns a plan that passed `checkPlan` into a function. No code is generated from text: rules become bit tables over
 * the finite classes of their attributes, so a case costs a few table reads however many rules there are.
 */
export function compilePlan<Facts>(plan: PlanDocument, vocabulary: Vocabulary<Facts>): CompiledPlan<Facts> {
  const space = spaceOf(plan, vocabulary);
  const rules = orderedRules(plan);
  const departmentGroupOf = departmentGrouping(plan);
  const categories = Object.keys(vocabulary.categories);
  const bases = compileBases(plan, categories);
  const compiled = rules.map((rule) => compileRule(rule, bases, space));
  const groups = new Map<string, number>();
  for (const rule of rules) if (!groups.has(groupKey(rule))) groups.set(groupKey(rule), groups.size);
  const rows = rules.map((rule, index): Row[] =>
    boxesOf(rule.when, space).map((box) => ({ rule: index, group: groups.get(groupKey(rule))!, box })),
  );
  const wordsFor = (scope: PlanRule['scope']) =>
    maskWords(rows.filter((_, index) => rules[index]!.scope === scope).flat(), space);
  const caseWords = wordsFor('case');
  const itemWords = wordsFor('item');
  const caseDimensions = space.dimensions.filter((dimension) => !dimension.ofItem && dimension.itemCode === null);
  const itemDimensions = space.dimensions.filter((dimension) => dimension.ofItem);
  const caseEncoders = caseDimensions.map((dimension) =>
    encoderOf(dimension.attribute as Attribute<Facts>, dimension.classes, departmentGroupOf),
  );
  const itemEncoders = itemDimensions.map((dimension) =>
    encoderOf(dimension.attribute as Attribute<ChargeFacts>, dimension.classes, departmentGroupOf),
  );
  const watched = new Map(
    space.dimensions.flatMap((dimension): [string, number][] =>
      dimension.itemCode === null ? [] : [[dimension.itemCode, dimension.index]],
    ),
  );
  const watchedIndexes = [...watched.values()];
  const caseWidth = space.dimensions.length - itemDimensions.length;
  const categoryIndex = new Map(categories.map((category, index) => [category, index]));
  const lastCategory = categories.length - 1;
  const { chargesOf, departmentOf } = vocabulary;
  const only = plan.onlyFirstDepartment;

  const codes = new Uint8Array(space.dimensions.length);
  const sums = new Float64Array(categories.length);
  const decidedAt = new Float64Array(groups.size);
  const openForItems = new Int32Array(itemWords.length);
  let stamp = 0;
  let grossFen = 0;
  let caseCodes: number[] | null = null;
  let lines: DecidedLine[] | null = null;
  const termsOfBase: (number[] | null)[] = Array.from(bases, () => null);

  function read(facts: Facts, charges: readonly ChargeFacts[]): void {
    for (let at = 0; at < caseEncoders.length; at++) codes[at] = caseEncoders[at]!(facts);
    for (const at of watchedIndexes) codes[at] = 1;
    sums.fill(0);
    grossFen = 0;
    const department = only ? departmentOf(facts) : null;
    for (const charge of charges) {
      if (only && charge.department !== null && charge.department !== department) continue;
      const { amountFen } = charge;
      sums[categoryIndex.get(charge.category) ?? lastCategory]! += amountFen;
      grossFen += amountFen < 0 ? -amountFen : amountFen;
      if (charge.itemCode !== null) {
        const at = watched.get(charge.itemCode);
        if (at !== undefined) codes[at] = 2;
      }
    }
  }

  /** Rows of a word that the codes on its first or its further dimensions leave open. */
  function narrow(word: MaskWord, open: number, from: number, until: number): number {
    for (let at = from; at < until && open !== 0; at++) open &= word.tables[at]![codes[word.dimensions[at]!]!]!;
    return open;
  }

  function take(word: MaskWord, open: number, item: ChargeFacts | null): void {
    while (open !== 0) {
      const bit = 31 - Math.clz32(open & -open);
      open &= ~word.groupMasks[bit]!;
      const group = word.groups[bit]!;
      if (decidedAt[group] === stamp) continue;
      decidedAt[group] = stamp;
      emit(compiled[word.rules[bit]!]!, item);
    }
  }

  function decideCase(): void {
    stamp += 1;
    for (const word of caseWords) {
      const open = narrow(word, word.full, 0, word.dimensions.length);
      if (open !== 0) take(word, open, null);
    }
  }

  function decideItems(facts: Facts, charges: readonly ChargeFacts[]): void {
    // What the case itself rules out needs no look at its items.
    let possible = 0;
    for (let at = 0; at < itemWords.length; at++) {
      const word = itemWords[at]!;
      openForItems[at] = narrow(word, word.full, 0, word.caseDimensions);
      possible |= openForItems[at]!;
    }
    if (possible === 0) return;
    const department = only ? departmentOf(facts) : null;
    for (const charge of charges) {
      if (only && charge.department !== null && charge.department !== department) continue;
      for (let at = 0; at < itemEncoders.length; at++) codes[caseWidth + at] = itemEncoders[at]!(charge);
      stamp += 1;
      for (let at = 0; at < itemWords.length; at++) {
        const word = itemWords[at]!;
        const open = narrow(word, openForItems[at]!, word.caseDimensions, word.dimensions.length);
        if (open !== 0) take(word, open, charge);
      }
    }
  }

  function emit(entry: CompiledRule, item: ChargeFacts | null): void {
    const { base } = entry;
    let numerator = 0;
    let denominator = 1;
    let terms: readonly number[] = noTerms;
    if (item !== null && entry.needsBase) {
      numerator = item.amountFen;
      terms = [categoryIndex.get(item.category) ?? lastCategory, item.amountFen, 10_000];
    } else if (base !== null) {
      if (!isExact(grossFen * base.largestWeight)) throw fault('charges of a case are beyond exact arithmetic');
      denominator = base.denominator;
      for (let at = 0; at < sums.length; at++) numerator += sums[at]! * base.weights[at]!;
      terms = baseTerms(base);
    }
    if (entry.needsBase && numerator <= 0) return;
    const formula = entry.plus.length === 0 ? entry.formulas[0]! : formulaWithPoints(entry);
    let amount = amountFor(formula, numerator, denominator);
    if (entry.minFen !== null && amount < entry.minFen) amount = entry.minFen as Fen;
    if (entry.maxFen !== null && amount > entry.maxFen) amount = entry.maxFen as Fen;
    lines ??= [];
    lines.push({
      rule: entry.rule,
      amountFen: amount,
      baseFen: denominator === 1 ? (numerator as Fen) : timesHalfUp(numerator, 1, denominator),
      item,
      trace: {
        rule: entry.rule.id,
        facts: traceCodes(item),
        terms,
        formula,
        minFen: entry.minFen,
        maxFen: entry.maxFen,
        monthFen: 0,
        item: item === null ? null : item.lineNo,
      },
    });
  }

  function traceCodes(item: ChargeFacts | null): number[] {
    if (item !== null) return firstCodes(codes.length);
    caseCodes ??= firstCodes(caseWidth);
    return caseCodes;
  }

  // A plain loop: Array.from walks a typed array through its iterator, several times slower.
  function firstCodes(count: number): number[] {
    const copy: number[] = [];
    for (let at = 0; at < count; at++) copy.push(codes[at]!);
    return copy;
  }

  function baseTerms(base: CompiledBase): readonly number[] {
    const known = termsOfBase[base.index];
    if (known) return known;
    const terms: number[] = [];
    for (let at = 0; at < sums.length; at++) {
      const sum = sums[at]!;
      if (sum !== 0) terms.push(at, sum, base.weightBasisPoints[at]!);
    }
    termsOfBase[base.index] = terms;
    return terms;
  }

  function formulaWithPoints(entry: CompiledRule): Formula {
    let set = 0;
    let points = 0;
    entry.plus.forEach((plus, at) => {
      if (!plus.boxes.some(inBox)) return;
      set |= 1 << at;
      points += plus.basisPoints;
    });
    const known = entry.formulas[set];
    if (known) return known;
    const plain = entry.formulas[0] as Extract<Formula, { kind: 'percent' }>;
    const formula: Formula = { ...plain, plusBasisPoints: points };
    entry.formulas[set] = formula;
    return formula;
  }

  function inBox(box: Box): boolean {
    for (const [dimension, allowed] of box) if (!allowed[codes[dimension]!]) return false;
    return true;
  }

  function decide(facts: Facts): readonly DecidedLine[] {
    const charges = chargesOf(facts);
    read(facts, charges);
    lines = null;
    caseCodes = null;
    termsOfBase.fill(null);
    decideCase();
    if (itemWords.length > 0) decideItems(facts, charges);
    return lines ?? nothing;
  }

  function classify(facts: Facts): readonly number[] {
    read(facts, chargesOf(facts));
    return firstCodes(caseWidth);
  }

  return { document: plan, vocabulary, space, rules, departmentGroupOf, decide, classify };
}

const noTerms: readonly number[] = [];

/** Groups of case rules and of item rules never meet, even under one name. */
function groupKey(rule: PlanRule): string {
  return `${rule.scope}:${rule.group}`;
}

function amountFor(formula: Formula, numerator: number, denominator: number): Fen {
  if (formula.kind === 'fixed') return formula.fen as Fen;
  if (formula.kind === 'percent')
    return timesHalfUp(numerator, formula.rateBasisPoints + formula.plusBasisPoints, denominator * 10_000);
  for (let at = 0; at < formula.tiers.length; at += 2)
    if (numerator <= formula.tiers[at]! * denominator)
      return timesHalfUp(numerator, formula.tiers[at + 1]!, denominator * 10_000);
  return formula.aboveFen as Fen;
}

function compileBases(plan: PlanDocument, categories: readonly string[]): Map<string, CompiledBase> {
  return new Map(
    Object.entries(plan.bases).map(([name, base], index) => {
      const weightBasisPoints = categories.map((category) => base.weights[category] ?? base.otherwise);
      const divisor = weightBasisPoints.reduce(greatestCommonDivisor, 10_000);
      const weights = weightBasisPoints.map((weight) => weight / divisor);
      const compiled = {
        index,
        weights,
        denominator: 10_000 / divisor,
        largestWeight: Math.max(...weights),
        weightBasisPoints,
      };
      return [name, compiled];
    }),
  );
}

function compileRule<Facts>(
  rule: PlanRule,
  bases: ReadonlyMap<string, CompiledBase>,
  space: Space<Facts>,
): CompiledRule {
  const { amount } = rule;
  const of = 'percent' in amount ? amount.percent.of : 'tiered' in amount ? amount.tiered.of : amount.fixed.of;
  const base = of === undefined || of === 'item' ? null : bases.get(of);
  if (base === undefined) throw fault('plan names a base it does not define', { rule: rule.id });
  const formula: Formula =
    'percent' in amount
      ? { kind: 'percent', rateBasisPoints: amount.percent.rateBasisPoints, plusBasisPoints: 0 }
      : 'tiered' in amount
        ? {
            kind: 'tiered',
            tiers: amount.tiered.tiers.flatMap((tier) => [tier.upToFen, tier.rateBasisPoints]),
            aboveFen: amount.tiered.aboveFen,
          }
        : { kind: 'fixed', fen: amount.fixed.fen };
  const plus = 'percent' in amount ? (amount.percent.plus ?? []) : [];
  return {
    rule,
    base,
    needsBase: of !== undefined,
    minFen: rule.perCase?.minFen ?? null,
    maxFen: rule.perCase?.maxFen ?? null,
    formulas: [formula],
    plus: plus.map((entry) => ({ boxes: boxesOf(entry.when, space), basisPoints: entry.basisPoints })),
  };
}

const rowsOfWord = 31;

/** Packs rows into words: rows of one group stay in order, and in one word where they fit. */
function maskWords<Facts>(rows: readonly Row[], space: Space<Facts>): MaskWord[] {
  const byGroup = new Map<number, Row[]>();
  for (const row of rows) byGroup.set(row.group, [...(byGroup.get(row.group) ?? []), row]);
  const words: Row[][] = [];
  for (const group of byGroup.values()) {
    const last = words.at(-1);
    if (last && last.length + group.length <= rowsOfWord) last.push(...group);
    else for (let at = 0; at < group.length; at += rowsOfWord) words.push(group.slice(at, at + rowsOfWord));
  }
  return words.map((word) => {
    const used = [...new Set(word.flatMap((row) => [...row.box.keys()]))].sort((a, b) => a - b);
    const tables = used.map((dimension) =>
      Int32Array.from(space.dimensions[dimension]!.classes, (_, code) =>
        word.reduce((mask, row, bit) => ((row.box.get(dimension)?.[code] ?? true) ? mask | (1 << bit) : mask), 0),
      ),
    );
    const groupMasks = word.map((row) =>
      word.reduce((mask, mate, bit) => (mate.group === row.group ? mask | (1 << bit) : mask), 0),
    );
    return {
      full: word.length === rowsOfWord ? 0x7fffffff : (1 << word.length) - 1,
      dimensions: used,
      caseDimensions: used.filter((dimension) => !space.dimensions[dimension]!.ofItem).length,
      tables,
      rules: word.map((row) => row.rule),
      groups: word.map((row) => row.group),
      groupMasks,
    };
  });
}
