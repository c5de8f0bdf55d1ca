import { type Day, type Instant, instantOfLocal, localMs } from '#kernel/day.ts';
import type { RowProblemCode } from './rows.ts';

export type DateProblem = Extract<RowProblemCode, `row.date-${string}`>;

const dayMs = 86_400_000;
const yearMin = 1900;
const yearMax = 2100;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** What HIS programs write for "no date". */
const placeholders = new Set(['0001-01-01', '1753-01-01', '1899-12-30', '1899-12-31', '1900-01-01', '9999-12-31']);

/**
 * A moment as exports write it, in the hospital's wall-clock time unless the text carries an offset. Accepted: `2026-10-03 09:30[:15]`,
 * `2026/10/3`, `2026.10.3`, `20261003[0930[15]]`, `2026年10月3日 上午9点30分`, ISO 8601 with offset, spreadsheet serials. A two-digit year
 * or a day/month/year order is ambiguous and refused. `row.date-placeholder` means "no date" was written as a date.
 */
export function parseMoment(text: string, timeZone: string): Instant | DateProblem {
  const local = parseLocal(text);
  if (typeof local === 'string') return local;
  if (local.offsetMs !== null) return (local.localMs - local.offsetMs) as Instant;
  return instantOfLocal(local.localMs, timeZone);
}

/** A calendar day; a time beside it is dropped, an offset is honoured first (`…T16:00Z` is the next day in China). */
export function parseDayText(text: string, timeZone: string): Day | DateProblem {
  const local = parseLocal(text);
  if (typeof local === 'string') return local;
  const wallMs =
    local.offsetMs === null ? local.localMs : localMs((local.localMs - local.offsetMs) as Instant, timeZone);
  return new Date(wallMs).toISOString().slice(0, 10) as Day;
}

/** True when the answer of a parser is a problem and not a `Day` (days begin with a digit). */
export function isDateProblem(answer: number | string): answer is DateProblem {
  return typeof answer === 'string' && answer.startsWith('row.');
}

interface LocalMoment {
  readonly localMs: number;
  readonly offsetMs: number | null;
}

function parseLocal(text: string): LocalMoment | DateProblem {
  return parsePlain(text) ?? parseWritten(text);
}

/** `YYYY-MM-DD[ T]HH:mm[:ss]` and `YYYY-MM-DD`, read by position: nearly every row of an export looks like this. */
function parsePlain(text: string): LocalMoment | DateProblem | null {
  const length = text.length;
  if (length !== 10 && length !== 16 && length !== 19) return null;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  let hour = 0;
  let minute = 0;
  let second = 0;
  if (length > 10) {
    const separator = text.charCodeAt(10);
    if ((separator !== 32 && separator !== 84) || text.charCodeAt(13) !== 58) return null;
    hour = twoDigits(text, 11);
    minute = twoDigits(text, 14);
    if (length === 19) {
      if (text.charCodeAt(16) !== 58) return null;
      second = twoDigits(text, 17);
    }
  }
  if (Number.isNaN(year + month + day + hour + minute + second)) return null;
  return momentOf(year, month, day, hour, minute, second, null);
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
}

function momentOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offsetMs: number | null,
): LocalMoment | DateProblem {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  const days = (monthDays[month - 1] ?? 0) + leap;
  if (day < 1 || day > days || hour > 24 || minute > 59 || second > 59) return 'row.date-not-real';
  if (hour === 24 && (minute > 0 || second > 0)) return 'row.date-not-real';
  if (year <= yearMin || year >= yearMax) {
    const written = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    if (placeholders.has(written)) return 'row.date-placeholder';
    if (year < yearMin || year > yearMax) return 'row.date-out-of-range';
  }
  const dateMs = daysSinceEpoch(year, month, day) * dayMs;
  return { localMs: dateMs + ((hour * 60 + minute) * 60 + second) * 1000, offsetMs };
}

/** Proleptic Gregorian day number, 1970-01-01 = 0. Plain arithmetic: a Date object for each cell would cost more than the rest of the row. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const datePart = String.raw`(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2}))`;
const weekdayPart = String.raw`(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?`;
const timePart = String.raw`(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|am|pm)?\s*(\d{1,2})\s*[:时点]\s*(?:(半)|(\d{1,2})\s*分?)?(?:\s*:?\s*(\d{1,2})(?:[.,]\d+)?\s*秒?)?\s*(am|pm)?\s*(z|[+-]\d{2}:?(?:\d{2})?)?`;
const writtenPattern = new RegExp(`^${datePart}${weekdayPart}(?:[t\\s]*${timePart})?$`, 'i');
const compactPattern = /^(\d{4})(\d{2})(\d{2})[t ]?(\d{2})(\d{2})(\d{2})?$/i;
const serialPattern = /^(\d{5})(?:[.](\d{1,12}))?$/;
const ambiguousPattern =
  /^(?:\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:\s.*)?$/;
/** 10000 = 18 May 1927, 73050 = 31 December 2099. */
const serialMin = 10_000;
const serialMax = 73_050;

function parseWritten(given: string): LocalMoment | DateProblem {
  if (given.length > 60) return 'row.date-unreadable';
  const text = given.normalize('NFKC').trim();
  const serial = serialPattern.exec(text);
  if (serial) {
    const value = Number(text);
    if (value < serialMin || value > serialMax) return 'row.date-unreadable';
    // 25,569 days lie between the serial epoch and 1970.
    return { localMs: Math.round((value - 25_569) * 86_400) * 1000, offsetMs: null };
  }
  const compact = compactPattern.exec(text);
  if (compact) {
    const [year, month, day, hour, minute, second] = compact.slice(1).map((part) => Number(part ?? 0));
    return momentOf(year!, month!, day!, hour!, minute!, second!, null);
  }
  const written = writtenPattern.exec(text);
  if (!written) return ambiguousPattern.test(text) ? 'row.date-ambiguous' : 'row.date-unreadable';
  return readWritten(written);
}

function readWritten(written: RegExpExecArray): LocalMoment | DateProblem {
  const part = (index: number): number => Number(written[index] ?? 0);
  const hour = hourOfDay(part(8), (written[7] ?? written[12] ?? '').toLowerCase());
  if (hour === null) return 'row.date-not-real';
  return momentOf(
    part(1) || part(4),
    part(2) || part(5),
    part(3) || part(6),
    hour,
    written[9] !== undefined ? 30 : part(10),
    part(11),
    offsetOf(written[13]),
  );
}

const afternoonWords = new Set(['下午', '傍晚', '晚上', '夜间', 'pm']);
const morningWords = new Set(['凌晨', 'am']);

/** 下午3点 = 15; 中午12点 = 12, 中午1点 = 13; 12 am = 0. A 24-hour figure beside 下午 stands as it is. */
function hourOfDay(hour: number, word: string): number | null {
  if (word === 'am' || word === 'pm') {
    if (hour < 1 || hour > 12) return hour > 12 && hour < 24 && word === 'pm' ? hour : null;
  }
  if (afternoonWords.has(word)) return hour < 12 ? hour + 12 : hour;
  if (word === '中午') return hour < 10 ? hour + 12 : hour;
  if (morningWords.has(word) && hour === 12) return 0;
  return hour;
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0);
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
