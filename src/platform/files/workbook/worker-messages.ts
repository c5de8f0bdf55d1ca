import type { Refusal } from '#kernel/refusal.ts';
import type { FormulaCell, SheetName, TableBatch } from '../table.ts';

/** What the process that unpacks a workbook is told. One `more` is answered by one batch, the end, or a refusal. */
export type ToWorker =
  | { readonly kind: 'open'; readonly path: string; readonly sheet: string | null; readonly batchRows: number }
  | { readonly kind: 'more' };

export type FromWorker =
  | { readonly kind: 'opened'; readonly sheets: SheetName[]; readonly sheet: string }
  | { readonly kind: 'batch'; readonly batch: PackedBatch }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A batch on its way between the processes: one long text crosses several times faster than fifty thousand short ones. */
export interface PackedBatch {
  readonly packed: string | null;
  /** Only when a cell contains one of the separators. */
  readonly rows: string[][] | null;
  readonly rowNumbers: number[];
  readonly formulas: FormulaCell[];
  readonly progress: number;
}

// Private-use characters: unlike control characters they need no escaping on the way.
const cellMark = '\ue0f0';
const rowMark = '\ue0f1';

export function packBatch(batch: Omit<TableBatch, 'formulas'> & { formulas: FormulaCell[] }): PackedBatch {
  const { rows, rowNumbers, formulas, progress } = batch;
  const packed = rows.map((cells) => cells.join(cellMark)).join(rowMark);
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  const isExact =
    packed.split(cellMark).length === cells - rows.length + 1 && packed.split(rowMark).length === rows.length;
  return { packed: isExact ? packed : null, rows: isExact ? null : rows, rowNumbers, formulas, progress };
}

export function unpackBatch({ packed, rows, rowNumbers, formulas, progress }: PackedBatch): TableBatch {
  const unpacked = rows ?? (packed ?? '').split(rowMark).map((row) => row.split(cellMark));
  return formulas.length === 0
    ? { rows: unpacked, rowNumbers, progress }
    : { rows: unpacked, rowNumbers, formulas, progress };
}
