/**
 * An expected "no": returned, never thrown. The code is stable and listed in docs/errors.md; `facts` fill the
 * message of that code and must not contain personal data.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: true;
  readonly code: Code;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export function refuse<const Code extends string>(code: Code, facts: Refusal['facts'] = {}): Refusal<Code> {
  return { refused: true, code, facts };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true;
}

/** The impossible happened: a bug or a broken store. Never shown in full to users; `facts` go to the log. */
export class Fault extends Error {
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Fault';
    this.facts = facts;
  }
}

export function fault(message: string, facts: Readonly<Record<string, unknown>> = {}): Fault {
  return new Fault(message, facts);
}

/** Carries a refusal across code that can only throw (a transaction that must roll back, a stream). */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}
