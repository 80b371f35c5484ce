import { expect, test } from 'vitest';
import { goTokens, lineStarts, LineStart } from './goSyntax.ts';

/** "keyword:func plain: main() {" … */
const inks = (line: string, start: LineStart = LineStart.code) => goTokens(line, start).tokens.map(({ ink, text }) => `${ink}:${text}`);

test('words of the language, texts, numbers and comments are told apart', () => {
  expect(inks('func f(x int) { return "a\\"b" + \'\\\'\' + 0x1F // f')).toEqual(['keyword:func', 'plain: f(x int) { ', 'keyword:return', 'plain: ', 'text:"a\\"b"', 'plain: + ', "text:'\\''", 'plain: + ', 'number:0x1F', 'plain: ', 'comment:// f']);
});

test('a word with a keyword in it is none, nor is a digit in a name a number', () => {
  expect(inks('format1 = xtype2 ÷ größe')).toEqual(['plain:format1 = xtype2 ÷ größe']);
});

test('numbers in all their forms', () => {
  expect(['1_000', '.5', '1e-9', '0b101', '0x1p-2', '3i'].map((text) => inks(text))).toEqual([['number:1_000'], ['number:.5'], ['number:1e-9'], ['number:0b101'], ['number:0x1p-2'], ['number:3i']]);
});

test('a comment and a raw text go on over lines, and end within one', () => {
  const lines = ['a /* one', 'two */ b `three', 'four` c', 'd'];
  expect([...lineStarts(lines)]).toEqual([LineStart.code, LineStart.comment, LineStart.rawString, LineStart.code]);
  expect(inks(lines[1], LineStart.comment)).toEqual(['comment:two */', 'plain: b ', 'text:`three']);
  expect(inks(lines[2], LineStart.rawString)).toEqual(['text:four`', 'plain: c']);
  expect(inks('', LineStart.comment)).toEqual([]);
});

test('a comment that ends where it begins is no comment', () => {
  expect(inks('a /**/ b')).toEqual(['plain:a ', 'comment:/**/', 'plain: b']);
  expect(inks('`` + x')).toEqual(['text:``', 'plain: + x']);
});

test('the pieces are the line, whatever it holds', () => {
  for (const line of ['"open', "'", '/', '\t// "x"', 'a\udc80b', '0..5', '𝒳 := 1', '/*/', '\u2028']) expect(goTokens(line, LineStart.code).tokens.map(({ text }) => text).join('')).toBe(line);
});
