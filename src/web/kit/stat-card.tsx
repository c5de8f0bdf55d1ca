import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { PageLink } from './navigation.tsx';
import type { Tone } from './small.tsx';

export interface StatCardProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Small words under the value: what it counts, the period. */
  readonly note?: ReactNode;
  /** Difference to the former period; `tone` says whether that is good. */
  readonly change?: { readonly text: string; readonly direction: 'up' | 'down'; readonly tone: Tone };
  /** Only when the figure itself needs an eye (overdue, prohibited). */
  readonly tone?: Tone;
  readonly to?: string;
  readonly isLoading?: boolean;
}

/** One figure with its meaning; a link when there is something to do about it. */
export function StatCard({ label, value, note, change, tone, to, isLoading }: StatCardProps) {
  const body = (
    <>
      <span className="rm-stat-label">{label}</span>
      {isLoading ? (
        <Skeleton.Button active size="small" />
      ) : (
        <span className={tone ? `rm-stat-value rm-tone-${tone}` : 'rm-stat-value'}>{value}</span>
      )}
      <span className="rm-stat-note">
        {change && (
          <span className={`rm-tone-${change.tone}`}>
            {change.direction === 'up' ? <ArrowUpOutlined aria-hidden /> : <ArrowDownOutlined aria-hidden />}{' '}
            {change.text}{' '}
          </span>
        )}
        {note}
      </span>
    </>
  );
  return to ? (
    <PageLink to={to} className="rm-stat">
      {body}
    </PageLink>
  ) : (
    <div className="rm-stat">{body}</div>
  );
}

/** Stat cards side by side. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className="rm-stats">{children}</div>;
}
