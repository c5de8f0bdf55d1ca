import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { isRefusal, RefusalError, refuse } from '#kernel/refusal.ts';
import { type Actor, audit } from '#modules/staff/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { type ListSpec, readAllPages } from '#platform/db/list.ts';
import { writeCsv } from '#platform/files/write-csv.ts';
import { type SheetCell, writeWorkbook } from '#platform/files/write-xlsx.ts';
import type { JobRun } from '#platform/jobs/jobs.ts';
import type { Tools } from '#platform/tools.ts';
import { exportRowsMax } from '../actions/exports.ts';
import { offerFor, queryOf, rowsOf } from '../actions/offers.ts';
import type { AnyListOffer, ExportColumn } from '../offer.ts';
import { type ExportRecord, readExport, writeFile } from '../store/exports.ts';
import { requesterOf } from './bulk.ts';

const partBytes = 1024 * 1024;
type Column = ExportColumn<never>;

/**
 * Writes the rows of a list as its requester sees them now (permission, row scope, tiers) into a file kept for him. Read in one
 * transaction; a repeated attempt writes the whole file anew.
 */
export async function runExport(
  tools: Tools,
  offers: readonly AnyListOffer[],
  { exportId }: { readonly exportId: string },
  run: JobRun,
): Promise<{ exportId: string; rows: number }> {
  const scope = { hospitalId: run.hospitalId };
  const written = await tools.db.read(scope, async (tx) => {
    const record = await readExport(tx, exportId);
    if (!record) return refuse('platform.not-found');
    const actor = await requesterOf(tx, run);
    if (isRefusal(actor)) return actor;
    const offer = offerFor(offers, actor, record.listId);
    if (isRefusal(offer)) return offer;
    return { record, actor, ...(await writeRows(tx, actor, offer, record, run)), offer };
  });
  if (isRefusal(written)) throw new RefusalError(written);
  const { record, actor, content, rows, offer } = written;
  const { locale } = record.request;
  const stamp = new Date(record.requestedAt + 8 * 3_600_000)
    .toISOString()
    .slice(0, 16)
    .replace(/[-:]/g, '')
    .replace('T', '-');
  const fileName = `${locale === 'en' ? offer.en : offer.zh}-${stamp}.${record.format}`;
  await tools.db.transaction(scope, async (tx) => {
    const parts = [];
    for (let at = 0; at < content.length; at += partBytes) parts.push(content.subarray(at, at + partBytes));
    await writeFile(tx, exportId, { rowCount: rows, fileName, parts });
    await run.checkpointIn(tx, { rows }, rows);
    audit(tx, actor, {
      action: 'list.exported',
      subjectKind: 'list',
      subjectId: record.listId,
      detail: { export: exportId, rows, format: record.format },
    });
  });
  return { exportId, rows };
}

async function writeRows(
  tx: Tx,
  actor: Actor,
  offer: AnyListOffer,
  record: ExportRecord,
  run: JobRun,
): Promise<{ content: Buffer; rows: number }> {
  const { selection, sort, columns: wanted, locale } = record.request;
  const chosen = offer.columns.filter((column) => wanted === null || wanted.includes(column.key));
  const columns = chosen.length > 0 ? chosen : offer.columns;
  const { query, only, except } = rowsOf(offer, selection);
  const spec = await offer.open(tx, actor, query);
  if (isRefusal(spec)) throw new RefusalError(spec);
  const narrowed = narrow(spec, offer, only, except);
  const sorted = queryOf({ q: query.q, filter: query.filter, sort: sort ?? undefined });
  let rows = 0;
  const cells = async function* (): AsyncGenerator<readonly SheetCell[]> {
    for await (const page of readAllPages<object>(tx, narrowed, sorted)) {
      for (const row of await offer.shown(tx, actor, page as never[])) {
        rows += 1;
        yield columns.map((column) => (column as Column).cell(row as never, locale));
      }
      if (rows > exportRowsMax) throw new RefusalError(refuse('lists.too-many-rows', { rowsMax: exportRowsMax }));
      await run.progress(rows);
    }
  };
  const stream = new PassThrough();
  const [content] = await Promise.all([buffer(stream), writeTable(stream, offer, columns, record, cells())]);
  return { content, rows };
}

async function writeTable(
  stream: Writable,
  offer: AnyListOffer,
  columns: readonly Column[],
  record: ExportRecord,
  rows: AsyncGenerator<readonly SheetCell[]>,
): Promise<void> {
  const { locale } = record.request;
  const header = (column: Column) => (locale === 'en' ? column.en : column.zh);
  try {
    if (record.format === 'xlsx') {
      await writeWorkbook(stream, [
        {
          name: locale === 'en' ? offer.en : offer.zh,
          columns: columns.map((column) => ({
            header: header(column),
            width: column.width ?? 14,
            format: column.format ?? 'text',
          })),
          rows,
        },
      ]);
    } else {
      await writeCsv(stream, withHeader(columns.map(header), columns, rows), { byteOrderMark: true });
      stream.end();
    }
  } catch (error) {
    stream.destroy(error as Error);
    throw error;
  }
}

async function* withHeader(
  header: readonly string[],
  columns: readonly Column[],
  rows: AsyncGenerator<readonly SheetCell[]>,
): AsyncGenerator<readonly SheetCell[]> {
  yield header;
  // Money is fen inside and yuan in files, as in the workbook.
  const isMoney = columns.map((column) => column.format === 'money');
  for await (const row of rows)
    yield row.map((cell, index) => (isMoney[index] && typeof cell === 'number' ? (cell / 100).toFixed(2) : cell));
}

function narrow(
  spec: ListSpec,
  { rowId }: AnyListOffer,
  only: readonly string[] | undefined,
  except: readonly string[] | undefined,
): ListSpec {
  const where = [...(spec.where ?? [])];
  if (only) where.push({ sql: (place) => `${rowId.sql} = ANY (${place}::${rowId.cast}[])`, value: only });
  if (except && except.length > 0)
    where.push({ sql: (place) => `${rowId.sql} <> ALL (${place}::${rowId.cast}[])`, value: except });
  return { ...spec, where };
}
