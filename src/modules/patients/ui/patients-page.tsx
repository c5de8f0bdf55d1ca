import { PlusOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useMemo } from 'react';
import { type Text, useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  type ListView,
  PageFrame,
  StateTag,
  useGo,
  useKeys,
  When,
} from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { listPatients, type PatientRow } from '../contract/index.ts';
import { LevelTag } from './words.tsx';

const topics = ['patients'];

/** Everybody the hospital knows. */
export default function PatientsPage() {
  const t = useText('patients');
  const go = useGo();
  const mayWrite = useMay('patients.write');
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = useMemo(() => filtersOf(t), [t]);
  const views = useMemo(
    (): ListView[] => [
      { key: 'all', label: t('views.all') },
      { key: 'key', label: t('views.key'), filter: ['isKeyAccount:eq:true'] },
      { key: 'leaving', label: t('views.leaving'), filter: ['level:in:1'] },
      { key: 'owners', label: t('views.owners'), filter: ['level:in:5'] },
    ],
    [t],
  );
  const add = () => go('/patients/new');
  useKeys([{ keys: 'n', label: t('new'), run: add, onPageOnly: true }], mayWrite);
  const button = mayWrite ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={add}>
      {t('new')}
    </Button>
  ) : null;
  return (
    <PageFrame title={t('title')} meaning={t('meaning')} action={button}>
      <DataList<PatientRow>
        id="patients.all"
        route={listPatients}
        rowKey={(row) => row.patientId}
        rowPath={(row) => `/patients/${row.patientId}`}
        columns={columns}
        filters={filters}
        views={views}
        defaultSort="-lastVisitAt"
        searchHint={t('search')}
        rowTone={(row) => (row.isContactOverdue ? 'waiting' : row.level === 1 ? 'prohibited' : undefined)}
        topics={topics}
        empty={<EmptyState picture="people" title={t('emptyTitle')} text={t('emptyText')} action={button} />}
      />
    </PageFrame>
  );
}

const dash = <span className="rm-faint">—</span>;

function columnsOf(t: Text): Column<PatientRow>[] {
  return [
    {
      key: 'name',
      title: t('column.name'),
      sort: 'name',
      width: 240,
      render: (row) => (
        <span>
          <strong>{row.name}</strong>{' '}
          <span className="rm-soft">
            {[row.sex && t(`sex.${row.sex}`), row.ageYears !== null && t('years', { age: row.ageYears }), row.recordNo]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      ),
    },
    {
      key: 'phone',
      title: t('column.phone'),
      width: 140,
      render: (row) => (row.phone ? <span className="rm-number">{row.phone.text}</span> : dash),
    },
    {
      key: 'level',
      title: t('column.level'),
      sort: 'level',
      width: 160,
      render: (row) => <LevelTag level={row.level} />,
    },
    {
      key: 'visits',
      title: t('column.visits'),
      sort: 'visitCount',
      width: 100,
      align: 'number',
      render: (row) => row.visitCount,
    },
    {
      key: 'lastVisit',
      title: t('column.lastVisit'),
      sort: 'lastVisitAt',
      width: 120,
      render: (row) => <When at={row.lastVisitAt} />,
    },
    {
      key: 'tags',
      title: t('column.tags'),
      width: 180,
      render: (row) => (
        <>
          {row.isKeyAccount && (
            <StateTag tone={row.isContactOverdue ? 'waiting' : 'primary'}>
              {t(row.isContactOverdue ? 'key.overdue' : 'key.flag')}
            </StateTag>
          )}
          {row.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </>
      ),
    },
    {
      key: 'county',
      title: t('column.county'),
      width: 100,
      render: (row) => (row.isInCounty === null ? dash : t(row.isInCounty ? 'county.yes' : 'county.no')),
    },
    { key: 'source', title: t('column.source'), width: 130, render: (row) => row.firstSource ?? dash },
    {
      key: 'created',
      title: t('column.created'),
      sort: 'createdAt',
      width: 110,
      hidden: true,
      render: (row) => <When at={row.createdAt} />,
    },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'level',
      label: t('filter.level'),
      kind: 'choice',
      options: [1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: t(`level.name.${level}`) })),
    },
    {
      field: 'sex',
      label: t('filter.sex'),
      kind: 'choice',
      options: ['male', 'female'].map((value) => ({ value, label: t(`sex.${value}`) })),
    },
    { field: 'isKeyAccount', label: t('filter.key'), kind: 'flag' },
    { field: 'isInCounty', label: t('filter.county'), kind: 'flag' },
    { field: 'lastVisitAt', label: t('filter.lastVisit'), kind: 'days' },
    { field: 'visitCount', label: t('filter.visits'), kind: 'number' },
    { field: 'createdAt', label: t('filter.created'), kind: 'days' },
  ];
}
