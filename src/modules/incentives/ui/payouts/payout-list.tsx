import { BankOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { fileAddress, useCommand, useRead } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  Money,
  PageLink,
  ProblemNote,
  StateTag,
  type Tone,
  useConfirmDanger,
} from '#web/kit/index.ts';
import {
  createBatch,
  downloadBatch,
  forms,
  listPayouts,
  type PayoutRow,
  payoutStates,
  payoutWays,
} from '../../contract/index.ts';

const tones: Readonly<Record<PayoutRow['state'], Tone>> = {
  waiting: 'waiting',
  exported: 'primary',
  paid: 'allowed',
  returned: 'prohibited',
  replaced: 'inactive',
};

export function PayoutTag({ payout }: { payout: Pick<PayoutRow, 'state' | 'isOverdue'> }) {
  const t = useText('incentives');
  if (payout.isOverdue) return <StateTag tone="prohibited">{t('payoutState.overdue')}</StateTag>;
  return <StateTag tone={tones[payout.state]}>{t(`payoutState.${payout.state}`)}</StateTag>;
}

export const payoutPath = (payoutId: string) => `/incentives/payouts/${payoutId}`;
const topics = ['incentives.payouts'];

/** Payouts of one settlement, or of all. */
export function PayoutList({ settlementId }: { settlementId?: string }) {
  const t = useText('incentives');
  const bank = useBankShare(settlementId);
  const columns = useMemo<Column<PayoutRow>[]>(
    () => [
      {
        key: 'payee',
        title: t('payouts.payee'),
        sort: 'payeeNo',
        render: (row) => (
          <PageLink to={payoutPath(row.payoutId)} className="rm-row-link">
            {row.payeeName ?? row.payeeNo}{' '}
            <span className="rm-faint">
              {row.payeeName ? `${row.payeeNo} · ` : ''}
              {t(`payee.${row.payeeKind}`)}
            </span>
          </PageLink>
        ),
      },
      { key: 'month', title: t('settlements.month'), render: (row) => row.month, width: 90 },
      { key: 'form', title: t('line.form'), render: (row) => t(`form.${row.form}`), width: 90 },
      {
        key: 'amount',
        title: t('payouts.amount'),
        sort: 'amountFen',
        render: (row) => <Money fen={row.amountFen} strong />,
        align: 'money',
        width: 130,
      },
      { key: 'state', title: t('payouts.state'), render: (row) => <PayoutTag payout={row} />, width: 120 },
      { key: 'way', title: t('payouts.way'), render: (row) => (row.way ? t(`way.${row.way}`) : '—'), width: 120 },
      { key: 'account', title: t('payouts.account'), render: (row) => <Account row={row} />, width: 170 },
      { key: 'due', title: t('payouts.due'), sort: 'dueOn', render: (row) => row.dueOn, width: 110 },
      { key: 'receipt', title: t('payouts.receipt'), render: (row) => row.receiptNo ?? '—', hidden: true },
      { key: 'settlement', title: t('settlements.no'), render: (row) => row.settlementNo, hidden: true },
    ],
    [t],
  );
  const filters = useMemo<FilterSpec[]>(
    () => [
      {
        kind: 'choice',
        field: 'state',
        label: t('payouts.state'),
        options: payoutStates.map((value) => ({ value, label: t(`payoutState.${value}`) })),
      },
      {
        kind: 'choice',
        field: 'way',
        label: t('payouts.way'),
        options: payoutWays.map((value) => ({ value, label: t(`way.${value}`) })),
      },
      {
        kind: 'choice',
        field: 'form',
        label: t('line.form'),
        options: forms.map((value) => ({ value, label: t(`form.${value}`) })),
      },
      { kind: 'month', field: 'month', label: t('settlements.month') },
      { kind: 'money', field: 'amountFen', label: t('payouts.amount') },
      { kind: 'days', field: 'dueOn', label: t('payouts.due') },
    ],
    [t],
  );
  const views = useMemo(
    () => [
      { key: 'open', label: t('payouts.viewOpen'), filter: ['state:in:waiting|exported|returned'] },
      { key: 'overdue', label: t('payouts.viewOverdue'), filter: ['isOverdue:eq:true'] },
      { key: 'returned', label: t('payouts.viewReturned'), filter: ['state:in:returned'] },
      { key: 'paid', label: t('payouts.viewPaid'), filter: ['state:in:paid'] },
      { key: 'all', label: t('payouts.viewAll'), filter: [] },
    ],
    [t],
  );
  const query = useMemo(
    () => (settlementId ? { filter: [`settlementId:eq:${settlementId}`] } : undefined),
    [settlementId],
  );
  const list = (
    <DataList<PayoutRow>
      id="incentives.payouts"
      route={listPayouts}
      {...(query ? { query } : {})}
      rowKey={(row) => row.payoutId}
      rowPath={(row) => payoutPath(row.payoutId)}
      columns={columns}
      filters={filters}
      views={views}
      searchHint={t('payouts.search')}
      defaultSort="dueOn"
      topics={topics}
      {...(settlementId ? { tools: <BatchButton settlementId={settlementId} isUseful={bank.transferable > 0} /> } : {})}
      rowTone={(row) => (row.isOverdue || row.state === 'returned' ? 'prohibited' : undefined)}
      empty={<EmptyState picture="money" title={t('payouts.emptyTitle')} text={t('payouts.emptyText')} />}
    />
  );
  return (
    <>
      {bank.note && <p className="rm-note rm-note-waiting">{t(`bank.${bank.note}`, { count: bank.blocked })}</p>}
      {list}
    </>
  );
}

