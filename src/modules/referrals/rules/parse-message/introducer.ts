import { surnameLength } from './lexicons/surnames.ts';
import { tableCell } from './message-table.ts';
import { before, behind, isBreak, isLabelOf, kinWords, type Mention } from './people.ts';
import { leadsToReferrer, refersBehind } from './referring-acts.ts';
import type { Field, Reading, Token } from './types.ts';
import { nothing } from './types.ts';

const emptyValues = new Set(['无', '没有', '不详', '未知', '暂无', '不清楚', '不知道', '没', '/', '-', '空']);
const verbalLabels = new Set(['介绍', '推荐', '送诊', '介紹']);
const fillers =
  /^(?:那边|这边|这里|那里|这儿|那儿|给|也|帮|帮忙|已|已经|刚|刚刚|刚才|又|特意|特地|直接|开车|骑车|打车|用车|主动|亲自|极力|今天|昨天|来|打电话|电话|微信|了|他|她|在|上午|下午|早上|处|昨晚|说|都|就|过来|的|老师|要求|建议)$/;
const carrying = /^(?:送|带|领|陪|约来)/;
const notReferring = /^(?:介绍人|报名|报告|报销|联系人|联系电话|联系方式)$/;

export interface IntroducerReading {
  readonly field: Field<string>;
  readonly mention: Mention | null;
  /** Set when a label says there is none; weaker rules are then not asked. */
  readonly settled: boolean;
}

export const none: IntroducerReading = { field: nothing, mention: null, settled: false };

export function found(reading: Reading, mention: Mention, confidence: number, end = mention.end): IntroducerReading {
  mention.role = 'introducer';
  return {
    field: { value: reading.source.slice(mention.start, end), span: { start: mention.start, end }, confidence },
    mention,
    settled: true,
  };
}

/** Rules I1 (1) to (4): a label, a message on behalf of somebody, a verb of referring, a named companion who brings the patient. */
export function statedIntroducer(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const labelled = labelledIntroducer(reading, mentions);
  if (labelled.settled) return labelled;
  const behalf = onBehalfOf(reading, mentions);
  if (behalf.settled) return behalf;
  const verb = byVerb(reading, mentions);
  return verb.settled ? verb : byAct(reading, mentions);
}

function labelledIntroducer(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (!isLabelOf('introducer', token.text)) continue;
    const cell = tableCell(reading, index);
    const tabled = cell < 0 ? null : introducerValue(reading, mentions, cell);
    if (tabled) return tabled;
    let at = behind(tokens, index + 1);
    const colon =
      tokens[at]?.text === ':' || tokens[at]?.text === '是' || tokens[at]?.text === '=' || tokens[at]?.text === '-';
    if (verbalLabels.has(token.text) && (tokens[at]?.text !== ':' || mentionBefore(tokens, mentions, index))) continue;
    // 中医馆介绍：夜盲 女 12: a house that refers.
    if (verbalLabels.has(token.text) && tokens[before(tokens, index)]?.kind === 'institution') continue;
    if (token.text === '来源' && !colon) continue;
    if (colon) at = behind(tokens, at + 1);
    else if (
      tokens[at]?.text === '/' ||
      tokens[at]?.text === ',' ||
      tokens[at]?.text === '[' ||
      tokens[at]?.text === ']' ||
      tokens[at]?.text === '('
    )
      at = behind(tokens, at + 1);
    // 裴姐，介绍：樊素珍，女: the verb, not the label.
    if (verbalLabels.has(token.text) && mentions.some((one) => one.from === at && isDescribed(tokens, one.to)))
      continue;
    const result = introducerValue(reading, mentions, at);
    if (result) return result;
  }
  return none;
}

/** The person within a labelled value; a value that names nobody settles the question with null. */
function introducerValue(reading: Reading, mentions: readonly Mention[], from: number): IntroducerReading | null {
  const { tokens } = reading;
  const nobody: IntroducerReading = { field: nothing, mention: null, settled: true };
  if (from >= tokens.length || emptyValues.has(tokens[from]!.text) || tokens[from]!.text === '\n') return nobody;
  let unknown: Token[] = [];
  for (let at = from; at < tokens.length && at < from + 14; at += 1) {
    const token = tokens[at]!;
    const mention = mentions.find((one) => one.from === at);
    // 丁丁妈妈小魏: the first only tells who the second is.
    const nearer =
      mention && mentions.find((one) => one.from === mention.to && one.start === mention.end && one.form === 'partial');
    if (mention && (mention.form !== 'nickname' || unknown.length === 0))
      return found(reading, nearer ?? mention, 0.97);
    if (/^(?:sex|age|illness)$/.test(token.kind) && (tokens[at - 1]?.kind === 'gap' || token.kind !== 'illness')) break;
    if (token.kind === 'label' && at > from) break;
    if (/^[,;。\n|!?]$/.test(token.text)) break;
    if (token.kind === 'char') unknown.push(token);
    else if (token.kind !== 'gap') unknown = unknown.length > 0 && token.kind === 'phone' ? unknown : [];
  }
  const plain = plainValue(reading, tokens[from]!.start);
  if (plain) return plain;
  const first = unknown[0];
  const last = unknown.at(-1);
  if (first && last && unknown.length >= 2 && unknown.length <= 4 && last.end - first.start === unknown.length) {
    return {
      field: {
        value: reading.source.slice(first.start, last.end),
        span: { start: first.start, end: last.end },
        confidence: 0.6,
      },
      mention: null,
      settled: true,
    };
  }
  return nobody;
}

