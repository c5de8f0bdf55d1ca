import { creatures, hurtfulThings, thingsTaken } from './lexicons/injury-words.ts';
import type { Condition, Reading, Span, Token } from './types.ts';

const byLength = (one: string, other: string): number => other.length - one.length;
const thing = `(?:${[...thingsTaken].sort(byLength).join('|')})`;
const agent = `(?:${[...creatures, ...hurtfulThings, ...thingsTaken].sort(byLength).join('|')}|[\\u3400-\\u9fff]{1,6}?)`;
const measure =
  '(?:[一两二三几半好\\d]{0,2}(?:个|颗|粒|只|根|条|块|枚|片|把|瓶|口|杯|勺|盒|包|点|些|节|截|小块|小瓶)|大半瓶|好多|很多|不少)?';
const hurting =
  '打|砸|夹|割|划|扎|咬|抓|烫|烧|蜇|蛰|刺|撞|压|轧|碾|绞|切|锯|砍|踢|踩|钩|勾|戳|崩|炸|电|磕|刮|碰|挤|弹|顶|啄|挠|捅|溅|灼|铲|剁|削|钉|射|卡|卷|扭|拉';
const outcome = '伤|破|断|穿|烂|肿|掉|裂|扁|坏|青|紫|出血|流血|到|着|住|中|进|骨折|脱臼';
const wound = '(?:血口子|大口子|小口子|口子|裂口|伤口|血口|口|大包|包|血泡|水泡|泡|大洞|洞|坑|血印|印子|疙瘩|血)';

/** Swallowed or drunk: 吞了个硬币, 喝了洗衣液. */
const taken = new RegExp(
  `(?:误|偷|乱)?(?:吞服|吞食|吞|咽|吃|食|喝|服|饮)(?:下去|进去|下|进|到|错|掉|多|光)?了?${measure}(?:别人的|家里的|大人的)?${thing}`,
  'g',
);
/** Behind a body part: 里塞了颗黄豆, 踩到钉子, 卡了鱼刺. */
const lodged = new RegExp(
  `^(?:里面|里头|里|内|中|上|底)?(?:被|给|让)?(?:不小心|好像|可能|像)?(?:塞|进|掉|钻|卡|飞|扎|溅|崩|插|戳|踩|呛|粘|夹|刺|落|爬|有|吸)(?:进去|进来|进|入|到|住|着|过)?了?${measure}(?:生锈的|生锈|小|大|碎)?${thing}`,
);
/** Behind a body part: 被石子打了, 让鱼钩扎了, 给门夹到. */
const struck = new RegExp(
  `^(?:不小心)?(?:被|让|给|遭|叫|着)${agent}(?:${hurting})(?:${outcome})?(?![\\u3400-\\u9fff]*来看)`,
);
/** In front of a body part: 鱼钩扎进, 玻璃划破. */
const hitBy = new RegExp(
  `(?:被|让|给|遭)?(?:${[...hurtfulThings, ...creatures, ...thingsTaken]
    .filter((one) => one.length > 1)
    .sort(byLength)
    .join('|')})(?:(?:${hurting})(?:${outcome})?|(?:塞|放|插|捅|弄|掉|飞|爬|钻|溅)(?:进去|进|到|在|入)?)?了?$`,
);
/** Behind a body part: 磕了个大口子, 烂了一个洞, 起了血泡. */
const opened = new RegExp(
  `^(?:上|边|里|后面)?(?:给|被)?(?:${hurting}|摔|跌|烂|裂|豁|长|起|冒|鼓|肿)(?:破|开|出来|出|起)?了?(?:[一两二三几好]{0,2}(?:个|道|条|处|块|串|圈))(?:大|小|长|深|老大的)?${wound}`,
);
/** 切菜切到手指, 电焊打了眼睛: the work, the same verb again, and the part hurt. */
const workHit = /^(?:切|砍|锯|剁|削|割|劈|铲|打|闪|刺|晃|烧)(?:到|伤|破|断|着)?了?$/;

