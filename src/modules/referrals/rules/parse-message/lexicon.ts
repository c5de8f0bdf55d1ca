import { furtherWords } from './lexicons/everyday.ts';
import { givenCharacters } from './lexicons/given-names.ts';
import {
  bodyParts,
  diagnosisHeads,
  eventHeads,
  examinations,
  grades,
  procedures,
  symptomHeads,
  weakReasons,
} from './lexicons/illness.ts';
import { injuryVerbs, wholeDiagnoses, wholeExaminations, wholeSymptoms } from './lexicons/illness-whole.ts';
import { creatures, hurtfulThings, thingsTaken } from './lexicons/injury-words.ts';
import { households, jobs, workplaces } from './lexicons/jobs.ts';
import {
  addresses,
  femaleKin,
  femalePersonWords,
  maleKin,
  malePersonWords,
  neutralKin,
  professionalTitles,
} from './lexicons/people.ts';
import { departmentNames } from './lexicons/places.ts';
import { everydayWords, fieldLabels, patientLabels, referringVerbs } from './lexicons/talk.ts';
import type { TokenKind } from './types.ts';

export interface Entry {
  readonly kind: TokenKind;
  readonly cost: number;
}

/** How strong a reason is: 3 diagnosis, injury, procedure; 2 symptom; 1 bare event (disease rule D1). */
export const rankOf = new Map<string, 1 | 2 | 3>();

const entries = new Map<string, Entry>();
/** Length of the longest word beginning with two given characters. */
const longestByPair = new Map<string, number>();

function add(words: readonly string[], kind: TokenKind, singleCost = 1.9): void {
  for (const word of words) {
    if (entries.has(word)) continue;
    // CT, HPV: cheaper than the bare run of letters.
    const cost = /^[A-Za-z0-9-]+$/.test(word) ? 0.7 - 0.1 * word.length : 2 - 0.1 * word.length;
    entries.set(word, { kind, cost: word.length === 1 ? singleCost : cost });
    const pair = word.slice(0, 2);
    longestByPair.set(pair, Math.max(longestByPair.get(pair) ?? 1, word.length));
  }
}

/** Injuries told as a verb (磕破, 扎到) rank with injuries. */
const injuryVerb = /^(?:摔|砸|磕|撞|夹|割|切|烫|扎|划|扭|崴|碰|轧|压|咬|砍|锯|绞|碾|钉子扎|刮)/;

for (const word of eventHeads) rankOf.set(word, 1);
for (const word of [...symptomHeads, ...weakReasons, ...wholeSymptoms]) rankOf.set(word, 2);
for (const word of injuryVerbs) rankOf.set(word, 3);
for (const word of symptomHeads) if (injuryVerb.test(word)) rankOf.set(word, 3);
for (const word of [...diagnosisHeads, ...wholeDiagnoses, ...procedures])
  if (!rankOf.has(word) || word.length > 1) rankOf.set(word, 3);
for (const word of [...examinations, ...wholeExaminations]) rankOf.set(word, 2);
for (const word of ['疼', '痛', '烫']) if (word !== '烫') rankOf.set(word, 2);
rankOf.set('浮肿', 2).set('水肿', 2).set('出血', 2).set('包块', 2).set('血尿', 2).set('黄疸', 3);

add([...malePersonWords, ...femalePersonWords], 'sex');
add(['男', '女', '♂', '♀'], 'sex', 1);
add([...maleKin, ...femaleKin, ...neutralKin], 'kin', 2.2);
add(referringVerbs, 'refer');
add(patientLabels, 'label');
for (const labels of Object.values(fieldLabels)) add(labels, 'label');
add(departmentNames, 'department');
add(professionalTitles, 'title', 2.5);
add([...eventHeads, ...diagnosisHeads, ...procedures, ...weakReasons, ...symptomHeads], 'illness', 2.3);
add([...wholeDiagnoses, ...wholeSymptoms, ...wholeExaminations, ...injuryVerbs], 'illness', 2.3);
add(bodyParts, 'body', 2.3);
add(grades, 'grade', 2.6);
add(
  [
    ...everydayWords,
    ...jobs,
    ...households,
    ...workplaces,
    ...furtherWords,
    ...thingsTaken,
    ...creatures,
    ...hurtfulThings,
  ],
  'word',
  1.9,
);

