import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { bilingual, day, fen, instant, keyedTotal, month, someWords, startedJob, total, version } from './common.ts';

export const settlementStates = [
  'draft',
  'compiled',
  'verified',
  'recalculated',
  'approved_first',
  'approved',
  'partly_paid',
  'paid',
  'closed',
] as const;
export const settlementState = z.enum(settlementStates);

/** In order; `verify` is signed by every department with lines. */
export const signatureSteps = [
  'compile',
  'countersign',
  'verify',
  'recalculate',
  'approve_first',
  'approve_second',
] as const;
export const signatureStep = z.enum(signatureSteps);

export const settlementRow = z.object({
  settlementId: z.string(),
  settlementNo: z.string(),
  month,
  planId: z.string(),
  planVersion: z.number().int(),
  planTitle: bilingual,
  packVersion: z.string(),
  state: settlementState,
  linesCount: z.number().int(),
  allowedFen: fen,
  reviewFen: fen,
  /** Exposure: shown, never paid. */
  prohibitedFen: fen,
  payoutsCount: z.number().int(),
  /** Of its payouts. */
  paidFen: fen,
  outstandingFen: fen,
  /** Last day to pay in time; null until approved. */
  dueOn: day.nullable(),
  isOverdue: z.boolean(),
  runByName: z.string(),
  computedAt: instant.nullable(),
  submittedAt: instant.nullable(),
  approvedAt: instant.nullable(),
  closedAt: instant.nullable(),
  createdAt: instant,
  version: z.number().int(),
});
export type SettlementRow = z.output<typeof settlementRow>;

const ofSettlement = z.object({ settlementId: z.uuid() });

/** Filters: settlementNo, month, planId, state, dueOn, createdAt. Sorts: month, settlementNo, createdAt, dueOn. */
export const listSettlements = route({
  id: 'incentives.listSettlements',
  method: 'GET',
  path: '/api/incentives/settlements',
  permission: 'settlement.read',
  summary: 'Settlements, newest month first',
  query: listQuery,
  response: pageOf(settlementRow),
});

export const signature = z.object({
  signatureId: z.string(),
  step: signatureStep,
  /** Of a verification, else empty. */
  department: z.string(),
  decision: z.enum(['signed', 'rejected']),
  comment: z.string().nullable(),
  accountName: z.string(),
  signedAt: instant,
  /** Taken back by a later rejection or a new run; kept as history. */
  isWithdrawn: z.boolean(),
  /** SHA-256 of the lines signed. */
  linesFingerprint: z.string(),
  /** The lines are still the ones signed. */
  isOfPresentLines: z.boolean(),
});
export type SignatureInfo = z.output<typeof signature>;

/** A line the independent run sees otherwise than the settlement. */
export const difference = z.object({
  key: z.string(),
  /** `changed`, `missing` (the settlement lacks it), `surplus` (the data no longer gives it), `trace` (its trace gives another amount). */
  kind: z.enum(['changed', 'missing', 'surplus', 'trace']),
  lineId: z.string().nullable(),
  ruleId: z.string(),
  episodeNo: z.string().nullable(),
  department: z.string().nullable(),
  settledFen: fen.nullable(),
  recomputedFen: fen.nullable(),
  explanation: z.string().nullable(),
});
export type DifferenceInfo = z.output<typeof difference>;

export const recalculation = z.object({
  recalculationId: z.string(),
  linesChecked: z.number().int(),
  differencesCount: z.number().int(),
  /** At most 1,000 are listed; a settlement with more goes back. */
  differences: z.array(difference),
  runByName: z.string(),
  ranAt: instant,
  isOfPresentLines: z.boolean(),
});
export type RecalculationInfo = z.output<typeof recalculation>;

export const departmentPart = z.object({
  department: z.string(),
  lines: z.number().int(),
  amountFen: fen,
  payableFen: fen,
  prohibitedFen: fen,
  state: z.enum(['waiting', 'verified', 'rejected']),
  signedByName: z.string().nullable(),
  signedAt: instant.nullable(),
  comment: z.string().nullable(),
  /** The signed-in person may sign for it now. */
  mayVerify: z.boolean(),
});

