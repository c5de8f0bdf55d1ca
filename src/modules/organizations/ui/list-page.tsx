import { ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { fileAddress, useRead } from '#web/api/index.ts';
import type { Text } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  type ListSelection,
  type ListView,
  PageFrame,
  useGo,
  useKeys,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import {
  exportOrganizations,
  listOrganizations,
  listOwnerChoices,
  type OrganizationRow,
  organizationKinds,
  stages,
} from '../contract/index.ts';
import { dash, distanceText, NextStep, StageTag, topics, useWords } from './words.tsx';

/** 客户 · 单位: all units as a list; the board is its twin. */
export default function ListPage() {
  const t = useWords();
  const go = useGo();
  const mayWrite = useMay('organizations.write');
  const mayManage = useMay('organizations.manage');
  const owners = useRead(listOwnerChoices);
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(
    () => filtersOf(t, owners.data?.items.map((one) => ({ value: one.accountId, label: one.displayName })) ?? []),
    [t, owners.data],
  );
  const views = useMemo(
    (): ListView[] => [
      { key: 'all', label: t('views.all') },
      { key: 'open', label: t('views.open'), filter: ['stage:in:lead|visited|proposal|contract|renewal'] },
      { key: 'active', label: t('views.active'), filter: ['stage:in:active'] },
      { key: 'noOwner', label: t('views.noOwner'), filter: ['ownerId:empty:', 'isActive:eq:true'] },
      { key: 'inactive', label: t('views.inactive'), filter: ['isActive:eq:false'] },
    ],
    [t],
  );
  const add = () => go('/organizations/new');
  useKeys([{ keys: 'n', label: t('new'), run: add, onPageOnly: true }], mayWrite);
  const batch = mayManage && (
    <Button icon={<ImportOutlined />} onClick={() => go('/organizations/from-introducers')}>
      {t('fromIntroducers')}
    </Button>
  );
  const buttons = mayWrite && (
    <div className="rm-org-buttons">
      {batch}
      <Button type="primary" icon={<PlusOutlined />} onClick={add}>
        {t('new')}
      </Button>
    </div>
  );
  return (
    <PageFrame
      title={t('title')}
      meaning={t('meaning')}
      action={buttons}
      tabs={[
        { key: 'list', label: t('list') },
        { key: 'board', label: t('board') },
      ]}
      tab="list"
      onTab={(key) => key === 'board' && go('/organizations/board')}
    >
      <DataList<OrganizationRow>
        id="organizations.list"
        route={listOrganizations}
        rowKey={(row) => row.organizationId}
        rowPath={organizationPath}
        columns={columns}
        filters={filters}
        views={views}
        defaultSort="-updatedAt"
        searchHint={t('search')}
        rowTone={(row) => (row.nextStepState === 'overdue' ? 'waiting' : row.isActive ? undefined : 'inactive')}
        topics={topics}
        onExport={downloadExport}
        {...(mayWrite ? { onEdit: (row: OrganizationRow) => go(`${organizationPath(row)}/edit`) } : {})}
        empty={<EmptyState picture="people" title={t('emptyTitle')} text={t('emptyText')} action={buttons} />}
      />
    </PageFrame>
  );
}

function organizationPath(row: OrganizationRow): string {
  return `/organizations/${row.organizationId}`;
}

async function downloadExport(selection: ListSelection): Promise<void> {
  const query = selection.kind === 'all' ? selection.query : {};
  globalThis.location.assign(fileAddress(exportOrganizations, { query: query as never }));
}

function columnsOf(t: Text): Column<OrganizationRow>[] {
  return [
    {
      key: 'name',
      title: t('field.name'),
      sort: 'name',
      width: 220,
      render: (row) => (
        <span className="rm-org-name">
          <strong>{row.name}</strong>
          <small>{t(`kinds.${row.kind}`)}</small>
        </span>
      ),
    },
    {
      key: 'stage',
      title: t('field.stage'),
      sort: 'stage',
      width: 110,
      render: (row) => <StageTag stage={row.stage} />,
    },
    { key: 'township', title: t('field.township'), width: 130, render: (row) => row.township ?? dash },
    {
      key: 'distance',
      title: t('field.distance'),
      sort: 'distanceM',
      width: 190,
      hidden: true,
      render: (row) => distanceText(t, row) ?? dash,
    },
    { key: 'owner', title: t('field.owner'), width: 110, render: (row) => row.ownerName ?? dash },
    { key: 'sponsor', title: t('field.sponsor'), width: 110, hidden: true, render: (row) => row.sponsorName ?? dash },
    {
      key: 'nextStep',
      title: t('field.nextStep'),
      sort: 'nextStepOn',
      width: 200,
      render: (row) => <NextStep row={row} />,
    },
    { key: 'contacts', title: t('field.contacts'), width: 90, align: 'number', render: (row) => row.contacts },
    { key: 'introducers', title: t('field.introducers'), width: 90, align: 'number', render: (row) => row.introducers },
    {
      key: 'headcount',
      title: t('field.headcount'),
      sort: 'headcount',
      width: 90,
      align: 'number',
      render: (row) => row.headcount ?? dash,
    },
    { key: 'contract', title: t('field.contractUntil'), width: 120, render: (row) => row.contractUntil ?? dash },
    { key: 'last', title: t('field.lastActivity'), width: 120, render: (row) => row.lastActivityOn ?? dash },
    {
      key: 'updated',
      title: t('field.updated'),
      sort: 'updatedAt',
      width: 110,
      render: (row) => <When at={row.updatedAt} />,
    },
  ];
}

function filtersOf(t: Text, owners: readonly { value: string; label: string }[]): FilterSpec[] {
  const choices = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }));
  return [
    { field: 'kind', label: t('field.kind'), kind: 'choice', options: choices(organizationKinds, 'kinds') },
    { field: 'stage', label: t('field.stage'), kind: 'choice', options: choices(stages, 'stages') },
    { field: 'ownerId', label: t('field.owner'), kind: 'choice', options: owners },
    { field: 'sponsorId', label: t('field.sponsor'), kind: 'choice', options: owners },
    { field: 'township', label: t('field.township'), kind: 'text' },
    { field: 'nextStepOn', label: t('field.nextStepOn'), kind: 'days' },
    { field: 'headcount', label: t('field.headcount'), kind: 'number' },
    { field: 'updatedAt', label: t('field.updated'), kind: 'days' },
    {
      field: 'isActive',
      label: t('field.active'),
      kind: 'flag',
      yes: t('status.active'),
      no: t('status.inactive'),
    },
  ];
}
