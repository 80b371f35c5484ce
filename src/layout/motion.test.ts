import { expect, test } from 'vitest';
import { between, moved, scaled } from './motion.ts';

const from = { left: 0, right: 100, shift: 0 };
const to = { left: 40, right: 50, shift: -18 };

test('a motion begins where it was and ends where it goes', () => {
  expect(between(from, to, 0)).toEqual(from);
  expect(between(from, to, 1)).toEqual(to);
  expect(between(from, to, 7)).toEqual(to);
});

test('what is under the pointer stays there when one zooms', () => {
  const [left, right] = scaled(0, 100, 25, 0.5, 100, 1);
  expect([left, right]).toEqual([12.5, 62.5]);
  expect((25 - left) / (right - left)).toBe(0.25);
});

test('one never sees more than the whole, nor less than the least', () => {
  expect(scaled(10, 20, 15, 1000, 100, 1)).toEqual([0, 100]);
  expect(scaled(10, 20, 15, 0.0001, 100, 1)).toEqual([14.5, 15.5]);
});

test('one moves as far as there is room', () => {
  expect(moved(10, 20, 5, 100)).toEqual([15, 25]);
  expect(moved(10, 20, 500, 100)).toEqual([90, 100]);
  expect(moved(10, 20, -500, 100)).toEqual([0, 10]);
});
