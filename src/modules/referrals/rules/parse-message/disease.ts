import { trimmed } from './condition-edges.ts';
import { conditionsIn, tooVague } from './conditions.ts';
import { behind, isLabelOf } from './people.ts';
import type { Condition, Field, Reading, Span, Token } from './types.ts';
import { nothing } from './types.ts';
import { unknownCondition } from './unknown-condition.ts';

const emptyValues = /^(?:无|不详|未知|没有|暂无|不清楚|不明|未说|不知道|-+|\/)(?![\u3400-\u9fff])/;

const history =
  /(?:既往|以前|曾经|曾|去年|前年|大前年|小时候|早年|年前|前几年|之前得过|做过|得过|患过|有过|上半年|病史|年轻时|那年|上回|上次|好多年前)/;
const nowAgain = /这次|这回|现在|目前|最近|今天|今|此次|近来|近|又|复发|来/;
const denied = /(?:没有|没得|没|无|不|未见|否认|排除|并非|不是|未|冇|不会|别|防|预防|怕)(?:明显|什么|任何|再)?$/;
/** 父亲有糖尿病: told of a relative, not of the patient. */
const othersIllness =
  /^(?:他|她|其|家里|家族)?(?:的)?(?:父亲|母亲|父母|爸爸|妈妈|他爸|他妈|她爸|她妈|爷爷|奶奶|外公|外婆|哥哥|姐姐|弟弟|妹妹|家族|家里人?|家人|直系亲属)(?:都|也|以前|曾经|曾)?(?:有|得过|患有|患过|患|是|死于|查出)$/;
const doneExam =
  /^(?:胃镜|肠镜|胃肠镜|喉镜|CT|ct|胸片|核磁|核磁共振|磁共振|MRI|mri|B超|b超|彩超|超声|造影|心电图|片子|拍片|拍片子|照片子|照X光|X光|抽血|验血|化验|血常规|体检|入职体检|健康体检|产检|检查|尿检|穿刺|活检|DR|钼靶|TCT|HPV|骨密度|验光|心脏彩超|PET-CT|乳腺彩超|筛查|两癌筛查|腹部彩超|甲状腺彩超|腹部CT|胸部CT|头颅CT|肺部CT|头部CT|腰椎CT|唐筛|NT|复查|孕检|输液|挂水|吊水|打针|打点滴|针灸|理疗|推拿|按摩|拔罐|牵引|肺功能)$/;
const examTold =
  /^ ?(?:显示|提示|示|说|发现|报告|结果|检查说|单|查出|片子|看到|看见|看出|考虑|检查发现|检查提示|检出|是|了|过|时|的时候|上|都|完|也|已|三天|两天|几天|[一二三四五六七八九十\d]+天|后(?!天|日|年)|查见|后发现|照|诊断|时发现|正常)/;
const examBefore =
  /(?:做了|做过|拍了|拍过|查了|查过|照了|照过|打了|打过|去.{0,6}拍|刚做|已做|昨天做|带着|带|经|通过|的|上周|上次|昨天|前天|拍|挂了|吊了|打了|在.{1,8}(?:做|拍|查))(?:个|的|一个|次)?$/;

/** What the patient comes for, with the edges of rules D2 to D5; see D1 for which of several. */
export function diseaseOf(reading: Reading, window: Span, taken: readonly (Span | null)[]): Field<string> {
  const labelled = labelledValue(reading, window);
  if (labelled) return labelled;
  const conditions = conditionsIn(reading, window).filter(
    (one) => !taken.some((span) => span !== null && one.start < span.end && span.start < one.end),
  );
  const usable = conditions.filter((one) => !isExcluded(reading, one));
  const best = Math.max(0, ...usable.map((one) => one.rank));
  const chosen = usable.find((one) => one.rank === best);
  if (chosen) return fieldOf(reading, chosen, chosen.rank === 3 ? 0.92 : 0.85);
  const pregnancy = gestation(reading, window);
  if (pregnancy) return pregnancy;
  const unknown = unknownCondition(reading, window, taken);
  return unknown ? fieldOf(reading, unknown, 0.5) : nothing;
}

function fieldOf(reading: Reading, span: Span, confidence: number): Field<string> {
  let { start, end } = span;
  while (start < end && /[\s.,;:、。!?()[\]/|+-]/.test(reading.text[start]!)) start += 1;
  while (
    end > start &&
    /[\s.,;:、。!?()[\]/|+~了着的-]/.test(reading.text[end - 1]!) &&
    !/[不得]着$/.test(reading.text.slice(start, end))
  )
    end -= 1;
  if (start >= end) return nothing;
  return { value: reading.source.slice(start, end), span: { start, end }, confidence };
}

const alwaysLabels = new Set(
  '病情 病症 诊断 初步诊断 临床诊断 入院诊断 症状 主诉 病种 疾病 疾病名称 病名 病因 主要症状 病情简介 病情描述 病情诊断 诊断结果 就诊原因 来院原因 转诊原因 就医原因 主要问题'.split(
    ' ',
  ),
);

