import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useReadPages } from '#web/api/index.ts';
import { type Text, useText } from '#web/i18n.ts';
import { ErrorState, PageSkeleton, Section, Timeline, type Tone, timeText, useTimeZone } from '#web/kit/index.ts';
import { readTimeline, type TimelineEntry } from '../contract/index.ts';

const modules = ['visits', 'referrals'] as const;

/** Everything that happened, newest first; older entries come as one reads on. */
export function TimelineSection({ patientId }: { patientId: string }) {
  const t = useText('patients');
  const timeZone = useTimeZone();
  const [chosen, setChosen] = useState<string>('all');
  const read = useReadPages<TimelineEntry>(readTimeline, {
    params: { patientId },
    query: chosen === 'all' ? {} : { modules: chosen },
  });
  const entries = read.data?.pages.flatMap((page) => page.items) ?? [];
  const end = useReachedEnd(() => {
    if (read.hasNextPage && !read.isFetchingNextPage) void read.fetchNextPage();
  });
  return (
    <Section
      title={t('timeline.title')}
      extra={
        <Segmented
          size="small"
          value={chosen}
          onChange={setChosen}
          options={[
            { value: 'all', label: t('timeline.all') },
            ...modules.map((value) => ({ value, label: t(`timeline.module.${value}`) })),
          ]}
        />
      }
    >
      {read.error ? (
        <ErrorState error={read.error as never} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <PageSkeleton rows={6} />
      ) : entries.length === 0 ? (
        <p className="rm-soft">{t('timeline.none')}</p>
      ) : (
        <Timeline
          entries={entries.map((entry) => ({ key: entry.entryId, at: entry.at, ...wordsOf(entry, t, timeZone) }))}
        />
      )}
      <div ref={end} />
      {read.hasNextPage && (
        <Button block loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t('timeline.more')}
        </Button>
      )}
    </Section>
  );
}

/** Calls when the end of what is there scrolls into sight. */
function useReachedEnd(reached: () => void) {
  const element = useRef<HTMLDivElement | null>(null);
  const latest = useRef(reached);
  latest.current = reached;
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && latest.current(), {
      rootMargin: '300px',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}

const visitKinds: ReadonlySet<string> = new Set([
  'inpatient',
  'outpatient',
  'exam',
  'checkup',
  'emergency',
  'dialysis',
]);
const referralStates: ReadonlySet<string> = new Set([
  'won',
  'duplicate',
  'late',
  'pending',
  'disputed',
  'invalid',
  'unmatched',
  'expired',
]);

function wordsOf(
  entry: TimelineEntry,
  t: Text,
  timeZone: string,
): { title: string; by?: string; text?: string; tone: Tone } {
  const fact = (name: string) => (entry.facts[name] === undefined ? null : String(entry.facts[name]));
  if (entry.module === 'visits' && visitKinds.has(entry.kind)) {
    const discharged = entry.facts['dischargedAt'];
    const day = typeof discharged === 'number' ? timeText(discharged, timeZone, false).slice(0, 10) : null;
    return {
      title: t(`timeline.visit.${entry.kind}`),
      by: [fact('department'), fact('doctor')].filter(Boolean).join(' · '),
      text: [fact('diagnosis'), day && t('timeline.discharged', { day })].filter(Boolean).join(' · '),
      tone: 'primary',
    };
  }
  if (entry.module === 'referrals' && referralStates.has(entry.kind)) {
    const introducer = fact('introducer');
    return {
      title: t(`timeline.referral.${entry.kind}`),
      by: introducer ? t('timeline.introducedBy', { name: introducer }) : '',
      text: fact('disease') ?? '',
      tone: entry.kind === 'won' ? 'allowed' : 'inactive',
    };
  }
  return { title: fact('title') ?? entry.kind, text: fact('text') ?? '', tone: 'inactive' };
}
