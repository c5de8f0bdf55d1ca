import { isDocument, list, part, type ReadType, text } from './resource.ts';

/** What a reference points to: a resource by its logical id, or by one of its identifiers. */
export type Target =
  | { readonly type: string; readonly id: string }
  | { readonly type: string; readonly system: string; readonly value: string };

/**
 * Reads a Reference of FHIR R4 in the forms bulk exports and bundles use: `Patient/12`, an absolute URL ending so, `urn:uuid:…` (an entry of the same
 * bundle), `Practitioner?identifier=system|value`, or a logical reference by identifier. `typeWanted` is used where the form names no type. Null: none.
 */
export function readReference(value: unknown, typeWanted: ReadType): Target | null {
  const given = part(value);
  const reference = text(given['reference'], 400);
  if (reference !== null) {
    const conditional = /^([A-Z][A-Za-z]+)\?identifier=([^|]*)\|(.+)$/.exec(reference);
    if (conditional) return byIdentifier(conditional[1]!, decode(conditional[2]!), decode(conditional[3]!));
    const urn = /^urn:uuid:([0-9a-fA-F-]{36})$/.exec(reference);
    if (urn) return { type: typeWanted, id: urn[1]!.toLowerCase() };
    const direct = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]+)?$/.exec(reference);
    if (direct) return { type: direct[1]!, id: direct[2]! };
  }
  const identifier = part(given['identifier']);
  const number = text(identifier['value'], 120);
  return number === null ? null : byIdentifier(typeWanted, text(identifier['system'], 200) ?? '', number);
}

/** An ID document is no key: its number would have to stand in the clear wherever it is looked for or waited for. */
function byIdentifier(type: string, system: string, value: string): Target | null {
  return isDocument({ system, value, type: null, use: null }) ? null : { type, system, value };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** As `readReference`, of the first of several. */
export function firstReference(values: unknown, element: string, typeWanted: ReadType): Target | null {
  for (const value of list(values)) {
    const target = readReference(value[element], typeWanted);
    if (target) return target;
  }
  return null;
}

/** A target in one text: key of look-ups, shown when it is missing. Holds no personal data: ID documents are not identifiers here. */
export function targetKey(target: Target): string {
  return 'id' in target ? `${target.type}/${target.id}` : `${target.type}?${target.system}|${target.value}`;
}
