import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';
import type { AnonymityInfo, ExportRow } from '../contract/exports.ts';

const columns = `x.export_id AS "exportId", x.dataset, x.audience, x.k, x.format, x.from_day AS "fromDay", x.until_day AS "untilDay",
  x.date_treatment AS "dateTreatment", x.reason, x.state, x.requested_by AS "requestedBy", x.requested_by_name AS "requestedByName",
  x.requested_at AS "requestedAt", x.decided_by_name AS "decidedByName", x.decided_at AS "decidedAt", x.decision_reason AS "decisionReason",
  x.job_id AS "jobId", x.report, x.version`;

export const exportList: ListSpec = {
  from: 'consent_exports x',
  columns,
  hospital: 'x.hospital_id',
  fields: {
    state: { sql: 'x.state', type: 'text' },
    dataset: { sql: 'x.dataset', type: 'text' },
    audience: { sql: 'x.audience', type: 'text' },
    requestedAt: { sql: 'x.requested_at', type: 'instant', sortable: true },
  },
  key: { sql: 'x.export_id', type: 'text' },
  defaultSort: '-requestedAt',
};

export type StoredExport = ExportRow & { readonly decidedBy: string | null };

export async function readExportRow(tx: Tx, exportId: string, lock = false): Promise<StoredExport | null> {
  return tx.one<StoredExport>(
    `SELECT ${columns}, x.decided_by AS "decidedBy" FROM consent_exports x WHERE x.hospital_id = $1 AND x.export_id = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [tx.hospitalId, exportId],
  );
}

export async function insertExport(
  tx: Tx,
  row: Pick<
    ExportRow,
    | 'dataset'
    | 'audience'
    | 'k'
    | 'format'
    | 'fromDay'
    | 'untilDay'
    | 'dateTreatment'
    | 'reason'
    | 'requestedBy'
    | 'requestedByName'
  >,
): Promise<string> {
  const made = await tx.one<{ export_id: string }>(
    `INSERT INTO consent_exports (hospital_id, dataset, audience, k, format, from_day, until_day, date_treatment, reason, requested_by, requested_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING export_id`,
    [
      tx.hospitalId,
      row.dataset,
      row.audience,
      row.k,
      row.format,
      row.fromDay,
      row.untilDay,
      row.dateTreatment,
      row.reason,
      row.requestedBy,
      row.requestedByName,
    ],
  );
  return made!.export_id;
}

export async function updateDecision(
  tx: Tx,
  exportId: string,
  decision: { state: 'approved' | 'rejected'; by: string; byName: string; reason: string; jobId: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE consent_exports SET state = $3, decided_by = $4, decided_by_name = $5, decision_reason = $6, job_id = $7, decided_at = clock_timestamp(),
       version = version + 1 WHERE hospital_id = $1 AND export_id = $2`,
    [tx.hospitalId, exportId, decision.state, decision.by, decision.byName, decision.reason, decision.jobId],
  );
}

export async function updateReport(
  tx: Tx,
  exportId: string,
  state: 'done' | 'failed',
  report: AnonymityInfo | null,
): Promise<void> {
  await tx.query(
    `UPDATE consent_exports SET state = $3, report = coalesce($4, report), version = version + 1 WHERE hospital_id = $1 AND export_id = $2`,
    [tx.hospitalId, exportId, state, report ? JSON.stringify(report) : null],
  );
}

export interface VisitFacts {
  readonly patientId: string;
  readonly name: string | null;
  readonly recordNo: string | null;
  readonly sex: string | null;
  readonly birthDate: Day | null;
  readonly division: string | null;
  readonly kind: string;
  readonly department: string | null;
  readonly diagnosis: string | null;
  readonly registeredAt: Instant;
  readonly spentFen: number;
}

/** Visits of people of known identity registered in the span; one more than `rowsMax` tells that there are more. */
export async function readVisitFacts(tx: Tx, from: Instant, until: Instant, rowsMax: number): Promise<VisitFacts[]> {
  return tx.query<VisitFacts>(
    `SELECT coalesce(p.merged_into, p.patient_id) AS "patientId", p.name, e.record_no AS "recordNo", p.sex, p.birth_date AS "birthDate",
       coalesce(p.division_code, e.address_division) AS division, e.kind, e.department, e.diagnosis, e.registered_at AS "registeredAt",
       coalesce((SELECT sum(c.amount_fen) FROM published.charges c WHERE c.hospital_id = e.hospital_id AND c.episode_no = e.episode_no), 0)::bigint AS "spentFen"
     FROM published.episodes e
       JOIN published.patient_episodes pe ON pe.hospital_id = e.hospital_id AND pe.episode_no = e.episode_no
       JOIN published.patients p ON p.hospital_id = pe.hospital_id AND p.patient_id = pe.patient_id
     WHERE e.hospital_id = $1 AND e.registered_at >= to_timestamp($2::bigint / 1000.0) AND e.registered_at < to_timestamp($3::bigint / 1000.0)
     ORDER BY e.registered_at, e.episode_no LIMIT $4`,
    [tx.hospitalId, from, until, rowsMax + 1],
  );
}

/** Of these people: who is under restriction, blocked from every use besides care. */
export async function readRestricted(tx: Tx): Promise<Set<string>> {
  const rows = await tx.query<{ patient_id: string }>(
    `SELECT patient_id FROM consent_marks WHERE hospital_id = $1 AND kind = 'restricted' AND lifted_at IS NULL`,
    [tx.hospitalId],
  );
  return new Set(rows.map((row) => row.patient_id));
}
