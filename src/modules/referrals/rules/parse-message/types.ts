/** Where a value stands in the original text: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One field as read. `span` is null exactly when `value` is null; `confidence` is 0..1. */
export interface Field<Value> {
  readonly value: Value | null;
  readonly span: Span | null;
  readonly confidence: number;
}

export type Sex = 'male' | 'female';
export type MissingField = 'patient_name' | 'sex' | 'disease';

/** What one free-text message says about an expected patient. */
export interface ParsedMessage {
  readonly isReferral: boolean;
  /** Two or more patients in one message; the fields are those of the first in reading order. */
  readonly multi: boolean;
  readonly patientName: Field<string>;
  readonly sex: Field<Sex>;
  /** Completed years. */
  readonly age: Field<number>;
  readonly disease: Field<string>;
  readonly introducer: Field<string>;
  readonly institution: Field<string>;
  /** Digits only. */
  readonly phone: Field<string>;
  readonly department: Field<string>;
  /** The literal time phrase; see resolveArrival for instants. */
  readonly expectedArrival: Field<string>;
  readonly missing: readonly MissingField[];
}

export type TokenKind =
  | 'gap'
  | 'digits'
  | 'latin'
  | 'time'
  | 'age'
  | 'phone'
  | 'sex'
  | 'kin'
  | 'title'
  | 'person'
  | 'nickname'
  | 'name'
  | 'newborn'
  | 'institution'
  | 'department'
  | 'illness'
  | 'body'
  | 'grade'
  | 'label'
  | 'refer'
  | 'word'
  | 'char';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** Normalised text. */
  readonly text: string;
}

/** Normalised view and its words; every offset is an offset into the original text. */
export interface Reading {
  /** The original text as far as it is read. */
  readonly source: string;
  /** Same length as `source`: simplified characters, half-width, emoji as spaces. */
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** One way to read the characters from an offset on; the cheapest sequence of nodes becomes the tokens. */
export interface Node {
  readonly end: number;
  readonly kind: TokenKind;
  readonly cost: number;
  /** The word meant, where the message misspells it; as long as what is written. */
  readonly meant?: string;
}

/** Candidate words by start offset. */
export type Lattice = Node[][];

export const nothing: Field<never> = { value: null, span: null, confidence: 0 };

export interface Condition extends Span {
  readonly rank: 1 | 2 | 3;
}
