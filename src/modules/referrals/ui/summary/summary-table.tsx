import { Table } from 'antd';
import { useMemo } from 'react';
import { Money } from '#web/kit/index.ts';
import type { MonthlySummary, SummaryGroup } from '../../contract/summary.ts';
import { useDesk } from '../desk-text.ts';
import { wonPercent } from './summary-figures.ts';

export type Grouping = 'department' | 'introducer' | 'rep' | 'county';
type Row = SummaryGroup & { readonly kind?: string | null; readonly institution?: string | null };

export function groupsOf(summary: MonthlySummary, by: Grouping): readonly Row[] {
  if (by === 'department') return summary.byDepartment;
  if (by === 'introducer') return summary.byIntroducer;
  return by === 'rep' ? summary.byRep : summary.byCounty;
}

/** Name of a group; the empty key is what nobody knows, or nobody brought. */
export function useGroupName(): (row: SummaryGroup, by: Grouping) => string {
  const t = useDesk();
  return (row, by) => row.name || row.key || t(by === 'introducer' ? 'summary.noIntroducer' : 'summary.notKnown');
}

/** The sums of one grouping, with the total underneath. */
export function SummaryTable({ summary, by }: { summary: MonthlySummary; by: Grouping }) {
  const t = useDesk();
  const groupName = useGroupName();
  const seesMoney = summary.totals.chargesFen !== null;
  const columns = useMemo(() => {
    const count = (key: 'admissions' | 'won' | 'walkIn' | 'undetermined' | 'notCreditable') => ({
      key,
      dataIndex: key,
      title: t(`summary.columns.${key}`),
      align: 'right' as const,
      className: 'rm-tabular',
      sorter: (one: Row, other: Row) => one[key] - other[key],
      render: (value: number) => (value === 0 ? <span className="rm-faint">0</span> : value.toLocaleString('en-US')),
    });
    return [
      {
        key: 'name',
        title: t(`summary.columns.${by}`),
        render: (_: unknown, row: Row) => <strong>{groupName(row, by)}</strong>,
      },
      ...(by === 'introducer'
        ? [
            {
              key: 'kind',
              title: t('summary.columns.kind'),
              render: (_: unknown, row: Row) => (row.kind ? t(`common.kinds.${row.kind}`) : '—'),
            },
            {
              key: 'institution',
              title: t('summary.columns.institution'),
              render: (_: unknown, row: Row) => row.institution ?? '—',
            },
          ]
        : []),
      count('admissions'),
      count('won'),
      count('walkIn'),
      count('undetermined'),
      count('notCreditable'),
      {
        key: 'share',
        title: t('summary.columns.share'),
        align: 'right' as const,
        className: 'rm-tabular',
        render: (_: unknown, row: Row) => percentText(row),
      },
      ...(seesMoney
        ? [
            {
              key: 'charges',
              title: t('summary.columns.charges'),
              align: 'right' as const,
              sorter: (one: Row, other: Row) => (one.chargesFen ?? 0) - (other.chargesFen ?? 0),
              render: (_: unknown, row: Row) => <Money fen={row.chargesFen} />,
            },
          ]
        : []),
    ];
  }, [t, by, groupName, seesMoney]);
  const { totals } = summary;
  const figures = [totals.admissions, totals.won, totals.walkIn, totals.undetermined, totals.notCreditable];
  const before = by === 'introducer' ? 3 : 1;
  return (
    <div className="rm-list rs-table">
      <Table<Row>
        size="middle"
        rowKey={(row) => row.key}
        dataSource={[...groupsOf(summary, by)]}
        columns={columns}
        pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        showSorterTooltip={false}
        summary={() => (
          <Table.Summary.Row className="rs-total">
            <Table.Summary.Cell index={0} colSpan={before}>
              {t('summary.columns.total')}
            </Table.Summary.Cell>
            {figures.map((figure, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the figures stand in the order of the columns
              <Table.Summary.Cell key={index} index={before + index} align="right" className="rm-tabular">
                {figure.toLocaleString('en-US')}
              </Table.Summary.Cell>
            ))}
            <Table.Summary.Cell index={before + 5} align="right" className="rm-tabular">
              {percentText(totals)}
            </Table.Summary.Cell>
            {seesMoney && (
              <Table.Summary.Cell index={before + 6} align="right">
                <Money fen={totals.chargesFen} strong />
              </Table.Summary.Cell>
            )}
          </Table.Summary.Row>
        )}
      />
    </div>
  );
}

export function percentText(group: SummaryGroup): string {
  const percent = wonPercent(group);
  return percent === null ? '—' : `${percent}%`;
}
