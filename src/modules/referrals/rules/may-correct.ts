import { type Refusal, refuse } from '#kernel/refusal.ts';

/** An episode a referral stands for, with its winner at that moment. */
export interface CorrectedEpisode {
  readonly episodeNo: string;
  readonly recordNo: string | null;
  readonly isWalkIn: boolean;
  readonly winnerReferralId: string | null;
}

/**
 * May a correction stand, seen from what it changed? `before` is the episode the referral stood for, `after` the one it stands for now, its
 * winner already decided anew. A misreading repaired is welcome; a walk-in given an introducer, or the own patient exchanged for another
 * person, or a patient taken from the referral that had him, is not a repair. `formerWinnerId`: who had `after` before the correction.
 */
export function mayCorrect(
  referralId: string,
  before: CorrectedEpisode | null,
  after: CorrectedEpisode | null,
  formerWinnerId: string | null,
): Refusal<'referrals.correction-moves-credit'> | null {
  if (after === null) return null;
  if (after.isWalkIn && after.winnerReferralId === referralId) return no('walk-in');
  if (formerWinnerId !== null && formerWinnerId !== referralId && after.winnerReferralId === referralId)
    return no('already-attributed');
  if (before !== null && !isSamePerson(before, after)) return no('another-patient');
  return null;
}

function isSamePerson(one: CorrectedEpisode, other: CorrectedEpisode): boolean {
  if (one.recordNo === null || other.recordNo === null) return one.episodeNo === other.episodeNo;
  return one.recordNo === other.recordNo;
}

function no(because: string): Refusal<'referrals.correction-moves-credit'> {
  return refuse('referrals.correction-moves-credit', { because });
}
