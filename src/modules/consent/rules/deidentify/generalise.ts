import { createHmac } from 'node:crypto';
import { addDays, completedYears, type Day } from '#kernel/day.ts';

/** What stands where a value was taken out. */
export const suppressed = '*';

/** One way of making a value coarser, finest first; the last level says nothing. */
export interface Ladder<Value = unknown> {
  readonly levels: readonly { readonly name: string; readonly of: (value: Value) => string }[];
}

const nothing = { name: 'suppressed', of: () => suppressed } as const;
const orNothing = (of: (text: string) => string) => (value: unknown) =>
  value === null || value === undefined || value === '' ? suppressed : of(String(value));

/** Completed years → five, ten, twenty years; from 90 on one band, since so old a person is rare everywhere. */
export const ageLadder: Ladder = {
  levels: [
    { name: 'age-5', of: orNothing((age) => ageBand(Number(age), 5)) },
    { name: 'age-10', of: orNothing((age) => ageBand(Number(age), 10)) },
    { name: 'age-20', of: orNothing((age) => ageBand(Number(age), 20)) },
    nothing,
  ],
};

export function ageBand(age: number, widthYears: number): string {
  if (age >= 90) return '90+';
  const from = Math.floor(age / widthYears) * widthYears;
  return `${from}-${Math.min(from + widthYears - 1, 89)}`;
}

/** GB/T 2260: village and township → county → city → province. */
export const divisionLadder: Ladder = {
  levels: [
    { name: 'county', of: orNothing((code) => code.slice(0, 6)) },
    { name: 'city', of: orNothing((code) => `${code.slice(0, 4)}00`) },
    { name: 'province', of: orNothing((code) => `${code.slice(0, 2)}0000`) },
    nothing,
  ],
};

/** A day → month, quarter, year. */
export const dayLadder: Ladder = {
  levels: [
    { name: 'month', of: orNothing((day) => day.slice(0, 7)) },
    { name: 'quarter', of: orNothing((day) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`) },
    { name: 'year', of: orNothing((day) => day.slice(0, 4)) },
    nothing,
  ],
};

/** As it is, or not at all: sex, department, kind of visit. */
export const wordLadder: Ladder = { levels: [{ name: 'exact', of: orNothing((text) => text) }, nothing] };

export function ageOn(birthDate: Day | null, on: Day): number | null {
  return birthDate === null || birthDate > on ? null : completedYears(birthDate, on);
}

const shiftDaysMax = 180;

/**
 * By how many days all dates of one subject move: −180 … 180, never 0, the same for the same subject and key, so that intervals stay true.
 * The key belongs to one export: two exports of one person cannot be laid over each other.
 */
export function shiftDaysOf(subject: string, key: Buffer): number {
  const drawn = createHmac('sha256', key).update(subject).digest().readUInt32BE(0) % (2 * shiftDaysMax);
  const days = drawn - shiftDaysMax;
  return days >= 0 ? days + 1 : days;
}

export function shiftDay(day: Day, subject: string, key: Buffer): Day {
  return addDays(day, shiftDaysOf(subject, key));
}

/** A number of the row's own in place of the person: the same person has the same one within an export, and another in the next. */
export function tokenOf(subject: string, key: Buffer): string {
  return createHmac('sha256', key).update(`token ${subject}`).digest('hex').slice(0, 12);
}

/** `张建国` → `张*`, `欧阳娜娜` → `欧阳*`: enough to address somebody, not to find him. */
export function maskName(name: string): string {
  const letters = [...name];
  const kept = compoundSurnames.has(letters.slice(0, 2).join('')) && letters.length > 2 ? 2 : 1;
  return letters.length === 0 ? '' : `${letters.slice(0, kept).join('')}*`;
}

/** `13800001234` → `138****1234`; shorter numbers keep the last two digits. */
export function maskNumber(number: string): string {
  const text = number.replace(/[\s-]/g, '');
  if (text.length < 7) return `${'*'.repeat(Math.max(0, text.length - 2))}${text.slice(-2)}`;
  return `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
}

/** Money in bands whose width grows with the amount: 0, below 100, 500, 1,000, 5,000, 10,000, 50,000 yuan, more. */
export function spendBand(fen: number): string {
  const yuan = fen / 100;
  if (yuan <= 0) return '0';
  const limits = [100, 500, 1_000, 5_000, 10_000, 50_000];
  const above = limits.findIndex((limit) => yuan < limit);
  if (above === -1) return `${limits.at(-1)}+`;
  return `${above === 0 ? 0 : limits[above - 1]}-${limits[above]}`;
}

export const compoundSurnames: ReadonlySet<string> = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 轩辕 南宫 端木 百里 呼延 宇文 长孙 钟离 申屠 闻人 独孤 西门 拓跋'.split(
    ' ',
  ),
);
