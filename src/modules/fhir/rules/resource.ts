/** What a resource of the outside world can be relied on to be: an object that names its type. Everything else is looked at before it is used. */
export interface FhirResource {
  readonly resourceType: string;
  readonly id?: unknown;
  readonly [element: string]: unknown;
}

/** The resources that are read in, in the order in which they can be taken: each needs only those before it. */
export const readTypes = ['Organization', 'Location', 'Practitioner', 'Patient', 'Encounter'] as const;
export type ReadType = (typeof readTypes)[number];

export function isReadType(name: string): name is ReadType {
  return (readTypes as readonly string[]).includes(name);
}

/** The logical id of FHIR R4: letters, digits, `-` and `.`, at most 64. */
export function logicalId(resource: FhirResource): string | null {
  const { id } = resource;
  return typeof id === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(id) ? id : null;
}

export function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((part) => typeof part === 'object' && part !== null) : [];
}

export function part(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** A text without leading, trailing and control characters, NFC; null when nothing is left or the value is no text. */
export function text(value: unknown, charactersMax = 200): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim();
  if (clean === '') return null;
  return [...clean].slice(0, charactersMax).join('').toWellFormed();
}

/** Text of a CodeableConcept: its own words, or those of its first coding. */
export function conceptText(value: unknown): string | null {
  const concept = part(value);
  return text(concept['text']) ?? text(list(concept['coding'])[0]?.['display']);
}

export interface Identifier {
  readonly system: string;
  readonly value: string;
  /** Code of HL7 table 0203: MR, NI, NNCHN, PPN, SS … */
  readonly type: string | null;
  readonly use: string | null;
}

export function identifiersOf(resource: FhirResource): Identifier[] {
  return list(resource['identifier']).flatMap((given) => {
    const value = text(given['value'], 120);
    if (value === null) return [];
    const type = text(list(part(given['type'])['coding'])[0]?.['code'], 20);
    return [{ system: text(given['system'], 200) ?? '', value, type, use: text(given['use'], 20) }];
  });
}

/** ID documents of a person: never kept in the clear, never used as a key. */
const documentTypes: ReadonlySet<string> = new Set([
  'NI',
  'NNCHN',
  'PPN',
  'SS',
  'DL',
  'CZ',
  'PRC',
  'SB',
  'TAX',
  'HC',
  'NH',
]);

export function isDocument({ type, system, value }: Identifier): boolean {
  return (
    (type !== null && documentTypes.has(type)) ||
    system === residentCardSystem ||
    /^[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]$/.test(value)
  );
}

/** The resident identity card in the list of Chinese OIDs. */
export const residentCardSystem = 'urn:oid:2.16.156.10011.1.3';
