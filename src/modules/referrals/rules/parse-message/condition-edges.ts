import { rankOf } from './lexicon.ts';
import { bodyParts } from './lexicons/illness.ts';
import type { Span, Token } from './types.ts';

const body: ReadonlySet<string> = new Set(bodyParts);

export function isCompatible(token: Token): boolean {
  return token.kind === 'body' || token.kind === 'grade' || (token.kind === 'illness' && rankOf.get(token.text) !== 1);
}

export function isBodyish(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === 'body' || token.kind === 'grade');
}

export function extendsLeft(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  if (isCompatible(token)) return true;
  // 吃小龙虾后全身酸痛: what was before is no part.
  if (tokens[at + 1]!.text === '后') return false;
  return token.kind === 'char' && !/[第时致孕了的过再正叫是在得患因为被我你他她啥喊说叫嚷]/.test(token.text);
}

export const bridge =
  /^(?:周围|附近|摔|成日|遭|遭到|车子|车|崴|里|里面|上|上面|下面|边|有|有个|长|长了|长了个|长个|起|起了|出了|了|被|给|让|又|也|还|不|太|有点|有点儿|有些|老|老是|总|总是|一直|经常|反复|突然|时不时|偶尔|很|好|特别|非常|最近|这几天|这两天|近来|都|就|会|在|着|得|处|个|一个|块|一块|些|一点|点|开始|可|可疼|贼|贼疼|老难受了|蛮|好多|多|大|小|那里|这里|那|这|这边|那边|今天|一阵阵|一阵一阵|一阵|阵阵|隐隐|门|门夹|机器|热水|开水|油|玻璃|刀|钉子|狗|猫|蛇|虫|蜂|钢筋|石头|拉|时|怎么|越来越|严重|比较|挺|动|晚上|早上|夜里|的|来|到|要|能|起来|下来|进|进了|流|出|疼|全|半夜|吃|吃了|睡|东西|做事|干活|走路|走|一走路|一走|一动|就是|蹲|弯|头|伸|抬|握|使|用|使不上|没|没有|冇)$/;

/** A complaint told with its body part starts there, whatever stands between (rule D4): 脖子上有个包. */
export function fromBodyPart(tokens: readonly Token[], left: number, head: number, from: number): number {
  const own = tokens
    .slice(left, head + 1)
    .map((token) => token.text)
    .join('');
  const rank = rankOf.get(tokens[head]!.text);
  const heavy =
    rank === 3 &&
    !/伤|断|裂|扎|刺|割|切|砸|夹|压|轧|咬|烫|撞|崴|扭|骨折|脱位|脱臼|错位|瘤|包块|肿块|结节|囊肿|炎|疮|息肉|结石|石头|硬块|出血|溃疡|异物|阴影|占位|水肿|疙瘩|泡|血肿|积液|积水|血栓|增生|感染|鱼刺|病|堵塞|癣|痣|疖|脓|瘊/.test(
      own,
    );
  if (heavy) return left;
  const struck = struckBodyPart(tokens, left, from);
  if (struck >= 0) return struck;
  let at = left - 1;
  let length = 0;
  while (at >= 0 && tokens[at]!.start >= from && length <= 9) {
    const token = tokens[at]!;
    if (token.kind === 'body') {
      while (
        at > 0 &&
        tokens[at - 1]!.end === tokens[at]!.start &&
        (tokens[at - 1]!.kind === 'grade' || tokens[at - 1]!.kind === 'body') &&
        tokens[at - 1]!.start >= from
      )
        at -= 1;
      return at;
    }
    const short =
      (token.kind === 'word' ||
        token.kind === 'time' ||
        token.kind === 'grade' ||
        token.kind === 'char' ||
        token.kind === 'refer' ||
        token.kind === 'kin' ||
        token.kind === 'name' ||
        token.kind === 'illness') &&
      bridge.test(token.text);
    if (!short) return left;
    length += token.text.length;
    at -= 1;
  }
  return left;
}

