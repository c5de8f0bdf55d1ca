import { useMemo } from 'react';
import { useText } from '#web/i18n.ts';
import { type Column, type FilterSpec, Money, PageLink } from '#web/kit/index.ts';
import { clearances, type LineRow, payeeKinds, type SettlementDetail } from '../../contract/index.ts';
import { LineTag, useWords } from '../words.tsx';

export const linePath = (row: Pick<LineRow, 'settlementId' | 'lineId'>) =>
  `/incentives/settlements/${row.settlementId}/lines/${row.lineId}`;

/** Columns and filters of lines: the same for all lines and for the review queue. */
export function useLineList(settlement: Pick<SettlementDetail, 'byRule' | 'departments' | 'month'>): {
  readonly columns: Column<LineRow>[];
  readonly filters: FilterSpec[];
} {
  const t = useText('incentives');
  const { say } = useWords();
  const { byRule, departments, month } = settlement;
  return useMemo(() => {
    const ruleTitle = new Map(byRule.map((total) => [total.key, say(total.title)]));
    const columns: Column<LineRow>[] = [
      {
        key: 'rule',
        title: t('line.rule'),
        sort: 'ruleId',
        render: (row) => (
          <PageLink to={`${linePath(row)}${globalThis.location.search}`} className="rm-row-link">
            {ruleTitle.get(row.ruleId) || row.ruleId} <span className="rm-code">{row.ruleId}</span>
          </PageLink>
        ),
      },
      {
        key: 'episode',
        title: t('line.episode'),
        sort: 'episodeNo',
        render: (row) => (
          <>
            {row.episodeNo ?? '—'} {row.month !== month && <span className="rm-faint">{row.month}</span>}
          </>
        ),
        width: 150,
      },
      {
        key: 'department',
        title: t('line.department'),
        sort: 'department',
        render: (row) => row.department ?? '—',
        width: 100,
      },
      { key: 'payee', title: t('line.payee'), sort: 'payeeNo', render: (row) => <Payee row={row} />, width: 165 },
      { key: 'base', title: t('line.base'), render: (row) => <Money fen={row.baseFen} />, align: 'money', width: 100 },
      {
        key: 'amount',
        title: t('line.amount'),
        sort: 'amountFen',
        render: (row) => <Money fen={row.amountFen} struck={row.clearance === 'prohibited'} />,
        align: 'money',
        width: 105,
      },
      { key: 'state', title: t('line.state'), render: (row) => <LineTag line={row} />, width: 125 },
      {
        key: 'payable',
        title: t('line.payable'),
        render: (row) => <Money fen={row.payableFen} strong />,
        align: 'money',
        width: 100,
      },
      { key: 'form', title: t('line.form'), render: (row) => t(`form.${row.form}`), hidden: true },
      {
        key: 'citation',
        title: t('line.citation'),
        render: (row) => <span className="rm-code">{row.citation}</span>,
        hidden: true,
      },
      { key: 'referral', title: t('line.referral'), render: (row) => row.referralId ?? '—', hidden: true },
    ];
    const filters: FilterSpec[] = [
      {
        kind: 'choice',
        field: 'department',
        label: t('line.department'),
        options: departments.map((part) => ({ value: part.department, label: part.department })),
      },
      {
        kind: 'choice',
        field: 'ruleId',
        label: t('line.rule'),
        options: byRule.map((total) => ({ value: total.key, label: `${say(total.title) || total.key}` })),
      },
      {
        kind: 'choice',
        field: 'clearance',
        label: t('line.clearance'),
        options: clearances.map((value) => ({ value, label: t(`verdict.${value}`) })),
      },
      {
        kind: 'choice',
        field: 'payeeKind',
        label: t('line.payeeKind'),
        options: payeeKinds.map((value) => ({ value, label: t(`payee.${value}`) })),
      },
      { kind: 'text', field: 'payeeNo', label: t('line.payeeNo') },
      { kind: 'money', field: 'amountFen', label: t('line.amount') },
      { kind: 'flag', field: 'isHeld', label: t('line.held') },
      { kind: 'flag', field: 'isReversal', label: t('line.reversal') },
    ];
    return { columns, filters };
  }, [t, say, byRule, departments, month]);
}

/** Who receives: name where the reader may see it, number and class always. */
export function Payee({ row }: { row: Pick<LineRow, 'payeeName' | 'payeeNo' | 'payeeKind'> }) {
  const t = useText('incentives');
  return (
    <span>
      {row.payeeName ?? row.payeeNo ?? '—'} <span className="rm-faint">{t(`payee.${row.payeeKind}`)}</span>
    </span>
  );
}
