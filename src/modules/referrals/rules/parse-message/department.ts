import { before, behind, isLabelOf, type Mention } from './people.ts';
import type { Field, Reading, Token } from './types.ts';
import { nothing } from './types.ts';

const wanting =
  /^(?:找|到你们|安排一下|请安排|安排下|看下|看一下|看|看看|瞧瞧|过来|过去|挂|住|约|请|到|去|来|来看|去看|想看|想找|想来|要来|来咱们|来贵院|想挂|要找|想住|收|收到|送|转|入|进|安排|安排到|预约|要住|要看|想约|挂个|挂号|想去|你们|你们医院|拟住|准备住|约了|挂了|睇|想睇|搵|上|入住|转到|转入|收住|收入|来住|你院|贵院|联系|安排住|给|赶往|赶到|前往|去往|往|跟|直接去|直接到|请到|咱们|咱院|转至|送到|送至|是|要|要求|想要|求|要求住|要求到|来你们|过来看|过去看)$/;

/** The department of our hospital the patient is to go to, as written, up to 科. */
export function departmentOf(reading: Reading, introducer: Mention | null): Field<string> {
  const { tokens } = reading;
  let fallback: Field<string> = nothing;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind !== 'department') continue;
    const at = skipBack(tokens, before(tokens, index));
    const lead = tokens[at];
    if (lead?.text === ':' && isLabelOf('department', tokens[before(tokens, at)]?.text ?? ''))
      return fieldOf(reading, token, 0.95);
    if (lead && isLabelOf('department', lead.text)) return fieldOf(reading, token, 0.95);
    const wanted =
      lead !== undefined &&
      ((wanting.test(lead.text) && lead.text !== '是') || (lead.kind === 'time' && lead.end === token.start));
    if (belongsToOthers(tokens, index, introducer) && !wanted) continue;
    if (lead && (wanting.test(lead.text) || lead.kind === 'time')) return fieldOf(reading, token, 0.92);
    if (fallback.value === null && stands(tokens, index)) fallback = fieldOf(reading, token, 0.75);
  }
  return fallback;
}

function skipBack(tokens: readonly Token[], at: number): number {
  while (
    at >= 0 &&
    /^(?:在|个|下|一下|你们|你们医院|医院|的|你们那|那边|咱们|咱|你院|贵院|到|一个|本院)$/.test(tokens[at]!.text)
  ) {
    const previous = before(tokens, at);
    if (previous < 0) break;
    if (tokens[at]!.text === '到' && !/^(?:安排|转|送|收|住|挂|想|明天|直接)$/.test(tokens[previous]!.text)) break;
    at = previous;
  }
  return at;
}

function belongsToOthers(tokens: readonly Token[], index: number, introducer: Mention | null): boolean {
  const previous = tokens[before(tokens, index)];
  if (previous?.kind === 'institution' && !/^(?:医院)$/.test(previous.text)) return true;
  if (/^(?:我是|我|我院|我们)$/.test(previous?.text ?? '')) return true;
  if (
    /^(?:本院|咱院|咱们院|是)$/.test(previous?.text ?? '') &&
    introducer &&
    introducer.from === behind(tokens, index + 1)
  )
    return true;
  const next = behind(tokens, index + 1);
  const skip = tokens[next]?.kind === 'title' || tokens[next]?.text === '的' ? behind(tokens, next + 1) : next;
  return (
    introducer !== null && tokens[index + 1]?.text !== ' ' && (introducer.from === next || introducer.from === skip)
  );
}

function stands(tokens: readonly Token[], index: number): boolean {
  const left = tokens[index - 1];
  const right = tokens[index + 1];
  const next = tokens[behind(tokens, index + 1)];
  if (next?.kind === 'person') return true;
  return (left === undefined || left.kind === 'gap') && (right === undefined || right.kind === 'gap');
}

function fieldOf(reading: Reading, token: Token, confidence: number): Field<string> {
  const end = token.end - (/(?:门诊|病房|住院部)$/.exec(token.text)?.[0].length ?? 0);
  return { value: reading.source.slice(token.start, end), span: { start: token.start, end }, confidence };
}
