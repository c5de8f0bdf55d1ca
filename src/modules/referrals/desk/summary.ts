import { completedYears, dayOf, type Month, monthBounds } from '#kernel/day.ts';
import type { ListQuery } from '#kernel/page.ts';
import { isRefusal } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, rightsOf, seesTier } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readPage } from '#platform/db/list.ts';
import type { Tools } from '#platform/tools.ts';
import type { ExamTotals, MonthlySummary, SummaryGroup, SummaryRow } from '../contract/summary.ts';
import { readNow } from '../store/board.ts';
import {
  admissionList,
  type ExamListRow,
  examList,
  type MoneySeen,
  type MonthBounds,
  readDifferences,
  readExamDifferences,
  readExamItemTotals,
  readHisCounts,
  readHospitalName,
  readSummaryCells,
  type SummaryCell,
  type SummaryListRow,
} from '../store/summary.ts';

/** Differences shown; a month with more needs its import looked at, not a longer list. */
const differencesShownMax = 200;
export const differenceRowsMax = 100_000;

/** The information officer sees the money of referred episodes only. */
export function moneySeenBy(actor: Actor): MoneySeen {
  if (!seesTier(actor, 'T5m')) return 'none';
  const isWide = actor.roles.some((role) => role !== 'info_officer' && rightsOf[role].full.includes('T5m'));
  return isWide ? 'all' : 'won';
}

/** 住院病人信息汇总表 of a month, reconciled with what the HIS counts. */
export async function readSummary(tools: Tools, actor: Actor, month: string): Promise<MonthlySummary> {
  return tools.db.read(actor, (tx) => summaryIn(tx, actor, month));
}

export async function summaryIn(tx: Tx, actor: Actor, month: string): Promise<MonthlySummary> {
  const timeZone = await readTimeZone(tx);
  const bounds = monthBounds(month as Month, timeZone);
  const money = moneySeenBy(actor);
  const cells = await readSummaryCells(tx, bounds, money);
  const credited = cells.filter((cell) => cell.introducer_no !== null && cell.reason === 'won');
  const seen = money !== 'none';
  const byDepartment = groupBy(cells, seen, (cell) => [cell.department, cell.department]);
  return {
    month,
    hospitalName: await readHospitalName(tx),
    generatedAt: await readNow(tx),
    totals: groupBy(cells, seen, () => ['', ''])[0] ?? emptyGroup(seen),
    byDepartment,
    byIntroducer: groupBy(credited, seen, (cell) => [cell.introducer_no!, cell.introducer_name ?? '']).map((group) => {
      const cell = credited.find((one) => one.introducer_no === group.key)!;
      const kind = cell.introducer_kind as MonthlySummary['byIntroducer'][number]['kind'];
      return { ...group, kind, institution: cell.institution };
    }),
    byRep: groupBy(credited, seen, (cell) => [cell.rep_no ?? '', cell.rep_name ?? cell.rep_no ?? '']),
    byCounty: groupBy(cells, seen, (cell) => [cell.county, cell.county]),
    reconciliation: await reconcile(tx, bounds, byDepartment),
  };
}

async function reconcile(
  tx: Tx,
  bounds: MonthBounds,
  counted: readonly SummaryGroup[],
): Promise<MonthlySummary['reconciliation']> {
  const his = await readHisCounts(tx, bounds);
  const countedOf = new Map(
    counted.map((group) => [group.key, group.won + group.walkIn + group.undetermined + group.notCreditable]),
  );
  const byDepartment = his.map(({ department, admissions }) => {
    const ours = countedOf.get(department) ?? 0;
    return { department, his: admissions, counted: ours, difference: admissions - ours };
  });
  const differences = await readDifferences(tx, bounds, differenceRowsMax);
  return {
    hisAdmissions: his.reduce((sum, row) => sum + row.admissions, 0),
    byDepartment,
    isReconciled: byDepartment.every((row) => row.difference === 0),
    differences: differences
      .slice(0, differencesShownMax)
      .map((row) => ({ episodeNo: row.episode_no, department: row.department, code: row.code })),
    differencesCount: differences.length,
  };
}

function emptyGroup(seesMoney: boolean): SummaryGroup {
  const counts = { admissions: 0, won: 0, walkIn: 0, undetermined: 0, notCreditable: 0 };
  return { key: '', name: '', ...counts, chargesFen: seesMoney ? 0 : null };
}

