import type { Fen } from '#kernel/money.ts';
import type { Verdict } from '#modules/policy/index.ts';
import type { IncentiveLine } from './decide-lines.ts';

export interface Total {
  readonly lines: number;
  readonly amountFen: Fen;
  /** What the clearance lets be paid now. */
  readonly payableFen: Fen;
  readonly byClearance: Readonly<Record<Verdict, { readonly lines: number; readonly amountFen: Fen }>>;
}

export interface WhatIf {
  readonly all: Total;
  readonly byRule: ReadonlyMap<string, Total>;
  readonly byPayeeClass: ReadonlyMap<string, Total>;
  readonly byDepartment: ReadonlyMap<string, Total>;
}

/** Totals of computed lines per rule, payee class, department and clearance. Writes nothing. */
export function whatIfTotals(lines: Iterable<IncentiveLine>): WhatIf {
  const all = emptyTotal();
  const byRule = new Map<string, OpenTotal>();
  const byPayeeClass = new Map<string, OpenTotal>();
  const byDepartment = new Map<string, OpenTotal>();
  for (const line of lines) {
    add(all, line);
    add(totalOf(byRule, line.ruleId), line);
    add(totalOf(byPayeeClass, line.payeeClass), line);
    add(totalOf(byDepartment, line.department), line);
  }
  return { all, byRule, byPayeeClass, byDepartment };
}

export interface Comparison {
  readonly key: string;
  readonly left: Total;
  readonly right: Total;
  /** right − left. */
  readonly differenceFen: Fen;
}

export interface PlanComparison {
  readonly all: Comparison;
  readonly byRule: readonly Comparison[];
  readonly byPayeeClass: readonly Comparison[];
  readonly byDepartment: readonly Comparison[];
}

/** Two what-ifs side by side; keys in byte order, one missing on a side counts as nothing. */
export function comparePlans(left: WhatIf, right: WhatIf): PlanComparison {
  const sides = (a: ReadonlyMap<string, Total>, b: ReadonlyMap<string, Total>) =>
    [...new Set([...a.keys(), ...b.keys()])]
      .sort()
      .map((key) => compare(key, a.get(key) ?? emptyTotal(), b.get(key) ?? emptyTotal()));
  return {
    all: compare('all', left.all, right.all),
    byRule: sides(left.byRule, right.byRule),
    byPayeeClass: sides(left.byPayeeClass, right.byPayeeClass),
    byDepartment: sides(left.byDepartment, right.byDepartment),
  };
}

function compare(key: string, left: Total, right: Total): Comparison {
  return { key, left, right, differenceFen: (right.amountFen - left.amountFen) as Fen };
}

interface OpenTotal {
  lines: number;
  amountFen: Fen;
  payableFen: Fen;
  readonly byClearance: Record<Verdict, { lines: number; amountFen: Fen }>;
}

function emptyTotal(): OpenTotal {
  const none = () => ({ lines: 0, amountFen: 0 as Fen });
  return {
    lines: 0,
    amountFen: 0 as Fen,
    payableFen: 0 as Fen,
    byClearance: { allowed: none(), review: none(), prohibited: none() },
  };
}

function totalOf(totals: Map<string, OpenTotal>, key: string): OpenTotal {
  const known = totals.get(key);
  if (known) return known;
  const fresh = emptyTotal();
  totals.set(key, fresh);
  return fresh;
}

function add(total: OpenTotal, line: IncentiveLine): void {
  total.lines += 1;
  total.amountFen = (total.amountFen + line.amountFen) as Fen;
  total.payableFen = (total.payableFen + line.payableFen) as Fen;
  const verdict = total.byClearance[line.clearance];
  verdict.lines += 1;
  verdict.amountFen = (verdict.amountFen + line.amountFen) as Fen;
}
