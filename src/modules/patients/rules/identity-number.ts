import { type Day, isRealDate } from '#kernel/day.ts';

export interface IdentityNumber {
  /** 18 characters; a number of the former 15-digit form is converted. */
  readonly number: string;
  readonly birthDate: Day;
  readonly sex: 'male' | 'female';
  readonly wasFormerForm: boolean;
}

export type IdentityProblem = 'length' | 'characters' | 'birth-date' | 'birth-in-future' | 'checksum';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/**
 * Reads a resident ID number (GB 11643-1999): 18 characters with check character, or the former 15 digits, which have neither century nor
 * check character; whoever holds one was born in 19xx.
 */
export function readIdentityNumber(given: string, today: Day): IdentityNumber | { readonly problem: IdentityProblem } {
  const bare = given
    .normalize('NFKC')
    .replace(/[\s'"=-]/g, '')
    .toUpperCase();
  if (bare.length !== 15 && bare.length !== 18) return { problem: 'length' };
  if (!/^(?:\d{15}|\d{17}[\dX])$/.test(bare)) return { problem: 'characters' };
  const wasFormerForm = bare.length === 15;
  const body = wasFormerForm ? `${bare.slice(0, 6)}19${bare.slice(6)}` : bare.slice(0, 17);
  const [year, month, day] = [body.slice(6, 10), body.slice(10, 12), body.slice(12, 14)];
  if (Number(year) < 1880 || !isRealDate(Number(year), Number(month), Number(day))) return { problem: 'birth-date' };
  const birthDate = `${year}-${month}-${day}` as Day;
  if (birthDate > today) return { problem: 'birth-in-future' };
  const number = body + checkCharacterOf(body);
  if (!wasFormerForm && number !== bare) return { problem: 'checksum' };
  return { number, birthDate, sex: Number(body[16]) % 2 === 1 ? 'male' : 'female', wasFormerForm };
}

/** ISO 7064 MOD 11-2 over the first 17 digits. */
export function checkCharacterOf(body: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += (body.charCodeAt(at) - 48) * weights[at]!;
  return checkCharacters[sum % 11]!;
}

/** What an 18-character number that has been checked before tells of its holder. */
export function holderOf(number: string): { readonly birthDate: Day; readonly sex: 'male' | 'female' } {
  return {
    birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}` as Day,
    sex: (number.charCodeAt(16) - 48) % 2 === 1 ? 'male' : 'female',
  };
}

/** `990***********1234`: enough to compare with the card in hand. */
export function maskDocument(tail: string): string {
  return `**************${tail}`;
}
