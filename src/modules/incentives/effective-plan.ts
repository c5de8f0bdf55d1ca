import { addMonths, type Day, type Month, monthBounds } from '#kernel/day.ts';
import type { BasisPoints, Fen } from '#kernel/money.ts';
import type { PlanDocument } from '#kernel/rule-engine/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { HospitalBasis } from './compute.ts';
import { type SpecialApproval, withApprovals } from './rules/special-approvals.ts';

interface ApprovalRow {
  approval_no: string;
  disease: string;
  rate_bp: BasisPoints;
  max_fen: Fen | null;
  from_day: Day;
  until_day: Day;
  reason: string;
}

/**
 * The plan with the president's approvals as dated rules. An approval names words of the diagnosis; the rule names the diagnoses that hold
 * them, as the episodes settled in the months write them, so that a trace stays exact.
 */
export async function effectiveDocument(
  tx: Tx,
  plan: PlanDocument,
  span: { readonly from: Month; readonly until: Month },
  hospital: HospitalBasis,
): Promise<PlanDocument> {
  if (!plan.rules.some((rule) => rule.needsApproval !== undefined)) return plan;
  const rows = await tx.query<ApprovalRow>(
    `SELECT approval_no, disease, rate_bp, max_fen, from_day, until_day, reason FROM incentive_approvals
     WHERE hospital_id = $1 ORDER BY approved_at, approval_no`,
    [tx.hospitalId],
  );
  if (rows.length === 0) return plan;
  const { from } = monthBounds(span.from, hospital.timeZone);
  const { until } = monthBounds(span.until, hospital.timeZone);
  const approvals: SpecialApproval[] = [];
  for (const row of rows) {
    const diagnoses = await tx.query<{ diagnosis: string }>(
      `SELECT DISTINCT diagnosis COLLATE "C" AS diagnosis FROM published.episodes
       WHERE hospital_id = $1 AND settled_at >= to_timestamp($2::bigint / 1000.0) AND settled_at < to_timestamp($3::bigint / 1000.0)
         AND EXISTS (SELECT 1 FROM unnest($4::text[]) AS word WHERE position(lower(word) IN lower(diagnosis)) > 0)
       ORDER BY 1`,
      [tx.hospitalId, from, until, diseaseWords(row.disease)],
    );
    if (diagnoses.length > 0)
      approvals.push(
        toApproval(
          row,
          diagnoses.map(({ diagnosis }) => diagnosis),
        ),
      );
  }
  return withApprovals(plan, approvals);
}

/** An approval may name several words: `尿毒症、肾衰竭`. */
export function diseaseWords(disease: string): string[] {
  return disease
    .split(/[、,，;；]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function toApproval(row: ApprovalRow, diagnoses: readonly string[]): SpecialApproval {
  return {
    id: row.approval_no,
    diagnoses,
    rateBasisPoints: row.rate_bp,
    maxFen: row.max_fen,
    from: row.from_day,
    until: row.until_day,
    reason: row.reason,
  };
}

/** Months whose episodes a settlement may concern: its own, and a year of corrections. */
export function settlementSpan(month: Month): { readonly from: Month; readonly until: Month } {
  return { from: addMonths(month, -12), until: month };
}
