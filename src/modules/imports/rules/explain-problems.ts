import { columnsOf } from './columns.ts';
import type { ImportKind, RowProblem, RowProblemCode } from './rows.ts';

export type Language = 'zh-CN' | 'en';

/** What is wrong and what to do: `{name}` is filled from the facts of the problem. */
const wordings: Readonly<Record<RowProblemCode, { readonly zh: string; readonly en: string }>> = {
  'row.value-missing': { zh: '必填项为空，请补填。', en: 'is required and empty; fill it in.' },
  'row.date-unreadable': {
    zh: '不是可识别的日期，请写成 2026-10-03 或 2026-10-03 09:30。',
    en: 'is not a date we can read; write 2026-10-03 or 2026-10-03 09:30.',
  },
  'row.date-not-real': {
    zh: '日期或时间不存在（例如 11 月没有 31 日），请核对。',
    en: 'does not exist in the calendar (November has no 31st); check it.',
  },
  'row.date-ambiguous': {
    zh: '日期有歧义，请用四位年份并按年-月-日书写。',
    en: 'can be read in two ways; write year-month-day with a four-digit year.',
  },
  'row.date-out-of-range': { zh: '日期超出 1900–2100 年，请核对。', en: 'lies outside the years 1900–2100; check it.' },
  'row.money-unreadable': {
    zh: '不是可识别的金额，请写成 1234.50。',
    en: 'is not an amount we can read; write 1234.50.',
  },
  'row.money-decimals': {
    zh: '金额最多两位小数，请四舍五入到分后再导入。',
    en: 'has more than two decimals; round it to the fen first.',
  },
  'row.number-unreadable': { zh: '不是可识别的数字。', en: 'is not a number we can read.' },
  'row.number-out-of-range': { zh: '数值超出允许范围，请核对。', en: 'is out of range; check it.' },
  'row.word-unknown': {
    zh: '不在可选值之内，请改为导入格式说明中列出的值。',
    en: 'is none of the accepted values; use one listed in the exchange formats.',
  },
  'row.too-long': {
    zh: '共 {characters} 个字符，最多 {charactersMax} 个，请缩短。',
    en: 'has {characters} characters, {charactersMax} at most; shorten it.',
  },
  'row.control-character': {
    zh: '含有不可见的控制字符，请重新导出或删除该字符。',
    en: 'contains a control character; export it again or delete the character.',
  },
  'row.formula': {
    zh: '是公式而不是值，请粘贴为数值后再导入。',
    en: 'is a formula instead of a value; paste it as a value.',
  },
  'row.error-value': {
    zh: '是表格的出错值（如 #N/A），请修正公式或填入实际值。',
    en: 'is an error value of the spreadsheet (such as #N/A); correct it.',
  },
  'row.number-rounded': {
    zh: '已被表格软件转成科学计数法，丢失了末尾数字，请将该列设为文本后重新导出。',
    en: 'was rounded by a spreadsheet to scientific notation; format the column as text and export again.',
  },
  'row.cells-missing': {
    zh: '只有 {cells} 格，表头有 {width} 格：该行不完整，文件可能被截断。',
    en: 'has {cells} cells where the header has {width}: the row is incomplete, the file may have been cut.',
  },
  'row.cells-surplus': {
    zh: '有 {cells} 格，表头只有 {width} 格：可能有未加引号的分隔符。',
    en: 'has {cells} cells where the header has {width}: a value may contain an unquoted delimiter.',
  },
  'row.discharged-before-admitted': {
    zh: '早于入院时间，请核对两个时间。',
    en: 'is before the admission; check both times.',
  },
  'row.born-after-registration': {
    zh: '晚于登记日期（年龄为负），请核对。',
    en: 'is after the registration (a negative age); check it.',
  },
  'row.age-impossible': {
    zh: '对应年龄超过 {yearsMax} 岁，请核对。',
    en: 'gives an age above {yearsMax} years; check it.',
  },
  'row.duplicate-differs': {
    zh: '与第 {firstRow} 行编号相同而内容不同，请保留正确的一行。',
    en: 'has the same id as row {firstRow} but another content; keep the right one.',
  },
  'row.born-in-future': { zh: '晚于今天，请核对。', en: 'lies in the future; check it.' },
  'row.identity-missing': {
    zh: '无法确定是谁：请填写病案号、身份证号，或同时填写出生日期和电话。',
    en: 'does not tell who is meant: give a record number, an ID number, or birth date and phone together.',
  },
  'row.birth-from-id-number': {
    zh: '与身份证号不符，已以证件为准。',
    en: 'contradicts the ID number; the document was taken.',
  },
  'row.id-number-dropped': { zh: '校验不通过，已按空值导入。', en: 'fails its check digit; imported as empty.' },
  'row.phone-dropped': {
    zh: '不是可用的电话号码，已按空值导入。',
    en: 'is not a usable phone number; imported as empty.',
  },
  'row.date-placeholder': {
    zh: '是表示“无日期”的占位值，已按空值导入。',
    en: 'is a placeholder for "no date"; imported as empty.',
  },
  'row.formula-value-taken': {
    zh: '由公式算出，已采用文件中保存的结果。',
    en: 'was computed by a formula; its stored result was taken.',
  },
  'row.settled-before-registered': {
    zh: '早于登记时间，已导入，请核对。',
    en: 'is before the registration; imported, please check.',
  },
};

/** One problem in words for the person who has to correct the file: field, what is wrong, what to do. Never the value. */
export function explainProblem(problem: RowProblem, kind: ImportKind, language: Language): string {
  const wording = wordings[problem.code];
  const text = (language === 'zh-CN' ? wording.zh : wording.en).replace(/\{(\w+)\}/g, (_, name: string) =>
    String(problem.facts?.[name] ?? ''),
  );
  const column = columnsOf[kind].find(({ name }) => name === problem.column);
  if (language === 'zh-CN') return column ? `“${column.chinese}”${text}` : `该行${text}`;
  return column ? `${column.name} ${text}` : `The row ${text}`;
}

/** The same with the row of the file in front. */
export function explainRow(
  rowNumber: number,
  problems: readonly RowProblem[],
  kind: ImportKind,
  language: Language,
): string {
  const reasons = problems.map((problem) => explainProblem(problem, kind, language));
  return language === 'zh-CN' ? `第 ${rowNumber} 行：${reasons.join('')}` : `Row ${rowNumber}: ${reasons.join(' ')}`;
}
