import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { alternativeInfo, citationText, clearance, fen, form, instant, month, payeeKind, someWords } from './common.ts';

export const lineRow = z.object({
  lineId: z.string(),
  settlementId: z.string(),
  lineNo: z.number().int(),
  /** The month it belongs to; earlier than the settlement's in corrections. */
  month,
  ruleId: z.string(),
  episodeNo: z.string().nullable(),
  referralId: z.string().nullable(),
  introducerKind: z.string().nullable(),
  payeeKind,
  payeeNo: z.string().nullable(),
  /** Null where the reader may only see sums by class. */
  payeeName: z.string().nullable(),
  isPayeeMasked: z.boolean(),
  department: z.string().nullable(),
  baseFen: fen,
  amountFen: fen,
  /** What may be paid now. */
  payableFen: fen,
  form,
  clearance,
  citation: z.string(),
  reviewState: z.enum(['released', 'rejected']).nullable(),
  isHeld: z.boolean(),
  isFrozen: z.boolean(),
  departmentState: z.enum(['waiting', 'verified', 'rejected']),
  /** Line and month taken back; set on reversals. */
  reversesLineId: z.string().nullable(),
  reversesMonth: month.nullable(),
  reason: z.string(),
});
export type LineRow = z.output<typeof lineRow>;

/**
 * Filters: department, ruleId, payeeKind, payeeNo, payeeName, clearance, reviewState, isHeld, isReversal, departmentState, form, episodeNo,
 * referralId, amountFen, payableFen, month. Sorts: lineNo, amountFen, department, ruleId, payeeNo, episodeNo.
 */
export const listLines = route({
  id: 'incentives.listLines',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId/lines',
  permission: 'settlement.read',
  summary:
    'Lines of a settlement. A department head sees the own departments; who sees money aggregated gets no payee names',
  params: z.object({ settlementId: z.uuid() }),
  query: listQuery,
  response: pageOf(lineRow),
  refusals: ['platform.not-found'],
});

export const lineDetail = lineRow.extend({
  /** Rules tried, base arithmetic, limits: one step a line, in the reader's language. */
  trace: z.array(z.string()),
  /** Recomputed from the trace alone; equals the amount. */
  recomputedFen: fen,
  triggeredBy: z.string(),
  citations: z.array(citationText),
  alternative: alternativeInfo.nullable(),
  packVersion: z.string(),
  planId: z.string(),
  planVersion: z.number().int(),
  review: z
    .object({
      reason: z.string().nullable(),
      documentName: z.string().nullable(),
      documentReference: z.string().nullable(),
      byName: z.string().nullable(),
      at: instant.nullable(),
    })
    .nullable(),
  /** Who else announced the patient: competing referrals of the episode. */
  competing: z.array(z.object({ referralId: z.string(), receivedAt: instant, state: z.string() })),
  /** The correction that took this line back, if any. */
  reversedBy: z.object({ lineId: z.string(), settlementNo: z.string() }).nullable(),
  payout: z.object({ payoutId: z.string(), state: z.string() }).nullable(),
  /** Whether compliance may decide it now. */
  mayReview: z.boolean(),
});
export type LineDetail = z.output<typeof lineDetail>;

export const readLine = route({
  id: 'incentives.readLine',
  method: 'GET',
  path: '/api/incentives/lines/:lineId',
  permission: 'settlement.read',
  summary: 'One line with its trace in words, citations and the lawful alternative',
  params: z.object({ lineId: z.uuid() }),
  response: lineDetail,
  refusals: ['platform.not-found'],
});

/** All or none: a prohibited line among them refuses the whole, and the attempt is recorded. */
export const reviewLines = route({
  id: 'incentives.reviewLines',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/line-reviews',
  permission: 'settlement.review',
  summary:
    'Compliance releases or rejects lines under review, with reason and document; prohibited lines can never be released',
  params: z.object({ settlementId: z.uuid() }),
  body: z.object({
    lineIds: z.array(z.uuid()).min(1).max(500),
    decision: z.enum(['released', 'rejected']),
    reason: someWords(500),
    documentName: someWords(200),
    documentReference: someWords(500),
  }),
  response: z.object({ reviewed: z.number().int() }),
  refusals: [
    'platform.not-found',
    'incentives.line-prohibited',
    'incentives.line-not-in-review',
    'incentives.line-reviewed',
    'incentives.line-reversed',
    'incentives.wrong-state',
  ],
});