/** 手被电锯割伤: the part struck, over whatever did it; -1 when the words are none such. */
function struckBodyPart(tokens: readonly Token[], left: number, from: number): number {
  let at = left - 1;
  let length = 0;
  while (at >= 0 && tokens[at]!.start >= from && tokens[at]!.kind !== 'gap' && length <= 5) {
    if (/^(?:被|让|给|遭)$/.test(tokens[at]!.text)) {
      let part = at - 1;
      if (part < 0 || tokens[part]!.kind !== 'body') return -1;
      while (
        part > 0 &&
        isBodyish(tokens[part - 1]) &&
        tokens[part - 1]!.end === tokens[part]!.start &&
        tokens[part - 1]!.start >= from
      )
        part -= 1;
      return part;
    }
    length += tokens[at]!.text.length;
    at -= 1;
  }
  return -1;
}

/** 疼得直不起来: what stands behind 得 or 到 is degree, not a complaint (rule D3). */
export function isDegree(text: string, head: Token): boolean {
  return (
    /(?:疼|痛|肿|痒|麻|酸|晕|咳|喘|胀|烧|吐|拉|难受|累|瘦|厉害|虚|抖|(?<=[\u3400-\u9fff])严重)(?:得|到|的)(?:都|连|很|有点|人|他|她|腿|腰|头|直|路都|饭都|觉都|话都|床都|就|晚上|夜里|整夜|半夜|要|快|一直)?$/.test(
      text.slice(Math.max(0, head.start - 6), head.start),
    ) && !/\u3001/.test(text.slice(head.start - 1, head.start))
  );
}

const leftEdge =
  /^(?:得了|得|患有|患|有点儿|有点|有些|有|是|因为|因|为|查出|发现|提示|说是|诊断为|诊断|拟诊|考虑|疑似|疑|可能|好像|做个|做|看|查|治疗|治|来|想|要|准备|很|严重|老是|总是|一直|反复|突然|最近|现在|这次|个|又|还|再|都|了|人|致|导致|引起|的|着|行|行个|去|拟|拟行|出现|突发|主要|经常|感觉|觉得|老喊|喊|直喊|老叫|叫|进行|光(?=[咳头肚腰腿胃胸脚手眼])|严重的|复查(?=[\u3400-\u9fff]{2}))/;

export function leftTrimmed(text: string, start: number, limit: number): number {
  let at = start;
  for (let steps = 0; steps < 4; steps += 1) {
    const rest = text.slice(at, limit);
    if (rankOf.has(rest) || body.has(rest)) return at;
    const match = leftEdge.exec(rest);
    if (!match || match[0].length >= rest.length) return at;
    if ([4, 3, 2].some((length) => rankOf.has(rest.slice(0, length)) || body.has(rest.slice(0, length)))) return at;
    if (/^(?:做|看|查|治|为|行|人|有|来|要|还|又|反复|严重|老是)/.test(match[0]) && rest.length - match[0].length < 1)
      return at;
    at += match[0].length;
  }
  return at;
}

export function trimmed(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text[start]!)) start += 1;
  start = leftTrimmed(text, start, end);
  const value = text.slice(start, end);
  const cut =
    /(?:了|的|(?<![不得])着|一下|紧|哒|厉害|严重|加重|病人|患者|住院|[\d.]+(?:公分|cm|厘米|mm|毫米|类|级|周).*|(?:\d+|[一二三四五六七八九十两半几]+)(?:多)?(?:个)?(?:天|周|月|年|小时|星期|礼拜|余).*|(?:很多|好多|好几|多)(?:年|天|个月|个星期|个礼拜).*|[得到](?:很|厉害|不行|要命|受不了|慌).*)+$/.exec(
      value,
    );
  if (cut && cut.index > 0) end = start + cut.index;
  while (end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return { start, end };
}
