import type { Day, Instant } from '#kernel/day.ts';
import { upsertDoctors, upsertSites } from '#modules/hospital/index.ts';
import { createOrganizationIn } from '#modules/organizations/index.ts';
import { openPersonWriter } from '#modules/patients/index.ts';
import { type EpisodeRow, openEpisodeImport } from '#modules/visits/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Tools } from '#platform/tools.ts';
import type { EncounterDraft } from './rules/map-encounter.ts';
import type { DoctorDraft, PatientDraft } from './rules/map-people.ts';
import type { OrganizationDraft, SiteDraft } from './rules/map-places.ts';
import { type Target, targetKey } from './rules/references.ts';
import { type ReadType, readTypes } from './rules/resource.ts';
import { markTaken, markWaitingFor, notePatients, readWaiting, resolveTargets, type StoredResource } from './store.ts';

/** Taken in one transaction: short enough that others do not wait, long enough to be quick. */
const portionRows = 500;

export interface TakeWatch {
  /** Called after every portion; throws to cancel. */
  taken(count: number): Promise<void>;
}

/**
 * Brings every resource that waits into the tables of their owners, in the order in which they need each other; what points to something that has
 * not come yet goes on waiting. Repeatable, in portions of one transaction each.
 */
export async function takeWaiting(
  tools: Tools,
  scope: { readonly hospitalId: Tx['hospitalId'] },
  runId: string,
  watch: TakeWatch,
): Promise<void> {
  for (const type of readTypes) {
    for (let after: string | null = ''; after !== null; ) {
      const from: string = after;
      const portion = await tools.db.transaction(scope, (tx) => takePortion(tx, tools, type, runId, from));
      after = portion.last;
      await watch.taken(portion.taken);
    }
  }
}

async function takePortion(
  tx: Tx,
  tools: Tools,
  type: ReadType,
  runId: string,
  after: string,
): Promise<{ taken: number; last: string | null }> {
  const rows = await readWaiting<never>(tx, type, after, portionRows);
  if (rows.length === 0) return { taken: 0, last: null };
  const taken = await takers[type](tx, tools, rows, runId);
  await markTaken(tx, type, taken);
  return { taken: taken.length, last: rows.length < portionRows ? null : rows.at(-1)!.fhir_id };
}

/** Writes resources of one type to their owner; answers the ids of those written. */
type Taker = (tx: Tx, tools: Tools, rows: readonly StoredResource<never>[], runId: string) => Promise<string[]>;

const takers: Readonly<Record<ReadType, Taker>> = {
  Organization: (tx, _tools, rows) => takeOrganizations(tx, rows),
  Location: async (tx, _tools, rows: readonly StoredResource<SiteDraft>[]) => {
    await upsertSites(tx, lastOfEach(rows));
    return rows.map((row) => row.fhir_id);
  },
  Practitioner: async (tx, _tools, rows: readonly StoredResource<DoctorDraft>[]) => {
    await upsertDoctors(tx, lastOfEach(rows));
    return rows.map((row) => row.fhir_id);
  },
  Patient: takePatients,
  Encounter: takeEncounters,
};

/** A unit is written down once: one whose name is there stays as our people keep it. */
async function takeOrganizations(tx: Tx, rows: readonly StoredResource<OrganizationDraft>[]): Promise<string[]> {
  for (const { draft } of rows)
    await createOrganizationIn(
      tx,
      { name: draft.name, kind: draft.kind, address: draft.address, note: draft.kindText },
      null,
    );
  return rows.map((row) => row.fhir_id);
}

async function takePatients(
  tx: Tx,
  tools: Tools,
  rows: readonly StoredResource<PatientDraft>[],
  runId: string,
): Promise<string[]> {
  const writer = await openPersonWriter(tx, {
    cipher: tools.cipher,
    runId,
    mode: 'replace',
    source: 'import',
    nowMs: tools.now(),
  });
  for (const { draft, id_number_sealed: sealed } of rows) {
    // A person without a name is known by his visits only.
    if (draft.name === null) continue;
    writer.take({
      recordNo: draft.recordNo,
      name: draft.name,
      sex: draft.sex,
      birthDate: draft.birthDate,
      idNumber: sealed ? tools.cipher.open(sealed) : null,
      phone: draft.phones[0] ?? null,
      otherPhone: draft.phones[1] ?? null,
      email: draft.email,
      divisionCode: draft.address?.division ?? null,
      addressLine: draft.address?.text ?? null,
      occupation: null,
      education: null,
      maritalStatus: draft.maritalStatus,
      nativePlace: null,
      insuranceKind: null,
      tags: [],
      firstSource: null,
      firstSourceAt: null,
      visits: null,
    });
  }
  await writer.flush();
  return rows.map((row) => row.fhir_id);
}

