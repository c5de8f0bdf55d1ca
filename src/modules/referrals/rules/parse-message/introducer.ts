import { before, behind, isBreak, isLabelOf, isMedical, isPatientLabel, isProfessional, kinWords, type Mention } from './people.ts';
import type { Field, Reading, Token } from './types.ts';
import { nothing } from './types.ts';

const emptyValues = new Set(['无', '没有', '不详', '未知', '暂无', '不清楚', '不知道', '没', '/', '-', '空']);
const verbalLabels = new Set(['介绍', '推荐', '送诊', '介紹']);
const fillers =
  /^(?:那边|这边|这里|那里|这儿|那儿|给|也|帮|帮忙|已|已经|刚|刚刚|刚才|又|特意|特地|直接|主动|亲自|极力|今天|昨天|来|打电话|电话|微信|了|他|她|在|上午|下午|早上|处|昨晚|说|都|就|过来|的|老师|要求|建议)$/;
const carrying = /^(?:送|带|领|陪|约来)/;
const notReferring = /^(?:介绍人|报名|报告|报销|联系人|联系电话|联系方式|联系)$/;

export interface IntroducerReading {
  readonly field: Field<string>;
  readonly mention: Mention | null;
  /** Set when a label says there is none; weaker rules are then not asked. */
  readonly settled: boolean;
}

const none: IntroducerReading = { field: nothing, mention: null, settled: false };

function found(reading: Reading, mention: Mention, confidence: number, end = mention.end): IntroducerReading {
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
  return byVerb(reading, mentions);
}

function labelledIntroducer(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (!isLabelOf('introducer', token.text)) continue;
    let at = behind(tokens, index + 1);
    const colon = tokens[at]?.text === ':' || tokens[at]?.text === '是' || tokens[at]?.text === '=' || tokens[at]?.text === '-';
    if (verbalLabels.has(token.text) && tokens[at]?.text !== ':') continue;
    if (token.text === '来源' && !colon) continue;
    if (colon) at = behind(tokens, at + 1);
    else if (tokens[at]?.text === '/' || tokens[at]?.text === ',' || tokens[at]?.text === '[' || tokens[at]?.text === ']' || tokens[at]?.text === '(') at = behind(tokens, at + 1);
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
    if (mention && (mention.form !== 'nickname' || unknown.length === 0)) return found(reading, mention, 0.97);
    if (token.kind === 'label' && at > from) break;
    if (/^[,;。\n|!?]$/.test(token.text)) break;
    if (token.kind === 'char') unknown.push(token);
    else if (token.kind !== 'gap') unknown = unknown.length > 0 && token.kind === 'phone' ? unknown : [];
  }
  const first = unknown[0];
  const last = unknown.at(-1);
  if (first && last && unknown.length >= 2 && unknown.length <= 4 && last.end - first.start === unknown.length) {
    return {
      field: { value: reading.source.slice(first.start, last.end), span: { start: first.start, end: last.end }, confidence: 0.6 },
      mention: null,
      settled: true,
    };
  }
  return nobody;
}

function onBehalfOf(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    const lead = leadOf(tokens, mention.from);
    const rest = text.slice(mention.end, mention.end + 8);
    if (/^(?:代|替|帮|帮着|代替)$/.test(lead)) {
      if (/^ ?(?:那边)?(?:报|发|转|登记|说|送|介绍|推荐|问|约|预约|留|通知|联系|上报|申报|推|传|给你们报)/.test(rest)) return found(reading, mention, 0.97);
      // 替白芳发：the last character of what looks like a name is the verb.
      const tail = text[mention.end - 1]!;
      if (mention.title === null && /[报发转]/.test(tail) && mention.nameEnd - mention.start >= 3 && /^ ?[:,，]/.test(rest)) {
        return found(reading, mention, 0.9, mention.end - 1);
      }
    }
    if (/^(?:受|应)$/.test(lead) && /^ ?(?:的)?(?:委托|之托|所托|嘱托|要求|托付|托)/.test(rest)) return found(reading, mention, 0.95);
    if (/^ ?(?:委托|托)(?:我|咱)/.test(rest)) return found(reading, mention, 0.95);
    if (/^ ?(?:那边|刚才|刚|打电话)?(?:让|叫|喊|请|要|吩咐|嘱咐|交代|交待)(?:我|俺|咱)(?:们)?(?:帮|来|给|跟|先)?(?:他|她|你们|你)?(?:说|发|报|转|登记|告诉|通知|传|代|问|约|联系|跟)/.test(rest)) {
      return found(reading, mention, 0.95);
    }
  }
  return none;
}

