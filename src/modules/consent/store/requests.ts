import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';
import { personColumns, personJoin, personSearch } from './patients.ts';

export interface RequestRow {
  readonly requestId: string;
  readonly requestNo: string;
  readonly patientId: string;
  readonly patientName: string | null;
  readonly recordNo: string | null;
  readonly kind: 'copy' | 'correction' | 'deletion' | 'restriction' | 'portability';
  readonly detail: string;
  readonly requester: 'patient' | 'guardian' | 'representative';
  readonly requesterName: string | null;
  readonly via: 'desk' | 'phone' | 'letter' | 'link';
  readonly state: 'received' | 'verified' | 'answered' | 'refused' | 'cancelled';
  readonly receivedAt: Instant;
  readonly deadlineAt: Instant;
  readonly extensionReason: string | null;
  readonly identityHow: string | null;
  readonly identityByName: string | null;
  readonly identityAt: Instant | null;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
  readonly outcomeParts: { category: string; outcome: 'deleted' | 'restricted' | 'kept'; because: string }[] | null;
  readonly closedAt: Instant | null;
  readonly closedByName: string | null;
  readonly jobId: string | null;
  readonly version: number;
}

const columns = `q.request_id AS "requestId", q.request_no AS "requestNo", q.patient_id AS "patientId", ${personColumns}, q.kind, q.detail, q.requester,
  q.requester_name AS "requesterName", q.via, q.state, q.received_at AS "receivedAt", q.deadline_at AS "deadlineAt", q.extension_reason AS "extensionReason",
  q.identity_how AS "identityHow", q.identity_by_name AS "identityByName", q.identity_at AS "identityAt", q.outcome, q.outcome_reason AS "outcomeReason",
  q.outcome_parts AS "outcomeParts", q.closed_at AS "closedAt", q.closed_by_name AS "closedByName", q.job_id AS "jobId", q.version`;
const from = `consent_requests q ${personJoin('q')}`;

export const requestList: ListSpec = {
  from,
  columns,
  hospital: 'q.hospital_id',
  fields: {
    state: { sql: 'q.state', type: 'text' },
    kind: { sql: 'q.kind', type: 'text' },
    via: { sql: 'q.via', type: 'text' },
    patientId: { sql: 'q.patient_id::text', type: 'text' },
    receivedAt: { sql: 'q.received_at', type: 'instant', sortable: true },
    deadlineAt: { sql: 'q.deadline_at', type: 'instant', sortable: true },
  },
  key: { sql: 'q.request_id', type: 'text' },
  defaultSort: 'deadlineAt',
  search: (q) => `(q.request_no = ${q} OR ${personSearch('q', q)})`,
};

export async function readRequest(tx: Tx, requestId: string, lock = false): Promise<RequestRow | null> {
  return tx.one<RequestRow>(
    `SELECT ${columns} FROM ${from} WHERE q.hospital_id = $1 AND q.request_id = $2 ${lock ? 'FOR UPDATE OF q' : ''}`,
    [tx.hospitalId, requestId],
  );
}

export async function findOpenRequest(tx: Tx, patientId: string, kind: string): Promise<string | null> {
  const row = await tx.one<{ request_no: string }>(
    `SELECT request_no FROM consent_requests WHERE hospital_id = $1 AND patient_id = $2 AND kind = $3 AND state IN ('received', 'verified') LIMIT 1`,
    [tx.hospitalId, patientId, kind],
  );
  return row?.request_no ?? null;
}

/** `Q20261015-003`: the day's running number; its lock lasts to the end of the transaction. */
export async function nextRequestNo(tx: Tx, day: string): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7263091))', [tx.hospitalId]);
  const prefix = `Q${day.replaceAll('-', '')}-`;
  const row = await tx.one<{ last: string | null }>(
    `SELECT max(request_no) AS last FROM consent_requests WHERE hospital_id = $1 AND request_no >= $2 AND request_no < $3`,
    [tx.hospitalId, prefix, `${prefix}~`],
  );
  return `${prefix}${String(Number(row?.last?.slice(prefix.length) ?? 0) + 1).padStart(3, '0')}`;
}