/** G3: a labelled value prevails; a label without value settles for null. */
function labelledValue(reading: Reading, window: Span): Field<string> | null {
  const { tokens, text } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.start < window.start || token.end > window.end || !isLabelOf('disease', token.text)) continue;
    let at = behind(tokens, index + 1);
    const colon = tokens[at]?.text === ':' || tokens[at]?.text === '=';
    if (
      !colon &&
      !(
        alwaysLabels.has(token.text) &&
        (tokens[at]?.text === '是' || tokens[at - 1]?.text === ' ' || /^[[\]]$/.test(tokens[at]?.text ?? '')) &&
        startsField(tokens, index)
      )
    )
      continue;
    if (colon || tokens[at]?.text === '是' || /^[[\]]$/.test(tokens[at]?.text ?? '')) at = behind(tokens, at + 1);
    const start = tokens[at]?.start ?? text.length;
    const end = start + (/[,;/。\n|!?]/.exec(text.slice(start))?.index ?? text.length - start);
    if (start >= end || emptyValues.test(text.slice(start, end))) return nothing;
    if (tokens[at]?.kind === 'label' && tokens[behind(tokens, at + 1)]?.text === ':') return nothing;
    const inside = conditionsIn(reading, { start, end: Math.min(end, window.end) }).filter(
      (one) => !isExcluded(reading, one, start),
    );
    const first = inside[0];
    // 基本情况：蔺晓东，男: a heading, not the label of the illness.
    if (!first && token.text === '情况' && tokens[at]?.kind === 'name') continue;
    if (first) return fieldOf(reading, first, 0.97);
    const bound = start + (/[ (:]/.exec(text.slice(start, end))?.index ?? end - start);
    const bare = trimmed(text, { start, end: bound });
    return bare.end > bare.start && !tooVague(text.slice(bare.start, bare.end))
      ? fieldOf(reading, bare, 0.75)
      : nothing;
  }
  return null;
}

function startsField(tokens: readonly Token[], index: number): boolean {
  const left = tokens[index - 1];
  return left === undefined || left.kind === 'gap';
}

/** Past history, denied, done elsewhere (rule D1). */
function isExcluded(reading: Reading, condition: Condition, floor = 0): boolean {
  const { text } = reading;
  const value = text.slice(condition.start, condition.end);
  const left = text.slice(Math.max(floor, condition.start - 16), condition.start);
  const clause = /[^,;。\n!?]*$/.exec(left)![0];
  const right = text.slice(condition.end, condition.end + 8);
  if (/^过(?!敏|多|少|大|长|短|快|慢|高|低|度|来|去|几|两)/.test(right)) return true;
  // 剖宫产第8天刀口流水: the day since tells that it is done.
  if (
    /^ ?第?[\d一二三四五六七八九十半两]+个?(?:天|周|月)/.test(right) &&
    /[产术]$/.test(value) &&
    rankLater(reading, condition)
  )
    return true;
  if (/^(?:病友|糖友|友群|群友|患者群|协会|专科|专家)/.test(right)) return true;
  if (/^(?:放过|做过|装过|手术过|开过刀|搭过桥)/.test(right)) return true;
  if (/^(?:史|病史|的?既往史|好多年|多年病史|家族史|十几年史|\d+年病史)/.test(right)) return true;
  if (
    /^ ?(?:好多年|很多年|多年|几十年|[一二三四五六七八九十\d]+几?年)了?/.test(right) &&
    /高血压|血压高|糖尿病|血糖高|冠心病|心脏病|高血脂/.test(value) &&
    /[,，。;； ]/.test(text.slice(condition.end)) &&
    rankLater(reading, condition)
  )
    return true;
  const lastPast = lastMatch(clause, history);
  if (
    lastPast >= 0 &&
    lastMatch(clause.slice(lastPast + 2), nowAgain) < 0 &&
    !/复查|拆|取|后遗症|复发|术后/.test(value)
  )
    return true;
  if (othersIllness.test(clause) && condition.start > 8) return true;
  if (/^(?:否认|排除|未见|并无|没有|未患)/.test(value)) return true;
  if (denied.test(left) && !/^(?:不|无)/.test(value)) return true;
  if (doneExam.test(value) && (examTold.test(right) || examBefore.test(left))) return true;
  if (/^(?:手术|检查)$/.test(value)) return true;
  if (/(?:家里|床|车|路)$/.test(left) && value.length === 1) return true;
  return false;
}

function rankLater(reading: Reading, condition: Condition): boolean {
  return reading.tokens.some((token) => token.start >= condition.end && token.kind === 'illness');
}

function lastMatch(text: string, pattern: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(new RegExp(pattern.source, 'g'))) last = match.index;
  return last;
}

/** 孕12周: the length of pregnancy, when nothing else is said. */
function gestation(reading: Reading, window: Span): Field<string> | null {
  const text = reading.text.slice(window.start, window.end);
  const match =
    /(?:怀孕|孕期|有孕|怀了|怀上|宫内孕|早孕|中孕|晚孕|身孕|孕)(?:已|了|大概|约|有|快)?[ ]?(?:\d{1,2}(?:\+\d)?|[一二三四五六七八九十]{1,3})[ ]?个?(?:多)?(?:半)?(?:周|月|w|W)(?:\+\d(?:天)?)?(?:多)?|怀孕(?!的)|早孕|有喜|怀上/.exec(
      text,
    );
  if (!match || /(?:不|没|备|准备|避|妇|产)$/.test(text.slice(0, match.index))) return null;
  const start = window.start + match.index;
  return fieldOf(reading, { start, end: start + match[0].length }, 0.85);
}
