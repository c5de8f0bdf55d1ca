import type { ReactNode } from 'react';
import { type Tone, When } from './small.tsx';

export interface TimelineEntry {
  readonly key: string;
  readonly at: string | number;
  readonly title: ReactNode;
  /** Who or what did it. */
  readonly by?: ReactNode;
  readonly text?: ReactNode;
  readonly tone?: Tone;
  readonly icon?: ReactNode;
}

/** What happened, in order. `exact` shows seconds: evidence. */
export function Timeline({ entries, exact = false }: { entries: readonly TimelineEntry[]; exact?: boolean }) {
  return (
    <ol className="rm-timeline">
      {entries.map((entry) => (
        <li key={entry.key} className={`rm-tone-${entry.tone ?? 'inactive'}`}>
          <span className="rm-timeline-dot" aria-hidden="true">
            {entry.icon}
          </span>
          <div>
            <p className="rm-timeline-head">
              <strong>{entry.title}</strong>
              {entry.by && <span>{entry.by}</span>}
              <When at={entry.at} full={exact} withSeconds={exact} />
            </p>
            {entry.text && <div className="rm-timeline-text">{entry.text}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
