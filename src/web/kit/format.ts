import { createContext, useContext } from 'react';
import { type Instant, localMs } from '#kernel/day.ts';

/** Time zone of the hospital: all times on screen are its wall clock, wherever the reader sits. */
export const TimeZoneContext = createContext('Asia/Shanghai');
export const useTimeZone = (): string => useContext(TimeZoneContext);

/** RFC 3339 text or ms → `2026-11-21 14:05` on the hospital's clock; unreadable: empty text. */
export function timeText(at: string | number, timeZone: string, withSeconds = false): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (!Number.isFinite(ms)) return '';
  return new Date(localMs(ms as Instant, timeZone))
    .toISOString()
    .slice(0, withSeconds ? 19 : 16)
    .replace('T', ' ');
}

/** Words for a distance in time: key of the kit catalogue and its number; null when the full date reads better. */
export function relativeParts(atMs: number, nowMs: number): { key: string; count: number } | null {
  const seconds = Math.round((nowMs - atMs) / 1000);
  const side = seconds >= 0 ? 'past' : 'future';
  const size = Math.abs(seconds);
  if (size < 45) return { key: 'time.now', count: 0 };
  if (size < 3_600) return { key: `time.${side}Minutes`, count: Math.max(1, Math.round(size / 60)) };
  if (size < 86_400) return { key: `time.${side}Hours`, count: Math.round(size / 3_600) };
  if (size < 7 * 86_400) return { key: `time.${side}Days`, count: Math.round(size / 86_400) };
  return null;
}

/** Milliseconds as people say them: `1:05`, `2:03:09`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** A cell of CSV. A leading = + - @ would be run as a formula by spreadsheets, so text gets an apostrophe; numbers stay. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
