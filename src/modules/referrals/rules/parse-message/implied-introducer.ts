import { isWanted } from './bystanders.ts';
import { found, type IntroducerReading, isDescribed, isRelative, none } from './introducer.ts';
import { holdsOwnSegment, isRoleWord, nicknameOfSender, roleWordsBefore } from './own-segment.ts';
import {
  before,
  behind,
  isBreak,
  isLabelOf,
  isMedical,
  isPatientLabel,
  isProfessional,
  type Mention,
} from './people.ts';
import type { Reading, Token } from './types.ts';

/** Rules I1 (5) and (6), asked once the patient is known: the sender naming himself, a signature, a professional standing alone. */
export function impliedIntroducer(
  reading: Reading,
  mentions: readonly Mention[],
  patient: Mention | null,
): IntroducerReading {
  const free = mentions.filter((one) => one !== patient && one.role === null && one.form !== 'newborn');
  const sender = selfNamed(reading, free, mentions) ?? signature(reading, free, patient);
  if (sender) return found(reading, sender, 0.92);
  const standing =
    // 武术教练武大海: a title right in front of the patient's name is the patient's own.
    free.find((one) => isStanding(reading, one) && one.end !== patient?.start) ??
    (patient ? free.find((one) => isAlone(reading, one, patient)) : undefined);
  const own =
    standing ??
    free.find((one) => hasPatient(reading, one)) ??
    free.find((one) => holdsOwnSegment(reading, one, patient) && !isWanted(reading.tokens, one));
  if (own) return found(reading, own, 0.88);
  const nickname = nicknameOfSender(reading);
  if (!nickname) return none;
  const value = reading.source.slice(nickname.start, nickname.end);
  return { field: { value, span: nickname, confidence: 0.7 }, mention: null, settled: true };
}

/** 是李医生的病人, 老戴的病人钟意, 马建国这边有个病人. */
function hasPatient(reading: Reading, mention: Mention): boolean {
  if (isRelative(reading.tokens, mention) || isWanted(reading.tokens, mention)) return false;
  const rest = reading.text.slice(mention.end, mention.end + 10);
  return /^ ?(?:的(?:一个|一位|老)?(?:病人|患者)|(?:这边|这里|那边|那里|手上|手里|那儿)(?:的|有)(?:一个|个|一位|位)?(?:病人|患者))/.test(
    rest,
  );
}

/** 我是X, 我X, 我叫X, 预约人：X, X留言, `单位 X：` at the beginning. */
export function selfNamed(
  reading: Reading,
  mentions: readonly Mention[],
  everybody: readonly Mention[] = mentions,
): Mention | null {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    if (mention.form === 'newborn' || isDescribed(tokens, mention.to)) continue;
    const rest = text.slice(mention.end, mention.end + 6);
    if (/^ ?的(?!士)/.test(rest)) continue;
    if (
      /^ ?留言|^ ?拜上|^ ?(?:发|报|留|代)的?(?=$|[ 。!,])|^ ?敬上|^ ?[敬谨]报|^ ?上$|^ ?报上|^ ?拜托$|^ ?敬礼|^ ?呈/.test(
        rest,
      )
    )
      return mention;
    if (introducesSelf(tokens, mention) || introducesSelfAtLength(text, mention)) return mention;
    if (isOpeningSender(reading, mention, everybody)) return mention;
  }
  return null;
}

/** 我是去年在您那做过手术的老病人谷长青: a longer description of the sender in one clause. */
function introducesSelfAtLength(text: string, mention: Mention): boolean {
  return /(?:^|[,.。!！~ ])(?:我|俺)(?:是|系)[^,.。;!?\n]{0,24}(?:的|老病人|老患者|老病号|老客户|老顾客|会员|病友|的(?:爱人|家属|老公|老婆|女儿|儿子|妈妈|爸爸|姐姐|妹妹|哥哥|弟弟|侄女|侄子|外甥|外甥女|女婿|儿媳|孙女|孙子|邻居|同事|朋友|同学|工友|战友|老乡|亲戚))$/.test(
    text.slice(Math.max(0, mention.start - 34), mention.start),
  );
}

function introducesSelf(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  let direct = true;
  for (let steps = 0; at >= 0 && steps < 10; steps += 1) {
    const token = tokens[at]!;
    if (
      token.text === '我' ||
      token.text === '俺' ||
      token.text === '本人' ||
      token.text === '这里是' ||
      token.text === '偶'
    )
      return (
        direct ||
        tokens[at + 1]?.text === '是' ||
        tokens[at + 1]?.text === '叫' ||
        tokens[at + 1]?.text === '系' ||
        tokens[at + 1]?.kind === 'institution'
      );
    if (isLabelOf('sender', token.text)) return true;
    if (isBreak(token) && token.text !== ':') return false;
    if (
      token.kind === 'refer' ||
      token.kind === 'time' ||
      token.kind === 'illness' ||
      token.kind === 'phone' ||
      token.kind === 'age'
    )
      return false;
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
  if (
    !/^ ?(?:\([^)]{1,20}\))? ?(?:1\d{10})? ?(?::|\]|(?:上报|报|送|转|介绍|推荐|转诊)(?:一个|一名|一位|个|名|位)?(?:新)?(?:病人|患者)?(?:一个|一名|一位)? ?:)/.test(
      text.slice(mention.end, mention.end + 36),
    )
  )
    return false;
  const lead = tokens
    .slice(0, mention.from)
    .every(
      (token) =>
        token.kind === 'gap' ||
        token.kind === 'institution' ||
        token.kind === 'department' ||
        isRoleWord(token) ||
        (token.kind === 'char' && mention.form === 'partial') ||
        /^(?:的|我是|我|是|你好|您好)$/.test(token.text),
    );
  if (!lead) return false;
  return (
    mention.form === 'partial' ||
    mention.title !== null ||
    mentions.some((one) => one !== mention && one.form === 'full')
  );
}

