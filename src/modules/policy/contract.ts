import { z } from 'zod';
import { route } from '#kernel/route.ts';
import { condition, words } from '#kernel/rule-engine/plan.ts';

/** Who receives. External physician or nurse, own clinical staff, own other staff, private person, the patient, an organization. */
export const payeeClasses = ['EXT_HCP', 'INT_HCP', 'INT_STAFF', 'PERSON', 'PATIENT', 'ORG'] as const;
export type PayeeClass = (typeof payeeClasses)[number];

/** What the benefit is given for. */
export const triggers = [
  'REF_INPATIENT',
  'ORDER_EXAM',
  'ADMIT',
  'GROUP_CHECKUP',
  'SELF_VISIT',
  'REFER_MEMBER',
  'PERFORMANCE',
  'EXPENSE',
] as const;
export type Trigger = (typeof triggers)[number];

/** The form the benefit takes. */
export const benefitForms = ['CASH', 'COUPON', 'POINTS', 'WAIVER', 'REIMB'] as const;
export type BenefitForm = (typeof benefitForms)[number];

/** From mild to strict. */
export const verdicts = ['allowed', 'review', 'prohibited'] as const;
export type Verdict = (typeof verdicts)[number];

/** What the amount is computed from: decides IN-01. */
export const rewardBases = [
  'patient_count',
  'hospital_fees',
  'exam_revenue',
  'drug_revenue',
  'consumable_revenue',
  'bed_days',
  'workload',
  'receipts',
  'none',
] as const;
export type RewardBasis = (typeof rewardBases)[number];

