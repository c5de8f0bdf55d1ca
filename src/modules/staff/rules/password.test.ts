import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passwordProblem } from './password.ts';

test.each([
  ['Lantern-Harbour-42', null],
  ['correct horse battery', null],
  ['春眠不觉晓处处闻啼鸟7', null],
  ['kx7-mq2-vd9', null],
  ['short-1', 'too-short'],
  ['九个汉字不够长的1', 'too-short'],
  ['x1'.repeat(101), 'too-long'],
  ['my-wangfang-2026', 'contains-username'],
  ['2026-WANGFANG!!', 'contains-username'],
  ['gnafgnaw-2026-x', 'contains-username'],
  ['abcdefghijkmnop', 'one-kind'],
  ['83920174658392', 'one-kind'],
  ['ababababab11', 'repetitive'],
  ['password123456', 'common'],
  ['P@ssw0rd2026!', 'common'],
  ['Admin@123456', 'common'],
  ['qwertyuiop12', 'common'],
  ['Renmai2026!!', 'common'],
  ['1q2w3e4r5t6y', 'common'],
  ['woaini1314520', 'common'],
  ['YiyuanYiyuan1', 'common'],
])('%s: %s', (password, problem) => {
  expect(passwordProblem(password, 'wangfang')).toBe(problem);
});

test('random passwords of twelve signs are accepted', () => {
  const signs = [...'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_!?'];
  const random = fc.array(fc.constantFrom(...signs), { minLength: 12, maxLength: 30 });
  fc.assert(
    fc.property(random, (picked) => {
      const password = `${picked.join('')}kQ7z`;
      fc.pre(new Set(password).size >= 8);
      return passwordProblem(password, 'wangfang') === null;
    }),
  );
});
