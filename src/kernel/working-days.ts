// The data only: the library's own functions reckon in the zone of the process and err by a day west of Greenwich.
import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, type Day, dayOf, type Instant, instantOfLocal } from './day.ts';

/**
 * Deadlines in working days, e.g. the two working days in which the information officer prepares a dispute.
 *
 * A working day is what the State Council's yearly notice says: weekends and holidays are free, the Saturdays and Sundays
 * exchanged for them (调休) are worked. For a year whose notice is not yet known, weekends and the holidays of fixed date
 * are free: a deadline may then fall a little early around Spring Festival, never get lost.
 */

/**
 * The first instant after the last working day: overdue means `now >= deadline`. The day of `from` is not counted, whatever
 * the hour; what arrives on a holiday starts counting on the next working day.
 * `workingDays` ≥ 1.
 */
export function deadlineAfter(from: Instant, workingDays: number, timeZone: string): Instant {
  if (!Number.isInteger(workingDays) || workingDays < 1 || workingDays > workingDaysMax) {
    throw new RangeError('a deadline is 1 to 100 whole working days');
  }
  let day = dayOf(from, timeZone);
  for (let counted = 0; counted < workingDays; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) counted++;
  }
  return instantOfLocal(Date.parse(`${addDays(day, 1)}T00:00:00Z`), timeZone);
}

const workingDaysMax = 100;

export function isWorkingDay(day: Day): boolean {
  if (Object.hasOwn(notices.workdays, day)) return true;
  if (Object.hasOwn(notices.holidays, day)) return false;
  if (!knownYears.has(day.slice(0, 4)) && fixedHolidays.has(day.slice(5))) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

const knownYears = new Set(Object.keys(notices.holidays).map((day) => day.slice(0, 4)));

/** New Year, Labour Day (two days since 2025), National Day. */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
