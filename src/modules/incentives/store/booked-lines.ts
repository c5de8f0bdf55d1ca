import type { Month } from '#kernel/day.ts';
import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';
import type { IncentiveLine } from '../rules/decide-lines.ts';

/** What submitted settlements together say of one line. */
export interface BookedLine {
  readonly lineId: string;
  readonly line: Omit<IncentiveLine, 'trace'>;
  readonly trace: string;
  readonly clearance: IncentiveLine['clearance'];
  /** Original plus all corrections so far. */
  readonly netFen: Fen;
  /** Rows that make it up: numbers the next correction. */
  readonly times: number;
}

interface BookedRow {
  base_key: string;
  line_id: string;
  plan_version: number;
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
  clearance: IncentiveLine['clearance'];
  citation: string;
  reason: string;
  trace: string;
  net_fen: Fen;
  times: number;
}

/** Lines of a month that submitted settlements of the plan hold, by key, corrections folded in; null when the month was never submitted. */
export async function readBookedLines(
  tx: Tx,
  of: { readonly planId: string; readonly month: Month },
): Promise<Map<string, BookedLine> | null> {
  const submitted = await tx.one(
    `SELECT 1 FROM incentive_settlements WHERE hospital_id = $1 AND plan_id = $2 AND month = $3 AND state <> 'draft' LIMIT 1`,
    [tx.hospitalId, of.planId, of.month],
  );
  if (!submitted) return null;
  const rows = await tx.query<BookedRow>(
    `WITH booked AS (
       SELECT l.*, s.plan_version, s.pack_version, coalesce(l.reverses_key, regexp_replace(l.key, '\\|\\+\\d+$', '')) AS base_key
       FROM incentive_lines l JOIN incentive_settlements s USING (hospital_id, settlement_id)
       WHERE l.hospital_id = $1 AND s.plan_id = $2 AND s.state <> 'draft' AND coalesce(l.reverses_month, l.month) = $3)
     SELECT DISTINCT ON (base_key) base_key, line_id, plan_version, pack_version, rule_id, episode_no, referral_id, introducer_kind, payee_kind, payee_no,
       payee_name, department, base_fen, form, clearance, citation, reason, trace,
       sum(amount_fen) OVER (PARTITION BY base_key) AS net_fen, count(*) OVER (PARTITION BY base_key)::int AS times
     FROM booked ORDER BY base_key, (reverses_key IS NULL) DESC, line_id DESC`,
    [tx.hospitalId, of.planId, of.month],
  );
  return new Map(rows.map((row) => [row.base_key, toBooked(row, of)]));
}

function toBooked(row: BookedRow, of: { readonly planId: string; readonly month: Month }): BookedLine {
  return {
    lineId: row.line_id,
    trace: row.trace,
    clearance: row.clearance,
    netFen: Number(row.net_fen) as Fen,
    times: row.times,
    line: {
      period: of.month,
      planId: of.planId,
      planVersion: String(row.plan_version),
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
      amountFen: Number(row.net_fen) as Fen,
      form: row.form,
      clearance: row.clearance,
      citation: row.citation,
      payableFen: (row.clearance === 'allowed' ? Number(row.net_fen) : 0) as Fen,
      reason: row.reason,
    },
  };
}
