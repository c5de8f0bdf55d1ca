import { useMemo } from 'react';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  Money,
  StateTag,
  type Tone,
  When,
} from '#web/kit/index.ts';
import { admissionReason, listSummaryRows, type SummaryRow } from '../../contract/summary.ts';
import { useDesk, usePersonText } from '../desk-text.ts';

const tones: Record<SummaryRow['reason'], Tone> = {
  won: 'allowed',
  walk_in: 'inactive',
  undetermined: 'waiting',
  not_creditable: 'inactive',
};

/** The admissions behind the sums, one a row. */
export function AdmissionsList({ month }: { month: string }) {
  const t = useDesk();
  const personText = usePersonText();
  const query = useMemo(() => ({ month }), [month]);
  const columns = useMemo(() => columnsOf(t, personText), [t, personText]);
  const filters = useMemo(() => filtersOf(t), [t]);
  return (
    <DataList<SummaryRow>
      id="referrals.admissions"
      route={listSummaryRows}
      query={query}
      rowKey={(row) => row.episodeNo}
      columns={columns}
      filters={filters}
      empty={<EmptyState picture="list" title={t('summary.emptyTitle', { month })} text={t('summary.emptyText')} />}
    />
  );
}

type Text = ReturnType<typeof useDesk>;

function columnsOf(t: Text, personText: ReturnType<typeof usePersonText>): Column<SummaryRow>[] {
  return [
    {
      key: 'patient',
      title: t('summary.patient'),
      render: (row) => (
        <>
          <strong>{row.patientName ?? t('common.unnamed')}</strong> <span className="rm-faint">{personText(row)}</span>
        </>
      ),
    },
    {
      key: 'reason',
      title: t('summary.reasonLabel'),
      render: (row) => <StateTag tone={tones[row.reason]}>{t(`summary.reason.${row.reason}`)}</StateTag>,
    },
    { key: 'introducer', title: t('summary.columns.introducer'), render: (row) => row.introducerName ?? '—' },
    { key: 'department', title: t('summary.columns.department'), render: (row) => row.department ?? '—' },
    { key: 'doctor', title: t('summary.doctor'), render: (row) => row.doctor ?? '—' },
    {
      key: 'admittedAt',
      title: t('summary.admittedAt'),
      sort: 'admittedAt',
      render: (row) => <When at={row.admittedAt} full />,
    },
    {
      key: 'dischargedAt',
      title: t('summary.dischargedAt'),
      hidden: true,
      render: (row) => <When at={row.dischargedAt} full />,
    },
    { key: 'county', title: t('summary.columns.county'), render: (row) => row.county ?? '—' },
    { key: 'rep', title: t('summary.columns.rep'), hidden: true, render: (row) => row.repNo ?? '—' },
    {
      key: 'episodeNo',
      title: t('matching.fields.episodeNo'),
      render: (row) => <span className="rm-tabular">{row.episodeNo}</span>,
    },
    {
      key: 'recordNo',
      title: t('matching.fields.recordNo'),
      hidden: true,
      render: (row) => <span className="rm-tabular">{row.recordNo ?? '—'}</span>,
    },
    {
      key: 'charges',
      title: t('summary.columns.charges'),
      align: 'money',
      render: (row) => <Money fen={row.chargesFen} />,
    },
  ];
}

function filtersOf(t: Text): FilterSpec[] {
  return [
    {
      field: 'reason',
      label: t('summary.reasonLabel'),
      kind: 'choice',
      options: admissionReason.options.map((value) => ({ value, label: t(`summary.reason.${value}`) })),
    },
    { field: 'department', label: t('summary.columns.department'), kind: 'text' },
    { field: 'introducerNo', label: t('source.introducerNo'), kind: 'text' },
    { field: 'county', label: t('summary.columns.county'), kind: 'text' },
  ];
}
