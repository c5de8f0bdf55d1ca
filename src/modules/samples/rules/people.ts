import { dateText } from './calendar.ts';
import { femaleGiven, homophones, maleGiven, minorityNames, surnames } from './name-stock.ts';
import type { Random } from './random.ts';

export type Sex = '男' | '女';

export interface Person {
  readonly recordNo: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string;
  /** Completed years on the day of the first visit. */
  readonly age: number;
  readonly idNumber: string;
  readonly phone: string;
  readonly division: string;
}

const patientPrefixes = [
  '130',
  '131',
  '132',
  '133',
  '150',
  '151',
  '152',
  '153',
  '155',
  '156',
  '157',
  '158',
  '159',
  '166',
  '173',
  '175',
  '176',
  '177',
  '178',
  '180',
  '181',
  '182',
  '183',
  '185',
  '186',
  '187',
  '188',
  '189',
  '191',
  '193',
  '198',
  '199',
];
/** Introducers and staff have their own ranges, so that their numbers are unique and never a patient's by chance. */
const registeredPrefixes = ['134', '135', '136', '137', '138', '139', '147', '149', '170', '171'];

const digits4 = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));

/** A phone that belongs to nobody: `0000` in the middle. */
export function patientPhone(random: Random): string {
  return `${random.pick(patientPrefixes)}0000${digits4[random.below(10_000)]}`;
}

/** The n-th registered phone; all different for n below 100,000. */
export function registeredPhone(index: number): string {
  const prefix = registeredPrefixes[index % registeredPrefixes.length]!;
  // 7919 is prime to 10,000: neighbours in the list do not get neighbouring numbers.
  return `${prefix}0000${digits4[(Math.floor(index / registeredPrefixes.length) * 7919 + 1234) % 10_000]}`;
}

export function nameFor(random: Random, sex: Sex, birthYear: number, surname = random.pick(surnames)): string {
  if (random.below(2000) === 0) return random.pick(minorityNames[sex]);
  const era = birthYear < 1960 ? 0 : birthYear < 1980 ? 1 : birthYear < 2000 ? 2 : 3;
  const stock = (sex === '男' ? maleGiven : femaleGiven)[era]!;
  if (random.chance(stock.singleShare)) return surname + random.pick(stock.single);
  // A tenth of all names mix characters of the next older fashion.
  const first =
    random.below(10) === 0 && era > 0 ? (sex === '男' ? maleGiven : femaleGiven)[era - 1]!.first : stock.first;
  const one = random.pick(first);
  const two = random.pick(stock.second);
  return surname + one + (one === two ? stock.second[0]! : two);
}

const checkWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** Eighteen characters with the right check character (GB 11643) and an area code that no place has (99xxxx). */
export function idNumberFor(random: Random, birthDate: string, sex: Sex): string {
  const order = random.below(500) * 2 + (sex === '男' ? 1 : 0);
  const body = `99${digits4[random.below(10_000)]}${birthDate.slice(0, 4)}${birthDate.slice(5, 7)}${birthDate.slice(8)}${digits4[order]!.slice(1)}`;
  let sum = 0;
  for (let index = 0; index < 17; index++) sum += (body.charCodeAt(index) - 48) * checkWeights[index]!;
  return body + checkCharacters[sum % 11];
}

/** A birth date that makes the person `age` completed years old on the day; a baby of 0 is up to `babyDays` old. */
export function birthDateFor(random: Random, epochDay: number, age: number, babyDays = 330): string {
  const daysOld = age === 0 ? random.between(0, babyDays) : Math.floor(age * 365.2425) + random.between(4, 355);
  return dateText(epochDay - daysOld);
}

/** The name as somebody mistypes it by sound; null when no character of it has a known twin. */
export function homophoneOf(random: Random, name: string): string | null {
  const characters = [...name];
  const start = random.below(characters.length);
  for (let step = 0; step < characters.length; step++) {
    const at = (start + step) % characters.length;
    const twin = homophones.get(characters[at]!);
    if (!twin) continue;
    characters[at] = twin;
    return characters.join('');
  }
  return null;
}

/** 李建国 → 李国建; null for names it does not change. */
export function swappedName(name: string): string | null {
  const characters = [...name];
  if (characters.length < 3 || name.includes('·')) return null;
  const [last, before] = [characters.pop()!, characters.pop()!];
  const swapped = characters.join('') + last + before;
  return swapped === name ? null : swapped;
}
