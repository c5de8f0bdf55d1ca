import { type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, actorBefore, audit, hasRaised, revealField, seesTier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { Patient, TimelineEntry } from '../contract/patients.ts';
import { levelFacts, readCriteria, readFacts } from '../levels/refresh.ts';
import { relationshipLevel, windowStart } from '../rules/relationship-level.ts';
import { shownPatient } from '../shown-patient.ts';
import { patientScope, tiersOf } from '../sight.ts';
import { followAlias, readStoredPatient } from '../store/patient.ts';
import { readTimeline } from '../timeline/store.ts';

/** Everything of one patient, as far as the reader may see it. An id that lost in a merge answers the surviving file. */
export async function readPatient(tools: Tools, reader: Actor, wantedId: string): Promise<Patient | Refusal> {
  return tools.db.transaction({ hospitalId: reader.hospitalId }, async (tx) => {
    const patientId = await followAlias(tx, wantedId);
    const subject = { kind: 'patient', id: patientId };
    // Whoever broke the glass for this patient sees him wherever he is treated, with contact, identity and health.
    const actor = actorBefore(reader, subject);
    const scope = hasRaised(reader, subject) ? { sql: 'true', values: [] } : patientScope(actor, 3);
    const stored = await readStoredPatient(tx, patientId, scope);
    if (!stored) return refuse('platform.not-found');
    const criteria = await readCriteria(tx, tools);
    const [facts] = await readFacts(tx, [patientId], windowStart(tools.now(), criteria.windowMonths));
    const known = levelFacts(facts!);
    // Who looked at whom is part of the record: ids only.
    audit(tx, actor, { action: 'patient.viewed', subjectKind: 'patient', subjectId: patientId });
    return shownPatient(actor, stored, {
      now: tools.now(),
      timeZone: await readTimeZone(tx),
      cipher: tools.cipher,
      computed: relationshipLevel(known, tools.now(), criteria),
      levelFacts: known,
      mergedFrom: patientId === wantedId ? null : wantedId,
    });
  });
}

/** Whether the reader may see the row at all; the surviving id, or null. */
export async function visiblePatient(tx: Tx, actor: Actor, wantedId: string): Promise<string | null> {
  const patientId = await followAlias(tx, wantedId);
  const scope = patientScope(actor, 3);
  const row = await tx.one(
    `SELECT 1 FROM patient_patients p WHERE p.hospital_id = $1 AND p.patient_id = $2 AND ${scope.sql}`,
    [tx.hospitalId, patientId, ...(scope.values as string[])],
  );
  return row && patientId;
}

export async function readPatientTimeline(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  query: { readonly modules?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: TimelineEntry[]; nextCursor: string | null } | Refusal> {
  const before = query.cursor === undefined ? null : readCursor(query.cursor);
  if (query.cursor !== undefined && before === null) return refuse('platform.bad-cursor');
  return tools.db.read(actor, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    const entries = await readTimeline(tx, {
      patientId,
      before,
      modules: query.modules?.split(',') ?? null,
      tiers: tiersOf(actor),
      rowsMax: query.limit + 1,
    });
    const items = entries.slice(0, query.limit);
    const last = items.at(-1);
    return {
      items: items.map(({ tier: _, ...entry }) => entry),
      nextCursor: entries.length > query.limit && last ? `${last.at}.${last.entryId}` : null,
    };
  });
}

function readCursor(text: string): { at: number; entryId: string } | null {
  const match = /^(\d{1,15})\.(.{1,150})$/.exec(text);
  return match ? { at: Number(match[1]), entryId: match[2]! } : null;
}

/** Shows one masked phone or document number for a reason; the staff module asks for leave, counts and records. */
export async function revealPatientField(
  tools: Tools,
  actor: Actor,
  wantedId: string,
  wanted: { readonly field: 'contact' | 'document'; readonly partId: string; readonly reason: string },
): Promise<{ value: string; left: number } | Refusal> {
  const request = {
    tier: wanted.field === 'contact' ? 'T3' : 'T4',
    subjectKind: 'patient',
    subjectId: wantedId,
    field: wanted.field === 'contact' ? 'phone' : 'idNumber',
    reason: wanted.reason,
  } as const;
  return revealField(tools, actor, request, async (tx) => {
    const patientId = await visiblePatient(tx, actor, wantedId);
    if (!patientId) return refuse('platform.not-found');
    if (wanted.field === 'contact') {
      const row = await tx.one<{ value: string }>(
        'SELECT value FROM patient_contacts WHERE hospital_id = $1 AND patient_id = $2 AND contact_id = $3',
        [tx.hospitalId, patientId, wanted.partId],
      );
      return row?.value ?? refuse('platform.not-found');
    }
    const row = await tx.one<{ number_sealed: Buffer }>(
      'SELECT number_sealed FROM patient_documents WHERE hospital_id = $1 AND patient_id = $2 AND document_id = $3',
      [tx.hospitalId, patientId, wanted.partId],
    );
    return row ? tools.cipher.open(row.number_sealed) : refuse('platform.not-found');
  });
}

/** Whether a form's answers may be read and written by this person. */
export function seesForm(actor: Actor, tier: Parameters<typeof seesTier>[1]): boolean {
  return tier === 'T1' || seesTier(actor, tier);
}
