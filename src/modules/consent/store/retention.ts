import type { Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { RetentionCount, RetentionRun } from '../contract/rights.ts';

/** One category's rows that are due, with the person each is about, and what is done to them. */
interface DueRows {
  /** Rows `(key, patient_id)`; $1 hospital, $2 the instant before which the period is over, $3 now. */
  readonly due: string;
  /** Done to the keys `$2`; the ids are uuid. */
  readonly apply: readonly string[];
}

const until = 'to_timestamp($2::bigint / 1000.0)';
const now = 'to_timestamp($3::bigint / 1000.0)';
const noConsentLeft = (alias: string) => `NOT EXISTS (SELECT 1 FROM consent_standings s WHERE s.hospital_id = $1
  AND s.patient_id = ${alias}.patient_id AND s.state = 'given' AND (s.valid_until IS NULL OR s.valid_until > ${now}))`;

export const dueRows: Readonly<Record<string, DueRows>> = {
  'consent-evidence': {
    due: `SELECT v.entry_id AS key, e.patient_id FROM consent_evidence v JOIN consent_entries e ON e.hospital_id = v.hospital_id AND e.entry_id = v.entry_id
      WHERE v.hospital_id = $1 AND ${noConsentLeft('e')} AND NOT EXISTS (SELECT 1 FROM consent_entries o
        WHERE o.hospital_id = $1 AND o.patient_id = e.patient_id AND o.recorded_at >= ${until})`,
    apply: [
      `DELETE FROM consent_scans WHERE hospital_id = $1 AND scan_id IN (SELECT v.scan_id FROM consent_evidence v WHERE v.hospital_id = $1 AND v.entry_id = ANY ($2::uuid[]))`,
      'DELETE FROM consent_evidence WHERE hospital_id = $1 AND entry_id = ANY ($2::uuid[])',
    ],
  },
  preferences: {
    due: `SELECT p.patient_id AS key, p.patient_id FROM consent_preferences p WHERE p.hospital_id = $1 AND p.changed_at < ${until} AND ${noConsentLeft('p')}`,
    apply: ['DELETE FROM consent_preferences WHERE hospital_id = $1 AND patient_id = ANY ($2::uuid[])'],
  },
  'rights-requests': {
    due: `SELECT q.request_id AS key, q.patient_id FROM consent_requests q
      WHERE q.hospital_id = $1 AND q.closed_at < ${until} AND q.anonymised_at IS NULL AND ${now} IS NOT NULL`,
    apply: [
      'DELETE FROM consent_request_events WHERE hospital_id = $1 AND request_id = ANY ($2::uuid[])',
      `UPDATE consent_requests SET detail = '', requester_name = NULL, identity_how = NULL, outcome_reason = NULL, anonymised_at = clock_timestamp()
       WHERE hospital_id = $1 AND request_id = ANY ($2::uuid[])`,
    ],
  },
  'personal-links': {
    due: `SELECT l.link_id AS key, l.patient_id FROM consent_links l
      WHERE l.hospital_id = $1 AND least(l.expires_at, l.revoked_at) < ${until} AND ${now} IS NOT NULL`,
    apply: ['DELETE FROM consent_links WHERE hospital_id = $1 AND link_id = ANY ($2::uuid[])'],
  },
  'produced-files': {
    due: `SELECT f.file_id AS key, q.patient_id FROM consent_files f LEFT JOIN consent_requests q
        ON f.owner_kind = 'request' AND q.hospital_id = f.hospital_id AND q.request_id = f.owner_id
      WHERE f.hospital_id = $1 AND (f.expires_at < ${now} OR f.made_at < ${until})`,
    apply: ['DELETE FROM consent_files WHERE hospital_id = $1 AND file_id = ANY ($2::uuid[])'],
  },
};

const isHeld = `EXISTS (SELECT 1 FROM consent_marks m WHERE m.hospital_id = $1 AND m.patient_id = d.patient_id AND m.kind = 'legal_hold' AND m.lifted_at IS NULL)`;

/** How many rows are due, and how many more are held back by a legal hold. */
export async function countDue(
  tx: Tx,
  category: string,
  at: { readonly before: Instant; readonly now: Instant },
): Promise<{ due: number; held: number }> {
  const row = await tx.one<{ due: number; held: number }>(
    `SELECT count(*) FILTER (WHERE NOT ${isHeld}) AS due, count(*) FILTER (WHERE ${isHeld}) AS held FROM (${dueRows[category]!.due}) d`,
    [tx.hospitalId, at.before, at.now],
  );
  return row!;
}

/** Removes at most `rowsMax` due rows; answers how many. */
export async function applyDue(
  tx: Tx,
  category: string,
  at: { readonly before: Instant; readonly now: Instant },
  rowsMax: number,
): Promise<number> {
  const rows = await tx.query<{ key: string }>(
    `SELECT d.key FROM (${dueRows[category]!.due}) d WHERE NOT ${isHeld} LIMIT ${rowsMax}`,
    [tx.hospitalId, at.before, at.now],
  );
  const keys = rows.map((row) => row.key);
  if (keys.length > 0)
    for (const statement of dueRows[category]!.apply) await tx.query(statement, [tx.hospitalId, keys]);
  return keys.length;
}

export async function readRetentionRules(
  tx: Tx,
): Promise<{ category: string; months: number; changedByName: string; changedAt: Instant }[]> {
  return tx.query(
    `SELECT category, months, changed_by_name AS "changedByName", changed_at AS "changedAt" FROM consent_retention_rules WHERE hospital_id = $1`,
    [tx.hospitalId],
  );
}

export async function upsertRetentionRule(
  tx: Tx,
  rule: { category: string; months: number; action: string; legalBasis: string; byName: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO consent_retention_rules (hospital_id, category, months, action, legal_basis, changed_by_name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (hospital_id, category) DO UPDATE SET months = excluded.months, changed_by_name = excluded.changed_by_name, changed_at = clock_timestamp()`,
    [tx.hospitalId, rule.category, rule.months, rule.action, rule.legalBasis, rule.byName],
  );
}

const runColumns = `run_id AS "runId", is_dry_run AS "isDryRun", counts, started_by_name AS "startedByName", started_at AS "startedAt"`;

export async function insertRetentionRun(
  tx: Tx,
  run: { isDryRun: boolean; counts: readonly RetentionCount[]; byName: string },
): Promise<RetentionRun> {
  const row = await tx.one<RetentionRun>(
    `INSERT INTO consent_retention_runs (hospital_id, is_dry_run, counts, started_by_name) VALUES ($1, $2, $3, $4) RETURNING ${runColumns}`,
    [tx.hospitalId, run.isDryRun, JSON.stringify(run.counts), run.byName],
  );
  return row!;
}

export async function readRetentionRuns(tx: Tx): Promise<RetentionRun[]> {
  return tx.query<RetentionRun>(
    `SELECT ${runColumns} FROM consent_retention_runs WHERE hospital_id = $1 ORDER BY started_at DESC LIMIT 20`,
    [tx.hospitalId],
  );
}

export async function hasDryRunOfToday(tx: Tx): Promise<boolean> {
  const row = await tx.one(
    `SELECT 1 AS found FROM consent_retention_runs WHERE hospital_id = $1 AND is_dry_run AND started_at > clock_timestamp() - interval '24 hours' LIMIT 1`,
    [tx.hospitalId],
  );
  return row !== null;
}
