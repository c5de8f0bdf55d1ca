import { commonPasswords, commonWords } from './common-passwords.ts';

export type PasswordProblem = 'too-short' | 'too-long' | 'contains-username' | 'one-kind' | 'repetitive' | 'common';

export const passwordLengthMin = 10;
export const passwordLengthMax = 200;

/** What is wrong with a new password, the first thing only; null: nothing. Length counts characters, not bytes. */
export function passwordProblem(password: string, username: string): PasswordProblem | null {
  const characters = [...password];
  if (characters.length < passwordLengthMin) return 'too-short';
  if (characters.length > passwordLengthMax) return 'too-long';
  const plain = password.toLowerCase();
  const name = username.toLowerCase();
  if (name.length >= 3 && (plain.includes(name) || plain.includes([...name].reverse().join(''))))
    return 'contains-username';
  if (kindsOf(characters) < 2) return 'one-kind';
  if (new Set(characters).size < 5) return 'repetitive';
  return isCommon(plain) ? 'common' : null;
}

function kindsOf(characters: readonly string[]): number {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u];
  return kinds.filter((kind) => characters.some((character) => kind.test(character))).length;
}

const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'i',
  '!': 'i',
  $: 's',
  '5': 's',
  '3': 'e',
};

/** A listed password, or a well-known word dressed up: `P@ssw0rd2026!` is still "password". */
function isCommon(plain: string): boolean {
  if (commonPasswords.has(plain)) return true;
  const bare = plain.replace(/[\d\W_]+$/u, '').replace(/^[\d\W_]+/u, '');
  const undressed = [...bare].map((character) => disguises[character] ?? character).join('');
  // Up to eight characters of decoration: a year, a date, a run of digits and an exclamation mark.
  const isDecoration = plain.length - bare.length <= 8;
  return isDecoration && [bare, undressed].some((word) => commonWords.has(word) || isDoubled(word));
}

function isDoubled(word: string): boolean {
  const half = word.slice(0, word.length / 2);
  return word.length % 2 === 0 && half + half === word && commonWords.has(half);
}
