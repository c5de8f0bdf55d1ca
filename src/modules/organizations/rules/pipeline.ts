import type { Day } from '#kernel/day.ts';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { Stage } from '../contract/common.ts';

/** Where a unit may go from each stage, the way forward first. */
export const movesFrom: Readonly<Record<Stage, readonly Stage[]>> = {
  lead: ['visited', 'lost'],
  visited: ['proposal', 'contract', 'lead', 'lost'],
  proposal: ['contract', 'visited', 'lost'],
  contract: ['active', 'proposal', 'lost'],
  active: ['renewal', 'lost'],
  renewal: ['active', 'proposal', 'lost'],
  lost: ['lead', 'visited'],
};

const order: readonly Stage[] = ['lead', 'visited', 'proposal', 'contract', 'active', 'renewal'];

/** Lost, and back: what somebody will ask about later. From renewal to active is no step back. */
export function needsReason(from: Stage, to: Stage): boolean {
  if (to === 'lost' || from === 'lost') return true;
  return order.indexOf(to) < order.indexOf(from) && !(from === 'renewal' && to === 'active');
}

export interface MoveFacts {
  readonly from: Stage;
  readonly to: Stage;
  readonly reason: string | null;
  /** A signed contract that holds today. */
  readonly hasContract: boolean;
}

/** Whether a unit may be moved; null: yes. `active` means a signed contract in force, not a hope. */
export function mayMove(facts: MoveFacts): Refusal | null {
  const { from, to } = facts;
  if (from === to || !movesFrom[from].includes(to)) return refuse('organizations.stage-not-reachable', { from, to });
  if (to === 'active' && !facts.hasContract) return refuse('organizations.stage-needs-contract');
  if (needsReason(from, to) && !facts.reason) return refuse('organizations.stage-needs-reason');
  return null;
}

export type NextStepState = 'none' | 'due' | 'overdue' | 'planned';

/** How the agreed next step stands; a lost unit has none to wait for. */
export function nextStepState(
  unit: { readonly stage: Stage; readonly nextStep: string | null; readonly nextStepOn: Day | null },
  today: Day,
): NextStepState {
  if (unit.stage === 'lost' || (!unit.nextStep && !unit.nextStepOn)) return 'none';
  if (unit.nextStepOn === null || unit.nextStepOn > today) return 'planned';
  return unit.nextStepOn === today ? 'due' : 'overdue';
}
