import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { day, fen, instant } from './common.ts';

export const ledgerEntryRow = z.object({
  entryId: z.string(),
  transactionId: z.string(),
  kind: z.enum(['accrual', 'payment', 'reversal', 'return']),
  /** `expense:<department>`, `payable:<payee class>/<payee no>`, `cash:<way>` */
  account: z.string(),
  /** Debit positive, credit negative. */
  amountFen: fen,
  settlementId: z.string().nullable(),
  settlementNo: z.string().nullable(),
  bookedOn: day,
  bookedByName: z.string(),
  bookedAt: instant,
});

/** Filters: account, kind, settlementId, transactionId, amountFen, bookedOn, bookedAt. Sorts: bookedAt, account, amountFen. */
export const listLedgerEntries = route({
  id: 'incentives.listLedgerEntries',
  method: 'GET',
  path: '/api/incentives/ledger-entries',
  permission: 'ledger.read',
  summary: 'Entries of the double-entry ledger, newest first; append-only',
  query: listQuery,
  response: pageOf(ledgerEntryRow),
});

export const balanceRow = z.object({
  account: z.string(),
  /** expense, payable, cash, coupon, points, waiver */
  kind: z.string(),
  debitFen: fen,
  creditFen: fen,
  /** Debit minus credit: negative on a payable is money owed, positive is money to be set off. */
  balanceFen: fen,
});

/** Filters: account, kind, balanceFen. Sorts: account, balanceFen. */
export const listLedgerBalances = route({
  id: 'incentives.listLedgerBalances',
  method: 'GET',
  path: '/api/incentives/ledger-balances',
  permission: 'ledger.read',
  summary: 'Balance of every account; all balances sum to zero',
  query: listQuery,
  response: pageOf(balanceRow),
});
