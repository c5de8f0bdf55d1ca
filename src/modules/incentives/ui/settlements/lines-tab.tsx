import { useMemo } from 'react';
import { useText } from '#web/i18n.ts';
import { DataList, EmptyState } from '#web/kit/index.ts';
import { type LineRow, listLines, type SettlementDetail } from '../../contract/index.ts';
import { linePath, useLineList } from './use-line-list.tsx';

const topics = ['incentives.settlements'];

/** Every line; a row opens its trace. */
export function Lines({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { columns, filters } = useLineList(settlement);
  const params = useMemo(() => ({ settlementId: settlement.settlementId }), [settlement.settlementId]);
  const views = useMemo(
    () => [
      { key: 'all', label: t('line.viewAll'), filter: [] },
      { key: 'allowed', label: t('lineState.allowed'), filter: ['clearance:in:allowed'] },
      { key: 'review', label: t('line.viewReview'), filter: ['clearance:in:review'] },
      { key: 'prohibited', label: t('lineState.prohibited'), filter: ['clearance:in:prohibited'] },
      { key: 'reversal', label: t('line.viewReversal'), filter: ['isReversal:eq:true'] },
    ],
    [t],
  );
  return (
    <DataList<LineRow>
      id="incentives.lines"
      route={listLines}
      params={params}
      rowKey={(row) => row.lineId}
      rowPath={linePath}
      columns={columns}
      filters={filters}
      views={views}
      searchHint={t('line.search')}
      defaultSort="lineNo"
      topics={topics}
      rowTone={(row) => (row.clearance === 'prohibited' ? 'prohibited' : row.isHeld ? 'waiting' : undefined)}
      empty={<EmptyState picture="money" title={t('line.emptyTitle')} text={t('line.emptyText')} />}
    />
  );
}
