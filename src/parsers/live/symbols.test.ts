import { describe, expect, test } from 'vitest';
import { ParseError } from '#parsers/parseError.ts';
import { parseSymbols } from './symbols.ts';

describe('names of addresses', () => {
  test('are what is read of an answer', () => {
    expect(parseSymbols('num_symbols: 1\n0x46a1b3 main.work\r\n 0x46A1B4\tstd::map<int, int>::find(int const&)\n\n')).toBe('0x46a1b3 main.work\n0x46A1B4 std::map<int, int>::find(int const&)\n');
  });

  test('may be none', () => {
    expect(['', 'num_symbols: 0\n', '0x46a1b3\n0x46a1b4 \n'].map(parseSymbols)).toEqual(['', '', '']);
  });

  test('are not read of a line that does not end', () => {
    expect(parseSymbols('0x1 main.work\n0x2 main.wo')).toBe('0x1 main.work\n');
  });

  test.each(['<!doctype html><title>Sign in</title>', '{"secret":1}', 'root:x:0:0:root:/root:/bin/sh\n', 'num_symbols: 1\n0x1 main.work\npassword=CANARY\n', '46a1b3 main.work\n', '0x12345678123456789 main.work\n'])('%j is refused', (text) => {
    expect(() => parseSymbols(text)).toThrow(ParseError);
  });
});
