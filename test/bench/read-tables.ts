/*
 * Rows read and parsed per second, from a file on disk to typed, checked rows. One command: `node test/bench/read-tables.ts [rows]`.
 * Files are generated into the temporary folder and removed. csv-parse reads the same file for comparison.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { columnsOf } from '#modules/imports/rules/columns.ts';
import { findHeader } from '#modules/imports/rules/guess-mapping.ts';
import { rowReader } from '#modules/imports/rules/read-rows.ts';
import { contentHashOf, rowKeyOf, SeenRows } from '#modules/imports/rules/row-keys.ts';
import { openTable } from '#platform/files/read-table.ts';
import { writeWorkbook } from '#platform/files/write-xlsx.ts';

const rowCount = Number(process.argv[2] ?? 1_000_000);
const workbookRows = Math.min(200_000, rowCount);
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高'];
const departments = ['骨科一病区', '妇产科', '普外科', '心血管内科', '儿科', '急诊科'];

function episode(index: number): string[] {
  const day = String(1 + (index % 28)).padStart(2, '0');
  const minute = String(index % 60).padStart(2, '0');
  const body = `9900001968${String(1 + (index % 12)).padStart(2, '0')}${day}${String(index % 1000).padStart(3, '0')}`;
  return [
    `E${100_000_000 + index}`,
    `P${10_000_000 + (index % 700_000)}`,
    `${surnames[index % 15]}${surnames[(index >> 4) % 15]}明`,
    index % 2 === 0 ? '男' : '女',
    `1968-${String(1 + (index % 12)).padStart(2, '0')}-${day}`,
    body + checkCharacter(body),
    `138000${String(index % 100_000).padStart(5, '0')}`,
    '430121',
    index % 3 === 0 ? 'inpatient' : 'outpatient',
    departments[index % 6]!,
    '李一',
    '王一',
    `2026-10-${day} 09:${minute}`,
    `2026-10-${day} 10:${minute}`,
    `2026-11-${day} 11:${minute}`,
    `2026-11-${day} 11:30:00`,
    '股骨颈骨折, 左侧',
    'none',
    'none',
    '',
    '',
    '乡医推荐',
    '',
    '医保',
    '',
  ];
}

function checkCharacter(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]!;
}

async function writeText(path: string, encoding: 'utf8' | 'gb18030'): Promise<void> {
  const stream = createWriteStream(path);
  let text = `${columnsOf.episodes.map(({ chinese }) => chinese).join(',')}\r\n`;
  for (let index = 0; index < rowCount; index += 1) {
    text += `${episode(index)
      .map((cell) => (cell.includes(',') ? `"${cell}"` : cell))
      .join(',')}\r\n`;
    if (text.length < 1_000_000 && index < rowCount - 1) continue;
    const bytes = encoding === 'utf8' ? Buffer.from(text) : iconv.encode(text, encoding);
    if (!stream.write(bytes)) await once(stream, 'drain');
    text = '';
  }
  stream.end();
  await once(stream, 'close');
}

function* episodes(count: number): Generator<string[]> {
  for (let index = 0; index < count; index += 1) yield episode(index);
}

async function readOnly(path: string): Promise<number> {
  let rows = 0;
  for await (const batch of (await openTable(path)).batches) rows += batch.rows.length;
  return rows;
}

async function readAndCheck(path: string): Promise<number> {
  const table = await openTable(path);
  const seen = new SeenRows();
  let read: ReturnType<typeof rowReader<'episodes'>> | null = null;
  let indexes: number[] = [];
  let rows = 0;
  for await (const batch of table.batches) {
    let from = 0;
    if (read === null) {
      const header = findHeader(batch.rows, 'episodes')!;
      read = rowReader('episodes', header.guess.mapping, { timeZone: 'Asia/Shanghai' });
      indexes = Object.values(header.guess.mapping);
      from = header.lastHeaderRow + 1;
    }
    for (let at = from; at < batch.rows.length; at += 1) {
      const cells = batch.rows[at]!;
      const answer = read(cells);
      if ('rejected' in answer) throw new Error('a generated row was rejected');
      seen.note(rowKeyOf.episodes(answer.row), contentHashOf(cells, indexes), batch.rowNumbers[at]!);
      rows += 1;
    }
  }
  return rows;
}

async function csvParse(path: string): Promise<number> {
  let rows = 0;
  for await (const record of createReadStream(path, { highWaterMark: 512 * 1024 }).pipe(parse())) {
    rows += (record as string[]).length > 0 ? 1 : 0;
  }
  return rows;
}

async function measure(name: string, work: () => Promise<number>): Promise<void> {
  const from = performance.now();
  const rows = await work();
  const seconds = (performance.now() - from) / 1000;
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${name.padEnd(34)} ${rows} rows  ${seconds.toFixed(2)} s  ${Math.round(rows / seconds)} rows/s  peak RSS so far ${peakMb} MB`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'renmai-bench-'));
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  for (const encoding of ['utf8', 'gb18030'] as const) {
    const path = join(folder, `${encoding}.csv`);
    await writeText(path, encoding);
    console.log(`${encoding}: ${Math.round((await stat(path)).size / rowCount)} bytes a row, 25 columns, one quoted`);
    await measure(`CSV ${encoding}, split`, () => readOnly(path));
    await measure(`CSV ${encoding}, split and checked`, () => readAndCheck(path));
    if (encoding === 'utf8') await measure('csv-parse, split', () => csvParse(path));
    await rm(path);
  }
  const path = join(folder, 'episodes.xlsx');
  await writeWorkbook(createWriteStream(path), [
    {
      name: 'episodes',
      columns: columnsOf.episodes.map(({ chinese }) => ({ header: chinese })),
      rows: episodes(workbookRows),
    },
  ]);
  await measure('XLSX, split', () => readOnly(path));
  await measure('XLSX, split and checked', () => readAndCheck(path));
} finally {
  await rm(folder, { recursive: true, force: true });
}
