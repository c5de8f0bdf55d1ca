import type { FailureCatalogue } from '#kernel/failure.ts';

export const commandFailures: FailureCatalogue = {
  'commands.bad-json-line': {
    kind: 'invalid',
    zh: '第 {{row}} 行不是所需的 JSON 对象',
    en: 'Line {{row}} is not the JSON object wanted',
    remedyZh: '每行应为一个对象，例如 {"id":"1","text":"…"}；没有写出任何结果。',
    remedyEn: 'Write one object a line, e.g. {"id":"1","text":"…"}; nothing was written.',
  },
  'commands.file-not-found': {
    kind: 'not-found',
    zh: '找不到文件 {{file}}',
    en: 'There is no file {{file}}',
    remedyZh: '请检查路径。',
    remedyEn: 'Check the path.',
  },
  'commands.unknown-role': {
    kind: 'invalid',
    zh: '没有角色“{{role}}”',
    en: 'There is no role `{{role}}`',
    remedyZh: '请用 renmai create-user --help 查看角色名。',
    remedyEn: 'See the names with renmai create-user --help.',
  },
  'commands.bad-sample': {
    kind: 'invalid',
    zh: '示例参数有误',
    en: 'The options of the sample are not valid',
    remedyZh: '例如 --size medium --seed 7 --until 2026-10-31。',
    remedyEn: 'For example --size medium --seed 7 --until 2026-10-31.',
  },
  'commands.bad-month': {
    kind: 'invalid',
    zh: '月份“{{month}}”无法识别',
    en: '`{{month}}` is not a month',
    remedyZh: '请写成 2026-10。',
    remedyEn: 'Write it as 2026-10.',
  },
};
