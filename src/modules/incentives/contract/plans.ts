import { z } from 'zod';
import { listQuery, pageOf } from '#kernel/page.ts';
import { route } from '#kernel/route.ts';
import { planDocument } from '#kernel/rule-engine/plan.ts';
import {
  alternativeInfo,
  bilingual,
  citationText,
  clearance,
  day,
  fen,
  instant,
  payeeKind,
  someWords,
} from './common.ts';

export const planStates = ['draft', 'active', 'retired'] as const;
export const planState = z.enum(planStates);

export const planRow = z.object({
  planId: z.string(),
  version: z.number().int(),
  title: bilingual,
  state: planState,
  /** Comes with the program: cannot be changed, only cloned. */
  isBundled: z.boolean(),
  /** `plan-a/1` when it began as a copy. */
  clonedFrom: z.string().nullable(),
  effectiveFrom: day.nullable(),
  effectiveUntil: day.nullable(),
  rulesCount: z.number().int(),
  createdByName: z.string(),
  createdAt: instant,
  activatedByName: z.string().nullable(),
  activatedAt: instant.nullable(),
});
export type PlanRow = z.output<typeof planRow>;

const ofPlan = z.object({ planId: z.string().max(60) });
const ofVersion = ofPlan.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });

/** Filters: planId, state, isBundled, title, createdAt. Sorts: planId, createdAt. One row a version. */
export const listPlans = route({
  id: 'incentives.listPlans',
  method: 'GET',
  path: '/api/incentives/plans',
  permission: 'plans.read',
  summary: 'Plan versions, newest first; q searches id and title',
  query: listQuery,
  response: pageOf(planRow),
});

/** What the policy pack says of one rule over every case it can match. */
export const ruleClearance = z.object({
  ruleId: z.string(),
  title: bilingual,
  mildest: clearance,
  strictest: clearance,
  cases: z.array(
    z.object({
      payeeKind,
      paymentKind: z.enum(['self_pay', 'insured', 'commercial']).nullable(),
      patientMinor: z.boolean().nullable(),
      verdict: clearance,
      /** Ids joined by `+`; texts under `citations`. */
      citation: z.string(),
    }),
  ),
  citations: z.array(citationText),
  alternatives: z.array(alternativeInfo),
});
export type RuleClearanceInfo = z.output<typeof ruleClearance>;

/** What stands against activation, with one example episode where there is one. */
export const planFinding = z.object({
  code: z.enum(['schema', 'reference', 'never-true', 'unreachable', 'conflict', 'too-complicated', 'syntax']),
  rules: z.array(z.string()),
  words: bilingual,
  /** Of the document, e.g. `rules.3.amount`; set for `schema`. */
  path: z.string().nullable(),
  /** Line and column of the text; set for `syntax`, and for `schema` where it can be found. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  example: z
    .array(
      z.object({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]).nullable(), words: bilingual }),
    )
    .nullable(),
});
export type PlanFindingInfo = z.output<typeof planFinding>;

export const planReview = z.object({
  findings: z.array(planFinding),
  /** Empty when the document cannot be compiled. */
  clearance: z.array(ruleClearance),
  mayActivate: z.boolean(),
  /** Rules prohibited in every case they can match. */
  prohibitedRules: z.array(z.string()),
  packVersion: z.string(),
});

export const planDetail = planRow.extend({
  document: planDocument,
  /** The document as YAML, for the text editor. */
  text: z.string(),
  fingerprint: z.string(),
  review: planReview,
  /** Each rule's condition in words, by rule id. */
  ruleWords: z.record(z.string(), bilingual),
  settlementsCount: z.number().int(),
  /** Other versions of the same plan, newest first. */
  versions: z.array(z.object({ version: z.number().int(), state: planState, createdAt: instant })),
});
export type PlanDetail = z.output<typeof planDetail>;

export const readPlan = route({
  id: 'incentives.readPlan',
  method: 'GET',
  path: '/api/incentives/plans/:planId/versions/:version',
  permission: 'plans.read',
  summary: 'One version: document, text, clearance by rule with citations and lawful alternatives, activation findings',
  params: ofVersion,
  response: planDetail,
  refusals: ['incentives.plan-not-found'],
});

/** JSON or YAML. */
const planText = z.string().min(2).max(500_000);

export const checkPlanText = route({
  id: 'incentives.checkPlanText',
  method: 'POST',
  path: '/api/incentives/plan-checks',
  permission: 'plans.write',
  summary: 'Check a plan text (JSON or YAML) and clear its rules; writes nothing',
  body: z.object({ text: planText }),
  response: planReview.extend({
    document: planDocument.nullable(),
    ruleWords: z.record(z.string(), bilingual),
  }),
});

const writtenPlan = z.object({ planId: z.string(), version: z.number().int() });

