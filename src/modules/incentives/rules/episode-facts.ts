import type { Day, Instant } from '#kernel/day.ts';
import type { ChargeFacts } from '#kernel/rule-engine/index.ts';
import type { IntroducerKind } from '#modules/referrals/contract/common.ts';
import type { EpisodeKind } from '#modules/visits/contract.ts';

export type { ChargeFacts } from '#kernel/rule-engine/index.ts';
export { type IntroducerKind, introducerKinds } from '#modules/referrals/contract/common.ts';
export { type EpisodeKind, episodeKinds } from '#modules/visits/contract.ts';

/** The introducer whose referral the episode counts for: own winner, or the one shared through the chain. */
export interface EpisodeWinner {
  readonly referralId: string;
  readonly introducerNo: string;
  readonly name: string;
  readonly kind: IntroducerKind;
  /** Of staff; null: unknown, then treated as clinical. */
  readonly clinical: boolean | null;
  readonly accompanied: boolean;
}

/**
 * One episode with its winner and charges, as settlement feeds it to a plan. Everything the exchange formats call empty
 * is null here. `winner` is not null exactly when `winnerReason` is `won` or `chain`.
 */
export interface EpisodeFacts {
  readonly episodeNo: string;
  readonly recordNo: string;
  readonly patientName: string;
  readonly birthDate: Day | null;
  readonly addressDivision: string | null;
  readonly kind: EpisodeKind;
  /** The first department of an admission. */
  readonly department: string | null;
  readonly doctor: string | null;
  readonly admittedBy: string | null;
  /** Hospital-local day of registration. */
  readonly registeredOn: Day;
  readonly dischargedAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly procedureClass: 'open' | 'debridement' | 'minimally_invasive' | 'none' | null;
  readonly delivery: 'caesarean' | 'natural' | 'none' | null;
  readonly motherEpisodeNo: string | null;
  readonly transferredFrom: string | null;
  readonly declaredSource: string | null;
  readonly diagnosis: string | null;
  /** 20 % off = 2000. */
  readonly checkupDiscountBasisPoints: number | null;
  readonly paymentKind: 'self_pay' | 'insured' | 'commercial' | null;
  /** Whether it is the person's first visit; null when the caller did not look. */
  readonly firstVisit: boolean | null;
  readonly winnerReason: 'won' | 'chain' | 'walk_in' | 'undetermined';
  readonly winner: EpisodeWinner | null;
  readonly charges: readonly ChargeFacts[];
}
