import { expect, test } from 'vitest';
import { headLines, linesOf } from './lines.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['a\nb\n', ['a', 'b']],
  ['a\r\nb', ['a', 'b']],
  ['\n\na', ['', '', 'a']],
  ['a\r\r\n', ['a\r']],
  ['', []],
])('the lines of %j', (text, lines) => {
  expect([...linesOf(bytesOf(text))]).toEqual(lines);
});

test('a text is read in pieces, cut between lines', () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => `line ${i} ü`);
  let at = 0;
  for (const line of linesOf(bytesOf(lines.join('\n')))) if (line !== lines[at++]) throw new Error(`line ${at} is ${line}`);
  expect(at).toBe(lines.length);
});

test('a line longer than a piece stays whole', () => {
  const long = 'x'.repeat(3_000_000);
  expect([...linesOf(bytesOf(`a\n${long}\nb`))].map(({ length }) => length)).toEqual([1, long.length, 1]);
});

test('a byte that is no UTF-8 spoils no other', () => {
  expect([...linesOf(Uint8Array.of(0x61, 0xff, 0x0a, 0xc3, 0xbc))]).toEqual(['a\udcff', 'ü']);
});

test('the first lines are whole', () => {
  expect(headLines(bytesOf('one\ntwo\nthree\n'), 6)).toEqual(['one']);
  expect(headLines(bytesOf('one\ntwo'), 7)).toEqual(['one', 'two']);
  expect(headLines(bytesOf('a long line'), 6)).toEqual(['a long']);
});
