import { isDescribed, isRelative } from './introducer.ts';
import { before, behind, isLabelOf, isPatientLabel, isProfessional, kinWords, type Mention } from './people.ts';
import type { Reading, Token } from './types.ts';

/** How much speaks for a mention being the patient; below zero it is somebody else. */
export interface Candidate {
  readonly mention: Mention;
  readonly score: number;
}

/** Full names that may be patients, in reading order. */
export function patientCandidates(reading: Reading, mentions: readonly Mention[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const mention of mentions) {
    if (mention.form !== 'full' && mention.form !== 'newborn') continue;
    if (mention.role !== null && mention.role !== 'sender') continue;
    if (isOwnerOfPatient(reading, mention)) continue;
    const twin = joinedName(reading, mentions, mention);
    const own = scoreOf(reading, mention);
    const score = (twin ? Math.max(own, scoreOf(reading, twin)) : own) - (mention.role === 'sender' ? 2.5 : 0);
    if (score > 0) candidates.push({ mention, score });
  }
  return candidates;
}

/** The patient: the best-supported name; among nearly equal ones the first in reading order. */
export function patientOf(candidates: readonly Candidate[], reading: Reading): Mention | null {
  const best = Math.max(...candidates.map((one) => one.score));
  // A bare name closing a longer message is its signature.
  const only = candidates[0];
  if (
    candidates.length === 1 &&
    only &&
    only.score < 2 &&
    only.mention.start > 8 &&
    /^[\s,.。!]*$/.test(reading.text.slice(only.mention.end))
  )
    return null;
  return candidates.find((one) => one.score >= Math.min(best, Math.max(best - 3, 3.5), 5))?.mention ?? null;
}

/** 任嘉怡、任嘉欣，女: what describes the second of two joined names describes the first as well. */
function joinedName(reading: Reading, mentions: readonly Mention[], mention: Mention): Mention | undefined {
  const joined =
    /^ ?(?:、|和|与|跟|及|同) ?(?:[她他](?=老|爱|丈|妻|对|妈|爸|儿|女|妹|姐|哥|弟|男|爹|娘))?(?:老公|老婆|爱人|丈夫|妻子|对象|老伴|妈妈?|爸爸?|儿子|女儿|妹妹|姐姐|哥哥|弟弟|男朋友|女朋友)?/.exec(
      reading.text.slice(mention.end, mention.end + 8),
    );
  if (!joined) return undefined;
  return mentions.find(
    (one) => one.form === 'full' && one.role === null && one.start === mention.end + joined[0].length,
  );
}

