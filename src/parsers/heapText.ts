import { plus, quotient, truncate, type Int64 } from '#model/int64.ts';
import type { LabelParts } from '#model/builder.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { addressesOf, commentsFrom, headLines, int64Of, isBlankOrComment, linesOf, profileOfText, quote, type TextSample } from './addressText.ts';
import type { Format, ParseOptions } from './formats.ts';
import { legacyFrames } from './legacyFrames.ts';
import { isMapSentinel } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/**
 * `heap profile: 109: 4779816 [12667: 4230448392] @ heap/1048576`: what Go serves for heap and allocs with debug=1, and
 * tcmalloc's heapz, growthz and fragmentationz. Source: github.com/google/pprof, profile/legacy_profile.go (parseHeap).
 */
export const heapText: Format = {
  name: 'heap text',
  recognises: (bytes) => headerOf(headLines(bytes)[0] ?? '') !== undefined,
  parse: parseHeap,
};

interface Header {
  /** Values are of samples, to be scaled up by their chance of having been taken. */
  readonly sampled: boolean;
  readonly period: Int64;
  /** What was allocated is told apart from what is in use. */
  readonly hasAlloc: boolean;
}

const HEADER = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const OTHER_HEADER = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] @ (growth|fragmentation)z?/;

function headerOf(line: string): Header | undefined {
  const match = HEADER.exec(line);
  if (match === null) return OTHER_HEADER.test(line) ? { sampled: false, period: 1, hasAlloc: false } : undefined;
  const [, objects, bytes, allocObjects, allocBytes, kind, rate] = match;
  const period = rate === '' ? 0n : BigInt(rate);
  if (period !== BigInt.asIntN(64, period)) return undefined;
  const hasAlloc = (allocObjects !== objects && allocObjects !== '0') || (allocBytes !== bytes && allocBytes !== '0');
  switch (kind) {
    case 'heapz_v2':
    case 'heap_v2':
      return { sampled: true, period, hasAlloc };
    case 'heap':
      // Go prints twice its rate.
      return { sampled: true, period: period / 2n, hasAlloc };
    case 'heapprofile':
      return { sampled: false, period: 1, hasAlloc };
    default:
      return undefined;
  }
}

/** What is in use stands last, so that it is what is shown when nothing is asked. */
const WITH_ALLOC: readonly ValueType[] = [
  { type: 'alloc_objects', unit: 'count' },
  { type: 'alloc_space', unit: 'bytes' },
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
const PLAIN: readonly ValueType[] = [
  { type: 'objects', unit: 'count' },
  { type: 'space', unit: 'bytes' },
];

function parseHeap(bytes: Uint8Array, options: ParseOptions): Profile {
  const lines = linesOf(bytes);
  const header = headerOf(lines[0] ?? '');
  if (header === undefined) throw new ParseError('a heap profile without its first line');
  const samples: TextSample[] = [];
  let at = 1;
  for (; at < lines.length && !isMapSentinel(lines[at]); at++) {
    if (!isBlankOrComment(lines[at])) samples.push({ ...sampleOf(lines[at].trim(), at + 1, header), comments: commentsFrom(lines, at + 1) });
  }
  const types = header.hasAlloc ? WITH_ALLOC : PLAIN;
  const parts = { periodType: { type: 'space', unit: 'bytes' }, period: BigInt(header.period), ...legacyFrames(types) };
  return profileOfText('heap text', types, samples, lines.slice(at), parts, options);
}

const SAMPLE = /(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *] @([ x0-9a-f]*)/;

function sampleOf(line: string, number: number, header: Header): { values: Int64[]; addresses: bigint[]; labels: LabelParts[] } {
  const [, objects, bytes, allocObjects, allocBytes, addresses] = SAMPLE.exec(line) ?? [];
  if (objects === undefined) throw new ParseError(`line ${number} of this heap profile is no sample: ${quote(line)}`);
  const pairs: (readonly [string, string, string])[] = [[objects, bytes, 'inuse']];
  if (header.hasAlloc) pairs.unshift([allocObjects, allocBytes, 'allocation']);
  const values: Int64[] = [];
  let blockSize: Int64 = 0;
  for (const [countText, sizeText, what] of pairs) {
    const count = int64Of(countText, line);
    const size = int64Of(sizeText, line);
    if (Number(count) === 0 && Number(size) !== 0) throw new ParseError(`line ${number} of this heap profile: ${what} count was 0 but ${what} bytes was ${size}`);
    if (Number(count) !== 0) blockSize = quotient(size, count);
    values.push(...(header.sampled && Number(count) !== 0 ? unsampled(count, size, Number(header.period)) : [count, size]));
  }
  return { values, addresses: addressesOf(addresses, line), labels: Number(blockSize) === 0 ? [] : [{ key: 'bytes', number: plus(blockSize, 0) }] };
}

/**
 * Each sample stands for 1 ÷ its chance of having been taken, where one is taken every `rate` bytes on average.
 * Source: the same, scaleHeapSample.
 */
function unsampled(count: Int64, size: Int64, rate: number): [Int64, Int64] {
  if (Number(size) === 0) return [0, 0];
  if (rate <= 1) return [count, size];
  const average = Number(size) / Number(count);
  const scale = 1 / (1 - Math.exp(-average / rate));
  return [truncate(Number(count) * scale), truncate(Number(size) * scale)];
}
