import { dayMs } from '#kernel/day.ts';
import { agreementIndex, type EpisodeIndex, type Reading, readReferral } from './agreement.ts';
import { compareRegistration } from './arrivals.ts';
import { compareBytes, missingParts, type WinnerEpisode, type WinnerReferral } from './winner-rows.ts';

/**
 * Who brought whom: the exact rule of the exchange formats ("Winner, exact"), for a whole batch of episodes and
 * referrals. Pure and independent of the order of its input, so that anyone can recompute it from the files.
 *
 * Every episode gets one outcome, every referral gets one outcome.
 *
 * Episodes: `won` (its own winner), `chain` (an outpatient, emergency or exam episode without a winner of its own on the
 * way into a won admission; of two admissions the one registered first), `undetermined` (a disputed referral keeps it;
 * nobody wins), `walk_in` (everything else, also transferred and newborn episodes, which are never candidates but may
 * share a chain).
 *
 * Referrals: `won`, or one of the losers' states; `code` says why in a stable word, `facts` fill its sentence.
 * `episodeNo` is, by state:
 * - `won`, `duplicate`, `pending`: the episode it is credited to;
 * - `late`: of the episodes it agrees with and came too late for, the one with the latest arrival;
 * - `disputed`, `unmatched`, `expired`, `invalid`: none. A disputed referral lists the episodes it keeps in `among`.
 *
 * A person's decision replaces the rules for its episode: the named referral wins there, and takes no part in the rules
 * anywhere else (an introducer is credited for one episode), so the dispute it caused is over. `null` = nobody wins. Other
 * referrals credited there by the rules become `duplicate`, or `invalid` when nobody won. A disputed referral stays
 * `disputed` until every episode it keeps is decided. Decisions about unknown episodes are without effect; of two
 * decisions about one episode the later in the list stands.
 */
export function decideWinners(input: WinnerInput): WinnerDecision {
  const windowMs = input.windowMs ?? defaultWindowMs;
  const index = agreementIndex(input.episodes, input.referrals, input.timeZone);
  const decided = readDecisions(input.decisions ?? [], input.episodes);
  const ballot = collectCredits(input, index, windowMs, decided);
  const winners = countCredits(input, ballot, decided);
  const chainWinners = shareAlongChains(input.episodes, index, ballot, winners, decided);
  return {
    episodes: input.episodes.map((episode, position) => {
      const credited = ballot.creditedOf.get(position);
      const by = credited ? credited.map((referral) => input.referrals[referral]!.referralId) : nobody;
      return { ...episodeResult(episode, position), by };
    }),
    referrals: input.referrals.map((referral, position) => referralResult(referral, position)),
  };

  function episodeResult(episode: WinnerEpisode, position: number): Omit<EpisodeOutcome, 'by'> {
    const episodeNo = episode.episodeNo;
    const winnerId = winners.get(position);
    if (winnerId !== undefined) return { episodeNo, referralId: winnerId, reason: 'won' };
    if (isUndetermined(position, ballot, decided)) return { episodeNo, referralId: null, reason: 'undetermined' };
    const sharedId = chainWinners.get(position);
    if (sharedId !== undefined) return { episodeNo, referralId: sharedId, reason: 'chain' };
    return { episodeNo, referralId: null, reason: 'walk_in' };
  }

  function referralResult(referral: WinnerReferral, position: number): ReferralOutcome {
    const reading = ballot.readings[position]!;
    if (reading.state !== 'credited') return uncredited(referral, reading, input.episodes, decided);
    const episode = reading.episode;
    const { referralId } = referral;
    const episodeNo = input.episodes[episode]!.episodeNo;
    const winnerId = winners.get(episode);
    const isDecided = decided.winnerOf.has(episode);
    if (winnerId === referralId) return outcome(referralId, episodeNo, 'won', isDecided ? 'decided' : 'first_valid');
    if (winnerId !== undefined) {
      const code = isDecided ? 'decided_for_other' : 'earlier_referral_won';
      return outcome(referralId, episodeNo, 'duplicate', code, { winnerReferralId: winnerId });
    }
    if (isDecided) return outcome(referralId, null, 'invalid', 'decided_against', { episodeNo });
    return outcome(referralId, episodeNo, 'pending', 'episode_undetermined');
  }
}

