import type { Reading } from './types.ts';

/** 姓名|年龄|介绍人 above 萧太平|47|胥志刚: the token that opens the cell under the label; -1 where there is no table. */
export function tableCell(reading: Reading, label: number): number {
  const { tokens, text } = reading;
  const lineStart = text.lastIndexOf('\n', tokens[label]!.start) + 1;
  const lineEnd = text.indexOf('\n', tokens[label]!.end);
  if (lineEnd < 0) return -1;
  const separator = /[|/,]/.exec(text.slice(lineStart, lineEnd))?.[0] ?? ' ';
  const header = text
    .slice(lineStart, lineEnd)
    .split(separator)
    .filter((one) => one !== '');
  const labels = tokens.filter((one) => one.kind === 'label' && one.start >= lineStart && one.end <= lineEnd).length;
  if (labels < 3 || header.length < labels) return -1;
  const column = header.findIndex((one) => one.trim() === tokens[label]!.text);
  const values = text.slice(lineEnd + 1).split('\n')[0]!;
  if (column < 0 || values.split(separator).filter((one) => one !== '').length !== header.length) return -1;
  let at = lineEnd + 1;
  for (let skipped = 0; skipped < column; skipped += 1) at = text.indexOf(separator, at) + 1;
  return tokens.findIndex((one) => one.start >= at && one.text !== ' ');
}