/** 介绍人：才让: everyday words that fill a labelled value are a name there. */
function plainValue(reading: Reading, start: number): IntroducerReading | null {
  const value = /^[\u3400-\u9fff]{2,3}(?=[\s,。;、)\]|]|$)/.exec(reading.text.slice(start, start + 5))?.[0];
  if (!value || surnameLength(value, 0) === 0 || /[的们村镇我你他她谁本院所站]/.test(value) || emptyValues.has(value))
    return null;
  if (
    reading.tokens.some(
      (one) =>
        one.start >= start &&
        one.end <= start + value.length &&
        /^(?:kin|sex|title|institution|label|department|illness)$/.test(one.kind),
    )
  )
    return null;
  const span = { start, end: start + value.length };
  return {
    field: { value: reading.source.slice(span.start, span.end), span, confidence: 0.6 },
    mention: null,
    settled: true,
  };
}

function onBehalfOf(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    const lead = leadOf(tokens, mention.from);
    const rest = text.slice(mention.end, mention.end + 8);
    // 你帮燕小侠登记: asked for, not spoken for.
    const asked = /(?:你|您|请|麻烦|们)帮$/.test(text.slice(Math.max(0, mention.start - 4), mention.start));
    if (/^(?:代|替|帮|帮着|代替)$/.test(lead) && !asked) {
      if (/^ ?(?:那边)?(?:报|发|转|登记|说|送|介绍|推荐|问|约|预约|留|通知|联系|上报|申报|推|传|给你们报)/.test(rest))
        return found(reading, mention, 0.97);
      // 替白芳发：the last character of what looks like a name is the verb.
      const tail = text[mention.end - 1]!;
      if (
        mention.title === null &&
        /[报发转]/.test(tail) &&
        mention.nameEnd - mention.start >= 3 &&
        /^ ?[:,，]/.test(rest)
      ) {
        return found(reading, mention, 0.9, mention.end - 1);
      }
    }
    if (/^(?:受|应)$/.test(lead) && /^ ?(?:的)?(?:委托|之托|所托|嘱托|要求|托付|托)/.test(rest))
      return found(reading, mention, 0.95);
    if (/^ ?(?:委托|托)(?:我|咱)/.test(rest)) return found(reading, mention, 0.95);
    if (
      /^ ?(?:那边|刚才|刚|打电话)?(?:让|叫|喊|请|要|吩咐|嘱咐|交代|交待)(?:我|俺|咱)(?:们)?(?:帮|来|给|跟|先)?(?:他|她|你们|你)?(?:说|发|报|转|登记|告诉|通知|传|代|问|约|联系|跟)/.test(
        rest,
      )
    ) {
      return found(reading, mention, 0.95);
    }
    if (
      sendsOrPrepares.test(text.slice(mention.end, mention.end + 24)) &&
      !isRelative(tokens, mention) &&
      mention.role === null &&
      !/^(?:跟|和|同|与|给|找|约)$/.test(lead)
    )
      return found(reading, mention, 0.93);
  }
  return none;
}

/** 李医生叫我带他来, 老周跟你们打过招呼了, 周护士提前说好的, 陈院长开的转诊单, 老戴的关系: the person behind the visit. */
const sendsOrPrepares =
  /^ ?(?:那边|这边)?(?:刚才|刚|昨天|今天)?(?:(?:让|叫|喊|要|建议|推荐|介绍)(?:我|俺|咱)们?(?:带|陪|送|领|拉|过来|来(?!看他)|找你|到你|上你|去你)|(?:已经|已|都|提前|事先|之前|早就|昨天|今天|早上|上午|刚)*(?:(?:跟|和|同|给|向)(?:[你您]们?|院长|主任|领导|院里|医院)(?:医院|院长|主任|领导|那边|科里)?)?(?:已经|已|都|提前|事先|之前|早就|昨天|刚)*(?:打[过好了]?个?招呼|[说讲](?:好[了的]|过了)|联系[好过])|(?:用车|开车|骑车)?(?:拉来|捎来|接来|载来|背来|抬来|捎过来|拉过来)的?|开的转诊单?|写的(?:条子|转诊单|介绍信)|的关系(?![\u3400-\u9fff]))/;

