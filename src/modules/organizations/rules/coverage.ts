import { divisionAt, townshipIn } from './divisions.ts';

/** Below this many active contacts a township counts as not covered (organizations, coverage). */
export const contactsNeeded = 2;

export interface CoverageTownship {
  readonly code: string;
  readonly name: string;
  readonly countyCode: string;
}

/** Somebody who can bring patients: an introducer or a contact person of a unit. */
export interface CoverageContact {
  readonly name: string;
  /** Division of the unit the person belongs to, where known. */
  readonly divisionCode: string | null;
  /** Where the person works, in words: tells the township when there is no division. */
  readonly place: string | null;
  readonly source: 'introducer' | 'contact';
}

export interface TownshipCoverage extends CoverageTownship {
  readonly introducers: number;
  readonly contacts: number;
  /** People, not entries: who is both introducer and contact of the same place counts once. */
  readonly people: number;
  readonly isShort: boolean;
}

export interface Coverage {
  readonly townships: readonly TownshipCoverage[];
  /** Active contacts whose township nobody knows. */
  readonly unplaced: number;
}

export function coverageOf(townships: readonly CoverageTownship[], contacts: readonly CoverageContact[]): Coverage {
  const known = new Set(townships.map(({ code }) => code));
  const placeOf = new Map<string, string | null>();
  const byTownship = new Map<string, CoverageContact[]>();
  let unplaced = 0;
  for (const contact of contacts) {
    const code = townshipOf(contact, known, townships, placeOf);
    if (code === null) unplaced += 1;
    else byTownship.set(code, [...(byTownship.get(code) ?? []), contact]);
  }
  return {
    unplaced,
    townships: townships.map((township) => {
      const here = byTownship.get(township.code) ?? [];
      const people = new Set(here.map((one) => `${one.place ?? ''}|${one.name}`)).size;
      const introducers = here.filter((one) => one.source === 'introducer').length;
      return {
        ...township,
        introducers,
        contacts: here.length - introducers,
        people,
        isShort: people < contactsNeeded,
      };
    }),
  };
}

function townshipOf(
  contact: CoverageContact,
  known: ReadonlySet<string>,
  townships: readonly CoverageTownship[],
  placeOf: Map<string, string | null>,
): string | null {
  const code = divisionAt(contact.divisionCode, 'township');
  if (code !== null) return known.has(code) ? code : null;
  if (contact.place === null) return null;
  const read = placeOf.get(contact.place);
  if (read !== undefined) return read;
  const found = townshipIn(contact.place, townships);
  placeOf.set(contact.place, found);
  return found;
}
