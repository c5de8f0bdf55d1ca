import { z } from 'zod';

/** Text for people, in the two languages of the product. */
export const words = z.strictObject({ zh: z.string().min(1).max(400), en: z.string().min(1).max(400) });
export type Words = z.output<typeof words>;
export type Locale = keyof Words;

const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);
export type Scalar = z.output<typeof scalar>;

/** The comparison operators; every one is false on an unknown value, except `isSet: false`. */
export const comparisonOperators = ['eq', 'ne', 'in', 'notIn', 'gt', 'ge', 'lt', 'le', 'between', 'isSet'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

const comparison = z
  .strictObject({
    attribute: z.string().min(1).max(80).describe('name of an attribute of the vocabulary'),
    eq: scalar.optional(),
    ne: scalar.optional().describe('known and different'),
    in: z.array(scalar).min(1).max(200).optional(),
    notIn: z.array(scalar).min(1).max(200).optional().describe('known and none of these'),
    gt: scalar.optional(),
    ge: scalar.optional(),
    lt: scalar.optional(),
    le: scalar.optional(),
    between: z.tuple([scalar, scalar]).optional().describe('both ends included'),
    isSet: z.boolean().optional().describe('true: known; false: unknown'),
  })
  .refine((given) => comparisonOperators.filter((operator) => given[operator] !== undefined).length === 1, {
    message: 'a comparison needs exactly one operator',
  });
export type Comparison = z.output<typeof comparison>;

const itemTest = z.strictObject({
  hasItem: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(100)]).describe('a charge with this code'),
});

export type Condition =
  | Comparison
  | { readonly hasItem: string | readonly string[] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

/** A condition over named attributes: comparisons joined by all / any / not. Empty `all` is always true. */
export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      comparison,
      itemTest,
      z.strictObject({ all: z.array(condition).max(50) }),
      z.strictObject({ any: z.array(condition).min(1).max(50) }),
      z.strictObject({ not: condition }),
    ]),
  )
  .meta({ id: 'condition' });

const identifier = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,59}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const amountFen = z.number().int().min(0).max(100_000_000_000);
const rateBasisPoints = z.number().int().min(0).max(10_000).describe('hundredths of a percent: 1000 = 10 %');

const base = z.strictObject({
  title: words,
  /** Share of each fee category that counts, in basis points: 3000 = 30 %. */
  weights: z.record(z.string(), z.number().int().min(0).max(10_000)).default({}),
  /** Weight of a category not named in `weights`. */
  otherwise: z.number().int().min(0).max(10_000).default(10_000),
});

const percent = z.strictObject({
  of: z.string().describe('name of a base, or `item` in a rule of scope item'),
  rateBasisPoints,
  plus: z
    .array(z.strictObject({ when: condition, basisPoints: rateBasisPoints }))
    .max(10)
    .optional()
    .describe('percentage points added while the condition holds'),
});

const tiered = z.strictObject({
  of: z.string(),
  tiers: z
    .array(z.strictObject({ upToFen: amountFen, rateBasisPoints }))
    .min(1)
    .max(20)
    .describe('the rate of the first tier whose `upToFen` is not below the base, on the whole base'),
  aboveFen: amountFen.describe('fixed amount when the base is above the last tier'),
});

const fixed = z.strictObject({
  fen: amountFen,
  of: z.string().optional().describe('shown on the line; a base that is not positive gives no line'),
});

export const forms = ['cash', 'coupon', 'points', 'waiver', 'reimbursement'] as const;
export const payees = ['introducer', 'admittingPhysician', 'orderingPhysician', 'patient'] as const;

const limits = z.strictObject({ minFen: amountFen.optional(), maxFen: amountFen.optional() });

export const planRule = z.strictObject({
  id: identifier,
  title: words,
  group: identifier.describe('rules of one group exclude each other, the first match counts; groups add up'),
  priority: z.number().int().min(0).max(100_000).optional().describe('smaller first; default: the place in the list'),
  scope: z.enum(['case', 'item']).default('case').describe('item: one line for every charge that matches'),
  when: condition,
  payee: z.enum(payees),
  form: z.enum(forms),
  trigger: z.string().min(1).max(40).describe('what the payment is for, in the words of the policy pack'),
  amount: z.union([z.strictObject({ percent }), z.strictObject({ tiered }), z.strictObject({ fixed })]),
  perCase: limits.optional(),
  perPayeeMonth: limits.optional(),
  needsApproval: words.optional().describe('waits for this approval whatever the policy pack says'),
});
export type PlanRule = z.output<typeof planRule>;

const cap = z.strictObject({
  id: identifier,
  title: words,
  rules: z.array(identifier).min(1).max(200),
  perPayeeMonthMaxFen: amountFen,
});

const departmentGroup = z.strictObject({
  group: identifier,
  title: words,
  startsWith: z.array(z.string().min(1)).optional(),
  contains: z.array(z.string().min(1)).optional(),
});

/** A plan document, INC-1. Published as JSON Schema in docs/schema/plan.schema.json. */
export const planDocument = z.strictObject({
  format: z.literal('renmai-plan/1'),
  id: identifier,
  version: z.string().regex(/^[0-9A-Za-z.-]{1,20}$/),
  title: words,
  effectiveFrom: day,
  effectiveUntil: day.optional().describe('last day, included'),
  onlyFirstDepartment: z
    .boolean()
    .default(false)
    .describe("charges of another department than the case's are left out everywhere"),
  departmentGroups: z.array(departmentGroup).max(50).default([]).describe('the first entry that fits a name decides'),
  otherDepartments: identifier.default('other').describe('group of a department no entry fits'),
  bases: z.record(identifier, base).default({}),
  rules: z.array(planRule).max(200),
  caps: z.array(cap).max(50).default([]),
  acknowledgements: z
    .array(
      z.strictObject({
        id: identifier,
        title: words,
        to: z.array(z.string()).min(1).describe('kinds of introducer'),
        gives: z
          .array(z.enum(['received_message', 'thank_you_letter', 'training_invitation', 'feedback_report']))
          .min(1),
        needsPatientConsent: z.boolean().default(false),
        withinHours: z.number().int().min(1).max(720).optional(),
      }),
    )
    .max(50)
    .default([])
    .describe('thanks without value: never a payment line'),
});
export type PlanDocument = z.output<typeof planDocument>;
