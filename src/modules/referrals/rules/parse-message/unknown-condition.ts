import { trimmed } from './condition-edges.ts';
import { needsBody, tooVague } from './conditions.ts';
import { before } from './people.ts';
import type { Reading, Span, Token } from './types.ts';

/** Longest stretch, in characters, still taken for one unknown illness. */
const lengthMax = 10;
/** Words that show a stretch to be talk about coming, money, family or work, not an illness. */
const talk =
  /^(?:我|你|您|他|她|我们|你们|他们|人|个|位|来|去|到|过来|过去|送|接|安排|登记|麻烦|请|谢谢|感谢|住院|住|入院|出院|医院|医生|大夫|主任|护士|专家|想|要|想要|准备|打算|需要|能|可以|给|帮|帮忙|关照|照顾|在|从|坐|家|家里|家属|家住|单位|上班|退休|农民|职工|学生|工人|居民|村民|本地|外地|农合|医保|自费|低保|贫困户|绿色通道|床位|床|挂|挂号|号|预约|联系|电话|手机|微信|身份证|备注|急|很急|着急|急的|快|尽快|病人|患者|情况|稳定|正常|清醒|平稳|好|好的|不知道|不清楚|不详|结婚|离婚|未婚|已婚|孩子|儿子|女儿|老公|老婆|司机|车|车子|救护车|路上|在路上|已|已经|出发|介绍|推荐|叫|说|说是|是|有|做|看|查|检查|一个人|自己|老病号|老患者|老客户|朋友|亲戚|邻居|同事|老乡|费用|钱|姓名|姓|这|那|等|也|都|就|和|跟|与|以前|去年|前年|曾|没|没有|无|不|手术|看病|有病|生病|吧|吗|呢|嘛|啊|哈|哦)$/;

/**
 * The sender's word for an illness the lexicon does not know: what stands right behind name, sex or age up to the next
 * time, person, number or break, when it is nothing else.
 */
export function unknownCondition(reading: Reading, window: Span, taken: readonly (Span | null)[]): Span | null {
  const { tokens } = reading;
  let from = 0;
  for (let index = 0; index <= tokens.length; index += 1) {
    if (index < tokens.length && !ends(tokens[index]!)) continue;
    const stretch = tokens.slice(from, index);
    const start = from;
    from = index + 1;
    const first = stretch[0];
    const last = stretch.at(-1);
    if (!first || !last || first.start < window.start || last.end > window.end) continue;
    if (taken.some((span) => span !== null && first.start < span.end && span.start < last.end)) continue;
    if (!followsPatient(tokens, start)) continue;
    const span = illnessIn(reading, stretch, index);
    if (span) return span;
  }
  return null;
}

function ends(token: Token): boolean {
  return !/^(?:char|body|grade|illness|word)$/.test(token.kind);
}

function illnessIn(reading: Reading, stretch: readonly Token[], next: number): Span | null {
  let until = stretch.length;
  const limit = reading.tokens[next];
  // 糖网 想|明天来: what leads to the time is no part.
  if (limit && limit.kind !== 'gap')
    while (
      until > 0 &&
      /^(?:想|要|准备|打算|大概|大约|约|估计|预计|可能|是|由|经|在|,|的|现|现在|说)$/.test(stretch[until - 1]!.text)
    )
      until -= 1;
  const kept = stretch.slice(0, until);
  const first = kept[0];
  const last = kept.at(-1);
  if (!first || !last || last.end - first.start < 2 || last.end - first.start > lengthMax) return null;
  if (kept.every((token) => token.kind === 'grade') || (kept.length === 1 && first.kind !== 'illness')) return null;
  if (kept.every((token) => needsBody.has(token.text))) return null;
  const strange = kept.every((token) => token.kind !== 'word');
  // 卵巢囊种明天: in running text only a single odd word behind a body part is taken for a slip.
  const slip = first.kind === 'body' && kept.every((token) => token.kind !== 'word' || token.text.length === 1);
  const running = limit !== undefined && limit.kind !== 'gap';
  if (!strange && (kept.some(isTalk) || (running && !slip))) return null;
  if (kept.filter((token) => token.kind === 'word').length > 1) return null;
  if (!kept.some((token) => token.kind === 'char' || token.kind === 'body' || token.kind === 'illness')) return null;
  if (tooVague(reading.text.slice(first.start, last.end))) return null;
  const bare = trimmed(reading.text, { start: first.start, end: last.end });
  return bare.end - bare.start >= 2 ? bare : null;
}

function isTalk(token: Token): boolean {
  return token.kind === 'word' && talk.test(token.text);
}

function followsPatient(tokens: readonly Token[], from: number): boolean {
  let at = before(tokens, from);
  while (at >= 0 && tokens[at]!.kind === 'gap') at -= 1;
  const lead = tokens[at];
  return (
    lead !== undefined &&
    (lead.kind === 'sex' ||
      lead.kind === 'age' ||
      lead.kind === 'digits' ||
      lead.kind === 'name' ||
      lead.kind === 'latin' ||
      /^(?:刚出生|刚满月|满月|百天)$/.test(lead.text) ||
      lead.text === '岁' ||
      lead.text === '了')
  );
}
