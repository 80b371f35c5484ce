import { expect, test } from 'vitest';
import { blobOf } from './texts.ts';

test('pieces of text and of bytes are one after the other, however many there are', async () => {
  const long = 'é'.repeat(700_000);
  const pieces = ['a', Uint8Array.of(0xff, 0), 'b', ...Array.from({ length: 40 }, () => long), '\udcfe', Uint8Array.of(1)];
  const bytes = new Uint8Array(await blobOf(pieces).arrayBuffer());
  expect(Array.from(bytes.subarray(0, 6))).toEqual([0x61, 0xff, 0, 0x62, 0xc3, 0xa9]);
  expect(Array.from(bytes.subarray(-3))).toEqual([0xa9, 0xfe, 1]);
  expect(bytes.length).toBe(4 + 40 * 1_400_000 + 2);
});

test('nothing is an empty file', () => expect(blobOf([]).size).toBe(0));
