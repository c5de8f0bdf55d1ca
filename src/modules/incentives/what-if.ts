import { addMonths, type Month } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { PolicyPack } from '#modules/policy/index.ts';
import type { Scope, Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import { alternativeFor, citationTexts } from './citations.ts';
import { type ComputedLine, computeLines, type HospitalBasis } from './compute.ts';
import type { TotalInfo } from './contract/common.ts';
import type { WhatIfResult, WhatIfTotals } from './contract/what-if.ts';
import { currentPack } from './current-pack.ts';
import { effectiveDocument } from './effective-plan.ts';
import { explain } from './line-view.ts';
import { checkIncentivePlan } from './rules/check-incentive-plan.ts';
import { type RunProgress, readHospitalBasis } from './run-settlement.ts';
import { countDueEpisodes } from './store/episode-facts.ts';
import { readPlanVersion } from './store/plans.ts';

export interface WhatIfRequest {
  readonly left: { readonly planId: string; readonly version: number };
  readonly right: { readonly planId: string; readonly version: number } | null;
  readonly fromMonth: Month;
  readonly untilMonth: Month;
}

const monthsMax = 24;

export function monthsOf(request: WhatIfRequest): Month[] | Refusal {
  const months: Month[] = [];
  for (let month = request.fromMonth; month <= request.untilMonth; month = addMonths(month, 1)) {
    months.push(month);
    if (months.length > monthsMax) return refuse('incentives.too-many-months', { months: monthsMax });
  }
  return months;
}

/** What one plan, or two side by side, would pay in past months. Reads only: any plan that compiles, also one that may never be activated. */
export async function computeWhatIf(
  tools: Tools,
  scope: Scope,
  request: WhatIfRequest,
  progress: RunProgress = () => undefined,
): Promise<WhatIfResult | Refusal> {
  const months = monthsOf(request);
  if ('refused' in months) return months;
  return tools.db.read(scope, async (tx) => {
    const hospital = await readHospitalBasis(tx);
    const around = { tx, hospital, months, pack: currentPack(tools.config.projectDir), progress };
    const left = await computeSide(around, request.left);
    if ('refused' in left) return left;
    const right = request.right ? await computeSide(around, request.right) : null;
    if (right && 'refused' in right) return right;
    return {
      fromMonth: request.fromMonth,
      untilMonth: request.untilMonth,
      episodesCount: await countDueEpisodes(tx, months, hospital.timeZone),
      left,
      right,
      comparison: right && compare(left, right),
    };
  });
}

interface Around {
  readonly tx: Tx;
  readonly hospital: HospitalBasis;
  readonly months: readonly Month[];
  readonly pack: PolicyPack;
  readonly progress: RunProgress;
}

async function computeSide(
  around: Around,
  choice: { readonly planId: string; readonly version: number },
): Promise<WhatIfTotals | Refusal> {
  const { tx, hospital, months, pack } = around;
  const plan = await readPlanVersion(tx, choice.planId, choice.version);
  if (!plan) return refuse('incentives.plan-not-found', { plan: choice.planId });
  const unusable = checkIncentivePlan(plan.document).findings.filter(
    (found) => found.code === 'reference' || found.code === 'schema' || found.code === 'too-complicated',
  );
  if (unusable.length > 0)
    return refuse('incentives.plan-findings', {
      plan: choice.planId,
      findings: unusable.length,
      first: unusable[0]!.words.zh,
    });
  const span = { from: months[0]!, until: months.at(-1)! };
  const document = await effectiveDocument(tx, plan.document, span, hospital);
  const sums = new Sums();
  let done = 0;
  for (const month of months)
    for await (const batch of computeLines(tx, { plan: document, pack, month, hospital })) {
      for (const line of batch) sums.add(line);
      done += batch.length;
      await around.progress(done);
    }
  return sums.totals(document, choice, pack);
}

interface Exposure {
  largest: ComputedLine;
  lines: number;
  amountFen: number;
  readonly citations: Set<string>;
  readonly payees: Set<string>;
}

/** Sums of lines as they stream by. */
class Sums {
  readonly #all = noTotal();
  readonly #by = { rule: new Map(), payee: new Map(), department: new Map(), month: new Map() } as Record<
    'rule' | 'payee' | 'department' | 'month',
    Map<string, TotalInfo>
  >;
  readonly #exposure = new Map<string, Exposure>();

  add(line: ComputedLine): void {
    addTo(this.#all, line);
    addTo(totalOf(this.#by.rule, line.ruleId), line);
    addTo(totalOf(this.#by.payee, line.payeeClass), line);
    addTo(totalOf(this.#by.department, line.department), line);
    addTo(totalOf(this.#by.month, line.period), line);
    if (line.clearance !== 'prohibited') return;
    const found = this.#exposure.get(line.ruleId);
    const exposure = found ?? { largest: line, lines: 0, amountFen: 0, citations: new Set(), payees: new Set() };
    if (!found) this.#exposure.set(line.ruleId, exposure);
    exposure.lines += 1;
    if (line.amountFen > exposure.largest.amountFen) exposure.largest = line;
    exposure.amountFen += line.amountFen;
    exposure.citations.add(line.citation);
    exposure.payees.add(line.payeeClass);
  }

  totals(document: PlanDocument, choice: { planId: string; version: number }, pack: PolicyPack): WhatIfTotals {
    const rules = new Map(document.rules.map((rule) => [rule.id, rule]));
    const keyed = (map: Map<string, TotalInfo>) =>
      [...map]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, total]) => ({ key, title: rules.get(key)?.title ?? null, ...total }));
    return {
      ...choice,
      title: document.title,
      all: this.#all,
      byRule: keyed(this.#by.rule),
      byPayeeKind: keyed(this.#by.payee),
      byDepartment: keyed(this.#by.department),
      byMonth: keyed(this.#by.month),
      exposure: [...this.#exposure].map(([ruleId, exposure]) => {
        const rule = rules.get(ruleId)!;
        const citations = citationTexts(pack, [...exposure.citations].join('+'));
        return {
          ruleId,
          title: rule.title,
          lines: exposure.lines,
          amountFen: exposure.amountFen,
          citations,
          alternatives: [...exposure.payees].map((payee) => alternativeFor(pack, payee, rule.trigger)),
          words: exposureWords(
            exposure.amountFen,
            citations.map(({ id }) => id),
          ),
          largest: explained(document, exposure.largest, pack),
        };
      }),
    };
  }
}

function explained(document: PlanDocument, line: ComputedLine, pack: PolicyPack) {
  const { episodeNo, department, amountFen, trace } = line;
  return {
    episodeNo,
    department,
    amountFen: amountFen as number,
    trace: { zh: explain(document, trace, 'zh'), en: explain(document, trace, 'en') },
    citations: citationTexts(pack, line.citation),
  };
}

function exposureWords(amountFen: number, ids: readonly string[]): { zh: string; en: string } {
  const yuan = (amountFen / 100).toFixed(2);
  return {
    zh: `本方案将违法支付 ¥${yuan}，依据 ${ids.join('、')}`,
    en: `this plan would pay ¥${yuan} unlawfully, under ${ids.join(', ')}`,
  };
}

function noTotal(): TotalInfo {
  return { lines: 0, amountFen: 0, payableFen: 0, allowedFen: 0, reviewFen: 0, prohibitedFen: 0 };
}

function totalOf(totals: Map<string, TotalInfo>, key: string): TotalInfo {
  const known = totals.get(key);
  if (known) return known;
  const fresh = noTotal();
  totals.set(key, fresh);
  return fresh;
}

const fieldOf = { allowed: 'allowedFen', review: 'reviewFen', prohibited: 'prohibitedFen' } as const;

function addTo(total: TotalInfo, line: ComputedLine): void {
  total.lines += 1;
  total.amountFen += line.amountFen;
  total.payableFen += line.isHeld ? 0 : line.payableFen;
  total[fieldOf[line.clearance]] += line.amountFen;
}

function compare(left: WhatIfTotals, right: WhatIfTotals): NonNullable<WhatIfResult['comparison']> {
  const one = (key: string, leftFen: number, rightFen: number) => ({
    key,
    leftFen,
    rightFen,
    differenceFen: (rightFen - leftFen) as Fen as number,
  });
  const sides = (a: WhatIfTotals['byRule'], b: WhatIfTotals['byRule']) => {
    const amount = (list: WhatIfTotals['byRule'], key: string) =>
      list.find((entry) => entry.key === key)?.amountFen ?? 0;
    const keys = [...new Set([...a, ...b].map((entry) => entry.key))].sort();
    return keys.map((key) => one(key, amount(a, key), amount(b, key)));
  };
  return {
    all: one('all', left.all.amountFen, right.all.amountFen),
    byRule: sides(left.byRule, right.byRule),
    byPayeeKind: sides(left.byPayeeKind, right.byPayeeKind),
    byDepartment: sides(left.byDepartment, right.byDepartment),
  };
}
