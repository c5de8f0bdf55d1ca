import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { Fen } from '#kernel/money.ts';
import { neutralised } from './neutralise.ts';

export interface SheetColumn {
  readonly header: string;
  /** Characters; a Chinese character counts as two. Default 14. */
  readonly width?: number;
  /** `money`: the cell is fen, shown as yuan with two decimals. Default `text`. */
  readonly format?: 'text' | 'number' | 'money';
}

export type SheetCell = string | number | Fen | null | undefined;

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Lines above the header, each across all columns; the first is the title. */
  readonly titles?: readonly string[];
  readonly rows: Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>;
  /** Printed in bold under the rows: sums. */
  readonly totals?: readonly SheetCell[];
  /** Who signs, left to right, under everything: `制表`, `审核`, `院长`. */
  readonly signatures?: readonly string[];
  readonly landscape?: boolean;
}

const moneyFormat = '#,##0.00;[Red]-#,##0.00';
const rowsPerPause = 1_000;

/**
 * Streams a workbook: rows go out as they come, memory stays flat. Text is written as text and neutralised, so that nothing somebody
 * typed can become a formula. The stream is ended.
 */
export async function writeWorkbook(stream: Writable, sheets: readonly Sheet[]): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  for (const [index, sheet] of sheets.entries()) await writeSheet(workbook, sheet, index);
  await workbook.commit();
}

async function writeSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, sheet: Sheet, index: number): Promise<void> {
  const { columns } = sheet;
  const titles = sheet.titles ?? [];
  const page = workbook.addWorksheet(sheetName(sheet.name, index), {
    views: [{ state: 'frozen', ySplit: titles.length + 1 }],
    pageSetup: {
      paperSize: 9,
      orientation: sheet.landscape === false ? 'portrait' : 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${titles.length + 1}:${titles.length + 1}`,
    },
  });
  page.columns = columns.map(({ width }) => ({ width: width ?? 14 }));
  for (const [line, title] of titles.entries()) writeTitle(page, title, line, columns.length);
  const header = page.addRow(columns.map((column) => neutralised(column.header)));
  header.font = { bold: true };
  header.eachCell((cell) => {
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEFF3F6' } };
    cell.border = { bottom: { style: 'thin' } };
  });
  header.commit();
  let written = 0;
  for await (const cells of sheet.rows) {
    addCells(page, columns, cells).commit();
    written += 1;
    // The writer queues without bound: give the stream room to empty.
    if (written % rowsPerPause === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  if (sheet.totals) {
    const totals = addCells(page, columns, sheet.totals);
    totals.font = { bold: true };
    totals.commit();
  }
  if (sheet.signatures && sheet.signatures.length > 0) writeSignatures(page, sheet.signatures, columns.length);
  page.commit();
}

function writeTitle(page: ExcelJS.Worksheet, title: string, line: number, columnCount: number): void {
  const row = page.addRow([neutralised(title)]);
  row.font = line === 0 ? { bold: true, size: 16 } : { color: { argb: 'FF595959' } };
  row.alignment = { horizontal: line === 0 ? 'center' : 'left' };
  if (columnCount > 1) page.mergeCells(row.number, 1, row.number, columnCount);
  row.commit();
}

function addCells(page: ExcelJS.Worksheet, columns: readonly SheetColumn[], cells: readonly SheetCell[]): ExcelJS.Row {
  const row = page.addRow(
    columns.map(({ format }, index) => {
      const cell = cells[index];
      if (cell === null || cell === undefined) return null;
      if (typeof cell === 'string') return neutralised(cell);
      return format === 'money' ? cell / 100 : cell;
    }),
  );
  for (const [index, { format }] of columns.entries()) {
    if (format === 'money') row.getCell(index + 1).numFmt = moneyFormat;
    else if (typeof cells[index] === 'string') row.getCell(index + 1).numFmt = '@';
  }
  return row;
}

/** One line to sign on, spread over the width of the table. */
function writeSignatures(page: ExcelJS.Worksheet, signatures: readonly string[], columnCount: number): void {
  page.addRow([]).commit();
  const cells: (string | null)[] = Array.from({ length: Math.max(columnCount, signatures.length) }, () => null);
  const step = Math.max(1, Math.floor(columnCount / signatures.length));
  for (const [index, signature] of signatures.entries()) {
    cells[Math.min(index * step, cells.length - 1)] = `${neutralised(signature)}：____________`;
  }
  const row = page.addRow(cells);
  row.height = 32;
  row.alignment = { vertical: 'bottom' };
  row.commit();
}

/** Names may not be empty, longer than 31 characters, or contain `\ / ? * [ ] :`. */
function sheetName(name: string, index: number): string {
  const allowed = name
    .replace(/[\\/?*[\]:]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
    .slice(0, 31);
  return allowed === '' ? `Sheet${index + 1}` : allowed;
}
