import type { Field, ParsedMessage } from './parse-message/index.ts';

export interface SpannedField {
  readonly field: string;
  readonly value: string | number;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

const fieldNames = [
  'patientName',
  'sex',
  'age',
  'disease',
  'introducer',
  'institution',
  'phone',
  'department',
  'expectedArrival',
] as const;

/** The fields a message was read to have, each with its place in the text. */
export function spannedFields(parsed: ParsedMessage): SpannedField[] {
  return fieldNames.flatMap((name) => {
    const { value, span, confidence }: Field<string | number> = parsed[name];
    return value === null || span === null
      ? []
      : [{ field: name, value, start: span.start, end: span.end, confidence }];
  });
}
