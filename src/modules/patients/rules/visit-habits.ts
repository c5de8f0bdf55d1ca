import { type Day, dayMs } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';

export interface Visit {
  readonly day: Day;
  readonly kind: string;
  readonly department: string | null;
  readonly paymentKind: string | null;
  readonly spentFen: Fen | null;
}

/** How a person uses the hospital, computed from visits, never typed. Null: too few visits to tell. */
export interface VisitHabits {
  readonly comings: number;
  /** Median of the days between comings; at least three comings are needed. */
  readonly cycleDays: number | null;
  readonly nextExpectedOn: Day | null;
  /** Half a cycle past the expected day. */
  readonly isOverdue: boolean;
  readonly usualKind: string | null;
  readonly usualDepartment: string | null;
  readonly usualPayment: string | null;
  readonly spentFen: Fen;
  readonly spentLastYearFen: Fen;
  readonly perComingFen: Fen | null;
}

/** Days within which visits belong to one coming: an admission with what led to it and what follows. */
export const sameComingDays = 7;

export function visitHabits(visits: readonly Visit[], today: Day): VisitHabits {
  const ordered = [...visits].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  const comings = comingsOf(ordered);
  const gaps = comings.slice(1).map((day, index) => daysBetween(comings[index]!, day));
  const cycleDays = comings.length >= 3 ? median(gaps) : null;
  const last = comings.at(-1);
  const nextExpectedOn = cycleDays !== null && last ? dayAfter(last, cycleDays) : null;
  const spent = sum(ordered);
  return {
    comings: comings.length,
    cycleDays,
    nextExpectedOn,
    isOverdue: cycleDays !== null && last !== undefined && daysBetween(last, today) > cycleDays * 1.5,
    usualKind: commonest(ordered.map((visit) => visit.kind)),
    usualDepartment: commonest(ordered.map((visit) => visit.department)),
    usualPayment: commonest(ordered.map((visit) => visit.paymentKind)),
    spentFen: spent,
    spentLastYearFen: sum(ordered.filter((visit) => daysBetween(visit.day, today) <= 365)),
    perComingFen: comings.length > 0 && spent !== 0 ? (Math.round(spent / comings.length) as Fen) : null,
  };
}

function comingsOf(ordered: readonly Visit[]): Day[] {
  const comings: Day[] = [];
  let latest: Day | null = null;
  for (const { day } of ordered) {
    if (latest === null || daysBetween(latest, day) > sameComingDays) comings.push(day);
    latest = day;
  }
  return comings;
}

function daysBetween(from: Day, until: Day): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / dayMs);
}

function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10) as Day;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}

function commonest(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return best?.[0] ?? null;
}

function sum(visits: readonly Visit[]): Fen {
  return visits.reduce((total, { spentFen }) => total + (spentFen ?? 0), 0) as Fen;
}
