import type { Fen } from '../money.ts';
import type { DecidedLine } from './decider.ts';
import type { PlanDocument } from './plan.ts';

export interface MonthlyEntry {
  /** Who is paid: lines of one payee count together. */
  readonly payee: string;
  readonly line: DecidedLine;
}

/** Whether the plan has any limit per payee and month: without one the second pass is not needed. */
export function hasMonthlyLimits(plan: PlanDocument): boolean {
  return plan.caps.length > 0 || plan.rules.some((rule) => rule.perPayeeMonth !== undefined);
}

/**
 * Second pass over the lines of one month, in the given order (the caller's order is part of the result: sort first).
 * A maximum takes from the lines that cross it, first come first served: per rule and payee, then per cap and payee in
 * the plan's order. Then a minimum per rule and payee lifts the payee's last line of the rule that is not zero. What was
 * added or taken stands in `trace.monthFen`.
 */
export function applyMonthlyLimits(entries: readonly MonthlyEntry[], plan: PlanDocument): DecidedLine[] {
  const amounts = entries.map((entry) => entry.line.amountFen as number);
  const limited = (ruleIds: ReadonlySet<string>, maxFen: number) => {
    const paid = new Map<string, number>();
    entries.forEach(({ payee, line }, at) => {
      if (!ruleIds.has(line.rule.id)) return;
      const before = paid.get(payee) ?? 0;
      amounts[at] = Math.min(amounts[at]!, Math.max(0, maxFen - before));
      paid.set(payee, before + amounts[at]!);
    });
  };
  for (const rule of plan.rules)
    if (rule.perPayeeMonth?.maxFen !== undefined) limited(new Set([rule.id]), rule.perPayeeMonth.maxFen);
  for (const cap of plan.caps) limited(new Set(cap.rules), cap.perPayeeMonthMaxFen);
  for (const rule of plan.rules) {
    const minFen = rule.perPayeeMonth?.minFen;
    if (minFen === undefined) continue;
    const sums = new Map<string, { sum: number; last: number }>();
    entries.forEach(({ payee, line }, at) => {
      if (line.rule.id !== rule.id || amounts[at] === 0) return;
      sums.set(payee, { sum: (sums.get(payee)?.sum ?? 0) + amounts[at]!, last: at });
    });
    for (const { sum, last } of sums.values()) if (sum < minFen) amounts[last]! += minFen - sum;
  }
  return entries.map(({ line }, at) => {
    const monthFen = amounts[at]! - line.amountFen;
    if (monthFen === 0) return line;
    return { ...line, amountFen: amounts[at]! as Fen, trace: { ...line.trace, monthFen } };
  });
}
