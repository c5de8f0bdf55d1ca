import type { Day } from '#kernel/day.ts';
import type { BasisPoints } from '#kernel/money.ts';
import { checkRow } from './check-rows.ts';
import { type Column, columnsOf } from './columns.ts';
import type { Mapping } from './guess-mapping.ts';
import { isDateProblem, parseDayText, parseMoment } from './parse-dates.ts';
import {
  booleanWords,
  type CleanText,
  channelWords,
  chargeCategoryWords,
  cleanFreeText,
  cleanIdentifier,
  cleanName,
  deliveryWords,
  episodeKindWords,
  introducerKindWords,
  parseAge,
  parseDiscount,
  parseIdNumber,
  parseMoney,
  parsePhone,
  parseWord,
  paymentKindWords,
  procedureClassWords,
  sexWords,
  unknownWords,
  type Words,
} from './parse-values.ts';
import { noProblems, type Problems, reject, warn } from './problems.ts';
import type { ImportKind, RowOfKind, RowProblem } from './rows.ts';

/** A row, or why there is none. Warnings come with kept rows only. */
export type ReadRow<Row> =
  | { readonly row: Row; readonly warnings: readonly RowProblem[] }
  | { readonly rejected: readonly RowProblem[] };

export interface RowReaderOptions {
  readonly timeZone: string;
  /** The day of the import: nobody is born after it. */
  readonly today?: Day;
  /** Number of header cells of a text file: a row with fewer or more cells was cut or has a stray delimiter. Absent for workbooks, whose rows end at the last filled cell. */
  readonly width?: number;
}

/** A cell that held a formula in a workbook. */
export interface FormulaMark {
  readonly column: number;
  readonly hasValue: boolean;
}

export type RowReader<Row> = (cells: readonly string[], formulas?: readonly FormulaMark[]) => ReadRow<Row>;

/**
 * Compiles a reader for one file: a setter for each mapped column, so that nothing about the mapping is decided again for a million
 * rows. Pure. Every problem of a row is reported, not only the first; none contains a value of the row.
 */
export function rowReader<Kind extends ImportKind>(
  kind: Kind,
  mapping: Mapping,
  options: RowReaderOptions,
): RowReader<RowOfKind[Kind]> {
  const columns = columnsOf[kind];
  const steps = columns
    .filter(({ name }) => mapping[name] !== undefined)
    .map((column) => ({ column, index: mapping[column.name]!, set: setterOf(column, options.timeZone) }));
  const unmapped = columns.filter(({ name, required }) => required === 'value' && mapping[name] === undefined);
  const lastIndex = Math.max(-1, ...steps.map(({ index }) => index));
  const blank: Draft = {};
  for (const { field, value } of columns) blank[field] = value === 'text' && field === 'text' ? '' : null;

  return (cells, formulas) => {
    const row: Draft = { ...blank };
    const problems = noProblems();
    if (formulas !== undefined) noteFormulas(steps, formulas, cells, problems);
    if (options.width !== undefined && cells.length !== options.width) {
      noteWidth(cells, options.width, lastIndex, problems);
    }
    for (const { name } of unmapped) reject(problems, { column: name, code: 'row.value-missing' });
    for (const step of steps) {
      const cell = plainCell(cells[step.index], step.column, problems);
      if (cell === '') {
        if (step.column.required === 'value') reject(problems, { column: step.column.name, code: 'row.value-missing' });
      } else if (cell !== null) step.set(row, cell, problems);
    }
    // The fields were set one by one under the names of `columnsOf`; read-rows.test.ts holds them against the row types.
    const typed = row as unknown as RowOfKind[Kind];
    if (problems.rejected.length === 0) checkRow(kind, typed, options.timeZone, problems, options.today);
    return problems.rejected.length > 0 ? { rejected: problems.rejected } : { row: typed, warnings: problems.warnings };
  };
}

type Draft = Record<string, unknown>;
type Setter = (row: Draft, cell: string, problems: Problems) => void;

const errorValues = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/i;
const emptyWords = new Set(['NULL', 'null', '\\N', '(null)', '<null>']);

/** The cell trimmed; '' when it means nothing; null when it was refused. */
function plainCell(given: string | undefined, column: Column, problems: Problems): string | null {
  if (given === undefined || given === '') return '';
  let cell = given;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  if (first <= 32 || last <= 32 || first === 0xa0 || last === 0xa0 || first >= 0x2000 || last >= 0x2000)
    cell = cell.trim();
  if (first === 35 && errorValues.test(cell)) {
    reject(problems, { column: column.name, code: 'row.error-value' });
    return null;
  }
  // Free text may begin with any sign; it is neutralised when exported. Elsewhere a formula is not a value.
  if (first === 61 && column.value !== 'text' && !/^="[^"=]*"$/.test(cell)) {
    reject(problems, { column: column.name, code: 'row.formula' });
    return null;
  }
  // Length first: looking a long cell up means hashing it.
  return cell.length <= 6 && column.value !== 'name' && emptyWords.has(cell) ? '' : cell;
}

