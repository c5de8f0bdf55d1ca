import { type Refusal, refuse } from '#kernel/refusal.ts';
import type { CompiledPlan, PlanDocument, PlanRule, Words } from '#kernel/rule-engine/index.ts';
import { type Box, boxesOf } from '#kernel/rule-engine/index.ts';
import {
  type ClearanceFacts,
  type LawfulAlternative,
  lawfulAlternative,
  type PayeeClass,
  type PolicyPack,
  stricter,
  type Verdict,
} from '#modules/policy/index.ts';
import { benefitFormOf, introducerClass, rewardBasisOf, triggerOf } from './clear-rule.ts';
import { clearLine } from './decide-lines.ts';
import { type EpisodeFacts, type IntroducerKind, introducerKinds } from './episode-facts.ts';

/** One kind of case a rule can match, as far as clearance can tell cases apart. */
export interface ClearanceCase {
  readonly payee: PayeeClass;
  readonly paymentKind: ClearanceFacts['paymentKind'];
  readonly patientMinor: boolean | null;
  readonly verdict: Verdict;
  readonly citation: string;
}

/** What the policy pack says of one rule, over every case it can match. */
export interface RuleClearance {
  readonly ruleId: string;
  readonly title: Words;
  readonly mildest: Verdict;
  readonly strictest: Verdict;
  readonly cases: readonly ClearanceCase[];
  /** What to do instead, for every payee class of a case that is not allowed. */
  readonly alternatives: readonly LawfulAlternative[];
}

/** The clearance summary of a plan, shown before it can be activated. */
export function clearanceSummary(plan: CompiledPlan<EpisodeFacts>, pack: PolicyPack): RuleClearance[] {
  return plan.rules.map((rule) => {
    const cases = casesOf(plan, rule, pack);
    const restricted = new Set(cases.filter((entry) => entry.verdict !== 'allowed').map((entry) => entry.payee));
    return {
      ruleId: rule.id,
      title: rule.title,
      mildest: cases.reduce<Verdict>(
        (least, entry) => (stricter(least, entry.verdict) === least ? entry.verdict : least),
        'prohibited',
      ),
      strictest: cases.reduce<Verdict>((most, entry) => stricter(most, entry.verdict), 'allowed'),
      cases,
      alternatives: [...restricted].map((payee) => lawfulAlternative(pack, payee, triggerOf(rule))),
    };
  });
}

/** Ids of the rules that are prohibited in every case they can match. */
export function alwaysProhibited(plan: CompiledPlan<EpisodeFacts>, pack: PolicyPack): string[] {
  return clearanceSummary(plan, pack)
    .filter((entry) => entry.mildest === 'prohibited')
    .map((entry) => entry.ruleId);
}

/**
 * A plan with a rule that is prohibited in every case it can match cannot be activated: it can be computed as a what-if
 * and cloned without those rules (INC-2). There is no override.
 */
export function mayActivate(
  plan: CompiledPlan<EpisodeFacts>,
  pack: PolicyPack,
): { readonly allowed: true } | Refusal<'incentives.plan-prohibited'> {
  const rules = alwaysProhibited(plan, pack);
  if (rules.length === 0) return { allowed: true };
  return refuse('incentives.plan-prohibited', { plan: plan.document.id, rules: rules.join(' '), pack: pack.version });
}

/** A copy of a plan under a new name, without some of its rules; caps that only concerned those go too. */
export function cloneWithout(
  plan: PlanDocument,
  ruleIds: readonly string[],
  name: { readonly id: string; readonly title: Words },
): PlanDocument {
  const gone = new Set(ruleIds);
  return {
    ...plan,
    ...name,
    version: '1',
    rules: plan.rules.filter((rule) => !gone.has(rule.id)),
    caps: plan.caps
      .map((cap) => ({ ...cap, rules: cap.rules.filter((id) => !gone.has(id)) }))
      .filter((cap) => cap.rules.length > 0),
  };
}

const paymentKinds = ['self_pay', 'insured', 'commercial', null] as const;
const answers = [true, false, null] as const;

function casesOf(plan: CompiledPlan<EpisodeFacts>, rule: PlanRule, pack: PolicyPack): ClearanceCase[] {
  const found = new Map<string, ClearanceCase>();
  for (const box of boxesOf(rule.when, plan.space))
    for (const payee of payeesOf(plan, rule, box))
      for (const paymentKind of paymentKinds.filter((kind) => allows(plan, box, 'paymentKind', kind)))
        for (const patientMinor of answers) {
          const { verdict, citation } = clearLine(pack, rule, {
            payee,
            trigger: triggerOf(rule),
            form: benefitFormOf(rule),
            basis: rewardBasisOf(rule),
            paymentKind,
            patientMinor,
            // Only emergency episodes can make IN-09 fire this way; a rule that matches none is not one.
            emergency: allows(plan, box, 'kind', 'emergency') ? null : false,
          });
          const entry: ClearanceCase = { payee, paymentKind, patientMinor, verdict, citation };
          found.set(JSON.stringify(entry), entry);
        }
  return [...found.values()];
}

function payeesOf(plan: CompiledPlan<EpisodeFacts>, rule: PlanRule, box: Box): Set<PayeeClass> {
  if (rule.payee === 'patient') return new Set(['PATIENT']);
  if (rule.payee !== 'introducer') return new Set(['INT_HCP']);
  const kinds: readonly IntroducerKind[] = introducerKinds.filter((kind) => allows(plan, box, 'winnerKind', kind));
  return new Set(
    kinds.flatMap((kind) =>
      answers
        .filter((clinical) => allows(plan, box, 'winnerClinical', clinical))
        .map((clinical) => introducerClass(kind, clinical)),
    ),
  );
}

/** Whether cases of the box may have the value on the attribute; one the plan never asks about is free. */
function allows(plan: CompiledPlan<EpisodeFacts>, box: Box, key: string, value: string | boolean | null): boolean {
  const dimension = plan.space.byKey.get(key);
  const allowed = dimension && box.get(dimension.index);
  if (!allowed) return true;
  const code = dimension.classes.findIndex((entry) =>
    value === null ? entry.kind === 'unknown' : entry.kind === 'value' && entry.value === value,
  );
  return allowed[code] ?? false;
}
