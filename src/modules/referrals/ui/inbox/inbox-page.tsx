import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useText } from '#web/i18n.ts';
import {
  DataList,
  EmptyState,
  type ListView,
  PageFrame,
  PageLink,
  useGo,
  useKeys,
  usePhone,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listReferrals, type ReferralRow } from '../../contract/index.ts';
import { personText, StandingTag, whyText } from '../words.tsx';
import { inboxColumns, inboxFilters } from './inbox-columns.tsx';
import { InboxTabs } from './inbox-tabs.tsx';
import { WaitingMessages } from './waiting-messages.tsx';

const topics = ['referrals'];

/** Every referral as it comes in, with its standing and the reason for it. */
export default function InboxPage() {
  const t = useText('referrals');
  const go = useGo();
  const phone = usePhone();
  const mayRegister = useMay('referrals.register');
  const mayMatch = useMay('referrals.match');
  const columns = useMemo(() => inboxColumns(t), [t]);
  const filters = useMemo(() => inboxFilters(t), [t]);
  const views = useMemo((): ListView[] => {
    const state = (key: string) => ({
      key,
      label: t(`inbox.${key}`),
      filter: ['stage:eq:confirmed', `state:in:${key}`],
    });
    return [
      { key: 'all', label: t('inbox.all') },
      { key: 'open', label: t('inbox.open'), filter: ['needsOfficer:eq:true'] },
      state('won'),
      state('disputed'),
      state('invalid'),
      state('late'),
    ];
  }, [t]);
  const register = () => go(`/referrals/new${globalThis.location.search}`);
  useKeys([{ keys: 'n', label: t('inbox.newKey'), run: register, onPageOnly: true }], mayRegister);
  const newButton = mayRegister ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={register} size={phone ? 'large' : 'middle'}>
      {t('inbox.new')}
    </Button>
  ) : null;
  return (
    <PageFrame title={t('inbox.title')} meaning={t('inbox.meaning')} action={newButton}>
      <InboxTabs current="referrals" />
      {mayMatch && <WaitingMessages />}
      <DataList<ReferralRow>
        id="referrals.inbox"
        route={listReferrals}
        rowKey={(row) => row.referralId}
        rowPath={referralPath}
        columns={columns}
        filters={filters}
        views={views}
        defaultSort="-receivedAt"
        searchHint={t('inbox.search')}
        rowTone={(row) => (row.needsOfficer || row.hasOpenDispute ? 'waiting' : undefined)}
        topics={topics}
        exportable
        card={(row) => <ReferralCard row={row} />}
        empty={
          <EmptyState picture="inbox" title={t('inbox.emptyTitle')} text={t('inbox.emptyText')} action={newButton} />
        }
      />
    </PageFrame>
  );
}

function referralPath(row: ReferralRow): string {
  return `/referrals/${encodeURIComponent(row.referralId)}`;
}

function ReferralCard({ row }: { row: ReferralRow }) {
  const t = useText('referrals');
  return (
    <PageLink to={referralPath(row)} className="rm-ref-card">
      <span className="rm-ref-card-head">
        <strong>{row.patientName ?? t('inbox.noName')}</strong>
        <span className="rm-soft">{personText(t, row)}</span>
        <StandingTag referral={row} />
      </span>
      <span>{[row.disease, row.introducerName ?? row.introducerText].filter(Boolean).join(' · ')}</span>
      <span className="rm-ref-card-foot">
        <When at={row.receivedAt} /> {t(`channel.${row.channel}`)} · {whyText(t, row)}
      </span>
    </PageLink>
  );
}
