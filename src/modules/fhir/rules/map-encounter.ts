import type { Instant } from '#kernel/day.ts';
import { firstReference, readReference, type Target } from './references.ts';
import { conceptText, type FhirResource, identifiersOf, isDocument, list, part, text } from './resource.ts';

export interface EncounterDraft {
  readonly episodeNo: string;
  readonly kind: 'inpatient' | 'outpatient' | 'emergency';
  readonly registeredAt: Instant;
  readonly admittedAt: Instant | null;
  readonly dischargedAt: Instant | null;
  readonly diagnosis: string | null;
  /** Named in the encounter itself; a resolved location or practitioner has its own name. */
  readonly department: string | null;
  readonly doctor: string | null;
  readonly patient: Target;
  readonly practitioner: Target | null;
  readonly location: Target | null;
}

/** Why an encounter is not taken as a visit. */
export type EncounterRefusal =
  | 'status-not-a-visit'
  | 'class-unknown'
  | 'start-missing'
  | 'end-before-start'
  | 'patient-missing';

/** ActCode classes of HL7 v3. A virtual or home visit is an outpatient episode: nobody lies in a bed. */
const kinds: Readonly<Record<string, EncounterDraft['kind']>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  SS: 'inpatient',
  AMB: 'outpatient',
  OBSENC: 'outpatient',
  VR: 'outpatient',
  HH: 'outpatient',
  FLD: 'outpatient',
  PRENC: 'inpatient',
  EMER: 'emergency',
};
const visitStates: ReadonlySet<unknown> = new Set(['arrived', 'triaged', 'in-progress', 'onleave', 'finished']);

/** Reads an encounter (FHIR R4) as an episode. Planned, cancelled and mistaken ones are none. */
export function mapEncounter(
  resource: FhirResource,
  id: string,
): EncounterDraft | { readonly refused: EncounterRefusal } {
  if (!visitStates.has(resource['status'])) return { refused: 'status-not-a-visit' };
  const kind = kinds[text(part(resource['class'])['code'], 20) ?? ''];
  if (kind === undefined) return { refused: 'class-unknown' };
  const period = part(resource['period']);
  const start = instantOf(period['start']);
  if (start === null) return { refused: 'start-missing' };
  const end = resource['status'] === 'finished' ? instantOf(period['end']) : null;
  if (end !== null && end < start) return { refused: 'end-before-start' };
  const patient = readReference(resource['subject'], 'Patient');
  if (patient === null) return { refused: 'patient-missing' };
  const usable = identifiersOf(resource).filter((identifier) => !isDocument(identifier));
  const isInpatient = kind === 'inpatient';
  const participants = list(resource['participant']);
  const locations = list(resource['location']);
  return {
    episodeNo: (usable.find(({ use }) => use === 'official') ?? usable[0])?.value ?? id,
    kind,
    registeredAt: start,
    admittedAt: isInpatient ? start : null,
    dischargedAt: isInpatient ? end : null,
    diagnosis: reasons(resource),
    department: conceptText(resource['serviceType']) ?? text(part(locations[0]?.['location'])['display'], 80),
    doctor: text(part(participants[0]?.['individual'])['display'], 80),
    patient,
    practitioner: firstReference(participants, 'individual', 'Practitioner'),
    location: firstReference(locations, 'location', 'Location'),
  };
}

function reasons(resource: FhirResource): string | null {
  const words = list(resource['reasonCode']).flatMap((concept) => conceptText(concept) ?? []);
  return text([...new Set(words)].join('；'), 200);
}

/** A dateTime of FHIR with a time and a zone; less does not tell when somebody came. */
function instantOf(value: unknown): Instant | null {
  const given = text(value, 40);
  if (given === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(given)) return null;
  const at = Date.parse(given);
  return Number.isNaN(at) ? null : (at as Instant);
}
