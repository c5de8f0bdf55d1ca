import { expect, test } from 'vitest';
import { isInCounty, maskContact, readContact } from './contacts.ts';

test.each([
  ['phone', '+86 138-0000-1234', '13800001234', '13800001234'],
  ['phone', '１３８００００１２３４', '13800001234', '13800001234'],
  ['phone', '0731-82340000', '073182340000', '73182340000'],
  ['email', ' Li@Example.COM ', 'li@example.com', 'li@example.com'],
  ['wechat', 'oX0000_abc-1', 'oX0000_abc-1', 'oX0000_abc-1'],
] as const)('%s %s is stored as %s and compared by %s', (kind, given, value, key) => {
  expect(readContact(kind, given)).toEqual({ value, key });
});

test.each([
  ['phone', '12345'],
  ['phone', '138 0000 123x'],
  ['email', 'li@example'],
  ['wechat', '有空格 的'],
] as const)('%s %s is no contact', (kind, given) => {
  expect(readContact(kind, given)).toBeNull();
});

test('a masked contact cannot be written to', () => {
  expect(maskContact('phone', '13800001234')).toBe('138****1234');
  expect(maskContact('phone', '82340000')).toBe('****0000');
  expect(maskContact('email', 'li@example.com')).toBe('l****@example.com');
});

test.each([
  ['430121', true],
  ['430121001002', true],
  ['430122', false],
  ['4301', null],
  [null, null],
])('division %s is in county 430121: %s', (division, expected) => {
  expect(isInCounty(division, '430121')).toBe(expected);
});
