import { isDescribed } from './introducer.ts';
import { readNumber } from './numerals.ts';
import { isBreak, kinWords, type Mention } from './people.ts';
import type { Field, Reading, Span } from './types.ts';
import { nothing } from './types.ts';

const number = '(\\d{1,3}|[廿卅一二三四五六七八九十百零两]{1,5})';
const exact: readonly RegExp[] = [
  new RegExp(`(?<![\\d.第])${number} ?(?:周)?岁(半)?(?!多|左右|上下|出头|来|以)`, 'g'),
  new RegExp(
    `(?:虚岁|虚龄|实岁|实龄|年龄|今年|芳龄|年方|周岁|岁数|刚满|年纪)[ :是]{0,2}${number}(?![\\d多来几月号]|出头|左右|点|年|个|天|周(?!岁)|好几)`,
    'g',
  ),
  new RegExp(`(?<![\\d.])${number}高龄`, 'g'),
  new RegExp(`(?<![\\d.第])${number} ?(?:周岁|y|Y|yo|YO)(?![a-zA-Z])`, 'g'),
];
const infant: readonly RegExp[] = [
  /(?<![\d孕宫])(?:出生|生后|生下来|刚出生|才出生|生下)?(?:才)?(\d{1,3}|[一二三四五六七八九十两半]{1,3})个?(多?)(月|天|周|小时|日)(?:大|龄|婴儿|男婴|女婴|的(?:男|女|宝|娃|孩|婴)|男婴|女婴|男宝|女宝|男孩|女孩|小孩|婴儿)/g,
  /(?:出生|生后|刚生|生下来)(?:才|有|了|刚)?(\d{1,3}|[一二三四五六七八九十两半]{1,3})个?(多?)(月|天|周|小时|日)/g,
  /(?:刚满月|满月|刚出生|刚生下来|才满月|未满月|没满月|出生当天|生下来当天|百天|满百天)/g,
  /(?<![\d孕宫停])(\d{1,2}|[一二三四五六七八九十]{1,3})个(半?)(月)(?!前|后|来|了|没|不|没来|以|内|左右复|身孕|的身孕|没|未|疼|痛)/g,
];
const approximate = /(?:大概|约|大约|差不多|快|将近|近|估计|可能|可能有|上下|左右|不到|也就|接近|奔)$/;
const vagueTail =
  /^ ?(?:多|来岁|来(?![取做看查拆住打治挂办拿复检])|几|出头|左右|上下|好几|开外|挂零|以上|以下|岁?左右|岁?上下|岁?出头|岁?多|岁?的样子|吧$|冒头|大几)/;

/** Completed years as written; approximate ages, birth years, gestation and other people's ages stay null. */
export function ageOf(reading: Reading, patient: Mention | null, window: Span): Field<number> {
  const { text } = reading;
  for (const pattern of exact) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].indexOf(match[1]!);
      const end = match.index + match[0].length;
      if (!inside(start, end, window) || isOthers(reading, start, patient)) continue;
      if (approximate.test(text.slice(Math.max(0, match.index - 4), match.index)) || vagueTail.test(text.slice(end)))
        return nothing;
      const years = readNumber(match[1]!);
      if (years !== null && years <= 120) return { value: years, span: { start, end }, confidence: 0.96 };
    }
  }
  return infantAge(text, window) ?? bareAge(reading, patient, window) ?? nothing;
}

function inside(start: number, end: number, window: Span): boolean {
  return start >= window.start && end <= window.end;
}

/** Whether the number belongs to a relative, not to the patient: 女儿任静30岁. */
function isOthers(reading: Reading, start: number, patient: Mention | null): boolean {
  if (!patient || start < patient.start) return false;
  let index = reading.tokens.findIndex((token) => token.end > start) - 1;
  for (let steps = 0; index >= 0 && steps < 4; index -= 1, steps += 1) {
    const token = reading.tokens[index]!;
    if (token.start <= patient.start) return false;
    if (/^(?:孩子|小孩|小孩儿|宝宝|娃|娃娃|娃儿|老人|老人家)$/.test(token.text)) continue;
    if (token.kind === 'kin' || (token.kind === 'sex' && kinWords.has(token.text) && token.text.length > 1))
      return !isBreak(reading.tokens[index + 1]);
    if (isBreak(token)) return false;
  }
  return false;
}

function infantAge(text: string, window: Span): Field<number> | null {
  for (const pattern of infant) {
    for (const match of text.matchAll(pattern)) {
      if (!inside(match.index, match.index + match[0].length, window)) continue;
      if (
        /(?:孕|怀孕|宝宝|停经|有喜|身孕|怀了|怀|吃药|疼|痛|咳|术后|过|再过|等|已经|有|快)$/.test(
          text.slice(Math.max(0, match.index - 2), match.index),
        )
      )
        continue;
      const span = { start: match.index, end: match.index + match[0].length };
      const amount = match[1] === undefined ? 0 : match[1] === '半' ? 0 : readNumber(match[1].replace('半', ''));
      if (amount === null) continue;
      const months = match[3] === '月' ? amount : 0;
      return {
        value: match[3] === '周' ? Math.floor((amount * 7) / 365) : Math.floor(months / 12),
        span,
        confidence: 0.9,
      };
    }
  }
  return null;
}