/** 被狗咬伤, 让马蜂蜇: the injury includes who did it. */
const bitten = creatures.flatMap((creature) =>
  ['咬伤', '咬', '抓伤', '抓', '蜇伤', '蜇', '蛰伤', '蛰', '踢伤', '踢', '顶伤', '挠伤', '啄伤', '叮', '螫'].flatMap(
    (deed) => ['被', '让', '给', '遭', '着', ''].map((by) => by + creature + deed),
  ),
);
// 让驴踢了肋巴骨疼: a kick is what happened, a bite is what is treated.
for (const word of bitten) rankOf.set(word, /踢$/.test(word) ? 1 : 3);
for (const word of ['工伤', '喝醉', '受伤', '酒驾', '酒驾受伤']) rankOf.set(word, 1);
add(bitten, 'illness', 2.3);

/** The word's entry, when the lexicon knows it. */
export function entryOf(word: string): Entry | undefined {
  return entries.get(word);
}

/** How long a word of the lexicon may be that begins at the offset. */
export function wordLengthMaxAt(text: string, at: number): number {
  return longestByPair.get(text.slice(at, at + 2)) ?? 1;
}

/** Whole illnesses by their spelling with one character left open, for what is misspelt in one character. */
const openSpellings = new Map<string, string>();
/** Two characters in their places, by word length: without such a pair no word is one slip away. */
const openPairs = new Set<string>();
/** Lengths, as bits, of the words with a character in first and in second place: most text is settled by these alone. */
const firstOf = new Map<string, number>();
const secondOf = new Map<string, number>();
for (const word of [...wholeDiagnoses, ...diagnosisHeads]) {
  if (word.length < 3 || word.length > 7 || !/^[\u3400-\u9fff]+$/.test(word)) continue;
  const last = word[word.length - 1]!;
  firstOf.set(word[0]!, (firstOf.get(word[0]!) ?? 0) | (1 << word.length));
  secondOf.set(word[1]!, (secondOf.get(word[1]!) ?? 0) | (1 << word.length));
  openPairs
    .add(`${word.length}a${word[0]}${last}`)
    .add(`${word.length}b${word[1]}${last}`)
    .add(`${word.length}c${word[0]}${word[1]}`);
  // A short word keeps its first character: 担心病 is no 冠心病.
  for (let at = word.length === 3 ? 1 : 0; at < word.length; at += 1) {
    const open = `${word.slice(0, at)}*${word.slice(at + 1)}`;
    if (!openSpellings.has(open)) openSpellings.set(open, word);
  }
}

/** The illness meant by a word misspelt in one character (甲状腺结接, 带壮疱疹); undefined when none is that near. */
export function misspeltIllness(text: string, start: number, length: number): string | undefined {
  const first = text[start];
  const second = text[start + 1];
  const last = text[start + length - 1];
  if ((((firstOf.get(first!) ?? 0) | (secondOf.get(second!) ?? 0)) & (1 << length)) === 0) return undefined;
  if (
    !openPairs.has(`${length}a${first}${last}`) &&
    !openPairs.has(`${length}b${second}${last}`) &&
    !openPairs.has(`${length}c${first}${second}`)
  )
    return undefined;
  const word = text.slice(start, start + length);
  if (word.length < 3 || !/^[\u3400-\u9fff]+$/.test(word) || entries.has(word)) return undefined;
  for (let at = 0; at < word.length; at += 1) {
    const meant = openSpellings.get(`${word.slice(0, at)}*${word.slice(at + 1)}`);
    if (meant === undefined || /[的了男女岁有是和不没也在到来我他她你这那疼痛想复后]/.test(word[at]!)) continue;
    // 脑梗后遗症, 腰椎间盘突出想来: the character belongs to the next word, not to this one.
    const whole = at === word.length - 1 && rankOf.has(word.slice(0, at));
    const own = [2, 3, 4].some((size) => entries.has(text.slice(start + at, start + at + size)));
    if (!whole && !own) return meant;
  }
  return undefined;
}

const personSuffixes: ReadonlySet<string> = new Set([...professionalTitles, ...addresses]);
const suffixLengthMax = Math.max(...[...personSuffixes].map((suffix) => suffix.length));

/** Length of the longest title or form of address at the offset; 0 when none. */
export function personSuffixLength(text: string, at: number): number {
  for (let length = Math.min(suffixLengthMax, text.length - at); length > 0; length -= 1) {
    if (personSuffixes.has(text.slice(at, at + length))) return length;
  }
  return 0;
}

export function isGivenCharacter(character: string): boolean {
  return givenCharacters.has(character);
}
