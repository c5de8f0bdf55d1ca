import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { type Stage, stages } from '../contract/common.ts';
import { mayMove, movesFrom, needsReason, nextStepState } from './pipeline.ts';

const facts = { reason: '说明', hasContract: true };

test.each([
  ['lead', 'visited', null],
  ['lead', 'contract', 'organizations.stage-not-reachable'],
  ['lead', 'lead', 'organizations.stage-not-reachable'],
  ['visited', 'contract', null],
  ['proposal', 'contract', null],
  ['proposal', 'active', 'organizations.stage-not-reachable'],
  ['contract', 'active', null],
  ['active', 'renewal', null],
  ['active', 'lead', 'organizations.stage-not-reachable'],
  ['renewal', 'active', null],
  ['renewal', 'lost', null],
  ['lost', 'visited', null],
  ['lost', 'active', 'organizations.stage-not-reachable'],
] as const)('from %s to %s: %s', (from, to, code) => {
  expect(mayMove({ ...facts, from, to })?.code ?? null).toBe(code);
});

test('active needs a contract in force, whichever way it is reached', () => {
  for (const from of ['contract', 'renewal'] as const)
    expect(mayMove({ ...facts, from, to: 'active', hasContract: false })).toMatchObject({
      code: 'organizations.stage-needs-contract',
    });
});

test('losing a unit, taking one up again and going back want a reason; going on does not', () => {
  const wanted = (from: Stage, to: Stage) => mayMove({ from, to, reason: null, hasContract: true })?.code;
  expect(wanted('visited', 'lost')).toBe('organizations.stage-needs-reason');
  expect(wanted('lost', 'lead')).toBe('organizations.stage-needs-reason');
  expect(wanted('proposal', 'visited')).toBe('organizations.stage-needs-reason');
  expect(wanted('renewal', 'proposal')).toBe('organizations.stage-needs-reason');
  expect(wanted('renewal', 'active')).toBeUndefined();
  expect(wanted('lead', 'visited')).toBeUndefined();
});

test('every stage can be left, and every stage can be reached', () => {
  for (const stage of stages) {
    expect(movesFrom[stage].length).toBeGreaterThan(0);
    expect(stages.some((from) => movesFrom[from].includes(stage))).toBe(true);
    for (const to of movesFrom[stage]) expect(typeof needsReason(stage, to)).toBe('boolean');
  }
});

test.each([
  ['lead', null, null, 'none'],
  ['lead', '回访', null, 'planned'],
  ['lead', '回访', '2026-10-16', 'planned'],
  ['lead', '回访', '2026-10-15', 'due'],
  ['lead', null, '2026-10-14', 'overdue'],
  ['lost', '回访', '2026-10-14', 'none'],
] as const)('the next step of a unit in %s (%s, %s) is %s', (stage, nextStep, nextStepOn, state) => {
  expect(nextStepState({ stage, nextStep, nextStepOn: nextStepOn as Day | null }, '2026-10-15' as Day)).toBe(state);
});
