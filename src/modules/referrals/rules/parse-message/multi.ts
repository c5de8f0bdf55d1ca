import { isDescribed } from './introducer.ts';
import type { Candidate } from './patient-name.ts';
import { before, type Mention } from './people.ts';
import type { Reading, Span } from './types.ts';

const several =
  /(?:两|2|二|三|3|四|4|五|5|几)(?:个|位|名)(?:病人|患者|伤员|伤者|人(?!民)|孕妇|产妇|老人|病号|亲戚|村民|工人|学生)|(?:夫妻|夫妇|母女|母子|父子|父女|兄弟|姐妹|姐弟|兄妹|婆媳|老两口|两口子|爷孙|祖孙|姊妹)(?:俩|两个|两人|二人|都)|两口子|老两口(?:都)?/;

/** Rule G5: whether several patients are announced, and which part of the text speaks of the first one. */
export function patientWindow(
  reading: Reading,
  candidates: readonly Candidate[],
  patient: Mention | null,
): { window: Span; multi: boolean } {
  const whole = { start: 0, end: reading.text.length };
  const stated = several.test(reading.text);
  if (!patient) return { window: whole, multi: stated };
  const others = candidates.filter(
    ({ mention, score }) =>
      mention.start > patient.start &&
      mention !== patient &&
      mention.role === null &&
      score >= 4 &&
      (isDescribed(reading.tokens, mention.to) || stated),
  );
  // 任嘉怡、任嘉欣，女，9岁: joined names share what is said behind.
  const twin = others[0];
  if (twin && /^ ?(?:、|和|与|跟|及) ?$/.test(reading.text.slice(patient.end, twin.mention.start))) {
    others.shift();
    const end = others[0] ? secondStart(reading, others[0].mention) : reading.text.length;
    return { window: { start: 0, end }, multi: true };
  }
  const next = others[0]?.mention;
  if (!next)
    return {
      window: whole,
      multi: stated && candidates.some((one) => one.mention !== patient && one.mention.role === null),
    };
  return { window: { start: 0, end: secondStart(reading, next) }, multi: true };
}

/** The second patient's part begins with the relation or label in front of the name: 我妈韩素云. */
function secondStart(reading: Reading, next: Mention): number {
  let start = next.start;
  let at = before(reading.tokens, next.from);
  for (let steps = 0; at >= 0 && steps < 4; steps += 1) {
    const token = reading.tokens[at]!;
    if (
      token.kind !== 'kin' &&
      token.kind !== 'sex' &&
      token.kind !== 'label' &&
      !/^(?:我|的|他|她|俺|咱|另外|还有|叫|另一个|一个|和|二|2|:|\.|、|,|②)$/.test(token.text)
    )
      break;
    if (token.kind === 'sex' && token.text.length === 1) break;
    start = token.start;
    if (token.text === ',') break;
    at = before(reading.tokens, at);
  }
  return start;
}
