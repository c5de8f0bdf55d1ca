import type { Day } from '#kernel/day.ts';

/** A patient as the exchange formats bring him, checked and typed; null = unknown. */
export interface PatientImportRow {
  recordNo: string | null;
  name: string;
  sex: 'male' | 'female' | null;
  birthDate: Day | null;
  /** 18 characters, check digit verified; the old 15-digit form is converted. */
  idNumber: string | null;
  phone: string | null;
  otherPhone: string | null;
  email: string | null;
  addressDivision: string | null;
  address: string | null;
  occupation: string | null;
  education: string | null;
  maritalStatus: string | null;
  nativePlace: string | null;
  insuranceKind: string | null;
  /** Separated by bars or commas. */
  tags: string | null;
  firstSource: string | null;
}
