/** A calendar day of the hospital, `YYYY-MM-DD`. */
export type Day = string & { readonly kind: 'day' };
/** A calendar month of the hospital, `YYYY-MM`. */
export type Month = string & { readonly kind: 'month' };
/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly unit: 'ms since epoch' };

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export function isRealDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  return isRealDate(Number(match[1]), Number(match[2]), Number(match[3])) ? (text as Day) : null;
}

export function parseMonth(text: string): Month | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? (text as Month) : null;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10) as Day;
}

export function addMonths(month: Month, months: number): Month {
  const [year, index] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, index - 1 + months, 1)).toISOString().slice(0, 7) as Month;
}

const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** The zone's offset from UTC at an instant, in ms. */
function offsetMs(at: number, timeZone: string): number {
  // China has had one constant offset since 1992; going through Intl for each of a million rows would be the slowest part of an import.
  if (timeZone === 'Asia/Shanghai' && at >= 694_224_000_000) return 8 * hourMs;
  let format = offsetFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    offsetFormats.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const local = Date.UTC(
    part['year']!,
    part['month']! - 1,
    part['day']!,
    part['hour']!,
    part['minute']!,
    part['second']!,
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** The instant a wall clock in the zone shows the given date and time; in a skipped hour, the instant after the jump. */
export function instantOfLocal(localMs: number, timeZone: string): Instant {
  const guess = localMs - offsetMs(localMs, timeZone);
  return (localMs - offsetMs(guess, timeZone)) as Instant;
}

/** Milliseconds since the epoch *as the wall clock reads*: only for cutting out date parts. */
export function localMs(at: Instant, timeZone: string): number {
  return at + offsetMs(at, timeZone);
}

export function dayOf(at: Instant, timeZone: string): Day {
  return new Date(localMs(at, timeZone)).toISOString().slice(0, 10) as Day;
}

export function monthOf(at: Instant, timeZone: string): Month {
  return new Date(localMs(at, timeZone)).toISOString().slice(0, 7) as Month;
}

/** First instant of the month and of the next one: `from <= t < until`. */
export function monthBounds(month: Month, timeZone: string): { from: Instant; until: Instant } {
  return {
    from: instantOfLocal(Date.parse(`${month}-01T00:00:00Z`), timeZone),
    until: instantOfLocal(Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`), timeZone),
  };
}

/** Completed years between a birth date and a day. A person born on 29 February completes a year on 1 March of common years. */
export function completedYears(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
