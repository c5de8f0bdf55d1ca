import { useMemo } from 'react';
import { useRead } from '#web/api/index.ts';
import {
  type Column,
  DataList,
  EmptyState,
  ErrorState,
  type FilterSpec,
  Money,
  PageSkeleton,
  Section,
  StateTag,
  When,
} from '#web/kit/index.ts';
import { type ExamRow, examItem, listExamRegister, readExamTotals } from '../../contract/summary.ts';
import { useDesk, usePersonText } from '../desk-text.ts';

/** The examination departments' register of special orders, reconciled with the charges. */
export function ExamRegister({ month }: { month: string }) {
  const t = useDesk();
  const personText = usePersonText();
  const query = useMemo(() => ({ month }), [month]);
  const columns = useMemo(() => columnsOf(t, personText), [t, personText]);
  const filters = useMemo(() => filtersOf(t), [t]);
  return (
    <>
      <ExamTotals month={month} />
      <DataList<ExamRow>
        id="referrals.exams"
        route={listExamRegister}
        query={query}
        rowKey={(row) => `${row.episodeNo} ${row.lineNo}`}
        columns={columns}
        filters={filters}
        empty={<EmptyState picture="list" title={t('summary.exam.emptyTitle')} text={t('summary.exam.emptyText')} />}
      />
    </>
  );
}

function ExamTotals({ month }: { month: string }) {
  const t = useDesk();
  const totals = useRead(readExamTotals, { query: { month } });
  if (totals.error) return <ErrorState error={totals.error} onRetry={() => void totals.refetch()} />;
  if (!totals.data) return <PageSkeleton rows={3} />;
  const { items, differences, differencesCount } = totals.data;
  return (
    <Section
      title={t('summary.exam.differences')}
      extra={
        <StateTag tone={differencesCount === 0 ? 'allowed' : 'waiting'}>
          {differencesCount === 0
            ? t('summary.exam.differencesNone')
            : t('summary.boxNotEqual', { count: differencesCount })}
        </StateTag>
      }
    >
      <div className="rs-exams">
        {items.map((one) => (
          <div key={one.item}>
            <strong>{t(`summary.exam.items.${one.item}`)}</strong>
            <span>
              {t('summary.exam.orders', { count: one.orders })} · {t('summary.exam.patients', { count: one.patients })}
            </span>
            <span className="rm-faint">{t('summary.exam.fromOutside', { count: one.fromOutside })}</span>
            {one.amountFen !== null && <Money fen={one.amountFen} strong />}
          </div>
        ))}
      </div>
      {differences.length > 0 && (
        <ul className="rs-differences">
          {differences.map((one) => (
            <li key={`${one.episodeNo} ${one.lineNo} ${one.code}`}>
              <span className="rm-tabular">
                {one.episodeNo} / {one.lineNo}
              </span>
              <span>{t(`summary.exam.items.${one.item}`)}</span>
              <span className="rm-tone-waiting">{t(`summary.exam.codes.${one.code}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

type Text = ReturnType<typeof useDesk>;

function columnsOf(t: Text, personText: ReturnType<typeof usePersonText>): Column<ExamRow>[] {
  return [
    {
      key: 'item',
      title: t('summary.exam.item'),
      render: (row) => (
        <span title={row.itemName ?? undefined}>
          <strong>{t(`summary.exam.items.${row.item}`)}</strong>
        </span>
      ),
    },
    {
      key: 'patient',
      title: t('summary.patient'),
      render: (row) => `${row.patientName ?? t('common.unnamed')} ${personText({ sex: row.sex, age: null })}`,
    },
    { key: 'department', title: t('summary.columns.department'), render: (row) => row.department ?? '—' },
    { key: 'orderedBy', title: t('summary.exam.orderedBy'), render: (row) => row.orderedBy ?? '—' },
    { key: 'introducer', title: t('summary.exam.introducer'), render: (row) => row.introducerName ?? '—' },
    {
      key: 'chargedAt',
      title: t('summary.exam.chargedAt'),
      sort: 'chargedAt',
      render: (row) => <When at={row.chargedAt} full />,
    },
    {
      key: 'episodeNo',
      title: t('matching.fields.episodeNo'),
      render: (row) => <span className="rm-tabular">{row.episodeNo}</span>,
    },
    { key: 'amount', title: t('summary.exam.amount'), align: 'money', render: (row) => <Money fen={row.amountFen} /> },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'item',
      label: t('summary.exam.item'),
      kind: 'choice',
      options: examItem.options.map((value) => ({ value, label: t(`summary.exam.items.${value}`) })),
    },
    { field: 'orderedBy', label: t('summary.exam.orderedBy'), kind: 'text' },
    { field: 'department', label: t('summary.columns.department'), kind: 'text' },
    { field: 'introducerNo', label: t('summary.exam.introducer'), kind: 'filled' },
  ];
}
