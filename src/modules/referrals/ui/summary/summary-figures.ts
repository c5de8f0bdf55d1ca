import type { MonthlySummary, SummaryGroup } from '../../contract/summary.ts';

/** The parts of a month beside the HIS count: they must add up to it. */
export function partsOf(summary: MonthlySummary): { sum: number; difference: number; isEqual: boolean } {
  const { won, walkIn, undetermined, notCreditable } = summary.totals;
  const sum = won + walkIn + undetermined + notCreditable;
  const difference = summary.reconciliation.hisAdmissions - sum;
  return { sum, difference, isEqual: difference === 0 && summary.reconciliation.isReconciled };
}

/** Share of the admissions that came by referral, in whole percent; null without admissions. */
export function wonPercent(group: Pick<SummaryGroup, 'won' | 'admissions'>): number | null {
  return group.admissions === 0 ? null : Math.round((group.won / group.admissions) * 100);
}

/** The month before or after, `YYYY-MM`. */
export function monthBeside(month: string, step: 1 | -1): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const index = year * 12 + number - 1 + step;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