/** What of a settlement goes through the bank: coupons and points never do, money only to the payee's own account. */
function useBankShare(settlementId: string | undefined): {
  readonly transferable: number;
  readonly blocked: number;
  readonly note: 'noMoney' | 'noAccount' | 'someNoAccount' | null;
} {
  const open = useRead(
    listPayouts,
    {
      query: {
        filter: [
          `settlementId:eq:${settlementId ?? ''}`,
          'form:in:cash|reimbursement',
          'state:in:waiting|exported|returned',
        ],
        limit: 200,
      },
    },
    { enabled: settlementId !== undefined },
  );
  if (!open.data) return { transferable: 0, blocked: 0, note: null };
  const waiting = open.data.items.filter((row) => row.state !== 'exported');
  const blocked = waiting.filter((row) => row.transferBlocked !== null).length;
  const transferable = waiting.length - blocked;
  if (open.data.total === 0) return { transferable, blocked, note: 'noMoney' };
  if (blocked === 0) return { transferable, blocked, note: null };
  return { transferable, blocked, note: transferable === 0 ? 'noAccount' : 'someNoAccount' };
}

function Account({ row }: { row: PayoutRow }) {
  const t = useText('incentives');
  if (row.transferBlocked) return <span className="rm-faint">{t(`blocked.${row.transferBlocked}`)}</span>;
  return <span className="rm-tabular">{row.accountTail ? `**** ${row.accountTail}` : '—'}</span>;
}

/** All waiting transfers of a settlement into one bank file. */
function BatchButton({ settlementId, isUseful }: { settlementId: string; isUseful: boolean }) {
  const t = useText('incentives');
  const { modal } = App.useApp();
  const confirm = useConfirmDanger();
  const create = useCommand(createBatch, {
    onDone: (batch) => {
      modal.success({
        title: t('batches.made', { count: batch.payoutsCount }),
        content: (
          <>
            <p>
              <Money fen={batch.amountFen} strong />{' '}
              {batch.leftOut.length > 0 && t('batches.leftOut', { count: batch.leftOut.length })}
            </p>
            <a href={fileAddress(downloadBatch, { params: { batchId: batch.batchId } })} download>
              {t('batches.download')}
            </a>
          </>
        ),
      });
    },
  });
  return (
    <>
      <Button
        icon={<BankOutlined />}
        loading={create.isRunning}
        disabled={!isUseful}
        onClick={() =>
          confirm({
            title: t('batches.title'),
            text: t('batches.text'),
            ok: t('batches.create'),
            onConfirm: () => create.run({ body: { settlementId } }),
          })
        }
      >
        {t('batches.create')}
      </Button>
      <ProblemNote problem={create.problem} />
    </>
  );
}
