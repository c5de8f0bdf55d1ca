import type { ParsedMessage, Sex } from './types.ts';

/** One line of `renmai parse`, as the exchange formats have it. */
export interface ParsedRecord {
  readonly id: string;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly age: number | null;
  readonly disease: string | null;
  readonly introducer: string | null;
  readonly institution: string | null;
  readonly phone: string | null;
  readonly department: string | null;
  readonly expected_arrival: string | null;
  readonly multi?: true;
  readonly missing: readonly string[];
}

/** The exchange object of a parsed message; null where the text does not say, `multi` only where true. */
export function parsedRecord(id: string, parsed: ParsedMessage): ParsedRecord {
  return {
    id,
    patient_name: parsed.patientName.value,
    sex: parsed.sex.value,
    age: parsed.age.value,
    disease: parsed.disease.value,
    introducer: parsed.introducer.value,
    institution: parsed.institution.value,
    phone: parsed.phone.value,
    department: parsed.department.value,
    expected_arrival: parsed.expectedArrival.value,
    ...(parsed.multi ? { multi: true as const } : {}),
    missing: parsed.missing,
  };
}
