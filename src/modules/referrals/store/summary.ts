import type { Day, Instant } from '#kernel/day.ts';
import type { Tx } from '#platform/db/database.ts';
import type { ListSpec } from '#platform/db/list.ts';
import type { Sex } from '../rules/index.ts';

export interface MonthBounds {
  readonly from: Instant;
  readonly until: Instant;
}

const source = `published.episodes e
  LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
  LEFT JOIN referral_referrals r ON r.hospital_id = o.hospital_id AND r.referral_id = o.referral_id
  LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id`;
const admittedAt = 'coalesce(e.admitted_at, e.registered_at)';
const isOutside = '(e.transferred_from IS NOT NULL OR e.mother_episode_no IS NOT NULL)';

/** Null: the rows contradict each other, and the episode is a difference of the reconciliation. */
const reason = `CASE
  WHEN ${isOutside} AND o.episode_no IS NULL THEN 'not_creditable'
  WHEN ${isOutside} THEN NULL
  WHEN o.episode_no IS NULL THEN 'walk_in'
  WHEN o.reason = 'undetermined' THEN 'undetermined'
  WHEN o.reason = 'won' AND r.state = 'won' AND r.episode_no = e.episode_no THEN 'won'
END`;

/** Patients are registered at most a month before or after their admission: the index on registration narrows the read. */
function inMonth(from: string, until: string): string {
  return `e.kind = 'inpatient' AND e.registered_at >= ${from} - interval '31 days' AND e.registered_at < ${until} + interval '31 days'
    AND ${admittedAt} >= ${from} AND ${admittedAt} < ${until}`;
}

const instant = (place: string) => `to_timestamp(${place}::bigint / 1000.0)`;

export interface SummaryCell {
  readonly department: string;
  readonly introducer_no: string | null;
  readonly introducer_name: string | null;
  readonly introducer_kind: string | null;
  readonly institution: string | null;
  readonly rep_no: string | null;
  readonly rep_name: string | null;
  readonly county: string;
  readonly reason: 'won' | 'walk_in' | 'undetermined' | 'not_creditable' | null;
  readonly admissions: number;
  readonly charges_fen: number;
}

/** Admissions of the month counted by everything the summary groups by; few rows whatever the size of the hospital. */
export async function readSummaryCells(tx: Tx, month: MonthBounds, withMoney: MoneySeen): Promise<SummaryCell[]> {
  return tx.query<SummaryCell>(
    `WITH admissions AS (
       SELECT e.episode_no, coalesce(e.department, '') AS department, i.introducer_no, i.name AS introducer_name, i.kind AS introducer_kind,
         i.institution, i.rep_no, coalesce(left(e.address_division, 6), '') AS county, ${reason} AS reason
       FROM ${source} WHERE e.hospital_id = $1 AND ${inMonth(instant('$2'), instant('$3'))}
     ), charged AS (
       SELECT c.episode_no, sum(c.amount_fen)::bigint AS fen FROM admissions a JOIN published.charges c ON c.hospital_id = $1 AND c.episode_no = a.episode_no
       WHERE $4 = 'all' OR ($4 = 'won' AND a.reason = 'won') GROUP BY c.episode_no
     )
     SELECT a.department, a.introducer_no, a.introducer_name, a.introducer_kind, a.institution, a.rep_no,
       (SELECT p.name FROM referral_introducers p WHERE p.hospital_id = $1 AND p.introducer_no = a.rep_no) AS rep_name, a.county, a.reason,
       count(*)::int AS admissions, coalesce(sum(c.fen), 0)::bigint AS charges_fen
     FROM admissions a LEFT JOIN charged c USING (episode_no) GROUP BY 1, 2, 3, 4, 5, 6, a.county, a.reason`,
    [tx.hospitalId, month.from, month.until, withMoney],
  );
}

/** Whose charges the reader may see. */
export type MoneySeen = 'all' | 'won' | 'none';

