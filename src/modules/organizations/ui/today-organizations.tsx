import { Button } from 'antd';
import { useEvents, useRead } from '#web/api/index.ts';
import { PageLink, Section, StatCard, StateTag, StatRow, useGo } from '#web/kit/index.ts';
import { readReminders } from '../contract/index.ts';
import { topics, useToday, useWords } from './words.tsx';

/** Contracts that end soon, next steps that are due, gaps of the grid teams; nothing while there are none. */
export default function TodayOrganizations() {
  const t = useWords();
  const go = useGo();
  const today = useToday();
  const reminders = useRead(readReminders);
  useEvents(topics, undefined, { invalidates: [readReminders] });
  const found = reminders.data;
  if (!found) return null;
  const { contracts, contractsTotal, steps, stepsTotal, teamsIncomplete, screeningsThisWeek } = found;
  if (contractsTotal + stepsTotal + teamsIncomplete + screeningsThisWeek === 0) return null;
  const waiting = (count: number) => (count > 0 ? { tone: 'waiting' as const } : {});
  return (
    <Section title={t('today.title')} extra={<Button onClick={() => go('/organizations')}>{t('today.open')}</Button>}>
      <StatRow>
        <StatCard
          label={t('today.contracts')}
          value={contractsTotal}
          note={t('today.contractsNote')}
          {...waiting(contractsTotal)}
        />
        <StatCard
          label={t('today.steps')}
          value={stepsTotal}
          note={t('today.stepsNote')}
          to={`/organizations?filter=nextStepOn:le:${today}`}
          {...waiting(stepsTotal)}
        />
        <StatCard label={t('today.teams')} value={teamsIncomplete} to="/grid-teams" {...waiting(teamsIncomplete)} />
        <StatCard label={t('today.screenings')} value={screeningsThisWeek} to="/grid-teams" />
      </StatRow>
      <ul className="rm-org-today">
        {contracts.map((one) => (
          <li key={one.contractId}>
            <PageLink to={`/organizations/${one.organizationId}/full?tab=contracts`}>{one.organizationName}</PageLink>
            <StateTag tone={one.daysLeft <= 7 ? 'prohibited' : 'waiting'}>
              {t('today.dueContract', { title: one.title, day: one.endsOn, count: one.daysLeft })}
            </StateTag>
          </li>
        ))}
        {steps.map((one) => (
          <li key={one.organizationId}>
            <PageLink to={`/organizations/${one.organizationId}/full`}>{one.name}</PageLink>
            <span>{one.nextStep}</span>
            <StateTag tone={one.state === 'overdue' ? 'prohibited' : 'waiting'}>
              {one.nextStepOn} {t(`step.${one.state}`)}
            </StateTag>
          </li>
        ))}
      </ul>
    </Section>
  );
}
