import { before, isLabelOf, kinWords, type Mention } from './people.ts';
import type { Field, Reading } from './types.ts';
import { nothing } from './types.ts';

type Owner = 'patient' | 'relative' | 'nobody' | 'other';

const mobile = /(?<![\dA-Za-z])(?:\+?86[ -]?)?(1[3-9]\d(?:[ -]?\d){8})(?![\d])/g;
const landline = /(?<!\d)(\(?0\d{2,3}\)?[- ]?\d{7,8})(?!\d)/g;

/** The number to reach the patient (P1–P3): own, else a relative's, else one without owner; never the introducer's. */
export function phoneOf(
  reading: Reading,
  mentions: readonly Mention[],
  patient: Mention | null,
  introducer: Mention | null,
): Field<string> {
  const numbers = [...reading.text.matchAll(mobile), ...reading.text.matchAll(landline)].sort(
    (one, other) => one.index - other.index,
  );
  let best: { rank: number; field: Field<string> } | null = null;
  for (const match of numbers) {
    const start = match.index;
    const end = start + match[0].length;
    const owner = ownerOf(reading, start, end, mentions, patient, introducer);
    if (owner === 'other') continue;
    const rank = owner === 'patient' ? 3 : owner === 'relative' ? 2 : 1;
    const digits = match[1]!.replace(/\D/g, '');
    if (best && best.rank >= rank) continue;
    best = { rank, field: { value: digits, span: { start, end }, confidence: rank === 1 ? 0.85 : 0.95 } };
  }
  return best?.field ?? nothing;
}

function ownerOf(
  reading: Reading,
  start: number,
  end: number,
  mentions: readonly Mention[],
  patient: Mention | null,
  introducer: Mention | null,
): Owner {
  const { tokens, text } = reading;
  const index = tokens.findIndex((token) => token.end > start);
  let at = before(tokens, index);
  while (at >= 0 && /^(?::|是|\(|为|=|\+|-)$/.test(tokens[at]!.text)) at = before(tokens, at);
  const behindNumber = /^ ?\(([^)]{1,8})\)/.exec(text.slice(end))?.[1] ?? '';
  if (/患者|病人|本人/.test(behindNumber)) return 'patient';
  if (/[儿子女妈爸姐哥弟妹嫂老公婆]|家属/.test(behindNumber)) return 'relative';
  if (/医生|护士|司机|介绍/.test(behindNumber)) return 'other';
  const label = tokens[at];
  if (!label) return 'nobody';
  let labelText = label.text;
  if (label.kind === 'label' || /电话|手机|号码|联系/.test(label.text)) {
    if (isLabelOf('otherPhone', labelText)) return labelOwner(text, labelText, mentions, patient, introducer);
    if (/患者|病人|本人/.test(labelText)) return 'patient';
    if (/家属/.test(labelText)) return 'relative';
    let ownerAt = before(tokens, at);
    while (
      ownerAt >= 0 &&
      ((tokens[ownerAt]!.kind === 'label' && isLabelOf('phone', tokens[ownerAt]!.text)) ||
        /^(?:的|联系)$/.test(tokens[ownerAt]!.text))
    )
      ownerAt = before(tokens, ownerAt);
    at = ownerAt;
    labelText = tokens[at]?.text ?? '';
  }
  const token = tokens[at];
  // 介绍人：文建设，电话138…, the patient named only behind.
  if (token?.text === ',' && introducer && introducer.to === at && (patient === null || patient.start > start))
    return 'other';
  if (!token || token.kind === 'gap') return 'nobody';
  const mention = mentions.find((one) => one.to === at + 1);
  if (mention) {
    // 秦哥介绍，秦哥电话186…: the same person named again.
    if (introducer && mention !== introducer && sameText(text, mention, introducer)) return 'other';
    if (mention === patient) return 'patient';
    if (mention === introducer || mention.role === 'introducer' || mention.role === 'bystander')
      return senderIsRelative(text, mention) ? 'relative' : 'other';
    return mention.role === 'addressed' ||
      mention.role === 'wanted-doctor' ||
      (mention.title && /医生|大夫|主任|护士|院长|师/.test(mention.title))
      ? 'other'
      : 'relative';
  }
  if (token.kind === 'kin' || kinWords.has(token.text)) return 'relative';
  if (/^(?:她|他|患者|病人|本人|伤者|病员|产妇|孕妇|自己)$/.test(token.text)) return 'patient';
  if (token.kind === 'title' || token.kind === 'institution' || /司机|护士|医生|大夫|我院|我们/.test(token.text))
    return 'other';
  if (token.text === '我') return senderIsRelative(text, null) ? 'relative' : introducer ? 'other' : 'nobody';
  return 'nobody';
}

function sameText(text: string, one: Mention, other: Mention): boolean {
  return text.slice(one.start, one.end) === text.slice(other.start, other.end);
}

function labelOwner(
  text: string,
  label: string,
  _mentions: readonly Mention[],
  patient: Mention | null,
  introducer: Mention | null,
): Owner {
  if (!/^我/.test(label)) return 'other';
  if (senderIsRelative(text, null)) return 'relative';
  return introducer && introducer !== patient ? 'other' : 'patient';
}

function senderIsRelative(text: string, mention: Mention | null): boolean {
  const relation =
    /我(?:家)?(?:妈|爸|老公|老婆|爱人|儿子|女儿|婆婆|公公|奶奶|爷爷|外公|外婆|姐|哥|弟|妹|老伴|媳妇|岳|嫂|叔|姨|姑|舅)|我是(?:他|她|患者|病人)(?:的)?(?:儿|女|妈|爸|老|妻|丈|姐|哥|弟|妹|爱人|家属)/.test(
      text,
    );
  return relation && (mention === null || mention.title === null);
}