/** What stands before a person, over institution, department, role words and 的: 代[县医院的]李医生报. */
function leadOf(tokens: readonly Token[], from: number): string {
  let at = before(tokens, from);
  while (at >= 0) {
    const token = tokens[at]!;
    if (
      token.kind === 'institution' ||
      token.kind === 'department' ||
      token.kind === 'title' ||
      token.text === '的' ||
      token.text === '我们'
    )
      at = before(tokens, at);
    else break;
  }
  return tokens[at]?.text ?? '';
}

/** 徐姐喊俺找您, 邓护士给的电话, 多亏徐姐: referring without any of its verbs. */
function byAct(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    if (mention.role !== null || mention.form === 'newborn' || mention.form === 'nickname') continue;
    if (isDescribed(tokens, mention.to)) continue;
    const rest = text.slice(mention.end, mention.end + 28);
    const act = refersBehind(rest);
    const relative = isRelative(tokens, mention);
    const led =
      leadsToReferrer.test(text.slice(Math.max(0, mention.start - 3), mention.start)) &&
      /^(?:那边|这边|那里)?(?:了|的)?(?:$|[ ,。;!])/.test(rest);
    if (act === 'carries' && (relative || mention.form === 'full')) continue;
    if (
      /^(?:找|看|挂|约|请|给|和|跟|与|把|将|帮|替|让|叫|送|带|接)$/.test(
        tokens[before(tokens, mention.from)]?.text ?? '',
      )
    )
      continue;
    if ((act && !relative) || led) return found(reading, mention, 0.85);
  }
  return none;
}

function byVerb(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const verb = tokens[index]!;
    const saysPatient =
      verb.text === '说' &&
      /^说(?:是)?(?:他|她)?(?:那|这|那边|这边)?有(?:个|一个|位)?(?:病人|患者|人)/.test(
        reading.text.slice(verb.start, verb.start + 12),
      );
    const reported = verb.text === '说' && tokens[index + 1]?.text === '的' && /说(?:是)?有/.test(reading.text);
    const brings =
      /^(?:带着|带了|领着|领了|送了|陪着)$/.test(verb.text) &&
      /^.{0,4}(?:病人|患者|伤员|一个|人来|来|过来)/.test(reading.text.slice(verb.end, verb.end + 8));
    if ((verb.kind !== 'refer' && !saysPatient && !reported && !brings) || notReferring.test(verb.text)) continue;
    // 尉大哥联系，: he arranged it; 家属王强联系138…: he is the contact.
    if (
      verb.text === '联系' &&
      !(isBreak(tokens[index + 1]) && mentions.some((one) => one.to === index && one.form === 'partial'))
    )
      continue;
    const mention = mentionBefore(tokens, mentions, index);
    if (!mention) {
      const stranger = strangerBefore(reading, index);
      if (stranger) return stranger;
    }
    if (!mention || mention.role !== null) continue;
    if (mention.form === 'newborn') continue;
    const relative = isRelative(tokens, mention);
    if ((carrying.test(verb.text) || brings) && relative) continue;
    if (/^(?:转|送|报)/.test(verb.text) && mention.form === 'full' && isDescribed(tokens, mention.to)) continue;
    if (isMoved(tokens, index, mention)) continue;
    // 我把晁小梅介绍给你: the one introduced.
    if (/^[把将]$/.test(tokens[before(tokens, mention.from)]?.text ?? '')) continue;
    return found(reading, mention, 0.95);
  }
  return none;
}

/** 热娜介绍: a segment that is nothing but an unknown word and the verb names its person all the same. */
function strangerBefore(reading: Reading, verb: number): IntroducerReading | null {
  const { tokens } = reading;
  if (!/^(?:介绍|推荐)/.test(tokens[verb]!.text)) return null;
  let from = verb;
  while (from > 0 && tokens[from - 1]!.kind !== 'gap') from -= 1;
  while (from < verb && /^(?:通过|经过|经由|多亏|经|由|听|是|让)$/.test(tokens[from]!.text)) from += 1;
  const start = tokens[from]!.start;
  const end = tokens[verb]!.start;
  if (end - start < 2 || end - start > 5 || from === 0) return null;
  const pieces = tokens.slice(from, verb);
  // 和平介绍: an everyday word that is also somebody's name.
  const only = pieces.length === 1 ? pieces[0]! : null;
  const namely =
    only?.kind === 'word' &&
    only.text.length <= 3 &&
    surnameLength(only.text, 0) === 1 &&
    !/^(?:单位|石头|马路|方便|全家)$/.test(only.text);
  const familiar =
    /^[老小阿][\u3400-\u9fff]{1,2}$/.test(reading.text.slice(start, end)) &&
    !pieces.some((one) => one.kind === 'kin' || one.kind === 'title');
  if (!namely && !familiar && !pieces.some((one) => one.kind === 'char')) return null;
  if (
    !namely &&
    !familiar &&
    !pieces.every((one) => one.kind === 'char' || one.kind === 'name' || one.kind === 'person' || one.text.length === 1)
  )
    return null;
  if (/[的们村镇乡院所厂校店我你他她谁人]/.test(reading.text.slice(start, end))) return null;
  return {
    field: { value: reading.source.slice(start, end), span: { start, end }, confidence: 0.55 },
    mention: null,
    settled: true,
  };
}

