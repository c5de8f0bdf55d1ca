import { soundsOf } from './sounds.ts';

/** What a text in the search box may mean, told by its shape. Every source answers the kinds it knows. */
export type Wanted =
  /** Too short to mean anything. */
  | { readonly kind: 'none' }
  /** Chinese or other words: a name or part of one; `sounds` finds who sounds alike. */
  | { readonly kind: 'name'; readonly text: string; readonly sounds: readonly string[] }
  /** Latin letters: pinyin in full, its beginning, or initials. */
  | { readonly kind: 'letters'; readonly text: string; readonly typed: string }
  /** Four digits or more (the last may be X): end of a phone or a document, or a number of ours. */
  | { readonly kind: 'digits'; readonly text: string }
  /** Letters and digits: a number of ours. */
  | { readonly kind: 'number'; readonly text: string };

export function readQuery(typed: string): Wanted {
  const text = typed.normalize('NFC').trim();
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{4,18}$/.test(digits) || /^\d{3,17}[Xx]$/.test(digits)) return { kind: 'digits', text: digits.toUpperCase() };
  if (/^[A-Za-zü' ]+$/i.test(text)) {
    const letters = text
      .toLowerCase()
      .replace(/ü/g, 'v')
      .replace(/[^a-z]/g, '');
    return letters.length < 2 ? { kind: 'none' } : { kind: 'letters', text: letters, typed: text };
  }
  if (/^[A-Za-z0-9][\w./-]*\d[\w./-]*$/.test(text))
    return text.length < 3 ? { kind: 'none' } : { kind: 'number', text };
  if (/\p{Script=Han}/u.test(text)) {
    const name = text.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '').replace(/[•.・．]/gu, '·');
    // One character sounds like too many others to mean them.
    return { kind: 'name', text: name, sounds: [...name].length < 2 ? [] : soundsOf(name).full };
  }
  return text.length < 2 ? { kind: 'none' } : { kind: 'name', text, sounds: [] };
}

/** The first text after all that begin with `prefix`, in byte order: `key >= prefix AND key < after(prefix)` is a range an index serves. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
