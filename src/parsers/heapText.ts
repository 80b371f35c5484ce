import type { LabelParts } from '#model/builder.ts';
import { quotient, type Int64 } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { profileOfAddresses, type PlacedSample } from './addressProfile.ts';
import type { Format, ParseOptions } from './formats.ts';
import { commentsFrom, StackReader } from './goComments.ts';
import { legacyFrames } from './legacyFrames.ts';
import { addressesOf, callBefore, int64Of, legacyLines } from './legacyText.ts';
import { headLines, isBlankOrComment, quote } from './lines.ts';
import { isMapSentinel, mapSection } from './memoryMap.ts';
import { ParseError } from './parseError.ts';
import { unsampled } from './unsampled.ts';

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
  readonly period: bigint;
  /** What was allocated is told apart from what is in use. */
  readonly hasAlloc: boolean;
}

const HEADER = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const OTHER_HEADER = /heap profile: *\d+: *\d+ *\[ *\d+: *\d+ *\] @ (growth|fragmentation)/;

function headerOf(line: string): Header | undefined {
  const match = HEADER.exec(line);
  if (match === null) return OTHER_HEADER.test(line) ? { sampled: false, period: 1n, hasAlloc: false } : undefined;
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
      return { sampled: false, period: 1n, hasAlloc };
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

function parseHeap(bytes: Uint8Array, { symbols }: ParseOptions): Profile {
  const lines = legacyLines(bytes);
  const header = headerOf(lines[0] ?? '');
  if (header === undefined) throw new ParseError('a heap profile without its first line');
  const stacks = new StackReader();
  const samples: PlacedSample[] = [];
  let at = 1;
  for (; at < lines.length; at++) {
    const line = lines[at].trim();
    if (isBlankOrComment(line)) continue;
    if (isMapSentinel(line)) break;
    const { addresses, values, labels } = sampleOf(line, at + 1, header);
    samples.push({ places: stacks.read(addresses.map(callBefore), symbols ? commentsFrom(lines, at + 1) : []), values, labels });
  }
  const sampleTypes = header.hasAlloc ? WITH_ALLOC : PLAIN;
  return profileOfAddresses({
    format: 'heap text',
    sampleTypes,
    samples,
    map: mapSection(lines.slice(at)),
    parts: { periodType: { type: 'space', unit: 'bytes' }, period: header.period, ...legacyFrames(sampleTypes) },
  });
}

const SAMPLE = /(-\d+|(?<!\d)\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)/;

interface HeapSample {
  readonly values: readonly Int64[];
  readonly addresses: readonly bigint[];
  /** The mean size of an object, as in the profiles that Go writes. */
  readonly labels: readonly LabelParts[];
}

function sampleOf(line: string, number: number, { sampled, period, hasAlloc }: Header): HeapSample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new ParseError(`line ${number} of this heap profile is no sample: ${quote(line)}`);
  const [inuseCount, inuseSize, allocCount, allocSize] = match.slice(1, 5).map((digits) => () => int64Of(digits, line));
  const values: Int64[] = [];
  let meanSize: Int64 = 0;
  const take = (count: Int64, size: Int64, what: string) => {
    if (Number(count) === 0 && Number(size) !== 0) throw new ParseError(`line ${number} of this heap profile: ${what} count was 0 but ${what} bytes was ${size}`);
    if (Number(count) !== 0) meanSize = quotient(size, count);
    values.push(...(sampled ? unsampled(count, size, period) : [count, size]));
  };
  if (hasAlloc) take(allocCount(), allocSize(), 'allocation');
  take(inuseCount(), inuseSize(), 'inuse');
  return { values, addresses: addressesOf(match[5], line), labels: [{ key: 'bytes', number: meanSize }] };
}
