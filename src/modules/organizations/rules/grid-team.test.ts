import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { missingRoles, termState } from './grid-team.ts';

test('a team wants a doctor, a nurse and a community worker', () => {
  expect(missingRoles({ doctorName: '甲', nurseName: '乙', workerName: '丙' })).toEqual([]);
  expect(missingRoles({ doctorName: '甲', nurseName: null, workerName: '' })).toEqual(['nurse', 'worker']);
});

test.each([
  [null, null, 'unknown'],
  ['2026-01-01', '2026-12-31', 'running'],
  ['2026-01-01', '2026-11-14', 'ending'],
  ['2026-01-01', '2026-10-15', 'ending'],
  ['2025-01-01', '2026-10-14', 'over'],
  ['2026-10-16', '2027-10-15', 'future'],
] as const)('a term from %s until %s is %s', (termFrom, termUntil, state) => {
  expect(termState({ termFrom: termFrom as Day | null, termUntil: termUntil as Day | null }, '2026-10-15' as Day)).toBe(
    state,
  );
});
