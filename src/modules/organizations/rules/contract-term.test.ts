import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { contractState, isInForce, reminderDue, renewalTerm } from './contract-term.ts';

const day = (text: string) => text as Day;
const today = day('2026-10-15');
const term = (startsOn: string, endsOn: string, status: 'draft' | 'signed' | 'terminated' = 'signed') => ({
  startsOn: day(startsOn),
  endsOn: day(endsOn),
  status,
  isRenewed: false,
});

test.each([
  ['2026-01-01', '2027-06-30', 'signed', 'in_force'],
  ['2026-01-01', '2026-12-14', 'signed', 'ending'],
  ['2026-01-01', '2026-12-15', 'signed', 'in_force'],
  ['2026-01-01', '2026-10-15', 'signed', 'ending'],
  ['2026-01-01', '2026-10-14', 'signed', 'expired'],
  ['2026-10-16', '2027-10-15', 'signed', 'future'],
  ['2026-01-01', '2027-06-30', 'draft', 'draft'],
  ['2026-01-01', '2026-10-01', 'terminated', 'terminated'],
] as const)('a contract from %s until %s, %s, is %s', (startsOn, endsOn, status, state) => {
  expect(contractState(term(startsOn, endsOn, status), today)).toBe(state);
  expect(isInForce(term(startsOn, endsOn, status), today)).toBe(state === 'in_force' || state === 'ending');
});

test.each([
  ['2026-12-15', [], null],
  ['2026-12-14', [], 60],
  ['2026-12-14', [60], null],
  ['2026-11-14', [60], 30],
  ['2026-11-14', [], 30],
  ['2026-10-22', [60, 30], 7],
  ['2026-10-22', [60, 30, 7], null],
  ['2026-10-15', [], 7],
  ['2026-10-14', [], null],
] as const)('ending %s with %j given: %s', (endsOn, given, due) => {
  expect(reminderDue(term('2026-01-01', endsOn), today, given)).toBe(due);
});

test('a draft, a terminated and a renewed contract remind nobody', () => {
  expect(reminderDue(term('2026-01-01', '2026-10-20', 'draft'), today, [])).toBeNull();
  expect(reminderDue(term('2026-01-01', '2026-10-20', 'terminated'), today, [])).toBeNull();
  expect(reminderDue({ ...term('2026-01-01', '2026-10-20'), isRenewed: true }, today, [])).toBeNull();
});

test.each([
  ['2026-01-01', '2026-12-31', '2027-01-01', '2027-12-31'],
  ['2023-03-01', '2024-02-29', '2024-03-01', '2025-02-28'],
  ['2026-10-15', '2027-01-14', '2027-01-15', '2027-04-14'],
  ['2026-10-01', '2026-10-10', '2026-10-11', '2026-10-20'],
])('%s to %s is renewed from %s until %s', (startsOn, endsOn, nextStart, nextEnd) => {
  expect(renewalTerm(day(startsOn), day(endsOn))).toEqual({ startsOn: nextStart, endsOn: nextEnd });
});
