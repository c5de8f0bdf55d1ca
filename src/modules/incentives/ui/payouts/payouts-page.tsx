import { useText } from '#web/i18n.ts';
import { PageFrame, useUrlQuery, useUrlValue } from '#web/kit/index.ts';
import '../incentives.css';
import { BatchList } from './batch-list.tsx';
import { PayoutList } from './payout-list.tsx';

/** Who is still to be paid, and the files handed to the bank. */
export default function PayoutsPage() {
  const t = useText('incentives');
  const [tab] = useUrlValue<'payouts' | 'batches'>('tab', 'payouts');
  const [, setQuery] = useUrlQuery();
  return (
    <PageFrame
      title={t('payouts.title')}
      meaning={t('payouts.meaning')}
      tabs={[
        { key: 'payouts', label: t('payouts.tab') },
        { key: 'batches', label: t('batches.tab') },
      ]}
      tab={tab}
      onTab={(key) =>
        setQuery((query) => {
          for (const name of [...query.keys()]) query.delete(name);
          if (key !== 'payouts') query.set('tab', key);
        })
      }
    >
      {tab === 'payouts' ? <PayoutList /> : <BatchList />}
    </PageFrame>
  );
}