function noteFormulas(
  steps: readonly { column: Column; index: number }[],
  formulas: readonly FormulaMark[],
  cells: readonly string[],
  problems: Problems,
): void {
  for (const { column, index } of steps) {
    const formula = formulas.find((mark) => mark.column === index);
    if (!formula) continue;
    if (!formula.hasValue && (cells[index] ?? '') === '')
      reject(problems, { column: column.name, code: 'row.formula' });
    else warn(problems, { column: column.name, code: 'row.formula-value-taken' });
  }
}

function noteWidth(cells: readonly string[], width: number, lastIndex: number, problems: Problems): void {
  if (cells.length <= lastIndex)
    reject(problems, { column: null, code: 'row.cells-missing', facts: { cells: cells.length, width } });
  else if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
    reject(problems, { column: null, code: 'row.cells-surplus', facts: { cells: cells.length, width } });
  }
}

function setterOf(column: Column, timeZone: string): Setter {
  const { name, field } = column;
  switch (column.value) {
    case 'identifier':
      return textSetter(column, cleanIdentifier);
    case 'name':
      return textSetter(column, cleanName);
    case 'text':
      return textSetter(column, cleanFreeText);
    case 'sender':
      return textSetter(column, cleanSender);
    case 'moment':
      return dateSetter(column, (cell) => parseMoment(cell, timeZone));
    case 'day':
      return dateSetter(column, (cell) => parseDayText(cell, timeZone));
    case 'money':
      return (row, cell, problems) => {
        const amount = parseMoney(cell);
        if (typeof amount === 'string') reject(problems, { column: name, code: amount });
        else row[field] = amount;
      };
    case 'age':
      return (row, cell, problems) => {
        const age = unknownWords.has(cell) && cell !== '0' && cell !== '9' ? null : parseAge(cell);
        if (typeof age === 'string') reject(problems, { column: name, code: age });
        else row[field] = age;
      };
    case 'discount':
      return (row, cell, problems) => {
        const discount: BasisPoints | null = parseDiscount(cell);
        if (discount === null)
          reject(problems, { column: name, code: 'row.number-out-of-range', facts: { min: 0, max: 1 } });
        else row[field] = discount;
      };
    case 'phone':
      return optionalSetter(column, parsePhone, 'row.phone-dropped');
    case 'id-number':
      return optionalSetter(column, parseIdNumber, 'row.id-number-dropped');
    default:
      return wordSetter(column, wordsOf[column.value]);
  }
}

const wordsOf: Readonly<Record<string, Words<unknown>>> = {
  boolean: booleanWords,
  sex: sexWords,
  'introducer-kind': introducerKindWords,
  'episode-kind': episodeKindWords,
  'procedure-class': procedureClassWords,
  delivery: deliveryWords,
  'payment-kind': paymentKindWords,
  'charge-category': chargeCategoryWords,
  channel: channelWords,
};

function textSetter({ name, field, charactersMax, required }: Column, clean: (text: string) => CleanText): Setter {
  return (row, cell, problems) => {
    const { value, problem } = clean(cell);
    if (problem !== null) reject(problems, { column: name, code: problem });
    else if (value.length > charactersMax) {
      reject(problems, { column: name, code: 'row.too-long', facts: { characters: value.length, charactersMax } });
    } else if (value !== '') row[field] = value;
    else if (required === 'value') reject(problems, { column: name, code: 'row.value-missing' });
  };
}

function dateSetter({ name, field, required }: Column, parse: (cell: string) => number | string): Setter {
  return (row, cell, problems) => {
    const found = parse(cell);
    if (!isDateProblem(found)) row[field] = found;
    else if (found !== 'row.date-placeholder') reject(problems, { column: name, code: found });
    else if (required === 'value') reject(problems, { column: name, code: 'row.value-missing' });
    else warn(problems, { column: name, code: found });
  };
}

/** A value the row can do without: unreadable ones are dropped with a warning, the row is kept. */
function optionalSetter(
  { name, field }: Column,
  parse: (cell: string) => string | null,
  code: 'row.phone-dropped' | 'row.id-number-dropped',
): Setter {
  return (row, cell, problems) => {
    const value = parse(cell);
    if (value !== null) row[field] = value;
    else if (!unknownWords.has(cell) && cell !== '无') warn(problems, { column: name, code });
  };
}

function wordSetter({ name, field, required }: Column, known: Words<unknown> | undefined): Setter {
  return (row, cell, problems) => {
    const value = known === undefined ? undefined : parseWord(cell, known);
    if (value !== undefined) row[field] = value;
    else if (required === 'value' || !unknownWords.has(cell))
      reject(problems, { column: name, code: 'row.word-unknown' });
  };
}

function cleanSender(text: string): CleanText {
  const phone = /^[+\d\s\-()]+$/.test(text) ? parsePhone(text) : null;
  return phone === null ? cleanIdentifier(text) : { value: phone, problem: null };
}