/** What stands before a person, over institution, department, role words and 的: 代[县医院的]李医生报. */
function leadOf(tokens: readonly Token[], from: number): string {
  let at = before(tokens, from);
  while (at >= 0) {
    const token = tokens[at]!;
    if (token.kind === 'institution' || token.kind === 'department' || token.kind === 'title' || token.text === '的' || token.text === '我们') at = before(tokens, at);
    else break;
  }
  return tokens[at]?.text ?? '';
}

function byVerb(reading: Reading, mentions: readonly Mention[]): IntroducerReading {
  const { tokens } = reading;
  let weak: IntroducerReading | null = null;
  let weakMention: Mention | null = null;
  for (let index = 0; index < tokens.length; index += 1) {
    const verb = tokens[index]!;
    const saysPatient = verb.text === '说' && /^说(?:是)?(?:他|她)?(?:那|这|那边|这边)?有(?:个|一个|位)?(?:病人|患者|人)/.test(reading.text.slice(verb.start, verb.start + 12));
    if ((verb.kind !== 'refer' && !saysPatient) || notReferring.test(verb.text)) continue;
    const mention = mentionBefore(tokens, mentions, index);
    if (!mention || mention.role !== null) continue;
    if (mention.form === 'newborn') continue;
    const relative = isRelative(tokens, mention);
    if (carrying.test(verb.text) && relative) continue;
    if (/^(?:转|送|报)/.test(verb.text) && mention.form === 'full' && isDescribed(tokens, mention.to)) continue;
    if (/^(?:转入|转至|转到|送至|送到|送往|转院|介绍到|介绍至)/.test(verb.text) && mention.form === 'full' && mention.title === null) {
      weak = none;
      weakMention ??= mention;
      continue;
    }
    return found(reading, mention, 0.95);
  }
  void weak;
  void weakMention;
  return none;
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
    if (token.kind === 'phone' || token.kind === 'digits' || (token.kind === 'time' && steps < 2) || fillers.test(token.text) || token.text === ':' || isLabelOf('phone', token.text)) {
      at = before(tokens, at);
      continue;
    }
    return null;
  }
  return null;
}

/** Whether a relation of the patient stands right before the name: 女儿任静, 他儿子张强. */
export function isRelative(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  if (tokens[at]?.text === '叫') at = before(tokens, at);
  return at >= 0 && (tokens[at]!.kind === 'kin' || (tokens[at]!.kind === 'sex' && kinWords.has(tokens[at]!.text))) && tokens[at]!.text !== '领导' && tokens[at]!.text !== '客户' && !/^(?:邻居|同事|朋友|同学|战友|老乡|工友|病友|熟人|师傅|老师|老板|员工|职工|徒弟|老主顾)$/.test(tokens[at]!.text);
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
  if (token.kind === 'age' || (token.kind === 'sex' && !/^(?:小伙|姑娘|孕妇|产妇|大姐|阿姨)/.test(token.text))) return true;
  if (token.kind === 'latin' && /^[MFmf]$/.test(token.text)) return true;
  if (token.kind === 'label' && (isLabelOf('sex', token.text) || isLabelOf('age', token.text))) return true;
  if (token.text === '虚岁' || token.text === '今年') return true;
  return token.kind === 'digits' && token.text.length <= 3 && Number(token.text) <= 120 && Number(token.text) > 0 && !/^(?:[号点月日床楼:]|分钟|小时|周|天)/.test(tokens[at + 1]?.text ?? '') ;
}

/** Marks who is no introducer: the person addressed, and the doctor wanted (I2). */
export function markBystanders(reading: Reading, mentions: readonly Mention[]): void {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    if (mention.role !== null) continue;
    const previous = before(tokens, mention.from);
    const lead = tokens[previous]?.text ?? '';
    const rest = text.slice(mention.end, mention.end + 14);
    if (isAddressed(text, mention, lead, rest, previous)) mention.role = 'addressed';
    else if (mention.form === 'partial' || mention.title !== null) {
      if (isWanted(tokens, mention)) mention.role = 'wanted-doctor';
    } else if (/^(?:找|挂|约|请|看|想找|想挂|要找|想看|想约|指定|预约|搵|想搵|挂号)$/.test(lead) && !isDescribed(tokens, mention.to)) {
      mention.role = 'wanted-doctor';
    }
    if (mention.role === null && previous >= 0 && tokens[previous]!.kind === 'label' && isLabelOf('other', lead.replace(/:$/, ''))) mention.role = 'bystander';
    if (mention.role === null && lead === ':' && tokens[before(tokens, previous)] && isLabelOf('other', tokens[before(tokens, previous)]!.text) && !['登记', '转诊', '报病人', '备注'].includes(tokens[before(tokens, previous)]!.text)) {
      mention.role = 'bystander';
    }
    if (mention.role === null && /^ ?(?:代报|代发|代转|代为|转发|代登记|代约|代写)/.test(rest)) mention.role = 'bystander';
    if (mention.role === null && /^(?:司机|随车护士|随车医生|跟车护士|护送护士|业务员|发展人)$/.test(lead)) mention.role = 'bystander';
  }
}

