import { readFileSync } from 'node:fs';
import { parsedRecord, parseMessage } from '../../src/modules/referrals/rules/parse-message/index.ts';

/**
 * How well and how fast referral messages are read: exact-match rate per field on the development, the held-out and the
 * independently written corpus (all three are regression corpora by now; first-contact figures stand in the parser's README).
 * Run: node test/bench/parse-messages.ts
 */
const fields = [
  'patient_name',
  'sex',
  'disease',
  'introducer',
  'age',
  'institution',
  'phone',
  'department',
  'expected_arrival',
] as const;
const required = ['patient_name', 'sex', 'disease', 'introducer'] as const;
const verbatim: ReadonlySet<string> = new Set(['patient_name', 'disease', 'introducer', 'institution']);

type Labels = { readonly [Name in (typeof fields)[number]]: string | number | null } & {
  readonly id: string;
  readonly text: string;
};

function readCorpus(name: string): Labels[] {
  const lines = readFileSync(new URL(`../corpus/${name}.jsonl`, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Labels);
}

/** Numbers and phrases compare without spaces and in half width; names, illnesses and institutions exactly. */
function same(field: (typeof fields)[number], wanted: string | number | null, read: string | number | null): boolean {
  if (wanted === null || read === null || verbatim.has(field)) return wanted === read;
  const plain = (value: string | number): string => String(value).normalize('NFKC').replace(/\s/g, '');
  return plain(wanted) === plain(read);
}

function measure(name: string): void {
  const messages = readCorpus(name);
  const hits = new Map<string, number>();
  let complete = 0;
  let nameless = 0;
  let falseNames = 0;
  for (const message of messages) {
    const read = parsedRecord(message.id, parseMessage(message.text));
    const right = new Set(fields.filter((field) => same(field, message[field], read[field])));
    for (const field of right) hits.set(field, (hits.get(field) ?? 0) + 1);
    if (required.every((field) => right.has(field))) complete += 1;
    if (message.patient_name === null) {
      nameless += 1;
      if (read.patient_name !== null) falseNames += 1;
    }
  }
  const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const rows = fields.map((field) => [field, percent(hits.get(field) ?? 0, messages.length)]);
  rows.unshift(['all four required', percent(complete, messages.length)]);
  rows.push(['name where there is none', `${percent(falseNames, nameless)} of ${nameless}`]);
  rows.push(['messages per second', String(speed(messages))]);
  console.log(`\n${name} (${messages.length} messages)`);
  for (const [label, value] of rows) console.log(`  ${label!.padEnd(26)}${value!.padStart(12)}`);
}

function speed(messages: readonly Labels[]): number {
  const rounds = Math.ceil(2000 / messages.length);
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) for (const message of messages) parseMessage(message.text);
  return Math.round((rounds * messages.length * 1000) / (performance.now() - started));
}

measure('referral-messages');
measure('referral-messages-heldout');
measure('referral-messages-independent');

const long = '李红 女 45岁 胆结石，明天上午到，李医生介绍。'.repeat(4000).slice(0, 100_000);
const started = performance.now();
parseMessage(long);
console.log(`\n100 000 characters: ${(performance.now() - started).toFixed(1)} ms`);
