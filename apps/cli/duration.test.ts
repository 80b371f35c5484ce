import { expect, test } from 'vitest';
import { durationIn } from './duration.ts';

test.each([
  ['30m', 1_800_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['+90s', 90_000],
  ['1500ms', 1500],
  ['.5s', 500],
  ['1.s', 1000],
  ['2000us', 2],
  ['2000µs', 2],
  ['0', 0],
  ['0s', 0],
])('%s is a duration', (text, milliseconds) => {
  expect(durationIn(text)).toBe(milliseconds);
});

test.each(['', '30', '+', '-30m', '30 m', 'm', '.s', '1h30', '30M', '1d', '1e3s', '30m!'])('"%s" is none', (text) => {
  expect(durationIn(text)).toBeUndefined();
});