function signature(reading: Reading, free: readonly Mention[], patient: Mention | null): Mention | null {
  const { tokens, text } = reading;
  const last = free.at(-1);
  if (!last || (patient && last.start < patient.start) || last.form === 'nickname') return null;
  const rest = text.slice(last.end);
  if (
    !/^[\s.,。!~、;)\]]*(?:(?:电话|手机|tel|TEL)?[:\s]*[\d -]{7,16})?[\s.,。!~;)\]]*(?:谢谢|谢谢了|感谢|拜托了|敬上|辛苦了|多谢|谢啦)?[\s.,。!~;)\]]*(?:\d{1,4}[-/.年]\d{1,2}[-/.月]?\d{0,2}日?)?\s*$/.test(
      rest,
    )
  )
    return null;
  if (isDescribed(tokens, last.to)) return null;
  if (isRelative(tokens, last) && !signsAsRelative(tokens, last)) return null;
  const previous = before(tokens, last.from);
  const lead = tokens[previous];
  if (!lead || previous < 0) return null;
  if (lead.kind === 'label' && isPatientLabel(lead.text)) return null;
  if (/^(?:叫|找|看|挂|约|请|和|跟|与|、|及|转|接|去)$/.test(lead.text)) return null;
  if (isWanted(tokens, last)) return null;
  if (
    lead.kind === 'institution' ||
    lead.kind === 'department' ||
    lead.kind === 'title' ||
    lead.kind === 'gap' ||
    lead.text === '的' ||
    lead.kind === 'kin'
  )
    return last;
  if (roleWordsBefore(tokens, last) !== null) return last;
  return tokens[last.from - 1]?.kind === 'gap' || lead.kind === 'time' || isProfessional(last) ? last : null;
}

/** 。女婿盛强 closing the message: a relative who signs, not a contact with a number. */
function signsAsRelative(tokens: readonly Token[], mention: Mention): boolean {
  const relation = before(tokens, mention.from);
  return (
    (tokens[relation - 1]?.kind ?? 'gap') === 'gap' && !tokens.slice(mention.to).some((token) => token.kind === 'phone')
  );
}

/** A professional, or somebody with an institution, named without any verb: 县中医院 周主任. */
function isStanding(reading: Reading, mention: Mention): boolean {
  const { tokens, text } = reading;
  if (isRelative(tokens, mention) || isDescribed(tokens, mention.to)) return false;
  const rest = text.slice(mention.end, mention.end + 8);
  if (
    /^ ?(?:说(?!有)|讲|看了|看过|看的|给(?!你)|检查|诊断|认识|开的|开了|做的|建议他|主刀|的(?:号|病人|门诊|老|专家|爱人|亲戚|朋友|母亲|父亲|妈|爸|老婆|儿子|女儿|班|手术)|在吗|在不在|哪天|什么时候|今天坐诊|出诊|做手术|手术|亲戚|号)/.test(
      rest,
    )
  )
    return false;
  const previous = before(tokens, mention.from);
  const lead = tokens[previous]?.text ?? '';
  if (/^(?:找|看|挂|约|请|想找|让|和|跟|给|接诊|主治|通知)$/.test(lead)) return false;
  if (isMedical(mention)) return true;
  if (isProfessional(mention) && (mention.form === 'full' || mention.form === 'partial')) return true;
  return besideInstitution(tokens, mention);
}

/** 13200003371 荣姐 明儿上午: behind the patient, a person with a segment of their own and no other part in the message. */
function isAlone(reading: Reading, mention: Mention, patient: Mention): boolean {
  const { tokens } = reading;
  if (mention.form !== 'partial' || mention.start < patient.end) return false;
  if (isRelative(tokens, mention) || isDescribed(tokens, mention.to)) return false;
  const next = tokens[behind(tokens, mention.to)];
  if (tokens[mention.from - 1]?.kind !== 'gap' || tokens[mention.to]?.kind !== 'gap') return false;
  return next?.kind === 'time' || next?.kind === 'phone';
}

function besideInstitution(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  while (
    at >= 0 &&
    (tokens[at]!.kind === 'department' ||
      tokens[at]!.kind === 'title' ||
      tokens[at]!.text === '的' ||
      /^(?:工会|人事|行政|办公室|财务|后勤|前台|医务室|公卫|保卫|人|事)$/.test(tokens[at]!.text))
  )
    at = before(tokens, at);
  if (tokens[at]?.kind === 'institution' && !/^(?:在|住|于|住在|家住)$/.test(tokens[before(tokens, at)]?.text ?? ''))
    return true;
  let next = behind(tokens, mention.to);
  if (
    tokens[next]?.text === '/' ||
    tokens[next]?.text === '(' ||
    tokens[next]?.text === ',' ||
    tokens[next]?.text === '-'
  )
    next = behind(tokens, next + 1);
  else if (next === mention.to) return false;
  return tokens[next]?.kind === 'institution' && isBreak(tokens[behind(tokens, next + 1)]);
}
