import { compoundSurnames } from './generalise.ts';

/** What is known of the person a text is about: found wherever it stands. */
export interface KnownFacts {
  readonly names?: readonly string[];
  /** Phones, document and record numbers. */
  readonly numbers?: readonly string[];
}

export const placeholders = {
  name: '[姓名]',
  phone: '[电话]',
  document: '[证件号]',
  number: '[编号]',
  address: '[地址]',
  account: '[账号]',
} as const;
export type ScrubbedKind = keyof typeof placeholders;

export interface Scrubbed {
  readonly text: string;
  readonly removed: Readonly<Partial<Record<ScrubbedKind, number>>>;
}

/**
 * Takes out of Chinese free text what could name a person: known names and numbers wherever they stand; phones, document numbers, mail and chat
 * accounts and addresses by their form; unknown names by what stands before or after them (患者张某某, 王医生). Rather too much than too little.
 */
export function scrubText(text: string, known: KnownFacts = {}): Scrubbed {
  const removed: Partial<Record<ScrubbedKind, number>> = {};
  let rest = halfWidth(text);
  const replace = (pattern: RegExp, kind: ScrubbedKind, keep?: (match: RegExpMatchArray) => boolean) => {
    rest = rest.replace(pattern, (...match) => {
      const whole = match[0] as string;
      if (keep?.(match as unknown as RegExpMatchArray)) return whole;
      removed[kind] = (removed[kind] ?? 0) + 1;
      // A cue in the first group stays, what it announces goes.
      const cue = typeof match[1] === 'string' && cuePatterns.has(pattern) ? match[1] : '';
      return `${cue}${placeholders[kind]}`;
    });
  };
  for (const name of byLength(known.names)) replace(spreadPattern(name, nameGap), 'name');
  for (const number of byLength(known.numbers))
    if (/\d{4}/.test(number)) replace(spreadPattern(number, numberGap), 'number');
  for (const [pattern, kind] of formPatterns) replace(pattern, kind);
  replace(addressPattern, 'address');
  replace(announcedName, 'name', ([, , name]) => isNoName(name!));
  // 向医生咨询: the surname that is mostly a word.
  replace(titledName, 'name', ([name]) => name === '向' || isNoName(name!));
  return { text: rest, removed };
}

function byLength(values: readonly string[] = []): string[] {
  return [...new Set(values.map((value) => value.trim()))]
    .filter((value) => [...value].length >= 2)
    .sort((one, other) => other.length - one.length);
}

/** Full-width digits, letters and the signs of numbers become plain ones; nothing changes its place. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a＋－（）＠．＿：]/g, (sign) =>
      String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/g, ' ');
}

const nameGap = '[\\s·•・.,_-]{0,3}';
const numberGap = '[\\s()._/-]{0,3}';

function spreadPattern(value: string, gap: string): RegExp {
  const letters = [...halfWidth(value)].filter((letter) => !/[\s·•・()._/-]/.test(letter));
  return new RegExp(letters.map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join(gap), 'giu');
}

const chineseDigit = '[零〇○一二三四五六七八九幺两洞拐]';

const formPatterns: readonly (readonly [RegExp, ScrubbedKind])[] = [
  [/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}/g, 'account'],
  [/(?:微信|weixin|wechat|vx|wx|QQ)\s*(?:号|ID)?\s*[是为::]?\s*[A-Za-z0-9][A-Za-z0-9_-]{4,}/gi, 'account'],
  [/(?<!\d)\d(?:[\s-]?\d){16}[\s-]?[\dXx](?![\d])/g, 'document'],
  [/(?<!\d)\d(?:[\s-]?\d){14}(?!\d)/g, 'document'],
  [/(?<!\d)(?:\(?\+?(?:00)?86\)?[\s-]*)?1[\s-]?[3-9](?:[\s.-]?\d){9}(?!\d)/g, 'phone'],
  [/(?<!\d)\(?0\d{2,3}\)?[\s-]?\d{3,4}[\s-]?\d{4}(?!\d)/g, 'phone'],
  [/(?<!\d)[48]00[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)/g, 'phone'],
  [new RegExp(`[一幺](?:[\\s-]?${chineseDigit}){10}`, 'g'), 'phone'],
  [/[A-Za-z]{1,3}\d{7,8}(?!\d)/g, 'document'],
  // Record, insurance and card numbers; also a date without signs between: better lost than kept.
  [/(?<!\d)\d(?:[\s-]?\d){6,}(?!\d)/g, 'number'],
];

const place = '\\p{Script=Han}{1,7}?';
const wide = '(?:省|自治区|自治州|市|地区|县|区|旗|镇|乡|街道|村|大道|路|街|巷|弄|胡同)';
const narrow =
  '(?:社区|小区|花园|家园|苑|里|组|队|屯|寨|[0-9一二三四五六七八九十百零〇A-Za-z-]{1,6}(?:号|栋|幢|座|单元|楼|层|室|户|组|队|巷|弄))';
/** Two steps of an address in a row, or a street with its number. */
const addressPattern = new RegExp(
  `(?:${place}${wide}){2,}(?:(?:${place})?${narrow})*|${place}${wide}(?:(?:${place})?${narrow})+`,
  'gu',
);

