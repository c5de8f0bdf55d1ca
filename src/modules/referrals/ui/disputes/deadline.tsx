import { useEffect, useState } from 'react';
import { StateTag, timeText, useTimeZone } from '#web/kit/index.ts';
import { useDesk } from '../desk-text.ts';
import { spanText } from './dispute-words.ts';

/** The deadline of an open dispute, counting down; red once it has passed. */
export function Deadline({ at, isOpen }: { at: number; isOpen: boolean }) {
  const t = useDesk();
  const timeZone = useTimeZone();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [isOpen]);
  if (!isOpen) return <span className="rm-when">{timeText(at, timeZone)}</span>;
  const leftMs = at - now;
  const text = t(leftMs < 0 ? 'disputes.overdue' : 'disputes.remaining', { text: spanText(leftMs, t) });
  const tone = leftMs < 0 ? 'prohibited' : leftMs < 4 * 3_600_000 ? 'waiting' : 'inactive';
  return (
    <span title={timeText(at, timeZone)}>
      <StateTag tone={tone}>{text}</StateTag>
    </span>
  );
}
