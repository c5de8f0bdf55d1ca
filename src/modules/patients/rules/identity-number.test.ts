import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Day } from '#kernel/day.ts';
import { checkCharacterOf, holderOf, readIdentityNumber } from './identity-number.ts';

const today = '2026-10-15' as Day;
const full = (body: string) => body + checkCharacterOf(body);

test.each([
  ['a man', full('99000019680301123'), { birthDate: '1968-03-01', sex: 'male', wasFormerForm: false }],
  ['a woman', full('99000019680301124'), { birthDate: '1968-03-01', sex: 'female' }],
  ['born on a leap day', full('99000020000229125'), { birthDate: '2000-02-29' }],
  [
    'with spaces and full-width digits',
    `９９００００ 19680301 ${full('99000019680301123').slice(14)}`,
    { sex: 'male' },
  ],
  ['the former form', '990000680301123', { birthDate: '1968-03-01', sex: 'male', wasFormerForm: true }],
])('an ID number is read: %s', (_, text, expected) => {
  expect(readIdentityNumber(text, today)).toMatchObject(expected);
});

test.each([
  ['too short', '9900001968030112', 'length'],
  ['a letter inside', '99000019680301A238', 'characters'],
  ['X in the former form', '99000068030112X', 'characters'],
  ['31 April', full('99000019680431123'), 'birth-date'],
  ['29 February of a common year', full('99000019690229123'), 'birth-date'],
  ['month 13', full('99000019681301123'), 'birth-date'],
  ['a birth date to come', full('99000020271201123'), 'birth-in-future'],
  ['the former form with 30 February', '990000680230123', 'birth-date'],
])('an ID number is refused: %s', (_, text, problem) => {
  expect(readIdentityNumber(text, today)).toEqual({ problem });
});

test('the former form becomes the 18 characters of the same person', () => {
  expect(readIdentityNumber('990000680301123', today)).toMatchObject({ number: full('99000019680301123') });
});

test('a wrong check character and any single wrong digit are found', () => {
  const right = full('99000019680301123');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 17 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digit = right[at] === 'X' ? 10 : Number(right[at]);
      const wrong = right.slice(0, at) + String((digit + by) % 10) + right.slice(at + 1);
      if (wrong !== right) expect(readIdentityNumber(wrong, today)).toHaveProperty('problem');
    }),
  );
});

test('birth date and sex follow from a checked number', () => {
  expect(holderOf(full('99000019680301124'))).toEqual({ birthDate: '1968-03-01', sex: 'female' });
});