/** The hundred and more most frequent surnames; those that are mostly words of another use need a cue before them. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温葛芦俞施单仇查解翟盖区尉员朴逄邢路岳齐聂阮柳祝纪舒牛童欧甘游樊殷凌骆焦鲍裴阎梅庄尚管屈辛项洪翁安常季柯符涂乔柴赖安耿倪';
const surname = `(?:${[...compoundSurnames].join('|')}|[${surnames}])`;
const given = '\\p{Script=Han}';
const cue =
  '(?:姓名|患者|病人|病员|家属|亲属|联系人|介绍人|监护人|经办人|陪护|签名|签字|父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|爱人|配偶|儿子|女儿|哥哥|姐姐|弟弟|妹妹|同事|邻居|朋友|本人|我叫|名叫|叫做|叫|姓)';
const announcedName = new RegExp(
  `(${cue}\\s*[::]?\\s*(?:是|为|叫)?\\s*)(${surname}${given}{1,2}|${surname}某{1,2}|${surname}\\*+)`,
  'gu',
);
const title =
  '(?:先生|女士|小姐|同志|阿姨|叔叔|大爷|大妈|大姐|大哥|奶奶|爷爷|医生|大夫|主任|副主任|护士长|护士|教授|老师|院长|师傅)';
const titledName = new RegExp(`${surname}${given}{0,2}?(?=${title})`, 'gu');
const cuePatterns: ReadonlySet<RegExp> = new Set([announcedName]);

/** Begins with a surname and is none: what one reads in a hospital. */
const noNames =
  /^(?:高血|高烧|高热|高龄|高危|高位|高尿|高脂|高胆|高钾|高糖|白内|白血|白细|白天|白带|白斑|黄疸|黄斑|黄体|黄褐|金黄|石膏|严重|温度|温水|安排|安全|常规|常见|经常|常有|方便|方案|万一|毛囊|毛细|江湖|向医|向护|向主|向老|向院|向大|管床|管路|任何|程度|施行|解除|解释|查体|查房|查出|单侧|单纯|单位|区医|路医|水肿|陈旧|陈述|余无|何时|何医|许多|周期|周围|周身|周一|周二|周三|周四|周五|周六|周日|马上|顾问|纪录|游走|项目|尚可|尚未|季节|雷同|段医|段性|齐全|殷切|洪水|曾有|曾经|曾于|曾在|曾因|牛奶|武汉|唐氏|盖骨|史有|史无|祝愿|安静|屈曲|符合|路上|孔径|汤药|熊猫|龙胆|柴胡|梅毒|欧洲|夏天|夏季|秦皇|方医)/u;

function isNoName(name: string): boolean {
  return noNames.test(name);
}
