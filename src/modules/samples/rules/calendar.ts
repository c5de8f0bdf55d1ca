import { addDays, addMonths, type Day, type Month } from '#kernel/day.ts';

/** Days of history a message may lie before the first day, and days a plan may lie after the last. */
const leadDays = 64;
const tailDays = 96;

/** First days of the Spring Festival; the hospital empties for a week around each. */
const springFestivals = [
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
  '2031-01-23',
];

const weekdayWeights = [0.66, 1.26, 1.12, 1.06, 1.02, 1.0, 0.84];
const monthWeights = [1.08, 0.94, 1.0, 0.98, 0.97, 0.96, 1.0, 0.98, 0.97, 1.0, 1.06, 1.12];

export const minutesOfDay = 1440;
const pad2 = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const clock = Array.from({ length: minutesOfDay }, (_, minute) => `${pad2[(minute / 60) | 0]}:${pad2[minute % 60]}`);

/** The three months of the sample; minutes are counted from the first midnight. */
export interface Calendar {
  readonly from: Day;
  readonly until: Day;
  /** Days from `from` to `until`, both included. */
  readonly days: number;
  readonly texts: readonly string[];
  readonly weekdays: readonly number[];
  readonly weights: readonly number[];
  /** Days since 1970-01-01 of the first day. */
  readonly epochDay: number;
  /** Parts of calendar months long enough to settle in: first day and length. */
  readonly sections: readonly { readonly firstDay: number; readonly days: number; readonly month: Month }[];
}

export function calendarUntil(until: Day): Calendar {
  const next = addDays(until, 1);
  const startMonth = addMonths(next.slice(0, 7) as Month, -3);
  const endOfStartMonth = addDays(`${addMonths(startMonth, 1)}-01` as Day, -1);
  const sameDate = `${startMonth}-${next.slice(8)}` as Day;
  const from = [sameDate, endOfStartMonth].sort()[0]!;
  const epochDay = Date.parse(`${from}T00:00:00Z`) / 86_400_000;
  const days = Date.parse(`${until}T00:00:00Z`) / 86_400_000 - epochDay + 1;
  const texts = Array.from({ length: leadDays + days + tailDays }, (_, index) => dateText(epochDay + index - leadDays));
  const weekdays = Array.from({ length: days + tailDays }, (_, index) => (epochDay + index + 4) % 7);
  const weights = weekdays.map((weekday, index) => weightOf(texts[index + leadDays] as Day, weekday));
  return { from, until, days, texts, weekdays, weights, epochDay, sections: sectionsOf(texts, days) };
}

function weightOf(day: Day, weekday: number): number {
  const date = day.slice(5);
  const holiday =
    (date >= '10-01' && date <= '10-07') || (date >= '05-01' && date <= '05-05') || date === '01-01'
      ? 0.62
      : springFestivals.some((first) => day >= addDays(first as Day, -2) && day <= addDays(first as Day, 6))
        ? 0.4
        : 1;
  return weekdayWeights[weekday]! * monthWeights[Number(day.slice(5, 7)) - 1]! * holiday;
}

function sectionsOf(texts: readonly string[], days: number): Calendar['sections'] {
  const sections: { firstDay: number; days: number; month: Month }[] = [];
  for (let day = 0; day < days; day++) {
    const month = texts[day + leadDays]!.slice(0, 7) as Month;
    const open = sections.at(-1);
    if (open?.month === month) open.days++;
    else sections.push({ firstDay: day, days: 1, month });
  }
  return sections.filter((section) => section.days >= 14);
}

/** `YYYY-MM-DD` of a day number; the civil calendar by integer arithmetic (faster than Date for millions of rows). */
export function dateText(epochDay: number): string {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0));
  const shiftedMonth = ((5 * dayOfYear + 2) / 153) | 0;
  const day = dayOfYear - (((153 * shiftedMonth + 2) / 5) | 0) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}-${pad2[month]}-${pad2[day]}`;
}

export function dayIndexText(calendar: Calendar, day: number): string {
  return calendar.texts[day + leadDays]!;
}

/** `YYYY-MM-DD HH:mm`, hospital-local. */
export function minuteText(calendar: Calendar, minute: number): string {
  const day = Math.floor(minute / minutesOfDay);
  return `${calendar.texts[day + leadDays]} ${clock[minute - day * minutesOfDay]}`;
}

/** `YYYY-MM-DD HH:mm:ss`, hospital-local. */
export function secondText(calendar: Calendar, second: number): string {
  const minute = Math.floor(second / 60);
  return `${minuteText(calendar, minute)}:${pad2[second - minute * 60]}`;
}

/** `yymmdd` of a day index, for numbers that carry their day. */
export function compactDay(calendar: Calendar, day: number): string {
  const text = calendar.texts[day + leadDays]!;
  return text.slice(2, 4) + text.slice(5, 7) + text.slice(8);
}
