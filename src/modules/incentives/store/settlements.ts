import type { Day, Instant, Month } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import { type PlanDocument, packTrace } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ComputedLine, lineKey } from '../compute.ts';
import type { StoredPlan } from './plans.ts';

export type SettlementState =
  | 'draft'
  | 'compiled'
  | 'verified'
  | 'recalculated'
  | 'approved_first'
  | 'approved'
  | 'partly_paid'
  | 'paid'
  | 'closed';

export interface SettlementHead {
  readonly settlementId: string;
  readonly settlementNo: string;
  readonly month: Month;
  readonly planId: string;
  readonly planVersion: number;
  readonly packVersion: string;
  readonly document: PlanDocument;
  readonly state: SettlementState;
  readonly version: number;
  readonly computedAt: Instant | null;
  readonly dueOn: Day | null;
}

const headColumns = `settlement_id AS "settlementId", settlement_no AS "settlementNo", month, plan_id AS "planId", plan_version AS "planVersion",
  pack_version AS "packVersion", document, state, version, computed_at AS "computedAt", due_on AS "dueOn"`;

/** What a run computes by. */
export interface RunBasis {
  readonly plan: StoredPlan;
  readonly document: PlanDocument;
  readonly packVersion: string;
  readonly runByName: string;
}

/** Creates the month's settlement or locks the one there is: two people running it at once get one, one after the other. */
export async function lockMonth(tx: Tx, month: Month, basis: RunBasis): Promise<SettlementHead> {
  const { plan } = basis;
  await tx.query(
    `INSERT INTO incentive_settlements (hospital_id, settlement_no, month, plan_id, plan_version, plan_fingerprint, document, pack_version, run_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (hospital_id, month, plan_id) DO NOTHING`,
    [
      tx.hospitalId,
      `JS-${month}-${plan.planId}`,
      month,
      plan.planId,
      plan.version,
      plan.fingerprint,
      JSON.stringify(basis.document),
      basis.packVersion,
      basis.runByName,
    ],
  );
  const head = await tx.one<SettlementHead>(
    `SELECT ${headColumns} FROM incentive_settlements WHERE hospital_id = $1 AND month = $2 AND plan_id = $3 FOR UPDATE`,
    [tx.hospitalId, month, plan.planId],
  );
  return head!;
}

/** Every change of a settlement begins here: one after the other. */
export async function lockSettlement(tx: Tx, settlementId: string): Promise<SettlementHead | null> {
  return tx.one<SettlementHead>(
    `SELECT ${headColumns} FROM incentive_settlements WHERE hospital_id = $1 AND settlement_id = $2 FOR UPDATE`,
    [tx.hospitalId, settlementId],
  );
}

export async function readHead(tx: Tx, settlementId: string): Promise<SettlementHead | null> {
  return tx.one<SettlementHead>(
    `SELECT ${headColumns} FROM incentive_settlements WHERE hospital_id = $1 AND settlement_id = $2`,
    [tx.hospitalId, settlementId],
  );
}

/** A re-run uses what is in force now. */
export async function updateBasis(tx: Tx, settlementId: string, basis: RunBasis): Promise<void> {
  await tx.query(
    `UPDATE incentive_settlements SET plan_version = $3, plan_fingerprint = $4, document = $5, pack_version = $6, run_by_name = $7,
       computed_at = clock_timestamp() WHERE hospital_id = $1 AND settlement_id = $2`,
    [
      tx.hospitalId,
      settlementId,
      basis.plan.version,
      basis.plan.fingerprint,
      JSON.stringify(basis.document),
      basis.packVersion,
      basis.runByName,
    ],
  );
}

export async function deleteLines(tx: Tx, settlementId: string): Promise<void> {
  await tx.query('DELETE FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2', [
    tx.hospitalId,
    settlementId,
  ]);
}

export async function deleteDepartmentLines(tx: Tx, settlementId: string, department: string): Promise<void> {
  await tx.query('DELETE FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2 AND department = $3', [
    tx.hospitalId,
    settlementId,
    department,
  ]);
}

export async function readLastLineNo(tx: Tx, settlementId: string): Promise<number> {
  const row = await tx.one<{ last: number | null }>(
    'SELECT max(line_no) AS last FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2',
    [tx.hospitalId, settlementId],
  );
  return row!.last ?? 0;
}

/** A line to store: computed now, or the correction of a line of an earlier settlement. */
export interface NewLine {
  readonly line: ComputedLine;
  readonly key: string;
  /** Of the line a correction concerns. */
  readonly correctsKey: string | null;
  readonly amountFen: Fen;
  /** A reversal of a released line counts like the line. */
  readonly isReleased: boolean;
  readonly reverses: { readonly lineId: string; readonly key: string; readonly month: string } | null;
  readonly reason: string;
}