function isAddressed(text: string, mention: Mention, lead: string, rest: string, previous: number): boolean {
  if (/^ ?(?:你好|您好|好[,，。!！ ]|早上好|上午好|下午好|晚上好|中午好|在吗|在不在|早[,，!]|辛苦|好呀|好啊|新年好|节日好|您早|哈喽|打扰)/.test(rest)) return true;
  if (/^(?:麻烦|谢谢|感谢|多谢|拜托|劳烦|劳驾|辛苦|有劳|@|请问|唔该|谢|致|尊敬的|亲爱的|敬爱的|麻烦您|麻烦你|喂|嗨|哈喽|你好|您好)$/.test(lead)) return true;
  if (previous < 0 || text.slice(0, mention.start).trim() === '') {
    if (/^ ?[,，!！~ ] ?(?:我(?!介绍|是)|帮|麻烦|请|给|这(?!是)|您|你|登记|安排|今天我|又|有个|有一|有位|报个|报一|想|能|向|跟|明天我|现有|再|劳|介绍|推荐|俺|咱|咨询|转|辛苦|在|昨|刚|接)/.test(rest)) return true;
  }
  return false;
}

function isWanted(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  let department = false;
  while (at >= 0) {
    const token = tokens[at]!;
    if (token.kind === 'department') department = true;
    else if (token.kind === 'institution' && !/^(?:医院|门诊|体检中心)$/.test(token.text)) return false;
    else if (!/^(?:的|门诊|病房|专家|你们|你们医院|医院|你院|贵院|咱们|咱院|本院|那边|你们那|:|下)$/.test(token.text)) break;
    at = before(tokens, at);
  }
  const lead = tokens[at]?.text ?? '';
  if (/^(?:找|看|挂|约|请|想找|想挂|要找|想看|想约|指定|预约|来看|去看|找找|挂个|挂号|要|想要|给|由|让|点名|联系|搵|想搵|睇|想请|要看|请到|挂了|约了|约好|约好了|预约了|慕名找|奔着|冲着|投奔|过来找|来找)$/.test(lead) && lead !== '由' && lead !== '让') return true;
  return department && !/^(?:我是|我|是)$/.test(lead);
}

/** Rules I1 (5) and (6), asked once the patient is known: the sender naming himself, a signature, a professional standing alone. */
export function impliedIntroducer(reading: Reading, mentions: readonly Mention[], patient: Mention | null): IntroducerReading {
  const free = mentions.filter((one) => one !== patient && one.role === null && one.form !== 'newborn');
  const sender = selfNamed(reading, free) ?? signature(reading, free, patient);
  if (sender) return found(reading, sender, 0.92);
  const standing = free.find((one) => isStanding(reading, one));
  return standing ? found(reading, standing, 0.88) : none;
}

/** 我是X, 我X, 我叫X, 预约人：X, X留言, `单位 X：` at the beginning. */
export function selfNamed(reading: Reading, mentions: readonly Mention[]): Mention | null {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    if (mention.form === 'newborn' || isDescribed(tokens, mention.to)) continue;
    const rest = text.slice(mention.end, mention.end + 6);
    if (/^ ?的(?!士)/.test(rest)) continue;
    if (/^ ?留言|^ ?敬上|^ ?上$|^ ?报上|^ ?拜托$|^ ?敬礼|^ ?呈/.test(rest)) return mention;
    if (introducesSelf(tokens, mention)) return mention;
    if (isOpeningSender(reading, mention, mentions)) return mention;
  }
  return null;
}

function introducesSelf(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  let direct = true;
  for (let steps = 0; at >= 0 && steps < 10; steps += 1) {
    const token = tokens[at]!;
    if (token.text === '我' || token.text === '俺' || token.text === '本人' || token.text === '这里是' || token.text === '偶') return direct || tokens[at + 1]?.text === '是' || tokens[at + 1]?.text === '叫' || tokens[at + 1]?.text === '系' || tokens[at + 1]?.kind === 'institution';
    if (isLabelOf('sender', token.text)) return true;
    if (isBreak(token) && token.text !== ':' ) return false;
    if (token.kind === 'refer' || token.kind === 'time' || token.kind === 'illness' || token.kind === 'phone' || token.kind === 'age') return false;
    if (token.kind === 'kin' && tokens[before(tokens, at)]?.text === '我') return false;
    if (/^(?:找|看|挂|约|请|给|和|跟|有|有个|把|送|带|帮|替)$/.test(token.text)) return false;
    if (token.text !== '是' && token.text !== '叫') direct = false;
    if (mention.from - at > 10) return false;
    at = before(tokens, at);
  }
  return false;
}

