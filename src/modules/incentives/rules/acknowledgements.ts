import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { IntroducerKind } from './episode-facts.ts';

export interface Acknowledgement {
  readonly id: string;
  readonly gives: PlanDocument['acknowledgements'][number]['gives'][number];
  readonly withinHours: number | null;
}

/**
 * What an introducer gets as thanks (L4): value zero by design, so never a payment line and nothing to clear. What tells
 * of the patient needs the patient's consent; without knowing it, there is none.
 */
export function acknowledgementsFor(
  plan: PlanDocument,
  referral: { readonly introducerKind: IntroducerKind; readonly patientConsented: boolean | null },
): Acknowledgement[] {
  return plan.acknowledgements
    .filter((entry) => entry.to.includes(referral.introducerKind))
    .filter((entry) => !entry.needsPatientConsent || referral.patientConsented === true)
    .flatMap(({ id, gives, withinHours }) =>
      gives.map((given) => ({ id, gives: given, withinHours: withinHours ?? null })),
    );
}
