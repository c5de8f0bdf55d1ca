import { type FhirResource, identifiersOf, isDocument, type ReadType } from './resource.ts';

/** Elements that are taken, or that only say again what others say (the narrative), by type. */
const taken: Readonly<Record<ReadType, ReadonlySet<string>>> = {
  Organization: new Set(['name', 'active', 'telecom', 'address', 'type']),
  Location: new Set(['name', 'status', 'telecom', 'address', 'managingOrganization']),
  Practitioner: new Set(['name', 'active', 'gender']),
  Patient: new Set([
    'name',
    'gender',
    'birthDate',
    'telecom',
    'address',
    'deceasedBoolean',
    'deceasedDateTime',
    'maritalStatus',
  ]),
  Encounter: new Set(['status', 'class', 'period', 'subject', 'participant', 'location', 'reasonCode', 'serviceType']),
};
const never: ReadonlySet<string> = new Set(['resourceType', 'id', 'meta', 'text', 'identifier', 'photo', 'contained']);

/**
 * What of a resource has no place of ours: unknown extensions and elements, kept so that nothing the source said is lost. Numbers of ID documents are
 * left out: they are sealed or not kept.
 */
export function keptAside(resource: FhirResource, type: ReadType): Record<string, unknown> {
  const aside: Record<string, unknown> = {};
  for (const [element, value] of Object.entries(resource))
    if (!never.has(element) && !taken[type].has(element)) aside[element] = value;
  const identifiers = identifiersOf(resource).filter((identifier) => !isDocument(identifier));
  if (identifiers.length > 0) aside['identifier'] = identifiers.map(({ system, value }) => ({ system, value }));
  return aside;
}
