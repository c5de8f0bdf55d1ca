import type { Fen } from '../money.ts';
import { fault } from '../refusal.ts';
import { isExact, timesHalfUp } from './arithmetic.ts';
import type { Box } from './dimensions.ts';
import type { PlanRule } from './plan.ts';
import type { CompiledBase, CompiledRule, MaskWord, PlanTables } from './tables.ts';
import type { Formula, LineTrace } from './trace.ts';
import type { ChargeFacts, Vocabulary } from './vocabulary.ts';

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

const nothing: readonly DecidedLine[] = [];
const noTerms: readonly number[] = [];

/**
 * Decides one case after another. The state is scratch space of the case at hand, kept between cases because making it
 * anew a million times would cost more than deciding.
 */
export class Decider<Facts> {
  private readonly tables: PlanTables<Facts>;
  private readonly vocabulary: Vocabulary<Facts>;
  private readonly onlyFirstDepartment: boolean;
  private readonly watchedDimensions: readonly number[];
  private readonly lastCategory: number;
  /** Class code of the case at hand on every dimension. */
  private readonly codes: Uint8Array;
  /** Sum of charges per category, and of their absolute amounts. */
  private readonly sums: Float64Array;
  private grossFen = 0;
  /** Stamp of the case or item for which a group was last decided. */
  private readonly decidedAt: Float64Array;
  private stamp = 0;
  private readonly openForItems: Int32Array;
  private readonly termsOfBase: (readonly number[] | null)[];
  private caseCodes: readonly number[] | null = null;
  private lines: DecidedLine[] | null = null;

  constructor(tables: PlanTables<Facts>, vocabulary: Vocabulary<Facts>, onlyFirstDepartment: boolean) {
    this.tables = tables;
    this.vocabulary = vocabulary;
    this.onlyFirstDepartment = onlyFirstDepartment;
    this.watchedDimensions = [...tables.watched.values()];
    this.lastCategory = tables.categoryIndex.size - 1;
    this.codes = new Uint8Array(tables.space.dimensions.length);
    this.sums = new Float64Array(tables.categoryIndex.size);
    this.decidedAt = new Float64Array(tables.groupCount);
    this.openForItems = new Int32Array(tables.itemWords.length);
    this.termsOfBase = Array.from({ length: tables.baseCount }, () => null);
  }

  decide(facts: Facts): readonly DecidedLine[] {
    const charges = this.vocabulary.chargesOf(facts);
    this.read(facts, charges);
    this.lines = null;
    this.caseCodes = null;
    this.termsOfBase.fill(null);
    this.stamp += 1;
    for (const word of this.tables.caseWords) {
      const open = this.narrow(word, word.full, 0, word.dimensions.length);
      if (open !== 0) this.take(word, open, null);
    }
    if (this.tables.itemWords.length > 0) this.decideItems(facts, charges);
    return this.lines ?? nothing;
  }

  classify(facts: Facts): readonly number[] {
    this.read(facts, this.vocabulary.chargesOf(facts));
    return this.firstCodes(this.tables.caseWidth);
  }

  private read(facts: Facts, charges: readonly ChargeFacts[]): void {
    const { codes, sums, onlyFirstDepartment, lastCategory } = this;
    const { caseEncoders, watched, categoryIndex } = this.tables;
    for (let at = 0; at < caseEncoders.length; at++) codes[at] = caseEncoders[at]!(facts);
    for (const at of this.watchedDimensions) codes[at] = 1;
    sums.fill(0);
    let grossFen = 0;
    const department = onlyFirstDepartment ? this.vocabulary.departmentOf(facts) : null;
    for (const charge of charges) {
      if (onlyFirstDepartment && charge.department !== null && charge.department !== department) continue;
      const { amountFen, itemCode } = charge;
      sums[categoryIndex.get(charge.category) ?? lastCategory]! += amountFen;
      grossFen += amountFen < 0 ? -amountFen : amountFen;
      if (itemCode !== null) {
        const at = watched.get(itemCode);
        if (at !== undefined) codes[at] = 2;
      }
    }
    this.grossFen = grossFen;
  }

  private decideItems(facts: Facts, charges: readonly ChargeFacts[]): void {
    const { codes, openForItems, onlyFirstDepartment } = this;
    const { itemWords, itemEncoders, caseWidth } = this.tables;
    // What the case itself rules out needs no look at its items.
    let possible = 0;
    for (let at = 0; at < itemWords.length; at++) {
      const word = itemWords[at]!;
      const open = this.narrow(word, word.full, 0, word.caseDimensions);
      openForItems[at] = open;
      possible |= open;
    }
    if (possible === 0) return;
    const department = onlyFirstDepartment ? this.vocabulary.departmentOf(facts) : null;
    for (const charge of charges) {
      if (onlyFirstDepartment && charge.department !== null && charge.department !== department) continue;
      for (let at = 0; at < itemEncoders.length; at++) codes[caseWidth + at] = itemEncoders[at]!(charge);
      this.stamp += 1;
      for (let at = 0; at < itemWords.length; at++) {
        const word = itemWords[at]!;
        const open = this.narrow(word, openForItems[at]!, word.caseDimensions, word.dimensions.length);
        if (open !== 0) this.take(word, open, charge);
      }
    }
  }

