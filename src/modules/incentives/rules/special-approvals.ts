import type { Day } from '#kernel/day.ts';
import type { BasisPoints, Fen } from '#kernel/money.ts';
import { baseNameOf, type PlanDocument, type PlanRule, planRule } from '#kernel/rule-engine/index.ts';

/** The president's prior approval for disease kinds a plan does not cover: what, how much, when, why. */
export interface SpecialApproval {
  /** `SP-…`; becomes the rule's id. */
  readonly id: string;
  /** Diagnoses as the episodes write them. */
  readonly diagnoses: readonly string[];
  readonly rateBasisPoints: BasisPoints;
  readonly maxFen: Fen | null;
  /** Days of registration, both included. */
  readonly from: Day;
  readonly until: Day;
  readonly reason: string;
}

/**
 * The plan with each approval as a dated rule, tried just before the rule that waits for approval and under its own
 * condition. Such a rule is cleared like any other: an approval makes a line computed, not lawful.
 */
export function withApprovals(plan: PlanDocument, approvals: readonly SpecialApproval[]): PlanDocument {
  return {
    ...plan,
    rules: plan.rules.flatMap((rule) =>
      rule.needsApproval === undefined ? [rule] : [...approvals.map((approval) => approvedRule(rule, approval)), rule],
    ),
  };
}

function approvedRule(waiting: PlanRule, approval: SpecialApproval): PlanRule {
  const { needsApproval: _, ...rest } = waiting;
  const of = baseNameOf(waiting);
  return planRule.parse({
    ...rest,
    id: approval.id,
    title: { zh: `院长批准：${approval.reason}`, en: `approved by the president: ${approval.reason}` },
    when: {
      all: [
        waiting.when,
        { attribute: 'diagnosis', in: approval.diagnoses },
        { attribute: 'registeredOn', between: [approval.from, approval.until] },
      ],
    },
    amount: { percent: { of, rateBasisPoints: approval.rateBasisPoints } },
    perCase: approval.maxFen === null ? undefined : { maxFen: approval.maxFen },
  });
}
