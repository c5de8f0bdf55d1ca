import { type DecidedLine, Decider } from './decider.ts';
import type { Space } from './dimensions.ts';
import { departmentGrouping } from './order.ts';
import type { PlanDocument, PlanRule } from './plan.ts';
import { tablesOf } from './tables.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface CompiledPlan<Facts> {
  readonly document: PlanDocument;
  readonly vocabulary: Vocabulary<Facts>;
  readonly space: Space<Facts>;
  /** Rules in the order they are tried. */
  readonly rules: readonly PlanRule[];
  readonly departmentGroupOf: (department: string) => string;
  /** The lines of one case. */
  readonly decide: (facts: Facts) => readonly DecidedLine[];
  /** The case's class codes, for explaining why nothing applied. */
  readonly classify: (facts: Facts) => readonly number[];
}

/**
 * Turns a plan that passed `checkPlan` into a function. No code is generated from text: rules become bit tables over
 * the finite classes of their attributes, so a case costs a few table reads however many rules there are.
 */
export function compilePlan<Facts>(plan: PlanDocument, vocabulary: Vocabulary<Facts>): CompiledPlan<Facts> {
  const tables = tablesOf(plan, vocabulary);
  const decider = new Decider(tables, vocabulary, plan.onlyFirstDepartment);
  return {
    document: plan,
    vocabulary,
    space: tables.space,
    rules: tables.rules.map((entry) => entry.rule),
    departmentGroupOf: departmentGrouping(plan),
    decide: (facts) => decider.decide(facts),
    classify: (facts) => decider.classify(facts),
  };
}