/** Validity of a referral: 30 × 24 hours from receipt, hospital-wide. */
export const defaultWindowMs = 30 * dayMs;

export interface WinnerInput {
  readonly episodes: readonly WinnerEpisode[];
  readonly referrals: readonly WinnerReferral[];
  /** IANA zone of the hospital: ages are reckoned on its days. */
  readonly timeZone: string;
  readonly decisions?: readonly ManualDecision[];
  readonly windowMs?: number;
}

/** A person's decision of a dispute; `winnerReferralId` null = nobody is credited. */
export interface ManualDecision {
  readonly episodeNo: string;
  readonly winnerReferralId: string | null;
}

export interface WinnerDecision {
  /** In the order of the input. */
  readonly episodes: EpisodeOutcome[];
  /** In the order of the input. */
  readonly referrals: ReferralOutcome[];
}

export type EpisodeReason = 'won' | 'chain' | 'walk_in' | 'undetermined';

export interface EpisodeOutcome {
  readonly episodeNo: string;
  /** The winner; null when walk_in or undetermined. */
  readonly referralId: string | null;
  readonly reason: EpisodeReason;
  /** All referrals credited to the episode, in their order of precedence. */
  readonly by: readonly string[];
}

export type ReferralState = 'won' | 'late' | 'duplicate' | 'invalid' | 'disputed' | 'pending' | 'unmatched' | 'expired';

export type OutcomeCode =
  | 'first_valid'
  | 'decided'
  | 'earlier_referral_won'
  | 'decided_for_other'
  | 'decided_against'
  | 'episode_undetermined'
  | 'fits_several_people'
  | 'received_after_arrival'
  | 'arrived_after_window'
  | 'incomplete'
  | 'phone_of_other_name_or_sex'
  | 'no_agreeing_episode';

export interface ReferralOutcome {
  readonly referralId: string;
  readonly episodeNo: string | null;
  readonly state: ReferralState;
  readonly code: OutcomeCode;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Only of a disputed referral: the episodes it keeps, in byte order. */
  readonly among: readonly string[];
}

const nobody: readonly string[] = Object.freeze([]);
const noFacts = Object.freeze({});

function outcome(
  referralId: string,
  episodeNo: string | null,
  state: ReferralState,
  code: OutcomeCode,
  facts: ReferralOutcome['facts'] = noFacts,
  among: readonly string[] = nobody,
): ReferralOutcome {
  return { referralId, episodeNo, state, code, facts, among };
}

interface Decided {
  /** Episode position → the winner by decision, null when nobody. */
  readonly winnerOf: ReadonlyMap<number, string | null>;
  /** Winner by decision → the episode it is credited to (the first registered, should it have been given several). */
  readonly episodeOf: ReadonlyMap<string, number>;
}

function readDecisions(decisions: readonly ManualDecision[], episodes: readonly WinnerEpisode[]): Decided {
  const winnerOf = new Map<number, string | null>();
  const episodeOf = new Map<string, number>();
  if (decisions.length === 0) return { winnerOf, episodeOf };
  const winnerByNo = new Map(decisions.map((decision) => [decision.episodeNo, decision.winnerReferralId]));
  episodes.forEach((episode, position) => {
    const winner = winnerByNo.get(episode.episodeNo);
    if (winner === undefined) return;
    winnerOf.set(position, winner);
    if (winner === null) return;
    const other = episodeOf.get(winner);
    if (other === undefined || compareRegistration(episode, episodes[other]!) < 0) episodeOf.set(winner, position);
  });
  return { winnerOf, episodeOf };
}

interface Ballot {
  readonly readings: readonly Reading[];
  /** Episode position → positions of the referrals credited to it, first = smallest (received_at, referral_id). */
  readonly creditedOf: ReadonlyMap<number, number[]>;
  /** 1 for an episode that a disputed referral keeps. */
  readonly contested: Uint8Array;
}

