import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { csvLine, writeCsv } from './write-csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+cmd', "'+cmd"],
  ['-2+3', "'-2+3"],
  ['@sum', "'@sum"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['-12.50', '-12.50'],
  ['+8613800001234', '+8613800001234'],
  ['a,"b"', '"a,""b"""'],
  ['张\n明', '"张\n明"'],
  ['', ''],
])('the text %j is written as %j', (given, written) => {
  expect(csvLine([given])).toBe(written);
});

test('a table is written with line ends of RFC 4180 and a mark on request', async () => {
  const stream = new PassThrough();
  const all = text(stream);
  await writeCsv(
    stream,
    [
      ['a', 1],
      [null, '=x'],
    ],
    { byteOrderMark: true },
  );
  stream.end();
  // The consumer takes the mark away.
  expect((await all).replace('\ufeff', '')).toBe("a,1\r\n,'=x\r\n");
});
