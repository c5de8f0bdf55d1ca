/**
 * What kind of "no" a code is. Modules choose the kind; only platform/http knows the status that goes with it.
 */
export type FailureKind =
  | 'invalid' // the request does not fit its schema or the rules of the field
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict' // the state moved on: reload and decide again
  | 'refused' // a rule of the product or of law says no
  | 'too-many'
  | 'too-large'
  | 'unavailable';

/** One code of docs/errors.md: the message and what to do next, in both languages; `{{fact}}` is filled from the refusal's facts. */
export interface Failure {
  readonly kind: FailureKind;
  readonly zh: string;
  readonly en: string;
  readonly remedyZh: string;
  readonly remedyEn: string;
}

export type FailureCatalogue = Readonly<Record<string, Failure>>;

/** Fills `{{fact}}` places; unknown facts become an ellipsis, never `undefined`. */
export function fillFacts(text: string, facts: Readonly<Record<string, string | number | boolean | null>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? '…'));
}
