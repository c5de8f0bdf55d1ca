import { expect, test } from 'vitest';
import { type BoardStep, nextBoardSteps, undoMs, undoUntil } from './board-steps.ts';

test('steps go forward, may be skipped, and who did not come may come late', () => {
  const table: [BoardStep, BoardStep[]][] = [
    [
      'announced',
      ['arrived', 'with_doctor', 'admission_requested', 'formalities_done', 'handed_to_ward', 'did_not_come'],
    ],
    ['formalities_done', ['handed_to_ward']],
    ['handed_to_ward', []],
    ['did_not_come', ['arrived']],
  ];
  for (const [step, next] of table) expect(nextBoardSteps(step)).toEqual(next);
});

test('a tap can be taken back for ten minutes', () => {
  expect(undoUntil('arrived', 1000, 1000 + undoMs)).toBe(1000 + undoMs);
  expect(undoUntil('arrived', 1000, 1001 + undoMs)).toBeNull();
  expect(undoUntil('announced', null, 1000)).toBeNull();
});
