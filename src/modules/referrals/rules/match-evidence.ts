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
  | 'disease_like_diagnosis'
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
  same_name: 0.15 / 2.5e-5,
  homophone: 0.35 / 6e-5,
  near_homophone: 0.06 / 3e-5,
  swapped_characters: 0.08 / 4e-5,
  similar_character: 0.03 / 1e-5,
  one_character_missing: 0.1 / 5e-4,
  one_character_differs: 0.12 / 1e-3,
  half_differs: 0.04 / 3e-3,
  same_surname: 0.003 / 0.03,
  different: 0.003 / 0.96,
};

const phoneRatio: Record<PhoneLikeness, number> = {
  same_phone: 0.33 / 2e-5,
  one_digit_off: 0.05 / 1e-4,
  transposed_digits: 0.03 / 1e-5,
  relative_phone: 0.06 / 1.5e-5,
  other_phone: 0.15 / 0.5,
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
    ...delayReason(referral, episode),
  ];
  // Most candidates share a syllable and nothing else: what no department could save need not be read further.
  if (sumOf(reasons) > 0) reasons.push(...departmentReasons(referral, episode));
  reasons.sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  const mayBeSure = slips.has(likeness) && !reasons.some((reason) => doubts.has(reason.code));
  return { logRatio: sumOf(reasons), reasons, mayBeSure };
}

function sumOf(reasons: readonly MatchReason[]): number {
  return reasons.reduce((sum, one) => sum + one.weight, 0);
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
  if (years === 0) return [reason('same_age', 0.5 / 0.012, facts)];
  if (years === 1) return [reason('age_close', 0.25 / 0.024, facts)];
  if (years === 2) return [reason('age_close', 0.07 / 0.024, facts)];
  if (years <= 5) return [reason('age_differs', 0.05 / 0.07, facts)];
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
  if (isLikeDiagnosis(referral.disease, episode.diagnosis)) found.push(reason('disease_like_diagnosis', 0.4 / 0.04));
  if (fit === 'contradicts') found.push(reason('disease_contradicts_department', 0.03 / 0.3));
  if (referral.department !== null && episode.department !== null) {
    const told = departmentGroup(referral.department);
    const isSame = told !== 'any' && told === departmentGroup(episode.department);
    if (isSame) found.push(reason('department_as_told', 0.7 / 0.18));
  }
  return found;
}

/** At least 60 in 100 of the shorter text's character pairs stand in the other one: 右胫骨骨折 and 胫骨骨折. */
function isLikeDiagnosis(disease: string | null, diagnosis: string | null): boolean {
  if (disease === null || diagnosis === null) return false;
  const [left, right] = [characterPairs(disease), characterPairs(diagnosis)];
  const [shorter, longer] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const pair of shorter) if (longer.has(pair)) shared++;
  return shared > 0 && shared / shorter.size >= 0.6;
}

function characterPairs(text: string): Set<string> {
  const characters = [...text.replace(/[^\p{L}\p{N}]/gu, '')];
  return new Set(characters.slice(1).map((one, at) => characters[at]! + one));
}

function delayReason(referral: MatchReferral, episode: MatchEpisode): MatchReason[] {
  const days = (episode.arrivalAt - referral.receivedAt) / dayMs;
  const ratio = days <= 1 ? 7 : days <= 3 ? 4.5 : days <= 7 ? 1.8 : 0.2;
  return [reason(ratio > 1 ? 'arrived_soon' : 'arrived_late', ratio, { hours: Math.round(days * 24) })];
}