export function asNewLine(line: ComputedLine): NewLine {
  return {
    line,
    key: lineKey(line),
    correctsKey: null,
    amountFen: line.amountFen,
    isReleased: false,
    reverses: null,
    reason: line.reason,
  };
}

const insertSql = `
  INSERT INTO incentive_lines (hospital_id, settlement_id, line_no, key, month, rule_id, episode_no, referral_id, introducer_kind, payee_kind,
    payee_no, payee_name, department, base_fen, amount_fen, form, trigger, clearance, citation, is_held, reverses_line, reverses_key, reverses_month,
    corrects_key, review_state, reason, trace)
  SELECT $1, $2, $3 + l.n::int - 1, l.key, l.month, l.rule_id, l.episode_no, l.referral_id, l.introducer_kind, l.payee_kind,
    l.payee_no, l.payee_name, l.department, l.base_fen, l.amount_fen, l.form, l.trigger, l.clearance, l.citation, l.is_held,
    l.reverses_line, l.reverses_key, l.reverses_month, l.corrects_key, l.review_state, l.reason, l.trace
  FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::bigint[], $15::bigint[], $16::text[], $17::text[], $18::text[], $19::text[], $20::boolean[], $21::uuid[], $22::text[], $23::text[], $24::text[],
    $25::text[], $26::text[], $27::text[])
    WITH ORDINALITY AS l(key, month, rule_id, episode_no, referral_id, introducer_kind, payee_kind, payee_no, payee_name, department,
      base_fen, amount_fen, form, trigger, clearance, citation, is_held, reverses_line, reverses_key, reverses_month, corrects_key, review_state,
      reason, trace, n)`;

/** Appends lines, numbered from `firstNo`. */
export async function insertLines(
  tx: Tx,
  settlementId: string,
  firstNo: number,
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const column = <Value>(read: (line: NewLine) => Value): Value[] => lines.map(read);
  await tx.client.query({
    name: 'incentives-insert-lines',
    text: insertSql,
    values: [
      tx.hospitalId,
      settlementId,
      firstNo,
      column(({ key }) => key),
      column(({ line }) => line.period),
      column(({ line }) => line.ruleId),
      column(({ line }) => line.episodeNo),
      column(({ line }) => line.referralId),
      column(({ line }) => line.introducerKind),
      column(({ line }) => line.payeeClass),
      column(({ line }) => line.payeeNo),
      column(({ line }) => line.payeeName),
      column(({ line }) => line.department),
      column(({ line }) => line.baseFen),
      column(({ amountFen }) => amountFen),
      column(({ line }) => line.form),
      column(({ line }) => line.trigger),
      column(({ line }) => line.clearance),
      column(({ line }) => line.citation),
      column(({ line }) => line.isHeld),
      column(({ reverses }) => reverses?.lineId ?? null),
      column(({ reverses }) => reverses?.key ?? null),
      column(({ reverses }) => reverses?.month ?? null),
      column(({ correctsKey }) => correctsKey),
      column(({ isReleased }) => (isReleased ? 'released' : null)),
      column(({ reason }) => reason),
      column(({ line }) => packTrace(line.trace)),
    ],
  });
}

/** Every department with lines has a part to sign; lines without a department are finance's to check. */
export async function resetDepartments(tx: Tx, settlementId: string): Promise<void> {
  await tx.query('DELETE FROM incentive_departments WHERE hospital_id = $1 AND settlement_id = $2', [
    tx.hospitalId,
    settlementId,
  ]);
  await tx.query(
    `INSERT INTO incentive_departments (hospital_id, settlement_id, department)
     SELECT DISTINCT hospital_id, settlement_id, department FROM incentive_lines
     WHERE hospital_id = $1 AND settlement_id = $2 AND department <> ''`,
    [tx.hospitalId, settlementId],
  );
}

/** SHA-256 over the lines as they are to be paid or shown, in their order: what signatures sign. With `department`, over its part. */
export async function linesFingerprint(tx: Tx, settlementId: string, department?: string): Promise<string> {
  const row = await tx.one<{ fingerprint: string }>(
    `SELECT encode(sha256(convert_to(coalesce(string_agg(block, '' ORDER BY block_no), ''), 'UTF8')), 'hex') AS fingerprint
     FROM (SELECT line_no / 1000 AS block_no, encode(sha256(convert_to(string_agg(concat_ws(E'\x1f', line_no, key, month, payee_name, department,
              base_fen, amount_fen, form, clearance, citation, is_held, reverses_line), E'\x1e' ORDER BY line_no), 'UTF8')), 'hex') AS block
           FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2 AND ($3::text IS NULL OR department = $3) GROUP BY 1) AS blocks`,
    [tx.hospitalId, settlementId, department ?? null],
  );
  return row!.fingerprint;
}

