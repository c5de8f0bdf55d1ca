import type { Fen } from '#kernel/money.ts';
import type { Tx } from '#platform/db/database.ts';
import type { TotalInfo } from '../contract/common.ts';
import type { Reader } from '../reader.ts';

const sums = `count(*)::int AS lines, coalesce(sum(amount_fen), 0)::bigint AS "amountFen", coalesce(sum(payable_fen), 0)::bigint AS "payableFen",
  coalesce(sum(amount_fen) FILTER (WHERE clearance = 'allowed'), 0)::bigint AS "allowedFen",
  coalesce(sum(amount_fen) FILTER (WHERE clearance = 'review'), 0)::bigint AS "reviewFen",
  coalesce(sum(amount_fen) FILTER (WHERE clearance = 'prohibited'), 0)::bigint AS "prohibitedFen"`;

const keyColumns = { rule: 'rule_id', payee: 'payee_kind', department: `coalesce(department, '')`, all: `''` } as const;

/** Sums of a settlement's lines, in byte order of the key; `all` answers one row. */
export async function readSums(
  tx: Tx,
  settlementId: string,
  by: keyof typeof keyColumns,
  reader: Reader,
): Promise<({ key: string } & TotalInfo)[]> {
  return tx.query(
    `SELECT ${keyColumns[by]} AS key, ${sums} FROM incentive_lines
     WHERE hospital_id = $1 AND settlement_id = $2 AND ($3::text[] IS NULL OR department = ANY ($3)) GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, settlementId, reader.departments],
  );
}

export async function readLineCounts(
  tx: Tx,
  settlementId: string,
  reader: Reader,
): Promise<{ heldLines: number; reviewWaitingLines: number; correctionLines: number }> {
  const row = await tx.one<{ heldLines: number; reviewWaitingLines: number; correctionLines: number }>(
    `SELECT count(*) FILTER (WHERE is_held AND reverses_key IS NULL) AS "heldLines", count(*) FILTER (WHERE corrects_key IS NOT NULL) AS "correctionLines",
       count(*) FILTER (WHERE clearance = 'review' AND review_state IS NULL AND amount_fen > 0) AS "reviewWaitingLines"
     FROM incentive_lines WHERE hospital_id = $1 AND settlement_id = $2 AND ($3::text[] IS NULL OR department = ANY ($3))`,
    [tx.hospitalId, settlementId, reader.departments],
  );
  return row!;
}

export interface PlanFigures {
  readonly settlementId: string;
  readonly planId: string;
  readonly title: { zh: string; en: string };
  readonly state: string;
  readonly payableFen: Fen;
  readonly paidFen: Fen;
  readonly outstandingFen: Fen;
  readonly reversedFen: Fen;
  readonly prohibitedFen: Fen;
  readonly reviewWaitingFen: Fen;
  readonly overdueFen: Fen;
}

/** A month's settlements in figures, each with its payouts. */
export async function readMonthByPlan(tx: Tx, month: string, today: string, reader: Reader): Promise<PlanFigures[]> {
  return tx.query(
    `SELECT s.settlement_id AS "settlementId", s.plan_id AS "planId", s.document -> 'title' AS title, s.state,
       coalesce(l.payable, 0)::bigint AS "payableFen", coalesce(l.reversed, 0)::bigint AS "reversedFen", coalesce(l.prohibited, 0)::bigint AS "prohibitedFen",
       coalesce(l.waiting, 0)::bigint AS "reviewWaitingFen", coalesce(p.paid, 0)::bigint AS "paidFen", coalesce(p.open, 0)::bigint AS "outstandingFen",
       coalesce(p.overdue, 0)::bigint AS "overdueFen"
     FROM incentive_settlements s
     LEFT JOIN LATERAL (SELECT sum(payable_fen) AS payable, -sum(amount_fen) FILTER (WHERE reverses_key IS NOT NULL) AS reversed,
         sum(amount_fen) FILTER (WHERE clearance = 'prohibited') AS prohibited,
         sum(amount_fen) FILTER (WHERE clearance = 'review' AND review_state IS NULL AND amount_fen > 0) AS waiting
       FROM incentive_lines l WHERE l.hospital_id = s.hospital_id AND l.settlement_id = s.settlement_id
         AND ($4::text[] IS NULL OR l.department = ANY ($4))) AS l ON true
     LEFT JOIN LATERAL (SELECT sum(amount_fen) FILTER (WHERE state = 'paid') AS paid,
         sum(amount_fen) FILTER (WHERE state IN ('waiting', 'exported', 'returned')) AS open,
         sum(amount_fen) FILTER (WHERE state IN ('waiting', 'exported', 'returned') AND due_on < $3::date) AS overdue
       FROM incentive_payouts p WHERE p.hospital_id = s.hospital_id AND p.settlement_id = s.settlement_id AND $4::text[] IS NULL) AS p ON true
     WHERE s.hospital_id = $1 AND s.month = $2 ORDER BY s.plan_id`,
    [tx.hospitalId, month, today, reader.departments],
  );
}

export async function readMonthByDepartment(
  tx: Tx,
  month: string,
  reader: Reader,
): Promise<{ department: string; payableFen: Fen; reversedFen: Fen; prohibitedFen: Fen; reviewFen: Fen }[]> {
  return tx.query(
    `SELECT coalesce(l.department, '') AS department, sum(l.payable_fen)::bigint AS "payableFen",
       coalesce(-sum(l.amount_fen) FILTER (WHERE l.reverses_key IS NOT NULL), 0)::bigint AS "reversedFen",
       coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'prohibited'), 0)::bigint AS "prohibitedFen",
       coalesce(sum(l.amount_fen) FILTER (WHERE l.clearance = 'review'), 0)::bigint AS "reviewFen"
     FROM incentive_lines l JOIN incentive_settlements s USING (hospital_id, settlement_id)
     WHERE l.hospital_id = $1 AND s.month = $2 AND ($3::text[] IS NULL OR l.department = ANY ($3)) GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, month, reader.departments],
  );
}

