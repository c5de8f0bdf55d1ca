import { useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { PageLink, Section } from '#web/kit/index.ts';
import { listPayouts } from '../../contract/index.ts';
import '../incentives.css';

/** Money still to be handed over, overdue first. */
export default function PayoutsCard() {
  const t = useText('incentives');
  const open = useRead(listPayouts, { query: { filter: ['state:in:waiting|exported'], limit: 1 } });
  const overdue = useRead(listPayouts, { query: { filter: ['isOverdue:eq:true'], limit: 1 } });
  const returned = useRead(listPayouts, { query: { filter: ['state:in:returned'], limit: 1 } });
  const counts = [
    { key: 'overdue', total: overdue.data?.total ?? 0, filter: 'isOverdue:eq:true' },
    { key: 'returned', total: returned.data?.total ?? 0, filter: 'state:in:returned' },
    { key: 'open', total: open.data?.total ?? 0, filter: 'state:in:waiting|exported' },
  ].filter((one) => one.total > 0);
  if (counts.length === 0) return null;
  return (
    <Section title={t('today.payouts')}>
      <ul className="inc-counts">
        {counts.map((one) => (
          <li key={one.key}>
            <PageLink to={`/incentives/payouts?filter=${encodeURIComponent(one.filter)}`}>
              <span>{t(`today.payout.${one.key}`)}</span>
              <strong className={one.key === 'open' ? '' : 'rm-tone-prohibited'}>
                {one.total.toLocaleString('en-US')}
              </strong>
            </PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
