import { expect, test } from 'vitest';
import { cutName, nameKey, tidyName } from './names.ts';
import { soundsOf } from './sounds.ts';

test.each([
  ['  张 三 ', '张三'],
  ['阿依古丽•买买提', '阿依古丽·买买提'],
  ['阿依古丽・买买提', '阿依古丽·买买提'],
  ['阿依古丽 · 买买提', '阿依古丽·买买提'],
  ['Anna  Maria\u200b Li', 'Anna Maria Li'],
  ['𠮷田一郎', '𠮷田一郎'],
  ['李\u{2A6A5}', '李\u{2A6A5}'],
])('a name is stored tidy: %s', (given, expected) => {
  expect(tidyName(given)).toBe(expected);
});

test.each([
  ['阿依古丽·买买提', '阿依古丽•买买提'],
  ['张三', '张 三'],
  ['Ｌｉ Ming', 'li ming'],
  // A compatibility ideograph and the character it stands for.
  ['\u{2F81A}', '\u{2F81A}'.normalize('NFC')],
])('%s and %s are the same name', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other));
});

test('cutting a long name never tears a rare character', () => {
  const name = '\u{20BB7}'.repeat(70);
  expect([...cutName(name)]).toHaveLength(60);
  expect(cutName(name).isWellFormed()).toBe(true);
  expect(cutName('张三')).toBe('张三');
});

test.each([
  ['单晓明', 'shanxiaoming', 'sxm'],
  ['仇英', 'qiuying', 'qy'],
  ['曾国华', 'zengguohua', 'zgh'],
  ['解晓东', 'xiexiaodong', 'xxd'],
  ['查良镛', 'zhaliangyong', 'zly'],
  ['朴树', 'piaoshu', 'ps'],
  ['尉迟恭', 'yuchigong', 'ycg'],
  ['万俟卨', 'moqi', 'mq'],
  ['区大伟', 'oudawei', 'odw'],
  ['张建国', 'zhangjianguo', 'zjg'],
  ['吕布', 'lvbu', 'lb'],
])('%s is found as %s and %s, the surname being read as a surname first', (name, full, initials) => {
  const sounds = soundsOf(name);
  expect(sounds.pinyin.split(' ')[0]!.startsWith(full)).toBe(true);
  expect(sounds.initials.split(' ')[0]!.startsWith(initials)).toBe(true);
});

test('the other readings find the name as well', () => {
  expect(soundsOf('单晓明').pinyin.split(' ')).toContain('danxiaoming');
  expect(soundsOf('王乐').pinyin.split(' ')).toEqual(expect.arrayContaining(['wangle', 'wangyue']));
  expect(soundsOf('王乐').initials.split(' ')).toEqual(expect.arrayContaining(['wl', 'wy']));
});

test('a character without a known reading leaves the rest to be found', () => {
  expect(soundsOf('李\u{2A6A5}明').pinyin).toMatch(/^li/);
  expect(soundsOf('阿依古丽·买买提').initials.split(' ')[0]).toHaveLength(7);
  expect(soundsOf('').pinyin).toBe('');
});

test('no name has so many readings that its row grows without bound', () => {
  expect(soundsOf('单乐行重朝和好曾').pinyin.split(' ').length).toBeLessThanOrEqual(12);
});
