import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fault } from '#kernel/refusal.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import { checkIncentivePlan } from './rules/check-incentive-plan.ts';

export const bundledPlans = ['plan-a', 'plan-l'] as const;

/** A plan bundled with the program, checked. A broken one is a fault. */
export function readBundledPlan(id: (typeof bundledPlans)[number]): PlanDocument {
  const text = readFileSync(new URL(`plans/${id}.yaml`, import.meta.url), 'utf8');
  const { plan, findings } = checkIncentivePlan(parse(text));
  if (!plan || findings.length > 0) throw fault('bundled plan is broken', { id, findings });
  return plan;
}
