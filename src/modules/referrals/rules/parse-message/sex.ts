import { femaleDepartment, maleDepartment } from './lexicons/departments-sex.ts';
import { femaleConditions, maleConditions } from './lexicons/illness.ts';
import { femalePersonWords, malePersonWords } from './lexicons/people.ts';
import { addressSex, before, behind, isLabelOf, isPatientLabel, kinSex, kinWords, type Mention } from './people.ts';
import type { Field, Reading, Sex, Span, Token } from './types.ts';
import { nothing } from './types.ts';

const malePersons: ReadonlySet<string> = new Set(malePersonWords);
const femalePersons: ReadonlySet<string> = new Set(femalePersonWords);

interface Facts {
  readonly patient: Mention | null;
  readonly mentions: readonly Mention[];
  /** The part of the text that speaks of the first patient. */
  readonly window: Span;
  readonly disease: Field<string>;
  readonly department: Field<string>;
}

/** The sex rules in their order: mark, word for the patient, condition, department. */
export function sexOf(reading: Reading, facts: Facts): Field<Sex> {
  return (
    byMark(reading, facts) ?? byWord(reading, facts) ?? byCondition(reading, facts) ?? byDepartment(facts) ?? nothing
  );
}

function within(token: Span, window: Span): boolean {
  return token.start >= window.start && token.end <= window.end;
}

function field(sex: Sex, span: Span, confidence: number): Field<Sex> {
  return { value: sex, span: { start: span.start, end: span.end }, confidence };
}

/** 男, 女性, 女教师, M, ♀ … */
function markOf(token: Token): Sex | null {
  if (token.kind === 'latin')
    return /^(?:M|m|male)$/.test(token.text) ? 'male' : /^(?:F|f|female)$/.test(token.text) ? 'female' : null;
  if (token.text === '♂') return 'male';
  if (token.text === '♀') return 'female';
  // 早啊美女: a greeting, not a mark.
  if (token.kind !== 'sex' || /^[美靓]女$/.test(token.text)) return null;
  return /男/.test(token.text) ? 'male' : /女/.test(token.text) && token.text !== '女士' ? 'female' : null;
}

function byMark(reading: Reading, { window, patient }: Facts): Field<Sex> | null {
  const { tokens } = reading;
  const marks: { token: Token; sex: Sex }[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    const sex = within(token, window) ? markOf(token) : null;
    if (!sex || (token.kind === 'latin' && !standsAlone(tokens, index))) continue;
    const next = tokens[behind(tokens, index + 1)];
    const last = tokens[before(tokens, index)];
    if (next && /^(?:护士|司机|医生|大夫|家属|朋友|友|方家属|专家)$/.test(next.text) && token.text.length === 1)
      continue;
    if (last && /^(?:找|要|约|请|家属|联系人)$/.test(last.text)) continue;
    if (
      token.text.length === 1 &&
      next &&
      next.start === token.end &&
      /^(?:病房|宾|厕|鞋|装|孩子们|女|男|单|双)/.test(next.text)
    )
      continue;
    marks.push({ token, sex });
  }
  if (marks.length === 0) return null;
  const near = patient ? marks.find((mark) => mark.token.start >= patient.end) : undefined;
  const chosen = near && patient && near.token.start - patient.end < 12 ? near : marks[0]!;
  return field(chosen.sex, chosen.token, 0.98);
}

function standsAlone(tokens: readonly Token[], index: number): boolean {
  const left = tokens[index - 1];
  const right = tokens[index + 1];
  const plain = (token: Token | undefined): boolean =>
    token === undefined ||
    token.kind === 'gap' ||
    token.kind === 'digits' ||
    token.kind === 'age' ||
    token.kind === 'name' ||
    token.kind === 'illness' ||
    token.kind === 'body' ||
    token.kind === 'label';
  return plain(left) && plain(right) && (left?.kind === 'gap' || right?.kind === 'gap');
}

function personSex(token: Token): Sex | null {
  if (token.kind === 'sex') {
    if (malePersons.has(token.text)) return 'male';
    if (femalePersons.has(token.text)) return 'female';
  }
  return token.kind === 'kin' || token.kind === 'sex' ? kinSex(token.text) : null;
}

function byWord(reading: Reading, facts: Facts): Field<Sex> | null {
  const { patient } = facts;
  if (patient) {
    const own = besideName(reading, patient);
    if (own) return own;
  }
  return patient ? namedElsewhere(reading, facts) : unnamed(reading, facts);
}

