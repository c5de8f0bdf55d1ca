import { expect, test } from 'vitest';
import { dayMs } from '#kernel/day.ts';
import { type Announcement, detectHijack, type HijackReferral } from './hijack.ts';

const booked: Announcement = {
  referralId: 'A',
  introducerNo: 'I1',
  receivedAt: 1000,
  patientName: '刘小花',
  sex: 'female',
  age: 28,
  phone: '13800001203',
  confirmedAt: null,
  withdrawnAt: null,
};
const newcomer: HijackReferral = { ...booked, referralId: 'B', introducerNo: 'I2', receivedAt: 2000 };

test('a message about a patient somebody else announced wins only provisionally', () => {
  expect(detectHijack(newcomer, [booked])).toEqual({
    hijack: true,
    provisionalWinnerId: 'B',
    againstIds: ['A'],
    samePhone: true,
    holdsLines: true,
  });
});

const cases: [string, Partial<HijackReferral>, Partial<Announcement>, boolean][] = [
  ['the same introducer repeats himself', { introducerNo: 'I1' }, {}, false],
  ['the introducer of the newcomer is not known yet', { introducerNo: null }, {}, true],
  ['the announcement came later', {}, { receivedAt: 2001 }, false],
  ['both came in the same millisecond', {}, { receivedAt: 2000 }, true],
  ['the announcement was confirmed before', {}, { confirmedAt: 1999 }, false],
  ['the announcement was confirmed after', {}, { confirmedAt: 2001 }, true],
  ['the announcement was withdrawn before', {}, { withdrawnAt: 1500 }, false],
  ['the announcement is at the end of its window', { receivedAt: 1000 + 30 * dayMs }, {}, true],
  ['the announcement is out of its window', { receivedAt: 1001 + 30 * dayMs }, {}, false],
  ['another name', { patientName: '刘晓花' }, {}, false],
  ['another sex', { sex: 'male' }, {}, false],
  ['another phone, ages two apart', { phone: '13900004321', age: 30 }, {}, true],
  ['another phone, ages three apart', { phone: '13900004321', age: 31 }, {}, false],
  ['no phone, age unknown', { phone: null, age: null }, {}, true],
  ['equal phones whatever the age', { age: 60 }, {}, true],
];
for (const [what, message, announcement, isHijack] of cases) {
  test(`hijack ${isHijack ? 'suspected' : 'not suspected'}: ${what}`, () => {
    expect(detectHijack({ ...newcomer, ...message }, [{ ...booked, ...announcement }]).hijack).toBe(isHijack);
  });
}

test('all open announcements become parties, earliest first', () => {
  const verdict = detectHijack(newcomer, [
    { ...booked, referralId: 'C', introducerNo: 'I3', receivedAt: 1500 },
    booked,
  ]);
  expect(verdict).toMatchObject({ againstIds: ['A', 'C'] });
});