/** Makes the sums on the settlement equal to its lines. */
export async function updateSums(tx: Tx, settlementId: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_settlements s SET lines_count = l.count, allowed_fen = l.allowed, review_fen = l.review, prohibited_fen = l.prohibited, version = s.version + 1
     FROM (SELECT count(*) AS count, coalesce(sum(amount_fen) FILTER (WHERE clearance = 'allowed'), 0) AS allowed,
             coalesce(sum(amount_fen) FILTER (WHERE clearance = 'review'), 0) AS review,
             coalesce(sum(amount_fen) FILTER (WHERE clearance = 'prohibited'), 0) AS prohibited
           FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2) AS l
     WHERE s.hospital_id = $1 AND s.settlement_id = $2`,
    [tx.hospitalId, settlementId],
  );
}

export type DepartmentState = 'waiting' | 'verified' | 'rejected';

export async function readDepartments(
  tx: Tx,
  settlementId: string,
): Promise<{ department: string; state: DepartmentState }[]> {
  return tx.query(
    'SELECT department, state FROM incentive_departments WHERE hospital_id = $1 AND settlement_id = $2 ORDER BY department',
    [tx.hospitalId, settlementId],
  );
}

/** Null: all departments of the settlement. */
export async function setDepartmentState(
  tx: Tx,
  settlementId: string,
  department: string | null,
  state: DepartmentState,
): Promise<void> {
  await tx.query(
    `UPDATE incentive_departments SET state = $4
     WHERE hospital_id = $1 AND settlement_id = $2 AND ($3::text IS NULL OR department = $3)`,
    [tx.hospitalId, settlementId, department, state],
  );
}

/** Moves on and counts the version; the moment of submission is that of leaving the draft. */
export async function updateState(tx: Tx, settlementId: string, state: SettlementState): Promise<number> {
  const row = await tx.one<{ version: number }>(
    `UPDATE incentive_settlements SET state = $3::text, version = version + 1,
       submitted_at = CASE WHEN $3::text = 'draft' THEN NULL ELSE coalesce(submitted_at, clock_timestamp()) END,
       closed_at = CASE WHEN $3::text = 'closed' THEN clock_timestamp() END
     WHERE hospital_id = $1 AND settlement_id = $2 RETURNING version`,
    [tx.hospitalId, settlementId, state],
  );
  return row!.version;
}

export async function setApproved(tx: Tx, settlementId: string, dueOn: Day): Promise<void> {
  await tx.query(
    `UPDATE incentive_settlements SET approved_at = clock_timestamp(), due_on = $3 WHERE hospital_id = $1 AND settlement_id = $2`,
    [tx.hospitalId, settlementId, dueOn],
  );
}

/**
 * What of earlier months of the plan keeps a draft from being submitted: one that is under way, or one approved after the draft was
 * computed, whose lines the draft could not correct.
 */
export async function readUnfinishedBefore(
  tx: Tx,
  head: SettlementHead,
): Promise<{ settlementNo: string; kind: 'unfinished' | 'later' } | null> {
  return tx.one(
    `SELECT e.settlement_no AS "settlementNo",
       CASE WHEN e.state IN ('compiled', 'verified', 'recalculated', 'approved_first') THEN 'unfinished' ELSE 'later' END AS kind
     FROM incentive_settlements e JOIN incentive_settlements d ON d.hospital_id = e.hospital_id AND d.settlement_id = $2
     WHERE e.hospital_id = $1 AND e.plan_id = d.plan_id AND e.month < d.month AND e.state <> 'draft'
       AND (e.state IN ('compiled', 'verified', 'recalculated', 'approved_first') OR e.approved_at > d.computed_at)
     ORDER BY kind DESC, e.month LIMIT 1`,
    [tx.hospitalId, head.settlementId],
  );
}

/** Lines under review that nobody has decided, and that no correction has taken back. */
export async function readWaitingReviews(tx: Tx, settlementId: string): Promise<number> {
  const row = await tx.one<{ waiting: number }>(
    `SELECT count(*) AS waiting FROM incentive_lines l
     WHERE hospital_id = $1 AND settlement_id = $2 AND clearance = 'review' AND review_state IS NULL AND amount_fen > 0
       AND NOT EXISTS (SELECT 1 FROM incentive_lines r WHERE r.hospital_id = l.hospital_id AND r.reverses_line = l.line_id)`,
    [tx.hospitalId, settlementId],
  );
  return row!.waiting;
}

/** Which of some keys the settlement has already. */
export async function readKnownKeys(tx: Tx, settlementId: string, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(
    'SELECT key FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2 AND key = ANY ($3::text[])',
    [tx.hospitalId, settlementId, keys],
  );
  return new Set(rows.map(({ key }) => key));
}