export async function insertRequest(
  tx: Tx,
  request: Pick<
    RequestRow,
    'requestNo' | 'patientId' | 'kind' | 'detail' | 'requester' | 'requesterName' | 'via' | 'receivedAt' | 'deadlineAt'
  >,
): Promise<string> {
  const row = await tx.one<{ request_id: string }>(
    `INSERT INTO consent_requests (hospital_id, request_no, patient_id, kind, detail, requester, requester_name, via, received_at, deadline_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::bigint / 1000.0), to_timestamp($10::bigint / 1000.0)) RETURNING request_id`,
    [
      tx.hospitalId,
      request.requestNo,
      request.patientId,
      request.kind,
      request.detail,
      request.requester,
      request.requesterName,
      request.via,
      request.receivedAt,
      request.deadlineAt,
    ],
  );
  return row!.request_id;
}

export async function updateIdentity(tx: Tx, requestId: string, how: string, byName: string): Promise<void> {
  await tx.query(
    `UPDATE consent_requests SET state = 'verified', identity_how = $3, identity_by_name = $4, identity_at = clock_timestamp(), version = version + 1
     WHERE hospital_id = $1 AND request_id = $2`,
    [tx.hospitalId, requestId, how, byName],
  );
}

export async function updateDeadline(tx: Tx, requestId: string, deadlineAt: Instant, reason: string): Promise<void> {
  await tx.query(
    `UPDATE consent_requests SET deadline_at = to_timestamp($3::bigint / 1000.0), extension_reason = $4, version = version + 1
     WHERE hospital_id = $1 AND request_id = $2`,
    [tx.hospitalId, requestId, deadlineAt, reason],
  );
}

export async function updateJob(tx: Tx, requestId: string, jobId: string): Promise<void> {
  await tx.query('UPDATE consent_requests SET job_id = $3 WHERE hospital_id = $1 AND request_id = $2', [
    tx.hospitalId,
    requestId,
    jobId,
  ]);
}

export async function updateOutcome(
  tx: Tx,
  requestId: string,
  closing: {
    readonly state: 'answered' | 'refused' | 'cancelled';
    readonly outcome: string;
    readonly reason: string;
    readonly parts: RequestRow['outcomeParts'];
    readonly byName: string;
  },
): Promise<void> {
  await tx.query(
    `UPDATE consent_requests SET state = $3, outcome = $4, outcome_reason = $5, outcome_parts = $6, closed_at = clock_timestamp(), closed_by_name = $7,
       version = version + 1 WHERE hospital_id = $1 AND request_id = $2`,
    [
      tx.hospitalId,
      requestId,
      closing.state,
      closing.outcome,
      closing.reason,
      closing.parts ? JSON.stringify(closing.parts) : null,
      closing.byName,
    ],
  );
}

export async function insertRequestEvent(
  tx: Tx,
  event: { requestId: string; kind: string; actorName: string; note?: string | null },
): Promise<void> {
  await tx.query(
    'INSERT INTO consent_request_events (hospital_id, request_id, kind, actor_name, note) VALUES ($1, $2, $3, $4, $5)',
    [tx.hospitalId, event.requestId, event.kind, event.actorName, event.note ?? null],
  );
}

export async function readRequestEvents(
  tx: Tx,
  requestId: string,
): Promise<{ at: Instant; kind: string; actorName: string; note: string | null }[]> {
  return tx.query(
    `SELECT at, kind, actor_name AS "actorName", note FROM consent_request_events
     WHERE hospital_id = $1 AND request_id = $2 ORDER BY event_id LIMIT 200`,
    [tx.hospitalId, requestId],
  );
}

export async function deletePreferencesAndLinks(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM consent_preferences WHERE hospital_id = $1 AND patient_id = ANY ($2)', [
    tx.hospitalId,
    ids,
  ]);
  await tx.query(
    'UPDATE consent_links SET revoked_at = clock_timestamp() WHERE hospital_id = $1 AND patient_id = ANY ($2) AND revoked_at IS NULL',
    [tx.hospitalId, ids],
  );
}
