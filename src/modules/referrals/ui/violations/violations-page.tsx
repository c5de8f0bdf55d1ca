import { useMemo } from 'react';
import { type Column, DataList, EmptyState, type FilterSpec, StateTag, When } from '#web/kit/index.ts';
import { listViolations, type ViolationRow, violationKind, violationState } from '../../contract/violations.ts';
import { useDesk } from '../desk-text.ts';
import { MatchingFrame } from '../matching/matching-frame.tsx';
import { violationTones } from './violation-tones.ts';

const topics = ['violations'] as const;

/** Cases of forbidden attempts, newest first. */
export default function ViolationsPage() {
  const t = useDesk();
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const views = useMemo(
    () => [
      { key: 'open', label: t('violations.viewOpen'), filter: ['state:in:open|appealed'] },
      { key: 'done', label: t('violations.viewDone'), filter: ['state:in:upheld|dismissed|closed'] },
    ],
    [t],
  );
  return (
    <MatchingFrame tab="violations" meaning={t('violations.meaning')}>
      <DataList<ViolationRow>
        id="referrals.violations"
        route={listViolations}
        rowKey={(row) => row.violationId}
        rowPath={(row) => `/matching/violations/${row.violationId}`}
        columns={columns}
        filters={filters}
        views={views}
        topics={topics}
        empty={<EmptyState picture="done" title={t('violations.emptyTitle')} text={t('violations.emptyText')} />}
      />
    </MatchingFrame>
  );
}

type Text = ReturnType<typeof useDesk>;

function columnsOf(t: Text): Column<ViolationRow>[] {
  return [
    {
      key: 'kind',
      title: t('violations.columns.kind'),
      render: (row) => <strong>{t(`violations.kind.${row.kind}`)}</strong>,
    },
    {
      key: 'state',
      title: t('violations.columns.state'),
      render: (row) => <StateTag tone={violationTones[row.state]}>{t(`violations.state.${row.state}`)}</StateTag>,
    },
    { key: 'introducer', title: t('violations.columns.introducer'), render: (row) => row.introducerName ?? '—' },
    {
      key: 'attempts',
      title: t('violations.columns.attempts'),
      align: 'number',
      render: (row) => (row.attempts > 1 ? <strong>{row.attempts}</strong> : row.attempts),
    },
    {
      key: 'episodeNo',
      title: t('violations.columns.episode'),
      render: (row) => <span className="rm-tabular">{row.episodeNo ?? '—'}</span>,
    },
    {
      key: 'referralId',
      title: t('violations.columns.referral'),
      hidden: true,
      render: (row) => <span className="rm-tabular">{row.referralId ?? '—'}</span>,
    },
    { key: 'openedBy', title: t('violations.columns.openedBy'), render: (row) => row.openedByName },
    {
      key: 'openedAt',
      title: t('violations.columns.openedAt'),
      sort: 'openedAt',
      render: (row) => <When at={row.openedAt} />,
    },
    { key: 'decidedBy', title: t('violations.columns.decidedBy'), render: (row) => row.decidedByName ?? '—' },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'state',
      label: t('violations.columns.state'),
      kind: 'choice',
      options: violationState.options.map((value) => ({ value, label: t(`violations.state.${value}`) })),
    },
    {
      field: 'kind',
      label: t('violations.columns.kind'),
      kind: 'choice',
      options: violationKind.options.map((value) => ({ value, label: t(`violations.kind.${value}`) })),
    },
    { field: 'openedAt', label: t('violations.columns.openedAt'), kind: 'days' },
    { field: 'episodeNo', label: t('violations.columns.episode'), kind: 'text' },
  ];
}
