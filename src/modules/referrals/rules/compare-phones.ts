import { phoneKey } from './winner-rows.ts';

/** How are two phones alike, digits only? For the matching queue. */
export type PhoneLikeness =
  | 'same_phone'
  | 'one_digit_off'
  | 'transposed_digits'
  /** The number stands at a member of the patient's household. */
  | 'relative_phone'
  | 'other_phone'
  | 'unknown';

export function comparePhones(
  told: string | null,
  registered: string | null,
  relatives: readonly string[],
): PhoneLikeness {
  const left = phoneKey(told);
  if (left === null) return 'unknown';
  const right = phoneKey(registered);
  if (left === right) return 'same_phone';
  if (relatives.some((relative) => phoneKey(relative) === left)) return 'relative_phone';
  if (right === null) return 'unknown';
  return compareDigits(left, right);
}

function compareDigits(left: string, right: string): PhoneLikeness {
  if (left.length < phoneDigitsMin || right.length < phoneDigitsMin) return 'other_phone';
  if (left.length !== right.length) {
    const [shorter, longer] = left.length < right.length ? [left, right] : [right, left];
    return longer.length === shorter.length + 1 && isOneDropped(shorter, longer) ? 'one_digit_off' : 'other_phone';
  }
  const differing: number[] = [];
  for (let at = 0; at < left.length && differing.length < 3; at++) if (left[at] !== right[at]) differing.push(at);
  if (differing.length === 1) return 'one_digit_off';
  const [first, second] = differing as [number, number];
  const isSwap =
    differing.length === 2 && second === first + 1 && left[first] === right[second] && left[second] === right[first];
  return isSwap ? 'transposed_digits' : 'other_phone';
}

/** Shorter numbers are extensions and fragments: one digit of five means nothing. */
const phoneDigitsMin = 10;

function isOneDropped(shorter: string, longer: string): boolean {
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at++;
  return shorter.slice(at) === longer.slice(at + 1);
}

/**
 * Keys two phones share when they are equal or one slip apart: a wrong digit in front (last eight), in the middle (first
 * three and last four), at the end (one of the last four left out), or two of the last four exchanged.
 */
export function phoneBlockingKeys(phone: string | null): string[] {
  const digits = phoneKey(phone);
  if (digits === null || digits.length < phoneDigitsMin) return [];
  const tail = digits.slice(-4);
  const head = digits.slice(0, -4);
  return [
    `p8:${digits.slice(-8)}`,
    `p34:${digits.slice(0, 3)}${tail}`,
    `ps:${head}${[...tail].sort().join('')}`,
    ...[0, 1, 2, 3].map((at) => `pd${at}:${head}${tail.slice(0, at)}${tail.slice(at + 1)}`),
  ];
}
