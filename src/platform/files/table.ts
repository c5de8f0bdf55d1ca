import { RefusalError, refuse } from '#kernel/refusal.ts';

/** A run of rows of one sheet. Blank rows are left out; `rowNumbers` are the numbers a person sees in a spreadsheet program (first row = 1). */
export interface TableBatch {
  readonly rows: string[][];
  readonly rowNumbers: number[];
  /** Cells of a workbook that held a formula; their value is the one the program stored last. Absent when there are none. */
  readonly formulas?: FormulaCell[];
  /** How far into the file this batch ends, 0–1: for progress bars. */
  readonly progress: number;
}

export interface FormulaCell {
  /** Index into `rows`. */
  readonly row: number;
  /** Index into the row. */
  readonly column: number;
  /** False when the formula was never computed, so the cell is empty for us. */
  readonly hasValue: boolean;
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface ReadTableOptions {
  /** `auto` (default) looks at the bytes. */
  readonly encoding?: TextEncoding | 'auto';
  /** One character, or `auto` (default): comma, semicolon, tab or bar, whichever the first lines use. */
  readonly delimiter?: string;
  /** Worksheet to read; default: the first visible one. */
  readonly sheet?: string;
  /** Rows of a batch, default 2,000. */
  readonly batchRows?: number;
  /** A workbook that yields no row for this long is given up. Default 10 s. */
  readonly stallMs?: number;
  /** A workbook is given up after this long altogether. Default 10 minutes. */
  readonly wallMs?: number;
  /** Memory of the process that unpacks a workbook, default 400 MB. */
  readonly workbookMemoryMb?: number;
  /** Stops the reading at the next batch. */
  readonly signal?: AbortSignal;
}

export interface SheetName {
  readonly name: string;
  readonly hidden: boolean;
}

/** An opened file: what was found out about it, and its rows (to be read once). */
export interface OpenTable {
  readonly format: 'delimited' | 'workbook';
  readonly encoding: TextEncoding | null;
  readonly delimiter: string | null;
  readonly sheets: readonly SheetName[];
  readonly sheet: string | null;
  readonly batches: AsyncGenerator<TableBatch, void, void>;
  /** For a table whose batches are never begun; begun ones close by themselves, at the end or when they are abandoned. */
  readonly close: () => Promise<void>;
}

const encodingNames: ReadonlyMap<string, TextEncoding | 'auto'> = new Map([
  ['auto', 'auto'],
  ['utf8', 'utf-8'],
  ['utf16', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['cp936', 'gb18030'],
  ['ansi', 'gb18030'],
]);

/** The encoding people mean by a name (`GBK`, `utf8`, `UTF-16 LE`); null when it is none of ours. GB18030 contains GBK and GB 2312. */
export function encodingNamed(name: string): TextEncoding | 'auto' | null {
  return encodingNames.get(name.toLowerCase().replace(/[\s_-]/g, '')) ?? null;
}

/** A cell of a spreadsheet program holds at most this many characters; longer ones are garbage or an attack. */
export const cellCharactersMax = 32_767;
export const columnsMax = 1_000;
/** A record longer than this has lost its line ends. */
export const recordCharactersMax = 4_000_000;
export const batchRowsDefault = 2_000;

export type TableRefusalCode =
  | 'files.empty'
  | 'files.unknown-format'
  | 'files.old-workbook'
  | 'files.web-page'
  | 'files.encoding-broken'
  | 'files.nul-character'
  | 'files.quote-open'
  | 'files.quote-misplaced'
  | 'files.cell-too-long'
  | 'files.row-too-long'
  | 'files.too-many-columns'
  | 'files.too-many-rows'
  | 'files.workbook-broken'
  | 'files.workbook-too-big'
  | 'files.workbook-too-slow'
  | 'files.workbook-too-much-memory'
  | 'files.sheet-unknown'
  | 'files.no-sheet';

/** Stops a reader with an expected "no"; `facts` name row and column, never a value. */
export function refusedTable(
  code: TableRefusalCode,
  facts: Readonly<Record<string, string | number>> = {},
): RefusalError {
  return new RefusalError(refuse(code, facts));
}
