import { createHash, createHmac } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { addDays, type Day, dayMs, type Instant, instantOfLocal } from '#kernel/day.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { readTimeZone } from '#modules/hospital/index.ts';
import { type Actor, audit, systemActor } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { csvLine } from '#platform/files/write-csv.ts';
import { writeWorkbook } from '#platform/files/write-xlsx.ts';
import { enqueueJob, type JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { ExportDetail, ExportRow } from '../contract/exports.ts';
import { type Deidentified, deidentifyVisits, kMinOf } from '../rules/deidentify/dataset.ts';
import {
  insertExport,
  readExportRow,
  readRestricted,
  readVisitFacts,
  updateDecision,
  updateReport,
} from '../store/exports.ts';
import { deleteFilesOf, insertFile, readFiles } from '../store/files.ts';

const rowsMax = 50_000;
const monthsMax = 36;
const fileDays = 7;

export async function readExportDetail(tx: Tx, exportId: string): Promise<ExportDetail | Refusal> {
  const row = await readExportRow(tx, exportId);
  if (!row) return refuse('platform.not-found');
  const { decidedBy: _, ...shown } = row;
  return { ...shown, files: await readFiles(tx, 'export', exportId) };
}

export type WantedExport = Pick<
  ExportRow,
  'dataset' | 'audience' | 'k' | 'format' | 'fromDay' | 'untilDay' | 'dateTreatment' | 'reason'
>;

export async function requestExport(tools: Tools, actor: Actor, wanted: WantedExport): Promise<ExportDetail | Refusal> {
  const min = kMinOf[wanted.audience];
  if (wanted.k < min) return refuse('consent.export-k-too-small', { min });
  const months = (Date.parse(wanted.untilDay) - Date.parse(wanted.fromDay)) / (30.4 * dayMs);
  if (wanted.untilDay < wanted.fromDay || months > monthsMax) return refuse('consent.export-period-wrong');
  // A signature needs a person.
  if (!actor.accountId) return refuse('platform.not-permitted', { permission: 'export.deidentified.request' });
  return tools.db.transaction(actor, async (tx) => {
    const exportId = await insertExport(tx, {
      ...wanted,
      requestedBy: actor.accountId!,
      requestedByName: actor.displayName,
    });
    audit(tx, actor, {
      action: 'export.requested',
      subjectKind: 'deidentified-export',
      subjectId: exportId,
      reason: wanted.reason,
      detail: { dataset: wanted.dataset, audience: wanted.audience, k: wanted.k },
    });
    tx.touch('exports', exportId);
    return readExportDetail(tx, exportId);
  });
}

/** Approves or rejects; never the one who asked. With the approval the work begins. */
export async function decideExport(
  tools: Tools,
  actor: Actor,
  decision: {
    readonly exportId: string;
    readonly approves: boolean;
    readonly reason: string;
    readonly version: number;
  },
): Promise<ExportDetail | Refusal> {
  const { accountId } = actor;
  if (!accountId) return refuse('platform.not-permitted', { permission: 'export.deidentified.approve' });
  return tools.db.transaction(actor, async (tx) => {
    const row = await readExportRow(tx, decision.exportId, true);
    if (!row) return refuse('platform.not-found');
    if (row.requestedBy === accountId) return refuse('consent.export-own');
    if (row.state !== 'requested') return refuse('consent.export-wrong-state');
    if (row.version !== decision.version) return refuse('platform.stale');
    const jobId = decision.approves
      ? await enqueueJob(tx, {
          kind: 'consent.export',
          input: { exportId: row.exportId },
          requestedBy: row.requestedBy,
        })
      : null;
    await updateDecision(tx, row.exportId, {
      state: decision.approves ? 'approved' : 'rejected',
      by: accountId,
      byName: actor.displayName,
      reason: decision.reason,
      jobId,
    });
    audit(tx, actor, {
      action: decision.approves ? 'export.approved' : 'export.rejected',
      subjectKind: 'deidentified-export',
      subjectId: row.exportId,
      reason: decision.reason,
    });
    tx.touch('exports', row.exportId);
    return readExportDetail(tx, row.exportId);
  });
}

/** The job. Repeating it replaces its file with the same one: the key of the export is drawn from the installation's, not by chance. */
export async function makeExport(
  tools: Tools,
  input: { readonly exportId: string },
  run: JobRun,
): Promise<{ exportId: string; rows: number } | Refusal> {
  const scope = { hospitalId: run.hospitalId };
  const made = await tools.db.read(scope, (tx) => compute(tools, tx, input.exportId));
  if (isRefusal(made)) {
    await tools.db.transaction(scope, async (tx) => {
      await updateReport(tx, input.exportId, 'failed', null);
      tx.touch('exports', input.exportId);
    });
    return made;
  }
  await run.progress(made.data.rows.length, made.data.rows.length);
  const content = await contentOf(made.row, made.data);
  return tools.db.transaction(scope, async (tx) => {
    await deleteFilesOf(tx, 'export', input.exportId);
    await insertFile(tx, {
      ownerKind: 'export',
      ownerId: input.exportId,
      fileName: `去标识-${made.row.dataset === 'people' ? '人群' : '就诊'}-${made.row.fromDay}-${made.row.untilDay}.${made.row.format}`,
      mediaType:
        made.row.format === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: content.length,
      contentHash: createHash('sha256').update(content).digest('hex'),
      contentSealed: tools.cipher.seal(content.toString('base64')),
      expiresAt: (tools.now() + fileDays * dayMs) as Instant,
    });
    await updateReport(tx, input.exportId, 'done', made.data.report);
    audit(tx, systemActor(scope, 'job'), {
      action: 'export.made',
      subjectKind: 'deidentified-export',
      subjectId: input.exportId,
      detail: { ...made.data.report },
    });
    tx.touch('exports', input.exportId);
    return { exportId: input.exportId, rows: made.data.rows.length };
  });
}

async function compute(
  tools: Tools,
  tx: Tx,
  exportId: string,
): Promise<{ row: ExportRow; data: Deidentified } | Refusal> {
  const row = await readExportRow(tx, exportId);
  if (!row) return refuse('platform.not-found');
  const timeZone = await readTimeZone(tx);
  const startOf = (day: string) => instantOfLocal(Date.parse(`${day}T00:00:00Z`), timeZone);
  const facts = await readVisitFacts(tx, startOf(row.fromDay), startOf(addDays(row.untilDay as Day, 1)), rowsMax);
  if (facts.length > rowsMax) return refuse('consent.export-too-many-rows', { rowsMax });
  const restricted = await readRestricted(tx);
  const usable = facts.filter((fact) => !restricted.has(fact.patientId));
  if (usable.length < row.k) return refuse('consent.export-too-few-rows', { rows: usable.length, k: row.k });
  const key = createHmac('sha256', tools.config.secrets.lookupKey).update(`deidentified export ${exportId}`).digest();
  const data = deidentifyVisits(usable, { ...row, timeZone, key });
  if (data.rows.length === 0) return refuse('consent.export-too-few-rows', { rows: 0, k: row.k });
  return { row, data };
}

async function contentOf(row: ExportRow, data: Deidentified): Promise<Buffer> {
  if (row.format === 'csv')
    return Buffer.from(`\ufeff${[data.header, ...data.rows].map((cells) => `${csvLine(cells)}\r\n`).join('')}`);
  const { report } = data;
  const stream = new PassThrough();
  const written = writeWorkbook(stream, [
    {
      name: '数据',
      titles: [
        `去标识数据 ${row.fromDay} 至 ${row.untilDay}`,
        '仍属个人信息，仅限所申请的用途；不得与其他资料比对以识别个人',
      ],
      columns: data.header.map((header) => ({ header, width: 16 })),
      rows: data.rows,
    },
    {
      name: '匿名度报告',
      columns: [
        { header: '项目', width: 28 },
        { header: '值', width: 40 },
      ],
      rows: [
        ['要求的 k', String(report.kWanted)],
        ['达到的 k', String(report.kReached)],
        ['原有行数', String(report.rowsIn)],
        ['导出行数', String(report.rowsOut)],
        ['整行去除', String(report.suppressedRows)],
        ['去除的单元格', String(report.suppressedCells)],
        ['最大重标识风险', `${(report.riskMaxBp / 100).toFixed(2)}%`],
        ['平均重标识风险', `${(report.riskAverageBp / 100).toFixed(2)}%`],
        ...report.generalisations.map(({ column, level }) => [`泛化：${column}`, level]),
      ],
    },
  ]);
  const [content] = await Promise.all([buffer(stream), written]);
  return content;
}
