import { addDays, type Day } from '#kernel/day.ts';

/** Days before the last day on which a contract is brought to mind. */
export const reminderDays = [60, 30, 7] as const;
export type ReminderDays = (typeof reminderDays)[number];

export type ContractState = 'draft' | 'future' | 'in_force' | 'ending' | 'expired' | 'terminated';

interface Term {
  readonly status: 'draft' | 'signed' | 'terminated';
  readonly startsOn: Day;
  readonly endsOn: Day;
}

/** How a contract stands today; `ending` from 60 days before its last day. */
export function contractState(contract: Term, today: Day): ContractState {
  if (contract.status !== 'signed') return contract.status;
  if (contract.endsOn < today) return 'expired';
  if (contract.startsOn > today) return 'future';
  return contract.endsOn <= addDays(today, reminderDays[0]) ? 'ending' : 'in_force';
}

/** A signed contract that holds on a day, its first and its last included. */
export function isInForce(contract: Term, on: Day): boolean {
  return contract.status === 'signed' && contract.startsOn <= on && on <= contract.endsOn;
}

/** Whole days from today to the contract's last day; negative when it is over. */
export function daysLeft(endsOn: Day, today: Day): number {
  return Math.round((Date.parse(endsOn) - Date.parse(today)) / 86_400_000);
}

/**
 * The one reminder to be given now: the nearest that has come due and was not given. After days without a run nobody is told of 60, 30 and 7
 * at once. Null: nothing to say, because it is early, over, renewed, or said.
 */
export function reminderDue(
  contract: Term & { readonly isRenewed: boolean },
  today: Day,
  given: readonly number[],
): ReminderDays | null {
  if (contract.status !== 'signed' || contract.isRenewed) return null;
  const left = daysLeft(contract.endsOn, today);
  if (left < 0) return null;
  const due = reminderDays.filter((days) => left <= days).at(-1);
  return due === undefined || given.some((days) => days <= due) ? null : due;
}

/** The term that goes on where a contract ends, as long as it was: a year stays a year, leap day or not. */
export function renewalTerm(startsOn: Day, endsOn: Day): { startsOn: Day; endsOn: Day } {
  const next = addDays(endsOn, 1);
  const months = wholeMonths(startsOn, next);
  if (months === null) return { startsOn: next, endsOn: addDays(next, daysLeft(endsOn, startsOn)) };
  return { startsOn: next, endsOn: addDays(addMonthsToDay(next, months), -1) };
}

function wholeMonths(from: Day, until: Day): number | null {
  const [fromYear, fromMonth, fromDay] = from.split('-').map(Number) as [number, number, number];
  const [year, month, day] = until.split('-').map(Number) as [number, number, number];
  const months = (year - fromYear) * 12 + month - fromMonth;
  return day === fromDay && months > 0 ? months : null;
}

function addMonthsToDay(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10) as Day;
}
