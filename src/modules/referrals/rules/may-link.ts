import { type Refusal, refuse } from '#kernel/refusal.ts';
import { defaultWindowMs } from './decide-winners.ts';

/**
 * May a person tie this referral to this episode in the matching queue?
 *
 * The queue repairs typing errors; it never makes history. A message links only to an arrival it preceded; a patient
 * registered as having come alone stays so; nobody is re-attributed except by deciding a dispute; a referral does not move
 * from its own patient to another one. The refusals in `attemptCodes` are attempts a compliance officer must see: the
 * caller logs them and shows them to `compliance`.
 *
 * Checked in the order of gravity, so that the gravest reason is the one recorded.
 */
export function mayLink(
  referral: LinkReferral,
  episode: LinkEpisode,
  facts: LinkFacts,
): { readonly refused: false } | Refusal<LinkRefusal> {
  const code = linkRefusal(referral, episode, facts);
  return code === null ? { refused: false } : refuse(code, linkFacts(code, referral, episode));
}

export interface LinkReferral {
  readonly referralId: string;
  readonly receivedAt: number;
  /** Null while it waits for the officer to name the introducer. */
  readonly introducerNo: string | null;
  /** The person this referral already stands for: record number of the episode it won, lost or came late for. */
  readonly tiedToRecordNo: string | null;
  /** The same for a person without record number: the episode itself. */
  readonly tiedToEpisodeNo: string | null;
  /** `announced` referrals are only bookings: they link when confirmed. */
  readonly isConfirmed: boolean;
}

export interface LinkEpisode {
  readonly episodeNo: string;
  readonly recordNo: string | null;
  /** Of the chain, as the winner rule reckons it. */
  readonly arrivalAt: number;
  /** Registered as 自行来院 by reception or confirmed so by the officer; not merely without a winner yet. */
  readonly isRegisteredWalkIn: boolean;
  readonly isTransferred: boolean;
  readonly isNewborn: boolean;
  readonly winnerReferralId: string | null;
  readonly hasOpenDispute: boolean;
  /** Its winner is part of a submitted settlement. */
  readonly isFrozen: boolean;
}

export interface LinkFacts {
  /** The introducer the acting person is, when staff refer patients themselves; null otherwise. */
  readonly actorIntroducerNo: string | null;
  readonly windowMs?: number;
}

export type LinkRefusal =
  | 'referrals.walk-in-stays-walk-in'
  | 'referrals.already-attributed'
  | 'referrals.moves-own-patient'
  | 'referrals.received-after-arrival'
  | 'referrals.own-interest'
  | 'referrals.outside-window'
  | 'referrals.not-creditable'
  | 'referrals.introducer-unknown'
  | 'referrals.only-announced'
  | 'referrals.dispute-open'
  | 'referrals.winner-frozen';

/** Refusals that are attempts at what is forbidden, not slips: logged and visible to `compliance`. */
export const attemptCodes: ReadonlySet<LinkRefusal> = new Set<LinkRefusal>([
  'referrals.walk-in-stays-walk-in',
  'referrals.already-attributed',
  'referrals.moves-own-patient',
  'referrals.received-after-arrival',
  'referrals.own-interest',
]);

function linkRefusal(referral: LinkReferral, episode: LinkEpisode, facts: LinkFacts): LinkRefusal | null {
  if (episode.isRegisteredWalkIn) return 'referrals.walk-in-stays-walk-in';
  if (episode.winnerReferralId !== null && episode.winnerReferralId !== referral.referralId) {
    return 'referrals.already-attributed';
  }
  if (standsForAnother(referral, episode)) return 'referrals.moves-own-patient';
  if (referral.receivedAt >= episode.arrivalAt) return 'referrals.received-after-arrival';
  if (facts.actorIntroducerNo !== null && facts.actorIntroducerNo === referral.introducerNo) {
    return 'referrals.own-interest';
  }
  if (episode.arrivalAt > referral.receivedAt + (facts.windowMs ?? defaultWindowMs)) return 'referrals.outside-window';
  if (episode.isTransferred || episode.isNewborn) return 'referrals.not-creditable';
  if (referral.introducerNo === null) return 'referrals.introducer-unknown';
  if (!referral.isConfirmed) return 'referrals.only-announced';
  if (episode.hasOpenDispute) return 'referrals.dispute-open';
  if (episode.isFrozen) return 'referrals.winner-frozen';
  return null;
}

/** It already stands for a person, and that person is not the one of the episode. */
function standsForAnother(referral: LinkReferral, episode: LinkEpisode): boolean {
  if (referral.tiedToRecordNo) return referral.tiedToRecordNo !== episode.recordNo;
  return referral.tiedToEpisodeNo !== null && referral.tiedToEpisodeNo !== episode.episodeNo;
}

function linkFacts(code: LinkRefusal, referral: LinkReferral, episode: LinkEpisode): Refusal['facts'] {
  const rows = { referralId: referral.referralId, episodeNo: episode.episodeNo };
  if (code === 'referrals.received-after-arrival')
    return { ...rows, lateByMs: referral.receivedAt - episode.arrivalAt };
  if (code === 'referrals.already-attributed') return { ...rows, winnerReferralId: episode.winnerReferralId };
  return rows;
}