const countOf = {
  won: 'won',
  walk_in: 'walkIn',
  undetermined: 'undetermined',
  not_creditable: 'notCreditable',
} as const;

/** Sums cells into groups, the largest first. */
function groupBy(
  cells: readonly SummaryCell[],
  seesMoney: boolean,
  keyOf: (cell: SummaryCell) => [key: string, name: string],
): SummaryGroup[] {
  const groups = new Map<string, SummaryGroup>();
  for (const cell of cells) {
    const [key, name] = keyOf(cell);
    const group = groups.get(key) ?? { ...emptyGroup(seesMoney), key, name };
    groups.set(key, group);
    group.admissions += cell.admissions;
    if (cell.reason !== null) group[countOf[cell.reason]] += cell.admissions;
    if (group.chargesFen !== null) group.chargesFen += cell.charges_fen;
  }
  return [...groups.values()].sort((a, b) => b.admissions - a.admissions || (a.key < b.key ? -1 : 1));
}

export async function listAdmissions(tools: Tools, actor: Actor, query: ListQuery & { month: string }) {
  return tools.db.read(actor, async (tx) => {
    const timeZone = await readTimeZone(tx);
    const spec = admissionList(monthBounds(query.month as Month, timeZone));
    const page = await readPage<SummaryListRow>(tx, { ...spec, timeZone: readTimeZone }, query);
    if (isRefusal(page)) return page;
    const money = moneySeenBy(actor);
    return { ...page, items: page.items.map((row) => toSummaryRow(row, money, timeZone)) };
  });
}

export function toSummaryRow(row: SummaryListRow, money: MoneySeen, timeZone: string): SummaryRow {
  const seesCharges = money === 'all' || (money === 'won' && row.reason === 'won');
  return {
    episodeNo: row.episode_no,
    recordNo: row.record_no,
    patientName: row.patient_name,
    sex: row.sex,
    age: row.birth_date ? completedYears(row.birth_date, dayOf(row.registered_at, timeZone)) : null,
    phoneTail: row.phone_tail,
    county: row.county,
    department: row.department,
    doctor: row.doctor,
    admittedAt: row.admitted_at,
    dischargedAt: row.discharged_at,
    reason: row.reason ?? 'undetermined',
    referralId: row.referral_id,
    introducerNo: row.introducer_no,
    introducerName: row.introducer_name,
    introducerKind: row.introducer_kind as SummaryRow['introducerKind'],
    repNo: row.rep_no,
    chargesFen: seesCharges ? (row.charges_fen ?? 0) : null,
  };
}

export async function listExams(tools: Tools, actor: Actor, query: ListQuery & { month: string }) {
  return tools.db.read(actor, async (tx) => {
    const timeZone = await readTimeZone(tx);
    const spec = examList(monthBounds(query.month as Month, timeZone));
    const page = await readPage<ExamListRow>(tx, { ...spec, timeZone: readTimeZone }, query);
    if (isRefusal(page)) return page;
    const money = moneySeenBy(actor);
    const items = page.items.map((row) => ({
      episodeNo: row.episode_no,
      lineNo: row.line_no,
      item: row.item,
      itemName: row.item_name,
      patientName: row.patient_name,
      sex: row.sex,
      episodeKind: row.episode_kind,
      department: row.department,
      orderedBy: row.ordered_by,
      chargedAt: row.charged_at,
      introducerNo: row.introducer_no,
      introducerName: row.introducer_name,
      amountFen: money === 'all' || (money === 'won' && row.introducer_no !== null) ? row.amount_fen : null,
    }));
    return { ...page, items };
  });
}

export async function readExamTotals(tools: Tools, actor: Actor, month: string): Promise<ExamTotals> {
  return tools.db.read(actor, async (tx) => {
    const timeZone = await readTimeZone(tx);
    const bounds = monthBounds(month as Month, timeZone);
    const items = await readExamItemTotals(tx, bounds);
    const differences = await readExamDifferences(tx, bounds, differenceRowsMax);
    const seesMoney = moneySeenBy(actor) === 'all';
    return {
      month,
      items: items.map((row) => ({
        item: row.item,
        orders: row.orders,
        patients: row.patients,
        fromOutside: row.from_outside,
        amountFen: seesMoney ? row.amount_fen : null,
      })),
      differences: differences
        .slice(0, differencesShownMax)
        .map((row) => ({ episodeNo: row.episode_no, lineNo: row.line_no, item: row.item, code: row.code })),
      differencesCount: differences.length,
    };
  });
}
