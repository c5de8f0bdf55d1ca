export { type CheckFinding, checkPlan, type ExampleCase, type PlanCheck } from './check.ts';
export { type CompiledPlan, compilePlan } from './compile.ts';
export type { DecidedLine } from './decider.ts';
export { type Box, boxesOf, type Space } from './dimensions.ts';
export { applyMonthlyLimits, hasMonthlyLimits, type MonthlyEntry } from './monthly-limits.ts';
export { baseNameOf, departmentGrouping, orderedRules } from './order.ts';
export {
  type Condition,
  condition,
  forms,
  type Locale,
  type PlanDocument,
  type PlanRule,
  payees,
  planDocument,
  planRule,
  type Words,
  words,
} from './plan.ts';
export { type FactRecord, type Truth, truthOf } from './three-valued.ts';
export { type Formula, type LineTrace, packTrace, recomputeFromTrace, unpackTrace } from './trace.ts';
export {
  type Attribute,
  type AttributeValue,
  type ChargeFacts,
  type DescribedAttribute,
  describeVocabulary,
  type ItemAttribute,
  type Vocabulary,
} from './vocabulary.ts';
export { caseWords, conditionWords, traceWords } from './words.ts';
