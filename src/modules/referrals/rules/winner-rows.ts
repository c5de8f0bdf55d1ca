import { completedYears, type Day, dayOf, type Instant } from '#kernel/day.ts';

/**
 * The rows the winner rules read, and the three comparisons those rules are made of (exchange formats, "Winner, exact").
 * Everything here is literal: a name is equal or it is not. Whatever needs judgement belongs to the matching queue.
 */

export type Sex = 'male' | 'female';
export type EpisodeKind = 'inpatient' | 'outpatient' | 'exam' | 'checkup' | 'emergency' | 'dialysis';

export interface WinnerEpisode {
  readonly episodeNo: string;
  /** Empty or null = unknown: such an episode is a person of its own. */
  readonly recordNo: string | null;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  readonly birthDate: Day | null;
  /** Digits only; the last 11 are compared. */
  readonly phone: string | null;
  readonly kind: EpisodeKind;
  readonly registeredAt: Instant;
  /** It has a `transferred_from`. */
  readonly isTransferred: boolean;
  /** It has a `mother_episode_no`. */
  readonly isNewborn: boolean;
}

export interface WinnerReferral {
  readonly referralId: string;
  readonly receivedAt: Instant;
  readonly patientName: string | null;
  readonly sex: Sex | null;
  /** Completed years as told in the message. */
  readonly age: number | null;
  /** Digits only; the last 11 are compared. */
  readonly phone: string | null;
  readonly hasDisease: boolean;
  readonly hasKnownIntroducer: boolean;
}

/** What a well-formed referral must have; the words are the columns of the exchange file. */
export type MissingPart = 'patient_name' | 'sex' | 'disease' | 'introducer';

/** The parts a referral lacks to be well-formed; empty when it is. */
export function missingParts(referral: WinnerReferral): MissingPart[] {
  const missing: MissingPart[] = [];
  if (plainName(referral.patientName) === null) missing.push('patient_name');
  if (referral.sex === null) missing.push('sex');
  if (!referral.hasDisease) missing.push('disease');
  if (!referral.hasKnownIntroducer) missing.push('introducer');
  return missing;
}

/** A name as it is compared: composed (NFC) and trimmed, nothing looser; null when nothing is left. */
export function plainName(name: string | null): string | null {
  if (name === null) return null;
  const plain = name.trim().normalize('NFC');
  return plain === '' ? null : plain;
}

/** Name and sex in one key: equal keys = the rule's "name and sex are equal". Null when either is unknown. */
export function nameKey(row: { readonly patientName: string | null; readonly sex: Sex | null }): string | null {
  if (row.sex === null) return null;
  const name = plainName(row.patientName);
  return name === null ? null : (row.sex === 'male' ? 'm' : 'f') + name;
}

/** The last 11 digits, which make `+86 138…` and `138…` the same phone; null when the phone is absent. */
export function phoneKey(phone: string | null): string | null {
  return phone === null || phone === '' ? null : phone.length > 11 ? phone.slice(-11) : phone;
}

/** The person's key: the record number, or null when the episode stands for itself. */
export function recordKey(recordNo: string | null): string | null {
  return recordNo === null || recordNo === '' ? null : recordNo;
}

/** Transferred and newborn episodes are never candidates of a referral. */
export function isCandidate(episode: WinnerEpisode): boolean {
  return !episode.isTransferred && !episode.isNewborn;
}

/** Completed years of the patient on the hospital-local day of registration; null when the birth date is unknown. */
export function ageAtRegistration(
  episode: Pick<WinnerEpisode, 'birthDate' | 'registeredAt'>,
  timeZone: string,
): number | null {
  return episode.birthDate === null ? null : completedYears(episode.birthDate, dayOf(episode.registeredAt, timeZone));
}

/**
 * Order of two texts by their UTF-8 bytes, the order of `COLLATE "C"` and of the exchange formats. JavaScript's own `<`
 * compares UTF-16 units, which puts characters beyond U+FFFF before U+E000…U+FFFF.
 */
export function compareBytes(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    const aIsSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bIsSurrogate = b >= 0xd800 && b <= 0xdfff;
    if (aIsSurrogate !== bIsSurrogate && a >= 0xd800 && b >= 0xd800) return aIsSurrogate ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
}
