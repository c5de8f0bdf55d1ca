import { expect, test } from 'vitest';
import { contentHashOf, duplicateProblem, SeenRows } from './row-keys.ts';

test('a repeated id is told from a new one, with the row that had it first', () => {
  const seen = new SeenRows();
  expect(seen.note('E1', 11, 2)).toEqual({ seen: 'new' });
  expect(seen.note('E2', 11, 3)).toEqual({ seen: 'new' });
  expect(seen.note('E1', 11, 4)).toEqual({ seen: 'same', firstRow: 2 });
  expect(seen.note('E1', 12, 5)).toEqual({ seen: 'different', firstRow: 2 });
  expect(duplicateProblem('episodes', 2)).toEqual({
    column: 'episode_no',
    code: 'row.duplicate-differs',
    facts: { firstRow: 2 },
  });
});

test('a million consecutive ids are all new, and all known the second time', () => {
  const seen = new SeenRows();
  for (let index = 1; index <= 1_000_000; index += 1) {
    if (seen.note(`E${index}`, index, index).seen !== 'new') throw new Error(`row ${index} was taken for another`);
  }
  for (let index = 1; index <= 1_000_000; index += 997) {
    expect(seen.note(`E${index}`, index, 5)).toEqual({ seen: 'same', firstRow: index });
  }
});

test('the content of a row is what is read of it', () => {
  expect(contentHashOf(['a', 'b', 'x'], [0, 1])).toBe(contentHashOf(['a', 'b', 'y'], [0, 1]));
  expect(contentHashOf(['ab', ''], [0, 1])).not.toBe(contentHashOf(['a', 'b'], [0, 1]));
});
