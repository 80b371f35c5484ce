import { describe, expect, test } from 'vitest';
import { textPieces, visibleText } from './visibleText.ts';

describe('what cannot be seen is spelt out', () => {
  test('a byte that is not UTF-8', () => expect(visibleText('a\udcffb')).toBe('a\\xffb'));
  test('a bidirectional override', () => expect(visibleText('a\u202eb')).toBe('a\\u{202e}b'));
  test('zero-width characters', () => expect(visibleText('a\u200b\u200d\ufeffb')).toBe('a\\u{200b}\\u{200d}\\u{feff}b'));
  test('controls', () => expect(visibleText('a\0\n\x1b\x7f')).toBe('a\\x00\\n\\x1b\\x7f'));
  test('what is no character', () => expect(visibleText('\ufffe')).toBe('\\u{fffe}'));
  test('a half of a pair', () => expect(visibleText('\ud800')).toBe('\\u{d800}'));
  test('all else stays, a whole pair too', () => expect(visibleText('ünïcödé·日本😀')).toBe('ünïcödé·日本😀'));
  test('a heap of marks is cut', () => expect(visibleText(`a${'\u0301'.repeat(10_000)}b`)).toBe('a\u0301\u0301\u0301…b'));
  test('escapes stand in pieces of their own', () =>
    expect(textPieces('a\tb')).toEqual([
      { text: 'a', escaped: false },
      { text: '\\t', escaped: true },
      { text: 'b', escaped: false },
    ]));
});
