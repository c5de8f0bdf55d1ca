import { entryOf, personSuffixLength } from './lexicon.ts';
import { minorityNameParts, neverGiven } from './lexicons/given-names.ts';
import { commonSurnames, compoundSurnames, rareSurnames, surnameLength } from './lexicons/surnames.ts';
import type { Lattice } from './types.ts';

const hanzi = /[\u3400-\u9fff]/;
const parts: ReadonlySet<string> = new Set(minorityNameParts);

/** Jobs, places, moments and forms of address that begin with a surname: 程序员, 于家村, 马上到, 王二爷. */
export const notNames =
  /^.(?:[大二三四五六七八幺][嫂叔伯婶爷舅姨爹]|.[员村镇乡]|民工)$|^(?:马上[到来送去过]|时间.|过来.?|(?:安徽|江[苏西]|云南|甘肃|宁夏|吉林|海南|山[东西]|广[东西]|上海)[来的人那这过打上回])$/;

/** Names told apart by their form or their place: minorities' names, 平安，男, 陈 明, 二狗叔介绍. */
export function specialNames(text: string, lattice: Lattice): void {
  for (let at = 0; at < text.length; at += 1) if (hanzi.test(text[at]!)) addMinorityName(text, at, lattice);
  addDottedNames(text, lattice);
  addSpacedNames(text, lattice);
  addUnusualNames(text, lattice);
  addStrangeName(text, lattice);
  addTitledNicknames(text, lattice);
  addWordNames(text, lattice);
  addKinNames(text, lattice);
}

/** 二狗叔介绍, 铁蛋哥带来: a nickname of two characters with a form of address, where a person is expected. */
function addTitledNicknames(text: string, lattice: Lattice): void {
  const pattern =
    /(?<![\u3400-\u9fff])([\u3400-\u9fff]{2})(?:叔|伯|哥|姐|婶|嫂|姨|爷|妈|爸|婆|孃)(?=介绍|推荐|推介|叫|让|喊|带|送|说|报|转|[ ,。:]|$)/g;
  for (const match of text.matchAll(pattern)) {
    const value = match[1]!;
    if (
      /^[经由听亏托让叫找请看和跟与是给在]/.test(value) ||
      entryOf(match[0]) ||
      entryOf(value) ||
      entryOf(match[0].slice(1)) ||
      [...value].some((one) => neverGiven.has(one))
    )
      continue;
    lattice[match.index]!.push({ end: match.index + match[0].length, kind: 'person', cost: 3.4 });
  }
}

function addMinorityName(text: string, at: number, lattice: Lattice): void {
  let end = at;
  for (let count = 0; count < 3; count += 1) {
    const length = [4, 3, 2].find((size) => end + size <= text.length && parts.has(text.slice(end, end + size)));
    if (!length) break;
    end += length;
    lattice[at]!.push({ end, kind: 'name', cost: 2.4 - 0.6 * count });
  }
}

function addDottedNames(text: string, lattice: Lattice): void {
  const pattern = /[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}/g;
  for (const match of text.matchAll(pattern)) {
    const matchEnd = match.index + match[0].length;
    const covered = wordsWithin(text, match.index, matchEnd);
    const firstDot = match.index + match[0].indexOf('·');
    const lastDot = match.index + match[0].lastIndexOf('·');
    for (let start = match.index; start < firstDot; start += 1) {
      for (let end = lastDot + 2; end <= matchEnd; end += 1) {
        if (
          /[男女的是岁叫我他她]/.test(text.slice(start, end)) ||
          covered.slice(start - match.index, end - match.index).includes(true)
        )
          continue;
        // The dot is strong evidence; of the stretches free of ordinary words the longest wins.
        lattice[start]!.push({ end, kind: 'name', cost: -2 - 0.2 * (end - start) });
      }
    }
  }
}

/** 敖日格乐，男: four or five characters in the place of a name, told apart by the mark of sex behind. */
function addUnusualNames(text: string, lattice: Lattice): void {
  const pattern = /(?<![\u3400-\u9fff·])([\u3400-\u9fff]{4,6})(?=[ ,，/、|]{1,2}[男女](?![\u3400-\u9fff]))/g;
  for (const match of text.matchAll(pattern)) {
    const label = /^(?:病人|患者|姓名|转诊|伤者|登记)/.exec(match[1]!)?.[0].length ?? 0;
    const start = match.index + label;
    const end = match.index + match[0].length;
    const value = text.slice(start, end);
    if (value.length < 3 || value.length > 5 || [...value].some((one) => neverGiven.has(one) && one !== '哈')) continue;
    if (wordsWithin(text, start, end).includes(true) || /[明今后昨][天日早晚]|[上下]午/.test(value)) continue;
    lattice[start]!.push({ end, kind: 'name', cost: 2.6 });
  }
}

