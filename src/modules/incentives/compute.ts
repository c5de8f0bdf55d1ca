import { type Month, monthBounds } from '#kernel/day.ts';
import { hasMonthlyLimits, type PlanDocument } from '#kernel/rule-engine/index.ts';
import type { PolicyPack } from '#modules/policy/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { compileIncentivePlan, decideLines, type IncentiveLine, isDue, lineMaker } from './rules/decide-lines.ts';
import type { EpisodeFacts } from './rules/episode-facts.ts';
import { readDueEpisodes } from './store/episode-facts.ts';

/** A decided line, and whether an open dispute of its episode holds it. */
export interface ComputedLine extends IncentiveLine {
  readonly isHeld: boolean;
}

export interface Computation {
  readonly plan: PlanDocument;
  readonly pack: PolicyPack;
  readonly month: Month;
  readonly hospital: { readonly divisionCode: string; readonly timeZone: string };
}

/**
 * Computes a month's lines from the present data, batch by batch, in byte order of the episodes; writes nothing. A plan with limits per
 * payee and month must see all its lines at once and comes as one batch.
 */
export async function* computeLines(tx: Tx, computation: Computation): AsyncGenerator<ComputedLine[]> {
  const { plan, pack, month, hospital } = computation;
  const compiled = compileIncentivePlan(plan, hospital.divisionCode);
  const bounds = monthBounds(month, hospital.timeZone);
  if (hasMonthlyLimits(plan)) {
    const episodes: EpisodeFacts[] = [];
    const held = new Set<string>();
    for await (const batch of readDueEpisodes(tx, bounds, hospital.timeZone)) {
      for (const { facts, isHeld } of batch) {
        episodes.push(facts);
        if (isHeld) held.add(facts.episodeNo);
      }
    }
    const lines = decideLines({ plan: compiled, pack, episodes, month, timeZone: hospital.timeZone });
    yield lines.map((line) => ({ ...line, isHeld: held.has(line.episodeNo) }));
    return;
  }
  const toLine = lineMaker(plan, pack, month);
  for await (const batch of readDueEpisodes(tx, bounds, hospital.timeZone)) {
    const lines: ComputedLine[] = [];
    for (const { facts, isHeld } of batch) {
      if (!isDue(facts, bounds)) continue;
      for (const decided of compiled.decide(facts)) {
        const line = toLine(facts, decided);
        if (line) lines.push({ ...line, isHeld });
      }
    }
    yield lines;
  }
}

/** What a line is about, the same in every run: a re-run replaces, a correction reverses by it. */
export function lineKey(line: IncentiveLine): string {
  return [line.ruleId, line.episodeNo, line.chargeLineNo ?? '', line.payeeClass, line.payeeNo].join('|');
}
