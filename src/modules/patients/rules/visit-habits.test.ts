import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type Visit, visitHabits } from './visit-habits.ts';

const today = '2026-10-15' as Day;
const visit = (day: string, more: Partial<Visit> = {}): Visit => ({
  day: day as Day,
  kind: 'outpatient',
  department: '心内科',
  paymentKind: 'insured',
  spentFen: 10_000 as Fen,
  ...more,
});

test('visits a few days apart are one coming', () => {
  expect(visitHabits([visit('2026-03-01'), visit('2026-03-04'), visit('2026-03-09')], today).comings).toBe(1);
  expect(visitHabits([visit('2026-03-09'), visit('2026-03-01')], today).comings).toBe(2);
});

test('the cycle is the median gap, and a person half a cycle late is overdue', () => {
  const habits = visitHabits(
    ['2026-01-01', '2026-02-01', '2026-03-01', '2026-07-01'].map((day) => visit(day)),
    today,
  );
  expect(habits).toMatchObject({ comings: 4, cycleDays: 31, nextExpectedOn: '2026-08-01', isOverdue: true });
  const regular = visitHabits(
    ['2026-08-01', '2026-09-01', '2026-10-01'].map((day) => visit(day)),
    today,
  );
  expect(regular).toMatchObject({ cycleDays: 31, nextExpectedOn: '2026-11-01', isOverdue: false });
});

test('too few visits tell no cycle', () => {
  expect(visitHabits([visit('2026-01-01'), visit('2026-03-01')], today)).toMatchObject({
    cycleDays: null,
    isOverdue: false,
  });
  expect(visitHabits([], today)).toMatchObject({ comings: 0, usualDepartment: null, perComingFen: null, spentFen: 0 });
});

test('habit and spend are what the visits show', () => {
  const habits = visitHabits(
    [visit('2025-01-01', { department: '骨科' }), visit('2026-03-01'), visit('2026-05-01', { spentFen: null })],
    today,
  );
  expect(habits).toMatchObject({
    usualDepartment: '心内科',
    usualPayment: 'insured',
    spentFen: 20_000,
    spentLastYearFen: 10_000,
    perComingFen: 6_667,
  });
});