const ruleId = z.string().regex(/^[A-Z]{1,6}-?\d{1,4}[a-z]?$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const mark = z.strictObject({
  kind: z.enum(['verified', 'partial', 'unverified']),
  sources: z.array(z.string()),
  counsel: z.boolean().default(false).describe('the law itself is unclear: counsel decides'),
  ownPolicy: z.boolean().default(false).describe('a conservative choice of the product, not the letter of a law'),
});

const citation = z.strictObject({ instrument: z.string(), articles: z.string() });

const instrument = z.strictObject({
  id: z.string(),
  name: words,
  number: z.string().nullable(),
  effectiveFrom: day.nullable(),
});

const override = z.strictObject({
  id: ruleId,
  when: condition,
  verdict: z.enum(['review', 'prohibited']),
  whenUnknown: z
    .enum(['ignore', 'review'])
    .describe('verdict when missing facts would decide: nothing, or at least review'),
  text: words,
  citations: z.array(citation),
  mark,
  report: z.boolean().optional().describe('must be reported to the authority'),
  refersTo: z.string().optional(),
  ownAddition: z.boolean().optional().describe('a rule of the product, not of the legal survey'),
});
export type Override = z.output<typeof override>;

const reason = z.strictObject({ id: ruleId, text: words, citations: z.array(citation), mark });

const cell = z.strictObject({
  payee: z.enum(payeeClasses),
  trigger: z.enum(triggers),
  form: z.enum(benefitForms),
  verdict: z.enum(verdicts),
  basis: z.enum(['x', 'i', 'c']).describe('explicit text, conservative reading, matter for counsel'),
  reasons: z.array(ruleId).min(1),
});
export type MatrixCell = z.output<typeof cell>;

export const alternativeKinds = [
  'points',
  'patient_benefit',
  'public_benefit_service',
  'training',
  'institutional_contract',
] as const;

const alternative = z.strictObject({
  payee: z.enum(payeeClasses),
  trigger: z.union([z.enum(triggers), z.literal('*')]),
  kind: z.enum(alternativeKinds),
  text: words,
});
export type LawfulAlternative = z.output<typeof alternative>;

export const incentiveFamily = z.strictObject({
  family: z.literal('incentives'),
  overrides: z.array(override),
  reasons: z.array(reason),
  alternatives: z.array(alternative),
  matrix: z.array(cell),
});
export type IncentiveFamily = z.output<typeof incentiveFamily>;

/** Head of a pack: pack.yaml. Families lie in files of their own name beside it. */
export const packHead = z.strictObject({
  format: z.literal('renmai-policy/1'),
  id: z.string(),
  version: z.string(),
  jurisdiction: z.string().length(2),
  asOf: day,
  title: words,
  families: z.array(z.string()).min(1),
  instruments: z.array(instrument),
});

export interface PolicyPack extends z.output<typeof packHead> {
  readonly incentives: IncentiveFamily;
}

/** Facts a clearance may need. Absent or null: unknown. */
export interface ClearanceFacts {
  readonly payee: PayeeClass;
  readonly trigger: Trigger;
  readonly form: BenefitForm;
  readonly basis?: RewardBasis | null;
  readonly paymentKind?: 'self_pay' | 'insured' | 'commercial' | null;
  readonly patientMinor?: boolean | null;
  readonly emergency?: boolean | null;
  readonly mentalDisorder?: boolean | null;
  readonly patientIncapable?: boolean | null;
  readonly falseVisit?: boolean | null;
  readonly payeeIsClientAgent?: boolean | null;
  readonly payeeIsOfficial?: boolean | null;
  readonly payeeIsPublicUnit?: boolean | null;
  readonly offBook?: boolean | null;
  readonly thirdPartyAccount?: boolean | null;
  readonly disguised?: boolean | null;
  readonly levels?: number | null;
  readonly paysByDownline?: boolean | null;
  readonly entryFee?: boolean | null;
  readonly sharesOthersDataWithoutConsent?: boolean | null;
  readonly rewardForReview?: boolean | null;
  readonly lottery?: boolean | null;
  readonly lotteryTopPrizeFen?: number | null;
  readonly rulesPublished?: boolean | null;
  readonly rulesChangedLater?: boolean | null;
  readonly endorsesInPerson?: boolean | null;
}

/** Names a condition of a pack may use: the keys of `ClearanceFacts`. */
export const clearanceFactNames = [
  'payee',
  'trigger',
  'form',
  'basis',
  'paymentKind',
  'patientMinor',
  'emergency',
  'mentalDisorder',
  'patientIncapable',
  'falseVisit',
  'payeeIsClientAgent',
  'payeeIsOfficial',
  'payeeIsPublicUnit',
  'offBook',
  'thirdPartyAccount',
  'disguised',
  'levels',
  'paysByDownline',
  'entryFee',
  'sharesOthersDataWithoutConsent',
  'rewardForReview',
  'lottery',
  'lotteryTopPrizeFen',
  'rulesPublished',
  'rulesChangedLater',
  'endorsesInPerson',
] as const satisfies readonly (keyof ClearanceFacts)[];

export interface Clearance {
  readonly verdict: Verdict;
  /** Overrides that decided, in the pack's order. */
  readonly ruleIds: readonly string[];
  /** Reason codes of the matrix cell, in its order. */
  readonly reasons: readonly string[];
  /** `ruleIds` then `reasons`, joined by `+`: the `citation` of the exchange formats. */
  readonly citation: string;
  /** Reasons of an allowed or reviewed cell are the conditions under which it may be given. */
  readonly conditions: readonly string[];
}

/** A stricter rule of one hospital: an override that can only review or prohibit. */
export const hospitalRule = override.omit({ ownAddition: true, report: true, refersTo: true });
export type HospitalRule = z.output<typeof hospitalRule>;

export const policyPack = packHead.extend({ incentives: incentiveFamily });

export const readPolicyPack = route({
  id: 'policy.readPack',
  method: 'GET',
  path: '/api/policy/pack',
  permission: 'policy.read',
  summary: 'The policy pack in force: instruments, overrides, reasons, lawful alternatives and the whole matrix',
  response: policyPack,
});
