import { entryOf } from './lexicon.ts';
import { institutionKinds, institutionStopCharacters } from './lexicons/places.ts';
import { timeAtom } from './lexicons/time.ts';
import type { Lattice } from './segment.ts';

const kinds = [...new Set(institutionKinds)].sort((first, second) => second.length - first.length);
const kindPattern = new RegExp(kinds.join('|'), 'g');
const placeSuffix = /[镇乡县市区村街路省州旗屯寨湾庄岭坪坝沟坡塘堡营滩洲港铺集埠圩垭]/;
const prefixLengthMax = 14;

/**
 * Offers every organization name: a kind (卫生院, 厂, …) with up to fourteen characters of name in front. Characters before
 * 镇, 县, 村 … are cheap, because a place name is expected there.
 */
export function institutionNodes(text: string, lattice: Lattice): void {
  const blocked = blockedCharacters(text);
  for (const match of text.matchAll(kindPattern)) {
    const end = match.index + match[0].length;
    lattice[match.index]!.push({ end, kind: 'institution', cost: match[0].length > 1 ? 1.75 : 3 });
    let cost = match[0].length > 1 ? 1.6 : 2.4;
    let place = false;
    for (let start = match.index - 1; start >= 0 && match.index - start <= prefixLengthMax; start -= 1) {
      const character = text[start]!;
      const digit = /[0-9]/.test(character) && match.index - start <= 3;
      if (!digit && (!/[\u3400-\u9fff]/.test(character) || institutionStopCharacters.has(character))) break;
      if (blocked[start]) break;
      place ||= placeSuffix.test(character);
      cost += place ? 0.7 : 1.15;
      lattice[start]!.push({ end, kind: 'institution', cost });
    }
  }
}

/** Characters of illness words, times, relations and labels, which never stand inside an organization's name. */
function blockedCharacters(text: string): boolean[] {
  const blocked: boolean[] = new Array(text.length).fill(false);
  for (let at = 0; at < text.length; at += 1) {
    for (let length = 2; length <= 8 && at + length <= text.length; length += 1) {
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
