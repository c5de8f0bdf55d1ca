import { useEvents, useRead } from '#web/api/index.ts';
import { StatCard } from '#web/kit/index.ts';
import { listViolations } from '../../contract/violations.ts';
import { useDesk } from '../desk-text.ts';

const given = { query: { filter: ['state:in:open|appealed'], limit: 1 } };

/** Cases that wait for compliance; nothing while there are none. */
export default function TodayViolations() {
  const t = useDesk();
  const list = useRead(listViolations, given);
  useEvents(['violations'], undefined, { invalidates: [listViolations] });
  if (!list.data || list.data.total === 0) return null;
  return (
    <StatCard
      label={t('today.violationsTitle')}
      value={list.data.total}
      note={t('today.violationsOpen', { count: list.data.total })}
      tone="waiting"
      to="/matching/violations"
    />
  );
}
