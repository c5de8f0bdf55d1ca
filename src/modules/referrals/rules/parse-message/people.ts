import {
  addresses,
  femaleAddresses,
  femaleKin,
  maleAddresses,
  maleKin,
  medicalTitles,
  neutralKin,
  professionalTitles,
} from './lexicons/people.ts';
import { fieldLabels, patientLabels } from './lexicons/talk.ts';
import type { Reading, Sex, Token } from './types.ts';

export type Role = 'introducer' | 'addressed' | 'wanted-doctor' | 'relative' | 'bystander' | 'sender' | null;

/** One person as the text mentions them. */
export interface Mention {
  /** Index of the first and behind the last token, title included. */
  readonly from: number;
  readonly to: number;
  readonly start: number;
  /** End of the bare name and of the name with its title. */
  readonly nameEnd: number;
  readonly end: number;
  /** A full name can be a patient's; 李医生, 老周, 芳姐 cannot; a nickname alone neither. */
  readonly form: 'full' | 'newborn' | 'partial' | 'nickname';
  readonly title: string | null;
  role: Role;
}

export const kinWords: ReadonlySet<string> = new Set([...maleKin, ...femaleKin, ...neutralKin]);
const maleKinWords: ReadonlySet<string> = new Set(maleKin);
const femaleKinWords: ReadonlySet<string> = new Set(femaleKin);
const titles: ReadonlySet<string> = new Set(professionalTitles);
const allAddresses: ReadonlySet<string> = new Set(addresses);
const patientLabelWords: ReadonlySet<string> = new Set(patientLabels);
const suffixes = [...new Set([...professionalTitles, ...addresses])].sort((one, other) => other.length - one.length);

export function kinSex(word: string): Sex | null {
  return maleKinWords.has(word) ? 'male' : femaleKinWords.has(word) ? 'female' : null;
}

export function addressSex(title: string | null): Sex | null {
  if (title === null) return null;
  return maleAddresses.has(title) ? 'male' : femaleAddresses.has(title) ? 'female' : null;
}

export function isProfessional(mention: Mention): boolean {
  return (
    mention.title !== null &&
    titles.has(mention.title) &&
    !['老师', '老板', '师傅', '会计', '司机'].includes(mention.title)
  );
}

export function isMedical(mention: Mention): boolean {
  return mention.title !== null && medicalTitles.has(mention.title);
}

export function isPatientLabel(word: string): boolean {
  return patientLabelWords.has(word);
}

export function isLabelOf(field: keyof typeof fieldLabels, word: string): boolean {
  return fieldLabels[field]!.includes(word);
}

/** All persons mentioned, in reading order. */
export function mentionsIn(reading: Reading): Mention[] {
  const mentions: Mention[] = [];
  const { tokens } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind === 'name' || token.kind === 'newborn') {
      const next = tokens[index + 1];
      const suffix = token.kind === 'name' && next && next.start === token.end && isSuffix(next) ? next : null;
      mentions.push({
        from: index,
        to: index + (suffix ? 2 : 1),
        start: token.start,
        nameEnd: token.end,
        end: suffix ? suffix.end : token.end,
        form: token.kind === 'newborn' ? 'newborn' : 'full',
        title: suffix ? suffix.text : null,
        role: null,
      });
    } else if (token.kind === 'person') {
      const title = suffixes.find((suffix) => token.text.endsWith(suffix) && suffix.length < token.text.length) ?? null;
      const familiar = /^[老小阿大]/.test(token.text) && token.text.length === 2;
      mentions.push({
        from: index,
        to: index + 1,
        start: token.start,
        nameEnd: token.end,
        end: token.end,
        form: 'partial',
        title: familiar ? null : title,
        role: null,
      });
    } else if (token.kind === 'nickname') {
      mentions.push({
        from: index,
        to: index + 1,
        start: token.start,
        nameEnd: token.end,
        end: token.end,
        form: 'nickname',
        title: null,
        role: null,
      });
    }
  }
  return mentions;
}

function isSuffix(token: Token): boolean {
  return (
    (token.kind === 'title' || token.kind === 'sex' || token.kind === 'kin' || token.kind === 'word') &&
    (titles.has(token.text) || allAddresses.has(token.text))
  );
}

/** Index of the token before, over spaces; -1 at the beginning. */
export function before(tokens: readonly Token[], index: number): number {
  let at = index - 1;
  while (at >= 0 && tokens[at]!.text === ' ') at -= 1;
  return at;
}

/** Index of the token behind, over spaces; tokens.length at the end. */
export function behind(tokens: readonly Token[], index: number): number {
  let at = index;
  while (at < tokens.length && tokens[at]!.text === ' ') at += 1;
  return at;
}

/** A gap that separates: anything but a space. */
export function isBreak(token: Token | undefined): boolean {
  return token === undefined || (token.kind === 'gap' && token.text !== ' ');
}
