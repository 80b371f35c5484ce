import { expect, test } from 'vitest';
import { lineAt, linesOf } from './sources.ts';

test('a line ends with either line end, and the last may lack it', () => {
  expect(linesOf('a\r\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
  expect(linesOf('a\n')).toEqual(['a']);
  expect(linesOf('')).toEqual([]);
});

test('of a text with a line of 64 KiB or more, only what stands before it is there', () => {
  const long = 'é'.repeat(2 ** 15 - 1);
  expect(linesOf(`a\n${long}x\nb`)).toEqual(['a', `${long}x`, 'b']);
  expect(linesOf(`a\n${long}xy\nb`)).toEqual(['a']);
});

test('lines are counted from 1', () => {
  expect(lineAt({ lines: ['a', 'b'] }, 2)).toBe('b');
  expect(lineAt({ lines: ['a', 'b'] }, 0)).toBeUndefined();
  expect(lineAt({ error: 'gone' }, 1)).toBeUndefined();
});