/** A bare number where ages stand: behind name, sex or relation, in front of or behind the mark of sex. */
function bareAge(reading: Reading, patient: Mention | null, window: Span): Field<number> | null {
  const { text } = reading;
  const pattern =
    /(?<![\d.:：-]|\d\/|[初周第])(?:(\d{1,3})|([一二三四五六七八九]?十[一二三四五六七八九]?|一百零?[一二三四五六七八九]?))(?![\d.:]|[ ]?(?:月(?!经)|天(?!疱)|日(?!光)|周(?![围一二三四五六日天末])|分(?!泌)|根(?!管|尖)|类(?!风湿|天)|小(?!便|腿|肚|腹|儿|肠|脑|指|臂)|个|[号点床楼元块度年级次米斤颗型cm%+]|-\d|\/\d|分钟|公分|厘米|毫米|岁|多(?![发囊汗动梦尿饮指处])|来(?![取做看查拆住打治挂办拿复检])|几|出头|左右|好几|mm|CM|KG|kg))/g;
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    if (!inside(start, end, window)) continue;
    const years = readNumber(match[0]);
    if (years === null || years < 1 || years > 110) continue;
    if (approximate.test(text.slice(Math.max(0, start - 3), start)) || vagueTail.test(text.slice(end))) continue;
    if (
      /(?:尾号|孕|G|P|床|号|住|第|怀孕|三医院|编号|血压|体温|T|L|C|血糖)[ :]?$/.test(
        text.slice(Math.max(0, start - 3), start),
      )
    )
      continue;
    // 1 段永贵 男 59: a number that counts patients.
    if (
      patient &&
      start < patient.start &&
      end <= patient.start &&
      patient.start - end <= 2 &&
      isDescribed(reading.tokens, patient.to)
    )
      continue;
    if (standsAsAge(reading, start, end, patient) || fillsSegment(reading, start, end))
      return { value: years, span: { start, end }, confidence: 0.9 };
  }
  return null;
}

/** 颈椎病 45 下午3点半: a number with a segment of its own. */
function fillsSegment({ text }: Reading, start: number, end: number): boolean {
  const years = readNumber(text.slice(start, end));
  return (
    years !== null &&
    years >= 10 &&
    /[\u3400-\u9fff)][ ,/|、;\t-]+$/.test(text.slice(0, start)) &&
    /^(?:[ ,/|、;。-]+(?!\d)|\s*$|\n)/.test(text.slice(end)) &&
    !/(?:尾号|床|号|房|血压|体温|血糖|车牌|价|钱|楼|栋|单元|室|路)[ ,]*$/.test(
      text.slice(Math.max(0, start - 5), start),
    )
  );
}

function standsAsAge(reading: Reading, start: number, end: number, patient: Mention | null): boolean {
  const { tokens, text } = reading;
  if (/^ ?(?:了|啦|咯|喽|嘞|虚岁|周)/.test(text.slice(end))) return true;
  let index = tokens.findIndex((token) => token.end > start) - 1;
  let steps = 0;
  while (index >= 0 && tokens[index]!.kind === 'gap' && steps < 3) {
    index -= 1;
    steps += 1;
  }
  const lead = tokens[index];
  if (!lead) return /^[ ,，/]{0,2}[男女]/.test(text.slice(end));
  if (patient && lead.end === patient.end) return true;
  if (/姓[\u3400-\u9fff][ ,，]{0,2}$/.test(text.slice(Math.max(0, start - 4), start))) return true;
  if (
    lead.kind === 'sex' ||
    lead.kind === 'kin' ||
    (lead.kind === 'latin' && /^[MFmf]$/.test(lead.text)) ||
    lead.text === '的'
  )
    return lead.text !== '的' || /[,，]/.test(text[start - 1] ?? '');
  // 胃胀，38，: a segment of its own behind the illness.
  if (lead.kind === 'illness' && /^[,，]$/.test(text[start - 1] ?? '') && /^[,，。]/.test(text.slice(end))) return true;
  if (/^[他她]$/.test(lead.text) && lead.end === start && /^[,，了]/.test(text.slice(end))) return true;
  if (lead.kind === 'label' && /年龄|今年|虚岁|岁数|周岁/.test(lead.text)) return true;
  if (lead.kind === 'person' && !/医生|大夫|主任/.test(lead.text)) return true;
  return /^[ ,，/]{0,2}[男女](?!儿|婿)/.test(text.slice(end));
}
