import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RefusalError } from '#kernel/refusal.ts';
import { openTable, previewTable } from './read-table.ts';
import { encodingNamed, type ReadTableOptions } from './table.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renmai-tables-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fileOf(content: string | Buffer): Promise<string> {
  files += 1;
  const path = join(folder, `table-${files}.csv`);
  await writeFile(path, content);
  return path;
}

async function read(content: string | Buffer, options: ReadTableOptions = {}) {
  const table = await openTable(await fileOf(content), options);
  const rows: string[][] = [];
  const rowNumbers: number[] = [];
  for await (const batch of table.batches) {
    rows.push(...batch.rows);
    rowNumbers.push(...batch.rowNumbers);
  }
  return { ...table, rows, rowNumbers };
}

async function refusalOf(content: string | Buffer, options: ReadTableOptions = {}) {
  try {
    await read(content, options);
  } catch (problem) {
    if (problem instanceof RefusalError) return problem.refusal;
    throw problem;
  }
  throw new Error('was not refused');
}

const text = '就诊号,姓名,诊断\r\nE1,张小明,"股骨颈骨折, 左"\r\n\r\nE2,欧阳一,😀 𠮷\r\n';
const rows = [
  ['就诊号', '姓名', '诊断'],
  ['E1', '张小明', '股骨颈骨折, 左'],
  ['E2', '欧阳一', '😀 𠮷'],
];
const bigEndian = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

test.each([
  ['utf-8', Buffer.from(text)],
  ['utf-8', Buffer.from(`\ufeff${text}`)],
  ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['utf-16le', Buffer.from(text, 'utf16le')],
  ['utf-16be', bigEndian],
  ['utf-16be', bigEndian.subarray(2)],
  ['gb18030', iconv.encode(text, 'gb18030')],
])('%s is recognised and read exactly', async (encoding, bytes) => {
  const found = await read(bytes);
  expect(found.encoding).toBe(encoding);
  expect(found.rows).toEqual(rows);
  expect(found.rowNumbers).toEqual([1, 2, 4]);
});

test('an export whose first Chinese character comes after a megabyte of plain text is still recognised', async () => {
  const plain = 'E1,aaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(40_000);
  const found = await read(iconv.encode(`no,name\n${plain}${'E2,张小明\n'.repeat(40_000)}`, 'gb18030'));
  expect(found.encoding).toBe('gb18030');
  expect(found.rows.at(-1)).toEqual(['E2', '张小明']);
  expect(found.rows).toHaveLength(80_001);
});

test.each([
  [';', 'a;b,x;c\n1;2;3\n'],
  ['\t', 'a\tb\tc\n1\t2\t3\n'],
  ['|', 'a|b|c\n1|2|3\n'],
  [',', 'a,b,c\n1,2,3\n'],
  [';', 'sep=;\na;b;c\n1;2;3\n'],
])('the delimiter %j is recognised', async (delimiter, content) => {
  const found = await read(content);
  expect(found.delimiter).toBe(delimiter);
  expect(found.rows.at(-1)).toEqual(['1', '2', '3']);
});

test('UTF-8 broken in the middle is refused with its row, not read as something else', async () => {
  const good = Buffer.from('就诊号,姓名\n'.repeat(500));
  const content = Buffer.concat([
    good,
    Buffer.from('E1,'),
    Buffer.from([0xe5, 0xbc, 0x2c, 0x31]),
    Buffer.from('\n'),
    good,
  ]);
  expect(await refusalOf(content)).toMatchObject({
    code: 'files.encoding-broken',
    facts: { row: 501, encoding: 'utf-8' },
  });
});

test('a forced encoding that is wrong is refused with the row', async () => {
  const content = iconv.encode('no,name\nE1,a\nE2,张小明\n', 'gb18030');
  expect(await refusalOf(content, { encoding: 'utf-8' })).toMatchObject({
    code: 'files.encoding-broken',
    facts: { row: 3 },
  });
});

test.each([
  ['an empty file', '', 'files.empty', {}],
  ['only blank lines and a mark', '\ufeff', 'files.empty', {}],
  ['a NUL character', 'a,b\n1,2\n3,\0\n', 'files.nul-character', { row: 3 }],
  ['half a file, cut inside quotes', 'a,b\n1,"2\n3,4\n', 'files.quote-open', { row: 2, column: 2 }],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'files.old-workbook', {}],
  ['a web page named .xls', '<html><table><tr><td>就诊号', 'files.web-page', {}],
  ['a PDF', '%PDF-1.7 …', 'files.unknown-format', {}],
])('%s is refused clearly', async (_, content, code, facts) => {
  expect(await refusalOf(content)).toMatchObject({ code, facts });
});

test('a cell of 10 MB is refused with row and column, quickly', async () => {
  const long = '长'.repeat(3_500_000);
  const place = { code: 'files.cell-too-long', facts: { row: 3, column: 2 } };
  expect(await refusalOf(`a,b\n1,2\n3,${long}\n5,6\n`)).toMatchObject(place);
  expect(await refusalOf(`a,b\n1,2\n3,"${long}"\n5,6\n`)).toMatchObject(place);
  expect(await refusalOf(`a,b\n1,2\n3,${long}`)).toMatchObject(place);
});

test('a line that never ends is refused before it fills the memory', async () => {
  expect(await refusalOf(`a,b\n1,2\n${'x,y'.repeat(8_000_000)}`)).toMatchObject({ facts: { row: 3 } });
});

test.each([
  ["'; DROP TABLE patients; --"],
  ['<script>alert(1)</script>'],
  ['😀👩‍👩‍👧 𠮷野家 ﷽'],
  ['\u202eمرحبا'],
  ['=HYPERLINK("http://x")'],
  ['{{constructor}} #{7*7} %s %n ../../etc'],
  ['ÅÍÎÏ˝ÓÔÒ Ω≈ç√∫˜µ≤≥÷'],
  ['line one\nline two\r\nline three'],
])('the naughty string %j passes through unchanged', async (naughty) => {
  const found = await read(`a,b\n1,"${naughty.replaceAll('"', '""')}"\n`);
  expect(found.rows[1]).toEqual(['1', naughty]);
});

test('abandoned rows close the file', async () => {
  const table = await openTable(await fileOf('a,b\n'.repeat(100_000)), { batchRows: 10 });
  for await (const batch of table.batches) {
    expect(batch.rows).toHaveLength(10);
    break;
  }
  expect((await table.batches.next()).done).toBe(true);
});

test('a preview shows what the file is and its first rows', async () => {
  const preview = await previewTable(await fileOf(`a;b\n${'1;2\n'.repeat(5000)}`), 3);
  expect(preview).toMatchObject({ format: 'delimited', delimiter: ';', encoding: 'utf-8', rowNumbers: [1, 2, 3] });
  expect(preview.rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['1', '2'],
  ]);
});

test.each([
  ['auto', 'auto'],
  ['GBK', 'gb18030'],
  ['UTF-8', 'utf-8'],
  ['utf_16 be', 'utf-16be'],
  ['latin1', null],
  ['constructor', null],
])('the encoding named %s is %s', (name, expected) => {
  expect(encodingNamed(name)).toBe(expected);
});
