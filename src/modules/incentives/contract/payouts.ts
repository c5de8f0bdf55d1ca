import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { day, fen, form, instant, month, payeeKind, someWords, version } from './common.ts';

export const payoutWays = ['transfer', 'in_person', 'by_agent', 'by_rep'] as const;
export const payoutWay = z.enum(payoutWays);
/** `returned`: came back or was not claimed, stays visible; `replaced`: set off by a later settlement before it was paid. */
export const payoutStates = ['waiting', 'exported', 'paid', 'returned', 'replaced'] as const;
export const payoutState = z.enum(payoutStates);

export const payoutRow = z.object({
  payoutId: z.string(),
  settlementId: z.string(),
  settlementNo: z.string(),
  month,
  payeeKind,
  payeeNo: z.string(),
  payeeName: z.string().nullable(),
  isPayeeMasked: z.boolean(),
  form,
  amountFen: fen,
  way: payoutWay.nullable(),
  state: payoutState,
  dueOn: day,
  isOverdue: z.boolean(),
  batchId: z.string().nullable(),
  collectorName: z.string().nullable(),
  hasCollectorId: z.boolean(),
  authorityDocument: z.string().nullable(),
  receiptNo: z.string().nullable(),
  /** Of the payee's account, for transfers; null: no account on file. */
  accountTail: z.string().nullable(),
  /** Null: may be paid by transfer. */
  transferBlocked: z.enum(['no-account', 'third-party-account', 'form']).nullable(),
  paidByName: z.string().nullable(),
  paidAt: instant.nullable(),
  returnedReason: z.string().nullable(),
  version: z.number().int(),
});
export type PayoutRow = z.output<typeof payoutRow>;

/** Filters: settlementId, month, state, way, form, payeeKind, payeeNo, payeeName, amountFen, dueOn, isOverdue, batchId, paidAt. Sorts: dueOn, amountFen, payeeNo, paidAt, createdAt. */
export const listPayouts = route({
  id: 'incentives.listPayouts',
  method: 'GET',
  path: '/api/incentives/payouts',
  permission: 'settlement.pay',
  summary:
    'Payouts of all settlements; `isOverdue:eq:true` is the overdue list, `state:eq:returned` the unclaimed money',
  query: listQuery,
  response: pageOf(payoutRow),
});

const ofPayout = z.object({ payoutId: z.uuid() });

export const readPayout = route({
  id: 'incentives.readPayout',
  method: 'GET',
  path: '/api/incentives/payouts/:payoutId',
  permission: 'settlement.pay',
  summary: 'One payout with the lines behind it and what was booked',
  params: ofPayout,
  response: payoutRow.extend({
    lines: z.array(
      z.object({ lineId: z.string(), ruleId: z.string(), episodeNo: z.string().nullable(), payableFen: fen }),
    ),
    /** Brought over from earlier months (negative: set off). */
    carriedFen: fen,
    bookings: z.array(
      z.object({ transactionId: z.string(), kind: z.string(), amountFen: fen, bookedAt: instant, byName: z.string() }),
    ),
  }),
  refusals: ['platform.not-found'],
});

export const recordPayment = route({
  id: 'incentives.recordPayment',
  method: 'POST',
  path: '/api/incentives/payouts/:payoutId/payment',
  permission: 'settlement.pay',
  summary:
    'Paid: by transfer, or in person, by agent (with written authority) or rep, with the collector’s name, ID number and receipt. Send an Idempotency-Key',
  params: ofPayout,
  body: z.object({
    way: payoutWay,
    collectorName: someWords(60).nullable().default(null),
    /** Stored encrypted; shown again only by `revealCollector`. */
    collectorIdNumber: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z-]{6,30}$/)
      .nullable()
      .default(null),
    /** Reference of the written authority; needed for `by_agent`. */
    authorityDocument: someWords(200).nullable().default(null),
    receiptNo: someWords(60).nullable().default(null),
    version,
  }),
  response: payoutRow,
  refusals: [
    'platform.not-found',
    'platform.stale',
    'incentives.payout-state',
    'incentives.collector-missing',
    'incentives.authority-missing',
    'incentives.receipt-missing',
    'incentives.third-party-account',
    'incentives.no-account',
    'incentives.way-not-possible',
  ],
});

export const recordReturn = route({
  id: 'incentives.recordReturn',
  method: 'POST',
  path: '/api/incentives/payouts/:payoutId/return',
  permission: 'settlement.pay',
  summary: 'The money came back or was not claimed; it stays owed and can be paid again',
  params: ofPayout,
  body: z.object({ reason: someWords(300), version }),
  response: payoutRow,
  refusals: ['platform.not-found', 'platform.stale', 'incentives.payout-state'],
});

