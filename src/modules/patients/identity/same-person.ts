import { type PreparedPerson, threefoldKey } from './persons.ts';

/** One row of a batch and whose it is. */
export interface Assigned {
  readonly person: PreparedPerson;
  readonly patientId: string;
  readonly isNew: boolean;
}

/**
 * Gives every row of a batch its person: those `known` already, and for the rest one new id for all rows that share a document, or — without
 * contradicting documents — name, birth date and phone. Two record numbers of one person in one file end as one patient.
 */
export function assignPersons(
  batch: readonly PreparedPerson[],
  known: ReadonlyMap<number, string>,
  newId: () => string,
): Assigned[] {
  const byDocument = new Map<string, string>();
  const byThreefold = new Map<string, { patientId: string; document: string | null }>();
  const byRecord = new Map<string, string>();
  const note = (person: PreparedPerson, patientId: string) => {
    const document = person.lookup?.toString('hex') ?? null;
    if (document && !byDocument.has(document)) byDocument.set(document, patientId);
    const threefold = threefoldKey(person);
    if (threefold && !byThreefold.has(threefold)) byThreefold.set(threefold, { patientId, document });
    if (person.row.recordNo) byRecord.set(person.row.recordNo, patientId);
  };
  for (const [index, patientId] of known) note(batch[index]!, patientId);
  const fresh = new Set<string>();
  return batch.map((person, index) => {
    const already = known.get(index);
    if (already !== undefined) return { person, patientId: already, isNew: false };
    const document = person.lookup?.toString('hex') ?? null;
    const found = (person.row.recordNo && byRecord.get(person.row.recordNo)) || (document && byDocument.get(document));
    const alike = found ? null : byThreefold.get(threefoldKey(person) ?? '');
    const same =
      found || (alike && (!document || !alike.document || alike.document === document) ? alike.patientId : null);
    const patientId = same || newId();
    if (!same) fresh.add(patientId);
    note(person, patientId);
    return { person, patientId, isNew: fresh.has(patientId) };
  });
}
