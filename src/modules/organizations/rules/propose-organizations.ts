import type { OrganizationKind } from '../contract/common.ts';
import { townshipIn } from './divisions.ts';
import { nameKey } from './name-key.ts';

/** What a name's ending tells of the kind, the first that fits. */
const kindWords: readonly (readonly [RegExp, OrganizationKind])[] = [
  [/社区卫生/, 'community_health_centre'],
  [/(卫生院|中心卫生院)/, 'township_hospital'],
  [/(卫生室|诊所|门诊部|医务室|卫生所)/, 'clinic'],
  [/(医院|保健院|疾控|卫生中心)/, 'hospital'],
  [/(学校|中学|小学|幼儿园|大学|学院|职校)/, 'school'],
  [/(药房|药店|大药房)/, 'pharmacy'],
  [/(制药|医药)/, 'pharmaceutical'],
  [/(保险|人寿|财险)/, 'insurer'],
  [/(社区|居委会)/, 'community'],
  [/(村委会|村)$/, 'village'],
  [/(人民政府|街道办|派出所|[局委办])$/, 'government'],
  [/(电视台|电台|报社|融媒体|传媒)/, 'media'],
  [/(互联网|健康平台|好大夫)/, 'health_platform'],
];

/** The kind of a unit as its name tells it. Null: the name does not say. */
export function kindOfName(name: string): OrganizationKind | null {
  return kindWords.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const kindOfIntroducers: Readonly<Record<string, OrganizationKind>> = {
  external_physician: 'hospital',
  grassroots_institution: 'clinic',
  community: 'community',
  enterprise: 'enterprise',
};

export interface InstitutionFacts {
  readonly institution: string;
  /** Introducers there by kind. */
  readonly introducerKinds: readonly string[];
  readonly introducers: number;
}

export interface Proposal {
  readonly institution: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly divisionCode: string | null;
  readonly introducers: number;
  /** The unit that has this name already: then only the link is made. */
  readonly organizationId: string | null;
}

/**
 * Proposes a unit for each place where introducers work and that belongs to none yet. Two ways of writing one name become one unit.
 * Own staff and private persons name no institution of ours.
 */
export function proposeOrganizations(
  institutions: readonly InstitutionFacts[],
  townships: readonly { readonly code: string; readonly name: string }[],
  known: ReadonlyMap<string, string>,
): Proposal[] {
  return institutions.flatMap((one) => {
    const name = one.institution.normalize('NFC').trim();
    const outside = one.introducerKinds.filter((kind) => kind in kindOfIntroducers);
    if (name.length < 2 || outside.length === 0) return [];
    return [
      {
        institution: one.institution,
        name,
        kind: kindOfName(name) ?? kindOfIntroducers[outside[0]!]!,
        divisionCode: townshipIn(name, townships),
        introducers: one.introducers,
        organizationId: known.get(nameKey(name)) ?? null,
      },
    ];
  });
}
