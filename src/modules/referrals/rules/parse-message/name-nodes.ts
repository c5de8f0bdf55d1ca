import { beforeNameEndingInMan, givenCharacters, minorityNameParts, neverGiven } from './lexicons/given-names.ts';
import { commonSurnames, compoundSurnames, rareSurnames, wordSurnames } from './lexicons/surnames.ts';
import { entryOf, personSuffixLength } from './lexicon.ts';
import type { Lattice } from './segment.ts';

const hanzi = /[\u3400-\u9fff]/;
const parts: ReadonlySet<string> = new Set(minorityNameParts);

/** Offers every stretch that could be a person: full names, 李医生, 老周, 芳姐, 毛毛, 李红之子, 阿依努尔·买买提. */
export function nameNodes(text: string, lattice: Lattice): void {
  for (let at = 0; at < text.length; at += 1) {
    if (!hanzi.test(text[at]!)) continue;
    addFullNames(text, at, lattice);
    addAddressed(text, at, lattice);
    addNickname(text, at, lattice);
    addMinorityName(text, at, lattice);
  }
  addDottedNames(text, lattice);
  addSpacedNames(text, lattice);
}

function addFullNames(text: string, at: number, lattice: Lattice): void {
  const surnames: { length: number; cost: number }[] = [];
  if (compoundSurnames.has(text.slice(at, at + 2))) surnames.push({ length: 2, cost: -1 });
  const first = text[at]!;
  const word = wordSurnames.has(first) ? 0.8 : 0;
  if (commonSurnames.has(first)) surnames.push({ length: 1, cost: word });
  else if (rareSurnames.has(first)) surnames.push({ length: 1, cost: 0.7 + word });
  else if (!neverGiven.has(first) && !entryOf(text.slice(at, at + 2))) surnames.push({ length: 1, cost: 3 });
  if (commonSurnames.has(first) && commonSurnames.has(text[at + 1] ?? '')) surnames.push({ length: 2, cost: 1.2 });
  for (const surname of surnames) {
    for (const given of [1, 2]) {
      const end = at + surname.length + given;
      if (end > text.length) break;
      const cost = fullNameCost(text, at, at + surname.length, end, surname.cost);
      if (cost >= 7) continue;
      lattice[at]!.push({ end, kind: 'name', cost });
      if (/^之[子女](?!士)/.test(text.slice(end, end + 3))) {
        lattice[at]!.push({ end: end + 2, kind: 'newborn', cost: cost - 0.5 });
      }
    }
  }
}

function fullNameCost(text: string, start: number, givenStart: number, end: number, surnameCost: number): number {
  let cost = 4 + surnameCost;
  for (let at = givenStart; at < end; at += 1) cost += givenCost(text, at, givenStart, end);
  const given = end - givenStart;
  if (given === 2) cost -= 0.5;
  else cost += 0.3;
  if (given === 2 && text[givenStart] === text[givenStart + 1]) cost += 0.2;
  return cost + leftContextCost(text, start) + rightContextCost(text, end);
}

function givenCost(text: string, at: number, givenStart: number, end: number): number {
  const character = text[at]!;
  if (!hanzi.test(character)) return 9;
  if (character === '男' || character === '女') {
    const namely = /^[ ,，/、|;:性别]{0,4}[男女♂♀]/.test(text.slice(end, end + 6));
    if (at > givenStart && (namely || beforeNameEndingInMan.has(text[at - 1]!))) return 0;
    if (at === givenStart && namely) return 0.4;
    return 3;
  }
  if (neverGiven.has(character)) return 3;
  return givenCharacters.has(character) ? 0 : 0.7;
}

const namingWords =
  /(?:叫|名字是|名字|姓名|大名|患者|病人|伤者|病员|患儿|孕妇|产妇|介绍人|推荐人|我是|我叫|男|女|女士|先生|妈|爸|婆|公|爷|奶奶|姐|妹|哥|弟|嫂|子|女儿|邻居|同事|朋友|老伴|爱人|老公|老婆|转|介绍|推荐|代|替|帮|受|报|工友|同学|亲戚|老乡|学生|孩子|护士|医生|村医|患者|主任|的|是|了|\d)$/;

function leftContextCost(text: string, start: number): number {
  if (start === 0 || !hanzi.test(text[start - 1]!)) return -0.8;
  return namingWords.test(text.slice(Math.max(0, start - 4), start)) ? -0.7 : 0;
}

