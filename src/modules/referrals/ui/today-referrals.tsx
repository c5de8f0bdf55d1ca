import { useEvents, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Section, StatCard, StatRow } from '#web/kit/index.ts';
import { readReferralCounts } from '../contract/index.ts';
import { useToday } from './words.tsx';

const topics = ['referrals', 'messages', 'introducers', 'disputes'];

/** The information officer's day: what waits for a decision, each figure a way to it. */
export default function TodayReferrals() {
  const t = useText('referrals');
  const today = useToday();
  const counts = useRead(readReferralCounts);
  useEvents(topics, undefined, { invalidates: [readReferralCounts] });
  const found = counts.data;
  if (!found) return null;
  const waiting = (count: number) => (count > 0 ? { tone: 'waiting' as const } : {});
  return (
    <Section title={t('today.title')}>
      <StatRow>
        <StatCard
          label={t('today.messages')}
          value={found.messagesWaiting}
          note={t('today.messagesNote')}
          to="/referrals?filter=needsOfficer:eq:true"
          {...waiting(found.messagesWaiting)}
        />
        <StatCard
          label={t('today.received')}
          value={found.receivedToday}
          note={t('today.receivedNote', { count: found.expectedToday })}
          to={`/referrals?filter=receivedAt:ge:${today}`}
        />
        <StatCard
          label={t('today.disputes')}
          value={found.disputesOpen}
          note={
            found.disputesOverdue > 0
              ? t('today.disputesNote', { count: found.disputesOverdue })
              : t('today.disputesNone')
          }
          to="/matching/disputes"
          {...(found.disputesOverdue > 0 ? { tone: 'prohibited' as const } : waiting(found.disputesOpen))}
        />
        <StatCard
          label={t('today.introducers')}
          value={found.introducersPending}
          note={t('today.introducersNote')}
          to="/introducers?filter=status:in:pending"
          {...waiting(found.introducersPending)}
        />
        <StatCard
          label={t('today.invalid')}
          value={found.invalid}
          note={t('today.invalidNote')}
          to="/referrals?filter=stage:eq:confirmed&filter=state:in:invalid"
        />
        {found.noticesFailed > 0 && (
          <StatCard
            label={t('today.failed')}
            value={found.noticesFailed}
            note={t('today.failedNote')}
            tone="prohibited"
          />
        )}
      </StatRow>
    </Section>
  );
}
