import { open } from 'node:fs/promises';
import { openDelimited } from './delimited/read-delimited.ts';
import { type OpenTable, type ReadTableOptions, refusedTable, type TableBatch } from './table.ts';
import { openWorkbook } from './workbook/read-workbook.ts';

/**
 * Opens a table somebody uploaded: CSV, TSV or another delimited text in UTF-8, UTF-16, GBK or GB18030, or an .xlsx
 * workbook. What the file is, is decided by its bytes, not its name. Rows are streamed with flat memory; workbooks are unpacked in
 * a child process that can be killed. Throws RefusalError with a `files.*` code and the row for anything that is not a sound table.
 */
export async function openTable(path: string, options: ReadTableOptions = {}): Promise<OpenTable> {
  const kind = await sniff(path);
  if (kind === 'workbook') return await openWorkbook(path, options);
  return await openDelimited(path, options);
}

/** The rows of a table, header row first. See `openTable`. */
export async function* readTable(path: string, options: ReadTableOptions = {}): AsyncGenerator<TableBatch, void, void> {
  const table = await openTable(path, options);
  yield* table.batches;
}

/** What a wizard shows before an import: what the file is and its first rows. */
export interface TablePreview extends Omit<OpenTable, 'batches' | 'close'> {
  readonly rows: readonly string[][];
  readonly rowNumbers: readonly number[];
}

/** Reads at most `rowsMax` rows and lets go of the file. Problems further down are not found. */
export async function previewTable(
  path: string,
  rowsMax: number,
  options: ReadTableOptions = {},
): Promise<TablePreview> {
  const { batches, close: _, ...facts } = await openTable(path, { ...options, batchRows: rowsMax });
  for await (const { rows, rowNumbers } of batches) {
    return { ...facts, rows: rows.slice(0, rowsMax), rowNumbers: rowNumbers.slice(0, rowsMax) };
  }
  return { ...facts, rows: [], rowNumbers: [] };
}

async function sniff(path: string): Promise<'workbook' | 'delimited'> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(1024);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (bytesRead === 0) throw refusedTable('files.empty');
    const bytes = head.subarray(0, bytesRead);
    const magic = bytes.subarray(0, 4).toString('latin1');
    if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return 'workbook';
    // Old .xls and password-protected .xlsx share this container.
    if (magic === '\xd0\xcf\x11\xe0') throw refusedTable('files.old-workbook');
    if (/^(%PDF|\x89PNG|\xff\xd8\xff|GIF8|Rar!|7z\xbc\xaf|\x1f\x8b)/.test(magic)) {
      throw refusedTable('files.unknown-format');
    }
    // HIS programs save web pages and XML under the name .xls.
    const start = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
    if (/^\s*<(!doctype|html|head|meta|table|\?xml|style)/i.test(start)) throw refusedTable('files.web-page');
    return 'delimited';
  } finally {
    await file.close();
  }
}
