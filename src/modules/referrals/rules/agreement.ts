import { type Chains, chainsOf, compareRegistration, firstAbove } from './arrivals.ts';
import {
  ageAtRegistration,
  compareBytes,
  isCandidate,
  missingParts,
  nameKey,
  phoneKey,
  recordKey,
  type WinnerEpisode,
  type WinnerReferral,
} from './winner-rows.ts';

/**
 * One referral against all candidate episodes: whom does it mean, and did it come in time?
 *
 * A referral *agrees* with an episode when name and sex are equal and
 * - both phones are present and their last 11 digits are equal (*by phone*, whatever the ages), or
 * - the ages differ by at most two completed years, or one of the ages is unknown (*by name*).
 *
 * *In window* = received < arrival ≤ received + window. If any agreement in the window is by phone, only those are kept.
 */
export type Reading =
  | { readonly state: 'incomplete' | 'expired' | 'wrong_phone' | 'unmatched' }
  | { readonly state: 'credited'; readonly episode: number }
  | { readonly state: 'disputed'; readonly kept: readonly number[]; readonly people: number }
  | { readonly state: 'late'; readonly episode: number; readonly arrivalMs: number };

export const ageDifferenceMax = 2;

export interface EpisodeIndex {
  readonly episodes: readonly WinnerEpisode[];
  readonly chains: Chains;
  /** Candidates by name and sex, each list ascending by arrival. */
  readonly byName: ReadonlyMap<string, readonly number[]>;
  /** The referrals' phones, numbered from 1. */
  readonly phoneNumbers: ReadonlyMap<string, number>;
  /** Candidates by number of the phone, each list ascending by arrival. */
  readonly byPhone: readonly (readonly number[])[];
  /** Number of the phone of each candidate; 0 = none, or one no referral has. A column, because this is the inner loop. */
  readonly phoneOf: Int32Array;
  readonly ageOf: (episode: number) => number | null;
}

/** Indexes the candidates; only under keys some referral asks for, which keeps a month's referrals against years of episodes small. */
export function agreementIndex(
  episodes: readonly WinnerEpisode[],
  referrals: readonly WinnerReferral[],
  timeZone: string,
): EpisodeIndex {
  const chains = chainsOf(episodes);
  const byName = new Map<string, number[]>();
  const phoneNumbers = new Map<string, number>();
  const byPhone: number[][] = [[]];
  for (const referral of referrals) {
    const name = nameKey(referral);
    if (name !== null && !byName.has(name)) byName.set(name, []);
    const phone = phoneKey(referral.phone);
    if (phone !== null && !phoneNumbers.has(phone)) phoneNumbers.set(phone, byPhone.push([]) - 1);
  }
  const phoneOf = new Int32Array(episodes.length);
  episodes.forEach((episode, position) => {
    if (!isCandidate(episode)) return;
    const name = nameKey(episode);
    if (name !== null) byName.get(name)?.push(position);
    const phone = phoneKey(episode.phone);
    const number = phone === null ? undefined : phoneNumbers.get(phone);
    if (number === undefined) return;
    phoneOf[position] = number;
    byPhone[number]!.push(position);
  });
  for (const groups of [byName.values(), byPhone]) {
    for (const group of groups) sortByArrival(group, chains.arrivalMs);
  }
  return { episodes, chains, byName, phoneNumbers, byPhone, phoneOf, ageOf: agesOf(episodes, timeZone) };
}

function sortByArrival(group: number[], arrivalMs: Float64Array): void {
  if (group.length > 1) group.sort((left, right) => arrivalMs[left]! - arrivalMs[right]!);
}

/** Ages are reckoned when first asked for: most episodes share no name with any referral. */
function agesOf(episodes: readonly WinnerEpisode[], timeZone: string): (episode: number) => number | null {
  const notYet = -32_768;
  const unknown = 32_767;
  const ages = new Int16Array(episodes.length).fill(notYet);
  return (episode) => {
    if (ages[episode] === notYet) ages[episode] = ageAtRegistration(episodes[episode]!, timeZone) ?? unknown;
    const age = ages[episode]!;
    return age === unknown ? null : age;
  };
}

