import type { Day, Instant } from '#kernel/day.ts';

/** A person as an import or a visit brings him; null = not told. Checked at the edge: the ID number is right, the phone usable. */
export interface PersonRow {
  readonly recordNo: string | null;
  readonly name: string;
  readonly sex: 'male' | 'female' | null;
  readonly birthDate: Day | null;
  /** 18 characters. */
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly otherPhone: string | null;
  readonly email: string | null;
  readonly divisionCode: string | null;
  readonly addressLine: string | null;
  readonly occupation: string | null;
  readonly education: string | null;
  readonly maritalStatus: string | null;
  readonly nativePlace: string | null;
  readonly insuranceKind: string | null;
  readonly tags: readonly string[];
  readonly firstSource: string | null;
  readonly firstSourceAt: Instant | null;
  /** Visits under this record number, when a visit brings the person. */
  readonly visits: Visits | null;
}

export interface Visits {
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** A row with what it is compared by. */
export interface PreparedPerson {
  readonly row: PersonRow;
  readonly nameKey: string;
  readonly phoneKey: string | null;
  readonly lookup: Buffer | null;
  readonly sealed: Buffer | null;
}

/** Name, birth date and phone together name a person; less does not. */
export function threefoldKey(person: PreparedPerson): string | null {
  const { birthDate } = person.row;
  return birthDate && person.phoneKey && person.nameKey !== ''
    ? `${person.nameKey}\n${birthDate}\n${person.phoneKey}`
    : null;
}
