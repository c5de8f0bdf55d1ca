import { dayMs } from '#kernel/day.ts';
import { compareNames, type NameLikeness } from './compare-names.ts';
import { comparePhones, type PhoneLikeness } from './compare-phones.ts';
import { departmentFit, departmentGroup } from './disease-fit.ts';
import type { MatchEpisode, MatchReferral, PreparedEpisode, PreparedReferral } from './match-rows.ts';

/**
 * The weights of the matching queue: for each way two rows can be alike, how often true pairs that the exact rule missed
 * are alike in this way ÷ how often two strangers are. Estimated from name and phone statistics, rounded; the bench
 * `test/bench/propose-matches.ts` measures what they are good for.
 */
export interface Evidence {
  /** Natural logarithm of the likelihood ratio. */
  readonly logRatio: number;
  readonly reasons: readonly MatchReason[];
  /** False when the likeness of the name could as well be another person's name, whatever else agrees. */
  readonly mayBeSure: boolean;
}

export type MatchReasonCode =
  | Exclude<NameLikeness, 'different' | 'same_surname'>
  | 'name_differs'
  | Exclude<PhoneLikeness, 'unknown'>
  | 'same_age'
  | 'age_close'
  | 'age_differs'
  | 'same_sex'
  | 'sex_differs'
  | 'same_village'
  | 'same_township'
  | 'other_place'
  | 'disease_fits_department'
  | 'disease_contradicts_department'
  | 'department_as_told'
  | 'arrived_soon'
  | 'arrived_late';

export interface MatchReason {
  readonly code: MatchReasonCode;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Natural logarithm of its ratio: above 0 it speaks for the pair, below 0 against. */
  readonly weight: number;
}

const nameRatio: Record<NameLikeness, number> = {
  same_name: 0.25 / 2e-4,
  homophone: 0.28 / 4e-4,
  near_homophone: 0.08 / 8e-4,
  swapped_characters: 0.06 / 3e-4,
  similar_character: 0.03 / 2e-4,
  one_character_missing: 0.1 / 1.5e-3,
  one_character_differs: 0.12 / 5e-3,
  half_differs: 0.05 / 3e-2,
  same_surname: 0.01 / 5e-2,
  different: 0.01 / 0.9,
};

const phoneRatio: Record<PhoneLikeness, number> = {
  same_phone: 0.35 / 3e-5,
  one_digit_off: 0.08 / 1e-4,
  transposed_digits: 0.05 / 3e-5,
  relative_phone: 0.1 / 5e-5,
  other_phone: 0.35,
  unknown: 1,
};

/** Names that differ the way siblings' names do. */
export const siblingNames: ReadonlySet<NameLikeness> = new Set<NameLikeness>([
  'same_name',
  'homophone',
  'near_homophone',
  'swapped_characters',
  'similar_character',
  'one_character_missing',
  'one_character_differs',
  'half_differs',
]);

/** Slips of the ear or the keyboard. One plainly different character is a sibling's name as often as a slip. */
const slips: ReadonlySet<NameLikeness> = new Set<NameLikeness>([
  'same_name',
  'homophone',
  'near_homophone',
  'swapped_characters',
]);

export function evidenceOf(asked: PreparedReferral, row: PreparedEpisode): Evidence {
  const { referral } = asked;
  const { episode } = row;
  const likeness = asked.form !== null && row.form !== null ? compareNames(asked.form, row.form) : 'different';
  const phone = comparePhones(referral.phone, episode.phone, episode.relativePhones);
  const reasons = [
    nameReason(likeness),
    ...phoneReason(phone),
    ...ageReason(referral, episode),
    ...sexReason(referral, episode),
    ...placeReason(referral, episode),
    ...departmentReasons(referral, episode),
    ...delayReason(referral, episode),
  ].sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  const mayBeSure = slips.has(likeness) && !reasons.some((reason) => doubts.has(reason.code));
  return { logRatio: reasons.reduce((sum, reason) => sum + reason.weight, 0), reasons, mayBeSure };
}

/** Any of these, and a person must look, however well the rest agrees. */
const doubts: ReadonlySet<MatchReasonCode> = new Set<MatchReasonCode>([
  'sex_differs',
  'age_differs',
  'disease_contradicts_department',
]);

function reason(code: MatchReasonCode, ratio: number, facts: MatchReason['facts'] = {}): MatchReason {
  return { code, facts, weight: Math.log(ratio) };
}

function nameReason(likeness: NameLikeness): MatchReason {
  const code = likeness === 'different' || likeness === 'same_surname' ? 'name_differs' : likeness;
  return reason(code, nameRatio[likeness]);
}

function phoneReason(likeness: PhoneLikeness): MatchReason[] {
  return likeness === 'unknown' ? [] : [reason(likeness, phoneRatio[likeness])];
}

function ageReason({ age: told }: MatchReferral, { age: registered }: MatchEpisode): MatchReason[] {
  if (told === null || registered === null) return [];
  const facts = { told, registered };
  const years = Math.abs(told - registered);
  if (years === 0) return [reason('same_age', 0.55 / 0.016, facts)];
  if (years === 1) return [reason('age_close', 0.27 / 0.032, facts)];
  if (years === 2) return [reason('age_close', 0.09 / 0.032, facts)];
  if (years <= 5) return [reason('age_differs', 0.05 / 0.09, facts)];
  return [reason('age_differs', years === 10 ? 0.015 / 0.03 : 0.015 / 0.8, facts)];
}

function sexReason(referral: MatchReferral, episode: MatchEpisode): MatchReason[] {
  if (referral.sex === null || episode.sex === null) return [];
  return [referral.sex === episode.sex ? reason('same_sex', 0.97 / 0.5) : reason('sex_differs', 0.03 / 0.5)];
}

function placeReason({ division: told }: MatchReferral, { division: registered }: MatchEpisode): MatchReason[] {
  if (told === null || registered === null) return [];
  const shared = (digits: number): boolean =>
    told.length >= digits && registered.length >= digits && told.slice(0, digits) === registered.slice(0, digits);
  if (shared(12)) return [reason('same_village', 0.45 / 0.01)];
  if (shared(9)) return [reason('same_township', 0.25 / 0.06)];
  return told.length >= 9 && registered.length >= 9 ? [reason('other_place', 0.3 / 0.93)] : [];
}

function departmentReasons(referral: MatchReferral, episode: MatchEpisode): MatchReason[] {
  const found: MatchReason[] = [];
  const fit = departmentFit(referral.disease, episode.department);
  if (fit === 'fits') found.push(reason('disease_fits_department', 0.75 / 0.35));
  if (fit === 'contradicts') found.push(reason('disease_contradicts_department', 0.03 / 0.3));
  if (referral.department !== null && episode.department !== null) {
    const told = departmentGroup(referral.department);
    const isSame = told !== 'any' && told === departmentGroup(episode.department);
    if (isSame) found.push(reason('department_as_told', 0.7 / 0.18));
  }
  return found;
}

function delayReason(referral: MatchReferral, episode: MatchEpisode): MatchReason[] {
  const days = (episode.arrivalAt - referral.receivedAt) / dayMs;
  if (days > 3 && days <= 7) return [];
  const ratio = days <= 1 ? 6 : days <= 3 ? 3 : 0.35;
  return [reason(ratio > 1 ? 'arrived_soon' : 'arrived_late', ratio, { hours: Math.round(days * 24) })];
}
