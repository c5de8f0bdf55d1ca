import { institutionKinds } from './lexicons/places.ts';
import { before, behind, isLabelOf, type Mention } from './people.ts';
import type { Field, Reading, Token } from './types.ts';
import { nothing } from './types.ts';

/** Kinds that name a house when they stand alone. */
const naming =
  /^(?:人民医院|中心医院|中医院|妇幼保健院|妇保院|妇幼|附一|附二|附一院|附二院|[一二三四五]中|[一二三]医院|光明小学|人民院|残联|妇联)$/;
const bare = new Set([
  ...institutionKinds.filter((kind) => !naming.test(kind)),
  ...'社区居委会 村民委员会 矿山医务室 小区物业 医院 卫生院 卫生室 卫生所 卫生站 诊所 药店 药房 药铺 养老院 敬老院 福利院 学校 小学 中学 大学 高中 初中 学院 幼儿园 厂 工厂 公司 集团 社区 居委会 居委 社居委 村委会 村委 村部 街道 街道办 办事处 派出所 公安局 服务站 服务中心 门诊 门诊部 医务室 矿 矿山 煤矿 工地 车队 物业 工会 妇联 超市 酒店 饭店 宾馆 银行 政府 部队 120 体检中心 保健院 民政办 合作社 协会 商会 社区卫生服务中心 社区卫生服务站 卫生服务中心 卫生服务站 项目部 寺 教堂 物流 保险 养老中心 救助站 附属医院 分院 村卫生室'.split(
    ' ',
  ),
]);
const office =
  /^(.{2,}?(?:医院|卫生院|公司|厂|学校|中学|小学|大学|学院|集团|社区|保健院))(?:工会|妇联|医务室|门诊部|门诊|体检中心|药房|急救中心|急救站|项目部|车队|分会|服务台)$/;

/** The organization that introduces or refers. Bare kinds, our own house and where the patient lives or works do not count. */
export function institutionOf(reading: Reading, introducer: Mention | null): Field<string> {
  const { tokens } = reading;
  const usable = tokens
    .map((token, index) => ({ token, index }))
    .filter(({ token, index }) => token.kind === 'institution' && !bare.has(token.text) && !isOwnHouse(tokens, index));
  const labelled = usable.find(({ index }) => labelBefore(tokens, index));
  if (labelled) return fieldOf(reading, labelled.token, 0.95);
  const beside = introducer ? usable.find(({ index }) => isBeside(tokens, index, introducer)) : undefined;
  if (beside) return fieldOf(reading, beside.token, 0.93);
  const refers = usable.find(({ index }) => isReferrer(tokens, index));
  if (refers) return fieldOf(reading, refers.token, 0.9);
  const plain = usable.find(({ index }) => !isPatientsPlace(tokens, index) && standsAlone(tokens, index));
  return plain ? fieldOf(reading, plain.token, 0.7) : nothing;
}

function fieldOf(reading: Reading, token: Token, confidence: number): Field<string> {
  const trimmed = office.exec(token.text)?.[1] ?? token.text;
  const span = { start: token.start, end: token.start + trimmed.length };
  return { value: reading.source.slice(span.start, span.end), span, confidence };
}

function isOwnHouse(tokens: readonly Token[], index: number): boolean {
  return /^(?:你们|贵|本|咱|咱们|您|我们市场部)$/.test(tokens[before(tokens, index)]?.text ?? '');
}

function labelBefore(tokens: readonly Token[], index: number): boolean {
  let at = before(tokens, index);
  if (tokens[at]?.text === ':' || tokens[at]?.text === '是') at = before(tokens, at);
  const label = tokens[at];
  return (
    label !== undefined &&
    (isLabelOf('institution', label.text) || isLabelOf('introducer', label.text)) &&
    label.text !== '工作单位' &&
    tokens[before(tokens, index)]?.text === ':'
  );
}

