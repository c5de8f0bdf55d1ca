import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { instant, introducerKind, monthText, sex } from './shared-desk.ts';

/** How the rules see an admission; `not_creditable`: transferred inside the house, or the newborn of a patient. */
export const admissionReason = z.enum(['won', 'walk_in', 'undetermined', 'not_creditable']);

export const summaryGroup = z.object({
  /** Department, introducer number, rep number or county; empty = not known. */
  key: z.string(),
  name: z.string(),
  admissions: z.number().int(),
  won: z.number().int(),
  walkIn: z.number().int(),
  undetermined: z.number().int(),
  notCreditable: z.number().int(),
  /** Charges of the admissions in fen; null for roles that do not see money. */
  chargesFen: z.number().int().nullable(),
});
export type SummaryGroup = z.output<typeof summaryGroup>;

export const summaryDifference = z.object({
  episodeNo: z.string(),
  department: z.string().nullable(),
  /** credited_not_creditable, winner_missing, winner_elsewhere, chain_of_nothing, no_department, no_admission_time */
  code: z.enum([
    'credited_not_creditable',
    'winner_missing',
    'winner_elsewhere',
    'shared_on_admission',
    'no_department',
    'no_admission_time',
  ]),
});

export const monthlySummary = z.object({
  month: z.string(),
  hospitalName: z.string(),
  generatedAt: instant,
  totals: summaryGroup,
  byDepartment: z.array(summaryGroup),
  byIntroducer: z.array(summaryGroup.extend({ kind: introducerKind.nullable(), institution: z.string().nullable() })),
  byRep: z.array(summaryGroup),
  byCounty: z.array(summaryGroup),
  reconciliation: z.object({
    /** Inpatient episodes of the month as the HIS exported them. */
    hisAdmissions: z.number().int(),
    byDepartment: z.array(
      z.object({
        department: z.string(),
        his: z.number().int(),
        counted: z.number().int(),
        difference: z.number().int(),
      }),
    ),
    isReconciled: z.boolean(),
    differences: z.array(summaryDifference),
    /** More than 200: the rest is in the workbook. */
    differencesCount: z.number().int(),
  }),
});
export type MonthlySummary = z.output<typeof monthlySummary>;

export const readSummary = route({
  id: 'referrals.readMonthlySummary',
  method: 'GET',
  path: '/api/monthly-summary',
  permission: 'referrals.summary',
  summary:
    'Summary of the patients admitted in a month by department, introducer, rep and county, reconciled with the HIS; also what is printed',
  query: z.object({ month: monthText }),
  response: monthlySummary,
});

export const summaryRow = z.object({
  episodeNo: z.string(),
  recordNo: z.string().nullable(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  age: z.number().int().nullable(),
  phoneTail: z.string().nullable(),
  county: z.string().nullable(),
  department: z.string().nullable(),
  doctor: z.string().nullable(),
  admittedAt: instant,
  dischargedAt: instant.nullable(),
  reason: admissionReason,
  referralId: z.string().nullable(),
  introducerNo: z.string().nullable(),
  introducerName: z.string().nullable(),
  introducerKind: introducerKind.nullable(),
  repNo: z.string().nullable(),
  chargesFen: z.number().int().nullable(),
});
export type SummaryRow = z.output<typeof summaryRow>;

export const listSummaryRows = route({
  id: 'referrals.listMonthlyAdmissions',
  method: 'GET',
  path: '/api/monthly-summary/admissions',
  permission: 'referrals.summary',
  summary: 'The admissions of a month, one a row; fields reason, department, introducerNo, repNo, county, admittedAt',
  query: listQuery.extend({ month: monthText }),
  response: pageOf(summaryRow),
});

export const exportSummary = route({
  id: 'referrals.exportMonthlySummary',
  method: 'GET',
  path: '/api/monthly-summary/workbook',
  permission: 'referrals.summary',
  summary: 'The summary as a workbook with signature block: sums, rows, differences',
  query: z.object({ month: monthText }),
  produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});

export const examItem = z.enum(['CT', 'US4D', 'BIOCHEM']);

export const examRow = z.object({
  episodeNo: z.string(),
  lineNo: z.string(),
  item: examItem,
  itemName: z.string().nullable(),
  patientName: z.string().nullable(),
  sex: sex.nullable(),
  episodeKind: z.string().nullable(),
  department: z.string().nullable(),
  orderedBy: z.string().nullable(),
  chargedAt: instant.nullable(),
  /** Introducer from outside the hospital who won the episode, itself or by its chain. */
  introducerNo: z.string().nullable(),
  introducerName: z.string().nullable(),
  amountFen: z.number().int().nullable(),
});
export type ExamRow = z.output<typeof examRow>;

export const listExamRegister = route({
  id: 'referrals.listExamRegister',
  method: 'GET',
  path: '/api/exam-register',
  permission: 'referrals.summary',
  summary:
    'Register of special orders (CT, 4-D ultrasound, full biochemistry) of a month; fields item, orderedBy, introducerNo, department, chargedAt',
  query: listQuery.extend({ month: monthText }),
  response: pageOf(examRow),
});

export const examTotals = z.object({
  month: z.string(),
  items: z.array(
    z.object({
      item: examItem,
      orders: z.number().int(),
      patients: z.number().int(),
      fromOutside: z.number().int(),
      amountFen: z.number().int().nullable(),
    }),
  ),
  differences: z.array(
    z.object({
      episodeNo: z.string(),
      lineNo: z.string(),
      item: examItem,
      code: z.enum(['charge_without_episode', 'refund', 'no_orderer', 'charged_before_registration']),
    }),
  ),
  differencesCount: z.number().int(),
});
export type ExamTotals = z.output<typeof examTotals>;

export const readExamTotals = route({
  id: 'referrals.readExamTotals',
  method: 'GET',
  path: '/api/exam-register/totals',
  permission: 'referrals.summary',
  summary: 'Counts of the register by item, and the charges that do not reconcile with it',
  query: z.object({ month: monthText }),
  response: examTotals,
});
