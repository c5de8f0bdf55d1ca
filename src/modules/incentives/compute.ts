import { type Month, monthBounds } from '#kernel/day.ts';
import { hasMonthlyLimits, type PlanDocument } from '#kernel/rule-engine/index.ts';
import type { PolicyPack } from '#modules/policy/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { compileIncentivePlan, decideLines, type IncentiveLine, isDue, lineMaker } from './rules/decide-lines.ts';
import type { EpisodeFacts } from './rules/episode-facts.ts';
import { readDueEpisodes } from './store/episode-facts.ts';

/** A decided line, what it is for, and whether an open dispute of its episode holds it. */
export interface ComputedLine extends IncentiveLine {
  readonly isHeld: boolean;
  readonly trigger: string;
}

export interface Computation {
  /** As in force, with approvals as dated rules (`effectiveDocument`). */
  readonly plan: PlanDocument;
  readonly pack: PolicyPack;
  readonly month: Month;
  readonly hospital: HospitalBasis;
}

/** What of the hospital a computation depends on. */
export interface HospitalBasis {
  readonly divisionCode: string;
  readonly timeZone: string;
}

/**
 * Computes a month's lines from the present data, batch by batch, in byte order of the episodes; writes nothing. A plan with limits per
 * payee and month must see all its lines at once and comes as one batch. With `department`, only that department's lines.
 */
export async function* computeLines(
  tx: Tx,
  computation: Computation,
  department?: string,
): AsyncGenerator<ComputedLine[]> {
  const { plan, pack, month, hospital } = computation;
  if (hasMonthlyLimits(plan)) {
    const lines = await computeTogether(tx, computation);
    yield department === undefined ? lines : lines.filter((line) => line.department === department);
    return;
  }
  const compiled = compileIncentivePlan(plan, hospital.divisionCode);
  const bounds = monthBounds(month, hospital.timeZone);
  const toLine = lineMaker(plan, pack, month);
  const triggers = triggersOf(plan);
  for await (const batch of readDueEpisodes(tx, bounds, hospital.timeZone, department)) {
    const lines: ComputedLine[] = [];
    for (const { facts, isHeld } of batch) {
      if (!isDue(facts, bounds)) continue;
      for (const decided of compiled.decide(facts)) {
        const line = toLine(facts, decided);
        if (line) lines.push({ ...line, isHeld, trigger: triggers.get(line.ruleId)! });
      }
    }
    yield lines;
  }
}

/** Limits per payee and month run over all departments. */
async function computeTogether(tx: Tx, { plan, pack, month, hospital }: Computation): Promise<ComputedLine[]> {
  const episodes: EpisodeFacts[] = [];
  const held = new Set<string>();
  const bounds = monthBounds(month, hospital.timeZone);
  for await (const batch of readDueEpisodes(tx, bounds, hospital.timeZone)) {
    for (const { facts, isHeld } of batch) {
      episodes.push(facts);
      if (isHeld) held.add(facts.episodeNo);
    }
  }
  const compiled = compileIncentivePlan(plan, hospital.divisionCode);
  const triggers = triggersOf(plan);
  return decideLines({ plan: compiled, pack, episodes, month, timeZone: hospital.timeZone }).map((line) => ({
    ...line,
    isHeld: held.has(line.episodeNo),
    trigger: triggers.get(line.ruleId)!,
  }));
}

function triggersOf(plan: PlanDocument): ReadonlyMap<string, string> {
  return new Map(plan.rules.map((rule) => [rule.id, rule.trigger]));
}

/** What a line is about, the same in every run: a re-run replaces, a correction reverses by it. */
export function lineKey(line: IncentiveLine): string {
  return `${line.ruleId}|${line.episodeNo}|${line.chargeLineNo ?? ''}|${line.payeeClass}|${line.payeeNo}`;
}
