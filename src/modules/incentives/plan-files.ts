import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fault } from '#kernel/refusal.ts';
import { checkPlan, type PlanDocument } from '#kernel/rule-engine/index.ts';
import { episodeVocabulary } from './rules/episode-vocabulary.ts';

export const bundledPlans = ['plan-a', 'plan-l'] as const;

/** A plan bundled with the program, checked. A broken one is a fault. */
export function readBundledPlan(id: (typeof bundledPlans)[number]): PlanDocument {
  const text = readFileSync(new URL(`plans/${id}.yaml`, import.meta.url), 'utf8');
  // Divisions do not matter for the checks.
  const { plan, findings } = checkPlan(parse(text), episodeVocabulary(''));
  if (!plan || findings.length > 0) throw fault('bundled plan is broken', { id, findings });
  return plan;
}
