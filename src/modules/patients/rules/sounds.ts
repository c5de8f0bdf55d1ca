import { pinyin } from 'pinyin-pro';

/** Surnames read otherwise than the same character elsewhere; the reading as a surname comes first. */
const surnameReadings: Readonly<Record<string, readonly string[]>> = {
  单: ['shan', 'dan', 'chan'],
  仇: ['qiu', 'chou'],
  曾: ['zeng', 'ceng'],
  解: ['xie', 'jie'],
  查: ['zha', 'cha'],
  朴: ['piao', 'pu', 'po'],
  任: ['ren'],
  区: ['ou', 'qu'],
  华: ['hua'],
  盖: ['ge', 'gai'],
  缪: ['miao', 'mou', 'miu'],
  尉: ['wei', 'yu'],
  乐: ['yue', 'le'],
  覃: ['qin', 'tan'],
  翟: ['zhai', 'di'],
  冼: ['xian'],
  洗: ['xian', 'xi'],
  员: ['yun', 'yuan'],
  佘: ['she'],
  召: ['shao', 'zhao'],
  种: ['chong', 'zhong'],
  秘: ['bi', 'mi'],
  黑: ['he', 'hei'],
  折: ['she', 'zhe'],
  燕: ['yan'],
  纪: ['ji'],
  宁: ['ning'],
  卜: ['bu'],
  逄: ['pang'],
  郗: ['xi', 'chi'],
  长: ['zhang', 'chang'],
  薄: ['bo', 'bao'],
  晁: ['chao'],
  谌: ['chen', 'shen'],
  祭: ['zhai', 'ji'],
  牟: ['mou', 'mu'],
  车: ['che'],
  句: ['gou', 'ju'],
  那: ['na'],
  幺: ['yao'],
  繁: ['po', 'fan'],
  隗: ['wei', 'kui'],
  都: ['du', 'dou'],
  阚: ['kan'],
  适: ['kuo', 'shi'],
  相: ['xiang'],
  钭: ['tou', 'dou'],
  贠: ['yun'],
  哈: ['ha'],
  万: ['wan'],
  与: ['yu'],
  石: ['shi'],
  曲: ['qu'],
  丁: ['ding'],
  沈: ['shen'],
  贾: ['jia'],
  柏: ['bai', 'bo'],
  能: ['nai', 'neng'],
  过: ['guo'],
  褚: ['chu'],
  要: ['yao'],
  参: ['shen', 'can'],
};

const compoundSurnames: Readonly<Record<string, readonly string[]>> = {
  尉迟: ['yuchi'],
  万俟: ['moqi'],
  单于: ['chanyu'],
  长孙: ['zhangsun'],
  澹台: ['tantai'],
  令狐: ['linghu'],
  宇文: ['yuwen'],
  鲜于: ['xianyu'],
  皇甫: ['huangfu'],
  呼延: ['huyan'],
  夏侯: ['xiahou'],
  乐正: ['yuezheng'],
  东方: ['dongfang'],
};

const readingsMax = 3;
const combinationsMax = 12;
const readingsOfCharacter = new Map<string, readonly string[]>();

function readingsOf(character: string): readonly string[] {
  const known = readingsOfCharacter.get(character);
  if (known) return known;
  const found = /\p{Script=Han}/u.test(character)
    ? [...new Set(pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }).map(plainLetters))]
        .filter((reading) => /^[a-z]+$/.test(reading))
        .slice(0, readingsMax)
    : [];
  readingsOfCharacter.set(character, found);
  return found;
}

function plainLetters(reading: string): string {
  return reading
    .toLowerCase()
    .replaceAll('ü', 'v')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

export interface Sounds {
  /** Every way to read the name in full, without gaps, separated by spaces; the likeliest first. */
  readonly pinyin: string;
  readonly initials: string;
}

/**
 * How a name may be spelled by who looks for it: `shanxiaoming danxiaoming`, `sxm dxm`. A surname is read as a surname first. Characters nobody
 * knows a reading for (Extension B and later) are left out, the rest still finds the person.
 */
export function soundsOf(name: string): Sounds {
  const characters = [...name.normalize('NFC')].filter((one) => /[\p{L}\p{N}]/u.test(one));
  const compound = compoundSurnames[characters.slice(0, 2).join('')];
  const parts: { full: string; initial: string }[][] = [];
  if (compound) parts.push(compound.map((full) => ({ full, initial: compoundInitials(characters.slice(0, 2), full) })));
  for (let at = compound ? 2 : 0; at < characters.length; at++) {
    const choices = partOf(characters[at]!, at === 0);
    if (choices.length > 0) parts.push(choices);
  }
  let ways: { full: string; initial: string }[] = [{ full: '', initial: '' }];
  for (const choices of parts)
    ways = choices
      .flatMap((choice) => ways.map((way) => ({ full: way.full + choice.full, initial: way.initial + choice.initial })))
      .slice(0, combinationsMax);
  return {
    pinyin: distinct(ways.map(({ full }) => full)),
    initials: distinct(ways.map(({ initial }) => initial)),
  };
}

function partOf(character: string, isFirst: boolean): { full: string; initial: string }[] {
  if (/^[a-z0-9]$/i.test(character)) return [{ full: character.toLowerCase(), initial: character.toLowerCase() }];
  const asSurname = isFirst ? (surnameReadings[character] ?? []) : [];
  const readings = [...new Set([...asSurname, ...readingsOf(character)])].slice(0, readingsMax);
  return readings.map((full) => ({ full, initial: full[0]! }));
}

/** Initials of a two-character surname: the second syllable begins where the rest of the spelling is a reading of the second character. */
function compoundInitials(characters: readonly string[], full: string): string {
  const second = [...readingsOf(characters[1]!), 'qi'].find((reading) => full.endsWith(reading));
  return full[0]! + (second?.[0] ?? '');
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join(' ');
}
