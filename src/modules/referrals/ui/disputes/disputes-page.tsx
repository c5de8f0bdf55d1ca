import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { type Column, DataList, EmptyState, type FilterSpec, StateTag, type Tone, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type DisputeRow, disputeKind, disputeState, listDisputes } from '../../contract/disputes.ts';
import { useDesk } from '../desk-text.ts';
import { MatchingFrame } from '../matching/matching-frame.tsx';
import { Deadline } from './deadline.tsx';
import './disputes.css';
import { OpenDisputeDialog } from './open-dispute-dialog.tsx';

export const disputeTones: Record<DisputeRow['state'], Tone> = {
  open: 'waiting',
  decided: 'allowed',
  dissolved: 'inactive',
};
const topics = ['disputes'] as const;

/** Disputes by deadline. */
export default function DisputesPage() {
  const t = useDesk();
  const mayOpen = useMay('referrals.dispute.evidence');
  const [isOpening, setOpening] = useState(false);
  const columns = useMemo(() => disputeColumns(t), [t]);
  const filters = useMemo(() => disputeFilters(t), [t]);
  const views = useMemo(
    () => [
      { key: 'open', label: t('disputes.viewOpen'), filter: ['state:eq:open'] },
      { key: 'late', label: t('disputes.viewLate'), filter: ['state:eq:open', 'isOverdue:eq:true'] },
      { key: 'done', label: t('disputes.viewDone'), filter: ['state:in:decided|dissolved'] },
    ],
    [t],
  );
  const openButton = (
    <Button icon={<PlusOutlined />} onClick={() => setOpening(true)}>
      {t('disputes.open')}
    </Button>
  );
  return (
    <MatchingFrame tab="disputes" meaning={t('disputes.meaning')} action={mayOpen ? openButton : undefined}>
      <DataList<DisputeRow>
        id="referrals.disputes"
        route={listDisputes}
        rowKey={(row) => row.disputeId}
        rowPath={(row) => `/matching/disputes/${row.disputeId}`}
        columns={columns}
        filters={filters}
        searchHint={t('disputes.searchHint')}
        views={views}
        rowTone={(row) => (row.isOverdue ? 'prohibited' : undefined)}
        topics={topics}
        empty={<EmptyState picture="done" title={t('disputes.emptyTitle')} text={t('disputes.emptyText')} />}
      />
      <OpenDisputeDialog open={isOpening} onClose={() => setOpening(false)} />
    </MatchingFrame>
  );
}

type Text = ReturnType<typeof useDesk>;

function disputeColumns(t: Text): Column<DisputeRow>[] {
  return [
    {
      key: 'parties',
      title: t('disputes.parties'),
      render: (row) => <strong>{row.parties.join(' / ') || t('disputes.unknownParty')}</strong>,
    },
    {
      key: 'kind',
      title: t('disputes.one'),
      render: (row) => (
        <>
          {t(`disputes.kind.${row.kind}`)}
          {row.involvesOwnStaff && <span className="rm-faint"> · {t('disputes.ownStaff')}</span>}
        </>
      ),
    },
    {
      key: 'state',
      title: t('violations.columns.state'),
      render: (row) => <StateTag tone={disputeTones[row.state]}>{t(`disputes.state.${row.state}`)}</StateTag>,
    },
    {
      key: 'deadlineAt',
      title: t('disputes.deadline'),
      sort: 'deadlineAt',
      render: (row) => <Deadline at={row.deadlineAt} isOpen={row.state === 'open'} />,
    },
    {
      key: 'episodes',
      title: t('disputes.episodes'),
      render: (row) => <span className="rm-tabular">{row.episodeNos.join('、') || '—'}</span>,
    },
    {
      key: 'openedAt',
      title: t('disputes.openedAt'),
      sort: 'openedAt',
      render: (row) => <When at={row.openedAt} />,
    },
    {
      key: 'decided',
      title: t('disputes.decidedBy'),
      render: (row) => row.decidedByName ?? <span className="rm-faint">—</span>,
    },
  ];
}

function disputeFilters(t: Text): FilterSpec[] {
  return [
    {
      field: 'state',
      label: t('violations.columns.state'),
      kind: 'choice',
      options: disputeState.options.map((value) => ({ value, label: t(`disputes.state.${value}`) })),
    },
    {
      field: 'kind',
      label: t('violations.columns.kind'),
      kind: 'choice',
      options: disputeKind.options.map((value) => ({ value, label: t(`disputes.kind.${value}`) })),
    },
    { field: 'openedAt', label: t('disputes.openedAt'), kind: 'days' },
    { field: 'involvesOwnStaff', label: t('disputes.ownStaff'), kind: 'flag' },
  ];
}
