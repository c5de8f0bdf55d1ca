/** Titles of the parts of a copy, by the view they come from; unknown ones keep their name. */
const titles: Readonly<Record<string, string>> = {
  patients: '基本资料',
  patient_contacts: '联系方式',
  patient_record_numbers: '病案号',
  patient_episodes: '就诊编号',
  episodes: '就诊记录',
  charges: '费用明细',
  consents: '同意与撤回',
};

export interface CopyPart {
  readonly source: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly isCut: boolean;
}

export interface CopyHead {
  readonly hospital: string;
  readonly requestNo: string;
  readonly madeOn: string;
}

/** The portability file: one JSON object, keys as the product names them. */
export function portabilityJson(head: CopyHead, parts: readonly CopyPart[]): string {
  const data = Object.fromEntries(parts.map((part) => [part.source, part.rows]));
  return `${JSON.stringify({ format: 'renmai-personal-data', version: 1, ...head, data }, null, 2)}\n`;
}

/** A copy to print and hand over: plain HTML without scripts or anything from outside. */
export function copyHtml(head: CopyHead, parts: readonly CopyPart[]): string {
  const body = parts
    .filter((part) => part.rows.length > 0)
    .map((part) => {
      const columns = Object.keys(part.rows[0]!).filter((column) => part.rows.some((row) => shown(row[column]) !== ''));
      const heads = columns.map((column) => `<th>${escaped(column)}</th>`).join('');
      const lines = part.rows.map(
        (row) => `<tr>${columns.map((column) => `<td>${escaped(shown(row[column]))}</td>`).join('')}</tr>`,
      );
      const cut = part.isCut ? '<p>内容过多，此处只列出前 5000 行，完整内容请向医院索取。</p>' : '';
      return `<h2>${escaped(titles[part.source] ?? part.source)}（${part.rows.length}）</h2>${cut}<div><table><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
    });
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>个人信息副本 ${escaped(head.requestNo)}</title>
<style>body{font:14px/1.6 sans-serif;margin:2em;color:#222}h1{font-size:20px}h2{font-size:16px;margin-top:2em}div{overflow-x:auto}table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:3px 8px;text-align:left;vertical-align:top}th{background:#f3f3f3}@media print{body{margin:0}}</style>
<h1>个人信息副本</h1><p>${escaped(head.hospital)} · 申请编号 ${escaped(head.requestNo)} · 生成于 ${escaped(head.madeOn)}</p>
<p>依据个人信息保护法第四十五条提供。病历请按医疗机构病历管理规定另行申请复制。</p>
${body.join('\n')}</html>\n`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(shown).join('、');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
