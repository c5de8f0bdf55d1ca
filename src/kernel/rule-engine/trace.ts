import type { Fen } from '../money.ts';

/** How the amount follows from the base. One object per rule and set of added points, shared by all its lines. */
export type Formula =
  | { readonly kind: 'fixed'; readonly fen: number }
  | { readonly kind: 'percent'; readonly rateBasisPoints: number; readonly plusBasisPoints: number }
  | {
      readonly kind: 'tiered';
      /** Flat: upToFen, rateBasisPoints, … */
      readonly tiers: readonly number[];
      readonly aboveFen: number;
    };

/**
 * Everything a line's amount follows from, in codes and numbers: `recomputeFromTrace` needs nothing else, and with the
 * plan document it turns into words. Parts that many lines share are the same object in memory.
 */
export interface LineTrace {
  readonly rule: string;
  /** Class code of the case (then of the item) on every dimension of the plan, in the plan's order. */
  readonly facts: readonly number[];
  /** Flat: category index, sum of its charges in fen, weight in basis points, … Empty when the rule names no base. */
  readonly terms: readonly number[];
  readonly formula: Formula;
  readonly minFen: number | null;
  readonly maxFen: number | null;
  /** What limits per payee and month added (+) or took (−). */
  readonly monthFen: number;
  /** Line number of the charge, for a rule of scope item. */
  readonly item: string | null;
}

/**
 * The line's amount from its trace alone. Written apart from the engine, in big integers throughout, so that it checks
 * the engine instead of repeating it.
 */
export function recomputeFromTrace(trace: LineTrace): Fen {
  let scaledBase = 0n;
  for (let at = 0; at < trace.terms.length; at += 3)
    scaledBase += BigInt(trace.terms[at + 1]!) * BigInt(trace.terms[at + 2]!);
  let amount = amountOf(trace.formula, scaledBase);
  if (trace.minFen !== null && amount < BigInt(trace.minFen)) amount = BigInt(trace.minFen);
  if (trace.maxFen !== null && amount > BigInt(trace.maxFen)) amount = BigInt(trace.maxFen);
  return Number(amount + BigInt(trace.monthFen)) as Fen;
}

/** `scaledBase` is in ten-thousandths of a fen. */
function amountOf(formula: Formula, scaledBase: bigint): bigint {
  if (formula.kind === 'fixed') return BigInt(formula.fen);
  if (formula.kind === 'percent') return share(scaledBase, formula.rateBasisPoints + formula.plusBasisPoints);
  for (let at = 0; at < formula.tiers.length; at += 2)
    if (scaledBase <= BigInt(formula.tiers[at]!) * 10_000n) return share(scaledBase, formula.tiers[at + 1]!);
  return BigInt(formula.aboveFen);
}

function share(scaledBase: bigint, rateBasisPoints: number): bigint {
  const whole = scaledBase * BigInt(rateBasisPoints);
  const unit = 100_000_000n;
  const floor = whole / unit - (whole < 0n && whole % unit !== 0n ? 1n : 0n);
  return whole - floor * unit >= unit / 2n ? floor + 1n : floor;
}

/** The trace as one short line of JSON, for the store. */
export function packTrace(trace: LineTrace): string {
  const { rule, facts, terms, formula, minFen, maxFen, monthFen, item } = trace;
  const packed =
    formula.kind === 'fixed'
      ? [formula.fen]
      : formula.kind === 'percent'
        ? [formula.rateBasisPoints, formula.plusBasisPoints]
        : [...formula.tiers, formula.aboveFen, 0];
  return JSON.stringify([1, rule, facts, terms, packed, minFen, maxFen, monthFen, item]);
}

type Packed = [1, string, number[], number[], number[], number | null, number | null, number, string | null];

/** Reads what `packTrace` wrote; throws on anything else. */
export function unpackTrace(text: string): LineTrace {
  const [version, rule, facts, terms, packed, minFen, maxFen, monthFen, item] = JSON.parse(text) as Packed;
  if (version !== 1) throw new RangeError('unknown trace version');
  // The length tells the formula: one number is an amount, two a rate, four or more (always even) the tiers.
  const formula: Formula =
    packed.length === 1
      ? { kind: 'fixed', fen: packed[0]! }
      : packed.length === 2
        ? { kind: 'percent', rateBasisPoints: packed[0]!, plusBasisPoints: packed[1]! }
        : { kind: 'tiered', tiers: packed.slice(0, -2), aboveFen: packed.at(-2)! };
  return { rule, facts, terms, formula, minFen, maxFen, monthFen, item };
}