/** 哲别 男 22: whatever opens the message in the place of a name, when it is no word and the mark of sex follows. */
function addStrangeName(text: string, lattice: Lattice): void {
  const match = /^((?:病人|患者|姓名)?[: ]{0,2})([\u3400-\u9fff]{2,3})[ ,/|、]{1,2}[男女](?![\u3400-\u9fff])/.exec(
    text,
  );
  if (!match) return;
  const value = match[2]!;
  const start = match[1]!.length;
  const end = start + value.length;
  if (/[的了是我你您他她们在从到去男女姓]|^(?:无|有|一|某)/.test(value) || wordsWithin(text, start, end).includes(true))
    return;
  if (personSuffixLength(text, start + 1) === value.length - 1 || surnameLength(text, start) > 0) return;
  lattice[start]!.push({ end, kind: 'name', cost: 3.6 });
}

/** 平安，男 and 夏方便，女: an everyday word in the place of a name, told apart by surname and the mark of sex behind. */
function addWordNames(text: string, lattice: Lattice): void {
  const pattern =
    /(?:(?<![\u3400-\u9fff·])|(?<=病人|患者|姓名|叫|[爸妈]))([\u3400-\u9fff]{2,3})(?=[ ,，/、|]{0,2}[男女](?![\u3400-\u9fff])|[ ,，/、|]{1,2}\d{1,3}(?:岁|[ ,，/]))/g;
  for (const match of text.matchAll(pattern)) {
    const value = match[1]!;
    if (!(commonSurnames.has(value[0]!) || rareSurnames.has(value[0]!))) continue;
    if (notNames.test(value) || /[族人者员工户]$/.test(value)) continue;
    const word = entryOf(value) ?? entryOf(value.slice(1));
    if (word?.kind !== 'word' || personSuffixLength(value, 1) === value.length - 1) continue;
    lattice[match.index]!.push({ end: match.index + value.length, kind: 'name', cost: 1.1 });
  }
}

/**
 * 张幺妹，女 and 姓名：刘大姐: kinship as a given name, told apart by the record it stands in; 韩二嫂 stays a form of address.
 */
function addKinNames(text: string, lattice: Lattice): void {
  const inRecord =
    /(?:(?<![\u3400-\u9fff·])|(?<=病人|患者|介绍|[转报送叫]))([\u3400-\u9fff])(?:幺[妹姑]|[大二三四五六七细满小][妹]|[三四五六七][姐姑])(?=[ ,，/、|]{0,2}(?:[男女](?!儿|婿)|\d{1,3}(?:岁|[ ,，/])))/g;
  const labelled =
    /(?<=姓名:? ?|(?:病人|患者|名)叫)([\u3400-\u9fff])[大二三四五六七幺细满小][妹姐姑](?=[ ,，/\n男女\d])/g;
  for (const pattern of [inRecord, labelled]) {
    for (const match of text.matchAll(pattern)) {
      if (!(commonSurnames.has(match[1]!) || rareSurnames.has(match[1]!))) continue;
      lattice[match.index]!.push({ end: match.index + match[0].length, kind: 'name', cost: 0.2 });
    }
  }
}

/** Which characters belong to ordinary words of two or more characters. */
function wordsWithin(text: string, start: number, end: number): boolean[] {
  const covered: boolean[] = new Array(end - start).fill(false);
  for (let at = start; at < end; at += 1) {
    for (let length = 2; length <= 4 && at + length <= end; length += 1) {
      if (entryOf(text.slice(at, at + length))) covered.fill(true, at - start, at - start + length);
    }
  }
  return covered;
}

/** 陈 明: a short name spread with a space, where the pieces are not words of their own. */
function addSpacedNames(text: string, lattice: Lattice): void {
  const pattern = /(?<![\u3400-\u9fff])([\u3400-\u9fff]{1,2}) {1,3}([\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])/g;
  for (const match of text.matchAll(pattern)) {
    const surname = match[1]!;
    const given = match[2]!;
    const known =
      surname.length === 2 ? compoundSurnames.has(surname) : commonSurnames.has(surname) || rareSurnames.has(surname);
    if (!known || (given.length === 2 && entryOf(given))) continue;
    if ([...given].some((character) => neverGiven.has(character) || character === '男' || character === '女')) continue;
    lattice[match.index]!.push({ end: match.index + match[0].length, kind: 'name', cost: 2.2 });
  }
  for (const match of text.matchAll(/(?:姓名|名字)[:] ?([\u3400-\u9fff]{2,4})(?![\u3400-\u9fff·])/g)) {
    const value = match[1]!;
    if (
      /^(?:不详|未知|没有|暂无|无|保密|不清楚)/.test(value) ||
      /[男女岁]/.test(value.slice(1)) ||
      personSuffixLength(value, 1) === value.length - 1
    )
      continue;
    lattice[match.index + match[0].length - value.length]!.push({
      end: match.index + match[0].length,
      kind: 'name',
      cost: 0.3,
    });
  }
  const labelled = /(?:姓名|患者|病人|伤者)[: ]{1,2}([\u3400-\u9fff]) {1,3}([\u3400-\u9fff]{1,2})(?![\u3400-\u9fff])/g;
  for (const match of text.matchAll(labelled)) {
    const start = match.index + match[0].indexOf(match[1]!, 2);
    if (/[男女无]/.test(match[2]!) || !(commonSurnames.has(match[1]!) || rareSurnames.has(match[1]!))) continue;
    lattice[start]!.push({ end: match.index + match[0].length, kind: 'name', cost: 1.4 });
  }
}
