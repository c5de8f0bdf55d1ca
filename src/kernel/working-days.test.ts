import { expect, test } from 'vitest';
import type { Instant } from './day.ts';
import { deadlineAfter } from './working-days.ts';

const cases: [string, number, string, string][] = [
  ['Monday morning', 2, '2026-11-02T09:00:00+08:00', '2026-11-05T00:00:00+08:00'],
  ['just before midnight', 2, '2026-11-02T23:59:59+08:00', '2026-11-05T00:00:00+08:00'],
  [
    'after midnight in China, still the day before in Greenwich',
    1,
    '2026-11-03T00:30:00+08:00',
    '2026-11-05T00:00:00+08:00',
  ],
  ['Friday over the weekend', 2, '2026-11-06T10:00:00+08:00', '2026-11-11T00:00:00+08:00'],
  ['a Saturday starts on Monday', 1, '2026-11-07T10:00:00+08:00', '2026-11-10T00:00:00+08:00'],
  [
    'over National Day, with the Saturday that is worked for it',
    2,
    '2026-09-30T10:00:00+08:00',
    '2026-10-10T00:00:00+08:00',
  ],
  ['a worked Saturday counts', 1, '2026-10-09T10:00:00+08:00', '2026-10-11T00:00:00+08:00'],
  ['National Day of a year without notice', 1, '2031-09-30T10:00:00+08:00', '2031-10-07T00:00:00+08:00'],
];

for (const [what, days, from, expected] of cases) {
  test(`a deadline of ${days} working days: ${what}`, () => {
    const deadline = deadlineAfter(Date.parse(from) as Instant, days, 'Asia/Shanghai');
    expect(new Date(deadline).toISOString()).toBe(new Date(expected).toISOString());
  });
}

test('a deadline of no days is a mistake of the caller', () => {
  expect(() => deadlineAfter(0 as Instant, 0, 'Asia/Shanghai')).toThrow(RangeError);
});