/** Of payouts of the month's settlements whose day has come or that are paid: how much was paid by its day. */
export async function readPaidInTime(
  tx: Tx,
  month: string,
  today: string,
): Promise<{ dueFen: Fen; inTimeFen: Fen; carriedFen: Fen; dueOn: string | null; latestMonth: string | null }> {
  const row = await tx.one<{
    dueFen: Fen;
    inTimeFen: Fen;
    carriedFen: Fen;
    dueOn: string | null;
    latestMonth: string | null;
  }>(
    `SELECT coalesce(sum(p.amount_fen) FILTER (WHERE p.state = 'paid' OR p.due_on < $3::date), 0)::bigint AS "dueFen",
       coalesce(sum(p.amount_fen) FILTER (WHERE p.state = 'paid' AND (p.paid_at AT TIME ZONE h.time_zone)::date <= p.due_on), 0)::bigint AS "inTimeFen",
       (SELECT coalesce(sum(balance), 0)::bigint FROM (SELECT sum(amount_fen) AS balance FROM incentive_ledger_entries
          WHERE hospital_id = $1 AND account LIKE 'payable:%' GROUP BY account, form HAVING sum(amount_fen) > 0) AS b) AS "carriedFen",
       (SELECT max(due_on) FROM incentive_settlements WHERE hospital_id = $1 AND month = $2) AS "dueOn",
       (SELECT max(month) FROM incentive_settlements WHERE hospital_id = $1) AS "latestMonth"
     FROM hospital_hospitals h
     LEFT JOIN incentive_settlements s ON s.hospital_id = h.hospital_id AND s.month = $2
     LEFT JOIN incentive_payouts p ON p.hospital_id = s.hospital_id AND p.settlement_id = s.settlement_id AND p.state <> 'replaced'
     WHERE h.hospital_id = $1`,
    [tx.hospitalId, month, today],
  );
  return row!;
}
