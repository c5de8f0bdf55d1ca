import { pinyin } from 'pinyin-pro';
import { plainName } from './winner-rows.ts';

/**
 * How are two written names alike? For the matching queue only: the exact rule knows equal and not equal.
 * The levels are the mistakes people make when they hear a name on the phone, type it with a pinyin keyboard, or copy it.
 */
export type NameLikeness =
  | 'same_name'
  /** 张/章: every syllable sounds alike. */
  | 'homophone'
  /** Alike to many ears: zh/z, n/l, f/h, ang/an. */
  | 'near_homophone'
  /** 明华 / 华明. */
  | 'swapped_characters'
  /** Alike to the eye: 未/末. */
  | 'similar_character'
  /** 王建国 / 王国; or one too many. */
  | 'one_character_missing'
  /** One of three or more characters is another; the rest sounds alike. */
  | 'one_character_differs'
  /** One of two. */
  | 'half_differs'
  | 'same_surname'
  | 'different';

/** A name prepared for comparison; make it once per row. */
export interface NameForm {
  readonly characters: readonly string[];
  /** Pinyin without tone, surname readings first (单 shan, 仇 qiu). */
  readonly syllables: readonly string[];
  /** Syllables with the sounds folded that dialects do not tell apart. */
  readonly folded: readonly string[];
  /** The folded syllables in alphabetical order. */
  readonly sorted: string;
}

export function nameForm(name: string | null): NameForm | null {
  const plain = plainName(name)?.replace(/[\s·•.・]/gu, '');
  if (!plain) return null;
  const syllables = pinyin(plain, { toneType: 'none', type: 'array', mode: 'surname' }).map((one) => one.toLowerCase());
  const folded = syllables.map(foldSyllable);
  return { characters: [...plain], syllables, folded, sorted: folded.toSorted().join(' ') };
}

function foldSyllable(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=[aeiouvü])/, 'l')
    .replace(/^f/, 'h')
    .replace(/([aei])ng$/, '$1n');
}

export function compareNames(left: NameForm, right: NameForm): NameLikeness {
  if (left.characters.length !== right.characters.length) return compareLengths(left, right);
  const length = left.characters.length;
  const otherCharacters = differences(left.characters, right.characters);
  if (otherCharacters === 0) return 'same_name';
  if (differences(left.syllables, right.syllables) === 0) return 'homophone';
  const otherSounds = differences(left.folded, right.folded);
  if (otherSounds === 0) return 'near_homophone';
  if (left.sorted === right.sorted) return 'swapped_characters';
  if (otherCharacters === 1 && hasSimilarCharacter(left, right)) return 'similar_character';
  if (otherSounds === 1 && length >= 3) return 'one_character_differs';
  if (otherSounds === 1 && length === 2) return 'half_differs';
  return left.folded[0] === right.folded[0] ? 'same_surname' : 'different';
}

function compareLengths(left: NameForm, right: NameForm): NameLikeness {
  const [shorter, longer] = left.folded.length < right.folded.length ? [left, right] : [right, left];
  const isOneOff = shorter.folded.length >= 2 && longer.folded.length === shorter.folded.length + 1;
  if (isOneOff && isSubsequence(shorter.folded, longer.folded)) return 'one_character_missing';
  return left.folded[0] === right.folded[0] ? 'same_surname' : 'different';
}

function differences(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) count++;
  return count;
}

function isSubsequence(shorter: readonly string[], longer: readonly string[]): boolean {
  let at = 0;
  for (const one of longer) if (one === shorter[at]) at++;
  return at === shorter.length;
}

/** Characters of names that handwriting, scanning and stroke keyboards confuse. */
const similarGroups =
  '己已巳 未末朱 土士 日曰目 王玉主 干千于 天夫 大太犬 田由甲申 刀力 人入 贝见 木本 巾币 侯候 冶治 淑椒 晴睛 坤神 斌赋 桂佳 芳芬 苹萍 兰三 仁任 金全 今令 军车 云去 永水 华毕 丽而 敏毓 霞震 辉耀 祥详 春眷 林材 杨扬 刘列 陈阵 栋株 洋泮 涛清 清请 晓烧 浩洁 俊骏 晨震 伟讳 健建 博搏 宁字 字宇 宇宁 玲铃 琳淋 婷停 娟捐 彬杉';
const similarOf = new Map<string, Set<string>>();
for (const group of similarGroups.split(' ')) {
  for (const one of group) {
    const others = similarOf.get(one) ?? new Set();
    for (const other of group) others.add(other);
    similarOf.set(one, others);
  }
}

function hasSimilarCharacter(left: NameForm, right: NameForm): boolean {
  const at = left.characters.findIndex((one, position) => one !== right.characters[position]);
  return similarOf.get(left.characters[at]!)?.has(right.characters[at]!) ?? false;
}
