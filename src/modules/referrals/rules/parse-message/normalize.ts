import { simplified } from './lexicons/traditional.ts';

/**
 * Only this much of a message is read. Nobody announces a patient after two pages of text, and a bound makes the cost of
 * any message, however hostile, a constant.
 */
export const readCharactersMax = 1000;

/** The part of the message that is read; never cuts a surrogate pair in two. */
export function readablePart(text: string): string {
  if (text.length <= readCharactersMax) return text;
  const last = text.charCodeAt(readCharactersMax - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? readCharactersMax - 1 : readCharactersMax);
}

/**
 * A view for matching with exactly the same offsets as the source: every UTF-16 unit becomes one unit. Full-width forms
 * become half-width, traditional characters simplified, emoji and invisible characters spaces.
 */
export function normalize(source: string): string {
  let view = '';
  for (let index = 0; index < source.length; index += 1) view += normalizedUnit(source, index);
  return view;
}

const dots = new Set(['·', '•', '・', '‧', '∙', '⋅', '･']);

function normalizedUnit(source: string, index: number): string {
  const unit = source[index]!;
  const code = source.charCodeAt(index);
  if (code >= 0x4e00 && code <= 0x9fff) return simplified(unit);
  if (code === 0x0a) return unit;
  if (code < 0x20 || code === 0x3000 || code === 0xa0) return ' ';
  if (code < 0x7f) return unit;
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (dots.has(unit)) return '·';
  if (unit === '♂' || unit === '♀') return unit;
  if (unit === '【' || unit === '〔' || unit === '「' || unit === '『') return '[';
  if (unit === '】' || unit === '〕' || unit === '」' || unit === '』') return ']';
  if (unit === '～' || unit === '〜') return '~';
  if (code >= 0x2460 && code <= 0x2473) return unit;
  if ((code >= 0x2000 && code <= 0x200f) || (code >= 0x2028 && code <= 0x202f)) return ' ';
  if (code >= 0x2600 && code <= 0x27bf) return ' ';
  if (code >= 0xd800 && code <= 0xdfff) return ' ';
  if (code >= 0xfe00 && code <= 0xfe0f) return ' ';
  if (code === 0xfeff || code === 0x20e3) return ' ';
  return unit;
}
