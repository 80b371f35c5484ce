import { expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { contentionText } from './contentionText.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, symbols = false): Profile => contentionText.parse(bytesOf(text), { symbols });
const valuesOf = ({ samples }: Profile): (number | bigint)[][] => samples.values.map((column) => [...column]);

test('cycles become nanoseconds', () => {
  const profile = parse('--- contention:\ncycles/second=2000000000\n3000 5 @ 0x10 0x20\n');
  expect(valuesOf(profile)).toEqual([[5], [1500]]);
  expect(profile.sampleTypes).toEqual([{ type: 'contentions', unit: 'count' }, { type: 'delay', unit: 'nanoseconds' }]);
});

test('samples stand for as many as the sampling period says', () => {
  expect(valuesOf(parse('--- mutex:\ncycles/second=1000000000\nsampling period=10\n300 5 @ 0x10\n'))).toEqual([[50], [3000]]);
});

test('without a clock rate the delay stays as it is', () => {
  expect(valuesOf(parse('--- mutex:\nsampling period=10\n300 5 @ 0x10\n'))).toEqual([[50], [300]]);
});

test.each([
  ['--- mutex:\n', true],
  ['--- contention:\ncycles/second=5\n', true],
  ['--- contentionz 1 ---\nsampling period = 0x10\nms since reset = 12\ndiscarded samples = 3\n', true],
  ['--- contentionz 1 ---\nformat = java\n', false],
  ['--- contentionz 1 ---\nresolution = microseconds\n', false],
  ['--- mutex:\ncycles/second=fast\n', false],
  ['--- heapz 1 ---\n', false],
])('%j is recognised: %s', (text, isRecognised) => {
  expect(contentionText.recognises(bytesOf(text))).toBe(isRecognised);
});

test('the time since the reset is the duration', () => {
  expect(parse('--- contentionz 1 ---\nms since reset = 12\n').durationNanos).toBe(12_000_000n);
});

test('a line that is no sample is refused', () => {
  expect(() => parse('--- mutex:\ncycles/second=1\nwhat\n')).toThrow('line 3 of this contention profile is no sample: "what"');
});

test('three dashes end the samples', () => {
  expect(parse('--- mutex:\n1 1 @ 0x1\n--- Memory map: ---\n400000-500000: /bin/shop\n').samples.count).toBe(1);
});

test('a period above one may have been multiplied twice, which is said', () => {
  const text = '--- mutex:\ncycles/second=1\nsampling period=100\n';
  expect(parse(text, true).notes).toEqual([expect.stringContaining('too large')]);
  expect(parse(text).notes).toEqual([]);
});

test('symbols are read when they are asked for', () => {
  const text = '--- mutex:\n1 1 @ 0x11 0x21\n#\t0x10\tsync.(*Mutex).Unlock+0x1\tmutex.go:1\n#\t0x20\tmain.main+0x2\ta.go:2\n';
  expect(fold(parse(text, true))).toBe('main.main;sync.(*Mutex).Unlock 1');
});
