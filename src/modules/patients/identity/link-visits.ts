import type { Day, Instant } from '#kernel/day.ts';
import type { HospitalId } from '#kernel/ids.ts';
import type { FieldCipher } from '#platform/crypto/field-cipher.ts';
import type { Tx } from '#platform/db/database.ts';
import type { JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { refreshPatients } from '../levels/refresh.ts';
import { byKey } from '../store/by-key.ts';
import type { PersonRow } from './persons.ts';
import { openPersonWriter } from './write-persons.ts';

export const linkJob = 'patients.link';

export interface Linked {
  readonly records: number;
  readonly created: number;
  readonly changed: number;
}

/** What a link does while it runs: tells how far it is, remembers it, and may throw to stop. */
export interface LinkWatch {
  readonly checkpoint: LinkCheckpoint | null;
  step(tx: Tx, checkpoint: LinkCheckpoint, done: number): Promise<void>;
}

export interface LinkCheckpoint {
  readonly pass: 'records' | 'loose';
  readonly after: string;
  readonly done: number;
}

export function watchJob(run: JobRun): LinkWatch {
  return {
    checkpoint: run.checkpoint as LinkCheckpoint | null,
    step: (tx, checkpoint, done) => run.checkpointIn(tx, checkpoint, done),
  };
}

const unwatched: LinkWatch = { checkpoint: null, step: async () => undefined };

/** Record numbers taken at once: each batch is one transaction, so memory stays flat and a stopped link goes on where it was. */
const batchRowsMax = 3_000;
const heldRowsMax = 60_000;

/**
 * Gives every visit of an import run (null: all visits) its person: by record number, document, or name + birth date + phone. Repeatable:
 * running it again changes nothing.
 */
export async function linkVisits(
  tools: Tools,
  hospitalId: HospitalId,
  runId: string | null,
  watch: LinkWatch = unwatched,
): Promise<Linked> {
  const totals = { records: watch.checkpoint?.done ?? 0, created: 0, changed: 0 };
  let { pass, after } = watch.checkpoint ?? { pass: 'records' as const, after: '' };
  let waiting: string[] = [];
  for (;;) {
    if (pass === 'records' && waiting.length === 0) {
      waiting = await tools.db.read({ hospitalId }, (tx) => nextRecordNumbers(tx, runId, after));
      if (waiting.length === 0) [pass, after] = ['loose', ''];
    }
    const numbers = waiting.slice(0, batchRowsMax);
    const step = await tools.db.transaction({ hospitalId }, async (tx) => {
      const linked =
        pass === 'records' ? await linkRecords(tx, tools, runId, numbers) : await linkLoose(tx, tools, runId, after);
      if (linked === null) return null;
      const done = totals.records + linked.rows;
      await watch.step(tx, { pass, after: linked.after, done }, done);
      tx.touch('patients');
      return linked;
    });
    if (step === null) return totals;
    totals.records += step.rows;
    totals.created += step.created;
    totals.changed += step.changed;
    after = step.after;
    waiting = waiting.slice(batchRowsMax);
  }
}

interface Step {
  readonly rows: number;
  readonly created: number;
  readonly changed: number;
  readonly after: string;
}

interface VisitPerson {
  readonly record_no: string | null;
  readonly episode_no: string;
  readonly patient_name: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly birth_date: Day | null;
  readonly id_number_sealed: Buffer | null;
  readonly phone: string | null;
  readonly address_division: string | null;
  readonly first_source: string | null;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly count: number;
}

const toldFields = [
  'episode_no',
  'patient_name',
  'sex',
  'birth_date',
  'id_number_sealed',
  'phone',
  'address_division',
] as const;

/** Record numbers with what their visits tell: of each field the latest that tells it, and whence he first came. */
async function linkRecords(tx: Tx, tools: Tools, runId: string | null, numbers: readonly string[]): Promise<Step> {
  const people = await byKey(tx, () =>
    tx.query<VisitPerson>(
      `SELECT k.record_no, v.* FROM unnest($2::text[]) AS k(record_no)
     CROSS JOIN LATERAL (SELECT ${toldFields.map((name) => `(array_agg(${name} ORDER BY registered_at DESC, episode_no DESC) FILTER (WHERE ${name} IS NOT NULL))[1] AS ${name}`).join(', ')},
         count(*) AS count, min(registered_at) AS first_at, max(registered_at) AS last_at,
         (array_agg(declared_source ORDER BY registered_at) FILTER (WHERE declared_source IS NOT NULL))[1] AS first_source
       FROM published.episodes WHERE hospital_id = $1 AND record_no = k.record_no) AS v
     ORDER BY k.record_no COLLATE "C"`,
      [tx.hospitalId, numbers],
    ),
  );
  const named = people.filter((one) => one.patient_name !== null);
  const written = await writePeople(tx, tools, runId, named);
  await refreshPatients(tx, tools, written.patientIds);
  return { rows: numbers.length, ...written, after: numbers.at(-1)! };
}

/**
 * The next record numbers of a run, in order: a table of ten million visits is read once for each sixty thousand of them, not once a batch, and
 * no more than these are held.
 */
async function nextRecordNumbers(tx: Tx, runId: string | null, after: string): Promise<string[]> {
  const rows = await tx.query<{ record_no: string }>(
    runId === null
      ? `SELECT DISTINCT record_no FROM (SELECT record_no FROM published.episodes
           WHERE hospital_id = $1 AND record_no > $2 AND $3::uuid IS NULL ORDER BY record_no LIMIT ${batchRowsMax * 10}) AS next ORDER BY record_no`
      : `SELECT DISTINCT record_no FROM published.episodes WHERE hospital_id = $1 AND record_no > $2 AND import_run_id = $3
         ORDER BY record_no LIMIT ${heldRowsMax}`,
    [tx.hospitalId, after, runId],
  );
  return rows.map((row) => row.record_no);
}

/** Visits without a record number, told apart by what they say of the person; one that says too little stays nobody's. */
async function linkLoose(tx: Tx, tools: Tools, runId: string | null, after: string): Promise<Step | null> {
  const people = await tx.query<VisitPerson>(
    `SELECT e.record_no, ${toldFields.map((name) => `e.${name}`).join(', ')}, e.declared_source AS first_source, e.registered_at AS first_at, e.registered_at AS last_at, 1 AS count
     FROM published.episodes e WHERE e.hospital_id = $1 AND e.episode_no > $2 AND e.record_no IS NULL AND ($3::uuid IS NULL OR e.import_run_id = $3)
     ORDER BY e.episode_no LIMIT ${batchRowsMax}`,
    [tx.hospitalId, after, runId],
  );
  if (people.length === 0) return null;
  const tellable = people.filter(
    (one) =>
      one.patient_name !== null && (one.id_number_sealed !== null || (one.birth_date !== null && one.phone !== null)),
  );
  const written = await writePeople(tx, tools, runId, tellable);
  await tx.query(
    `INSERT INTO patient_episode_links (hospital_id, episode_no, patient_id) SELECT $1, l.episode_no, l.patient_id
     FROM unnest($2::text[], $3::uuid[]) AS l(episode_no, patient_id) ON CONFLICT (hospital_id, episode_no) DO NOTHING`,
    [tx.hospitalId, tellable.map((one) => one.episode_no), [...written.patientIds]],
  );
  await refreshPatients(tx, tools, written.patientIds);
  return { rows: people.length, ...written, after: people.at(-1)!.episode_no };
}

async function writePeople(tx: Tx, tools: Tools, runId: string | null, people: readonly VisitPerson[]) {
  const writer = await openPersonWriter(tx, {
    cipher: tools.cipher,
    runId,
    mode: 'fill',
    source: 'his',
    nowMs: tools.now(),
  });
  for (const one of people) writer.take(personOf(one, tools.cipher));
  return writer.flush();
}

function personOf(visit: VisitPerson, cipher: FieldCipher): PersonRow {
  return {
    recordNo: visit.record_no,
    name: visit.patient_name!,
    sex: visit.sex,
    birthDate: visit.birth_date,
    idNumber: visit.id_number_sealed && cipher.open(visit.id_number_sealed),
    phone: visit.phone,
    otherPhone: null,
    email: null,
    divisionCode: visit.address_division,
    addressLine: null,
    occupation: null,
    education: null,
    maritalStatus: null,
    nativePlace: null,
    insuranceKind: null,
    tags: [],
    firstSource: visit.first_source,
    firstSourceAt: visit.first_source === null ? null : visit.first_at,
    visits: { count: visit.count, firstAt: visit.first_at, lastAt: visit.last_at },
  };
}
