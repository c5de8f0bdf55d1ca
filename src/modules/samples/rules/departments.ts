import { type Ailment, ailment } from './ailment.ts';

export interface Department {
  readonly name: string;
  /** How people call it in a message. */
  readonly shortName: string;
  readonly doctors: number;
  readonly outpatientWeight: number;
  readonly inpatientWeight: number;
  readonly ailments: readonly Ailment[];
}

function department(
  name: string,
  shortName: string,
  doctors: number,
  outpatientWeight: number,
  inpatientWeight: number,
  ailments: readonly Ailment[] = [],
): Department {
  return { name, shortName, doctors, outpatientWeight, inpatientWeight, ailments };
}

/** Columns: diagnosis, words people use, sex, ages, stay in days, cost in yuan, procedure class and more. */
const surgical = { procedure: 'minimally_invasive' } as const;
const open = { procedure: 'open' } as const;

export const departments: readonly Department[] = [
  department('心血管内科', '心内科', 5, 9, 9, [
    ailment('冠状动脉粥样硬化性心脏病', '冠心病 胸闷 胸口痛', '', 48, 88, 5, 11, 5200, 11800),
    ailment('高血压病3级', '高血压 头晕', '', 40, 86, 4, 9, 3200, 6800),
    ailment('慢性心力衰竭', '心衰 喘不上气 腿肿', '', 58, 90, 6, 13, 5600, 12500),
    ailment('心房颤动', '房颤 心慌', '', 50, 86, 5, 9, 4300, 8800),
  ]),
  department('呼吸内科', '呼吸科', 4, 9, 9, [
    ailment('社区获得性肺炎', '肺炎 发烧咳嗽', '', 18, 88, 6, 11, 3800, 8200, { item: 'CT', winter: 1.5 }),
    ailment('慢性阻塞性肺疾病急性加重', '慢阻肺 老慢支 气喘', '', 50, 88, 7, 14, 5200, 12600, {
      item: 'CT',
      winter: 1.7,
    }),
    ailment('支气管哮喘', '哮喘', '', 20, 75, 5, 9, 3300, 6600, { winter: 1.3 }),
    ailment('肺部结节待查', '肺结节 咳血', '', 38, 78, 3, 7, 3000, 7600, { item: 'CT' }),
  ]),
  department('消化内科', '消化科', 4, 9, 7, [
    ailment('慢性胃炎', '胃痛 胃炎 胃胀', '', 20, 80, 3, 7, 2600, 5600),
    ailment('上消化道出血', '上消化道出血 吐血', '', 30, 82, 5, 10, 5600, 13500, { blood: 0.5 }),
    ailment('结肠息肉', '肠息肉', '', 35, 76, 3, 6, 4600, 8800, surgical),
    ailment('急性胰腺炎', '胰腺炎 肚子疼', '', 25, 75, 7, 14, 7800, 19000, { item: 'CT' }),
  ]),
  department('神经内科', '神内科', 4, 7, 8, [
    ailment('脑梗死', '脑梗 脑梗塞 手脚麻木', '', 48, 90, 8, 15, 6800, 15800, { item: 'CT' }),
    ailment('眩晕综合征', '头晕 眩晕', '', 30, 82, 4, 8, 3000, 6200, { item: 'CT' }),
    ailment('偏头痛', '头痛 偏头痛', '', 18, 70, 3, 7, 2600, 5200),
    ailment('帕金森病', '帕金森 手抖', '', 55, 86, 6, 11, 4200, 8600),
  ]),
  department('内分泌内科', '内分泌', 3, 6, 4, [
    ailment('2型糖尿病', '糖尿病 血糖高', '', 30, 84, 6, 11, 3600, 7200, { item: 'BIOCHEM' }),
    ailment('甲状腺功能亢进', '甲亢', '', 20, 65, 5, 9, 3200, 6600, { item: 'BIOCHEM' }),
    ailment('痛风', '痛风', '男', 28, 76, 5, 9, 3100, 6100, { item: 'BIOCHEM' }),
  ]),
  department('儿科', '儿科', 4, 12, 8, [
    ailment('支气管肺炎', '肺炎 发烧咳嗽 咳嗽', '', 0, 9, 5, 9, 2600, 4800, { winter: 1.6 }),
    ailment('急性上呼吸道感染', '发烧 感冒', '', 0, 13, 3, 5, 1500, 2800, { winter: 1.5 }),
    ailment('轮状病毒肠炎', '拉肚子 肠炎', '', 0, 6, 3, 6, 1700, 3200, { winter: 1.5 }),
    ailment('新生儿高胆红素血症', '黄疸 新生儿黄疸', '', 0, 0, 4, 8, 3200, 6400, { blueLight: true }),
  ]),
  department('普外科', '普外', 5, 8, 8, [
    ailment('胆囊结石伴慢性胆囊炎', '胆结石 胆囊炎', '', 28, 78, 5, 9, 8200, 14800, surgical),
    ailment('急性阑尾炎', '阑尾炎 肚子疼', '', 10, 70, 4, 8, 6200, 10800, surgical),
    ailment('腹股沟疝', '疝气 腹股沟疝', '男', 3, 82, 4, 7, 5600, 9800, { procedure: 'open', implant: 0.25 }),
    ailment('混合痔', '痔疮', '', 22, 72, 4, 8, 4600, 7600, open),
    ailment('下肢软组织感染', '脚烂了 糖尿病足', '', 35, 82, 7, 15, 5200, 12800, { procedure: 'debridement' }),
    ailment('不全性肠梗阻', '肠梗阻', '', 35, 86, 5, 10, 4600, 9600, { item: 'CT' }),
  ]),
  department('骨科', '骨科', 5, 8, 8, [
    ailment('股骨颈骨折', '髋部骨折 大腿骨折', '', 58, 92, 9, 17, 21000, 42000, {
      procedure: 'open',
      implant: 0.42,
      blood: 0.5,
    }),
    ailment('膝关节骨性关节炎', '膝盖痛 膝关节炎', '', 52, 84, 8, 14, 18500, 39000, {
      procedure: 'open',
      implant: 0.45,
      blood: 0.3,
    }),
    ailment('胫骨骨折', '小腿骨折 骨折', '', 14, 78, 8, 15, 12500, 27000, { procedure: 'open', implant: 0.36 }),
    ailment('踝关节扭伤', '脚扭伤 脚肿', '', 12, 70, 4, 8, 2600, 5200),
  ]),
  department('骨科二病区', '骨二科', 3, 5, 5, [
    ailment('腰椎间盘突出症', '腰椎间盘突出 腰痛 腰疼', '', 24, 74, 7, 13, 6600, 15800, surgical),
    ailment('颈椎病', '颈椎病 脖子痛', '', 28, 74, 6, 11, 4200, 7800),
    ailment('骨折术后内固定取出', '取钢板', '', 18, 72, 5, 8, 5800, 9600, open),
  ]),
  department('泌尿外科', '泌尿外科', 3, 5, 5, [
    ailment('输尿管结石', '肾结石 腰痛', '', 22, 72, 3, 7, 5800, 11500, surgical),
    ailment('前列腺增生', '前列腺增生 尿不出', '男', 54, 86, 6, 11, 7600, 14200, surgical),
    ailment('包皮过长', '割包皮', '男', 6, 38, 2, 4, 1800, 3200, open),
  ]),
  department('神经外科', '神外', 3, 2, 3, [
    ailment('创伤性脑出血', '脑出血', '', 24, 82, 12, 24, 24000, 62000, { procedure: 'open', item: 'CT', blood: 0.6 }),
    ailment('轻型颅脑损伤', '头摔伤 车祸', '', 10, 80, 4, 9, 3600, 8200, { item: 'CT' }),
  ]),
  department('妇产科', '妇产科', 6, 12, 10, [
    ailment('孕足月单胎自然分娩', '待产 见红 临产', '女', 20, 37, 3, 5, 3800, 6600, { delivery: 'natural' }),
    ailment('孕足月剖宫产', '待产 剖宫产', '女', 20, 40, 5, 7, 7600, 11800, {
      procedure: 'open',
      delivery: 'caesarean',
    }),
    ailment('子宫平滑肌瘤', '子宫肌瘤', '女', 32, 56, 6, 9, 9200, 15600, {
      procedure: 'minimally_invasive',
      blood: 0.15,
    }),
    ailment('卵巢囊肿', '卵巢囊肿', '女', 20, 56, 5, 8, 8200, 13200, surgical),
    ailment('早期妊娠要求终止', '人流', '女', 18, 43, 1, 2, 1600, 2800, { abortion: true }),
    ailment('慢性盆腔炎', '盆腔炎 下腹痛', '女', 20, 55, 4, 8, 2800, 5200),
  ]),
  department('眼科', '眼科', 3, 6, 4, [
    ailment('老年性白内障', '白内障 眼睛看不清', '', 55, 90, 2, 4, 4600, 8200, {
      procedure: 'minimally_invasive',
      implant: 0.3,
    }),
    ailment('翼状胬肉', '眼睛长胬肉', '', 40, 78, 2, 3, 2200, 3600, open),
  ]),
  department('耳鼻喉科', '耳鼻喉科', 3, 6, 3, [
    ailment('慢性扁桃体炎', '扁桃体发炎 喉咙痛', '', 4, 45, 4, 7, 4600, 7600, open),
    ailment('突发性耳聋', '耳鸣 耳聋', '', 25, 72, 7, 11, 4200, 7200),
  ]),
  department('康复科', '康复科', 3, 4, 4, [
    ailment('脑梗死后遗症', '脑梗后遗症 偏瘫', '', 48, 88, 12, 24, 6800, 14800),
    ailment('肩周炎', '肩周炎 肩膀痛', '', 42, 72, 6, 11, 3200, 5600),
    ailment('压疮清创', '褥疮', '', 60, 90, 8, 15, 5200, 9800, { procedure: 'debridement' }),
  ]),
  department('急诊科', '急诊', 4, 0, 0, [
    ailment('多处软组织挫伤', '摔伤 车祸', '', 8, 80, 2, 4, 900, 2600, { item: 'CT' }),
    ailment('腹痛待查', '肚子疼', '', 10, 80, 2, 4, 700, 2200),
    ailment('急性胃肠炎', '上吐下泻', '', 10, 75, 2, 3, 500, 1500),
    ailment('发热待查', '发高烧', '', 1, 75, 2, 3, 500, 1500),
  ]),
  department('血液透析室', '透析室', 2, 0, 0, [ailment('慢性肾脏病5期', '尿毒症 透析', '', 34, 76, 1, 1, 420, 560)]),
  department('体检中心', '体检中心', 2, 0, 0, [ailment('健康体检', '体检', '', 22, 68, 1, 1, 280, 1280)]),
  department('放射科', '放射科', 2, 0, 0, [ailment('影像检查', '拍CT', '', 20, 80, 1, 1, 380, 380, { item: 'CT' })]),
  department('超声科', '超声科', 2, 0, 0, [
    ailment('中孕期超声检查', '四维彩超', '女', 20, 40, 1, 1, 260, 260, { item: 'US4D' }),
  ]),
  department('检验科', '检验科', 2, 0, 0, [
    ailment('生化检查', '抽血化验', '', 20, 80, 1, 1, 198, 198, { item: 'BIOCHEM' }),
  ]),
];

const byName = new Map(departments.map((entry) => [entry.name, entry]));

export function departmentNamed(name: string): Department {
  const found = byName.get(name);
  if (!found) throw new RangeError(`no department ${name}`);
  return found;
}

export function ailmentNamed(departmentName: string, diagnosis: string): Ailment {
  const found = departmentNamed(departmentName).ailments.find((entry) => entry.diagnosis === diagnosis);
  if (!found) throw new RangeError(`no ailment ${diagnosis}`);
  return found;
}
