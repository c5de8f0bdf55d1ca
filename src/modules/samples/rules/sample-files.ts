import type { Day } from '#kernel/day.ts';
import {
  chargeColumns,
  episodeColumns,
  introducerColumns,
  messageColumns,
  referralColumns,
  truthColumns,
} from './columns.ts';
import {
  sampleCharges,
  sampleDay,
  sampleEpisodes,
  sampleIntroducers,
  sampleMessages,
  sampleReferrals,
  sampleTruth,
} from './generate-hospital.ts';
import type { SampleOptions } from './world.ts';

/** A file to write: the header and its rows, produced while they are read. */
export interface SampleFile {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: Iterable<string[]>;
}

/** The five import files in the order they can be imported, with exactly the columns of the exchange formats. */
export function sampleFiles(options: SampleOptions): readonly SampleFile[] {
  return [
    file('introducers.csv', introducerColumns, () => sampleIntroducers(options)),
    file('episodes.csv', episodeColumns, () => sampleEpisodes(options)),
    file('charges.csv', chargeColumns, () => sampleCharges(options)),
    file('messages.csv', messageColumns, () => sampleMessages(options)),
    file('referrals.csv', referralColumns, () => sampleReferrals(options)),
  ];
}

/** One day of HIS data to try the import with. */
export function sampleDayFiles(options: SampleOptions, day: Day): readonly SampleFile[] {
  const { episodes, charges } = sampleDay(options, day);
  return [
    file('episodes-今日.csv', episodeColumns, () => episodes),
    file('charges-今日.csv', chargeColumns, () => charges),
  ];
}

/** What is really so, for benchmarks. */
export function sampleTruthFile(options: SampleOptions): SampleFile {
  return file('truth.csv', truthColumns, () => sampleTruth(options));
}

function file<Column extends string>(
  name: string,
  header: readonly Column[],
  source: () => Iterable<Record<Column, string>>,
): SampleFile {
  return { name, header, rows: { [Symbol.iterator]: () => cells(header, source())[Symbol.iterator]() } };
}

function* cells<Column extends string>(
  header: readonly Column[],
  rows: Iterable<Record<Column, string>>,
): Iterable<string[]> {
  for (const row of rows) yield header.map((column) => row[column]);
}

const needsQuotes = /[",\r\n]/;

/** One line of RFC 4180. */
export function csvLine(values: readonly string[]): string {
  let line = '';
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    line += (index === 0 ? '' : ',') + (needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  }
  return `${line}\r\n`;
}
