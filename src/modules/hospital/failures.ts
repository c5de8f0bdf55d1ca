import type { FailureCatalogue } from '#kernel/failure.ts';

export const failures: FailureCatalogue = {
  'hospital.already-set-up': {
    kind: 'conflict',
    zh: '系统已完成初始化',
    en: 'This installation has been set up',
    remedyZh: '请直接登录；没有账号请联系系统管理员。',
    remedyEn: 'Sign in; without an account ask the administrator.',
  },
  'hospital.not-set-up': {
    kind: 'refused',
    zh: '还没有医院',
    en: 'There is no hospital yet',
    remedyZh: '请先在浏览器完成初始化，或运行 renmai init。',
    remedyEn: 'Finish the first visit in the browser, or run renmai init.',
  },
  'hospital.several-hospitals': {
    kind: 'refused',
    zh: '有多家医院，请指明是哪一家',
    en: 'There are several hospitals: say which one',
    remedyZh: '请用 --hospital 写明医院名称。',
    remedyEn: 'Name it with --hospital.',
  },
  'hospital.name-taken': {
    kind: 'conflict',
    zh: '已有同名医院',
    en: 'A hospital of this name exists',
    remedyZh: '请换一个名称。',
    remedyEn: 'Choose another name.',
  },
  'hospital.bad-division': {
    kind: 'invalid',
    zh: '行政区划代码应为 6 位数字',
    en: 'The division code must have six digits',
    remedyZh: '请按国家标准 GB/T 2260 填写县（区）代码，如 430121。',
    remedyEn: 'Use the county code of GB/T 2260, e.g. 430121.',
  },
  'hospital.bad-name': {
    kind: 'invalid',
    zh: '医院名称应为 2 到 80 个字',
    en: 'The name must have 2 to 80 characters',
    remedyZh: '请填写医院全称。',
    remedyEn: 'Give the full name.',
  },
  'hospital.unknown-time-zone': {
    kind: 'invalid',
    zh: '不认识的时区',
    en: 'Unknown time zone',
    remedyZh: '请使用如 Asia/Shanghai 的时区名称。',
    remedyEn: 'Use a name such as Asia/Shanghai.',
  },
  'hospital.department-exists': {
    kind: 'conflict',
    zh: '已有同名科室',
    en: 'A department of this name exists',
    remedyZh: '请换一个名称，或重新启用已停用的科室。',
    remedyEn: 'Choose another name, or reopen the closed one.',
  },
  'hospital.setting-out-of-range': {
    kind: 'invalid',
    zh: '数值应在 {{min}} 到 {{max}} 之间',
    en: 'The value must be from {{min}} to {{max}}',
    remedyZh: '请修改后重试。',
    remedyEn: 'Correct it and try again.',
  },
  'hospital.setting-in-the-past': {
    kind: 'refused',
    zh: '生效日期不能早于今天',
    en: 'A setting cannot begin before today',
    remedyZh: '过去的结果按当时的设置计算；请选择今天或以后的日期。',
    remedyEn: 'The past was decided by the setting of its time; choose today or later.',
  },
};
