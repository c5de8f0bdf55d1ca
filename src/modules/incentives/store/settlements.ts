import type { Fen } from '#kernel/money.ts';
import { packTrace } from '#kernel/rule-engine/index.ts';
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
  readonly month: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly packVersion: string;
  readonly state: SettlementState;
}

interface HeadRow {
  settlement_id: string;
  settlement_no: string;
  month: string;
  plan_id: string;
  plan_version: number;
  pack_version: string;
  state: SettlementState;
}

const headColumns = 'settlement_id, settlement_no, month, plan_id, plan_version, pack_version, state';

/** Creates the month's settlement or locks the one there is: two people running it at once get one, one after the other. */
export async function lockSettlement(
  tx: Tx,
  wanted: {
    readonly month: string;
    readonly plan: StoredPlan;
    readonly packVersion: string;
    readonly runByName: string;
  },
): Promise<SettlementHead> {
  await tx.query(
    `INSERT INTO incentive_settlements (hospital_id, settlement_no, month, plan_id, plan_version, plan_fingerprint, pack_version, run_by_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hospital_id, month, plan_id) DO NOTHING`,
    [
      tx.hospitalId,
      `JS-${wanted.month}-${wanted.plan.planId}`,
      wanted.month,
      wanted.plan.planId,
      wanted.plan.version,
      wanted.plan.fingerprint,
      wanted.packVersion,
      wanted.runByName,
    ],
  );
  const row = await tx.one<HeadRow>(
    `SELECT ${headColumns} FROM incentive_settlements WHERE hospital_id = $1 AND month = $2 AND plan_id = $3 FOR UPDATE`,
    [tx.hospitalId, wanted.month, wanted.plan.planId],
  );
  return toHead(row!);
}

/** A re-run uses what is in force now. */
export async function updateBasis(tx: Tx, settlementId: string, plan: StoredPlan, packVersion: string): Promise<void> {
  await tx.query(
    `UPDATE incentive_settlements SET plan_version = $3, plan_fingerprint = $4, pack_version = $5
     WHERE hospital_id = $1 AND settlement_id = $2`,
    [tx.hospitalId, settlementId, plan.version, plan.fingerprint, packVersion],
  );
}

export async function deleteLines(tx: Tx, settlementId: string): Promise<void> {
  await tx.query('DELETE FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2', [
    tx.hospitalId,
    settlementId,
  ]);
}

/** A line to store: computed now, or the correction of a line of an earlier settlement. */
export interface NewLine {
  readonly line: ComputedLine;
  readonly key: string;
  readonly amountFen: Fen;
  readonly reverses: { readonly lineId: string; readonly key: string; readonly month: string } | null;
  readonly reason: string;
}

export function asNewLine(line: ComputedLine): NewLine {
  return { line, key: lineKey(line), amountFen: line.amountFen, reverses: null, reason: line.reason };
}

const insertSql = `
  INSERT INTO incentive_lines (hospital_id, settlement_id, line_no, key, month, rule_id, episode_no, referral_id, introducer_kind, payee_kind,
    payee_no, payee_name, department, base_fen, amount_fen, form, trigger, clearance, citation, is_held, reverses_line, reverses_key, reverses_month, reason, trace)
  SELECT $1, $2, $3 + l.n::int - 1, l.key, l.month, l.rule_id, l.episode_no, l.referral_id, l.introducer_kind, l.payee_kind,
    l.payee_no, l.payee_name, l.department, l.base_fen, l.amount_fen, l.form, l.trigger, l.clearance, l.citation, l.is_held,
    l.reverses_line, l.reverses_key, l.reverses_month, l.reason, l.trace
  FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
    $14::bigint[], $15::bigint[], $16::text[], $17::text[], $18::text[], $19::text[], $20::boolean[], $21::uuid[], $22::text[], $23::text[], $24::text[], $25::text[])
    WITH ORDINALITY AS l(key, month, rule_id, episode_no, referral_id, introducer_kind, payee_kind, payee_no, payee_name, department,
      base_fen, amount_fen, form, trigger, clearance, citation, is_held, reverses_line, reverses_key, reverses_month, reason, trace, n)`;

/** Appends lines, numbered from `firstNo`. */
export async function insertLines(
  tx: Tx,
  settlementId: string,
  firstNo: number,
  lines: readonly NewLine[],
  triggerOfRule: (ruleId: string) => string,
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
      column(({ line }) => triggerOfRule(line.ruleId)),
      column(({ line }) => line.clearance),
      column(({ line }) => line.citation),
      column(({ line }) => line.isHeld),
      column(({ reverses }) => reverses?.lineId ?? null),
      column(({ reverses }) => reverses?.key ?? null),
      column(({ reverses }) => reverses?.month ?? null),
      column(({ reason }) => reason),
      column(({ line }) => packTrace(line.trace)),
    ],
  });
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

function toHead(row: HeadRow): SettlementHead {
  return {
    settlementId: row.settlement_id,
    settlementNo: row.settlement_no,
    month: row.month,
    planId: row.plan_id,
    planVersion: row.plan_version,
    packVersion: row.pack_version,
    state: row.state,
  };
}
