import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useText } from '#web/i18n.ts';
import { type BulkAction, DataList, EmptyState, type ListSelection } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type LineRow, listLines, type SettlementDetail } from '../../contract/index.ts';
import { ReviewDialog } from './review-dialog.tsx';
import { linePath, useLineList } from './use-line-list.tsx';

const topics = ['incentives.settlements'];
const onlyReview = { filter: ['clearance:in:review'] };

interface Pending {
  readonly lineIds: readonly string[];
  readonly decision: 'released' | 'rejected';
}

/** Lines that wait for compliance; several may be decided together with one reason and document. */
export function ReviewQueue({ settlement }: { settlement: SettlementDetail }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const mayReview = useMay('settlement.review');
  const { columns, filters } = useLineList(settlement);
  const params = useMemo(() => ({ settlementId: settlement.settlementId }), [settlement.settlementId]);
  const [pending, setPending] = useState<Pending | null>(null);
  const close = useRef<() => void>(() => undefined);
  const decide = (decision: Pending['decision']) => (selection: ListSelection) => {
    if (selection.kind !== 'rows') {
      message.info(t('review.chooseRows'));
      return undefined;
    }
    // The list clears its selection when this resolves: only after the dialog has closed.
    return new Promise<void>((resolve) => {
      close.current = resolve;
      setPending({ lineIds: selection.ids, decision });
    });
  };
  const bulk: BulkAction[] = mayReview
    ? [
        { key: 'release', label: t('review.release'), icon: <CheckOutlined />, run: decide('released') },
        { key: 'reject', label: t('review.reject'), icon: <CloseOutlined />, danger: true, run: decide('rejected') },
      ]
    : [];
  const views = useMemo(
    () => [
      { key: 'waiting', label: t('review.waiting'), filter: ['clearance:in:review', 'reviewState:empty:'] },
      { key: 'released', label: t('lineState.released'), filter: ['clearance:in:review', 'reviewState:in:released'] },
      { key: 'rejected', label: t('lineState.rejected'), filter: ['clearance:in:review', 'reviewState:in:rejected'] },
    ],
    [t],
  );
  return (
    <>
      <DataList<LineRow>
        id="incentives.review"
        route={listLines}
        params={params}
        query={onlyReview}
        rowKey={(row) => row.lineId}
        rowPath={linePath}
        columns={columns}
        filters={filters}
        views={views}
        bulk={bulk}
        searchHint={t('line.search')}
        topics={topics}
        empty={<EmptyState picture="done" title={t('review.emptyTitle')} text={t('review.emptyText')} />}
      />
      {pending && (
        <ReviewDialog
          settlementId={settlement.settlementId}
          lineIds={pending.lineIds}
          decision={pending.decision}
          onClose={() => {
            setPending(null);
            close.current();
          }}
        />
      )}
    </>
  );
}