/** Two resources with one number are one thing told twice: the later id stands. */
function lastOfEach<Draft extends { readonly number: string }>(rows: readonly StoredResource<Draft>[]): Draft[] {
  return [...new Map(rows.map(({ draft }) => [draft.number, draft])).values()];
}

async function takeEncounters(
  tx: Tx,
  tools: Tools,
  rows: readonly StoredResource<EncounterDraft>[],
  runId: string,
): Promise<string[]> {
  const patients = await resolveTargets<PatientDraft>(tx, 'Patient', targetsOf(rows, 'patient'));
  const doctors = await resolveTargets<DoctorDraft>(tx, 'Practitioner', targetsOf(rows, 'practitioner'));
  const sites = await resolveTargets<SiteDraft>(tx, 'Location', targetsOf(rows, 'location'));
  const writer = await openEpisodeImport(tx, tools.cipher, runId);
  const written = new Map<string, string>();
  const patientOf: { fhirId: string; patientFhirId: string }[] = [];
  const waits: { fhirId: string; target: Target }[] = [];
  for (const row of rows) {
    const patient = patients.get(targetKey(row.draft.patient));
    if (!patient) {
      waits.push({ fhirId: row.fhir_id, target: row.draft.patient });
      continue;
    }
    patientOf.push({ fhirId: row.fhir_id, patientFhirId: patient.fhir_id });
    // Two encounters with one number in a portion would meet in one statement; the first stands, the other is taken with it.
    if (written.has(row.draft.episodeNo)) continue;
    written.set(row.draft.episodeNo, row.fhir_id);
    const doctor = row.draft.practitioner && doctors.get(targetKey(row.draft.practitioner));
    const site = row.draft.location && sites.get(targetKey(row.draft.location));
    writer.take(episodeOf(row.draft, patient, tools, doctor?.draft.name ?? null, site?.draft.name ?? null));
  }
  await writer.flush();
  await notePatients(tx, patientOf);
  if (waits.length > 0) await markWaitingFor(tx, 'Encounter', waits);
  return patientOf.map(({ fhirId }) => fhirId);
}

function episodeOf(
  draft: EncounterDraft,
  patient: StoredResource<PatientDraft>,
  tools: Tools,
  doctor: string | null,
  site: string | null,
): EpisodeRow {
  const person = patient.draft;
  const doctorName = doctor ?? draft.doctor;
  return {
    episodeNo: draft.episodeNo,
    recordNo: person.recordNo,
    patientName: person.name,
    sex: person.sex,
    birthDate: person.birthDate as Day | null,
    idNumber: patient.id_number_sealed ? tools.cipher.open(patient.id_number_sealed) : null,
    phone: person.phones[0] ?? null,
    addressDivision: person.address?.division ?? null,
    kind: draft.kind,
    department: draft.department ?? site,
    doctor: doctorName,
    admittedBy: draft.kind === 'inpatient' ? doctorName : null,
    registeredAt: draft.registeredAt as Instant,
    admittedAt: draft.admittedAt as Instant | null,
    dischargedAt: draft.dischargedAt as Instant | null,
    settledAt: null,
    diagnosis: draft.diagnosis,
    procedureClass: null,
    delivery: null,
    motherEpisodeNo: null,
    transferredFrom: null,
    declaredSource: null,
    checkupDiscount: null,
    paymentKind: null,
    nextVisitOn: null,
  };
}

function targetsOf(
  rows: readonly StoredResource<EncounterDraft>[],
  element: 'patient' | 'practitioner' | 'location',
): Target[] {
  return rows.flatMap(({ draft }) => draft[element] ?? []);
}
