import { addMonths, type Month } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ComputedLine } from '../compute.ts';
import type { IncentiveLine } from '../rules/decide-lines.ts';

/** What approved settlements together say of one line. */
export interface BookedLine {
  /** The row in force: the original, or what last replaced it. */
  readonly lineId: string;
  readonly line: Omit<ComputedLine, 'trace' | 'isHeld'>;
  readonly trace: string;
  /** Original plus all corrections so far. */
  readonly netFen: Fen;
  readonly isHeld: boolean;
  readonly isPayable: boolean;
  /** Rows that make it up: numbers the next correction. */
  readonly times: number;
}

const isApproved = `state IN ('approved', 'partly_paid', 'paid', 'closed')`;

/** Months before `before` with an approved settlement of the plan, the earliest first, each with the plan it was computed by. */
export async function readBookedMonths(
  tx: Tx,
  of: { readonly planId: string; readonly before: Month; readonly monthsMax: number },
): Promise<{ month: Month; document: PlanDocument }[]> {
  return tx.query(
    `SELECT month, document FROM incentive_settlements
     WHERE hospital_id = $1 AND plan_id = $2 AND month >= $3 AND month < $4 AND ${isApproved} ORDER BY month`,
    [tx.hospitalId, of.planId, addMonths(of.before, -of.monthsMax), of.before],
  );
}

interface BookedRow {
  base_key: string;
  line_id: string;
  plan_version: string;
  pack_version: string;
  rule_id: string;
  episode_no: string;
  referral_id: string | null;
  introducer_kind: IncentiveLine['introducerKind'];
  payee_kind: IncentiveLine['payeeClass'];
  payee_no: string;
  payee_name: string;
  department: string;
  base_fen: Fen;
  form: IncentiveLine['form'];
  trigger: string;
  clearance: IncentiveLine['clearance'];
  citation: string;
  reason: string;
  trace: string;
  is_held: boolean;
  payable_fen: Fen;
  net_fen: Fen;
  times: number;
}

/** Lines of a month that approved settlements of the plan hold, by key, corrections folded in. */
export async function readBookedLines(
  tx: Tx,
  of: { readonly planId: string; readonly month: Month },
): Promise<Map<string, BookedLine>> {
  const rows = await tx.query<BookedRow>(
    `WITH booked AS (
       SELECT l.*, s.document ->> 'version' AS plan_version, s.pack_version, coalesce(l.corrects_key, l.key) AS base_key
       FROM incentive_lines l JOIN incentive_settlements s USING (hospital_id, settlement_id)
       WHERE l.hospital_id = $1 AND s.plan_id = $2 AND s.${isApproved} AND l.month = $3)
     SELECT DISTINCT ON (base_key) base_key, line_id, plan_version, pack_version, rule_id, episode_no, referral_id, introducer_kind, payee_kind,
       payee_no, payee_name, department, base_fen, form, trigger, clearance, citation, reason, trace, is_held, payable_fen,
       sum(amount_fen) OVER (PARTITION BY base_key)::bigint AS net_fen, count(*) OVER (PARTITION BY base_key)::int AS times
     FROM booked ORDER BY base_key, (reverses_key IS NULL) DESC, line_id DESC`,
    [tx.hospitalId, of.planId, of.month],
  );
  return new Map(rows.map((row) => [row.base_key, toBooked(row, of)]));
}

function toBooked(row: BookedRow, of: { readonly planId: string; readonly month: Month }): BookedLine {
  return {
    lineId: row.line_id,
    trace: row.trace,
    netFen: row.net_fen,
    isHeld: row.is_held,
    isPayable: row.payable_fen !== 0,
    times: row.times,
    line: {
      period: of.month,
      planId: of.planId,
      planVersion: row.plan_version,
      packVersion: row.pack_version,
      ruleId: row.rule_id,
      episodeNo: row.episode_no,
      chargeLineNo: row.base_key.split('|')[2] || null,
      referralId: row.referral_id,
      introducerKind: row.introducer_kind,
      payeeClass: row.payee_kind,
      payeeNo: row.payee_no,
      payeeName: row.payee_name,
      department: row.department,
      baseFen: row.base_fen,
      amountFen: row.net_fen,
      form: row.form,
      trigger: row.trigger,
      clearance: row.clearance,
      citation: row.citation,
      payableFen: row.payable_fen,
      reason: row.reason,
    },
  };
}
