import { columnsOf } from '../rules/columns.ts';
import type { ImportKind } from '../rules/rows.ts';

/** Header and one example row as CSV; the mark at the beginning tells Excel that it is UTF-8. */
export function templateOf(kind: ImportKind, isEnglish: boolean): string {
  const columns = columnsOf[kind];
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`;
  return `\uFEFF${line(columns.map(({ name, chinese }) => (isEnglish ? name : chinese)))}${line(columns.map(({ example }) => example))}`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