/** The title at the name, the relation in front of it, or 张三是我爸 behind. */
function besideName(reading: Reading, patient: Mention): Field<Sex> | null {
  const { tokens, text } = reading;
  if (patient.form === 'newborn')
    return field(
      text[patient.nameEnd - 1] === '女' ? 'female' : 'male',
      { start: patient.nameEnd - 1, end: patient.nameEnd },
      0.97,
    );
  const bySuffix = addressSex(patient.title);
  if (bySuffix) return field(bySuffix, { start: patient.nameEnd, end: patient.end }, 0.96);
  let at = before(tokens, patient.from);
  for (let steps = 0; at >= 0 && steps < 5; steps += 1) {
    const token = tokens[at]!;
    const sex =
      personSex(token) ??
      (token.kind === 'person' && token.text[0] === text[patient.start] ? familySex(token.text) : null);
    if (sex) return field(sex, token, 0.95);
    if (token.kind === 'kin') return null;
    if (!/^(?:叫|名叫|名字|大名|是|的|:|,|姓名|病人|患者|个|一个|一位|名字叫|叫做|全名)$/.test(token.text)) break;
    at = before(tokens, at);
  }
  return behindName(tokens, patient);
}

function behindName(tokens: readonly Token[], patient: Mention): Field<Sex> | null {
  let at = behind(tokens, patient.to);
  for (let steps = 0; at < tokens.length && steps < 5; steps += 1) {
    const token = tokens[at]!;
    const sex = personSex(token);
    if (sex) {
      // Further links of the chain decide: 我妈的同事 says nothing about sex.
      const next = tokens[behind(tokens, at + 1)];
      const after = next?.text === '的' ? tokens[behind(tokens, behind(tokens, at + 1) + 1)] : next;
      const contact =
        next &&
        (next.kind === 'phone' ||
          next.kind === 'name' ||
          next.kind === 'label' ||
          /^(?:陪|带|送|电话|手机|联系|的电话)/.test(next.text));
      if (!contact && !(after && (after.kind === 'kin' || kinWords.has(after.text)))) return field(sex, token, 0.9);
      return null;
    }
    if (token.kind === 'kin') return null;
    if (
      !/^(?:,|是|我|俺|他|她|的|[(]|系|这个|这位|我家|我们|邻居|一个|个|位|\/|-|:)$/.test(token.text) &&
      token.kind !== 'age' &&
      token.kind !== 'digits'
    )
      break;
    at = behind(tokens, at + 1);
  }
  return null;
}

/** 小伙子今年24岁，叫卢俊: a word for the patient away from the name, not one that introduces somebody else. */
function namedElsewhere(reading: Reading, facts: Facts): Field<Sex> | null {
  const { tokens } = reading;
  const told = toldByAddress(reading, facts);
  if (told) return told;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (!within(token, facts.window) || isOtherPerson(tokens, index, facts)) continue;
    const sex = personSex(token);
    if (!sex) continue;
    if (token.kind === 'sex' && !kinWords.has(token.text)) return field(sex, token, 0.85);
    const owner = tokens[before(tokens, index)];
    const introduced =
      /^(?:帮我|给我|替我|我|俺|咱|我家|我们|有个|一个|有位|个|位|是|帮|给|带|送|的|我们家|为|替)$/.test(
        owner?.text ?? '',
      ) ||
      owner === undefined ||
      owner.kind === 'kin' ||
      owner.kind === 'gap';
    const target = facts.patient!;
    if (introduced && token.end <= target.start && target.start - token.end < 30) return field(sex, token, 0.8);
  }
  return null;
}

/** 曲老太太要来 大名曲德芳: the same surname with a form of address, before the name. */
function toldByAddress(reading: Reading, facts: Facts): Field<Sex> | null {
  const patient = facts.patient!;
  const called = /(?:大名|本名|全名|名叫|叫|名字|学名|叫做|,|。| )$/.test(reading.text.slice(0, patient.start));
  for (const mention of facts.mentions) {
    if (!called || mention.role !== null || mention.form !== 'partial' || mention.end > patient.start) continue;
    if (reading.text[mention.start] !== reading.text[patient.start] || mention.start > 14) continue;
    const sex = addressSex(mention.title);
    if (sex) return field(sex, { start: mention.start, end: mention.end }, 0.85);
  }
  return null;
}

/** 哥，孕妇来产检: whom the message is addressed to. */
function isOpeningAddress(tokens: readonly Token[], index: number): boolean {
  if (index !== 0 || !/^[,!~]$/.test(tokens[1]?.text ?? '')) return false;
  const next = tokens[behind(tokens, 2)];
  return (
    next !== undefined &&
    !/^(?:illness|age|digits|body|grade|time|name)$/.test(next.kind) &&
    !/^[男女]$/.test(next.text)
  );
}

