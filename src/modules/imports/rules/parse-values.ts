import { isRealDate } from '#kernel/day.ts';
import { type BasisPoints, type Fen, parseYuan } from '#kernel/money.ts';
import type {
  ChargeCategory,
  Delivery,
  EpisodeKind,
  IntroducerKind,
  MessageChannel,
  PaymentKind,
  ProcedureClass,
  RowProblemCode,
  Sex,
} from './rows.ts';

/** Full-width digits and Latin letters and signs → the plain ones; other text stays. */
export function halfWidth(text: string): string {
  return /[\uff01-\uff5e\u3000]/.test(text)
    ? text
        .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
        .replaceAll('\u3000', ' ')
    : text;
}

/** C0 and C1 controls except tab and line ends. */
export const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const anyControl = /[\u0000-\u001f\u007f-\u009f]/;
/** Zero-width and direction marks: nobody sees them, and they make equal names differ. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const needsCleaning =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\uff01-\uff5e]| {2}|^['=]/;

export type TextProblem = Extract<RowProblemCode, 'row.control-character' | 'row.number-rounded'>;
export interface CleanText {
  readonly value: string;
  readonly problem: TextProblem | null;
}

/**
 * A number or code as an identifier: plain-width, without the marks spreadsheets use to keep leading zeros (`'0012`, `="0012"`).
 * A number a spreadsheet rounded (`4.3E+17`) cannot identify anything.
 */
export function cleanIdentifier(text: string): CleanText {
  let value = text;
  if (needsCleaning.test(value)) {
    if (anyControl.test(value.trim())) return { value, problem: 'row.control-character' };
    value = halfWidth(value).replace(invisible, '').trim();
    const kept = /^(?:="([^"]*)"|'(.*))$/.exec(value);
    if (kept) value = (kept[1] ?? kept[2] ?? '').trim();
  }
  return { value, problem: /^\d[.]\d+e[+]\d+$/i.test(value) ? 'row.number-rounded' : null };
}

/** A person's or department's name: one line, no invisible marks; the gap typists put into two-character names (`张 三`) is closed. */
export function cleanName(text: string): CleanText {
  let value = text;
  if (value.includes(' ') || needsCleaning.test(value)) {
    if (anyControl.test(value.trim())) return { value, problem: 'row.control-character' };
    value = value
      .replace(invisible, '')
      .replace(/\s+/g, ' ')
      .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
      .trim();
  }
  return { value, problem: null };
}

/** Free text stays as written, line breaks included. */
export function cleanFreeText(text: string): CleanText {
  return { value: text, problem: controlCharacters.test(text) ? 'row.control-character' : null };
}

/** Yuan → fen; at most two decimals. `(1,234.50)` is how accounting writes a negative amount. */
export function parseMoney(text: string): Fen | 'row.money-unreadable' | 'row.money-decimals' {
  if (/^-?\d{1,12}(?:\.\d{1,2})?$/.test(text)) {
    const amount = Math.round(Number(text) * 100);
    return (amount === 0 ? 0 : amount) as Fen;
  }
  let bare = halfWidth(text).replace(/\s+/g, '').replace(/元$/, '').replace(/^−/, '-');
  if (/[.]\d{3,}[)]?$/.test(bare)) return 'row.money-decimals';
  const accounting = /^[(](.*)[)]$/.exec(bare);
  if (accounting && !/^[-+]/.test(accounting[1]!)) bare = `-${accounting[1]}`;
  return parseYuan(bare) ?? 'row.money-unreadable';
}

/** A share between 0 and 1: `0.2`, `20%`, or 八折-style `8折` (= 20 % off). Null when it is none. */
export function parseDiscount(text: string): BasisPoints | null {
  const bare = halfWidth(text).replace(/\s+/g, '');
  const match = /^(\d{1,3}(?:\.\d{1,4})?)(%|折)?$/.exec(bare);
  if (!match) return bare === '无折扣' || bare === '无' ? (0 as BasisPoints) : null;
  const figure = Number(match[1]);
  let points = Math.round(figure * (match[2] === '%' ? 100 : 10_000));
  // 8折 and 85折 both mean what remains to be paid, in tenths or hundredths.
  if (match[2] === '折') points = 10_000 - Math.round(figure * (figure > 10 ? 100 : 1_000));
  return points >= 0 && points <= 10_000 ? (points as BasisPoints) : null;
}

