import { conceptText, type FhirResource, identifiersOf, isDocument, list, part, text } from './resource.ts';

export interface OrganizationDraft {
  readonly number: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly phone: string | null;
  readonly address: string | null;
  /** As the source names its kind, for the officer who chooses ours. */
  readonly kindText: string | null;
  /** A kind of ours where the code is plain: provider → hospital, insurer, government, school. */
  readonly kind: 'hospital' | 'insurer' | 'government' | 'school' | 'enterprise';
}

export interface SiteDraft {
  readonly number: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly phone: string | null;
  readonly address: string | null;
}

const kinds: Readonly<Record<string, OrganizationDraft['kind']>> = {
  prov: 'hospital',
  dept: 'hospital',
  ins: 'insurer',
  pay: 'insurer',
  govt: 'government',
  edu: 'school',
};

export function mapOrganization(resource: FhirResource, id: string): { draft: OrganizationDraft | null } {
  const place = mapPlace(resource, id);
  if (place === null) return { draft: null };
  const type = list(resource['type'])[0];
  const code = text(list(part(type)['coding'])[0]?.['code'], 20) ?? '';
  return {
    draft: {
      ...place,
      isActive: resource['active'] !== false,
      kindText: conceptText(type),
      kind: kinds[code] ?? 'enterprise',
    },
  };
}

export function mapLocation(resource: FhirResource, id: string): { draft: SiteDraft | null } {
  const place = mapPlace(resource, id);
  return { draft: place && { ...place, isActive: resource['status'] !== 'inactive' } };
}

function mapPlace(resource: FhirResource, id: string): Omit<SiteDraft, 'isActive'> | null {
  const name = text(resource['name'], 80);
  if (name === null) return null;
  const address = list(resource['address'])[0] ?? part(resource['address']);
  const lines = (Array.isArray(address['line']) ? address['line'] : []).flatMap((line) => text(line, 100) ?? []);
  const parts = [address['state'], address['city'], address['district']].flatMap((value) => text(value, 40) ?? []);
  return {
    number: identifiersOf(resource).find((identifier) => !isDocument(identifier))?.value ?? id,
    name,
    phone: text(list(resource['telecom']).find((point) => point['system'] === 'phone')?.['value'], 40),
    address: text(address['text'], 200) ?? text([...parts, ...lines].join(' '), 200),
  };
}