function unnamed(reading: Reading, facts: Facts): Field<Sex> | null {
  const { tokens } = reading;
  for (const mention of facts.mentions) {
    if (
      mention.role !== null ||
      mention.form !== 'partial' ||
      !within({ start: mention.start, end: mention.end }, facts.window)
    )
      continue;
    const owned = tokens[mention.to]?.text === '的' ? tokens[mention.to + 1] : undefined;
    // 俞阿姨的儿子: the person named is not the patient.
    if (owned && (owned.kind === 'kin' || kinWords.has(owned.text))) continue;
    const sex = addressSex(mention.title);
    const token = tokens[mention.to - 1]!;
    if (sex) return field(sex, token, 0.9);
  }
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (!within(token, facts.window) || isOtherPerson(tokens, index, facts)) continue;
    const sex = personSex(token);
    if (sex) return field(sex, token, 0.85);
    if (
      token.kind === 'kin' &&
      !/^(?:领导|老师|老板|朋友|邻居|同事|亲戚|亲属|家属|家人|客户|老乡|同学|工友|隔壁|病友|村民|居民|学生|孩子)$/.test(
        token.text,
      )
    )
      return null;
  }
  return null;
}

/** A companion, contact, addressee, introducer or the owner of the real patient (我妈的同事). */
function isOtherPerson(tokens: readonly Token[], index: number, facts: Facts): boolean {
  const token = tokens[index]!;
  if (isOpeningAddress(tokens, index)) return true;
  if (
    facts.mentions.some(
      (one) => one !== facts.patient && one.role !== null && token.start >= one.start && token.end <= one.end,
    )
  )
    return true;
  const nextAt = behind(tokens, index + 1);
  const next = tokens[nextAt];
  const last = tokens[before(tokens, index)];
  if (
    next &&
    (next.kind === 'phone' ||
      /^(?:电话|手机|手机号|联系|联系电话|陪|陪同|陪着|带|带着|送|送来|你好|您好|的电话|好|介绍|介绍的|推荐|推荐的|让|叫我|让我|说|照顾|跟着|护理|打|开车)$/.test(
        next.text,
      ) ||
      next.kind === 'refer')
  )
    return true;
  if (next?.kind === 'label' && isLabelOf('phone', next.text)) return true;
  if (next?.text === '的') {
    const after = tokens[behind(tokens, nextAt + 1)];
    if (
      after &&
      (after.kind === 'kin' ||
        after.kind === 'name' ||
        kinWords.has(after.text) ||
        isLabelOf('phone', after.text) ||
        after.kind === 'person')
    )
      return after.kind !== 'name';
  }
  if (next && next.start === token.end && (next.kind === 'kin' || (next.kind === 'sex' && kinWords.has(next.text))))
    return true;
  // 婴儿 出生七天 母亲卢小苗: a parent told by name.
  if (
    !facts.patient &&
    /^(?:母亲|妈妈|父亲|爸爸|家长)$/.test(token.text) &&
    facts.mentions.some((one) => one.from === nextAt)
  )
    return true;
  const named = facts.mentions.find((one) => one.from === nextAt);
  if (named && named !== facts.patient && (named.role !== null || facts.patient !== null)) return true;
  if (last && /^(?:由|和|跟|与|让|联系|联系人|家属|谢谢|麻烦|找|问|叫|请)$/.test(last.text) && last.text !== '叫')
    return true;
  if (last && (last.text === ':' || last.text === '(')) {
    const label = tokens[before(tokens, before(tokens, index))];
    if (label && label.kind === 'label' && !isPatientLabel(label.text)) return true;
  }
  return false;
}

function byCondition(reading: Reading, { window, disease }: Facts): Field<Sex> | null {
  const parts: Span[] = disease.span ? [disease.span, window] : [window];
  for (const part of parts) {
    const text = reading.text.slice(part.start, part.end);
    const female = femaleConditions.exec(text);
    const male = maleConditions.exec(text);
    const match = female && (!male || female.index < male.index) ? female : male;
    if (!match) continue;
    const start = part.start + match.index;
    return field(match === female ? 'female' : 'male', { start, end: start + match[0].length }, 0.9);
  }
  return null;
}

function byDepartment({ department }: Facts): Field<Sex> | null {
  if (department.value === null || department.span === null) return null;
  if (femaleDepartment.test(department.value) || /^婦|^產/.test(department.value))
    return field('female', department.span, 0.85);
  if (maleDepartment.test(department.value)) return field('male', department.span, 0.85);
  return null;
}

/** 池大爷池德海: the form of address in front of the full name of the same person. */
function familySex(mention: string): Sex | null {
  return addressSex(mention.slice(1));
}
