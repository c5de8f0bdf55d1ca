import { expect, test } from 'vitest';
import type { MonthlySummary } from '../../contract/summary.ts';
import { monthBeside, partsOf, wonPercent } from './summary-figures.ts';

function summary(hisAdmissions: number, isReconciled = true): MonthlySummary {
  const totals = {
    key: '',
    name: '',
    admissions: 10,
    won: 4,
    walkIn: 3,
    undetermined: 1,
    notCreditable: 2,
    chargesFen: null,
  };
  return {
    month: '2026-10',
    hospitalName: '示例医院',
    generatedAt: 0,
    totals,
    byDepartment: [],
    byIntroducer: [],
    byRep: [],
    byCounty: [],
    reconciliation: { hisAdmissions, byDepartment: [], isReconciled, differences: [], differencesCount: 0 },
  };
}

test('a month agrees with the HIS only when the parts add up and nothing else differs', () => {
  expect(partsOf(summary(10))).toEqual({ sum: 10, difference: 0, isEqual: true });
  expect(partsOf(summary(12))).toEqual({ sum: 10, difference: 2, isEqual: false });
  expect(partsOf(summary(10, false)).isEqual).toBe(false);
});

test('the share of referrals is not told where nobody was admitted', () => {
  expect(wonPercent({ won: 1, admissions: 3 })).toBe(33);
  expect(wonPercent({ won: 0, admissions: 0 })).toBeNull();
});

test.each([
  ['2026-01', -1, '2025-12'],
  ['2026-12', 1, '2027-01'],
  ['2026-10', 1, '2026-11'],
] as const)('beside %s (%i) lies %s', (month, step, beside) => {
  expect(monthBeside(month, step)).toBe(beside);
});
