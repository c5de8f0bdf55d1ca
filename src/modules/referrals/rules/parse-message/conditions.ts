import {
  bridge,
  extendsLeft,
  fromBodyPart,
  isBodyish,
  isCompatible,
  isDegree,
  leftTrimmed,
} from './condition-edges.ts';
import { injuryClauses, withClauses } from './injury-clauses.ts';
import { rankOf } from './lexicon.ts';
import { illnessTails } from './lexicons/illness.ts';
import type { Condition, Reading, Span, Token } from './types.ts';

const tails = [...new Set(illnessTails)].sort((one, other) => other.length - one.length);
/** Heads that say nothing without a body part in front (rule D6). */
export const needsBody = new Set(
  '不畅 不利 不顺 不爽 不稳 困难 糊 糊了 瞎 崴 扭 烫 砸 夹 咬 割 磕 摔 撞 伤到 疼 痛 酸 胀 麻 木 肿 痒 干 涩 闷 堵 昏 烂 破 裂 断 断了 歪 抖 抽 软 僵 高 低 快 慢 多 少 红 热 冷 凉 沉 重 包 斑 疱 炎 病 癌 瘤 症 伤 石头 不好 不舒服 难受 不适 不得劲 不得劲儿 不对劲 不行 不灵 不来 不准 不通 不调 推迟 异常 不正常 偏高 偏低 升高 增高 降低 超标 增多 减少 模糊 变形 弯曲 发硬 发紧 发胀 发酸 发沉 发凉 发干 发黑 发红 发青 发白 发紫 充血 破裂 缺失 强直 变性 脱落 病变 萎缩 增大 肥大 移植 切除 切除术 置换术 修补术 根治术 切开 引流 萎 阻塞 堵塞 障碍 不全 漏 卡住 期 阳性 复位 正位 坏死 刺痛 胀痛 狭窄 占位 阴影 硬结 烧 红肿 肿大 外伤后 疮 掉下来 缺血 夹层 瘫 哑 瘸 吐 做牙 塌陷 凹陷 凸起 突起 斑块 钙化 缺损 畸形 穿孔 脱垂 脱出 突出 膨出 下垂 不能动 动不了 裂伤 不灵活 不利索 抑制 掉 hpv HPV 阳 硬 正常 起包 鼓包 分泌 清创 增生 硬化'.split(
    ' ',
  ),
);
const vagueBody = /^(?:身体|身子|身上|全身|浑身|周身|精神|胃口|大便|小便)$/;
const vagueHead = /^(?:不好|不舒服|难受|不适|不得劲|不得劲儿|不对劲|不行|异常|不正常)$/;
const joiner = /^ ?(?:、|\+|和|及|以及|与|跟|伴有|伴|合并|并发|并|还有点|还有|又|伴发) ?(?:有点|有|点|些)?/;
const vagueValues =
  /^(?:不舒服|看病|有病|检查|查一下|住院|手术|急诊|看急诊|看看|身体不舒服|不适|难受|治病|治疗|检查一下|住院检查|做检查|做手术|开刀|毛病|有点毛病|老毛病|小毛病|住院治疗|就诊|看医生|就医|身体检查|问诊|咨询|来看看|身体检查一下|看一下|身体不好|身体不适|(?:人|身体|身子|全身|浑身)?(?:有点|有些|不太|很|老是|老)?(?:不太)?(?:不舒服|不好|不适|难受|不得劲|不行|不太好|欠佳))$/;

export function tooVague(value: string): boolean {
  return vagueValues.test(value.trim());
}

/** All conditions told in the window, in reading order. */
export function conditionsIn(reading: Reading, window: Span): Condition[] {
  const found: Condition[] = [];
  let from = window.start;
  for (let index = 0; index < reading.tokens.length; index += 1) {
    const token = reading.tokens[index]!;
    if (token.start < from || token.end > window.end) continue;
    if (!isAnchor(reading, index)) continue;
    const condition = conditionAt(reading, index, from, window.end);
    if (!condition) continue;
    found.push(condition);
    from = condition.end;
  }
  return withClauses(found, injuryClauses(reading, window));
}

