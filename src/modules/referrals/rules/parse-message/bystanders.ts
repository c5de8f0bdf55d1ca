import { isDescribed } from './introducer.ts';
import { before, isLabelOf, isProfessional, type Mention } from './people.ts';
import type { Reading, Token } from './types.ts';

/** Marks who is no introducer: the person addressed, and the doctor wanted (I2). */
export function markBystanders(reading: Reading, mentions: readonly Mention[]): void {
  const { tokens, text } = reading;
  for (const mention of mentions) {
    if (mention.role !== null) continue;
    const previous = before(tokens, mention.from);
    const lead = tokens[previous]?.text ?? '';
    const rest = text.slice(mention.end, mention.end + 14);
    const described =
      isDescribed(tokens, mention.to) &&
      !/^(?:麻烦|谢谢)/.test(lead) &&
      mention.form === 'full' &&
      mention.title === null;
    if (mention.form !== 'newborn' && !described && isAddressed(text, mention, lead, rest, previous))
      mention.role = 'addressed';
    else if (mention.form === 'partial' || mention.title !== null) {
      if (isWanted(tokens, mention)) mention.role = 'wanted-doctor';
    } else if (
      /^(?:找|挂|约|请|看|想找|想挂|要找|想看|想约|指定|预约|搵|想搵|挂号)$/.test(lead) &&
      !isDescribed(tokens, mention.to)
    ) {
      mention.role = 'wanted-doctor';
    }
    if (
      mention.role === null &&
      previous >= 0 &&
      tokens[previous]!.kind === 'label' &&
      isLabelOf('other', lead.replace(/:$/, '')) &&
      !['登记', '转诊', '报病人', '备注', '市场部'].includes(lead) &&
      !(lead === '司机' && signsAsDriver(reading, mention))
    )
      mention.role = 'bystander';
    if (
      mention.role === null &&
      lead === ':' &&
      tokens[before(tokens, previous)] &&
      isLabelOf('other', tokens[before(tokens, previous)]!.text) &&
      !['登记', '转诊', '报病人', '备注', '市场部'].includes(tokens[before(tokens, previous)]!.text)
    ) {
      mention.role = 'bystander';
    }
    if (mention.role === null && /^ ?(?:代报|代发|代转|代为|转发|代登记|代约|代写)/.test(rest))
      mention.role = 'bystander';
    if (
      mention.role === null &&
      /^(?:司机|随车护士|随车医生|跟车护士|护送护士|业务员|发展人)$/.test(lead) &&
      !(lead === '司机' && signsAsDriver(reading, mention))
    )
      mention.role = 'bystander';
  }
}

/** 司机小粟 without a number: the one who writes or brings, not a contact for the way. */
function signsAsDriver(reading: Reading, mention: Mention): boolean {
  return !/^ ?(?:电话|手机)?[: ]?\d{7}/.test(reading.text.slice(mention.end, mention.end + 14));
}

function isAddressed(text: string, mention: Mention, lead: string, rest: string, previous: number): boolean {
  if (
    /^ ?(?:你好|您好|好[,，。!！ ]|早上好|上午好|下午好|晚上好|中午好|在吗|在不在|早[,，!]|辛苦|好呀|好啊|新年好|节日好|您早|哈喽|打扰)/.test(
      rest,
    )
  )
    return true;
  if (
    /^(?:麻烦|谢谢|感谢|多谢|拜托|劳烦|劳驾|辛苦|有劳|@|请问|唔该|谢|致|尊敬的|亲爱的|敬爱的|麻烦您|麻烦你|喂|嗨|哈喽|你好|您好)$/.test(
      lead,
    )
  )
    return true;
  if (previous < 0 || text.slice(0, mention.start).trim() === '') {
    if (
      /^ ?[,，!！~ ] ?(?:我(?!介绍|是)|帮|麻烦|请|给|这(?!是)|您|你|登记|安排|今天我|又|有个|有一|有位|报个|报一|想|能|向|跟|明天我|现有|再|劳|介绍|推荐|俺|咱|咨询|转|辛苦|在|昨|刚(?!出生|满|生)|接)/.test(
        rest,
      )
    )
      return true;
  }
  return false;
}

/** 寇小红的妈妈卿淑琼，…，寇小红139…: through whom the patient is told is a relative wherever named. */
export function markRelatives(reading: Reading, mentions: readonly Mention[]): void {
  const { text } = reading;
  for (const owner of mentions) {
    if (
      owner.form !== 'full' ||
      !/^的(?:妈|爸|母|父|爷|奶|外|儿|女|老公|老婆|爱人|婆|公|岳|哥|姐|弟|妹)/.test(
        text.slice(owner.end, owner.end + 4),
      )
    )
      continue;
    const name = text.slice(owner.start, owner.nameEnd);
    const again = mentions.find(
      (one) => one.start > owner.end && one.role === null && text.slice(one.start, one.nameEnd) === name,
    );
    if (again && /^ ?[:]?1\d{10}/.test(text.slice(again.end, again.end + 14))) again.role = 'relative';
  }
}

export function isWanted(tokens: readonly Token[], mention: Mention): boolean {
  let at = before(tokens, mention.from);
  let department = false;
  while (at >= 0) {
    const token = tokens[at]!;
    if (token.kind === 'department') department = true;
    else if (token.kind === 'institution' && !/^(?:医院|门诊|体检中心)$/.test(token.text)) return false;
    else if (!/^(?:的|门诊|病房|专家|你们|你们医院|医院|你院|贵院|咱们|咱院|本院|那边|你们那|:|下)$/.test(token.text))
      break;
    at = before(tokens, at);
  }
  const lead = tokens[at]?.text ?? '';
  if (
    /^(?:找|看|挂|约|请|想找|想挂|要找|想看|想约|指定|预约|来看|去看|找找|挂个|挂号|要|想要|给|由|让|点名|联系|搵|想搵|睇|想请|要看|请到|挂了|约了|约好|约好了|预约了|慕名找|奔着|冲着|投奔|过来找|来找)$/.test(
      lead,
    ) &&
    lead !== '由' &&
    lead !== '让'
  )
    return true;
  // 妇科 沐姐: behind a department a professional is the doctor wanted, a Sister Mu is not.
  // Nor is a nurse: people come for a doctor.
  const wantable =
    isProfessional(mention) && !/^(?:护士|护士长|护师|药师|技师|助产士|村医|校医|厂医)$/.test(mention.title ?? '');
  return department && wantable && !/^(?:我是|我|是)$/.test(lead);
}
