import { type FileHandle, open } from 'node:fs/promises';
import {
  batchRowsDefault,
  type OpenTable,
  type ReadTableOptions,
  refusedTable,
  type TableBatch,
  type TextEncoding,
} from '../table.ts';
import { decodeLines, type TextPiece } from './decode-lines.ts';
import { detectEncoding, type FoundEncoding } from './detect-encoding.ts';
import { RecordSplitter } from './split-records.ts';

const delimiters = [',', '\t', ';', '|'] as const;

/** Opens a text table; the file is closed when its batches end or are abandoned. */
export async function openDelimited(path: string, options: ReadTableOptions): Promise<OpenTable> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const found = await detectEncoding(file, size, options.encoding ?? 'auto');
    const head = headText(found);
    const hint = /^sep=(.)\r?\n/i.exec(head)?.[1];
    const wanted = options.delimiter ?? 'auto';
    const delimiter = wanted !== 'auto' ? wanted : (hint ?? guessDelimiter(head));
    return {
      format: 'delimited',
      encoding: found.encoding,
      delimiter,
      sheets: [],
      sheet: null,
      batches: readBatches(file, size, found, delimiter, hint !== undefined, options),
      close: () => file.close(),
    };
  } catch (problem) {
    await file.close();
    throw problem;
  }
}

async function* readBatches(
  file: FileHandle,
  sizeBytes: number,
  found: FoundEncoding,
  delimiter: string,
  skipsHint: boolean,
  options: ReadTableOptions,
): AsyncGenerator<TableBatch, void, void> {
  const batchRows = options.batchRows ?? batchRowsDefault;
  let rows: string[][] = [];
  let rowNumbers: number[] = [];
  const ready: TableBatch[] = [];
  let progress = 0;
  const splitter = new RecordSplitter(delimiter, (cells, rowNumber) => {
    if ((cells[0] === '' && cells.every((cell) => cell === '')) || (skipsHint && rowNumber === 1)) return;
    rows.push(cells);
    rowNumbers.push(rowNumber);
    if (rows.length < batchRows) return;
    ready.push({ rows, rowNumbers, progress });
    rows = [];
    rowNumbers = [];
  });
  try {
    for await (const piece of decodeLines(file, found.encoding, found.markBytes)) {
      options.signal?.throwIfAborted();
      progress = Math.min(1, piece.bytesRead / sizeBytes);
      pushChecked(splitter, piece, found.encoding);
      yield* ready.splice(0);
    }
    splitter.end();
    yield* ready.splice(0);
    if (rows.length > 0) yield { rows, rowNumbers, progress: 1 };
    else if (splitter.rowNumber === 0) throw refusedTable('files.empty');
  } finally {
    await file.close();
  }
}

function pushChecked(splitter: RecordSplitter, { text, trouble }: TextPiece, encoding: TextEncoding): void {
  const zero = text.indexOf('\0');
  if (zero !== -1) {
    splitter.push(text.slice(0, zero));
    throw refusedTable('files.nul-character', { row: splitter.rowNumber + 1 });
  }
  splitter.push(text);
  if (trouble === 'broken') throw refusedTable('files.encoding-broken', { row: splitter.rowNumber + 1, encoding });
  if (trouble === 'endless') throw refusedTable('files.row-too-long', { row: splitter.rowNumber + 1 });
}

/** The beginning as text, good enough to count delimiters in: broken characters do not matter here. */
function headText({ encoding, head, markBytes }: FoundEncoding): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(head.subarray(markBytes, markBytes + 65_536));
}

/** The delimiter most frequent in the first lines outside quotes; a comma when none occurs (a table of one column). */
function guessDelimiter(head: string): string {
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 10);
  let best: string = ',';
  let bestCount = 0;
  for (const delimiter of delimiters) {
    // A column of free text may be full of commas; the separator is what every line has about as often as the header.
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const typical = counts.toSorted((a, b) => a - b)[counts.length >> 1] ?? 0;
    const score = Math.min(typical, counts[0] === 0 ? typical : (counts[0] ?? 0));
    if (score > bestCount) {
      best = delimiter;
      bestCount = score;
    }
  }
  return best;
}
