import type { Sex } from './winner-rows.ts';

/**
 * Does a disease, as told in a message or written as diagnosis, belong in a department? A small table of stems, for two
 * uses: the contradiction list shows only what is obviously wrong (骨折 in 妇产科), and the matching queue counts a fit as one
 * more small reason. It is no triage: whatever the table does not know is `unknown`, and `unknown` never speaks against anyone.
 */
export type DepartmentFit = 'fits' | 'unknown' | 'contradicts';

export type DepartmentGroup =
  | 'orthopaedics'
  | 'obs_gyn'
  | 'paediatrics'
  | 'neonatal'
  | 'ophthalmology'
  | 'ent'
  | 'dental'
  | 'skin'
  | 'andrology'
  | 'urology'
  | 'psychiatry'
  | 'neurosurgery'
  | 'surgery'
  | 'internal'
  /** Emergency, intensive care, rehabilitation, Chinese medicine, pain, oncology, check-up, unknown: they take anyone. */
  | 'any';

export function departmentFit(disease: string | null, department: string | null): DepartmentFit {
  if (disease === null || department === null) return 'unknown';
  const group = departmentGroup(department);
  if (group === 'any') return 'unknown';
  const homes = diseaseHomes(disease);
  if (homes === null) return 'unknown';
  if (homes.has(group)) return 'fits';
  return narrow.has(group) ? 'contradicts' : 'unknown';
}

/** Departments that take only their own diseases; a surgical or internal ward takes many things when beds are short. */
const narrow: ReadonlySet<DepartmentGroup> = new Set([
  'orthopaedics',
  'obs_gyn',
  'neonatal',
  'ophthalmology',
  'ent',
  'dental',
  'skin',
  'andrology',
  'psychiatry',
]);

const departmentStems: readonly (readonly [RegExp, DepartmentGroup])[] = [
  [/急诊|重症|ICU|康复|中医|针灸|推拿|疼痛|肿瘤|体检|全科|老年|综合|介入|日间/i, 'any'],
  [/新生儿/, 'neonatal'],
  [/儿/, 'paediatrics'],
  [/妇|产科|产房|生殖/, 'obs_gyn'],
  [/男科/, 'andrology'],
  [/骨|关节|脊柱|创伤|手足/, 'orthopaedics'],
  [/眼/, 'ophthalmology'],
  [/耳|鼻|咽|喉/, 'ent'],
  [/口腔|牙/, 'dental'],
  [/皮肤|性病/, 'skin'],
  [/精神|心理/, 'psychiatry'],
  [/泌尿/, 'urology'],
  [/神经外|脑外/, 'neurosurgery'],
  [/外科|普外|肛肠|乳腺|甲乳|烧伤|整形/, 'surgery'],
  [/内科|内分泌|呼吸|消化|心血管|肾|血液|风湿|感染|传染|肝病/, 'internal'],
];

export function departmentGroup(department: string): DepartmentGroup {
  return departmentStems.find(([stem]) => stem.test(department))?.[1] ?? 'any';
}

/** Only of the pregnant, the delivering, and the organs they have. */
const femaleDisease =
  /孕|待产|临产|分娩|生孩子|见红|破水|产检|产后|剖宫产|剖腹产|顺产|流产|保胎|胎|月经|痛经|闭经|子宫|宫颈|宫外|卵巢|输卵管|阴道|外阴|妇科|白带|盆腔炎/;
const maleDisease = /前列腺|睾丸|附睾|精索|包皮|阴茎|龟头|阳痿|早泄/;
const birth = /待产|临产|分娩|生孩子|见红|破水|产检|剖宫产|剖腹产|顺产|保胎|早孕|怀孕|孕\d|妊娠/;
// 不孕不育 is of both sexes, 胎 in 胎记 and 肚脐 of any age, 避孕 is no pregnancy.
const ofEitherSex = /不孕不育|不育|胎记|避孕/;

/** The sex a disease can only have; null when either may. */
export function sexOfDisease(disease: string): Sex | null {
  if (ofEitherSex.test(disease)) return null;
  if (femaleDisease.test(disease)) return 'female';
  return maleDisease.test(disease) ? 'male' : null;
}

/** Pregnancy or birth: bounds the age. */
export function isOfBirth(disease: string): boolean {
  return !ofEitherSex.test(disease) && birth.test(disease);
}

const diseaseStems: readonly (readonly [RegExp, readonly DepartmentGroup[]])[] = [
  [/新生儿|早产儿/, ['neonatal', 'paediatrics']],
  [birth, ['obs_gyn']],
  [femaleDisease, ['obs_gyn', 'surgery']],
  [/不孕|不育/, ['obs_gyn', 'andrology', 'urology']],
  [maleDisease, ['andrology', 'urology', 'surgery', 'paediatrics']],
  [/颅内|颅骨|脑出血|脑外伤|脑震荡|脑瘤|脑积水/, ['neurosurgery', 'surgery', 'internal', 'paediatrics']],
  [/鼻骨骨折|鼻/, ['ent', 'surgery', 'internal', 'paediatrics']],
  [
    /骨折|脱位|半月板|韧带|腰椎|颈椎|股骨头|骨质|肩周|膝|骨髓炎|骨刺|扭伤|断指|跟腱/,
    ['orthopaedics', 'surgery', 'paediatrics', 'internal'],
  ],
  [/白内障|青光眼|近视|结膜|角膜|视网膜|翼状胬肉|麦粒肿|眼/, ['ophthalmology', 'paediatrics', 'internal']],
  [/中耳炎|耳聋|耳鸣|扁桃体|腺样体|声带|咽|喉/, ['ent', 'internal', 'paediatrics']],
  [/牙|智齿|龋|口腔|牙周/, ['dental', 'paediatrics', 'surgery']],
  [/湿疹|荨麻疹|带状疱疹|牛皮癣|银屑|痤疮|白癜风|皮炎/, ['skin', 'internal', 'paediatrics']],
  [/抑郁|精神分裂|焦虑症|失眠/, ['psychiatry', 'internal']],
  [/肾结石|输尿管|膀胱|尿路结石|尿潴留/, ['urology', 'surgery', 'internal']],
  [
    /阑尾|胆结石|胆囊|胆管|疝|痔|肛|甲状腺结节|乳腺|脂肪瘤|肠梗阻|烧伤|静脉曲张/,
    ['surgery', 'internal', 'paediatrics', 'obs_gyn'],
  ],
  [
    /高血压|糖尿病|冠心病|心衰|心律|肺炎|支气管|哮喘|慢阻肺|脑梗|胃炎|胃溃疡|胃出血|肝炎|肝硬化|肾炎|肾衰|尿毒症|贫血|甲亢|痛风|发烧|发热|咳嗽/,
    ['internal', 'paediatrics', 'surgery', 'neurosurgery'],
  ],
];

/** Groups a disease is at home in; null when the table does not know it. */
function diseaseHomes(disease: string): ReadonlySet<DepartmentGroup> | null {
  const homes = diseaseStems.filter(([stem]) => stem.test(disease)).flatMap(([, groups]) => groups);
  return homes.length === 0 ? null : new Set(homes);
}
