import type { Random } from './random.ts';

/** What a message says, piece by piece, as it is written in it. `null` = it does not say. */
export interface Said {
  name: string | null;
  sex: '男' | '女' | null;
  /** Completed years as known to the sender; null = not said or only roughly. */
  age: number | null;
  disease: string | null;
  introducer: string | null;
  institution: string | null;
  phone: string | null;
  department: string | null;
  arrival: string | null;
}

export interface Written {
  readonly text: string;
  readonly style: string;
  readonly said: Said;
}

type Style = (said: Said, random: Random) => Written;

/** Joins the pieces that exist. */
function join(separator: string, ...pieces: readonly (string | null | false)[]): string {
  return pieces.filter((piece) => piece !== null && piece !== false && piece !== '').join(separator);
}

function written(style: string, text: string, said: Said): Written {
  return { style, text, said };
}

const digitsInWords = '零一二三四五六七八九';

export function ageInWords(age: number): string {
  if (age <= 10) return age === 10 ? '十' : digitsInWords[age]!;
  const tens = Math.floor(age / 10);
  const ones = age % 10 === 0 ? '' : digitsInWords[age % 10]!;
  return `${tens === 1 ? '' : digitsInWords[tens]}十${ones}`;
}

function fullWidth(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

/** Infants have no years: 出生5天, 8个月. */
function infantAge(said: Said): string {
  return said.disease?.includes('黄疸') ? '出生5天' : '8个月';
}

const years = (said: Said): string | null =>
  said.age === null ? null : said.age === 0 ? infantAge(said) : `${said.age}岁`;
const bareAge = (said: Said): string | null =>
  said.age === null ? null : said.age === 0 ? infantAge(said) : String(said.age);
const from = (said: Said): string => `${said.institution ?? ''}${said.introducer ?? ''}`;

const clean: Style = (said) =>
  written(
    'clean',
    join(
      ' ',
      said.name,
      said.sex,
      bareAge(said),
      said.disease,
      said.arrival && `${said.arrival}到`,
      said.introducer && `${from(said)}介绍`,
    ),
    { ...said, phone: null, department: null },
  );

const cleanWithPhone: Style = (said) =>
  written(
    'clean',
    join(
      '，',
      said.name,
      said.sex,
      years(said),
      said.disease,
      said.arrival && `${said.arrival}来`,
      said.phone && `电话${said.phone}`,
      said.introducer && `${from(said)}介绍`,
    ),
    { ...said, department: null },
  );

const introducerFirst: Style = (said) => {
  const who = said.institution ? `${said.introducer}(${said.institution})` : said.introducer;
  return written(
    'introducer first',
    join(
      ',',
      said.introducer && `介绍人${who}`,
      said.name && `病人 ${said.name}`,
      said.sex,
      said.disease,
      said.arrival && `${said.arrival}来`,
    ),
    { ...said, age: null, phone: null, department: null },
  );
};

const slashes: Style = (said) =>
  written(
    'slashes',
    `转诊:${join('/', said.name, said.sex, bareAge(said), said.disease, said.phone)}${said.introducer ? `;${join(' ', said.institution, said.introducer)}` : ''}`,
    { ...said, department: null, arrival: null },
  );

const labelled: Style = (said) =>
  written(
    'labelled',
    join(
      '\n',
      said.name && `姓名：${said.name}`,
      said.sex && `性别：${said.sex}`,
      said.age !== null && `年龄：${bareAge(said)}`,
      said.disease && `病情：${said.disease}`,
      said.department && `科室：${said.department}`,
      said.phone && `患者电话：${said.phone}`,
      said.arrival && `到院时间：${said.arrival}`,
      said.introducer && `介绍人：${said.introducer}`,
      said.institution && `单位：${said.institution}`,
    ),
    said,
  );

const chatty: Style = (said, random) => {
  const hello = random.pick(['你好', '您好', '领导好', '主任好', '周姐你好']);
  const self = said.introducer ? `我是${from(said)}，` : '';
  const patient = random.pick(['我这边有个病人叫', '有个亲戚叫', '我们这里有个病人叫']);
  const tail = random.pick(['麻烦安排一下', '麻烦接一下，谢谢', '请帮忙留个床位', '辛苦了']);
  return written(
    'chatty',
    `${hello}，${self}${patient}${join('，', said.name, said.sex && `${said.sex}的`, said.age !== null && (said.age === 0 ? infantAge(said) : `今年${said.age}`), said.disease && `${said.disease}好几天了`, said.arrival && `${said.arrival}过来`, said.phone && `手机${said.phone}`, tail)}`,
    { ...said, department: null },
  );
};

const kinOf = {
  男: { young: ['我儿子', '我侄子', '我弟弟'], old: ['我爸', '我岳父', '我叔叔', '我公公'] },
  女: { young: ['我女儿', '我侄女', '我妹妹'], old: ['我妈', '我婆婆', '我岳母', '我婶婶'] },
} as const;

const family: Style = (said, random) => {
  const kin = said.sex ? random.pick((said.age ?? 60) >= 45 ? kinOf[said.sex].old : kinOf[said.sex].young) : '我亲戚';
  return written(
    'family',
    join(
      '，',
      `${kin}${said.name ?? ''}`,
      said.age !== null && `${years(said)}了`,
      said.disease,
      said.arrival && `${said.arrival}过来`,
      said.phone && `电话${said.phone}`,
      said.introducer && `我是${said.introducer}`,
    ),
    { ...said, institution: null, department: null },
  );
};

const dialects = {
  男: ['俺爹', '我老汉儿', '我老豆', '我大伯'],
  女: ['俺娘', '我姆妈', '我家姐', '我大姐'],
} as const;

const dialect: Style = (said, random) => {
  const kin = said.sex ? random.pick(dialects[said.sex]) : '我邻居';
  const tail = random.pick(['给整个好大夫', '麻烦你们招呼到起', '唔该晒', '莫让他等咯']);
  return written(
    'dialect',
    join(
      '，',
      `${kin}${said.name ?? ''}${said.age === null ? '' : `${bareAge(said)}了`}`,
      said.disease,
      said.arrival && `${said.arrival}过去`,
      said.introducer && `${from(said)}喊来的`,
      tail,
    ),
    { ...said, phone: null, department: null },
  );
};

const villageDoctor: Style = (said, random) => {
  const roughly = said.age !== null && said.age >= 30 && random.chance(0.4);
  const age = roughly
    ? `${ageInWords(Math.floor(said.age! / 10) * 10)}多岁`
    : said.age === null || said.age === 0
      ? years(said)
      : `${ageInWords(said.age)}岁`;
  return written(
    'village doctor',
    `${said.introducer ? `${from(said)}报：` : ''}${join('，', said.name, said.sex, age, said.disease, said.phone && `家属电话${said.phone}`)}`,
    { ...said, age: roughly ? null : said.age, department: null, arrival: null },
  );
};

const runOn: Style = (said) =>
  written(
    'run-on',
    `${said.introducer ? `${from(said)}转` : ''}${said.name ?? ''}${said.sex ?? ''}${years(said) ?? ''}${said.disease ?? ''}${said.arrival ? `${said.arrival}到` : ''}`,
    { ...said, phone: null, department: null },
  );

const emoji: Style = (said) =>
  written(
    'emoji',
    `🏥 ${join(' ', said.name, said.sex, years(said), said.disease, said.arrival && `${said.arrival}来`)}🙏${said.introducer ? ` ${said.introducer}介绍🌹` : ''}`,
    { ...said, institution: null, phone: null, department: null },
  );

const wideDigits: Style = (said) =>
  written(
    'full-width',
    join(
      '，',
      said.name,
      said.sex,
      said.age !== null && fullWidth(years(said)!),
      said.disease,
      said.phone && `电话${fullWidth(said.phone)}`,
      said.introducer && `${from(said)}介绍`,
    ),
    { ...said, department: null, arrival: null },
  );

const relay: Style = (said) =>
  written(
    'relay',
    `${said.introducer ? `代${from(said)}报：` : ''}${join(' ', said.name, said.sex, bareAge(said), said.disease, said.arrival)}`,
    { ...said, phone: null, department: null },
  );

const department: Style = (said) =>
  written(
    'department',
    join(
      '，',
      `${join(' ', said.name, said.sex, years(said), said.disease)}`,
      said.department && `去${said.department}`,
      said.arrival && `${said.arrival}到`,
      said.phone,
      said.introducer && `${from(said)}介绍`,
    ),
    said,
  );

const typing: Style = (said, random) => {
  const base = cleanWithPhone(said, random);
  return written(
    'typos',
    base.text.replace('介绍', random.pick(['介召', '介入', '届绍'])).replace('电话', '电活'),
    base.said,
  );
};

export const professionalStyles: readonly Style[] = [
  clean,
  clean,
  cleanWithPhone,
  cleanWithPhone,
  cleanWithPhone,
  introducerFirst,
  slashes,
  slashes,
  labelled,
  labelled,
  chatty,
  villageDoctor,
  villageDoctor,
  runOn,
  wideDigits,
  relay,
  department,
  typing,
];

export const personalStyles: readonly Style[] = [
  clean,
  cleanWithPhone,
  cleanWithPhone,
  chatty,
  chatty,
  chatty,
  family,
  family,
  family,
  dialect,
  dialect,
  emoji,
  labelled,
  department,
  typing,
];

/** A clear message that gives the phone: for the cases that must be found. */
export const plainStyles: readonly Style[] = [cleanWithPhone, cleanWithPhone, labelled, chatty, department];

/** Messages that announce nobody; `{name}` is filled with somebody's name. */
export const otherMessages: readonly string[] = [
  '你好，请问你们医院周末体检中心开门吗',
  '做个阑尾炎手术大概要多少钱？医保能报多少',
  '我上周介绍的那个{name}住上院没有？',
  '昨天报的{name}不来了，家里有事，取消吧',
  '谢谢谢谢，病人恢复得很好，祝你们生意兴隆🎉',
  '早上好！祝各位工作顺利',
  '收到',
  '好的，谢谢',
  '请问骨科专家星期几坐诊',
  '你们那里能做四维彩超吗，要不要预约',
  '{name}的报告出来了没有',
  '节日快乐，阖家幸福',
  '血透一次多少钱，有没有空位',
  '积分怎么查',
  '停车场在哪里',
  '[图片]',
  '明天有义诊吗',
  '发错了，不好意思',
  '刚才发的名字写错了，等下再报',
  '你们医院电话多少',
];

/** A time phrase as somebody writing at `sentMinute` says it for `arrivalMinute` (minutes from the first midnight; day 0 is `firstWeekday`). */
export function arrivalPhrase(
  random: Random,
  sentMinute: number,
  arrivalMinute: number,
  firstWeekday: number,
): string | null {
  const sentDay = Math.floor(sentMinute / 1440);
  const arrivalDay = Math.floor(arrivalMinute / 1440);
  const hour = Math.floor((arrivalMinute - arrivalDay * 1440) / 60);
  const part = hour < 9 ? '早上' : hour < 12 ? '上午' : hour < 14 ? '中午' : hour < 18 ? '下午' : '晚上';
  const days = arrivalDay - sentDay;
  if (arrivalMinute <= sentMinute) return random.pick(['今天', '现在', null]);
  if (random.chance(0.12)) return null;
  if (arrivalMinute - sentMinute < 60) return random.pick(['马上', '半小时后', '一会儿', '现在']);
  if (days === 0) return hour >= 18 ? '今晚' : random.pick([`今天${part}`, part, '今天']);
  if (days === 1) return random.pick([`明天${part}`, '明天', hour < 9 ? '明早' : `明天${part}`]);
  if (days === 2) return random.pick(['后天', `后天${part}`]);
  if (days > 9) return random.pick(['过几天', '过段时间', null]);
  const weekday = (((arrivalDay + firstWeekday) % 7) + 7) % 7;
  const sameWeek = ((((sentDay + firstWeekday + 6) % 7) + 7) % 7) + days < 7;
  const name = '日一二三四五六'[weekday];
  return sameWeek ? `周${name}` : random.pick([`下周${name}`, '过两天']);
}
