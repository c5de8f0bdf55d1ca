import { institutionNodes } from './institution-nodes.ts';
import { entryOf, misspeltIllness, wordLengthMaxAt } from './lexicon.ts';
import { timeAtom } from './lexicons/time.ts';
import { nameNodes } from './name-nodes.ts';
import type { Lattice, Node, Token, TokenKind } from './types.ts';

const hanzi = /[\u3400-\u9fff]/;
const unknownCharacterCost = 3.2;

/**
 * Cuts the view into words: of all ways to cover it with lexicon words, times, numbers, possible names and institutions,
 * the cheapest. Names compete with ordinary words here, which is what keeps 高兴 or 方便 from becoming patients.
 */
export function segment(text: string): Token[] {
  const lattice: Lattice = Array.from({ length: text.length }, () => []);
  addPlainNodes(text, lattice);
  addLexiconNodes(text, lattice);
  addPatternNodes(text, lattice);
  institutionNodes(text, lattice);
  nameNodes(text, lattice);
  return cheapestCover(text, lattice);
}

/** The same without names and institutions: for stretches that turned out to be nobody's name. */
export function segmentWithoutNames(text: string): Token[] {
  const lattice: Lattice = Array.from({ length: text.length }, () => []);
  addPlainNodes(text, lattice);
  addLexiconNodes(text, lattice);
  addPatternNodes(text, lattice);
  return cheapestCover(text, lattice);
}

function addPlainNodes(text: string, lattice: Lattice): void {
  for (let at = 0; at < text.length; at += 1) {
    if (hanzi.test(text[at]!)) lattice[at]!.push({ end: at + 1, kind: 'char', cost: unknownCharacterCost });
  }
  for (const run of text.matchAll(/\d+|[A-Za-z]+|[^\dA-Za-z\u3400-\u9fff]/g)) {
    const kind = /\d/.test(run[0]) ? 'digits' : /[A-Za-z]/.test(run[0]) ? 'latin' : 'gap';
    lattice[run.index]!.push({ end: run.index + run[0].length, kind, cost: kind === 'gap' ? 0 : 0.9 });
  }
  // Offsets inside a run of digits or letters need an exit, so that a cover always exists.
  for (let at = 0; at < text.length; at += 1) {
    if (lattice[at]!.length === 0) lattice[at]!.push({ end: at + 1, kind: 'latin', cost: 3 });
  }
}

function addLexiconNodes(text: string, lattice: Lattice): void {
  for (let at = 0; at < text.length; at += 1) {
    if (lattice[at]![0]!.kind === 'gap' && text[at] !== '♂' && text[at] !== '♀') continue;
    const longest = Math.min(wordLengthMaxAt(text, at), text.length - at);
    for (let length = 1; length <= longest; length += 1) {
      const entry = entryOf(text.slice(at, at + length));
      if (entry) lattice[at]!.push({ end: at + length, ...entry });
    }
    for (let length = 3; length <= 7 && at + length <= text.length; length += 1) {
      const meant = misspeltIllness(text, at, length);
      if (meant) lattice[at]!.push({ end: at + length, kind: 'illness', cost: 4.6 - 0.2 * length, meant });
    }
  }
}

const patterns: readonly (readonly [RegExp, TokenKind, number])[] = [
  [timeAtom, 'time', 1.1],
  [/(?<![\dA-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g, 'phone', 0.2],
  [/(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)/g, 'phone', 0.2],
  [/(?<![\d.])\d{1,3}(?: ?周?岁半?| ?歲)/g, 'age', 0.4],
  [/(?:一百[零一二三四五六七八九十]{0,3}|[廿卅一二三四五六七八九十两零]{1,4})周?岁半?/g, 'age', 0.9],
  [
    /(?:[一二三四五六七八九]?十|\d0|\d{1,2})(?:多|来|几|好几|大几|出头|开外|冒头|左右|挂零|上下)(?![发囊汗动梦尿饮指处])岁?(?:出头|左右|多)?(?![天年个公斤块元月分])/g,
    'age',
    0.9,
  ],
  [/[一二三四五六七八九]{2}十岁?(?![天年个公斤块元月分])/g, 'age', 0.9],
  [/(?<!\d)[一二三四五六七八九]十[一二三四五六七八九]?(?![天年个公斤块元月号点床分度小楼米里])/g, 'age', 1.6],
  [/(?:\d{1,3}|[一二三四五六七八九十两]{1,3})个?(?:多)?(?:月|天|周)大/g, 'age', 0.6],
];

function addPatternNodes(text: string, lattice: Lattice): void {
  for (const [pattern, kind, cost] of patterns) {
    for (const match of text.matchAll(pattern)) {
      if (match[0].length > 0) lattice[match.index]!.push({ end: match.index + match[0].length, kind, cost });
    }
  }
}

function cheapestCover(text: string, lattice: Lattice): Token[] {
  const best: number[] = new Array(text.length + 1).fill(Number.POSITIVE_INFINITY);
  const taken: Node[] = new Array(text.length);
  best[text.length] = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    for (const node of lattice[at]!) {
      const cost = node.cost + best[node.end]!;
      if (cost < best[at]!) {
        best[at] = cost;
        taken[at] = node;
      }
    }
  }
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = taken[at]!.end) {
    const { end, kind, meant } = taken[at]!;
    tokens.push({ start: at, end, kind, text: meant ?? text.slice(at, end) });
  }
  return tokens;
}