/** What the exact rule makes of one referral. `windowMs` is the validity of a referral. */
export function readReferral(referral: WinnerReferral, index: EpisodeIndex, windowMs: number): Reading {
  if (missingParts(referral).length > 0) return { state: 'incomplete' };
  const { arrivalMs } = index.chains;
  const phone = phoneKey(referral.phone);
  const asked: Asked = { age: referral.age, phone: phone === null ? 0 : index.phoneNumbers.get(phone)! };
  const sameName = index.byName.get(nameKey(referral)!) ?? [];
  const arrivalAt = (at: number): number => arrivalMs[sameName[at]!]!;
  const windowStart = firstAbove(sameName.length, arrivalAt, referral.receivedAt);
  const windowEnd = firstAbove(sameName.length, arrivalAt, referral.receivedAt + windowMs);

  const kept = keptOf(asked, sameName, windowStart, windowEnd, index);
  if (kept.length > 0) return creditOrDispute(kept, index.episodes);

  for (let at = windowStart - 1; at >= 0 && arrivalAt(at) >= referral.receivedAt - windowMs; at--) {
    if (agreement(asked, sameName[at]!, index) === 'none') continue;
    const episode = firstOfSameArrival(asked, sameName, at, index);
    return { state: 'late', episode, arrivalMs: arrivalMs[episode]! };
  }
  for (let at = windowEnd; at < sameName.length; at++) {
    if (agreement(asked, sameName[at]!, index) !== 'none') return { state: 'expired' };
  }
  return { state: isPhoneInWindow(referral, asked, index, windowMs) ? 'wrong_phone' : 'unmatched' };
}

/** What the referral says beyond name and sex: the age, and the number of its phone in the index (0 = none). */
interface Asked {
  readonly age: number | null;
  readonly phone: number;
}

type Agreement = 'by_phone' | 'by_name' | 'none';

/** Name and sex are known to be equal here; this looks at phone and age. */
function agreement(asked: Asked, episode: number, index: EpisodeIndex): Agreement {
  if (asked.phone !== 0 && asked.phone === index.phoneOf[episode]) return 'by_phone';
  if (asked.age === null) return 'by_name';
  const age = index.ageOf(episode);
  return age === null || Math.abs(age - asked.age) <= ageDifferenceMax ? 'by_name' : 'none';
}

function keptOf(asked: Asked, sameName: readonly number[], from: number, until: number, index: EpisodeIndex): number[] {
  const byPhone: number[] = [];
  const byName: number[] = [];
  for (let at = from; at < until; at++) {
    const episode = sameName[at]!;
    const how = agreement(asked, episode, index);
    if (how === 'by_phone') byPhone.push(episode);
    else if (how === 'by_name') byName.push(episode);
  }
  return byPhone.length > 0 ? byPhone : byName;
}

function creditOrDispute(kept: readonly number[], episodes: readonly WinnerEpisode[]): Reading {
  const people = countPeople(kept, episodes);
  if (people > 1) return { state: 'disputed', kept, people };
  let chosen = kept[0]!;
  for (const episode of kept) if (comesFirst(episodes[episode]!, episodes[chosen]!)) chosen = episode;
  return { state: 'credited', episode: chosen };
}

/** Distinct record numbers; an episode without one is a person of its own. */
function countPeople(kept: readonly number[], episodes: readonly WinnerEpisode[]): number {
  if (kept.length === 1) return 1;
  const records = new Set<string>();
  let withoutRecord = 0;
  for (const episode of kept) {
    const record = recordKey(episodes[episode]!.recordNo);
    if (record === null) withoutRecord++;
    else records.add(record);
  }
  return records.size + withoutRecord;
}

/** Inpatient before any other kind, then the earlier registration, then the smaller number. */
function comesFirst(left: WinnerEpisode, right: WinnerEpisode): boolean {
  const leftIsInpatient = left.kind === 'inpatient';
  if (leftIsInpatient !== (right.kind === 'inpatient')) return leftIsInpatient;
  return compareRegistration(left, right) < 0;
}

/** Of the agreeing episodes with the same arrival as the one at `at`, the smallest number: independent of input order. */
function firstOfSameArrival(asked: Asked, sameName: readonly number[], at: number, index: EpisodeIndex): number {
  const { arrivalMs } = index.chains;
  let chosen = sameName[at]!;
  for (let other = at - 1; other >= 0 && arrivalMs[sameName[other]!] === arrivalMs[chosen]; other--) {
    const episode = sameName[other]!;
    if (agreement(asked, episode, index) === 'none') continue;
    if (compareBytes(index.episodes[episode]!.episodeNo, index.episodes[chosen]!.episodeNo) < 0) chosen = episode;
  }
  return chosen;
}

/**
 * Does the referral's phone stand at some candidate in the window? Asked only when no episode is kept; one of equal name,
 * sex and phone would have been kept, so any hit differs in name or sex (an unknown sex is not equal either).
 */
function isPhoneInWindow(referral: WinnerReferral, asked: Asked, index: EpisodeIndex, windowMs: number): boolean {
  const samePhone = asked.phone === 0 ? [] : index.byPhone[asked.phone]!;
  const arrivalAt = (at: number): number => index.chains.arrivalMs[samePhone[at]!]!;
  const first = firstAbove(samePhone.length, arrivalAt, referral.receivedAt);
  return first < samePhone.length && arrivalAt(first) <= referral.receivedAt + windowMs;
}