function scoreOf(reading: Reading, mention: Mention): number {
  const { tokens, text } = reading;
  let at = before(tokens, mention.from);
  let lead = tokens[at];
  let score = mention.form === 'newborn' ? 4 : 0;
  if (lead && /^[:(\-[\]=/]$/.test(lead.text) && at > 0) {
    const labelAt = before(tokens, at);
    if (isPatientLabel(tokens[labelAt]!.text)) {
      at = labelAt;
      lead = tokens[at];
    } else if (
      tokens[labelAt]!.kind === 'refer' ||
      tokens[labelAt]!.text === '登记' ||
      tokens[labelAt]!.text === '转诊'
    )
      score += 1.5;
  }
  if (
    lead &&
    /^(?:是|叫|为|叫做|名叫|有)$/.test(lead.text) &&
    at > 0 &&
    isPatientLabel(tokens[before(tokens, at)]!.text)
  )
    at = before(tokens, at);
  lead = tokens[at];
  const described = isDescribed(tokens, mention.to);
  if (described) score += 4;
  if (lead && isPatientLabel(lead.text)) score += 6;
  if (lead && /^(?:叫|名叫|大名|叫做|叫作|名字叫|名字|学名|全名|本名|人叫|名为)$/.test(lead.text)) score += 5;
  if (lead && (lead.kind === 'sex' || lead.kind === 'age')) score += 3;
  score += kinScore(reading, tokens, at, described);
  score += placeScore(mention, lead, at);
  // 滑膜炎 单大伟 严医生介绍: a segment of its own.
  if (
    lead?.kind === 'illness' &&
    tokens[mention.from - 1]?.kind === 'gap' &&
    (tokens[mention.to]?.kind ?? 'gap') === 'gap'
  )
    score += 1;
  const next = tokens[behind(tokens, mention.to)];
  if (next && (next.kind === 'illness' || next.kind === 'body' || next.kind === 'grade' || next.kind === 'time'))
    score += 1.5;
  if (
    /^[ ,，/、]{1,3}(?:孕|患|因|得了|诊断|想|要|明|今|后天|我|是我|胆|肚|头|发)/.test(
      text.slice(mention.end, mention.end + 6),
    )
  )
    score += 1;
  if (isProfessional(mention)) score -= described ? 3 : 8;
  if (
    isParentOfInfant(text, mention) ||
    (!described && (isClosingSender(reading, mention) || isRelativeOfTold(reading, mention, at)))
  )
    score -= 8;
  if (next?.kind === 'phone' && isRelative(tokens, mention)) score -= 3;
  return score;
}

/** What the word in front says about the place of the name. */
function placeScore(mention: Mention, lead: Token | undefined, at: number): number {
  if (mention.start === 0 || (lead === undefined && at < 0)) return 2;
  if (lead?.kind === 'gap') return 1;
  if (
    lead?.kind === 'word' &&
    /(?:户|病号|工人|村民|居民|对象|老人|职工|员工|教师|干部|党员|军人|老兵)$/.test(lead.text)
  )
    return 1.5;
  if (lead?.kind === 'digits' || lead?.kind === 'refer' || /^[①②③1-9]$/.test(lead?.text ?? '')) return 1.5;
  if (
    lead &&
    /^(?:有个|有一位|一位|一个|位|个|个人|有位|接|是|为|安排|登记|登记一下|另外|还有|让|帮|给|为|替|把|将)$/.test(
      lead.text,
    )
  )
    return 1.5;
  return 0;
}

function kinScore(reading: Reading, tokens: readonly Token[], at: number, described: boolean): number {
  const lead = tokens[at];
  if (!lead || !(lead.kind === 'kin' || (lead.kind === 'sex' && kinWords.has(lead.text)))) return 0;
  const owner = tokens[before(tokens, at)];
  const owned =
    owner === undefined ||
    /^(?:我|俺|帮我|给我|替我|为我|我的|我们|咱|我家|的|他|她|有个|有一个|有一位|一个|个|位|是|俺家|家|老|单位|我单位|厂|厂里|公司|村|村里|社区|班|班上|介绍|推荐|我们家|带)$/.test(
      owner.text,
    ) ||
    owner.kind === 'kin' ||
    owner.kind === 'institution' ||
    owner.kind === 'refer' ||
    ofSomebody(tokens, owner);
  if (described) return owned ? 2 : 0;
  if (/联系|家属|陪|送/.test(reading.text.slice(Math.max(0, lead.start - 4), lead.start))) return -4;
  if (owned && (owner === undefined || !/^[他她]$/.test(owner.text) || ofSomebody(tokens, owner))) return 3;
  if (owner && tokens[before(tokens, before(tokens, at))]?.kind === 'refer') return 3;
  if (isLabelOf('other', owner?.text ?? '')) return -4;
  const first = !reading.tokens.slice(0, at).some((token) => token.kind === 'name' || token.kind === 'newborn');
  return first && owner?.text !== '他' && owner?.text !== '她' ? 1 : -1;
}

/** 我楼上的俞大妈，74岁，…，我叫晋开芬: somebody else is told before, so this is who writes. */
function isClosingSender(reading: Reading, mention: Mention): boolean {
  const lead = reading.text.slice(0, mention.start);
  return (
    /(?:^|[,.。!;~ ])(?:我|俺)(?:叫|是)$/.test(lead) &&
    /^[\s.。!~]*$/.test(reading.text.slice(mention.end)) &&
    reading.tokens.some(
      (token) =>
        token.end <= mention.start &&
        (token.kind === 'person' ||
          token.kind === 'age' ||
          token.kind === 'kin' ||
          (token.kind === 'sex' && token.text.length > 1)),
    )
  );
}

/** 麦叔，糖尿病足，60，个仔叫麦家伟: a relative of the patient told by a form of address. */
function isRelativeOfTold(reading: Reading, mention: Mention, lead: number): boolean {
  const { tokens } = reading;
  if (tokens[lead]?.text !== '叫' && tokens[lead]?.kind !== 'kin') return false;
  const relation = tokens[lead]!.kind === 'kin' ? lead : before(tokens, lead);
  if (tokens[relation]?.kind !== 'kin' || /^(?:我|俺|咱|的)$/.test(tokens[before(tokens, relation)]?.text ?? ''))
    return false;
  const told = tokens[0]?.kind === 'person' && /^(?:,|\s)$/.test(tokens[1]?.text ?? '');
  return told && tokens.some((token) => token.kind === 'illness' && token.end < mention.start);
}

/** 男婴，出生2天，母亲叫罗玉: the one named is the parent. */
function isParentOfInfant(text: string, mention: Mention): boolean {
  const lead = text.slice(0, mention.start);
  return (
    /(?:^|[^我俺咱])(?:母亲|妈妈|父亲|爸爸|[孩他她]?妈|[孩他她]?爸|家长|监护人)(?:名字|名)?(?:叫|是|:)?$/.test(lead) &&
    /[男女]婴|宝宝|[男女]宝|新生儿|[男女]孩|小孩|孩子|[男女]娃|出生|满月/.test(lead) &&
    !isDescribedText(text.slice(mention.end))
  );
}

function isDescribedText(rest: string): boolean {
  return /^[ ,，]{0,2}(?:[男女]|\d{1,3}岁)/.test(rest);
}

/** 石头他爸, 孩子他妈: told through somebody named right in front. */
function ofSomebody(tokens: readonly Token[], owner: Token): boolean {
  if (!/^[他她]$/.test(owner.text)) return false;
  const index = tokens.indexOf(owner);
  return index > 0 && tokens[index - 1]!.kind !== 'gap' && tokens[index - 1]!.end === owner.start;
}

/** 李红的儿子: the person named is only the one through whom the patient is told. */
function isOwnerOfPatient(reading: Reading, mention: Mention): boolean {
  const next = behind(reading.tokens, mention.to);
  if (!/^(?:的|他|她|家|家的)$/.test(reading.tokens[next]?.text ?? '')) return false;
  const owned = reading.tokens[behind(reading.tokens, next + 1)];
  return owned !== undefined && (owned.kind === 'kin' || kinWords.has(owned.text));
}
