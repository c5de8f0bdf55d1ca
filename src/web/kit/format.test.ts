import { expect, test } from 'vitest';
import { csvOf } from './chart.tsx';
import { pathOf } from './form-page.tsx';
import { csvCell, durationText, relativeParts, timeText } from './format.ts';
import { keyName } from './keys.tsx';

test('times are shown on the hospital’s clock', () => {
  expect(timeText('2026-11-21T06:05:09Z', 'Asia/Shanghai')).toBe('2026-11-21 14:05');
  expect(timeText('2026-11-21T06:05:09Z', 'Asia/Shanghai', true)).toBe('2026-11-21 14:05:09');
  expect(timeText('nonsense', 'Asia/Shanghai')).toBe('');
});

test.each([
  [10_000, { key: 'time.now', count: 0 }],
  [3 * 60_000, { key: 'time.pastMinutes', count: 3 }],
  [2 * 3_600_000, { key: 'time.pastHours', count: 2 }],
  [-26 * 3_600_000, { key: 'time.futureDays', count: 1 }],
  [8 * 86_400_000, null],
])('%i ms ago is told in fitting words', (agoMs, words) => {
  expect(relativeParts(1_000_000_000 - agoMs, 1_000_000_000)).toEqual(words);
});

test.each([
  [65_000, '1:05'],
  [7_389_000, '2:03:09'],
  [0, '0:00'],
])('%i ms last %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('a spreadsheet cannot be made to run a text as a formula', () => {
  expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  expect(csvCell('-3.5')).toBe('-3.5');
  expect(csvCell('@cmd')).toBe("'@cmd");
});

test('a chart’s table is exported with the mark Excel needs for Chinese', () => {
  const table = {
    columns: [
      { key: 'a', title: '月份' },
      { key: 'b', title: '数量' },
    ],
    rows: [{ a: '2026-10', b: 3 }],
  };
  expect(csvOf(table)).toBe('\uFEFF月份,数量\r\n2026-10,3\r\n');
});

test('a server’s field path finds the form’s field', () => {
  expect(pathOf('lines[2].amountFen')).toEqual(['lines', 2, 'amountFen']);
});

test('Ctrl and ⌘ are one modifier', () => {
  expect(keyName({ key: 'K', ctrlKey: true, metaKey: false })).toBe('mod+k');
  expect(keyName({ key: 'Enter', ctrlKey: false, metaKey: false })).toBe('Enter');
});