function isBeside(tokens: readonly Token[], index: number, introducer: Mention): boolean {
  let at = behind(tokens, index + 1);
  for (let steps = 0; steps < 7 && at < tokens.length; steps += 1) {
    if (at === introducer.from) return !isPatientsPlace(tokens, index);
    const token = tokens[at]!;
    const passable =
      token.kind === 'department' ||
      token.kind === 'title' ||
      token.kind === 'institution' ||
      token.kind === 'kin' ||
      /^(?:的|工会|:|\/|急诊|,|我|是|老师|一个|那个|那边|-|[(])$/.test(token.text) ||
      (token.kind === 'char' && steps < 5) ||
      (token.kind === 'word' && token.text.length > 1);
    if (!passable) break;
    at = behind(tokens, at + 1);
  }
  let next = behind(tokens, introducer.to);
  if (tokens[next]?.kind === 'phone') next = behind(tokens, next + 1);
  if (/^(?:\/|\(|,|-|;|是|、)$/.test(tokens[next]?.text ?? '')) next = behind(tokens, next + 1);
  return next === index && !isPatientsPlace(tokens, index);
}

function isReferrer(tokens: readonly Token[], index: number): boolean {
  const next = tokens[behind(tokens, index + 1)];
  const last = tokens[before(tokens, index)]?.text ?? '';
  if (
    next?.kind === 'refer' &&
    !/^(?:转入|转至|转到|联系人|报名)$/.test(next.text) &&
    (!/^(?:在|住|去|到)$/.test(last) ||
      (last === '到' && (tokens[index - 1]?.text === ' ' || /^time$|^左右$/.test(arrivalBefore(tokens, index)))))
  )
    return true;
  if (next?.text === ':' && index <= 2) return true;
  // 永兴镇卫生院内科，转诊患者…: the sender's house opens the message.
  const office = next?.kind === 'department' ? tokens[behind(tokens, behind(tokens, index + 1) + 1)] : next;
  if (index === 0 && /^[,:]$/.test(office?.text ?? '') && tokens.slice(1, 6).some((one) => /^转诊/.test(one.text)))
    return true;
  if (
    next?.text === '救护车' ||
    (next?.text === '的' && /^(?:车|救护车)$/.test(tokens[behind(tokens, behind(tokens, index + 1) + 1)]?.text ?? ''))
  )
    return true;
  if (
    /^(?:那边|这边|的人|的医生|医生|护士|工作人员)$/.test(next?.text ?? '') &&
    tokens[behind(tokens, behind(tokens, index + 1) + 1)]?.kind === 'refer'
  )
    return true;
  return (
    /^(?:我是|我们是|这里是|由|经|从|是)$/.test(last) &&
    (last !== '从' || next?.kind === 'refer') &&
    (last !== '是' ||
      index < 5 ||
      tokens[before(tokens, before(tokens, index))]?.text === '我' ||
      next?.kind === 'refer')
  );
}

function isPatientsPlace(tokens: readonly Token[], index: number): boolean {
  const last = tokens[before(tokens, index)];
  const next = tokens[behind(tokens, index + 1)];
  // 十分钟左右到 长岭卫生院侯医生: the patient arrives with us; the house behind is the sender's.
  if (
    last?.text === '到' &&
    (next?.kind === 'refer' || next?.kind === 'person') &&
    /^(?:time)$|^左右$/.test(arrivalBefore(tokens, index))
  )
    return false;
  if (last?.text === '到' && tokens[index - 1]?.text === ' ' && index > 1) return false;
  if (last && /^(?:在|住|住在|家住|去|去了|到|去年在|是|于|上|读|就读|来自)$/.test(last.text) && last.text !== '是') {
    return !(last.text === '在' && tokens[before(tokens, before(tokens, index))]?.text === '我');
  }
  if (last?.kind === 'label' && /地址|住址|工作单位/.test(last.text)) return true;
  return (
    next !== undefined &&
    /^(?:上班|工作|打工|做工|上学|读书|住|住过|住院|检查|查|拍|看过|看了|做|做的|的职工|的工人|说|退休|附近|门口|旁边|学生|员工|职工|工人|人|居民|诊断|查出|确诊|说是|治疗|开|开的|手术|的学生|对面)$/.test(
      next.text,
    )
  );
}

/** Kind or word in front of 到; empty when there is none. */
function arrivalBefore(tokens: readonly Token[], index: number): string {
  const token = tokens[before(tokens, before(tokens, index))];
  return token === undefined ? '' : token.kind === 'time' ? 'time' : token.text;
}

function standsAlone(tokens: readonly Token[], index: number): boolean {
  const last = tokens[index - 1];
  const next = tokens[index + 1];
  return (last === undefined || last.kind === 'gap') && (next === undefined || next.kind === 'gap');
}
