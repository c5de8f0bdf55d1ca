import { expect, test } from 'vitest';
import { maskNumbers } from '../desk/mask-text.ts';
import { readDeclaredSource } from './declared-source.ts';
import { evidenceMediaType } from './evidence-file.ts';
import { surnamesLike } from './surname-sounds.ts';

test('surnames heard as another are looked for as well', () => {
  expect(surnamesLike('张三')).toEqual(expect.arrayContaining(['张', '章']));
  expect(surnamesLike('余小雨')).toEqual(expect.arrayContaining(['余', '于', '俞']));
  expect(surnamesLike('')).toEqual([]);
});

test('phones and identity numbers in a message are masked, ages and dates are not', () => {
  expect(maskNumbers('李四 男 56岁 138 0000 1234 明天9点')).toBe('李四 男 56岁 138****1234 明天9点');
  expect(maskNumbers('身份证990000197001010011')).toBe('身份证990****0011');
  expect(maskNumbers(null)).toBeNull();
});

test('evidence is known by its bytes, not by its name', () => {
  expect(evidenceMediaType(Buffer.from('%PDF-1.7 …'))).toBe('application/pdf');
  expect(evidenceMediaType(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toBe('image/png');
  expect(evidenceMediaType(Buffer.from('<svg onload=alert(1)>'))).toBeNull();
  expect(evidenceMediaType(Buffer.alloc(0))).toBeNull();
});

test('the export’s own words about the source are read only when they say something', () => {
  const table = [
    ['自行来院', 'walk_in'],
    ['医生介绍', 'introducer'],
    ['朋友介绍', 'introducer'],
    ['抖音', 'search'],
    ['其他', null],
    ['', null],
  ] as const;
  for (const [text, source] of table) expect(readDeclaredSource(text)).toBe(source);
});
