import type { Ladder } from './generalise.ts';
import { suppressed } from './generalise.ts';

export interface QuasiIdentifier<Row> {
  readonly column: string;
  readonly ladder: Ladder;
  readonly read: (row: Row) => unknown;
}

export interface AnonymityReport {
  readonly kWanted: number;
  /** The smallest number of different people sharing all quasi-identifiers, after the work; 0 when nothing is left. */
  readonly kReached: number;
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly suppressedRows: number;
  /** Cells replaced by `*`: of columns given up whole, and of rare values. */
  readonly suppressedCells: number;
  readonly generalisations: readonly { readonly column: string; readonly level: string }[];
  readonly classes: number;
  /** Chance of finding a person of whom one knows all quasi-identifiers: the worst case and the average; basis points. */
  readonly riskMaxBp: number;
  readonly riskAverageBp: number;
}

export interface Anonymised<Row> {
  readonly rows: readonly { readonly row: Row; readonly quasi: Readonly<Record<string, string>> }[];
  readonly report: AnonymityReport;
}

/** At most one row in twenty is left out before the next column is made coarser. */
const suppressedShareMax = 0.05;

/**
 * Makes quasi-identifiers coarser until every combination is shared by at least `k` different people; what then still stands alone is left
 * out. Coarsens the column with the most different values first (Datafly): it parts people most. The same rows give the same result.
 */
export function anonymise<Row>(
  rows: readonly Row[],
  subjectOf: (row: Row) => string,
  columns: readonly QuasiIdentifier<Row>[],
  k: number,
): Anonymised<Row> {
  const levels = columns.map(() => 0);
  const cells = columns.map((column) => rows.map((row) => levelOf(column, 0).of(column.read(row))));
  const subjects = rows.map(subjectOf);
  for (;;) {
    const keys = rows.map((_, index) => cells.map((column) => column[index]).join('\u0001'));
    const sizes = classSizes(keys, subjects);
    const small = keys.filter((key) => sizes.get(key)! < k).length;
    const next = small > rows.length * suppressedShareMax ? columnToCoarsen(columns, levels, cells) : null;
    if (next === null) return result(rows, columns, levels, cells, keys, sizes, k);
    levels[next] = levels[next]! + 1;
    const { of } = levelOf(columns[next]!, levels[next]!);
    cells[next] = rows.map((row) => of(columns[next]!.read(row)));
  }
}

function levelOf<Row>(column: QuasiIdentifier<Row>, level: number) {
  return column.ladder.levels[level]!;
}

/** Different people in each class. */
function classSizes(keys: readonly string[], subjects: readonly string[]): Map<string, number> {
  const people = new Map<string, Set<string>>();
  for (const [index, key] of keys.entries()) {
    const known = people.get(key);
    if (known) known.add(subjects[index]!);
    else people.set(key, new Set([subjects[index]!]));
  }
  return new Map([...people].map(([key, set]) => [key, set.size]));
}

/**
 * The column with the most different values that can still be made coarser; null: all are given up. A column is given up whole only when none
 * has a step before its last left: an age in bands of twenty years is worth more than a department without any age.
 */
function columnToCoarsen<Row>(
  columns: readonly QuasiIdentifier<Row>[],
  levels: readonly number[],
  cells: readonly (readonly string[])[],
): number | null {
  const stepsLeft = columns.map((column, index) => column.ladder.levels.length - 1 - levels[index]!);
  const stepsMin = stepsLeft.some((steps) => steps > 1) ? 2 : 1;
  let best: { index: number; values: number } | null = null;
  for (const [index, steps] of stepsLeft.entries()) {
    if (steps < stepsMin) continue;
    const values = new Set(cells[index]).size;
    if (!best || values > best.values) best = { index, values };
  }
  return best?.index ?? null;
}

function result<Row>(
  rows: readonly Row[],
  columns: readonly QuasiIdentifier<Row>[],
  levels: readonly number[],
  cells: readonly (readonly string[])[],
  keys: readonly string[],
  sizes: ReadonlyMap<string, number>,
  k: number,
): Anonymised<Row> {
  const kept = [...rows.keys()].filter((index) => sizes.get(keys[index]!)! >= k);
  const keptSizes = [...new Set(kept.map((index) => keys[index]!))].map((key) => sizes.get(key)!);
  const kReached = keptSizes.length === 0 ? 0 : keptSizes.reduce((least, size) => Math.min(least, size));
  const people = keptSizes.reduce((sum, size) => sum + size, 0);
  const gaveUp = columns.filter((column, index) => levels[index] === column.ladder.levels.length - 1);
  return {
    rows: kept.map((index) => ({
      row: rows[index]!,
      quasi: Object.fromEntries(columns.map(({ column }, at) => [column, cells[at]![index] ?? suppressed])),
    })),
    report: {
      kWanted: k,
      kReached,
      rowsIn: rows.length,
      rowsOut: kept.length,
      suppressedRows: rows.length - kept.length,
      suppressedCells: gaveUp.length * kept.length,
      generalisations: columns.map((column, index) => ({
        column: column.column,
        level: levelOf(column, levels[index]!).name,
      })),
      classes: keptSizes.length,
      riskMaxBp: kReached === 0 ? 0 : Math.ceil(10_000 / kReached),
      riskAverageBp: people === 0 ? 0 : Math.ceil((10_000 * keptSizes.length) / people),
    },
  };
}

/** Values shared by fewer than `k` different people become `other`: a rare diagnosis names its bearer. */
export function hideRare<Row>(
  rows: readonly Row[],
  subjectOf: (row: Row) => string,
  readValue: (row: Row) => string,
  k: number,
  other: string,
): { values: string[]; hidden: number } {
  const values = rows.map(readValue);
  const sizes = classSizes(values, rows.map(subjectOf));
  let hidden = 0;
  const shown = values.map((value) => {
    if (value === '' || value === other || sizes.get(value)! >= k) return value;
    hidden += 1;
    return other;
  });
  return { values: shown, hidden };
}
