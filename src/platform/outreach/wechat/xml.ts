import { XMLParser } from 'fast-xml-parser';
import { type Refusal, refuse } from '#kernel/refusal.ts';
import { type BodyRefusal, readUtf8, unreadable } from '../body.ts';

export type XmlRefusal = BodyRefusal | Refusal<'outreach.doctype'>;

const nestedTagsMax = 8;

const parser = new XMLParser({
  ignoreAttributes: true,
  // Message ids have 64 bits: as numbers they would lose their last digits, and two messages could share a key.
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: false,
  maxNestedTags: nestedTagsMax,
});

/**
 * The direct children of `<xml>` that hold text. Accepts only what the platform sends: elements without attributes, text and CDATA; a
 * document type, comments, processing instructions, deep nesting, bytes that are not UTF-8 and anything over 64 kB are refused
 * before or while parsing.
 */
export function readXml(rawBody: Buffer | string): Record<string, string> | XmlRefusal {
  const text = readUtf8(rawBody);
  if (typeof text !== 'string') return text;
  const shape = checkShape(text);
  if (shape) return shape;
  try {
    const parsed = parser.parse(text) as { xml?: unknown };
    if (typeof parsed.xml !== 'object' || parsed.xml === null || Array.isArray(parsed.xml))
      return unreadable('no-xml-root');
    return textsOf(parsed.xml);
  } catch {
    return unreadable('not-well-formed');
  }
}

/**
 * Walks the tokens once. The parser is lenient and would accept declarations and unbalanced tags; a `<!DOCTYPE` that a person typed arrives
 * inside CDATA and must pass, so a search through the whole text would not do.
 */
function checkShape(text: string): XmlRefusal | null {
  const token = /<!\[CDATA\[[\s\S]*?\]\]>|<\/?([A-Za-z_][\w.-]*)\s*\/?>|[^<]+/y;
  token.lastIndex = /^\s*<\?xml [^<>]*\?>/.exec(text)?.[0].length ?? 0;
  const open: string[] = [];
  let roots = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match)
      return /^<!(?!\[CDATA\[|--)/.test(text.slice(at, at + 12))
        ? refuse('outreach.doctype')
        : unreadable('not-well-formed');
    const name = match[1];
    if (name === undefined) {
      if (open.length === 0 && match[0].trim() !== '') return unreadable('text-outside-root');
    } else if (match[0].startsWith('</')) {
      if (open.pop() !== name) return unreadable('not-well-formed');
    } else {
      if (open.length === 0) roots += 1;
      if (!match[0].endsWith('/>')) open.push(name);
      if (roots > 1 || open.length > nestedTagsMax) return unreadable('not-well-formed');
    }
  }
  return open.length === 0 && roots === 1 ? null : unreadable('not-well-formed');
}

function textsOf(element: object): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(element)) {
    // An element given twice becomes an array: such a field counts as absent, so that nobody can choose which of the two is believed.
    if (typeof value === 'string') texts[name] = value;
  }
  return texts;
}

/** Characters XML 1.0 cannot carry, and halves of emoji, are dropped; `]]>` is split over two sections. */
export function cdata(text: string): string {
  const carried = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed();
  return `<![CDATA[${carried.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
