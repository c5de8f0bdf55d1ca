import { useText } from '#web/i18n.ts';
import { StateTag } from '#web/kit/index.ts';

/** 应于 2026-11-30 前发放，还剩 9 天. Nothing to pay: no clock. */
export function DueClock(given: { dueOn: string | null; daysUntilDue: number | null; outstandingFen: number }) {
  const t = useText('incentives');
  const { dueOn, daysUntilDue, outstandingFen } = given;
  if (dueOn === null || daysUntilDue === null || outstandingFen <= 0) return null;
  if (daysUntilDue < 0)
    return <StateTag tone="prohibited">{t('due.overdue', { day: dueOn, days: -daysUntilDue })}</StateTag>;
  if (daysUntilDue === 0) return <StateTag tone="waiting">{t('due.today', { day: dueOn })}</StateTag>;
  return (
    <StateTag tone={daysUntilDue <= 5 ? 'waiting' : 'primary'}>
      {t('due.left', { day: dueOn, days: daysUntilDue })}
    </StateTag>
  );
}

/** Days from the reader's today to a day of the hospital; negative: past. */
export function daysUntil(day: string, now: number, timeZone: string): number {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
}
