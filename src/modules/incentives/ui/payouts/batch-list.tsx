import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import type { z } from 'zod';
import { fileAddress, useCommand } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import { type Column, DataList, EmptyState, Money, StateTag, useConfirmDanger, When } from '#web/kit/index.ts';
import { useMay } from '#web/shell/index.ts';
import { type batchRow, downloadBatch, listBatches, recordBatchPayments } from '../../contract/index.ts';

type Batch = z.output<typeof batchRow>;
const topics = ['incentives.payouts'];

/** Bank files made so far: the same file at every download; one click records that the bank has paid. */
export function BatchList() {
  const t = useText('incentives');
  const mayExport = useMay('settlement.export');
  const columns = useMemo<Column<Batch>[]>(
    () => [
      { key: 'no', title: t('batches.of'), render: (row) => row.settlementNo },
      { key: 'count', title: t('batches.count'), render: (row) => row.payoutsCount, align: 'number', width: 100 },
      {
        key: 'amount',
        title: t('payouts.amount'),
        render: (row) => <Money fen={row.amountFen} strong />,
        align: 'money',
        width: 150,
      },
      {
        key: 'at',
        title: t('batches.at'),
        sort: 'createdAt',
        render: (row) => <When at={row.createdAt} full />,
        width: 170,
      },
      { key: 'by', title: t('batches.by'), render: (row) => row.createdByName, width: 120 },
      {
        key: 'actions',
        title: t('batches.actions'),
        always: true,
        render: (row) => (
          <span className="inc-row-actions">
            {mayExport && (
              <Button
                size="small"
                icon={<DownloadOutlined />}
                href={fileAddress(downloadBatch, { params: { batchId: row.batchId } })}
                download
              >
                {t('batches.download')}
              </Button>
            )}
            {row.openCount > 0 ? <Paid batch={row} /> : <StateTag tone="allowed">{t('batches.settled')}</StateTag>}
          </span>
        ),
        width: 260,
      },
    ],
    [t, mayExport],
  );
  return (
    <DataList<Batch>
      id="incentives.batches"
      route={listBatches}
      rowKey={(row) => row.batchId}
      columns={columns}
      defaultSort="-createdAt"
      topics={topics}
      empty={<EmptyState picture="money" title={t('batches.emptyTitle')} text={t('batches.emptyText')} />}
    />
  );
}

function Paid({ batch }: { batch: Batch }) {
  const t = useText('incentives');
  const { message } = App.useApp();
  const confirm = useConfirmDanger();
  const record = useCommand(recordBatchPayments, {
    onDone: ({ paid }) => message.success(t('batches.paid', { count: paid })),
    onRefused: (problem) => message.error(problem.detail || problem.title),
  });
  return (
    <Button
      size="small"
      loading={record.isRunning}
      onClick={() =>
        confirm({
          title: t('batches.paidTitle'),
          text: (
            <>
              {t('batches.paidText', { count: batch.openCount })} <Money fen={batch.amountFen} strong />
            </>
          ),
          ok: t('batches.record'),
          onConfirm: () => record.run({ params: { batchId: batch.batchId }, body: { returned: [] } }),
        })
      }
    >
      {t('batches.record')}
    </Button>
  );
}
