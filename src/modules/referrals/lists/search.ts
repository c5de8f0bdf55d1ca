/** What a person typing into the search box may mean, told by the shape of the text. */
export type Search =
  | { readonly kind: 'none' }
  /** Four digits or more: the end of a phone, or part of a number. */
  | { readonly kind: 'digits'; readonly text: string }
  /** Letters and digits: a number of ours (`R000000000012`, `J000003`). */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string };

export function readSearch(q: string | undefined): Search {
  const text = (q ?? '').trim().normalize('NFC');
  if (text === '') return { kind: 'none' };
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{4,}$/.test(digits)) return { kind: 'digits', text: digits.slice(-12) };
  if (/^[A-Za-z][\w-]*\d[\w-]*$/.test(text)) return { kind: 'number', text };
  return { kind: 'name', text };
}
