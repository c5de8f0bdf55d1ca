import { Button } from 'antd';
import { useEvents, useRead } from '#web/api/index.ts';
import { PageLink, Section, useGo } from '#web/kit/index.ts';
import { listDisputes } from '../../contract/disputes.ts';
import { useDesk } from '../desk-text.ts';
import { Deadline } from './deadline.tsx';
import './disputes.css';

const given = { query: { filter: ['state:eq:open'], sort: 'deadlineAt', limit: 5 } };

/** Disputes that wait for a decision, the nearest deadline first; nothing while there are none. */
export default function TodayDisputes() {
  const t = useDesk();
  const go = useGo();
  const list = useRead(listDisputes, given);
  useEvents(['disputes'], undefined, { invalidates: [listDisputes] });
  if (!list.data || list.data.items.length === 0) return null;
  const title = `${t('today.disputesTitle')} · ${t('today.disputesOpen', { count: list.data.total })}`;
  return (
    <Section title={title} extra={<Button onClick={() => go('/matching/disputes')}>{t('today.openDisputes')}</Button>}>
      <ul className="rx-today">
        {list.data.items.map((row) => (
          <li key={row.disputeId}>
            <PageLink to={`/matching/disputes/${row.disputeId}`}>
              {row.parties.join(' / ') || t('disputes.unknownParty')}
            </PageLink>
            <span className="rm-soft">{t(`disputes.kind.${row.kind}`)}</span>
            <Deadline at={row.deadlineAt} isOpen />
          </li>
        ))}
      </ul>
    </Section>
  );
}
