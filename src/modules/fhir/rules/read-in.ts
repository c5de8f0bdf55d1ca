import type { Day } from '#kernel/day.ts';
import { readIdentityNumber } from '#modules/patients/index.ts';
import type { ProblemCode } from './explain.ts';
import { keptAside } from './keep-aside.ts';
import { mapEncounter } from './map-encounter.ts';
import { mapPatient, mapPractitioner } from './map-people.ts';
import { mapLocation, mapOrganization } from './map-places.ts';
import { type FhirResource, identifiersOf, isDocument, isReadType, logicalId, type ReadType } from './resource.ts';

/** A resource made ready to be stored, and what could not be used of it. */
export interface ReadIn {
  readonly type: ReadType;
  readonly fhirId: string;
  /** What is taken of it, null when it is refused. */
  readonly draft: object | null;
  /** The ID number in the clear: to be sealed before anything is stored. */
  readonly idNumber: string | null;
  readonly refused: ProblemCode | null;
  readonly warnings: readonly ProblemCode[];
  readonly aside: object;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
}

/** Reads one resource as of today. A string: why it is not even kept. Pure. */
export function readIn(resource: FhirResource, fullUrl: string | null, today: Day): ReadIn | ProblemCode {
  const type = resource.resourceType;
  if (!isReadType(type)) return 'type-not-read';
  const urn = fullUrl === null ? null : (/^urn:uuid:([0-9a-fA-F-]{36})$/.exec(fullUrl)?.[1]?.toLowerCase() ?? null);
  const fhirId = logicalId(resource) ?? urn;
  if (fhirId === null) return 'id-missing';
  const identifiers = identifiersOf(resource)
    .filter((identifier) => !isDocument(identifier))
    .map(({ system, value }) => ({ system, value }));
  if (urn !== null && urn !== fhirId) identifiers.push({ system: 'urn:uuid', value: urn });
  return { type, fhirId, identifiers, aside: keptAside(resource, type), ...mapped(resource, type, fhirId, today) };
}

type Mapped = Pick<ReadIn, 'draft' | 'idNumber' | 'refused' | 'warnings'>;

function mapped(resource: FhirResource, type: ReadType, fhirId: string, today: Day): Mapped {
  switch (type) {
    case 'Organization':
      return named(mapOrganization(resource, fhirId).draft);
    case 'Location':
      return named(mapLocation(resource, fhirId).draft);
    case 'Practitioner':
      return named(mapPractitioner(resource, fhirId).draft);
    case 'Patient':
      return patient(resource, fhirId, today);
    case 'Encounter': {
      const draft = mapEncounter(resource, fhirId);
      return 'refused' in draft
        ? { draft: null, idNumber: null, refused: draft.refused, warnings: [] }
        : { draft, idNumber: null, refused: null, warnings: [] };
    }
  }
}

function named(draft: object | null): Mapped {
  return { draft, idNumber: null, refused: draft ? null : 'name-missing', warnings: [] };
}

function patient(resource: FhirResource, fhirId: string, today: Day): Mapped {
  const { draft, warnings } = mapPatient(resource, fhirId);
  const { idNumber: given, ...kept } = draft;
  const card = given === null ? null : readIdentityNumber(given, today);
  const idNumber = card && 'number' in card ? card.number : null;
  const all: ProblemCode[] = given !== null && idNumber === null ? [...warnings, 'id-number-unusable'] : warnings;
  return { draft: kept, idNumber, refused: null, warnings: all };
}