/** Age in completed years; months and days of infants count as 0. `row.number-out-of-range` below 0 and above 130. */
export function parseAge(text: string): number | 'row.number-unreadable' | 'row.number-out-of-range' {
  const bare = halfWidth(text).replace(/\s+/g, '');
  const match = /^([-−]?\d{1,6})(?:\.0+)?(?:周?岁(?:\d{1,2}个?月)?|y)?$/i.exec(bare);
  if (!match) return /^\d{1,3}(?:个?月|天|日)(?:\d{1,2}天)?$/.test(bare) ? 0 : 'row.number-unreadable';
  const age = Number(match[1]!.replace('−', '-'));
  return age < 0 || age > 130 ? 'row.number-out-of-range' : age + 0;
}

/**
 * Digits of a phone without country code and separators: `+86 138-0000-1234` → `13800001234`, `0731-82340000` → `073182340000`. Of
 * several numbers in one cell the first counts. Null when there are not at least seven digits, or more than any number has.
 */
export function parsePhone(text: string): string | null {
  if (/^1\d{10}$/.test(text)) return text;
  const first =
    halfWidth(text)
      .split(/[/、,;|\n]/)
      .find((part) => part.trim() !== '') ?? '';
  if (/\de[+]\d/i.test(first)) return null;
  const digits = first
    .replace(/^\s*['=]?"?\s*/, '')
    .replace(/[\s\-_.()+"·–—−]/g, '')
    .replace(/(?:转|ext).*$/i, '');
  if (!/^\d{7,16}$/.test(digits)) return null;
  const mobile = /^(?:0086|86|0)?(1\d{10})$/.exec(digits);
  return mobile ? mobile[1]! : digits.replace(/^0086/, '');
}

/** What two phones are compared by: the last 11 digits. */
export function phoneKey(phone: string): string {
  return phone.slice(-11);
}

const checkWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** A resident ID number (GB 11643) as 18 characters, or null when length, birth date or check character are wrong. */
export function parseIdNumber(text: string): string | null {
  const bare = halfWidth(text)
    .replace(/^['=]?"?/, '')
    .replace(/[\s"-]/g, '')
    .toUpperCase();
  // The old form has no century and no check character; its holders were born before 2000.
  const full = /^\d{15}$/.test(bare) ? `${bare.slice(0, 6)}19${bare.slice(6)}` : bare;
  if (!/^\d{17}(?:[\dX])?$/.test(full) || (full.length === 17 && bare.length !== 15)) return null;
  if (!isRealDate(Number(full.slice(6, 10)), Number(full.slice(10, 12)), Number(full.slice(12, 14)))) return null;
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += (full.charCodeAt(at) - 48) * checkWeights[at]!;
  const check = checkCharacters[sum % 11]!;
  if (full.length === 17) return full + check;
  return full[17] === check ? full : null;
}

/** Words → values, each spelled as in the exchange formats and as hospital programs write it. */
export type Words<Value> = ReadonlyMap<string, Value>;

function words<Value>(table: Readonly<Record<string, Value>>): Words<Value> {
  return new Map(Object.entries(table).map(([word, value]) => [wordKey(word), value]));
}

function wordKey(text: string): string {
  return halfWidth(text)
    .replace(/[\s_-]/g, '')
    .toLowerCase();
}

function listed<Value extends string>(table: Readonly<Record<Value, string>>): Words<Value> {
  const flat: Record<string, Value> = {};
  for (const [value, spelled] of Object.entries(table) as [Value, string][]) {
    flat[value] = value;
    for (const word of spelled.split(' ')) flat[word] = value;
  }
  return words(flat);
}

export function parseWord<Value>(text: string, known: Words<Value>): Value | undefined {
  return known.get(text) ?? known.get(wordKey(text));
}

export const booleanWords: Words<boolean> = words({
  1: true,
  是: true,
  有: true,
  true: true,
  yes: true,
  y: true,
  t: true,
  '√': true,
  真: true,
  陪同: true,
  临床: true,
  0: false,
  否: false,
  无: false,
  false: false,
  no: false,
  n: false,
  f: false,
  '×': false,
  假: false,
  没有: false,
  未陪同: false,
  非临床: false,
});

export const sexWords: Words<Sex> = listed<Sex>({ male: 'm 男 男性 男士 先生 1', female: 'f 女 女性 女士 2' });

/** "Unknown" in the codes of GB/T 2261.1 and in words: taken as empty. */
export const unknownWords: ReadonlySet<string> = new Set([
  '0',
  '9',
  '未知',
  '不详',
  '未说明',
  '未说明的性别',
  '未知的性别',
  '其他',
  '-',
  '/',
  'unknown',
  'u',
]);

export const introducerKindWords: Words<IntroducerKind> = listed<IntroducerKind>({
  external_physician: '院外医生 外院医生 外部医生 乡村医生 村医 基层医生 乡医 医生',
  grassroots_institution: '基层机构 基层医疗机构 乡镇卫生院 卫生院 村卫生室 卫生室 诊所 社区卫生服务中心 机构',
  staff: '本院职工 职工 员工 本院员工 院内职工 全员营销',
  former_patient: '老患者 老病人 康复患者 既往患者 出院患者 患者',
  member: '会员',
  community: '社区 村委会 居委会 社区组织',
  enterprise: '企业 单位 公司 学校 企事业单位',
  public: '群众 社会人士 公众 个人 亲友 社会',
  rep: '市场专员 客户经理 业务员 市场人员 医药代表 发展人 专员',
});

export const episodeKindWords: Words<EpisodeKind> = listed<EpisodeKind>({
  inpatient: '住院 入院 住院患者 住院病人 ip i',
  outpatient: '门诊 普通门诊 专家门诊 门诊患者 门诊病人 op o',
  exam: '检查 门诊检查 外送检查 检查检验 医技',
  checkup: '体检 健康体检 健康检查',
  emergency: '急诊 急救 120 er e',
  dialysis: '透析 血透 血液透析 门诊透析',
});

export const procedureClassWords: Words<ProcedureClass> = listed<ProcedureClass>({
  open: '开放 开放手术 开刀 开放性手术 切开',
  debridement: '清创 清创手术 清创缝合 清创术',
  minimally_invasive: '微创 微创手术 腔镜 腔镜手术 腹腔镜 内镜 介入',
  none: '无 无手术 非手术 未手术 保守 保守治疗',
});

export const deliveryWords: Words<Delivery> = listed<Delivery>({
  caesarean: '剖宫产 剖腹产 剖宫产术 cesarean',
  natural: '顺产 自然分娩 阴道分娩 平产 阴道助产',
  none: '无 未分娩 非分娩',
});

export const paymentKindWords: Words<PaymentKind> = listed<PaymentKind>({
  self_pay: '自费 全自费 自费患者 现金 自付',
  insured:
    '医保 职工医保 居民医保 城乡居民医保 城镇职工医保 城镇职工 城乡居民 城镇职工基本医疗保险 城乡居民基本医疗保险 新农合 农合 异地医保 市医保 省医保 县医保 医疗保险 社会医保 工伤 工伤保险 生育保险',
  commercial: '商保 商业保险 商业医疗保险',
});

export const chargeCategoryWords: Words<ChargeCategory> = listed<ChargeCategory>({
  drug: '药品 药品费 药费 西药 西药费 中药 中药费 中成药 中成药费 中草药 中草药费 草药 草药费 中药饮片',
  blood: '血费 输血费 全血 血',
  blood_product: '血液制品 血制品 血液制品费 白蛋白类制品费 球蛋白类制品费 凝血因子类制品费',
  implant: '植入材料 植入材料费 植入物 内植入材料 高值耗材 高值材料 植入性材料 植入类材料',
  exam: '检查 检查费 检验 检验费 化验 化验费 放射 放射费 影像 影像费 彩超 超声 超声费 ct mri 检查检验 病理 病理费 心电图',
  surgery: '手术 手术费 麻醉 麻醉费 手术治疗费',
  bed: '床位 床位费 住院费 监护床位费',
  nursing: '护理 护理费',
  treatment: '治疗 治疗费 理疗 理疗费 康复 康复费 输氧费 透析费 中医治疗费 诊疗 诊疗费',
  discount: '优惠 优惠减免 减免 折扣 优惠金额 让利',
  other:
    '其他 其它 其他费 其他费用 其它费 杂费 材料 材料费 卫生材料 卫生材料费 一次性材料费 耗材 挂号费 诊察费 诊查费 空调费 取暖费 陪护费',
});

export const channelWords: Words<MessageChannel> = listed<MessageChannel>({
  sms: '短信 手机短信 信息',
  wechat: '微信 公众号 微信公众号 企业微信 weixin',
  phone: '电话 来电 电话登记 tel',
  web: '网页 网站 网络 官网 平台 页面 系统 小程序',
});
