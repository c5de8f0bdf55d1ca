import { type FailureCatalogue, fillFacts } from '#kernel/failure.ts';
import type { MatchReason, MatchReasonCode } from './match-evidence.ts';

type Words = Pick<FailureCatalogue[string], 'zh' | 'en'>;

const words: Readonly<Record<MatchReasonCode, Words>> = {
  same_name: { zh: '姓名相同', en: 'same name' },
  homophone: { zh: '姓名同音', en: 'the names sound the same' },
  near_homophone: { zh: '姓名近音', en: 'the names sound alike' },
  swapped_characters: { zh: '姓名用字颠倒', en: 'characters of the name exchanged' },
  similar_character: { zh: '姓名有形近字', en: 'a character looks alike' },
  one_character_missing: { zh: '姓名少一字', en: 'one character missing' },
  one_character_differs: { zh: '姓名一字不同', en: 'one character differs' },
  half_differs: { zh: '两字姓名一字不同', en: 'half of a two-character name differs' },
  name_differs: { zh: '姓名不同', en: 'another name' },
  same_phone: { zh: '电话相同', en: 'same phone' },
  one_digit_off: { zh: '电话差一位', en: 'phone differs in one digit' },
  transposed_digits: { zh: '电话两位颠倒', en: 'two digits of the phone exchanged' },
  relative_phone: { zh: '是家属的电话', en: 'phone of a relative' },
  other_phone: { zh: '电话不同', en: 'another phone' },
  same_age: { zh: '年龄相同（{{registered}} 岁）', en: 'same age ({{registered}})' },
  age_close: {
    zh: '年龄相近（说 {{told}}，登记 {{registered}}）',
    en: 'age close (told {{told}}, registered {{registered}})',
  },
  age_differs: {
    zh: '年龄不符（说 {{told}}，登记 {{registered}}）',
    en: 'age differs (told {{told}}, registered {{registered}})',
  },
  same_sex: { zh: '性别相同', en: 'same sex' },
  sex_differs: { zh: '性别不同', en: 'other sex' },
  same_village: { zh: '同村', en: 'same village' },
  same_township: { zh: '同乡镇', en: 'same township' },
  other_place: { zh: '住址不同', en: 'lives elsewhere' },
  disease_fits_department: { zh: '病种符合科室', en: 'the disease fits the department' },
  disease_contradicts_department: { zh: '病种与科室不符', en: 'the disease does not belong in the department' },
  disease_like_diagnosis: { zh: '病种与诊断相近', en: 'the disease is like the diagnosis' },
  department_as_told: { zh: '科室与所说一致', en: 'the department told' },
  arrived_soon: { zh: '{{hours}} 小时后到院', en: 'arrived {{hours}} hours later' },
  arrived_late: { zh: '{{hours}} 小时后才到院', en: 'arrived only {{hours}} hours later' },
};

/** A reason of a proposal in words, for the person who decides. */
export function reasonWords(reason: MatchReason): Words {
  const { zh, en } = words[reason.code];
  return { zh: fillFacts(zh, reason.facts), en: fillFacts(en, reason.facts) };
}
