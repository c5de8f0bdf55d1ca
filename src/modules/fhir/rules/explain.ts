/** What can be wrong with a resource, in words; codes are stored. */
const words = {
  'not-json': { zh: '不是完整的 JSON，可能被截断', en: 'Not whole JSON, perhaps cut off' },
  'not-a-resource': { zh: '不是 FHIR 资源（缺 resourceType）', en: 'No FHIR resource (resourceType is missing)' },
  'too-big': { zh: '单个资源超过 2 MB，已跳过', en: 'The resource is over 2 MB and was skipped' },
  'type-not-read': { zh: '这类资源目前不读入，已跳过', en: 'Resources of this type are not read in; skipped' },
  'id-missing': { zh: '缺少资源 id', en: 'The resource has no id' },
  'name-missing': { zh: '缺少名称', en: 'The name is missing' },
  'birth-date-unusable': {
    zh: '出生日期不完整或不合理，已留空',
    en: 'The birth date is incomplete or impossible and was left empty',
  },
  'id-number-unusable': { zh: '身份证号校验不通过，未采用', en: 'The ID number fails its checksum and was not taken' },
  'phone-unusable': { zh: '有电话号码不可用，未采用', en: 'A phone number is unusable and was not taken' },
  'status-not-a-visit': {
    zh: '就诊状态为计划、取消或误录，不算就诊',
    en: 'Planned, cancelled or entered in error: no visit',
  },
  'class-unknown': { zh: '就诊类别（class）未知', en: 'The class of the encounter is unknown' },
  'start-missing': { zh: '缺少带时间和时区的开始时间', en: 'A start with time and zone is missing' },
  'end-before-start': { zh: '结束早于开始', en: 'It ends before it starts' },
  'patient-missing': { zh: '没有指明患者', en: 'It names no patient' },
} as const satisfies Readonly<Record<string, { zh: string; en: string }>>;

export type ProblemCode = keyof typeof words;

export function explain(code: string, locale: 'zh-CN' | 'en'): string {
  const found = words[code as ProblemCode];
  return found ? found[locale === 'en' ? 'en' : 'zh'] : code;
}
