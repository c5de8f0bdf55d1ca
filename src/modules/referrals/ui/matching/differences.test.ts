import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decisionsPerMinute, differingParts } from './differences.ts';

const marked = (text: string, other: string) =>
  differingParts(text, other)
    .map((part) => (part.differs ? `[${part.text}]` : part.text))
    .join('');

test.each([
  ['章建国', '张建国', '[章]建国'],
  ['张建国', '张国建', '张[建]国'],
  ['张建', '张建国', '张建'],
  ['张建国', '张建', '张建[国]'],
  ['1234', '1334', '1[2]34'],
  ['刘小花', '刘小花', '刘小花'],
  ['刘小花', '陈大伟', '[刘小花]'],
  ['', '张', ''],
])('%s beside %s shows %s', (text, other, shown) => {
  expect(marked(text, other)).toBe(shown);
});

test('the runs put together are the text, whatever it is compared with', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ maxLength: 12 }), (text, other) => {
      expect(
        differingParts(text, other)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('the pace is told only after three decisions, over the last five minutes', () => {
  expect(decisionsPerMinute([0, 1_000], 2_000)).toBeNull();
  expect(decisionsPerMinute([0, 5_000, 10_000], 10_000)).toBe(12);
  expect(decisionsPerMinute([0, 1, 2, 400_000], 401_000)).toBeNull();
});
