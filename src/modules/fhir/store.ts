import type { Tx } from '#platform/db/database.ts';
import { type Target, targetKey } from './rules/references.ts';
import type { ReadType } from './rules/resource.ts';

/** A resource as it is kept. */
export interface StoredResource<Draft = object> {
  readonly fhir_id: string;
  readonly draft: Draft;
  readonly id_number_sealed: Buffer | null;
}

export interface ResourceToStore {
  readonly type: ReadType;
  readonly fhirId: string;
  readonly contentHash: string;
  readonly draft: object | null;
  readonly refused: string | null;
  readonly idNumberSealed: Buffer | null;
  readonly aside: object;
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
}

/** Stores resources that are new or differ; answers how many of each. Those with a draft wait to be taken. */
export async function storeResources(
  tx: Tx,
  runId: string,
  resources: readonly ResourceToStore[],
): Promise<{ created: number; changed: number }> {
  const rows = await tx.query<{ is_new: boolean }>(
    `INSERT INTO fhir_resources AS r (hospital_id, resource_type, fhir_id, content_hash, state, reason, draft, id_number_sealed, aside, run_id)
     SELECT $1, g.type, g."fhirId", g."contentHash", CASE WHEN g.refused IS NULL THEN 'waiting' ELSE 'refused' END, g.refused, g.draft, decode(g.sealed, 'hex'), g.aside, $2
     FROM jsonb_to_recordset($3::jsonb) AS g(type text, "fhirId" text, "contentHash" text, refused text, draft jsonb, sealed text, aside jsonb)
     ON CONFLICT (hospital_id, resource_type, fhir_id) DO UPDATE SET content_hash = excluded.content_hash, state = excluded.state,
       reason = excluded.reason, waits_for = NULL, draft = excluded.draft, id_number_sealed = excluded.id_number_sealed, aside = excluded.aside,
       run_id = excluded.run_id, updated_at = clock_timestamp()
     WHERE r.content_hash <> excluded.content_hash RETURNING xmax = 0 AS is_new`,
    [
      tx.hospitalId,
      runId,
      JSON.stringify(
        resources.map(({ idNumberSealed, ...resource }) => ({
          ...resource,
          sealed: idNumberSealed?.toString('hex') ?? null,
        })),
      ),
    ],
  );
  await storeIdentifiers(tx, resources);
  const created = rows.filter((row) => row.is_new).length;
  return { created, changed: rows.length - created };
}

async function storeIdentifiers(tx: Tx, resources: readonly ResourceToStore[]): Promise<void> {
  const all = resources.flatMap(({ type, fhirId, identifiers }) =>
    identifiers.map(({ system, value }) => ({ type, fhirId, system, value })),
  );
  const byKey = new Map(all.map((one) => [`${one.type}\n${one.system}\n${one.value}`, one]));
  await tx.query(
    `INSERT INTO fhir_identifiers (hospital_id, resource_type, system, value, fhir_id)
     SELECT $1, g.type, g.system, g.value, g."fhirId" FROM jsonb_to_recordset($2::jsonb) AS g(type text, system text, value text, "fhirId" text)
     ON CONFLICT (hospital_id, resource_type, system, value) DO UPDATE SET fhir_id = excluded.fhir_id`,
    [tx.hospitalId, JSON.stringify([...byKey.values()])],
  );
}

/** The next resources of a type that wait, after a given id, locked against another run. */
export async function readWaiting<Draft>(
  tx: Tx,
  type: ReadType,
  after: string,
  rowsMax: number,
): Promise<StoredResource<Draft>[]> {
  return tx.query(
    `SELECT fhir_id, draft, id_number_sealed FROM fhir_resources
     WHERE hospital_id = $1 AND resource_type = $2 AND state = 'waiting' AND fhir_id > $3 ORDER BY fhir_id LIMIT $4 FOR UPDATE`,
    [tx.hospitalId, type, after, rowsMax],
  );
}

export async function markTaken(tx: Tx, type: ReadType, fhirIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE fhir_resources SET state = 'taken', waits_for = NULL WHERE hospital_id = $1 AND resource_type = $2 AND fhir_id = ANY ($3::text[])`,
    [tx.hospitalId, type, fhirIds],
  );
}

export async function markWaitingFor(
  tx: Tx,
  type: ReadType,
  waits: readonly { readonly fhirId: string; readonly target: Target }[],
): Promise<void> {
  await tx.query(
    `UPDATE fhir_resources r SET waits_for = w.target FROM unnest($3::text[], $4::text[]) AS w(fhir_id, target)
     WHERE r.hospital_id = $1 AND r.resource_type = $2 AND r.fhir_id = w.fhir_id`,
    [tx.hospitalId, type, waits.map(({ fhirId }) => fhirId), waits.map(({ target }) => targetKey(target))],
  );
}

/** Notes whose encounters these are. */
export async function notePatients(
  tx: Tx,
  of: readonly { readonly fhirId: string; readonly patientFhirId: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE fhir_resources r SET patient_fhir_id = w.patient FROM unnest($2::text[], $3::text[]) AS w(fhir_id, patient)
     WHERE r.hospital_id = $1 AND r.resource_type = 'Encounter' AND r.fhir_id = w.fhir_id`,
    [tx.hospitalId, of.map(({ fhirId }) => fhirId), of.map(({ patientFhirId }) => patientFhirId)],
  );
}

/** Encounters of corrected patients are taken again, with what the patient says now. */
export async function reopenEncountersOf(tx: Tx, patientFhirIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE fhir_resources SET state = 'waiting' WHERE hospital_id = $1 AND patient_fhir_id = ANY ($2::text[]) AND state = 'taken'`,
    [tx.hospitalId, patientFhirIds],
  );
}

/** The resources that targets point to, by `targetKey`: by logical id, by bundle url, or by identifier. */
export async function resolveTargets<Draft>(
  tx: Tx,
  type: ReadType,
  targets: readonly Target[],
): Promise<Map<string, StoredResource<Draft>>> {
  const wanted = targets
    .filter((target) => target.type === type)
    .map((target) => ({ key: targetKey(target), id: null, system: null, value: null, ...target }));
  const rows = await tx.query<StoredResource<Draft> & { key: string }>(
    `WITH wanted AS (SELECT DISTINCT * FROM jsonb_to_recordset($3::jsonb) AS w(key text, id text, system text, value text)),
     found AS (
       SELECT w.key, w.id AS fhir_id FROM wanted w WHERE w.id IS NOT NULL
       UNION SELECT w.key, i.fhir_id FROM wanted w JOIN fhir_identifiers i ON i.hospital_id = $1 AND i.resource_type = $2
         AND i.system = coalesce(w.system, 'urn:uuid') AND i.value = coalesce(w.value, w.id))
     SELECT f.key, r.fhir_id, r.draft, r.id_number_sealed FROM found f
     JOIN fhir_resources r ON r.hospital_id = $1 AND r.resource_type = $2 AND r.fhir_id = f.fhir_id
     WHERE r.state <> 'refused' AND r.draft IS NOT NULL`,
    [tx.hospitalId, type, JSON.stringify(wanted)],
  );
  return new Map(rows.map((row) => [row.key, row]));
}
