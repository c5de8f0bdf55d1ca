import type { FailureCatalogue } from '#kernel/failure.ts';
import { tableWordings } from '#platform/files/explain-table.ts';

/** Refusals of the readers, in the catalogue's form: message and remedy are one sentence there. */
const tableFailures: FailureCatalogue = Object.fromEntries(
  Object.entries(tableWordings).map(([code, { zh, en }]) => {
    const double = (text: string) => text.replace(/\{(\w+)\}/g, '{{$1}}');
    return [
      code,
      {
        kind: 'invalid',
        zh: double(zh),
        en: double(en),
        remedyZh: '文件没有导入任何内容。',
        remedyEn: 'Nothing of the file was imported.',
      },
    ];
  }),
);

export const failures: FailureCatalogue = {
  ...tableFailures,
  'imports.columns-missing': {
    kind: 'invalid',
    zh: '缺少必需的列：{{columnsChinese}}',
    en: 'Required columns are missing: {{columns}}',
    remedyZh: '请在文件中补上这些列，或在对应关系中指定；没有导入任何内容。',
    remedyEn: 'Add them, or map them to columns of the file; nothing was imported.',
  },
  'imports.no-header': {
    kind: 'invalid',
    zh: '没有找到表头行',
    en: 'No header row was found',
    remedyZh: '请确认选对了导入类型，并让表头在前 20 行内；没有导入任何内容。',
    remedyEn: 'Check the kind of import, and keep the header within the first 20 rows; nothing was imported.',
  },
  'imports.unknown-kind': {
    kind: 'invalid',
    zh: '没有“{{kind}}”这种导入',
    en: 'There is no import of `{{kind}}`',
    remedyZh: '可导入 introducers、episodes、charges、messages、referrals。',
    remedyEn: 'Choose introducers, episodes, charges, messages or referrals.',
  },
  'imports.unknown-encoding': {
    kind: 'invalid',
    zh: '不认识编码“{{encoding}}”',
    en: 'The encoding `{{encoding}}` is not known',
    remedyZh: '请用 auto、utf-8、utf-16le、utf-16be、gbk 或 gb18030。',
    remedyEn: 'Use auto, utf-8, utf-16le, utf-16be, gbk or gb18030.',
  },
  'imports.file-gone': {
    kind: 'conflict',
    zh: '上传的文件已清除',
    en: 'The uploaded file is gone',
    remedyZh: '请重新上传。',
    remedyEn: 'Upload it again.',
  },
  'imports.not-possible-now': {
    kind: 'conflict',
    zh: '这次导入的状态不允许此操作',
    en: 'This import is in a state that does not allow it',
    remedyZh: '请刷新后查看当前状态。',
    remedyEn: 'Reload and look at its state.',
  },
  'imports.undo-too-late': {
    kind: 'refused',
    zh: '导入已超过 7 天，不能撤销',
    en: 'The import is older than seven days and cannot be undone',
    remedyZh: '请导入更正后的文件。',
    remedyEn: 'Import a corrected file instead.',
  },
  'imports.undo-settled': {
    kind: 'refused',
    zh: '结算单 {{settlement}} 已使用这次导入的数据，不能撤销',
    en: 'Settlement {{settlement}} has used rows of this import, so it cannot be undone',
    remedyZh: '请导入更正后的文件，差额会在下期冲回。',
    remedyEn: 'Import a corrected file; the next settlement reverses the difference.',
  },
  'imports.undo-overwritten': {
    kind: 'refused',
    zh: '之后的导入已更新这些数据，不能撤销',
    en: 'A later import has written these rows again, so this one cannot be undone',
    remedyZh: '请先撤销较晚的那次导入。',
    remedyEn: 'Undo the later import first.',
  },
};
