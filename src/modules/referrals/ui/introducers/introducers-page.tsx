import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { type Text, useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  type ListAction,
  type ListView,
  PageFrame,
  useGo,
  useKeys,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type IntroducerRow, introducerKinds, introducerStatuses, listIntroducers } from '../../contract/index.ts';
import { phoneText } from '../words.tsx';
import { StatusTag } from './status-tag.tsx';

const noActions: readonly ListAction[] = [];
const topics = ['introducers', 'referrals'];

/** Everybody who introduces patients; those who wait to be confirmed first. */
export default function IntroducersPage() {
  const t = useText('referrals');
  const go = useGo();
  const mayWrite = useMay('introducers.write');
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const views = useMemo(
    (): ListView[] => [
      { key: 'all', label: t('introducers.all') },
      { key: 'pending', label: t('introducers.pending'), filter: ['status:in:pending'] },
      { key: 'active', label: t('introducers.active'), filter: ['status:in:active'] },
      { key: 'inactive', label: t('introducers.inactive'), filter: ['status:in:inactive'] },
    ],
    [t],
  );
  const actions = useMemo(
    (): ListAction[] => [
      {
        action: 'assign-rep',
        label: t('introducers.bulk.assignRep'),
        fields: [
          { name: 'repNo', label: t('introducers.rep') },
          { name: 'reason', label: t('introducers.bulk.reason'), optional: true, charactersMax: 200 },
        ],
      },
      { action: 'set-status', label: t('introducers.bulk.activate'), input: { status: 'active' } },
      { action: 'set-status', label: t('introducers.bulk.deactivate'), input: { status: 'inactive' }, danger: true },
    ],
    [t],
  );
  const add = () => go('/introducers/new');
  useKeys([{ keys: 'n', label: t('introducers.new'), run: add, onPageOnly: true }], mayWrite);
  const button = mayWrite ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={add}>
      {t('introducers.new')}
    </Button>
  ) : null;
  return (
    <PageFrame title={t('introducers.title')} meaning={t('introducers.meaning')} action={button}>
      <DataList<IntroducerRow>
        id="referrals.introducers"
        route={listIntroducers}
        rowKey={(row) => row.introducerId}
        rowPath={introducerPath}
        columns={columns}
        filters={filters}
        views={views}
        defaultSort="-createdAt"
        searchHint={t('introducers.search')}
        rowTone={(row) => (row.status === 'pending' ? 'waiting' : row.status === 'inactive' ? 'inactive' : undefined)}
        topics={topics}
        exportable
        actions={mayWrite ? actions : noActions}
        {...(mayWrite ? { onEdit: (row: IntroducerRow) => go(`${introducerPath(row)}/edit`) } : {})}
        empty={
          <EmptyState
            picture="people"
            title={t('introducers.emptyTitle')}
            text={t('introducers.emptyText')}
            action={button}
          />
        }
      />
    </PageFrame>
  );
}

function introducerPath(row: IntroducerRow): string {
  return `/introducers/${row.introducerId}`;
}

const dash = <span className="rm-faint">—</span>;

function columnsOf(t: Text): Column<IntroducerRow>[] {
  return [
    {
      key: 'name',
      title: t('introducers.name'),
      sort: 'name',
      width: 180,
      render: (row) => (
        <span className="rm-ref-person">
          <strong>{row.name}</strong>
          <small>{row.introducerNo}</small>
        </span>
      ),
    },
    { key: 'status', title: t('introducers.status'), width: 100, render: (row) => <StatusTag status={row.status} /> },
    { key: 'kind', title: t('introducers.kind'), width: 130, render: (row) => t(`kind.${row.kind}`) },
    { key: 'institution', title: t('introducers.institution'), width: 190, render: (row) => row.institution ?? dash },
    { key: 'county', title: t('introducers.county'), width: 110, render: (row) => row.county ?? dash },
    {
      key: 'phone',
      title: t('introducers.phone'),
      width: 150,
      render: (row) => (row.phone ? <span className="rm-number">{phoneText(row.phone)}</span> : dash),
    },
    { key: 'rep', title: t('introducers.rep'), width: 110, render: (row) => row.repNo ?? dash },
    { key: 'upline', title: t('introducers.upline'), width: 110, hidden: true, render: (row) => row.uplineNo ?? dash },
    {
      key: 'account',
      title: t('introducers.account'),
      width: 130,
      render: (row) => (row.payoutAccountTail ? <span className="rm-number">**** {row.payoutAccountTail}</span> : dash),
    },
    {
      key: 'created',
      title: t('introducers.created'),
      width: 110,
      sort: 'createdAt',
      render: (row) => <When at={row.createdAt} />,
    },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'kind',
      label: t('introducers.kind'),
      kind: 'choice',
      options: introducerKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      field: 'status',
      label: t('introducers.status'),
      kind: 'choice',
      options: introducerStatuses.map((value) => ({ value, label: t(`introducers.statusName.${value}`) })),
    },
    { field: 'institution', label: t('introducers.institution'), kind: 'text' },
    { field: 'county', label: t('introducers.county'), kind: 'text' },
    { field: 'repNo', label: t('introducers.rep'), kind: 'text' },
    { field: 'createdAt', label: t('introducers.created'), kind: 'days' },
  ];
}