export const settlementDetail = settlementRow.extend({
  sums: total,
  byRule: z.array(keyedTotal),
  byPayeeKind: z.array(keyedTotal),
  departments: z.array(departmentPart),
  signatures: z.array(signature),
  recalculation: recalculation.nullable(),
  /** Lines held by an open dispute, and lines waiting for compliance. */
  heldLines: z.number().int(),
  reviewWaitingLines: z.number().int(),
  correctionLines: z.number().int(),
  /** What can happen next, and whether the signed-in person may do it. */
  steps: z.array(
    z.object({
      step: z.enum([...signatureSteps, 'run', 'recalculation', 'recompute_department', 'pay', 'close']),
      mayDo: z.boolean(),
      /** Why not, e.g. "already signed as …"; null when it may be done or is somebody else's. */
      because: bilingual.nullable(),
    }),
  ),
});
export type SettlementDetail = z.output<typeof settlementDetail>;

export const readSettlement = route({
  id: 'incentives.readSettlement',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId',
  permission: 'settlement.read',
  summary:
    'One settlement: sums, departments, signatures, recalculation, next steps. A department head sees the own departments only',
  params: ofSettlement,
  response: settlementDetail,
  refusals: ['platform.not-found'],
});

export const runSettlement = route({
  id: 'incentives.runSettlement',
  method: 'POST',
  path: '/api/incentives/settlements',
  permission: 'settlement.compile',
  summary:
    'Compute a month as a job: creates the draft or computes the present draft anew (signatures of a changed draft are withdrawn)',
  body: z.object({ month, planId: z.string().max(60) }),
  response: startedJob,
  refusals: [
    'incentives.plan-not-found',
    'incentives.plan-not-active',
    'incentives.plan-prohibited',
    'incentives.settlement-submitted',
  ],
});

const signRefusals = [
  'platform.not-found',
  'platform.stale',
  'incentives.wrong-state',
  'incentives.signed-otherwise',
  'incentives.step-signed',
  'incentives.comment-needed',
] as const;

const signed = z.object({ state: settlementState, version: z.number().int(), signatureId: z.string() });
const comment = someWords(1000).nullable().default(null);
const signing = z.object({ comment, version });
/** A rejection needs a comment. */
const deciding = signing.extend({ decision: z.enum(['signed', 'rejected']).default('signed') });

export const signCompilation = route({
  id: 'incentives.signCompilation',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/compilation',
  permission: 'settlement.compile',
  summary: 'The information officer signs the draft; with the second signature its lines freeze',
  params: ofSettlement,
  body: signing,
  response: signed,
  refusals: [...signRefusals, 'incentives.draft-outdated', 'incentives.earlier-unfinished'],
});

export const countersignCompilation = route({
  id: 'incentives.countersignCompilation',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/countersignature',
  permission: 'settlement.countersign',
  summary: 'The relationship officer signs the draft; with the second signature its lines freeze',
  params: ofSettlement,
  body: signing,
  response: signed,
  refusals: [...signRefusals, 'incentives.draft-outdated', 'incentives.earlier-unfinished'],
});

export const verifyDepartment = route({
  id: 'incentives.verifyDepartment',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/verifications',
  permission: 'settlement.verify',
  summary: 'A department signs its lines or returns them; a rejection returns only its lines',
  params: ofSettlement,
  body: deciding.extend({ department: z.string().min(1).max(100) }),
  response: signed,
  refusals: [...signRefusals, 'incentives.not-your-department', 'incentives.department-returned'],
});

export const recomputeDepartment = route({
  id: 'incentives.recomputeDepartment',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/department-recomputations',
  permission: 'settlement.compile',
  summary: 'Compute the lines a department returned anew from the corrected data; it then verifies again',
  params: ofSettlement,
  body: z.object({ department: z.string().min(1).max(100), version }),
  response: z.object({ state: settlementState, version: z.number().int(), lines: z.number().int() }),
  refusals: ['platform.not-found', 'platform.stale', 'incentives.wrong-state', 'incentives.department-not-returned'],
});

export const startRecalculation = route({
  id: 'incentives.startRecalculation',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/recalculations',
  permission: 'settlement.recalculate',
  summary: 'Independent run as a job: every line from the data anew and from its stored trace; lists every difference',
  params: ofSettlement,
  response: startedJob,
  refusals: ['platform.not-found', 'incentives.wrong-state'],
});

export const signRecalculation = route({
  id: 'incentives.signRecalculation',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/recalculation-signature',
  permission: 'settlement.recalculate',
  summary:
    'Finance signs the recalculation with an explanation for every difference, or returns the settlement to draft',
  params: ofSettlement,
  body: deciding.extend({
    explanations: z
      .array(z.object({ key: z.string().max(400), text: someWords(500) }))
      .max(1000)
      .default([]),
  }),
  response: signed,
  refusals: [...signRefusals, 'incentives.recalculation-missing', 'incentives.differences-unexplained'],
});

