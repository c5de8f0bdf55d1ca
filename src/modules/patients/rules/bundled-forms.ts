import type { FieldType, FormField } from './forms.ts';

export interface BundledForm {
  readonly formKey: string;
  readonly title: string;
  readonly tier: 'T2' | 'T5h';
  readonly fields: readonly FormField[];
}

/** `key:label:type` and what differs from an ordinary optional field. */
function field(written: string, section: string, more: Partial<FormField> = {}): FormField {
  const [key, label, type] = written.split(':') as [string, string, FieldType];
  return {
    key,
    label,
    type,
    isRequired: false,
    unit: '',
    help: '',
    options: [],
    min: null,
    max: null,
    section,
    ...more,
  };
}

/** Personal files every hospital has at first; each may change them in the settings. */
export const bundledForms: readonly BundledForm[] = [
  {
    formKey: 'dental',
    title: '口腔专属档案',
    tier: 'T5h',
    fields: [
      field('last_checked_on:上次口腔检查:date', '基本情况'),
      field('brushes_daily:每日刷牙次数:number', '基本情况', { min: 0, max: 10, unit: '次' }),
      field('complaints:主要问题:choices', '基本情况', {
        options: ['牙痛', '牙龈出血', '缺牙', '牙列不齐', '口臭', '敏感'],
      }),
      field('missing_teeth:缺失牙位:text', '牙齿', { help: '按国际牙位记法，例如 16、36' }),
      field('has_implants:有种植牙:yes_no', '牙齿'),
      field('has_dentures:有义齿:yes_no', '牙齿'),
      field('orthodontics:正畸:choice', '牙齿', { options: ['未做', '进行中', '已完成'] }),
      field('next_cleaning_on:下次洁牙:date', '计划'),
      field('plan:治疗计划:long_text', '计划'),
    ],
  },
  {
    formKey: 'maternity',
    title: '孕产专属档案',
    tier: 'T5h',
    fields: [
      field('last_period_on:末次月经:date', '孕期', { isRequired: true }),
      field('due_on:预产期:date', '孕期', { isRequired: true }),
      field('gravidity:孕次:number', '孕期', { min: 0, max: 20 }),
      field('parity:产次:number', '孕期', { min: 0, max: 20 }),
      field('risks:高危因素:choices', '孕期', {
        options: ['高龄', '妊娠期糖尿病', '妊娠期高血压', '多胎', '瘢痕子宫', '贫血'],
      }),
      field('registered_here:在本院建档:yes_no', '孕期'),
      field('wished_delivery:期望分娩方式:choice', '分娩', { options: ['顺产', '剖宫产', '听医生建议'] }),
      field('delivered_on:分娩日期:date', '分娩'),
      field('newborn_weight_g:新生儿体重:number', '分娩', { min: 300, max: 8000, unit: '克' }),
      field('feeding:喂养方式:choice', '产后', { options: ['母乳', '混合', '人工'] }),
      field('check_42_on:产后 42 天复查:date', '产后'),
    ],
  },
  {
    formKey: 'chronic_disease',
    title: '慢病专属档案',
    tier: 'T5h',
    fields: [
      field('diseases:病种:choices', '病情', {
        isRequired: true,
        options: ['高血压', '2 型糖尿病', '冠心病', '脑卒中', '慢阻肺', '慢性肾病', '高脂血症'],
      }),
      field('since_year:确诊年份:number', '病情', { min: 1930, max: 2100 }),
      field('control:控制情况:choice', '病情', { options: ['良好', '一般', '差'] }),
      field('systolic:收缩压:number', '指标', { min: 50, max: 300, unit: 'mmHg' }),
      field('diastolic:舒张压:number', '指标', { min: 30, max: 200, unit: 'mmHg' }),
      field('fasting_glucose:空腹血糖:number', '指标', { min: 1, max: 50, unit: 'mmol/L' }),
      field('smokes:吸烟:yes_no', '生活方式'),
      field('weight_kg:体重:number', '生活方式', { min: 2, max: 300, unit: 'kg' }),
      field('family_doctor:签约家庭医生:text', '管理'),
      field('recheck_days:复查间隔:number', '管理', { min: 7, max: 365, unit: '天' }),
      field('next_recheck_on:下次复查:date', '管理'),
    ],
  },
];
