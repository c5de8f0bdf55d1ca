import { type Refusal, refuse } from '#kernel/refusal.ts';

export interface DisputeJudge {
  readonly isManager: boolean;
  readonly isCompliance: boolean;
  /** He is one of the introducers concerned, or the rep who owns one. */
  readonly isParty: boolean;
  /** He registered one of the referrals. */
  readonly hasRegistered: boolean;
}

/** The centre's director decides; compliance where own staff is a party; nobody in his own matter. Null: may. */
export function mayDecideDispute(
  judge: DisputeJudge,
  dispute: { readonly involvesOwnStaff: boolean; readonly state: 'open' | 'decided' | 'dissolved' },
): Refusal | null {
  if (dispute.state === 'dissolved') return refuse('referrals.dispute-dissolved');
  if (dispute.involvesOwnStaff && !judge.isCompliance) return refuse('referrals.dispute-for-compliance');
  if (!dispute.involvesOwnStaff && !judge.isManager) return refuse('referrals.dispute-for-manager');
  if (judge.isParty) return refuse('referrals.dispute-own-party');
  if (judge.hasRegistered) return refuse('referrals.dispute-own-registration');
  return null;
}
