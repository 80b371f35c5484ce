import { expect, test } from 'vitest';
import { fold } from '#reports/folded.ts';
import { Intake } from './intake.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['the truth', 30],
  ['nothing', 0],
  ['too little', 5],
  ['too much', 2 ** 32],
])('bytes that come one by one are put together, whatever the file says of their number: %s', (_, size) => {
  const text = 'main;work 10\nmain;idle 5';
  const intake = new Intake(size, 10);
  for (const byte of bytesOf(text)) intake.push(Uint8Array.of(byte));
  expect(intake.length).toBe(text.length);
  expect(fold(intake.finish({ symbols: true }))).toBe(text);
});

// What is not looked at takes no memory, however long.
test('a small file that inflates without end is refused', () => {
  expect(() => new Intake(0, 1000).push(new Uint8Array(2 ** 29 + 1))).toThrow('no profile but an attack');
});

test('a file of more than a gigabyte is refused, however large it was', () => {
  expect(() => new Intake(0, 2 ** 29).push(new Uint8Array(2 ** 30 + 1))).toThrow('more than 1024 MiB');
});
