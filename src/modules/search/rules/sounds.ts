import { pinyin } from 'pinyin-pro';

export interface Sounds {
  /** Readings in full, without gaps or tones: `shanxiaoming danxiaoming`; the surname's own reading first. */
  readonly full: readonly string[];
  /** The same as initials: `sxm dxm`. */
  readonly initials: readonly string[];
}

const none: Sounds = { full: [], initials: [] };

/**
 * How a name sounds. A polyphonic surname is read as a surname (单 shan, 仇 qiu, 曾 zeng) and also as the dictionary reads it, because
 * people type either. `ü` is written `v`, as on a keyboard.
 */
export function soundsOf(name: string): Sounds {
  const plain = name.replace(/[\s·•.・．]/gu, '');
  if (!/\p{Script=Han}/u.test(plain)) return none;
  const full = new Set<string>();
  const initials = new Set<string>();
  for (const mode of ['surname', 'normal'] as const) {
    const syllables = pinyin(plain, { toneType: 'none', type: 'array', mode, v: true }).map(tidy);
    full.add(syllables.join(''));
    initials.add(syllables.map((one) => one.slice(0, 1)).join(''));
  }
  return { full: [...full], initials: [...initials] };
}

/** Characters without a reading stay themselves and are left out of what people type in letters. */
function tidy(syllable: string): string {
  return syllable
    .toLowerCase()
    .replace(/ü/g, 'v')
    .replace(/[^a-z]/g, '');
}