const careTail =
  /^(?:手术|检查|筛查|复查|置换|治疗|康复|换药|修复|矫正|矫形|整形|移植|切除|切除术|置换术|CT|B超|彩超|拍片|造影|穿刺|活检|镜|核磁|微创手术|磁共振)/;

function isAnchor(reading: Reading, index: number): boolean {
  const token = reading.tokens[index]!;
  if (token.kind === 'illness') return true;
  // 膝盖手术, 心脏检查: a body part with something done to it.
  if (token.kind === 'body') return careTail.test(reading.text.slice(token.end, token.end + 6));
  return false;
}

/** Builds the condition around one head: leftwards over body part and grade, rightwards over lists and tails. */
function conditionAt(reading: Reading, index: number, from: number, until: number): Condition | null {
  const { tokens, text } = reading;
  const head = tokens[index]!;
  if (isDegree(text, head)) return null;
  if (rankOf.get(head.text) === 1) return eventAt(reading, index, from, until);
  let left = index;
  while (
    left > 0 &&
    tokens[left - 1]!.end === tokens[left]!.start &&
    tokens[left - 1]!.start >= from &&
    extendsLeft(tokens, left - 1)
  )
    left -= 1;
  left = fromBodyPart(tokens, left, index, from);
  while (
    left < index &&
    /^(?:后|前|大|小|半|上|下|内|外|老年|儿童|小儿|全|高|低)$/.test(tokens[left]!.text) &&
    !isBodyish(tokens[left + 1]) &&
    tokens[left + 1]!.kind !== 'illness' &&
    !(tokens[left]!.text === '前' && (left === 0 || tokens[left - 1]!.kind === 'gap'))
  )
    left += 1;
  if (left < index && /^后$/.test(tokens[left]!.text)) left += 1;
  const start = leftTrimmed(text, tokens[left]!.start, head.end);
  const end = Math.min(until, rightEdge(reading, index));
  const value = text.slice(start, end);
  if (tooVague(value) || !isTelling(reading, left, index, end)) return null;
  return { start, end, rank: rankWithin(reading, start, end) };
}

/** A bare event stands for itself; only 腿摔了 and the like take their body part. */
function eventAt(reading: Reading, index: number, from: number, until: number): Condition | null {
  const { tokens, text } = reading;
  const head = tokens[index]!;
  const part = tokens[index - 1];
  const next = tokens[index + 1];
  if (
    next &&
    next.start === head.end &&
    next.kind === 'illness' &&
    /^摔/.test(head.text) &&
    rankOf.get(next.text) !== 1
  )
    return null;
  const hurt =
    part !== undefined &&
    part.kind === 'body' &&
    part.end === head.start &&
    part.start >= from &&
    /^(?:摔(?:了|到|着)?|受伤)$/.test(head.text);
  const struck =
    /^(?:被车撞|被撞|让车撞)/.test(head.text) && part?.kind === 'body' && part.end === head.start && part.start >= from;
  const start = hurt || struck ? part.start : head.start;
  const end = Math.min(until, head.end - (/[了着]$/.test(head.text) && head.text.length > 1 ? 1 : 0));
  if (text.slice(start, end) === '摔' || text.slice(start, end) === '摔到') return null;
  return { start, end, rank: hurt || struck ? 3 : 1 };
}

/** Told with what was swallowed: 误服洁厕灵. */
const swallowing = /^(?:误吞|误服|误食)$/;

