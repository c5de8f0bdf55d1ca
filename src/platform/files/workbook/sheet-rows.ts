import { cellCharactersMax, columnsMax, type FormulaCell, refusedTable } from '../table.ts';
import { columnIndex, numberText, serialDateText, unescapeText } from './cell-values.ts';
import { attribute, type XmlSink } from './scan-xml.ts';
import { type SharedText, tooLongText } from './workbook-parts.ts';

export interface SheetFacts {
  readonly strings: readonly SharedText[];
  readonly dateStyles: readonly boolean[];
  readonly uses1904: boolean;
}

/** Collects the rows of one worksheet as text, the way a person reads them: dates as dates, numbers without binary dust. */
export class SheetRows implements XmlSink {
  rows: string[][] = [];
  rowNumbers: number[] = [];
  formulas: FormulaCell[] = [];
  readonly #facts: SheetFacts;
  #rowNumber = 0;
  #cells: string[] = [];
  #column = -1;
  #type = '';
  #style = 0;
  #raw = '';
  #takes = false;
  #inHint = false;
  #isFormula = false;
  #rowFormulas: { column: number; hasValue: boolean }[] = [];

  constructor(facts: SheetFacts) {
    this.#facts = facts;
  }

  /** Hands over the rows collected so far. */
  take(): { rows: string[][]; rowNumbers: number[]; formulas: FormulaCell[] } {
    const { rows, rowNumbers, formulas } = this;
    this.rows = [];
    this.rowNumbers = [];
    this.formulas = [];
    return { rows, rowNumbers, formulas };
  }

  open(name: string, tag: string): boolean {
    if (name === 'c') this.#openCell(tag);
    else if (name === 'v') this.#takes = true;
    else if (name === 't') this.#takes = !this.#inHint;
    else if (name === 'rPh') this.#inHint = true;
    else if (name === 'f') this.#isFormula = true;
    else if (name === 'row') this.#openRow(tag);
    return false;
  }

  close(name: string): boolean {
    if (name === 'v' || name === 't') this.#takes = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'rPh') this.#inHint = false;
    else if (name === 'row') this.#closeRow();
    // What follows (merged cells, validations, drawings) is never read: it is where hostile files keep readers busy.
    return name === 'sheetData';
  }

  text(characters: string): void {
    if (!this.#takes) return;
    this.#raw += characters;
    if (this.#raw.length > cellCharactersMax) this.#refuseLong();
  }

  #openRow(tag: string): void {
    const given = Number(attribute(tag, 'r') ?? Number.NaN);
    // Row numbers may be left out; they may not go backwards.
    this.#rowNumber = Number.isInteger(given) && given > this.#rowNumber ? given : this.#rowNumber + 1;
    this.#cells = [];
    this.#column = -1;
    this.#rowFormulas = [];
  }

  #openCell(tag: string): void {
    const column = columnIndex(attribute(tag, 'r') ?? '');
    this.#column = column > this.#column ? column : this.#column + 1;
    this.#type = attribute(tag, 't') ?? 'n';
    this.#style = Number(attribute(tag, 's') ?? 0);
    this.#raw = '';
    this.#isFormula = false;
  }

  #closeCell(): void {
    if (this.#isFormula) this.#rowFormulas.push({ column: this.#column, hasValue: this.#raw !== '' });
    const value = this.#raw === '' ? '' : this.#value();
    if (value === '' && !this.#isFormula) return;
    if (this.#column >= columnsMax) {
      throw refusedTable('files.too-many-columns', { row: this.#rowNumber, columns: this.#column + 1, columnsMax });
    }
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells.push(value);
  }

  #value(): string {
    const raw = this.#raw;
    switch (this.#type) {
      case 's': {
        const shared = this.#facts.strings[Number(raw)];
        if (shared === tooLongText) return this.#refuseLong();
        if (shared === undefined) throw refusedTable('files.workbook-broken', { row: this.#rowNumber });
        return shared;
      }
      case 'n': {
        if (this.#facts.dateStyles[this.#style] === true) {
          return serialDateText(Number(raw), this.#facts.uses1904) ?? numberText(raw);
        }
        return numberText(raw.trim());
      }
      case 'd':
        return raw.replace('T', ' ');
      default:
        return unescapeText(raw);
    }
  }

  #closeRow(): void {
    if (this.#cells.length === 0) return;
    for (const formula of this.#rowFormulas) this.formulas.push({ row: this.rows.length, ...formula });
    this.rows.push(this.#cells);
    this.rowNumbers.push(this.#rowNumber);
    this.#cells = [];
  }

  #refuseLong(): never {
    throw refusedTable('files.cell-too-long', { row: this.#rowNumber, column: this.#column + 1 });
  }
}
