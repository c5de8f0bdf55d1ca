import { hourMs, minuteMs } from '#kernel/day.ts';
import type { Text } from '#web/i18n.ts';
import type { DisputeParty } from '../../contract/disputes.ts';

/** A span of time in words: days and hours, hours and minutes, or minutes. */
export function spanText(ms: number, t: Text): string {
  const size = Math.abs(ms);
  const hours = Math.floor(size / hourMs);
  if (hours >= 24) return t('disputes.days', { days: Math.floor(hours / 24), hours: hours % 24 });
  const minutes = Math.floor((size % hourMs) / minuteMs);
  return hours > 0 ? t('disputes.hours', { hours, minutes }) : t('disputes.minutes', { minutes });
}

/** How much later than the first one a message came, to the millisecond where it matters. */
export function behindText(ms: number, t: Text): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  return spanText(ms, t);
}

export function partyName(party: DisputeParty, t: Text): string {
  return party.introducer?.name ?? party.introducerText ?? t('disputes.unknownParty');
}

/** 甲 乙 丙 in the order the messages were received; A B C in English. */
export function sideLetter(index: number, isEnglish: boolean): string {
  const letters = isEnglish ? 'ABCDEFGHIJ' : '甲乙丙丁戊己庚辛壬癸';
  return [...letters][index] ?? String(index + 1);
}
