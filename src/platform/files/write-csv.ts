import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { neutralised } from './neutralise.ts';

export interface WriteCsvOptions {
  /** Spreadsheet programs in China take a file without a byte-order mark for GBK; programs reading exchange files do not want one. Default false. */
  readonly byteOrderMark?: boolean;
  /** Put an apostrophe before text that would be a formula. Default true; numbers are never touched. */
  readonly neutralises?: boolean;
}

/** One RFC 4180 record, without its line end. null and undefined are empty. */
export function csvLine(cells: readonly (string | number | null | undefined)[], neutralises = true): string {
  let line = '';
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] ?? '';
    let text = typeof cell === 'number' ? String(cell) : neutralises ? neutralised(cell) : cell;
    if (/[",\r\n]/.test(text) || /^\s|\s$/.test(text)) text = `"${text.replaceAll('"', '""')}"`;
    line += index === 0 ? text : `,${text}`;
  }
  return line;
}

const flushCharacters = 64 * 1024;

/** Writes rows as UTF-8 CSV with CRLF line ends and waits for the stream when it is full. Does not end the stream. */
export async function writeCsv(
  stream: Writable,
  rows:
    | Iterable<readonly (string | number | null | undefined)[]>
    | AsyncIterable<readonly (string | number | null | undefined)[]>,
  options: WriteCsvOptions = {},
): Promise<void> {
  let text = options.byteOrderMark ? '\ufeff' : '';
  for await (const row of rows) {
    text += `${csvLine(row, options.neutralises ?? true)}\r\n`;
    if (text.length < flushCharacters) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}
