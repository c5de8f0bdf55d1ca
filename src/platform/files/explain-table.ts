import type { Refusal } from '#kernel/refusal.ts';
import type { TableRefusalCode } from './table.ts';

/** Why a file cannot be read, and what its owner can do about it. `{…}` are facts of the refusal. */
export const tableWordings: Readonly<Record<TableRefusalCode, { readonly zh: string; readonly en: string }>> = {
  'files.empty': { zh: '文件是空的。', en: 'The file is empty.' },
  'files.unknown-format': {
    zh: '无法识别的文件格式，请提供 CSV 或 .xlsx 文件。',
    en: 'Unknown file format; give a CSV or .xlsx file.',
  },
  'files.old-workbook': {
    zh: '这是旧版 .xls 或加密的工作簿，请用 Excel/WPS 取消密码并另存为 .xlsx。',
    en: 'This is an old .xls or a password-protected workbook; save it as .xlsx without a password.',
  },
  'files.web-page': {
    zh: '文件实际是网页或 XML（部分 HIS 以 .xls 名义导出），请用 Excel/WPS 打开后另存为 .xlsx。',
    en: 'The file is really a web page or XML; open it in a spreadsheet program and save it as .xlsx.',
  },
  'files.encoding-broken': {
    zh: '第 {row} 行含有不属于 {encoding} 编码的字节，请确认编码后重新导出。',
    en: 'Row {row} contains bytes that are not {encoding}; check the encoding and export again.',
  },
  'files.nul-character': {
    zh: '第 {row} 行含有空字符（NUL），文件已损坏，请重新导出。',
    en: 'Row {row} contains a NUL character: the file is damaged; export it again.',
  },
  'files.quote-open': {
    zh: '第 {row} 行第 {column} 列的引号没有结束：文件可能不完整，请重新导出。',
    en: 'The quote in row {row}, column {column} never closes: the file may be cut; export it again.',
  },
  'files.quote-misplaced': {
    zh: '第 {row} 行第 {column} 列的引号之后还有文字，请将单元格内的引号写成两个。',
    en: 'Text follows the closing quote in row {row}, column {column}; double the quotes inside a cell.',
  },
  'files.cell-too-long': {
    zh: '第 {row} 行第 {column} 列超过 32767 个字符，请删减。',
    en: 'The cell in row {row}, column {column} has more than 32,767 characters; shorten it.',
  },
  'files.row-too-long': {
    zh: '第 {row} 行没有结束，请检查换行或引号。',
    en: 'Row {row} does not end; check line ends and quotes.',
  },
  'files.too-many-columns': {
    zh: '第 {row} 行有 {columns} 列，最多 {columnsMax} 列。',
    en: 'Row {row} has {columns} columns, {columnsMax} at most.',
  },
  'files.too-many-rows': {
    zh: '超过一个工作表的 {rowsMax} 行，请缩小范围或改为导出 CSV。',
    en: 'More than the {rowsMax} rows a worksheet holds; narrow the selection or export CSV.',
  },
  'files.workbook-broken': {
    zh: '工作簿已损坏或不完整，请重新保存。',
    en: 'The workbook is damaged or incomplete; save it again.',
  },
  'files.workbook-too-big': {
    zh: '工作簿解压后过大，已拒绝；请拆分或改用 CSV。',
    en: 'The workbook is too large when unpacked and was refused; split it or use CSV.',
  },
  'files.workbook-too-slow': {
    zh: '工作簿读取过慢，已停止；请改用 CSV。',
    en: 'Reading the workbook took too long and was stopped; use CSV.',
  },
  'files.workbook-too-much-memory': {
    zh: '工作簿占用内存过多，已停止；请拆分或改用 CSV。',
    en: 'The workbook needs too much memory and was stopped; split it or use CSV.',
  },
  'files.sheet-unknown': { zh: '工作簿中没有这个工作表。', en: 'The workbook has no such sheet.' },
  'files.no-sheet': { zh: '工作簿中没有工作表。', en: 'The workbook has no worksheet.' },
};

/** The refusal of a table in words; null for refusals of others. */
export function explainTableRefusal(refusal: Refusal, language: 'zh-CN' | 'en'): string | null {
  const wording = tableWordings[refusal.code as TableRefusalCode];
  if (wording === undefined) return null;
  const text = language === 'zh-CN' ? wording.zh : wording.en;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(refusal.facts[name] ?? ''));
}
