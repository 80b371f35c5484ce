import { expect, test } from 'vitest';
import { buffersOf } from './buffers.ts';

test('finds the buffers of typed arrays, each once', () => {
  const start = new Float64Array(3);
  const frame = new Int32Array(2);
  const data = { nodes: { start, same: start, view: new Uint8Array(start.buffer) }, rows: [{ frame }], name: ['a'], none: null, count: 3 };
  expect(new Set(buffersOf(data))).toEqual(new Set([start.buffer, frame.buffer]));
  expect(buffersOf(data).length).toBe(2);
});

test('leaves an array alone that is a part of something larger', () => {
  expect(buffersOf({ part: new Float64Array(10).subarray(2, 4) })).toEqual([]);
});

test('moves what it found', () => {
  const data = { start: Float64Array.of(1, 2), names: ['a', 'b'] };
  const moved = structuredClone(data, { transfer: buffersOf(data) });
  expect(moved).toEqual({ start: Float64Array.of(1, 2), names: ['a', 'b'] });
  expect(data.start.length).toBe(0);
});

test('reads lists of any length', () => {
  expect(buffersOf(Array.from({ length: 300_000 }, (_, row) => ({ row })))).toEqual([]);
});
