import { Button } from 'antd';
import { useMemo } from 'react';
import { type ImportRun, listImports } from '#modules/imports/contract.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  PageFrame,
  StateTag,
  useGo,
  When,
} from '#web/kit/index.ts';
import { importKinds } from '../rules/rows.ts';
import { counted, stateTones } from './words.ts';

const topics = ['imports', 'jobs'];

/** 设置 → 数据导入: what was imported, by whom, with which result. */
export default function ImportsPage() {
  const t = useText('imports');
  const go = useGo();
  const columns = useColumns();
  const filters = useFilters();
  const views = useMemo(
    () => [
      { key: 'all', label: t('list.all'), filter: [] },
      {
        key: 'waiting',
        label: t('list.waiting'),
        filter: ['state:in:uploaded|checking|checked|running|failed|interrupted'],
      },
      { key: 'finished', label: t('list.finished'), filter: ['state:in:done'] },
    ],
    [t],
  );
  const start = (
    <Button type="primary" onClick={() => go('/settings/imports/new')}>
      {t('start')}
    </Button>
  );
  return (
    <PageFrame title={t('title')} meaning={t('meaning')} action={start}>
      <DataList<ImportRun>
        id="imports.runs"
        route={listImports}
        rowKey={(row) => row.runId}
        rowPath={(row) => `/settings/imports/${row.runId}`}
        columns={columns}
        filters={filters}
        views={views}
        searchHint={t('search')}
        defaultSort="-startedAt"
        rowTone={(row) => (row.state === 'failed' ? 'prohibited' : undefined)}
        card={(row) => <RunCard run={row} />}
        topics={topics}
        empty={<EmptyState picture="inbox" title={t('list.emptyTitle')} text={t('list.emptyText')} action={start} />}
      />
    </PageFrame>
  );
}

function RunCard({ run }: { run: ImportRun }) {
  const t = useText('imports');
  return (
    <div className="rm-import-card">
      <strong>{run.fileName}</strong>
      <span>
        {t(`kind.${run.kind}`)} · <When at={run.startedAt} /> · {run.startedByName}
      </span>
      <StateTag tone={stateTones[run.state]}>{t(`state.${run.state}`)}</StateTag>
      {run.rowsRead > 0 && (
        <span className="rm-soft">
          {t('list.counts', {
            read: counted(run.rowsRead),
            new: counted(run.rowsNew),
            changed: counted(run.rowsChanged),
            same: counted(run.rowsSame),
            rejected: counted(run.rowsRejected),
          })}
        </span>
      )}
    </div>
  );
}

function useColumns(): Column<ImportRun>[] {
  const t = useText('imports');
  return useMemo(() => {
    const figure = (key: 'rowsNew' | 'rowsChanged' | 'rowsSame' | 'rowsRead', title: string): Column<ImportRun> => ({
      key,
      title,
      width: 92,
      align: 'number',
      render: (row) => (row.rowsRead > 0 ? counted(row[key]) : <span className="rm-faint">—</span>),
    });
    return [
      {
        key: 'file',
        title: t('list.file'),
        sort: 'fileName',
        render: (row) => <span className="rm-strong">{row.fileName}</span>,
      },
      { key: 'kind', title: t('list.kind'), width: 120, render: (row) => t(`kind.${row.kind}`) },
      {
        key: 'state',
        title: t('list.state'),
        width: 120,
        render: (row) => <StateTag tone={stateTones[row.state]}>{t(`state.${row.state}`)}</StateTag>,
      },
      figure('rowsRead', t('list.rows')),
      figure('rowsNew', t('list.new')),
      figure('rowsChanged', t('list.changed')),
      figure('rowsSame', t('list.same')),
      {
        key: 'rowsRejected',
        title: t('list.rejected'),
        width: 92,
        align: 'number',
        render: (row) =>
          row.rowsRejected > 0 ? (
            <span className="rm-tone-prohibited rm-strong">{counted(row.rowsRejected)}</span>
          ) : (
            <span className="rm-faint">{row.rowsRead > 0 ? '0' : '—'}</span>
          ),
      },
      { key: 'by', title: t('list.by'), width: 110, render: (row) => row.startedByName },
      {
        key: 'at',
        title: t('list.at'),
        sort: 'startedAt',
        width: 120,
        render: (row) => <When at={row.startedAt} />,
      },
    ];
  }, [t]);
}

function useFilters(): FilterSpec[] {
  const t = useText('imports');
  return useMemo(
    () => [
      {
        field: 'kind',
        label: t('list.kind'),
        kind: 'choice',
        options: importKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
      },
      { field: 'startedAt', label: t('list.at'), kind: 'days' },
    ],
    [t],
  );
}
