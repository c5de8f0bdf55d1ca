import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Day } from '#kernel/day.ts';
import { RefusalError, refuse } from '#kernel/refusal.ts';
import type { BulkCounts, RowWriter } from '#platform/db/bulk.ts';
import type { Tx } from '#platform/db/database.ts';
import type { OpenTable, TableBatch } from '#platform/files/table.ts';
import { checkMapping, type FoundHeader, findHeader, type Mapping } from './rules/guess-mapping.ts';
import { type FormulaMark, rowReader } from './rules/read-rows.ts';
import { contentHashOf, duplicateProblem, rowKeyOf, SeenRows } from './rules/row-keys.ts';
import type { ImportKind, RowOfKind, RowProblem } from './rules/rows.ts';

/** What takes the rows of one kind; the owning module gives it. */
export type KindWriter<Kind extends ImportKind> = RowWriter<
  RowOfKind[Kind],
  BulkCounts & { warnings?: readonly { index: number; column: string; code: string }[] }
>;

export interface Totals {
  rowsRead: number;
  rowsNew: number;
  rowsChanged: number;
  rowsSame: number;
  rowsRejected: number;
  rowsWarned: number;
}

export interface PipelineOrder<Kind extends ImportKind> {
  readonly kind: Kind;
  readonly table: OpenTable;
  /** Confirmed by a person; null: found from the headers. */
  readonly mapping: Mapping | null;
  readonly remembered: (headers: readonly string[]) => Promise<Mapping | null>;
  readonly timeZone: string;
  readonly today: Day;
  readonly openWriter: (tx: Tx) => Promise<KindWriter<Kind>>;
  readonly onHeader: (found: FoundHeader, mapping: Mapping) => Promise<void>;
  readonly onRejected: (rows: readonly RejectedCells[]) => Promise<void>;
  readonly onProgress: (totals: Readonly<Totals>, share: number) => Promise<void>;
}

/** After so many rows the process attends to the database, which otherwise waits for its next statement while a batch is read. */
const turnRows = 50;

export interface RejectedCells {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
}

/** Rows handed to the database at once: enough to keep it busy, little enough to keep memory flat. */
const chunkRowsMax = 3_000;

/**
 * Streams a table into the hospital inside the caller's transaction: read, check, find repetitions, write. The database merges one chunk
 * while the next is read. Throws a RefusalError for a file that cannot be imported at all.
 */
export async function pumpRows<Kind extends ImportKind>(tx: Tx, order: PipelineOrder<Kind>): Promise<Totals> {
  const totals: Totals = { rowsRead: 0, rowsNew: 0, rowsChanged: 0, rowsSame: 0, rowsRejected: 0, rowsWarned: 0 };
  const writer = await order.openWriter(tx);
  const seen = new SeenRows();
  let take: RowTaker<Kind> | null = null;
  let chunkRows = 0;
  let writing: Promise<void> = Promise.resolve();
  let failure: unknown;
  const flush = async () => {
    await writing;
    if (failure !== undefined) throw failure;
    chunkRows = 0;
    // Not awaited here: the next rows are read meanwhile. A failure is kept and thrown at the next flush.
    writing = writer.flush().then(
      (counts) => addCounts(totals, counts),
      (error: unknown) => {
        failure = error;
      },
    );
  };
  for await (const batch of order.table.batches) {
    const from: number = take === null ? await startRows(order, batch, (made) => (take = made)) : 0;
    const rejected: RejectedCells[] = [];
    for (let index = from; index < batch.rows.length; index++) {
      if (++totals.rowsRead % turnRows === 0) await nextTurn();
      const taken = take!(batch, index, seen);
      if ('row' in taken) {
        writer.take(taken.row);
        chunkRows += 1;
        if (taken.isWarned) totals.rowsWarned += 1;
      } else if (taken.problems === null) totals.rowsSame += 1;
      else rejected.push({ rowNumber: batch.rowNumbers[index]!, cells: batch.rows[index]!, problems: taken.problems });
    }
    totals.rowsRejected += rejected.length;
    if (rejected.length > 0) await order.onRejected(rejected);
    if (chunkRows >= chunkRowsMax) await flush();
    await order.onProgress(totals, batch.progress);
  }
  if (take === null) throw new RefusalError(refuse('imports.no-header'));
  await flush();
  await writing;
  if (failure !== undefined) throw failure;
  return totals;
}

type Taken<Row> =
  | { readonly row: Row; readonly isWarned: boolean }
  | { readonly problems: readonly RowProblem[] | null };
type RowTaker<Kind extends ImportKind> = (batch: TableBatch, index: number, seen: SeenRows) => Taken<RowOfKind[Kind]>;

/** Finds the header in the first batch and compiles the reader. Answers the index of the first data row. */
async function startRows<Kind extends ImportKind>(
  order: PipelineOrder<Kind>,
  batch: TableBatch,
  ready: (take: RowTaker<Kind>) => void,
): Promise<number> {
  const found = findHeader(batch.rows, order.kind);
  if (!found) throw new RefusalError(refuse('imports.no-header'));
  const mapping = order.mapping ?? (await order.remembered(found.headers)) ?? found.guess.mapping;
  const refusal = checkMapping(mapping, order.kind);
  if (refusal) throw new RefusalError(refusal);
  await order.onHeader(found, mapping);
  const isText = order.table.format === 'delimited';
  const read = rowReader(order.kind, mapping, {
    timeZone: order.timeZone,
    today: order.today,
    ...(isText ? { width: found.headers.length } : {}),
  });
  const indexes = Object.values(mapping);
  const keyOf = rowKeyOf[order.kind] as (row: RowOfKind[Kind]) => string;
  ready((rows, index, seen) => {
    const cells = rows.rows[index]!;
    const answer = read(cells, formulasOf(rows, index));
    if ('rejected' in answer) return { problems: answer.rejected };
    const note = seen.note(keyOf(answer.row), contentHashOf(cells, indexes), rows.rowNumbers[index]!);
    if (note.seen === 'different') return { problems: [duplicateProblem(order.kind, note.firstRow)] };
    if (note.seen === 'same') return { problems: null };
    return { row: answer.row, isWarned: answer.warnings.length > 0 };
  });
  return found.lastHeaderRow + 1;
}

function formulasOf(batch: TableBatch, index: number): FormulaMark[] | undefined {
  const marks = batch.formulas?.filter((formula) => formula.row === index);
  return marks && marks.length > 0 ? marks.map(({ column, hasValue }) => ({ column, hasValue })) : undefined;
}

function addCounts(totals: Totals, counts: BulkCounts & { warnings?: readonly unknown[] }): void {
  totals.rowsNew += counts.created;
  totals.rowsChanged += counts.changed;
  totals.rowsSame += counts.same;
  totals.rowsWarned += counts.warnings?.length ?? 0;
}
