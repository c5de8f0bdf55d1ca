import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import { readKey } from '#web/api/hooks.ts';
import { call } from '#web/api/index.ts';
import { useText } from '#web/i18n.ts';
import {
  type Column,
  DataList,
  EmptyState,
  type FilterSpec,
  Money,
  PageFrame,
  PageLink,
  StateTag,
  useUrlQuery,
  useUrlValue,
  When,
} from '#web/kit/index.ts';
import { type balanceRow, type ledgerEntryRow, listLedgerBalances, listLedgerEntries } from '../../contract/index.ts';
import { accountText } from '../words.tsx';
import '../incentives.css';

type Entry = z.output<typeof ledgerEntryRow>;
type Balance = z.output<typeof balanceRow>;
const topics = ['incentives.ledger'];

/** The double-entry books: balances of accounts, and every entry. */
export default function LedgerPage() {
  const t = useText('incentives');
  const [tab] = useUrlValue<'balances' | 'entries'>('tab', 'balances');
  const [, setQuery] = useUrlQuery();
  return (
    <PageFrame
      title={t('ledger.title')}
      meaning={t('ledger.meaning')}
      action={<Balanced />}
      tabs={[
        { key: 'balances', label: t('ledger.balances') },
        { key: 'entries', label: t('ledger.entries') },
      ]}
      tab={tab}
      onTab={(key) =>
        setQuery((query) => {
          for (const name of [...query.keys()]) query.delete(name);
          if (key !== 'balances') query.set('tab', key);
        })
      }
    >
      {tab === 'balances' ? <Balances /> : <Entries />}
    </PageFrame>
  );
}

const pagesMax = 100;

/** Of every account, page by page; null when there are too many to add up in the browser. */
async function sumOfBalances(signal: AbortSignal): Promise<number | null> {
  let cursor: string | undefined;
  let sum = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await call(listLedgerBalances, { query: { limit: 200, ...(cursor ? { cursor } : {}) } }, { signal });
    for (const row of answer.items) sum += row.balanceFen;
    if (!answer.nextCursor) return sum;
    cursor = answer.nextCursor;
  }
  return null;
}

/** All balances sum to zero, always; should they ever not, it must be seen at once. */
function Balanced() {
  const t = useText('incentives');
  const read = useQuery({
    queryKey: [...readKey(listLedgerBalances), 'sum'],
    queryFn: ({ signal }) => sumOfBalances(signal),
  });
  if (read.data === undefined || read.data === null) return null;
  const sum = read.data;
  return sum === 0 ? (
    <StateTag tone="allowed">{t('ledger.balanced')}</StateTag>
  ) : (
    <StateTag tone="prohibited">
      {t('ledger.unbalanced')} <Money fen={sum} />
    </StateTag>
  );
}

function Balances() {
  const t = useText('incentives');
  const columns = useMemo<Column<Balance>[]>(
    () => [
      {
        key: 'account',
        title: t('ledger.account'),
        sort: 'account',
        render: (row) => <AccountLink account={row.account} />,
      },
      {
        key: 'debit',
        title: t('ledger.debit'),
        render: (row) => <Money fen={row.debitFen} />,
        align: 'money',
        width: 160,
      },
      {
        key: 'credit',
        title: t('ledger.credit'),
        render: (row) => <Money fen={row.creditFen} />,
        align: 'money',
        width: 160,
      },
      {
        key: 'balance',
        title: t('ledger.balance'),
        sort: 'balanceFen',
        render: (row) => <Money fen={row.balanceFen} strong />,
        align: 'money',
        width: 160,
      },
    ],
    [t],
  );
  const filters = useMemo<FilterSpec[]>(
    () => [
      {
        kind: 'choice',
        field: 'kind',
        label: t('ledger.kind'),
        options: ['expense', 'payable', 'cash', 'coupon', 'points', 'waiver'].map((value) => ({
          value,
          label: t(`account.${value}`),
        })),
      },
      { kind: 'money', field: 'balanceFen', label: t('ledger.balance') },
    ],
    [t],
  );
  return (
    <DataList<Balance>
      id="incentives.balances"
      route={listLedgerBalances}
      rowKey={(row) => row.account}
      columns={columns}
      filters={filters}
      defaultSort="account"
      topics={topics}
      empty={<EmptyState picture="money" title={t('ledger.emptyTitle')} text={t('ledger.emptyText')} />}
    />
  );
}

function AccountLink({ account }: { account: string }) {
  const t = useText('incentives');
  const to = `/incentives/ledger?tab=entries&filter=${encodeURIComponent(`account:eq:${account}`)}`;
  return (
    <PageLink to={to} className="rm-row-link">
      {accountText(t, account)}
    </PageLink>
  );
}

function Entries() {
  const t = useText('incentives');
  const columns = useMemo<Column<Entry>[]>(
    () => [
      { key: 'account', title: t('ledger.account'), sort: 'account', render: (row) => accountText(t, row.account) },
      {
        key: 'transaction',
        title: t('ledger.transaction'),
        render: (row) => (
          <PageLink
            to={`/incentives/ledger?tab=entries&filter=${encodeURIComponent(`transactionId:eq:${row.transactionId}`)}`}
            title={t('ledger.sameTransaction')}
          >
            {t(`booking.${row.kind}`)} <span className="rm-code">{row.transactionId.slice(-6)}</span>
          </PageLink>
        ),
        width: 150,
      },
      {
        key: 'debit',
        title: t('ledger.debit'),
        render: (row) => (row.amountFen > 0 ? <Money fen={row.amountFen} /> : ''),
        align: 'money',
        width: 140,
      },
      {
        key: 'credit',
        title: t('ledger.credit'),
        render: (row) => (row.amountFen < 0 ? <Money fen={-row.amountFen} /> : ''),
        align: 'money',
        width: 140,
      },
      {
        key: 'settlement',
        title: t('settlements.no'),
        render: (row) =>
          row.settlementId ? (
            <PageLink to={`/incentives/settlements/${row.settlementId}`}>{row.settlementNo}</PageLink>
          ) : (
            '—'
          ),
        width: 190,
      },
      { key: 'on', title: t('ledger.on'), render: (row) => row.bookedOn, width: 110 },
      { key: 'by', title: t('ledger.by'), render: (row) => row.bookedByName, width: 110 },
      {
        key: 'at',
        title: t('ledger.at'),
        sort: 'bookedAt',
        render: (row) => <When at={row.bookedAt} full />,
        hidden: true,
      },
    ],
    [t],
  );
  const filters = useMemo<FilterSpec[]>(
    () => [
      {
        kind: 'choice',
        field: 'kind',
        label: t('ledger.bookingKind'),
        options: ['accrual', 'payment', 'reversal', 'return'].map((value) => ({ value, label: t(`booking.${value}`) })),
      },
      { kind: 'text', field: 'account', label: t('ledger.account') },
      { kind: 'text', field: 'transactionId', label: t('ledger.transaction') },
      { kind: 'money', field: 'amountFen', label: t('payouts.amount') },
      { kind: 'days', field: 'bookedOn', label: t('ledger.on') },
    ],
    [t],
  );
  return (
    <DataList<Entry>
      id="incentives.entries"
      route={listLedgerEntries}
      rowKey={(row) => row.entryId}
      columns={columns}
      filters={filters}
      defaultSort="-bookedAt"
      topics={topics}
      empty={<EmptyState picture="money" title={t('ledger.emptyTitle')} text={t('ledger.emptyText')} />}
    />
  );
}
