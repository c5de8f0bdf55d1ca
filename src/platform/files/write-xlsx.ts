import type { Writable } from 'node:stream';
import type { Fen } from '#kernel/money.ts';
import { neutralised } from './neutralise.ts';
import { cellCharactersMax, refusedTable } from './table.ts';
import {
  cellStyles,
  columnLetters,
  contentTypesXml,
  escapeXml,
  rootRelationsXml,
  stylesXml,
  workbookRelationsXml,
  workbookXml,
  worksheetHead,
} from './workbook-markup.ts';
import { ZipWriter } from './zip-writer.ts';

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

/** A worksheet of a spreadsheet program ends here. */
export const sheetRowsMax = 1_048_576;
const pieceCharacters = 64 * 1024;

/**
 * Streams a workbook: rows go out as they come and wait for the stream, memory stays flat. Text is written as text and neutralised, so
 * that nothing somebody typed can become a formula. The stream is ended. Throws RefusalError `files.too-many-rows` beyond what a sheet holds.
 */
export async function writeWorkbook(stream: Writable, sheets: readonly Sheet[]): Promise<void> {
  const names = sheetNames(sheets);
  const archive = new ZipWriter(stream);
  const headers = sheets.map(({ titles }, index) => ({ name: names[index]!, headerRow: (titles?.length ?? 0) + 1 }));
  await archive.add('[Content_Types].xml', [contentTypesXml(sheets.length)]);
  await archive.add('_rels/.rels', [rootRelationsXml]);
  await archive.add('xl/workbook.xml', [workbookXml(headers)]);
  await archive.add('xl/_rels/workbook.xml.rels', [workbookRelationsXml(sheets.length)]);
  await archive.add('xl/styles.xml', [stylesXml]);
  for (const [index, sheet] of sheets.entries()) {
    await archive.add(`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet));
  }
  await archive.end();
}

async function* sheetXml(sheet: Sheet): AsyncGenerator<string, void, void> {
  const { columns } = sheet;
  const titles = sheet.titles ?? [];
  const writer = new RowWriter(columns);
  const frozen = titles.length + 1;
  let text = `${worksheetHead}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`;
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width ?? 14}" customWidth="1"/>`,
  );
  if (widths.length > 0) text += `<cols>${widths.join('')}</cols>`;
  text += '<sheetData>';
  for (const [line, title] of titles.entries()) {
    text += writer.line([title], line === 0 ? cellStyles.title : cellStyles.subtitle);
  }
  text += writer.line(
    columns.map(({ header }) => header),
    cellStyles.header,
  );
  for await (const cells of sheet.rows) {
    text += writer.row(cells, false);
    if (text.length < pieceCharacters) continue;
    yield text;
    text = '';
  }
  if (sheet.totals) text += writer.row(sheet.totals, true);
  if (sheet.signatures && sheet.signatures.length > 0) text += signatureLines(writer, sheet.signatures, columns.length);
  text += '</sheetData>';
  if (columns.length > 1 && titles.length > 0) {
    const last = columnLetters(columns.length);
    const merged = titles.map((_, line) => `<mergeCell ref="A${line + 1}:${last}${line + 1}"/>`);
    text += `<mergeCells count="${merged.length}">${merged.join('')}</mergeCells>`;
  }
  const orientation = sheet.landscape === false ? 'portrait' : 'landscape';
  text += `<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${orientation}" fitToHeight="0"/></worksheet>`;
  yield text;
}

/** One line to sign on, spread over the width of the table, under an empty one. */
function signatureLines(writer: RowWriter, signatures: readonly string[], columnCount: number): string {
  const cells: string[] = Array.from({ length: Math.max(columnCount, signatures.length) }, () => '');
  const step = Math.max(1, Math.floor(columnCount / signatures.length));
  for (const [index, signature] of signatures.entries()) cells[index * step] = `${signature}：____________`;
  return writer.line([], 0) + writer.line(cells, cellStyles.text);
}

class RowWriter {
  readonly #formats: readonly SheetColumn['format'][];
  #letters: string[] = [];
  #rowNumber = 0;

  constructor(columns: readonly SheetColumn[]) {
    this.#formats = columns.map(({ format }) => format ?? 'text');
  }

  /** A row of the table, each cell in the format of its column. */
  row(cells: readonly SheetCell[], isBold: boolean): string {
    let xml = this.#open();
    for (let index = 0; index < this.#formats.length; index += 1) {
      const cell = cells[index];
      if (cell === null || cell === undefined || cell === '') continue;
      if (typeof cell === 'string') xml += this.#text(index, cell, isBold ? cellStyles.boldText : cellStyles.text);
      else if (Number.isFinite(cell)) xml += this.#number(index, cell, isBold);
    }
    return `${xml}</row>`;
  }

  /** A row of text in one style, for titles and headers. */
  line(cells: readonly string[], style: number): string {
    let xml = this.#open();
    for (const [index, cell] of cells.entries()) if (cell !== '') xml += this.#text(index, cell, style);
    return `${xml}</row>`;
  }

  #open(): string {
    this.#rowNumber += 1;
    if (this.#rowNumber > sheetRowsMax) throw refusedTable('files.too-many-rows', { rowsMax: sheetRowsMax });
    return `<row r="${this.#rowNumber}">`;
  }

  #text(index: number, text: string, style: number): string {
    const safe = escapeXml(neutralised(text).slice(0, cellCharactersMax));
    return `<c r="${this.#reference(index)}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${safe}</t></is></c>`;
  }

  #number(index: number, value: number, isBold: boolean): string {
    const isMoney = this.#formats[index] === 'money';
    const style = isMoney
      ? isBold
        ? cellStyles.boldMoney
        : cellStyles.money
      : isBold
        ? cellStyles.boldNumber
        : cellStyles.number;
    return `<c r="${this.#reference(index)}" s="${style}"><v>${isMoney ? value / 100 : value}</v></c>`;
  }

  #reference(index: number): string {
    this.#letters[index] ??= columnLetters(index + 1);
    return this.#letters[index] + this.#rowNumber;
  }
}

/** Names may not be empty, longer than 31 characters, used twice, or contain `\ / ? * [ ] :`. */
function sheetNames(sheets: readonly Sheet[]): string[] {
  const taken = new Set<string>();
  return sheets.map((sheet, index) => {
    const allowed = sheet.name
      .replace(/[\\/?*[\]:]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, 31);
    let name = allowed === '' ? `Sheet${index + 1}` : allowed;
    if (taken.has(name.toLowerCase())) name = `${name.slice(0, 26)} (${index + 1})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
