import { cellCharactersMax, columnsMax, recordCharactersMax, refusedTable } from '../table.ts';

const lineFeed = 10;
const carriageReturn = 13;
const quoteCode = 34;

/** What a splitter does with a record: its cells and its number in the file (first record = 1). */
export type RecordSink = (cells: string[], rowNumber: number) => void;

/**
 * Cuts decoded text into records and cells (RFC 4180; line ends LF, CRLF or CR, mixed as they come). Lines without a quote are
 * cut by `String.split`, which the engine does several times faster than any loop over characters; only records that
 * contain a quote are scanned. See docs/decisions/0008-csv-reader.md. Refuses, naming the row: a cell longer than a
 * spreadsheet can hold, a quote that never closes, text after a closing quote, a row without end.
 */
export class RecordSplitter {
  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #sink: RecordSink;
  #carry = '';
  #rowNumber = 0;

  constructor(delimiter: string, sink: RecordSink) {
    this.#delimiter = delimiter;
    this.#delimiterCode = delimiter.charCodeAt(0);
    this.#sink = sink;
  }

  /** Records finished so far. */
  get rowNumber(): number {
    return this.#rowNumber;
  }

  push(text: string): void {
    this.#cut(this.#carry === '' ? text : this.#carry + text, false);
  }

  /** End of the file: what is left is the last record. */
  end(): void {
    this.#cut(this.#carry, true);
    this.#carry = '';
  }

  #cut(text: string, isLast: boolean): void {
    let from = 0;
    let nextFeed = text.indexOf('\n');
    let nextReturn = text.indexOf('\r');
    let nextQuote = text.indexOf('"');
    while (from < text.length) {
      let end = nextFeed;
      let next = nextFeed + 1;
      if (nextReturn !== -1 && (nextFeed === -1 || nextReturn < nextFeed)) {
        end = nextReturn;
        // A carriage return at the very end of a chunk may be the first half of CRLF: wait for the next chunk.
        if (nextReturn + 1 === text.length && !isLast) end = -1;
        next = nextReturn + 1 === nextFeed ? nextReturn + 2 : nextReturn + 1;
      }
      if (end === -1 && isLast) {
        end = text.length;
        next = text.length;
      }
      if (nextQuote !== -1 && (end === -1 || nextQuote < end)) {
        const after = this.#quotedRecord(text, from, isLast);
        if (after === -1) break;
        from = after;
      } else {
        if (end === -1) break;
        this.#plainRecord(text, from, end);
        from = next;
      }
      if (nextFeed !== -1 && nextFeed < from) nextFeed = text.indexOf('\n', from);
      if (nextReturn !== -1 && nextReturn < from) nextReturn = text.indexOf('\r', from);
      if (nextQuote !== -1 && nextQuote < from) nextQuote = text.indexOf('"', from);
    }
    this.#carry = from === 0 ? text : text.slice(from);
    if (!isLast && this.#carry.length > recordCharactersMax) this.#refuseEndless();
  }

  #plainRecord(text: string, from: number, end: number): void {
    const line = text.slice(from, end);
    this.#rowNumber += 1;
    if (line === '') return;
    this.#emit(line.split(this.#delimiter), end - from);
  }

  #emit(cells: string[], length: number): void {
    if (length > cellCharactersMax) {
      const column = cells.findIndex((cell) => cell.length > cellCharactersMax);
      if (column !== -1) throw refusedTable('files.cell-too-long', { row: this.#rowNumber, column: column + 1 });
    }
    if (cells.length > columnsMax) {
      throw refusedTable('files.too-many-columns', { row: this.#rowNumber, columns: cells.length, columnsMax });
    }
    this.#sink(cells, this.#rowNumber);
  }

  /** Scans one record that contains a quote; answers where the next one begins, or -1 when the text ends before the record does. */
  #quotedRecord(text: string, from: number, isLast: boolean): number {
    const cells: string[] = [];
    let at = from;
    for (;;) {
      if (text.charCodeAt(at) === quoteCode) {
        const closing = this.#closingQuote(text, at + 1, cells.length, isLast);
        if (closing === -1) return -1;
        const raw = text.slice(at + 1, closing);
        cells.push(raw.includes('""') ? raw.replaceAll('""', '"') : raw);
        at = closing + 1;
        if (at === text.length && !isLast) return -1;
      } else {
        const stop = this.#plainCellEnd(text, at);
        if (stop === text.length && !isLast) return -1;
        cells.push(text.slice(at, stop));
        at = stop;
      }
      const code = at < text.length ? text.charCodeAt(at) : lineFeed;
      if (code === this.#delimiterCode) {
        at += 1;
        // The line ended with a delimiter at the end of the file: one more, empty, cell.
        if (at === text.length && !isLast) return -1;
        continue;
      }
      if (code === carriageReturn && at + 1 === text.length && !isLast) return -1;
      if (code !== lineFeed && code !== carriageReturn) {
        throw refusedTable('files.quote-misplaced', { row: this.#rowNumber + 1, column: cells.length });
      }
      this.#rowNumber += 1;
      this.#emit(cells, at - from);
      return Math.min(text.length, code === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1);
    }
  }

  #plainCellEnd(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === this.#delimiterCode || code === lineFeed || code === carriageReturn) break;
    }
    return at;
  }

  /** Position of the quote that closes a cell; -1 when the text ends first (more text may come). */
  #closingQuote(text: string, from: number, column: number, isLast: boolean): number {
    let at = from;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote === -1) {
        const facts = { row: this.#rowNumber + 1, column: column + 1 };
        if (isLast) throw refusedTable('files.quote-open', facts);
        if (text.length - from > cellCharactersMax * 2) throw refusedTable('files.cell-too-long', facts);
        return -1;
      }
      if (quote + 1 === text.length) {
        if (isLast) return quote;
        return -1;
      }
      if (text.charCodeAt(quote + 1) !== quoteCode) return quote;
      at = quote + 2;
    }
  }

  #refuseEndless(): never {
    const row = this.#rowNumber + 1;
    const cells = this.#carry.split(this.#delimiter, columnsMax);
    const column = cells.findIndex((cell) => cell.length > cellCharactersMax);
    if (column !== -1) throw refusedTable('files.cell-too-long', { row, column: column + 1 });
    throw refusedTable('files.row-too-long', { row });
  }
}
