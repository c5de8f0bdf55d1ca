import { PassThrough, type Readable } from 'node:stream';
import { z } from 'zod';
import { type Month, monthBounds } from '#kernel/day.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit, shownFor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { readAllPages } from '#platform/db/list.ts';
import { type Sheet, type SheetCell, type SheetColumn, writeWorkbook } from '#platform/files/write-xlsx.ts';
import type { Tools } from '#platform/tools.ts';
import { type MonthlySummary, type SummaryGroup, summaryRow } from '../contract/summary.ts';
import { referralTiers } from '../contract/tiers.ts';
import { admissionList, readDifferences, type SummaryListRow } from '../store/summary.ts';
import { differenceRowsMax, moneySeenBy, summaryIn, toSummaryRow } from './summary.ts';

const signatures = ['制表', '审核', '分管副院长', '院长'];
const groupColumns: readonly SheetColumn[] = [
  { header: '住院人次', format: 'number' },
  { header: '转介', format: 'number' },
  { header: '自行来院', format: 'number' },
  { header: '待定', format: 'number' },
  { header: '转科/新生儿', format: 'number' },
];
const reasonWords = { won: '转介', walk_in: '自行来院', undetermined: '待定', not_creditable: '转科/新生儿' } as const;
const sexWords = { male: '男', female: '女' } as const;
const differenceWords: Readonly<Record<string, string>> = {
  credited_not_creditable: '转科或新生儿却有归属',
  winner_missing: '归属的转介已不存在',
  winner_elsewhere: '转介的归属与就诊不一致',
  shared_on_admission: '住院就诊共享他次归属',
  no_department: '没有科室',
  no_admission_time: '没有入院时间',
};

/** The summary as a workbook with signature block, streamed while it is read. The export is on record. */
export async function writeSummaryWorkbook(tools: Tools, actor: Actor, month: string): Promise<Readable> {
  await tools.db.transaction({ hospitalId: actor.hospitalId }, async (tx) =>
    audit(tx, actor, { action: 'monthly-summary.exported', subjectKind: 'month', subjectId: month }),
  );
  const stream = new PassThrough();
  tools.db
    .read(actor, async (tx) => writeWorkbook(stream, await sheetsOf(tx, actor, month)))
    .catch((error: Error) => stream.destroy(error));
  return stream;
}

async function sheetsOf(tx: Tx, actor: Actor, month: string): Promise<Sheet[]> {
  const summary = await summaryIn(tx, actor, month);
  const title = `${summary.hospitalName} ${month} 住院病人信息汇总表`;
  const seesMoney = summary.totals.chargesFen !== null;
  const group = (name: string, key: string, groups: readonly SummaryGroup[]): Sheet => ({
    name,
    titles: [title, name],
    columns: [
      { header: key, width: 24 },
      ...groupColumns,
      ...(seesMoney ? [{ header: '费用（元）', format: 'money' } as const] : []),
    ],
    rows: groups.map((one) => groupCells(one.name || one.key || '未注明', one)),
    totals: groupCells('合计', groups.reduce(sumGroups, { ...summary.totals, ...zero })),
    signatures,
  });
  return [
    group('按科室', '科室', summary.byDepartment),
    group(
      '按介绍人',
      '介绍人',
      summary.byIntroducer.map((one) => ({ ...one, name: [one.name, one.institution].filter(Boolean).join(' ') })),
    ),
    group('按发展人', '发展人', summary.byRep),
    group('按县区', '县区代码', summary.byCounty),
    await admissionSheet(tx, actor, month, title, seesMoney),
    await differenceSheet(tx, month, summary),
  ];
}

const zero = { admissions: 0, won: 0, walkIn: 0, undetermined: 0, notCreditable: 0, chargesFen: 0 };

function sumGroups(sum: SummaryGroup, one: SummaryGroup): SummaryGroup {
  return {
    ...sum,
    admissions: sum.admissions + one.admissions,
    won: sum.won + one.won,
    walkIn: sum.walkIn + one.walkIn,
    undetermined: sum.undetermined + one.undetermined,
    notCreditable: sum.notCreditable + one.notCreditable,
    chargesFen: (sum.chargesFen ?? 0) + (one.chargesFen ?? 0),
  };
}

function groupCells(name: string, group: SummaryGroup): SheetCell[] {
  const { admissions, won, walkIn, undetermined, notCreditable, chargesFen } = group;
  return [name, admissions, won, walkIn, undetermined, notCreditable, chargesFen];
}

async function admissionSheet(tx: Tx, actor: Actor, month: string, title: string, seesMoney: boolean): Promise<Sheet> {
  const timeZone = await readTimeZone(tx);
  const spec = { ...admissionList(monthBounds(month as Month, timeZone)), timeZone: readTimeZone };
  const money = moneySeenBy(actor);
  const time = (at: number | null) =>
    at === null ? null : new Date(at).toLocaleString('sv-SE', { timeZone }).slice(0, 16);
  async function* rows(): AsyncGenerator<SheetCell[]> {
    for await (const portion of readAllPages<SummaryListRow>(tx, spec, { filter: [], limit: 200 })) {
      const stored = portion.map((row) => toSummaryRow(row, money, timeZone));
      // A file passes the same filter as the list it is made of.
      for (const row of shownFor(actor, z.array(summaryRow), stored, referralTiers)) {
        const sex = row.sex ? sexWords[row.sex] : null;
        yield [
          row.episodeNo,
          row.recordNo,
          row.patientName,
          sex,
          row.age,
          row.county,
          row.department,
          row.doctor,
          time(row.admittedAt),
          time(row.dischargedAt),
          reasonWords[row.reason],
          row.referralId,
          row.introducerNo,
          row.introducerName,
          row.repNo,
          row.chargesFen,
        ];
      }
    }
  }
  const headers =
    '就诊号 病案号 姓名 性别 年龄 县区代码 科室 医生 入院时间 出院时间 归属 转介号 介绍人编号 介绍人 发展人'.split(' ');
  return {
    name: '明细',
    titles: [title, '明细'],
    columns: [
      ...headers.map((header) => ({ header, ...(header === '年龄' ? { format: 'number' as const, width: 8 } : {}) })),
      ...(seesMoney ? [{ header: '费用（元）', format: 'money' as const }] : []),
    ],
    rows: rows(),
    signatures,
  };
}

async function differenceSheet(tx: Tx, month: string, summary: MonthlySummary): Promise<Sheet> {
  const timeZone = await readTimeZone(tx);
  const differences = await readDifferences(tx, monthBounds(month as Month, timeZone), differenceRowsMax);
  const { hisAdmissions, isReconciled } = summary.reconciliation;
  return {
    name: '与HIS核对',
    titles: [`HIS 住院 ${hisAdmissions} 人次，${isReconciled ? '核对一致' : '核对有差异'}`],
    columns: [
      { header: '就诊号', width: 20 },
      { header: '科室', width: 16 },
      { header: '差异', width: 28 },
    ],
    rows: differences.map((row) => [row.episode_no, row.department, differenceWords[row.code]]),
    signatures,
  };
}
