import { expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { heapText } from './heapText.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, symbols = false): Profile => heapText.parse(bytesOf(text), { symbols });
const samplesOf = (profile: Profile): string[] => {
  const lines = [...rawText(profile)].map((line) => line.trimEnd());
  return lines.slice(lines.indexOf('Samples:') + 1, lines.indexOf('Locations'));
};

test("Go's heap is scaled up from its samples, allocations first", () => {
  expect(samplesOf(parse('heap profile: 1: 100 [2: 200] @ heap/1048576\n1: 100 [2: 200] @ 0x10 0x20\n'))).toEqual([
    'alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes',
    '      10486    1048676       5243     524338: 1 2',
    '                bytes:[100]',
  ]);
});

test("the rate of Go's heap stands twice in its header", () => {
  expect(parse('heap profile: 0: 0 [0: 0] @ heap/1048576\n').period).toBe(524288n);
});

test('objects have the mean size of those in use', () => {
  expect(samplesOf(parse('heap profile: 1: 1 [2: 2] @ heapprofile\n3: 10 [4: 100] @ 0x10\n'))[2]).toBe('                bytes:[3]');
});

test.each([
  ['heap profile: 1: 2 [1: 2] @ heap/2', 'objects/count space/bytes', 'what was allocated is what is in use'],
  ['heap profile: 1: 2 [0: 0] @ heap/2', 'objects/count space/bytes', 'allocations were not counted'],
  ['heap profile: 1: 2 [1: 3] @ heap/2', 'alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes', 'more was allocated'],
  ['heap profile: 1: 2 [3: 4] @ growth', 'objects/count space/bytes', 'it is of growth'],
  ['heap profile:   1:  2 [  3:  4] @ fragmentationz', 'objects/count space/bytes', 'it is of fragmentation'],
])('%s has the columns %s, as %s', (header, columns) => {
  expect(samplesOf(parse(`${header}\n`))).toEqual([columns]);
});

test.each([
  ['heap_v2/524288', '       5243     524338: 1', 524288n],
  ['heapz_v2/524288', '       5243     524338: 1', 524288n],
  ['heapprofile', '          1        100: 1', 1n],
  ['heap/2', '          1        100: 1', 1n],
  ['heap', '          1        100: 1', 0n],
])('the samples of @ %s are %s', (kind, sample, period) => {
  const profile = parse(`heap profile: 1: 100 [1: 100] @ ${kind}\n1: 100 [1: 100] @ 0x10\n`);
  expect(samplesOf(profile)[1]).toBe(sample);
  expect(profile.period).toBe(period);
});

test.each([
  ['heap profile: 1: 2 [3: 4] @ heap/2', true],
  ['heap profile: 1: 2 [3: 4] @ heapy', false],
  ['heap profile: 1: 2 [3: 4]', false],
  ['\nheap profile: 1: 2 [3: 4] @ heap/2', false],
])('%j is recognised: %s', (text, isRecognised) => {
  expect(heapText.recognises(bytesOf(text))).toBe(isRecognised);
});

test.each([
  ['bytes without objects', '0: 100 [2: 200] @ 0x1', 'line 2 of this heap profile: inuse count was 0 but inuse bytes was 100'],
  ['no sample', 'leak: 5', 'line 2 of this heap profile is no sample: "leak: 5"'],
  ['a count of 65 bits', '18446744073709551616: 1 [1: 1] @ 0x1', 'more than 64 bits'],
])('%s are refused', (_, sample, message) => {
  expect(() => parse(`heap profile: 1: 2 [3: 4] @ heap/2\n${sample}\n`)).toThrow(message);
});

test('what Go tells of its memory at the end is passed over', () => {
  expect(parse('heap profile: 1: 2 [3: 4] @ heap/2\n1: 2 [3: 4] @ 0x1\n\n# runtime.MemStats\n# Alloc = 66217328\n', true).samples.count).toBe(1);
});

test('symbols are read when they are asked for', () => {
  const text = 'heap profile: 1: 2 [3: 4] @ heap/2\n1: 2 [3: 4] @ 0x11 0x21\n#\t0x10\tmain.make+0x1\ta.go:1\n#\t0x20\tmain.main+0x2\ta.go:2\n';
  expect(fold(parse(text, true))).toBe('main.main;main.make 3');
  expect(fold(parse(text))).toBe('?;? 3');
});