function rightEdge(reading: Reading, head: number): number {
  const { tokens, text } = reading;
  let index = head;
  let end = tokens[head]!.end;
  if (swallowing.test(tokens[head]!.text)) {
    while (
      tokens[index + 1] &&
      tokens[index + 1]!.kind !== 'gap' &&
      tokens[index + 1]!.kind !== 'time' &&
      !/^(?:想|要|准备|需要|来|去|马上|已|现|请|麻烦|正|过|说|我|他|她)/.test(tokens[index + 1]!.text) &&
      tokens[index + 1]!.end - tokens[head]!.end <= 6
    )
      index += 1;
    return tokens[index]!.end;
  }
  const misspelt = misspeltEnd(tokens, head);
  if (misspelt > 0) return misspelt;
  for (let steps = 0; steps < 24; steps += 1) {
    const tail = tailLength(text, end);
    if (tail > 0) {
      end += tail;
      while (index + 1 < tokens.length && tokens[index + 1]!.start < end) index += 1;
      continue;
    }
    const next = tokens[index + 1];
    if (next && next.start === end && (isCompatible(next) || isMoreOf(tokens, index))) {
      const reach = reachOf(tokens, index + 1);
      if (reach < 0) break;
      index = reach;
      end = tokens[index]!.end;
      continue;
    }
    const joined = joinedAt(reading, end);
    if (joined < 0) break;
    index = joined;
    end = tokens[index]!.end;
  }
  return end;
}

/** 痔仓: one or two unknown characters closing the segment belong to a misspelt word. */
function misspeltEnd(tokens: readonly Token[], head: number): number {
  let at = head + 1;
  while (
    tokens[at]?.kind === 'char' &&
    !/[的了着过得到咗紧哒晒犯致后第一二三两半几约快好多再又想要来去]/.test(tokens[at]!.text) &&
    at - head <= 2
  )
    at += 1;
  const next = tokens[at];
  const closed = next === undefined || next.kind === 'gap' || (next.kind === 'time' && at === head + 2);
  return at > head + 1 && closed ? tokens[at - 1]!.end : 0;
}

/** Injuries told verb first take their object: 摔断了左腿, 扭到脚. */
function isMoreOf(tokens: readonly Token[], index: number): boolean {
  const head = tokens[index]!;
  if (!/^(?:钉子扎|摔|砸|磕|撞|夹|割|切|烫|扎|划|扭|崴|碰|轧|压|咬|蜇|刺|砍|抓|锯|绞|卡|碾)/.test(head.text))
    return false;
  const next = tokens[index + 1];
  return next?.text === '了' && isBodyish(tokens[index + 2]) && tokens[index + 2]!.start === next.end;
}

/** Last token of a further condition that begins here; -1 when body words lead to no complaint. */
function reachOf(tokens: readonly Token[], from: number): number {
  let at = from;
  let last = -1;
  const injury = /^(?:钉子扎|摔|砸|磕|撞|夹|割|切|烫|扎|划|扭|崴|碰|轧|压|咬|蜇|刺|砍|抓|锯|绞|卡|碾)/.test(
    tokens[from - 1]?.text ?? '',
  );
  if (tokens[at]?.text === '了') at += 1;
  while (at < tokens.length && at < from + 8 && (at === from || tokens[at]!.start === tokens[at - 1]!.end)) {
    const token = tokens[at]!;
    if (token.kind === 'illness') {
      if (rankOf.get(token.text) === 1) return last;
      // 头痛快一年了: nearly, not fast.
      if (
        token.text === '快' &&
        /^(?:time|digits)$|^[一二两三半几]/.test(
          tokens[at + 1]?.kind === 'time' ? 'time' : (tokens[at + 1]?.text ?? ''),
        )
      )
        return last;
      // 拉肚子拉了三天: the verb said again to tell how long.
      if (token.text.length === 1 && tokens[at + 1]?.text === '了' && tokens[from - 1]?.text.includes(token.text))
        return last;
      return at === from &&
        token.text.length === 1 &&
        needsBody.has(token.text) &&
        /^[到得]/.test(tokens[at + 1]?.text ?? '')
        ? last
        : at;
    }
    if (injury && token.kind === 'body') last = at;
    else if (
      token.kind !== 'body' &&
      token.kind !== 'grade' &&
      token.kind !== 'char' &&
      !(bridge.test(token.text) && tokens[from]!.kind === 'body' && !/^(?:来|要|到|时|让|给|能)$/.test(token.text))
    )
      return last;
    at += 1;
  }
  return last;
}

