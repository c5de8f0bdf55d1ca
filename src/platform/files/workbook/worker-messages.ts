import type { Refusal } from '#kernel/refusal.ts';
import type { SheetName, TableBatch } from '../table.ts';

/** What the process that unpacks a workbook is told. One `more` is answered by one batch, the end, or a refusal. */
export type ToWorker =
  | { readonly kind: 'open'; readonly path: string; readonly sheet: string | null; readonly batchRows: number }
  | { readonly kind: 'more' };

export type FromWorker =
  | { readonly kind: 'opened'; readonly sheets: SheetName[]; readonly sheet: string }
  | { readonly kind: 'batch'; readonly batch: TableBatch }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