/** Injuries told as a clause, which no list of words covers; each starts at its body part when it has one (rule D4). */
export function injuryClauses(reading: Reading, window: Span): Condition[] {
  const { tokens, text } = reading;
  const found: Condition[] = [];
  const add = (start: number, end: number): void => {
    if (start >= window.start && end <= window.end) found.push({ start, end, rank: 3 });
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind !== 'body') continue;
    const rest = text.slice(token.end, token.end + 24);
    const match = opened.exec(rest) ?? lodged.exec(rest) ?? struck.exec(rest);
    if (match && !/^(?:有|长)/.test(match[0])) add(partStart(tokens, index), token.end + match[0].length);
    const hit = hitBy.exec(text.slice(Math.max(0, token.start - 10), token.start));
    // 让驴踢了肋巴骨疼: the complaint behind has the body part.
    const next = tokens[index + 1];
    if (hit && !(next?.kind === 'illness' && next.start === token.end)) add(token.start - hit[0].length, token.end);
    const worked = workBefore(tokens, index, text);
    if (worked >= 0) add(worked, token.end);
  }
  if (/[吞咽吃食喝服饮]/.test(text)) {
    for (const match of text.matchAll(taken)) {
      if (isMedicine(text, match.index, match[0])) continue;
      add(match.index, match.index + match[0].length);
    }
  }
  return found;
}

/** 吃了点药, 喝了白酒: taken as people do, unless by mistake. */
function isMedicine(text: string, at: number, phrase: string): boolean {
  if (/[误吞错偷多光]/.test(phrase)) return /没|不|怕/.test(text.slice(Math.max(0, at - 1), at));
  return (
    /(?:药|药片|药水|药酒|降压药|降糖药|感冒药|避孕药|安眠药|糖果?|花生米?|羊肉|牛肉|葡萄|年糕|汤圆|馒头|肉块|排骨|白酒|玉米|苞谷|野菜|四季豆|瓜子|开心果|黄豆|绿豆|红豆|蚕豆|豌豆|豆子|生鱼|纸|灰|刺|针|东西|虫|牙|火|石头)$/.test(
      phrase,
    ) ||
    /^(?:咽|食|服|饮)/.test(phrase) ||
    /[没不要能想爱]$/.test(text.slice(Math.max(0, at - 1), at))
  );
}

function partStart(tokens: readonly Token[], index: number): number {
  let at = index;
  while (
    at > 0 &&
    tokens[at - 1]!.end === tokens[at]!.start &&
    (tokens[at - 1]!.kind === 'body' || tokens[at - 1]!.kind === 'grade')
  )
    at -= 1;
  return tokens[at]!.start;
}

/** Where the work begins whose verb hits the body part at the index; -1 when it is none such. */
function workBefore(tokens: readonly Token[], index: number, text: string): number {
  const part = tokens[index]!;
  for (let length = 4; length >= 1; length -= 1) {
    const hit = text.slice(Math.max(0, part.start - length), part.start);
    if (!workHit.test(hit)) continue;
    const lead = text.slice(Math.max(0, part.start - length - 8), part.start - length);
    const match = leadOfWork(lead, hit);
    if (match > 0) return part.start - length - match;
  }
  return -1;
}

function leadOfWork(lead: string, hit: string): number {
  const own = new RegExp(`${hit[0]}[\\u3400-\\u9fff]{1,2}(?:时|的时候)?(?:不小心)?$|电焊$`).exec(lead);
  if (!own || (own[0] === '电焊' && !/[打闪刺晃烧]/.test(hit[0]!))) return 0;
  return own[0].length;
}

/** Replaces what the grammar of words found by the clauses that say more. */
export function withClauses(conditions: readonly Condition[], clauses: readonly Condition[]): Condition[] {
  if (clauses.length === 0) return [...conditions];
  const upgraded = conditions.map(
    (one): Condition =>
      clauses.some((clause) => one.start <= clause.start && one.end >= clause.end) ? { ...one, rank: 3 } : one,
  );
  const telling = clauses.filter(
    (clause) =>
      !conditions.some((one) => one.start <= clause.start && one.end >= clause.end) &&
      !clauses.some((other) => other !== clause && other.start <= clause.start && other.end > clause.end),
  );
  const others = upgraded.filter((one) => !telling.some((clause) => one.start < clause.end && clause.start < one.end));
  return [...others, ...telling].sort((one, other) => one.start - other.start);
}
