import type { PlanRule } from '#kernel/rule-engine/index.ts';
import type { BenefitForm, PayeeClass, RewardBasis, Trigger } from '#modules/policy/index.ts';
import type { EpisodeWinner, IntroducerKind } from './episode-facts.ts';

const formOf = {
  cash: 'CASH',
  coupon: 'COUPON',
  points: 'POINTS',
  waiver: 'WAIVER',
  reimbursement: 'REIMB',
} as const satisfies Record<PlanRule['form'], BenefitForm>;

/** The matrix's name of a rule's form. */
export function benefitFormOf(rule: PlanRule): BenefitForm {
  return formOf[rule.form];
}

/** The matrix's name of a rule's trigger; `checkPlan` has made sure that it is one. */
export function triggerOf(rule: PlanRule): Trigger {
  return rule.trigger as Trigger;
}

/**
 * What the amount is computed from, for IN-01: a fixed amount per case counts patients, a share of an item is
 * examination revenue, a share of a base is fees. Zero is computed from nothing.
 */
export function rewardBasisOf(rule: PlanRule): RewardBasis {
  const { amount } = rule;
  if ('fixed' in amount) return amount.fixed.fen === 0 ? 'none' : 'patient_count';
  const of = 'percent' in amount ? amount.percent.of : amount.tiered.of;
  return of === 'item' ? 'exam_revenue' : 'hospital_fees';
}

/** Clearance class of an introducer. Staff count as clinical unless known not to be (the exchange formats, Clearance classes). */
export function introducerClass(kind: IntroducerKind, clinical: boolean | null): PayeeClass {
  if (kind === 'external_physician') return 'EXT_HCP';
  if (kind === 'grassroots_institution' || kind === 'enterprise' || kind === 'community') return 'ORG';
  if (kind === 'staff') return clinical === false ? 'INT_STAFF' : 'INT_HCP';
  if (kind === 'rep') return 'INT_STAFF';
  return 'PERSON';
}

/** Clearance class of whoever a rule pays in an episode. */
export function payeeClassOf(rule: PlanRule, winner: EpisodeWinner | null): PayeeClass | null {
  if (rule.payee === 'patient') return 'PATIENT';
  if (rule.payee !== 'introducer') return 'INT_HCP';
  return winner === null ? null : introducerClass(winner.kind, winner.clinical);
}