function isOpeningSender(reading: Reading, mention: Mention, mentions: readonly Mention[]): boolean {
  const { tokens, text } = reading;
  if (!/^ ?(?:\([^)]{1,20}\))? ?(?:1\d{10})? ?(?::|报 ?:)/.test(text.slice(mention.end, mention.end + 36))) return false;
  const lead = tokens.slice(0, mention.from).every((token) => token.kind === 'gap' || token.kind === 'institution' || token.kind === 'department' || token.kind === 'title' || /^(?:的|我是|我|是|你好|您好)$/.test(token.text));
  if (!lead) return false;
  return mention.form === 'partial' || mention.title !== null || mentions.some((one) => one !== mention && one.form === 'full');
}

function signature(reading: Reading, free: readonly Mention[], patient: Mention | null): Mention | null {
  const { tokens, text } = reading;
  const last = free.at(-1);
  if (!last || (patient && last.start < patient.start) || last.form === 'nickname') return null;
  const rest = text.slice(last.end);
  if (!/^[\s.,。!~、;)\]]*(?:(?:电话|手机|tel|TEL)?[:\s]*[\d -]{7,16})?[\s.,。!~;)\]]*(?:谢谢|谢谢了|感谢|拜托了|敬上|辛苦了|多谢|谢啦)?[\s.,。!~;)\]]*(?:\d{1,4}[-/.年]\d{1,2}[-/.月]?\d{0,2}日?)?\s*$/.test(rest)) return null;
  if (isRelative(tokens, last) || isDescribed(tokens, last.to)) return null;
  const previous = before(tokens, last.from);
  const lead = tokens[previous];
  if (!lead || previous < 0) return null;
  if (lead.kind === 'label' && isPatientLabel(lead.text)) return null;
  if (/^(?:叫|找|看|挂|约|请|和|跟|与|、|及|转|接|去)$/.test(lead.text)) return null;
  if (lead.kind === 'institution' || lead.kind === 'department' || lead.kind === 'title' || lead.kind === 'gap' || lead.text === '的') return last;
  return tokens[last.from - 1]?.kind === 'gap' || lead.kind === 'time' || isProfessional(last) ? last : null;
}

/** A professional, or somebody with an institution, named without any verb: 县中医院 周主任. */
function isStanding(reading: Reading, mention: Mention): boolean {
  const { tokens, text } = reading;
  if (isRelative(tokens, mention) || isDescribed(tokens, mention.to)) return false;
  const rest = text.slice(mention.end, mention.end + 8);
  if (/^ ?(?:说(?!有)|讲|看了|看过|看的|给(?!你)|检查|诊断|认识|开的|开了|做的|建议他|主刀|的(?:号|病人|门诊|老|专家|爱人|亲戚|朋友|母亲|父亲|妈|爸|老婆|儿子|女儿|班|手术)|在吗|在不在|哪天|什么时候|今天坐诊|出诊|做手术|手术|亲戚|号)/.test(rest)) return false;
  const previous = before(tokens, mention.from);
  const lead = tokens[previous]?.text ?? '';
  if (/^(?:找|看|挂|约|请|想找|让|和|跟|给|接诊|主治|通知)$/.test(lead)) return false;
  if (isMedical(mention)) return true;
  if (isProfessional(mention) && (mention.form === 'full' || mention.form === 'partial')) return true;
  return besideInstitution(tokens, mention);
}

function besideInstitution(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  while (at >= 0 && (tokens[at]!.kind === 'department' || tokens[at]!.kind === 'title' || tokens[at]!.text === '的' || tokens[at]!.text === '工会')) at = before(tokens, at);
  if (tokens[at]?.kind === 'institution' && !/^(?:在|住|于|住在|家住)$/.test(tokens[before(tokens, at)]?.text ?? '')) return true;
  let next = behind(tokens, mention.to);
  if (tokens[next]?.text === '/' || tokens[next]?.text === '(' || tokens[next]?.text === ',' || tokens[next]?.text === '-') next = behind(tokens, next + 1);
  else if (next === mention.to) return false;
  return tokens[next]?.kind === 'institution' && isBreak(tokens[behind(tokens, next + 1)]);
}