function joinedAt(reading: Reading, end: number): number {
  const { tokens, text } = reading;
  const match = joiner.exec(text.slice(end, end + 8));
  if (!match) return -1;
  const next = tokens.findIndex((token) => token.start >= end + match[0].length);
  if (next < 0) return -1;
  const token = tokens[next]!;
  if (!isCompatible(token) && token.kind !== 'char') return -1;
  if (token.kind === 'illness' && (tokens[next + 1]?.start !== token.end || !isCompatible(tokens[next + 1]!)))
    return next;
  const reach = reachOf(tokens, next);
  if (reach >= 0) return reach;
  if (token.kind === 'char' && text.slice(end).startsWith('、')) return charRun(tokens, next);
  return token.kind === 'illness' ? next : -1;
}

function charRun(tokens: readonly Token[], from: number): number {
  let at = from;
  while (
    tokens[at + 1] &&
    (tokens[at + 1]!.kind === 'char' || isCompatible(tokens[at + 1]!)) &&
    tokens[at + 1]!.start === tokens[at]!.end
  )
    at += 1;
  return at > from ? at : -1;
}

function tailLength(text: string, at: number): number {
  const rest = text.slice(at, at + 8);
  const tail = tails.find((one) => rest.startsWith(one));
  if (!tail) return 0;
  // 切除术后: the longest tail must not cut 术后 in two.
  if (tail.endsWith('术') && rest[tail.length] === '后') return tail.length + 1;
  if (tail === '期' || tail === '术' || tail === '后' || tail === '可能' || tail === '护理')
    return tail === '期' || tail === '术' ? (/^[\u3400-\u9fff]/.test(rest[1] ?? '') ? 0 : 1) : 0;
  if (tail === '多发' || tail === '治疗') return /^治疗(?:了|过|效果|无效|不)/.test(rest) ? 0 : tail.length;
  return tail.length;
}

/** Whether the words make a reason: vague heads need a body part, events and bare exams already done do not count here. */
function isTelling(reading: Reading, left: number, head: number, end: number): boolean {
  const { tokens } = reading;
  const token = tokens[head]!;
  if (token.kind === 'body') return !/^(?:身体|全身)$/.test(token.text) || end - token.end > 2;
  const lead = tokens.slice(left, head);
  if (needsBody.has(token.text) || (token.text.length === 1 && !/[咳喘疝痔癣痣疣疖]/.test(token.text))) {
    const supported = lead.some(
      (one) =>
        (one.kind === 'body' &&
          !(vagueHead.test(token.text) && /^(?:身体|身子|身上|全身|浑身|周身)$/.test(one.text))) ||
        one.kind === 'illness' ||
        one.kind === 'char' ||
        (one.kind === 'grade' && one.text.length > 1),
    );
    if (supported)
      return !(
        lead.length === 1 &&
        vagueBody.test(lead[0]!.text) &&
        vagueHead.test(token.text) &&
        !/^(?:大便|小便)$/.test(lead[0]!.text)
      );
    const tailEnd =
      end > token.end &&
      tokens.some(
        (one) =>
          one.start >= token.end &&
          one.end <= end &&
          (one.kind === 'body' || (one.kind === 'illness' && !needsBody.has(one.text))),
      );
    return tailEnd && token.text.length > 1;
  }
  return true;
}

function rankWithin(reading: Reading, start: number, end: number): 1 | 2 | 3 {
  let rank: 1 | 2 | 3 = 1;
  for (const token of reading.tokens) {
    if (token.start < start || token.end > end) continue;
    const own =
      token.kind === 'illness'
        ? rankOf.get(token.text)
        : token.kind === 'body' && careTail.test(reading.text.slice(token.end, end))
          ? 3
          : undefined;
    if (own && own > rank) rank = own;
  }
  if (/术后|后遗症|手术|骨折|损伤/.test(reading.text.slice(start, end))) rank = 3;
  return rank;
}