  /** Rows of a word left open by the codes on its dimensions from … until. */
  private narrow(word: MaskWord, open: number, from: number, until: number): number {
    const { codes } = this;
    for (let at = from; at < until && open !== 0; at++) open &= word.tables[at]![codes[word.dimensions[at]!]!]!;
    return open;
  }

  /** The lowest open row of each group is its first rule that holds. */
  private take(word: MaskWord, open: number, item: ChargeFacts | null): void {
    while (open !== 0) {
      const bit = 31 - Math.clz32(open & -open);
      open &= ~word.groupMasks[bit]!;
      const group = word.groups[bit]!;
      // A group of more than 31 rows goes over several words.
      if (this.decidedAt[group] === this.stamp) continue;
      this.decidedAt[group] = this.stamp;
      this.emit(this.tables.rules[word.rules[bit]!]!, item);
    }
  }

  private emit(entry: CompiledRule, item: ChargeFacts | null): void {
    const { base, minFen, maxFen } = entry;
    let numerator = 0;
    let denominator = 1;
    let terms = noTerms;
    if (base !== null) {
      numerator = this.baseNumerator(base);
      denominator = base.denominator;
    } else if (entry.needsBase) numerator = item!.amountFen;
    if (entry.needsBase && numerator <= 0) return;
    if (base !== null) terms = this.baseTerms(base);
    else if (entry.needsBase) terms = [this.categoryOf(item!), numerator, 10_000];
    const formula = entry.plus.length === 0 ? entry.formulas[0]! : this.formulaWithPoints(entry);
    let amount = amountFor(formula, numerator, denominator);
    if (minFen !== null && amount < minFen) amount = minFen as Fen;
    if (maxFen !== null && amount > maxFen) amount = maxFen as Fen;
    this.lines ??= [];
    this.lines.push({
      rule: entry.rule,
      amountFen: amount,
      baseFen: denominator === 1 ? (numerator as Fen) : timesHalfUp(numerator, 1, denominator),
      item,
      trace: {
        rule: entry.rule.id,
        facts: this.traceCodes(item),
        terms,
        formula,
        minFen,
        maxFen,
        monthFen: 0,
        item: item === null ? null : item.lineNo,
      },
    });
  }

  private baseNumerator(base: CompiledBase): number {
    const { sums } = this;
    if (!isExact(this.grossFen * base.largestWeight)) throw fault('charges of a case are beyond exact arithmetic');
    let numerator = 0;
    for (let at = 0; at < sums.length; at++) numerator += sums[at]! * base.weights[at]!;
    return numerator;
  }

  private baseTerms(base: CompiledBase): readonly number[] {
    const known = this.termsOfBase[base.index];
    if (known) return known;
    const terms: number[] = [];
    for (let at = 0; at < this.sums.length; at++) {
      const sum = this.sums[at]!;
      if (sum !== 0) terms.push(at, sum, base.weightBasisPoints[at]!);
    }
    this.termsOfBase[base.index] = terms;
    return terms;
  }

  private categoryOf(charge: ChargeFacts): number {
    return this.tables.categoryIndex.get(charge.category) ?? this.lastCategory;
  }

  private traceCodes(item: ChargeFacts | null): readonly number[] {
    if (item !== null) return this.firstCodes(this.codes.length);
    this.caseCodes ??= this.firstCodes(this.tables.caseWidth);
    return this.caseCodes;
  }

  // A plain loop: Array.from walks a typed array through its iterator, several times slower.
  private firstCodes(count: number): number[] {
    const copy: number[] = [];
    for (let at = 0; at < count; at++) copy.push(this.codes[at]!);
    return copy;
  }

  private formulaWithPoints(entry: CompiledRule): Formula {
    let set = 0;
    let points = 0;
    for (let at = 0; at < entry.plus.length; at++) {
      const plus = entry.plus[at]!;
      if (!plus.boxes.some((box) => this.isIn(box))) continue;
      set |= 1 << at;
      points += plus.basisPoints;
    }
    const known = entry.formulas[set];
    if (known) return known;
    const plain = entry.formulas[0] as Extract<Formula, { kind: 'percent' }>;
    const formula: Formula = { ...plain, plusBasisPoints: points };
    entry.formulas[set] = formula;
    return formula;
  }

  private isIn(box: Box): boolean {
    for (const [dimension, allowed] of box) if (!allowed[this.codes[dimension]!]) return false;
    return true;
  }
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
