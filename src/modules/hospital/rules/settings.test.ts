import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { valueOn } from './settings.ts';

const stored = [
  { effectiveFrom: '2026-03-01' as Day, value: 20 },
  { effectiveFrom: '2026-01-01' as Day, value: 45 },
];

test.each([
  ['2025-12-31', 30],
  ['2026-01-01', 45],
  ['2026-02-28', 45],
  ['2026-03-01', 20],
  ['2027-01-01', 20],
])('on %s the window is %i days', (on, days) => {
  expect(valueOn('referrals.window-days', stored, on as Day)).toBe(days);
});
