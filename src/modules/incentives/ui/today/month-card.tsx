import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { Money, PageLink, Section, StatCard, StatRow } from '#web/kit/index.ts';
import { monthOverview } from '../../contract/index.ts';
import { DueClock } from '../settlements/due-clock.tsx';
import '../incentives.css';

/** The month's money in four figures. */
export default function MonthCard() {
  const t = useText('incentives');
  const read = useRead(monthOverview, { query: {} });
  const figures = read.data;
  if (!figures || figures.byPlan.length === 0) return null;
  return (
    <Section
      title={t('today.month', { month: figures.month })}
      extra={
        <>
          <DueClock dueOn={figures.dueOn} daysUntilDue={figures.daysUntilDue} outstandingFen={figures.outstandingFen} />{' '}
          <PageLink to="/incentives/settlements">{t('today.open')}</PageLink>
        </>
      }
    >
      <StatRow>
        <StatCard label={t('overview.paid')} value={<Money fen={figures.paidFen} />} />
        <StatCard
          label={t('overview.outstanding')}
          value={<Money fen={figures.outstandingFen} />}
          {...(figures.overdueFen > 0 ? { tone: 'prohibited' as const } : {})}
        />
        <StatCard label={t('overview.review')} value={<Money fen={figures.reviewWaitingFen} />} />
        <StatCard
          label={t('overview.prohibited')}
          value={<Money fen={figures.prohibitedFen} />}
          {...(figures.prohibitedFen > 0 ? { tone: 'prohibited' as const } : {})}
        />
      </StatRow>
    </Section>
  );
}