/** Inpatient episodes of the month by department, as the HIS exported them: counted without looking at referrals. */
export async function readHisCounts(tx: Tx, month: MonthBounds): Promise<{ department: string; admissions: number }[]> {
  return tx.query(
    `SELECT coalesce(e.department, '') AS department, count(*)::int AS admissions FROM published.episodes e
     WHERE e.hospital_id = $1 AND ${inMonth(instant('$2'), instant('$3'))} GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, month.from, month.until],
  );
}

export interface DifferenceRow {
  readonly episode_no: string;
  readonly department: string | null;
  readonly code:
    | 'credited_not_creditable'
    | 'winner_missing'
    | 'winner_elsewhere'
    | 'shared_on_admission'
    | 'no_department'
    | 'no_admission_time';
}

/** Admissions that do not add up, by number. */
export async function readDifferences(tx: Tx, month: MonthBounds, rowsMax: number): Promise<DifferenceRow[]> {
  return tx.query<DifferenceRow>(
    `SELECT episode_no, department, code FROM (
       SELECT e.episode_no, e.department, CASE
         WHEN ${isOutside} AND o.episode_no IS NOT NULL THEN 'credited_not_creditable'
         WHEN o.reason = 'chain' THEN 'shared_on_admission'
         WHEN o.referral_id IS NOT NULL AND r.referral_id IS NULL THEN 'winner_missing'
         WHEN o.reason = 'won' AND (r.state <> 'won' OR r.episode_no IS DISTINCT FROM e.episode_no) THEN 'winner_elsewhere'
         WHEN coalesce(e.department, '') = '' THEN 'no_department'
         WHEN e.admitted_at IS NULL THEN 'no_admission_time' END AS code
       FROM ${source} WHERE e.hospital_id = $1 AND ${inMonth(instant('$2'), instant('$3'))}) AS judged
     WHERE code IS NOT NULL ORDER BY episode_no LIMIT $4`,
    [tx.hospitalId, month.from, month.until, rowsMax],
  );
}

export interface SummaryListRow {
  readonly episode_no: string;
  readonly record_no: string | null;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly birth_date: Day | null;
  readonly phone_tail: string | null;
  readonly county: string | null;
  readonly department: string | null;
  readonly doctor: string | null;
  readonly admitted_at: Instant;
  readonly registered_at: Instant;
  readonly discharged_at: Instant | null;
  readonly reason: SummaryCell['reason'];
  readonly referral_id: string | null;
  readonly introducer_no: string | null;
  readonly introducer_name: string | null;
  readonly introducer_kind: string | null;
  readonly rep_no: string | null;
  readonly charges_fen: number | null;
}

export function admissionList(month: MonthBounds): ListSpec {
  return {
    from: source,
    columns: `e.episode_no, e.record_no, e.patient_name, e.sex, e.birth_date, right(e.phone_key, 4) AS phone_tail, left(e.address_division, 6) AS county,
      e.department, e.doctor, ${admittedAt} AS admitted_at, e.registered_at, e.discharged_at, ${reason} AS reason, o.referral_id, i.introducer_no,
      i.name AS introducer_name, i.kind AS introducer_kind, i.rep_no,
      (SELECT sum(c.amount_fen)::bigint FROM published.charges c WHERE c.hospital_id = e.hospital_id AND c.episode_no = e.episode_no) AS charges_fen`,
    hospital: 'e.hospital_id',
    where: [
      {
        sql: (at) =>
          `e.kind = 'inpatient' AND e.registered_at >= ${instant(at)} - interval '31 days' AND ${admittedAt} >= ${instant(at)}`,
        value: month.from,
      },
      {
        sql: (at) => `e.registered_at < ${instant(at)} + interval '31 days' AND ${admittedAt} < ${instant(at)}`,
        value: month.until,
      },
    ],
    fields: {
      reason: { sql: `(${reason})`, type: 'text' },
      department: { sql: 'e.department', type: 'text', sortable: true, nullable: true },
      introducerNo: { sql: 'i.introducer_no', type: 'text' },
      repNo: { sql: 'i.rep_no', type: 'text' },
      county: { sql: 'left(e.address_division, 6)', type: 'text' },
      admittedAt: { sql: admittedAt, type: 'instant', sortable: true },
    },
    key: { sql: 'e.episode_no', type: 'text' },
    defaultSort: 'admittedAt',
    search: (q) => `(e.episode_no = ${q} OR e.record_no = ${q} OR strpos(e.patient_name, ${q}) > 0 OR i.name = ${q})`,
  };
}

const examItems = `c.item_code IN ('CT', 'US4D', 'BIOCHEM')`;
const examSource = `published.charges c
  LEFT JOIN published.episodes e ON e.hospital_id = c.hospital_id AND e.episode_no = c.episode_no
  LEFT JOIN referral_outcomes o ON o.hospital_id = e.hospital_id AND o.episode_no = e.episode_no
  LEFT JOIN referral_referrals r ON r.hospital_id = o.hospital_id AND r.referral_id = o.referral_id
  LEFT JOIN referral_introducers i ON i.hospital_id = r.hospital_id AND i.introducer_id = r.introducer_id
    AND i.kind IN ('external_physician', 'grassroots_institution', 'community', 'enterprise', 'public')`;
const orderedAt = 'coalesce(c.charged_at, e.registered_at)';
const isOfMonth = (from: string, until: string) =>
  `${examItems} AND ((c.charged_at >= ${from} AND c.charged_at < ${until}) OR (c.charged_at IS NULL AND e.registered_at >= ${from} AND e.registered_at < ${until}))`;

export interface ExamListRow {
  readonly episode_no: string;
  readonly line_no: string;
  readonly item: 'CT' | 'US4D' | 'BIOCHEM';
  readonly item_name: string | null;
  readonly patient_name: string | null;
  readonly sex: Sex | null;
  readonly episode_kind: string | null;
  readonly department: string | null;
  readonly ordered_by: string | null;
  readonly charged_at: Instant | null;
  readonly introducer_no: string | null;
  readonly introducer_name: string | null;
  readonly amount_fen: number;
}

/** The register of special orders: one row an order, from the charges, with the introducer from outside. */
export function examList(month: MonthBounds): ListSpec {
  return {
    from: examSource,
    columns: `c.episode_no, c.line_no, c.item_code AS item, c.item_name, e.patient_name, e.sex, e.kind AS episode_kind,
      coalesce(c.department, e.department) AS department, c.ordered_by, ${orderedAt} AS charged_at, i.introducer_no, i.name AS introducer_name, c.amount_fen`,
    hospital: 'c.hospital_id',
    where: [
      {
        sql: (at) =>
          `${examItems} AND (c.charged_at >= ${instant(at)} OR (c.charged_at IS NULL AND e.registered_at >= ${instant(at)}))`,
        value: month.from,
      },
      {
        sql: (at) => `(c.charged_at < ${instant(at)} OR (c.charged_at IS NULL AND e.registered_at < ${instant(at)}))`,
        value: month.until,
      },
    ],
    fields: {
      item: { sql: 'c.item_code', type: 'text' },
      orderedBy: { sql: 'c.ordered_by', type: 'text' },
      introducerNo: { sql: 'i.introducer_no', type: 'text' },
      department: { sql: 'coalesce(c.department, e.department)', type: 'text' },
      chargedAt: { sql: orderedAt, type: 'instant', sortable: true, nullable: true },
    },
    key: { sql: `(c.episode_no || ' ' || c.line_no)`, type: 'text' },
    defaultSort: 'chargedAt',
    search: (q) => `(c.episode_no = ${q} OR strpos(e.patient_name, ${q}) > 0 OR c.ordered_by = ${q})`,
  };
}

export interface ExamTotalRow {
  readonly item: 'CT' | 'US4D' | 'BIOCHEM';
  readonly orders: number;
  readonly patients: number;
  readonly from_outside: number;
  readonly amount_fen: number;
}

export async function readExamItemTotals(tx: Tx, month: MonthBounds): Promise<ExamTotalRow[]> {
  return tx.query<ExamTotalRow>(
    `SELECT c.item_code AS item, count(*) FILTER (WHERE c.amount_fen >= 0)::int AS orders,
       count(DISTINCT coalesce(e.record_no, c.episode_no))::int AS patients, count(i.introducer_id) FILTER (WHERE c.amount_fen >= 0)::int AS from_outside,
       sum(c.amount_fen)::bigint AS amount_fen
     FROM ${examSource} WHERE c.hospital_id = $1 AND ${isOfMonth(instant('$2'), instant('$3'))} GROUP BY 1 ORDER BY 1`,
    [tx.hospitalId, month.from, month.until],
  );
}

export interface ExamDifferenceRow {
  readonly episode_no: string;
  readonly line_no: string;
  readonly item: 'CT' | 'US4D' | 'BIOCHEM';
  readonly code: 'charge_without_episode' | 'refund' | 'no_orderer' | 'charged_before_registration';
}

/** Charges that do not stand for an order of the register as they should. */
export async function readExamDifferences(tx: Tx, month: MonthBounds, rowsMax: number): Promise<ExamDifferenceRow[]> {
  return tx.query<ExamDifferenceRow>(
    `SELECT episode_no, line_no, item, code FROM (
       SELECT c.episode_no, c.line_no, c.item_code AS item, CASE
         WHEN e.episode_no IS NULL THEN 'charge_without_episode'
         WHEN c.amount_fen < 0 THEN 'refund'
         WHEN coalesce(c.ordered_by, '') = '' THEN 'no_orderer'
         WHEN c.charged_at < e.registered_at - interval '1 day' THEN 'charged_before_registration' END AS code
       FROM ${examSource} WHERE c.hospital_id = $1 AND ${isOfMonth(instant('$2'), instant('$3'))}) AS judged
     WHERE code IS NOT NULL ORDER BY episode_no, line_no LIMIT $4`,
    [tx.hospitalId, month.from, month.until, rowsMax],
  );
}

export async function readHospitalName(tx: Tx): Promise<string> {
  const row = await tx.one<{ name: string }>('SELECT name FROM hospital_hospitals WHERE hospital_id = $1', [
    tx.hospitalId,
  ]);
  return row?.name ?? '';
}
