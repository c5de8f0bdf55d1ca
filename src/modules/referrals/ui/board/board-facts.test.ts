import { expect, test } from 'vitest';
import type { BoardCard } from '../../contract/board.ts';
import { byArrival, columnOf, coveredName, expectedDay, isFound, lateMinutes, tapped } from './board-facts.ts';

const noon = Date.parse('2026-10-12T04:00:00Z');
const hour = 3_600_000;

function card(change: Partial<BoardCard> = {}): BoardCard {
  return {
    referralId: 'r1',
    version: 1,
    patientName: '刘小花',
    sex: 'female',
    age: 30,
    phoneTail: '1234',
    disease: null,
    department: '产科',
    introducerName: '王大夫',
    introducerKind: 'grassroots_institution',
    introducerInstitution: '新田卫生院',
    isAccompanied: false,
    note: null,
    receivedAt: noon - 5 * hour,
    expectedFrom: noon - hour,
    expectedUntil: null,
    expectedPhrase: null,
    isAnnouncement: false,
    isDisputed: false,
    step: 'announced',
    stepAt: null,
    arrivedAt: null,
    undoUntil: null,
    nextSteps: ['arrived', 'did_not_come'],
    escort: null,
    assignedAgentId: null,
    consentsToNotice: null,
    ...change,
  };
}

test.each([
  ['expected an hour ago', {}, 60],
  ['expected until later', { expectedUntil: noon + hour }, null],
  ['no time told', { expectedFrom: null }, null],
  ['already here', { step: 'arrived' as const }, null],
  ['only seconds late', { expectedFrom: noon - 20_000 }, null],
])('a patient is late only when the told time has passed: %s', (_, change, minutes) => {
  expect(lateMinutes(card(change), noon)).toBe(minutes);
});

test('cards stand by the expected arrival, and by receipt when no time was told', () => {
  const late = card({ referralId: 'late', expectedFrom: noon });
  const untold = card({ referralId: 'untold', expectedFrom: null, receivedAt: noon - 2 * hour });
  const early = card({ referralId: 'early', expectedFrom: noon - 3 * hour });
  expect([late, untold, early].sort(byArrival).map((one) => one.referralId)).toEqual(['early', 'untold', 'late']);
});

test('who was handed to the ward or did not come leaves the columns of work', () => {
  expect(columnOf({ step: 'handed_to_ward' })).toBe('done');
  expect(columnOf({ step: 'did_not_come' })).toBe('done');
  expect(columnOf({ step: 'with_doctor' })).toBe('with_doctor');
});

test.each([
  ['小花', true],
  ['1234', true],
  [' 新田 ', true],
  ['产 科', true],
  ['李', false],
  ['', true],
])('search %j finds the card: %s', (text, found) => {
  expect(isFound(card(), text)).toBe(found);
});

test('the day told is named on the clock of the hospital, not of the reader', () => {
  const lateEvening = Date.parse('2026-10-12T15:30:00Z');
  expect(expectedDay(lateEvening, noon, 'Asia/Shanghai')).toBe('today');
  expect(expectedDay(lateEvening + hour, noon, 'Asia/Shanghai')).toBe('tomorrow');
});

test('a covered name keeps the surname only', () => {
  expect(coveredName('刘小花')).toBe('刘＊＊');
  expect(coveredName('王')).toBe('王＊');
});

test('a tap shows its step at once and keeps the first arrival', () => {
  expect(tapped(card(), 'arrived', noon)).toMatchObject({ step: 'arrived', arrivedAt: noon, nextSteps: [] });
  expect(tapped(card({ arrivedAt: noon - hour }), 'with_doctor', noon).arrivedAt).toBe(noon - hour);
  expect(tapped(card(), 'did_not_come', noon).arrivedAt).toBeNull();
});
