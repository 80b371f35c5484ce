import { describe, expect, test } from 'vitest';
import { nameParts, textPieces, visibleText } from './nameParts.ts';

describe('a name is cut where a reader would cut it', () => {
  test.each([
    ['main.main', '', 'main.', 'main'],
    ['net/http.(*conn).serve', 'net/', 'http.', '(*conn).serve'],
    ['github.com/klauspost/compress/s2.(*Writer).Write.func1', 'github.com/klauspost/compress/', 's2.', '(*Writer).Write.func1'],
    ['gopkg.in/yaml%2ev3.(*parser).parse', 'gopkg.in/', 'yaml%2ev3.', '(*parser).parse'],
    ['main.Map[go.shape.struct { A/b.T }].Get', '', 'main.', 'Map[go.shape.struct { A/b.T }].Get'],
    ['slices.SortFunc[github.com/a/b.C]', '', 'slices.', 'SortFunc[github.com/a/b.C]'],
    ['std::vector<a/b>::push_back', '', 'std::', 'vector<a/b>::push_back'],
    ['runtime', '', '', 'runtime'],
    ['[libc.so.6]', '', '', '[libc.so.6]'],
    ['/usr/lib/go/src/runtime/proc.go', '/usr/lib/go/src/runtime/', '', 'proc.go'],
    ['', '', '', ''],
  ])('%s', (name, path, pkg, rest) => {
    expect(nameParts(name)).toEqual({ path, package: pkg, rest, place: '' });
  });

  test('a line of a function keeps its place apart', () => {
    expect(nameParts('a/b.C /src/b.go:12', 'a/b.C')).toEqual({ path: 'a/', package: 'b.', rest: 'C', place: ' /src/b.go:12' });
  });
});

describe('what cannot be seen is spelt out', () => {
  test('a byte that is not UTF-8', () => expect(visibleText('a\udcffb')).toBe('a\\xffb'));
  test('a bidirectional override', () => expect(visibleText('a\u202eb')).toBe('a\\u{202e}b'));
  test('zero-width characters', () => expect(visibleText('a\u200b\u200d\ufeffb')).toBe('a\\u{200b}\\u{200d}\\u{feff}b'));
  test('controls', () => expect(visibleText('a\0\n\x1b\x7f')).toBe('a\\x00\\n\\x1b\\x7f'));
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
