import { expect, test } from 'vitest';
import { NONE } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { folded, profileOf } from './folded.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a line is a stack, callers first, and its count', () => {
  const profile = profileOf('main;work;sort 10\nmain;idle 5');
  expect([...profile.samples.values[0]]).toEqual([10, 5]);
  expect(fold(profile)).toBe('main;work;sort 10\nmain;idle 5');
});

test('names may have blanks and numbers in them', () => {
  expect(fold(profileOf('Thread 12;operator new(unsigned long) 3'))).toBe('Thread 12;operator new(unsigned long) 3');
});

test('blank lines and comments are passed over', () => {
  expect(fold(profileOf('# made by hand\n\nmain 1\n'))).toBe('main 1');
});

test('a difference has negative counts', () => {
  expect(fold(profileOf('main;a -4'))).toBe('main;a -4');
});

test('counts past 2^53 are exact', () => {
  expect(fold(profileOf('main 9007199254740993'))).toBe('main 9007199254740993');
});

test('a count alone is of no stack', () => {
  expect([...profileOf('7').samples.stack]).toEqual([NONE]);
});

test('a line without a count is refused by its number', () => {
  expect(() => profileOf('main;a 1\nmain;b')).toThrow('line 2 of these folded stacks has no count at its end: "main;b"');
});

test('a count of more than 64 bits is refused', () => {
  expect(() => profileOf('main 9223372036854775808')).toThrow('more than 64 bits');
});

test.each([
  ['main;work 1\n', true],
  ['main 1\n', true],
  ['java 1\r\njava;run 2\r\n', true],
  ['see you at 5\n', false],
  ['main;work\n', false],
  ['12\n', false],
  ['{"a": 1}', false],
  ['', false],
])('%j is recognised: %s', (text, isRecognised) => {
  expect(folded.recognises(bytesOf(text))).toBe(isRecognised);
});
