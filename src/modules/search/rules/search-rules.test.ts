import { expect, test } from 'vitest';
import { readQuery } from './read-query.ts';
import { soundsOf } from './sounds.ts';

test.each([
  ['张建国', ['zhangjianguo'], ['zjg']],
  ['单小明', ['shanxiaoming', 'danxiaoming'], ['sxm', 'dxm']],
  ['仇英', ['qiuying', 'chouying'], ['qy', 'cy']],
  ['曾国平', ['zengguoping', 'cengguoping'], ['zgp', 'cgp']],
  ['吕丽', ['lvli'], ['ll']],
  ['欧阳春', ['ouyangchun'], ['oyc']],
  ['买买提·艾力', ['maimaitiaili'], ['mmtal']],
])('%s is found by its readings, the surname’s own first', (name, full, initials) => {
  expect(soundsOf(name).full[0]).toBe(full[0]);
  expect(soundsOf(name).initials[0]).toBe(initials[0]);
  for (const reading of full) expect(soundsOf(name).full).toContain(reading);
});

test('names without Chinese characters have no pinyin', () => {
  expect(soundsOf('Smith').full).toEqual([]);
});

test.each([
  ['', 'none'],
  ['z', 'none'],
  ['12', 'none'],
  ['zjg', 'letters'],
  ['Zhang Jianguo', 'letters'],
  ['张', 'name'],
  ['张 建国', 'name'],
  ['0831', 'digits'],
  ['138 0000 1234', 'digits'],
  ['123x', 'digits'],
  ['R000000000012', 'number'],
  ['B2026-001', 'number'],
])('%j is read as %s', (text, kind) => {
  expect(readQuery(text).kind).toBe(kind);
});

test('a name is also looked for by how it sounds; a single character is not', () => {
  expect(readQuery('张建帼')).toMatchObject({ kind: 'name', sounds: ['zhangjianguo'] });
  expect(readQuery('张')).toMatchObject({ kind: 'name', sounds: [] });
});