function rightContextCost(text: string, end: number): number {
  const rest = text.slice(end, end + 6);
  if (rest === '') return -0.7;
  if (/^[ ,/、|;:(]{0,3}(?:[男女](?!儿|婿)|[MFmf](?![a-z])|♂|♀|性别|\d{1,3}(?!\d|[号点月床楼])|[一二三四五六七八九十]{2,3}(?:岁|了|,| ))/.test(rest)) return -1.4;
  if (!hanzi.test(rest[0]!)) return -0.8;
  if (/^(?:介绍|推荐|转|报|送|让|叫|喊|说|今年|得了|患|虚岁|之子|之女|的|要|想|来|明天|今天|后天|下午|上午|马上)/.test(rest)) return -0.8;
  return personSuffixLength(text, end) > 0 ? -0.8 : 0;
}

function addAddressed(text: string, at: number, lattice: Lattice): void {
  const surname = compoundSurnames.has(text.slice(at, at + 2))
    ? 2
    : commonSurnames.has(text[at]!) || rareSurnames.has(text[at]!)
      ? 1
      : 0;
  const starts = surname > 0 ? [surname] : givenCharacters.has(text[at]!) ? [1] : [];
  for (const length of starts) {
    const suffix = personSuffixLength(text, at + length);
    if (suffix === 0) continue;
    const title = text.slice(at + length, at + length + suffix);
    const word = wordSurnames.has(text[at]!) && length === 1 ? 0.4 : 0;
    const cost = surname > 0 ? 1.5 + (suffix === 1 ? 0.8 : 0) + word : 2.4 + (suffix === 1 ? 0.2 : 0.8);
    lattice[at]!.push({ end: at + length + suffix, kind: 'person', cost: title === '生' ? cost + 2 : cost });
  }
  if (/[老小阿大]/.test(text[at]!) && at + 1 < text.length) addFamiliar(text, at, lattice);
}

/** 老周, 小陈, 阿强, 大刘; 老戴头; also with a title behind: 小何医生, 小芳姐. */
function addFamiliar(text: string, at: number, lattice: Lattice): void {
  const second = text[at + 1]!;
  const isSurname = commonSurnames.has(second) || rareSurnames.has(second);
  const friendly = text[at] === '阿' || text[at] === '小';
  if (!isSurname && !(friendly && givenCharacters.has(second) && !neverGiven.has(second))) return;
  if (text[at] === '大' && !commonSurnames.has(second)) return;
  const base = (isSurname ? 2.3 : 2.9) + (wordSurnames.has(second) ? 0.5 : 0) + leftContextCost(text, at) * 0.5;
  lattice[at]!.push({ end: at + 2, kind: 'person', cost: base });
  const suffix = personSuffixLength(text, at + 2);
  if (suffix > 0) lattice[at]!.push({ end: at + 2 + suffix, kind: 'person', cost: base });
}

function addNickname(text: string, at: number, lattice: Lattice): void {
  const character = text[at]!;
  if (character !== text[at + 1] || neverGiven.has(character) || entryOf(character + character)) return;
  lattice[at]!.push({ end: at + 2, kind: 'nickname', cost: 3 });
}

function addMinorityName(text: string, at: number, lattice: Lattice): void {
  let end = at;
  for (let count = 0; count < 3; count += 1) {
    const length = [4, 3, 2].find((size) => parts.has(text.slice(end, end + size)));
    if (!length) break;
    end += length;
    lattice[at]!.push({ end, kind: 'name', cost: 2.4 - 0.6 * count });
  }
}

function addDottedNames(text: string, lattice: Lattice): void {
  const pattern = /[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}/g;
  for (const match of text.matchAll(pattern)) {
    const firstDot = match.index + match[0].indexOf('·');
    const lastDot = match.index + match[0].lastIndexOf('·');
    const matchEnd = match.index + match[0].length;
    for (let start = match.index; start < firstDot; start += 1) {
      for (let end = lastDot + 2; end <= matchEnd; end += 1) {
        const inside = text.slice(start, end);
        if (/[男女的是岁]/.test(inside)) continue;
        // The dot is strong evidence; the price per character lets words around the name split off.
        lattice[start]!.push({ end, kind: 'name', cost: inside.length - 6 });
      }
    }
  }
}

/** 陈 明: a short name spread with a space, where the pieces are not words of their own. */
function addSpacedNames(text: string, lattice: Lattice): void {
  const pattern = /(?<![\u3400-\u9fff])([\u3400-\u9fff]{1,2}) {1,3}([\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])/g;
  for (const match of text.matchAll(pattern)) {
    const surname = match[1]!;
    const given = match[2]!;
    const known = surname.length === 2 ? compoundSurnames.has(surname) : commonSurnames.has(surname) || rareSurnames.has(surname);
    if (!known || (given.length === 2 && entryOf(given))) continue;
    if ([...given].some((character) => neverGiven.has(character) || character === '男' || character === '女')) continue;
    lattice[match.index]!.push({ end: match.index + match[0].length, kind: 'name', cost: 2.2 });
  }
  const labelled = /(?:姓名|患者|病人|伤者)[: ]{1,2}([\u3400-\u9fff]) {1,3}([\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])/g;
  for (const match of text.matchAll(labelled)) {
    const start = match.index + match[0].indexOf(match[1]!, 2);
    if (/[男女无]/.test(match[2]!) || !(commonSurnames.has(match[1]!) || rareSurnames.has(match[1]!))) continue;
    lattice[start]!.push({ end: match.index + match[0].length, kind: 'name', cost: 1.4 });
  }
}