export const revealCollector = route({
  id: 'incentives.revealCollector',
  method: 'POST',
  path: '/api/incentives/payouts/:payoutId/collector-views',
  permission: 'reveal.identity',
  summary: 'Show the collector’s ID number, with reason; recorded',
  params: ofPayout,
  body: z.object({ reason: someWords(300) }),
  response: z.object({ value: z.string(), left: z.number().int() }),
  refusals: ['platform.not-found', 'staff.reveal-not-permitted', 'staff.reveal-reason-missing', 'staff.reveal-limit'],
});

export const batchRow = z.object({
  batchId: z.string(),
  settlementId: z.string(),
  settlementNo: z.string(),
  payoutsCount: z.number().int(),
  amountFen: fen,
  /** Payouts of it that are still with the bank: neither recorded as paid nor as returned. */
  openCount: z.number().int(),
  createdByName: z.string(),
  createdAt: instant,
});

/** Filters: settlementId, createdAt. Sorts: createdAt. */
export const listBatches = route({
  id: 'incentives.listBatches',
  method: 'GET',
  path: '/api/incentives/batches',
  permission: 'settlement.pay',
  summary: 'Bank batch files made so far',
  query: listQuery,
  response: pageOf(batchRow),
});

export const createBatch = route({
  id: 'incentives.createBatch',
  method: 'POST',
  path: '/api/incentives/batches',
  permission: 'settlement.pay',
  summary:
    'Put waiting transfers into a bank batch file and mark them exported; leaves out what cannot be transferred, with reasons',
  body: z.object({
    settlementId: z.uuid(),
    /** Absent: all waiting ones that can be transferred. */
    payoutIds: z.array(z.uuid()).max(5000).optional(),
  }),
  response: batchRow.extend({
    leftOut: z.array(
      z.object({ payoutId: z.string(), because: z.enum(['no-account', 'third-party-account', 'form', 'state']) }),
    ),
  }),
  refusals: ['platform.not-found', 'incentives.wrong-state', 'incentives.nothing-to-export'],
});

export const downloadBatch = route({
  id: 'incentives.downloadBatch',
  method: 'GET',
  path: '/api/incentives/batches/:batchId/file',
  permission: 'settlement.export',
  summary: 'The batch file, byte for byte the same every time',
  params: z.object({ batchId: z.uuid() }),
  produces: 'text/csv',
  refusals: ['platform.not-found'],
});

export const recordBatchPayments = route({
  id: 'incentives.recordBatchPayments',
  method: 'POST',
  path: '/api/incentives/batches/:batchId/payments',
  permission: 'settlement.pay',
  summary: 'The bank has paid the batch, but for the returned ones. Send an Idempotency-Key',
  params: z.object({ batchId: z.uuid() }),
  body: z.object({
    returned: z
      .array(z.object({ payoutId: z.uuid(), reason: someWords(300) }))
      .max(5000)
      .default([]),
  }),
  response: z.object({ paid: z.number().int(), returned: z.number().int(), amountFen: fen }),
  refusals: [
    'platform.not-found',
    'incentives.payout-state',
    'incentives.third-party-account',
    'incentives.no-account',
  ],
});

export const downloadRegister = route({
  id: 'incentives.downloadRegister',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId/register',
  permission: 'settlement.export',
  summary: 'XLSX payout register with room for signatures',
  params: z.object({ settlementId: z.uuid() }),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  refusals: ['platform.not-found'],
});

/** What a bank file can have in a column. */
export const bankFields = [
  'sequence',
  'accountHolder',
  'account',
  'bankName',
  'amountYuan',
  'amountFen',
  'purpose',
  'payeeNo',
  'payoutId',
  'settlementNo',
  'month',
] as const;

export const bankLayout = z.object({
  columns: z
    .array(z.object({ field: z.enum(bankFields), title: someWords(40) }))
    .min(1)
    .max(20),
  hasHeader: z.boolean(),
  encoding: z.enum(['utf-8', 'gbk']),
  separator: z.enum([',', ';', '|', '\t']),
  /** Written into `purpose`; `{month}` is replaced. */
  purpose: z.string().trim().max(60),
});
export type BankLayout = z.output<typeof bankLayout>;

export const readBankLayout = route({
  id: 'incentives.readBankLayout',
  method: 'GET',
  path: '/api/incentives/bank-layout',
  permission: 'settlement.pay',
  summary: 'How the bank batch file is laid out',
  response: bankLayout,
});

export const changeBankLayout = route({
  id: 'incentives.changeBankLayout',
  method: 'PUT',
  path: '/api/incentives/bank-layout',
  permission: 'settlement.pay',
  summary: 'Change the layout of bank batch files made from now on',
  body: bankLayout,
  response: bankLayout,
});
