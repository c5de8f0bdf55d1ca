import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RefusalError } from '#kernel/refusal.ts';
import { RecordSplitter } from './split-records.ts';

function split(text: string, chunk = text.length, delimiter = ','): string[][] {
  const records: string[][] = [];
  const splitter = new RecordSplitter(delimiter, (cells) => records.push(cells));
  for (let at = 0; at < text.length; at += Math.max(1, chunk)) splitter.push(text.slice(at, at + Math.max(1, chunk)));
  splitter.end();
  return records;
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '张', ' ', ',', ';', '"', '\n', '\r', '😀', '='), maxLength: 8 }),
  fc.constantFrom('', '2026-10-03', '""', '\r\n'),
);

function write(table: string[][], lineEnd: string, quotesAll: boolean): string {
  const quoted = (text: string): string =>
    quotesAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return table.map((row) => row.map(quoted).join(',') + lineEnd).join('');
}

test('what RFC 4180 writes is read back, however the text is cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.integer({ min: 1, max: 30 }),
      (table, lineEnd, quotesAll, chunk) => {
        expect(split(write(table, lineEnd, quotesAll), chunk)).toEqual(table);
      },
    ),
    { numRuns: 500 },
  );
});

test('any text is read as csv-parse reads it, or refused by both', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '张', ',', '"', '\n', '\r\n', 'b,c'), maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      (text, chunk) => {
        let theirs: string[][] | null;
        try {
          theirs = parse(text, {
            record_delimiter: ['\r\n', '\n'],
            relax_column_count: true,
            relax_quotes: true,
            skip_empty_lines: true,
          }) as unknown as string[][];
        } catch {
          theirs = null;
        }
        let ours: string[][] | null;
        try {
          ours = split(text, chunk);
        } catch (problem) {
          expect(problem).toBeInstanceOf(RefusalError);
          ours = null;
        }
        // csv-parse with relaxed quotes forgives text after a closing quote; we refuse it, because columns would shift.
        if (ours !== null) expect(ours).toEqual(theirs);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['a,b\n1,"half', 'files.quote-open', { row: 2, column: 2 }],
  ['a,b\n"x"y,2\n', 'files.quote-misplaced', { row: 2, column: 1 }],
  [`a,b\n1,${'x'.repeat(40_000)}\n`, 'files.cell-too-long', { row: 2, column: 2 }],
  [`a,b\n1,"${'x'.repeat(80_000)}`, 'files.cell-too-long', { row: 2, column: 2 }],
])('a broken record is refused with its place', (text, code, facts) => {
  expect(() => split(text)).toThrowError(
    expect.objectContaining({ refusal: expect.objectContaining({ code, facts }) }),
  );
});

test('a quote in the middle of an unquoted cell is an ordinary character', () => {
  expect(split('a,5" wound,b\n1,2,3')).toEqual([
    ['a', '5" wound', 'b'],
    ['1', '2', '3'],
  ]);
});
