import { Readable } from 'node:stream';
import { dayMs } from '#kernel/day.ts';
import { uuidv7 } from '#kernel/ids.ts';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import { countList } from '#platform/db/list.ts';
import { type FileAnswer, fileAnswer } from '#platform/http/serve.ts';
import { enqueueJob } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import type { Selection } from '../contract/bulk.ts';
import type { ExportInfo } from '../contract/exports.ts';
import type { AnyListOffer } from '../offer.ts';
import { type ExportRecord, insertExport, readExport, readOwnExports, readPart } from '../store/exports.ts';
import { selectionFacts } from './bulk.ts';
import { offerFor, rowsOf } from './offers.ts';

/** Files of more rows are nothing anybody reads; they would be a copy of the register. */
export const exportRowsMax = 200_000;
const keptDays = 7;

type Locale = 'zh-CN' | 'en';

export interface ExportWanted {
  readonly list: string;
  readonly format: 'xlsx' | 'csv';
  readonly selection: Selection;
  readonly sort?: string | undefined;
  readonly columns?: string[] | undefined;
}

/** Queues the writing of what a list shows into a file. */
export async function startExport(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  wanted: ExportWanted,
  locale: Locale,
): Promise<ExportInfo | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const offer = offerFor(offers, actor, wanted.list);
    if (isRefusal(offer)) return offer;
    const rows = rowsOf(offer, wanted.selection);
    const spec = await offer.open(tx, actor, rows.query);
    if (isRefusal(spec)) return spec;
    const counted = await countList(tx, spec, rows);
    if (isRefusal(counted)) return counted;
    if (counted.total > exportRowsMax) return refuse('lists.too-many-rows', { rowsMax: exportRowsMax });
    const now = tools.now();
    const exportId = uuidv7(now);
    const jobId = await enqueueJob(tx, {
      kind: 'lists.export',
      input: { exportId },
      requestedBy: actor.accountId,
      totalCount: counted.total,
    });
    const { selection, sort = null, columns = null, format } = wanted;
    const record = await insertExport(tx, {
      exportId,
      jobId,
      listId: offer.id,
      format,
      requestedBy: actor.accountId!,
      request: { selection, sort, columns, locale },
      requestedAt: now,
      expiresAt: now + keptDays * dayMs,
    });
    audit(tx, actor, {
      action: 'list.export-started',
      subjectKind: 'list',
      subjectId: offer.id,
      detail: { export: exportId, format, rows: counted.total, columns, ...selectionFacts(selection) },
    });
    return shownExport(record, offers, locale);
  });
}

export async function listExports(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  locale: Locale,
): Promise<{ items: ExportInfo[] }> {
  const records = await tools.db.read(actor, (tx) => readOwnExports(tx, actor.accountId, tools.now()));
  return { items: records.map((record) => shownExport(record, offers, locale)) };
}

/** The file, to its requester only, as long as he may still read the list. */
export async function downloadExport(
  tools: Tools,
  actor: Actor,
  offers: readonly AnyListOffer[],
  exportId: string,
): Promise<FileAnswer | Refusal> {
  return tools.db.transaction(actor, async (tx) => {
    const record = await readExport(tx, exportId);
    const isOwn = record !== null && record.requestedBy === actor.accountId && record.expiresAt > tools.now();
    if (!isOwn || record.fileName === null) return refuse('platform.not-found');
    const offer = offerFor(offers, actor, record.listId);
    if (isRefusal(offer)) return offer;
    audit(tx, actor, {
      action: 'list.export-downloaded',
      subjectKind: 'list',
      subjectId: record.listId,
      detail: { export: exportId, rows: record.rowCount },
    });
    const mediaType =
      record.format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return fileAnswer({ file: Readable.from(partsOf(tools, actor, exportId)), mediaType, fileName: record.fileName });
  });
}

async function* partsOf(tools: Tools, actor: Actor, exportId: string): AsyncGenerator<Buffer> {
  for (let partNo = 0; ; partNo += 1) {
    const part = await tools.db.read(actor, (tx) => readPart(tx, exportId, partNo));
    if (!part) return;
    yield part;
  }
}

function shownExport(record: ExportRecord, offers: readonly AnyListOffer[], locale: Locale): ExportInfo {
  const offer = offers.find((one) => one.id === record.listId);
  const { exportId, jobId, listId: list, format, rowCount, fileName, fileBytes } = record;
  return {
    exportId,
    jobId,
    list,
    label: (locale === 'en' ? offer?.en : offer?.zh) ?? list,
    format,
    requestedAt: new Date(record.requestedAt).toISOString(),
    rowCount,
    fileName,
    fileBytes,
    expiresAt: new Date(record.expiresAt).toISOString(),
  };
}