export const createPlan = route({
  id: 'incentives.createPlan',
  method: 'POST',
  path: '/api/incentives/plans',
  permission: 'plans.write',
  summary: 'A new plan as a draft, from JSON or YAML text',
  body: z.object({ text: planText }),
  response: writtenPlan,
  refusals: ['incentives.plan-text', 'incentives.plan-exists'],
});

export const clonePlan = route({
  id: 'incentives.clonePlan',
  method: 'POST',
  path: '/api/incentives/plans/:planId/versions/:version/clones',
  permission: 'plans.write',
  summary: 'A copy under a new id, on request without the rules that are prohibited in every case',
  params: ofVersion,
  body: z.object({
    planId: z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/),
    title: bilingual,
    /** `prohibited`: leave out what may never be paid; a list: leave out these rules. */
    without: z.union([z.literal('prohibited'), z.array(z.string()).max(200)]).default([]),
  }),
  response: writtenPlan.extend({ removedRules: z.array(z.string()) }),
  refusals: ['incentives.plan-not-found', 'incentives.plan-exists'],
});

export const savePlanVersion = route({
  id: 'incentives.savePlanVersion',
  method: 'POST',
  path: '/api/incentives/plans/:planId/versions',
  permission: 'plans.write',
  summary: 'Save the text as the next version, a draft; bundled plans can only be cloned',
  params: ofPlan,
  body: z.object({
    text: planText,
    /** The newest version when editing began. */
    basedOn: z.number().int().min(1),
  }),
  response: writtenPlan,
  refusals: ['incentives.plan-text', 'incentives.plan-not-found', 'incentives.plan-bundled', 'platform.stale'],
});

export const activatePlan = route({
  id: 'incentives.activatePlan',
  method: 'POST',
  path: '/api/incentives/plans/:planId/versions/:version/activation',
  permission: 'plans.activate',
  summary: 'Put a version in force; the former one of the same plan retires',
  params: ofVersion,
  body: z.object({ comment: someWords(500).optional() }),
  response: planRow,
  refusals: [
    'incentives.plan-not-found',
    'incentives.plan-prohibited',
    'incentives.plan-findings',
    'incentives.plan-state',
  ],
});

export const retirePlan = route({
  id: 'incentives.retirePlan',
  method: 'DELETE',
  path: '/api/incentives/plans/:planId/versions/:version/activation',
  permission: 'plans.activate',
  summary: 'Take the active version out of force',
  params: ofVersion,
  response: planRow,
  refusals: ['incentives.plan-not-found', 'incentives.plan-state'],
});

export const readPlanVocabulary = route({
  id: 'incentives.readPlanVocabulary',
  method: 'GET',
  path: '/api/incentives/plan-vocabulary',
  permission: 'plans.read',
  summary:
    'What rules may say: attributes with values and operators, fee categories, triggers; and the JSON schema of a plan',
  response: z.object({
    attributes: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        scope: z.enum(['case', 'item']),
        title: bilingual,
        values: z.array(z.object({ value: z.string(), title: bilingual })).nullable(),
        operators: z.array(z.string()),
      }),
    ),
    categories: z.array(z.object({ value: z.string(), title: bilingual })),
    triggers: z.array(z.string()),
    schema: z.unknown(),
  }),
});

/** The president's prior approval for a kind of case no rule covers. It becomes a dated rule, and is cleared like any other. */
export const approvalRow = z.object({
  approvalId: z.string(),
  /** Words looked for in the diagnosis, `、`-joined. */
  disease: z.string(),
  rateBasisPoints: z.number().int(),
  maxFen: fen.nullable(),
  fromDay: day,
  untilDay: day,
  reason: z.string(),
  approvedByName: z.string(),
  approvedAt: instant,
});

/** Filters: disease, fromDay, untilDay, approvedAt. Sorts: approvedAt, fromDay. */
export const listApprovals = route({
  id: 'incentives.listApprovals',
  method: 'GET',
  path: '/api/incentives/approvals',
  permission: 'plans.read',
  summary: 'Special-disease approvals',
  query: listQuery,
  response: pageOf(approvalRow),
});

export const createApproval = route({
  id: 'incentives.createApproval',
  method: 'POST',
  path: '/api/incentives/approvals',
  permission: 'plans.approve',
  summary: 'Approve a special disease: rate, days of registration, reason; never changed afterwards',
  body: z
    .object({
      disease: someWords(200),
      rateBasisPoints: z.number().int().min(0).max(10_000),
      maxFen: z.number().int().min(0).nullable().default(null),
      fromDay: day,
      untilDay: day,
      reason: someWords(300),
    })
    .refine((given) => given.fromDay <= given.untilDay, { path: ['untilDay'], message: 'must not be before fromDay' }),
  response: approvalRow,
});
