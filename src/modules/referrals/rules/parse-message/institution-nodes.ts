import { entryOf, wordLengthMaxAt } from './lexicon.ts';
import { institutionKinds, institutionNameWords, institutionStopCharacters } from './lexicons/places.ts';
import { timeAtom } from './lexicons/time.ts';
import type { Lattice } from './types.ts';

const kinds = [...new Set(institutionKinds)].sort((first, second) => second.length - first.length);
const kindPattern = new RegExp(`(?=(${kinds.join('|')}))`, 'g');
const placeSuffix = /[镇乡县市区村街路省州旗屯寨湾庄岭坪坝沟坡塘堡营滩洲港铺集埠圩垭]/;
const prefixLengthMax = 14;

/**
 * Offers every organization name: a kind (卫生院, 厂, …) with up to fourteen characters of name in front. Characters before
 * 镇, 县, 村 … are cheap, because a place name is expected there.
 */
export function institutionNodes(text: string, lattice: Lattice): void {
  const blocked = blockedCharacters(text);
  const named = nameWordCharacters(text);
  const kindly = kindCharacters(text);
  for (const match of text.matchAll(kindPattern)) {
    const kind = match[1]!;
    const end = match.index + kind.length;
    lattice[match.index]!.push({ end, kind: 'institution', cost: kind.length > 1 ? 1.75 : 3 });
    let cost = kind.length > 1 ? 1.6 : 2.4;
    let place = false;
    let doubtful = false;
    for (let start = match.index - 1; start >= 0 && match.index - start <= prefixLengthMax; start -= 1) {
      const character = text[start]!;
      const digit = /[0-9]/.test(character) && match.index - start <= 3;
      if (!digit && !/[\u3400-\u9fff]/.test(character)) break;
      // 颐和养老院, 大同社区: such a character is part of the name only where the name fills its segment.
      if (!digit && institutionStopCharacters.has(character) && !named[start]) {
        if (!/[和同向会都上在于为经来]/.test(character)) break;
        doubtful = true;
      }
      if (blocked[start] && !named[start]) break;
      if (character === '在' && text[start - 1] === '正') break;
      place ||= placeSuffix.test(character);
      cost += named[start] || kindly[start] ? 0.4 : place ? 0.7 : 1.15;
      // A name that begins where a segment begins needs less: 幸福诊所 is no happiness and a clinic.
      const opening = start === 0 || !/[\u3400-\u9fff\w]/.test(text[start - 1]!);
      if (opening || !doubtful) lattice[start]!.push({ end, kind: 'institution', cost: opening ? cost - 0.8 : cost });
    }
  }
}

/** 海天物流公司: a kind in front of another is part of the name. */
function kindCharacters(text: string): boolean[] {
  const kindly: boolean[] = new Array(text.length).fill(false);
  for (const match of text.matchAll(kindPattern)) {
    if (match[1]!.length > 1) kindly.fill(true, match.index, match.index + match[1]!.length);
  }
  return kindly;
}

function nameWordCharacters(text: string): boolean[] {
  const named: boolean[] = new Array(text.length).fill(false);
  for (const match of text.matchAll(institutionNameWords)) named.fill(true, match.index, match.index + match[0].length);
  return named;
}

/** Characters of illness words, times, relations and labels, which never stand inside an organization's name. */
function blockedCharacters(text: string): boolean[] {
  const blocked: boolean[] = new Array(text.length).fill(false);
  for (let at = 0; at < text.length; at += 1) {
    const longest = Math.min(8, wordLengthMaxAt(text, at), text.length - at);
    for (let length = 2; length <= longest; length += 1) {
      const kind = entryOf(text.slice(at, at + length))?.kind;
      if (kind === 'illness' || kind === 'kin' || kind === 'label' || kind === 'refer' || kind === 'sex') {
        blocked.fill(true, at, at + length);
      }
    }
  }
  for (const match of text.matchAll(timeAtom)) blocked.fill(true, match.index, match.index + match[0].length);
  for (const match of text.matchAll(/[男女]/g)) blocked[match.index] = true;
  return blocked;
}