export const approveFirst = route({
  id: 'incentives.approveFirst',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/first-approval',
  permission: 'settlement.approve.first',
  summary: 'The vice-president approves, or returns the settlement to draft',
  params: ofSettlement,
  body: deciding,
  response: signed,
  refusals: [...signRefusals],
});

export const approveSecond = route({
  id: 'incentives.approveSecond',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/second-approval',
  permission: 'settlement.approve.second',
  summary: 'The president approves: cost is booked and payouts arise; or returns the settlement to draft',
  params: ofSettlement,
  body: deciding,
  response: signed,
  refusals: [...signRefusals, 'incentives.lines-changed'],
});

export const closeSettlement = route({
  id: 'incentives.closeSettlement',
  method: 'POST',
  path: '/api/incentives/settlements/:settlementId/closing',
  permission: 'settlement.pay',
  summary: 'Close a settlement when all is paid and every line under review decided',
  params: ofSettlement,
  body: z.object({ version }),
  response: z.object({ state: settlementState, version: z.number().int() }),
  refusals: [
    'platform.not-found',
    'platform.stale',
    'incentives.wrong-state',
    'incentives.payouts-open',
    'incentives.reviews-open',
  ],
});

export const downloadSettlement = route({
  id: 'incentives.downloadSettlement',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId/workbook',
  permission: 'settlement.export',
  summary: 'XLSX: lines, sums by department, rule and payee, signatures',
  params: ofSettlement,
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  refusals: ['platform.not-found'],
});

export const downloadLines = route({
  id: 'incentives.downloadLines',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId/lines-file',
  permission: 'settlement.export',
  summary: 'lines.csv of the exchange formats',
  params: ofSettlement,
  produces: 'text/csv',
  refusals: ['platform.not-found'],
});

/** What the print page shows; nothing prohibited or unreleased stands under `payouts`. */
export const printSettlement = route({
  id: 'incentives.printSettlement',
  method: 'GET',
  path: '/api/incentives/settlements/:settlementId/print',
  permission: 'settlement.read',
  summary: 'Everything for the printed register: head, sums, payouts by payee, signatures',
  params: ofSettlement,
  response: z.object({
    hospital: z.string(),
    settlement: settlementRow,
    sums: total,
    departments: z.array(departmentPart.omit({ mayVerify: true })),
    byRule: z.array(keyedTotal),
    byPayeeKind: z.array(keyedTotal),
    payouts: z.array(
      z.object({
        payeeKind: z.string(),
        payeeNo: z.string(),
        payeeName: z.string().nullable(),
        form: z.string(),
        amountFen: fen,
        way: z.string().nullable(),
        state: z.string(),
        receiptNo: z.string().nullable(),
      }),
    ),
    signatures: z.array(signature),
    /** More payouts than are printed on one page set; export the register instead. */
    payoutsLeftOff: z.number().int(),
    printedAt: instant,
  }),
  refusals: ['platform.not-found'],
});

export const monthOverview = route({
  id: 'incentives.readOverview',
  method: 'GET',
  path: '/api/incentives/overview',
  permission: 'settlement.read',
  summary:
    'A month in figures: paid, outstanding, reversed, exposure, by plan and department; clock until payment is due',
  query: z.object({ month: month.optional() }),
  response: z.object({
    month,
    paidFen: fen,
    outstandingFen: fen,
    overdueFen: fen,
    /** Taken back by corrections in this month's settlements (positive). */
    reversedFen: fen,
    prohibitedFen: fen,
    reviewWaitingFen: fen,
    /** Share of due money paid by its day, 0–10,000; null when nothing was due. */
    paidInTimeBasisPoints: z.number().int().nullable(),
    dueOn: day.nullable(),
    /** Negative: overdue. */
    daysUntilDue: z.number().int().nullable(),
    byPlan: z.array(
      z.object({
        planId: z.string(),
        title: bilingual,
        settlementId: z.string(),
        state: settlementState,
        payableFen: fen,
        paidFen: fen,
        outstandingFen: fen,
        reversedFen: fen,
        prohibitedFen: fen,
      }),
    ),
    byDepartment: z.array(
      z.object({ department: z.string(), payableFen: fen, reversedFen: fen, prohibitedFen: fen, reviewFen: fen }),
    ),
    /** Payables below zero, waiting to be set off against coming months. */
    carriedFen: fen,
  }),
});
