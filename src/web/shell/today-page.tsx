import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { listJobs } from '#modules/staff/contract.ts';
import { useRead } from '#web/api/hooks.ts';
import { useLanguage, useText } from '#web/i18n.ts';
import { useTimeZone } from '#web/kit/format.ts';
import { JobLine } from '#web/kit/job-progress.tsx';
import { PageFrame, Section } from '#web/kit/page-frame.tsx';
import { EmptyState, ErrorBoundary, PageSkeleton } from '#web/kit/states.tsx';
import { modules } from './modules.ts';
import type { TodayCard } from './pages.ts';
import { mayWith, useSession } from './session.tsx';

const lazyCards = new Map<TodayCard, ComponentType>();

function cardComponent(card: TodayCard): ComponentType {
  const known = lazyCards.get(card);
  if (known) return known;
  const made = lazy(card.load);
  lazyCards.set(card, made);
  return made;
}

/** First page of every role: what needs this person today, then figures, then running work. */
export default function TodayPage() {
  const t = useText('shell');
  const language = useLanguage();
  const timeZone = useTimeZone();
  const { account, roles, permissions } = useSession();
  const now = new Date();
  const hour = Number(new Intl.DateTimeFormat('en-US', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now));
  const greeting = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone }).format(now);
  const cards = useMemo(
    () =>
      modules
        .flatMap((module) => module.todayCards ?? [])
        .filter((card) => card.roles === 'all' || card.roles.some((role) => roles.includes(role)))
        .filter((card) => mayWith(permissions, card.permission))
        .sort((one, other) => one.order - other.order),
    [roles, permissions],
  );
  return (
    <PageFrame title={t(`today.${greeting}`, { name: account.displayName })} meaning={day}>
      {cards.length === 0 && <EmptyState picture="done" title={t('today.emptyTitle')} text={t('today.emptyText')} />}
      <div className="rm-today">
        {cards.map((card) => {
          const Card = cardComponent(card);
          return (
            <div key={card.key} className={`rm-today-card rm-today-${card.size}`}>
              <ErrorBoundary>
                <Suspense fallback={<PageSkeleton rows={3} />}>
                  <Card />
                </Suspense>
              </ErrorBoundary>
            </div>
          );
        })}
      </div>
      <RunningJobs />
    </PageFrame>
  );
}

function RunningJobs() {
  const t = useText('shell');
  const jobs = useRead(listJobs);
  const running = jobs.data?.items.filter((job) => job.state === 'running' || job.state === 'queued') ?? [];
  if (running.length === 0) return null;
  return (
    <Section title={t('today.jobs')}>
      {running.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </Section>
  );
}
