import { expect, test } from 'vitest';
import { piecesOf } from './message-text.tsx';

const field = (name: string, start: number, end: number) => ({ field: name, value: '', start, end, confidence: 1 });

test('the pieces of a marked message put together are the message', () => {
  const text = '张三 男 56 胆结石';
  const pieces = piecesOf(text, [field('patientName', 0, 2), field('sex', 3, 4), field('disease', 8, 11)]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter((piece) => piece.fields.length > 0).map((piece) => piece.text)).toEqual([
    '张三',
    '男',
    '胆结石',
  ]);
});

test('overlapping readings share a piece and readings outside of the text are left out', () => {
  const pieces = piecesOf('女婴咳嗽', [field('sex', 0, 1), field('age', 0, 2), field('disease', 2, 9)]);
  expect(pieces.map((piece) => [piece.text, piece.fields.length])).toEqual([
    ['女', 2],
    ['婴', 1],
    ['咳嗽', 0],
  ]);
});

test('an empty message has no pieces', () => {
  expect(piecesOf('', [])).toEqual([]);
});