function mentionBefore(tokens: readonly Token[], mentions: readonly Mention[], verb: number): Mention | null {
  let at = before(tokens, verb);
  for (let steps = 0; at >= 0 && steps < 6; steps += 1) {
    const token = tokens[at]!;
    const mention = mentions.find((one) => one.to === at + 1);
    if (mention) return mention;
    if (token.text === ')') {
      let open = at;
      while (open >= 0 && tokens[open]!.text !== '(' && at - open < 8) open -= 1;
      if (tokens[open]?.text !== '(') return null;
      at = before(tokens, open);
      continue;
    }
    if (
      token.kind === 'phone' ||
      token.kind === 'digits' ||
      (token.kind === 'time' && steps < 2) ||
      fillers.test(token.text) ||
      token.text === ':' ||
      (token.text === ',' && steps === 0 && (presents(tokens, verb) || closes(tokens, verb))) ||
      isLabelOf('phone', token.text)
    ) {
      at = before(tokens, at);
      continue;
    }
    return null;
  }
  return null;
}

/** 支大年明天转院过来，78岁: whoever is moved and then described is the patient, not the sender. */
function isMoved(tokens: readonly Token[], verb: number, mention: Mention): boolean {
  if (
    mention.form !== 'full' ||
    mention.title !== null ||
    !/^(?:转院|转来|转过来|送来|送过来)$/.test(tokens[verb]!.text)
  )
    return false;
  let at = verb + 1;
  if (/^(?:过来|来|的)$/.test(tokens[at]?.text ?? '')) at += 1;
  while (tokens[at]?.kind === 'gap') at += 1;
  return /^(?:age|digits|sex|illness|body|grade)$/.test(tokens[at]?.kind ?? '');
}

/** 村医敖根生，送来闫保国: behind a comma the verb still has its subject when the patient follows at once. */
function presents(tokens: readonly Token[], verb: number): boolean {
  let at = behind(tokens, verb + 1);
  if (tokens[at]?.text === ':') at = behind(tokens, at + 1);
  const next = tokens[at];
  return next !== undefined && (next.kind === 'name' || next.kind === 'newborn');
}

/** 文老师，推荐: nothing but the verb is left. */
function closes(tokens: readonly Token[], verb: number): boolean {
  return /^(?:介绍|推荐)/.test(tokens[verb]!.text) && tokens.slice(verb + 1).every((token) => token.kind === 'gap');
}

/** Whether a relation of the patient stands right before the name: 女儿任静, 他儿子张强. */
export function isRelative(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  if (tokens[at]?.text === '叫') at = before(tokens, at);
  return (
    at >= 0 &&
    (tokens[at]!.kind === 'kin' || (tokens[at]!.kind === 'sex' && kinWords.has(tokens[at]!.text))) &&
    tokens[at]!.text !== '领导' &&
    tokens[at]!.text !== '客户' &&
    !/^(?:邻居|同事|朋友|同学|战友|老乡|工友|病友|熟人|师傅|老师|老板|员工|职工|徒弟|老主顾)$/.test(tokens[at]!.text)
  );
}

/** Whether sex or age follow: then the person is a patient. */
export function isDescribed(tokens: readonly Token[], to: number): boolean {
  let at = to;
  let gaps = 0;
  while (at < tokens.length && tokens[at]!.kind === 'gap' && gaps < 3) {
    at += 1;
    gaps += 1;
  }
  const token = tokens[at];
  if (!token) return false;
  if (token.kind === 'age' || (token.kind === 'sex' && !/^(?:小伙|姑娘|孕妇|产妇|大姐|阿姨)/.test(token.text)))
    return true;
  if (token.kind === 'latin' && /^[MFmf]$/.test(token.text)) return true;
  if (token.kind === 'label' && (isLabelOf('sex', token.text) || isLabelOf('age', token.text))) return true;
  if (token.text === '虚岁' || token.text === '今年') return true;
  return (
    token.kind === 'digits' &&
    token.text.length <= 3 &&
    Number(token.text) <= 120 &&
    Number(token.text) > 0 &&
    !/^(?:[号点床楼:]|月(?!经)|日(?!光)|分钟|小时|周(?!围)|天(?!疱))/.test(tokens[at + 1]?.text ?? '')
  );
}
