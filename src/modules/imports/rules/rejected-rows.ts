import { explainProblem, type Language } from './explain-problems.ts';
import type { ImportKind, RowProblem } from './rows.ts';

export interface RejectedRow {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
}

/**
 * The downloadable table of rejected rows: the file's own columns first and unchanged, so that it can be corrected and imported again
 * as it is, then row number, fields and reasons (headers no column of the formats is called by).
 */
export function rejectedRowsHeader(headers: readonly string[], language: Language): string[] {
  const own =
    language === 'zh-CN'
      ? ['原文件行号', '被拒字段', '被拒原因']
      : ['rejected_row', 'rejected_fields', 'rejected_reasons'];
  return [...headers, ...own];
}

export function rejectedRowCells(
  { rowNumber, cells, problems }: RejectedRow,
  width: number,
  kind: ImportKind,
  language: Language,
): string[] {
  const kept = Array.from({ length: width }, (_, index) => cells[index] ?? '');
  const fields = [...new Set(problems.flatMap(({ column }) => (column === null ? [] : [column])))];
  const reasons = problems.map((problem) => explainProblem(problem, kind, language));
  return [...kept, String(rowNumber), fields.join(' '), reasons.join(language === 'zh-CN' ? '' : ' ')];
}
