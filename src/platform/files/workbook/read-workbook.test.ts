import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RefusalError } from '#kernel/refusal.ts';
import { openTable } from '../read-table.ts';
import type { FormulaCell, ReadTableOptions } from '../table.ts';
import { writeWorkbook } from '../write-xlsx.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renmai-workbooks-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function nextPath(): string {
  files += 1;
  return join(folder, `workbook-${files}.xlsx`);
}

async function read(path: string, options: ReadTableOptions = {}) {
  const table = await openTable(path, options);
  const rows: string[][] = [];
  const rowNumbers: number[] = [];
  const formulas: FormulaCell[] = [];
  for await (const batch of table.batches) {
    for (const formula of batch.formulas ?? []) formulas.push({ ...formula, row: formula.row + rows.length });
    rows.push(...batch.rows);
    rowNumbers.push(...batch.rowNumbers);
  }
  return { ...table, rows, rowNumbers, formulas };
}

async function refusalOf(path: string, options: ReadTableOptions = {}) {
  try {
    await read(path, options);
  } catch (problem) {
    if (problem instanceof RefusalError) return problem.refusal;
    throw problem;
  }
  throw new Error('was not refused');
}

/** A zip archive written by hand, so that tests can lie in it. */
function zipOf(parts: { name: string; content: Buffer; claimedBytes?: number }[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes } of parts) {
    const packed = deflateRawSync(content, { level: 9 });
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(content), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(claimedBytes ?? content.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 10, 8, 28);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

const workbookXml = Buffer.from(
  '<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="一" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>',
);
const relations = Buffer.from(
  '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
);

async function handMade(
  sheet: string | Buffer,
  extra: { name: string; content: Buffer; claimedBytes?: number }[] = [],
) {
  const path = nextPath();
  const parts = [
    { name: 'xl/workbook.xml', content: workbookXml },
    { name: 'xl/_rels/workbook.xml.rels', content: relations },
    ...(extra.some(({ name }) => name === 'xl/worksheets/sheet1.xml')
      ? []
      : [{ name: 'xl/worksheets/sheet1.xml', content: Buffer.from(sheet) }]),
    ...extra,
  ];
  await writeFile(path, zipOf(parts));
  return path;
}

test('a workbook of an ordinary program is read as a person sees it', async () => {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('隐藏', { state: 'hidden' }).addRow(['secret']);
  const sheet = workbook.addWorksheet('住院');
  sheet.addRow(['就诊号', '登记时间', '金额', '公式', '备注']);
  const row = sheet.addRow([
    'E1',
    new Date(Date.UTC(2026, 9, 3, 9, 30, 15)),
    0.1 + 0.2,
    { formula: 'C2*2', result: 0.6 },
    { richText: [{ text: '一' }, { text: '二' }] },
  ]);
  row.getCell(2).numFmt = 'yyyy"年"m"月"d"日" h:mm';
  sheet.addRow([]);
  sheet.addRow(['E2', null, 1234.56, { formula: 'A1' }, true]);
  const path = nextPath();
  await workbook.xlsx.writeFile(path);
  const found = await read(path);
  expect(found.sheets).toEqual([
    { name: '隐藏', hidden: true },
    { name: '住院', hidden: false },
  ]);
  expect(found.sheet).toBe('住院');
  expect(found.rows).toEqual([
    ['就诊号', '登记时间', '金额', '公式', '备注'],
    ['E1', '2026-10-03 09:30:15', '0.3', '0.6', '一二'],
    ['E2', '', '1234.56', '', '1'],
  ]);
  expect(found.rowNumbers).toEqual([1, 2, 4]);
  expect(found.formulas).toMatchObject([
    { row: 1, column: 3, hasValue: true },
    { row: 2, column: 3, hasValue: false },
  ]);
  expect((await read(path, { sheet: '隐藏' })).rows).toEqual([['secret']]);
  expect(await refusalOf(path, { sheet: '无此表' })).toMatchObject({ code: 'files.sheet-unknown' });
});

test('prefixes, entities, comments, CDATA and cells without references are understood', async () => {
  const path = await handMade(
    '<x:worksheet xmlns:x="m"><!-- <x:row> --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a &amp; &#x5f20;_x000D_</x:t></x:is></x:c><x:c t="str"><x:v><![CDATA[<b>]]></x:v></x:c><x:c r="D1"><x:v>1E3</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  );
  expect((await read(path)).rows).toEqual([['a & 张\r', '<b>', '', '1000']]);
});

test('half a workbook is refused', async () => {
  const path = await handMade('<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>');
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
  expect(await refusalOf(path)).toMatchObject({ code: 'files.workbook-broken' });
});

test('a zip that is no workbook is refused', async () => {
  const path = nextPath();
  await writeFile(path, zipOf([{ name: 'word/document.xml', content: Buffer.from('<a/>') }]));
  expect(await refusalOf(path)).toMatchObject({ code: 'files.unknown-format' });
});

test('a bomb that declares its size is refused before anything is unpacked', async () => {
  const path = await handMade('', [{ name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(64 * 1024 * 1024, 32) }]);
  expect(await refusalOf(path)).toMatchObject({ code: 'files.workbook-too-big' });
});

test('a bomb that lies about its size is refused while it is unpacked', async () => {
  const content = Buffer.alloc(64 * 1024 * 1024, 32);
  const path = await handMade('', [{ name: 'xl/worksheets/sheet1.xml', content, claimedBytes: 1000 }]);
  expect(await refusalOf(path)).toMatchObject({ code: 'files.workbook-broken' });
});

test('a workbook of more parts than any has is refused', async () => {
  const extra = Array.from({ length: 10_050 }, (_, index) => ({ name: `x/${index}`, content: Buffer.alloc(0) }));
  expect(await refusalOf(await handMade('<worksheet/>', extra))).toMatchObject({ code: 'files.workbook-too-big' });
});

test('an entity bomb is refused', async () => {
  const path = await handMade('<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><worksheet>&x;</worksheet>');
  expect(await refusalOf(path)).toMatchObject({ code: 'files.workbook-broken' });
});

test('a cell of 10 MB is refused with row and column, inline and shared', async () => {
  const long = Array.from({ length: 1_300_000 }, (_, index) => index.toString(36).padStart(8, '长')).join('');
  const inline = `<worksheet><sheetData><row r="3"><c r="B3" t="inlineStr"><is><t>${long}</t></is></c></row></sheetData></worksheet>`;
  const place = { code: 'files.cell-too-long', facts: { row: 3, column: 2 } };
  expect(await refusalOf(await handMade(inline))).toMatchObject(place);
  const shared = Buffer.from(`<sst><si><t>a</t></si><si><t>${long}</t></si></sst>`);
  const sheet = '<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>1</v></c></row></sheetData></worksheet>';
  expect(await refusalOf(await handMade(sheet, [{ name: 'xl/sharedStrings.xml', content: shared }]))).toMatchObject(
    place,
  );
});

test('a workbook that brings no rows is killed', async () => {
  const empty = Buffer.from(`<worksheet><sheetData>${'<row><c r="A1"/></row>'.repeat(4_000_000)}`);
  const noise = Buffer.from(
    `<a>${Array.from({ length: 200_000 }, (_, index) => Math.imul(index, 0x9e3779b1).toString(36)).join('')}</a>`,
  );
  const path = await handMade(Buffer.concat([noise, empty]));
  const from = performance.now();
  const refusal = await refusalOf(path, { stallMs: 300 });
  expect(['files.workbook-too-slow', 'files.workbook-too-big']).toContain(refusal.code);
  // The code says that it was stopped; a busy machine starts the reader late.
  expect(performance.now() - from).toBeLessThan(20_000);
});

test('a workbook that needs too much memory ends its own process, not ours', async () => {
  const strings = Array.from(
    { length: 400_000 },
    (_, index) => `<si><t>${'x'.repeat(60)}${Math.imul(index, 0x9e3779b1)}</t></si>`,
  );
  const sheet = '<worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData></worksheet>';
  const path = await handMade(sheet, [
    { name: 'xl/sharedStrings.xml', content: Buffer.from(`<sst>${strings.join('')}</sst>`) },
  ]);
  expect(await refusalOf(path, { workbookMemoryMb: 24 })).toMatchObject({ code: 'files.workbook-too-much-memory' });
  expect((await read(path)).rows).toHaveLength(1);
});

test('what the product writes it reads back, and nothing in it can compute', async () => {
  const path = nextPath();
  await writeWorkbook(createWriteStream(path), [
    {
      name: '结算/2026-10',
      titles: ['十月结算', '单位：元'],
      columns: [{ header: '姓名' }, { header: '金额', format: 'money' }],
      rows: [
        ['=1+1', 123_456],
        ['@sum', -5],
        ['\t-x', 0],
        ['普通', null],
      ],
      totals: ['合计', 123_451],
      signatures: ['制表', '审核'],
    },
  ]);
  const found = await read(path);
  expect(found.sheet).toBe('结算 2026-10');
  expect(found.formulas).toEqual([]);
  expect(found.rows.slice(2, 8)).toEqual([
    ['姓名', '金额'],
    ["'=1+1", '1234.56'],
    ["'@sum", '-0.05'],
    ["'\t-x", '0'],
    ['普通'],
    ['合计', '1234.51'],
  ]);
  expect(found.rows[0]?.[0]).toBe('十月结算');
  expect(found.rows.at(-1)?.[0]).toContain('制表');
});

test('a workbook we write is understood by another program', async () => {
  const path = nextPath();
  const naughty = ['<b>&"', '_x0041_', 'a\u0000b\u0007', 'two\r\nlines', '😀 𠮷', '\ud800'];
  const table = { columns: [{ header: '文字' }, { header: '元', format: 'money' as const }] };
  await writeWorkbook(createWriteStream(path), [
    { name: '表', titles: ['标题'], ...table, rows: naughty.map((text, index) => [text, index * 7]) },
    { name: '表', ...table, rows: [] },
  ]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  expect(workbook.worksheets.map(({ name }) => name)).toEqual(['表', '表 (2)']);
  const sheet = workbook.worksheets[0]!;
  expect(sheet.getCell('A1').value).toBe('标题');
  expect(sheet.getCell('B1').isMerged).toBe(true);
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 });
  expect(sheet.getCell('B8').value).toBe(0.35);
  expect(sheet.getCell('B8').numFmt).toContain('0.00');
  expect((await read(path)).rows.slice(2).map(([text]) => text)).toEqual([
    '<b>&"',
    '_x0041_',
    'ab',
    'two\r\nlines',
    '😀 𠮷',
    '\ufffd',
  ]);
});