function collectCredits(input: WinnerInput, index: EpisodeIndex, windowMs: number, decided: Decided): Ballot {
  const { referrals } = input;
  const contested = new Uint8Array(input.episodes.length);
  const creditedOf = new Map<number, number[]>();
  const readings = referrals.map((referral, position): Reading => {
    const decidedEpisode = decided.episodeOf.get(referral.referralId);
    const reading: Reading =
      decidedEpisode === undefined
        ? readReferral(referral, index, windowMs)
        : { state: 'credited', episode: decidedEpisode };
    if (reading.state === 'disputed') for (const episode of reading.kept) contested[episode] = 1;
    if (reading.state === 'credited') {
      const others = creditedOf.get(reading.episode);
      if (others) others.push(position);
      else creditedOf.set(reading.episode, [position]);
    }
    return reading;
  });
  for (const positions of creditedOf.values()) {
    if (positions.length > 1) positions.sort((left, right) => compareReceipt(referrals[left]!, referrals[right]!));
  }
  return { readings, creditedOf, contested };
}

/** Order of receipt: `received_at`, then the bytes of the id. */
export function compareReceipt(left: WinnerReferral, right: WinnerReferral): number {
  return left.receivedAt - right.receivedAt || compareBytes(left.referralId, right.referralId);
}

/** Undetermined = kept by a disputed referral and not yet decided by a person. */
function isUndetermined(episode: number, ballot: Ballot, decided: Decided): boolean {
  return ballot.contested[episode] === 1 && !decided.winnerOf.has(episode);
}

function countCredits(input: WinnerInput, ballot: Ballot, decided: Decided): Map<number, string> {
  const winners = new Map<number, string>();
  for (const [episode, credited] of ballot.creditedOf) {
    if (decided.winnerOf.has(episode) || ballot.contested[episode] === 1) continue;
    winners.set(episode, input.referrals[credited[0]!]!.referralId);
  }
  for (const [episode, winner] of decided.winnerOf) if (winner !== null) winners.set(episode, winner);
  return winners;
}

/** Episode position → the winner of the admission it led to. */
function shareAlongChains(
  episodes: readonly WinnerEpisode[],
  index: EpisodeIndex,
  ballot: Ballot,
  winners: ReadonlyMap<number, string>,
  decided: Decided,
): Map<number, string> {
  const admissionOf = new Map<number, number>();
  for (const admission of winners.keys()) {
    if (episodes[admission]!.kind !== 'inpatient') continue;
    index.chains.forEachMember(admission, (member) => {
      // A person's decision "nobody" stands: the episode gets no winner through the back door.
      if (winners.has(member) || decided.winnerOf.has(member) || ballot.contested[member] === 1) return;
      const other = admissionOf.get(member);
      if (other === undefined || compareRegistration(episodes[admission]!, episodes[other]!) < 0) {
        admissionOf.set(member, admission);
      }
    });
  }
  const shared = new Map<number, string>();
  for (const [member, admission] of admissionOf) shared.set(member, winners.get(admission)!);
  return shared;
}

function uncredited(
  referral: WinnerReferral,
  reading: Exclude<Reading, { readonly state: 'credited' }>,
  episodes: readonly WinnerEpisode[],
  decided: Decided,
): ReferralOutcome {
  const { referralId } = referral;
  switch (reading.state) {
    case 'incomplete':
      return outcome(referralId, null, 'invalid', 'incomplete', { missing: missingParts(referral).join('+') });
    case 'disputed': {
      const among = reading.kept.map((episode) => episodes[episode]!.episodeNo).sort(compareBytes);
      if (reading.kept.every((episode) => decided.winnerOf.has(episode))) {
        return outcome(referralId, null, 'invalid', 'decided_against', { episodeNo: among.join('+') });
      }
      return outcome(referralId, null, 'disputed', 'fits_several_people', { people: reading.people }, among);
    }
    case 'late': {
      const facts = { lateByMs: referral.receivedAt - reading.arrivalMs };
      return outcome(referralId, episodes[reading.episode]!.episodeNo, 'late', 'received_after_arrival', facts);
    }
    case 'expired':
      return outcome(referralId, null, 'expired', 'arrived_after_window');
    case 'wrong_phone':
      return outcome(referralId, null, 'invalid', 'phone_of_other_name_or_sex');
    case 'unmatched':
      return outcome(referralId, null, 'unmatched', 'no_agreeing_episode');
  }
}
