import { narrow, truncate, type Int64 } from '#model/int64.ts';
import type { Profile } from '#model/profile.ts';
import { profileOfAddresses, type PlacedSample } from './addressProfile.ts';
import type { Format, ParseOptions } from './formats.ts';
import { commentsFrom, StackReader } from './goComments.ts';
import { legacyFrames } from './legacyFrames.ts';
import { addressesOf, callBefore, int64Of, integerOf, legacyLines } from './legacyText.ts';
import { headLines, isBlankOrComment, quote } from './lines.ts';
import { mapSection } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/**
 * `--- mutex:` and `--- contention:`, what Go serves for mutex and block with debug=1, and C++'s contentionz. Source:
 * github.com/google/pprof, profile/legacy_profile.go (parseContention).
 */
export const contentionText: Format = {
  name: 'contention text',
  recognises: (bytes) => attributesOf(headLines(bytes)) !== undefined,
  parse: parseContention,
};

interface Attributes {
  readonly hz: bigint;
  readonly period: bigint;
  readonly durationNanos: bigint;
  /** The line that ended them. */
  readonly at: number;
}

/** The `key = value` lines; undefined when it is not this format: a Java profile begins alike, and has other keys. */
function attributesOf(lines: readonly string[]): Attributes | undefined {
  if (!/^--- (contentionz |mutex:|contention:)/.test(lines[0] ?? '')) return undefined;
  const read = { hz: 0n, period: 1n, durationNanos: 0n };
  let at = 1;
  for (; at < lines.length; at++) {
    const line = lines[at].trim();
    if (isBlankOrComment(line)) continue;
    const equals = line.indexOf('=');
    if (line.startsWith('---') || equals < 0) break;
    const key = line.slice(0, equals).trim();
    if (key === 'discarded samples') continue;
    const value = integerOf(line.slice(equals + 1).trim());
    if (value === undefined) return undefined;
    if (key === 'cycles/second') read.hz = value;
    else if (key === 'sampling period') read.period = value;
    else if (key === 'ms since reset') read.durationNanos = BigInt.asIntN(64, value * 1_000_000n);
    else return undefined;
  }
  return { ...read, at };
}

const TYPES = [
  { type: 'contentions', unit: 'count' },
  { type: 'delay', unit: 'nanoseconds' },
];

function parseContention(bytes: Uint8Array, { symbols }: ParseOptions): Profile {
  const lines = legacyLines(bytes);
  const attributes = attributesOf(lines);
  if (attributes === undefined) throw new ParseError('a contention profile with attributes of another');
  const stacks = new StackReader();
  const samples: PlacedSample[] = [];
  let { at } = attributes;
  for (; at < lines.length && !lines[at].trim().startsWith('---'); at++) {
    const line = lines[at].trim();
    if (isBlankOrComment(line)) continue;
    const { values, addresses } = sampleOf(line, at + 1, attributes);
    samples.push({ places: stacks.read(addresses.map(callBefore), symbols ? commentsFrom(lines, at + 1) : []), values });
  }
  const { period, durationNanos } = attributes;
  return profileOfAddresses({
    format: 'contention text',
    sampleTypes: TYPES,
    samples,
    map: mapSection(lines.slice(at)),
    parts: { periodType: TYPES[0], period, durationNanos, notes: symbols ? notesOn(period) : [], ...legacyFrames(TYPES) },
  });
}

function notesOn(period: bigint): readonly string[] {
  if (period <= 1n) return [];
  return [`Numbers were multiplied by the sampling period, ${period}, as pprof does; programs built with Go 1.20 or later have done that already, so theirs are too large by that factor`];
}

/** Two numbers; digits without a blank between them are cut before the last. */
const SAMPLE = /(?<!\d)(?:(\d+) +(\d+)|(\d+)(\d)) @([ x0-9a-f]*)/;

function sampleOf(line: string, number: number, { hz, period }: Attributes): { readonly values: readonly Int64[]; readonly addresses: readonly bigint[] } {
  const match = SAMPLE.exec(line);
  if (match === null) throw new ParseError(`line ${number} of this contention profile is no sample: ${quote(line)}`);
  let delay = int64Of(match[1] ?? match[3], line);
  let count = int64Of(match[2] ?? match[4], line);
  if (period > 0n) {
    if (hz > 0n) delay = truncate((Number(delay) * Number(period)) / (Number(hz) / 1e9));
    count = narrow(BigInt.asIntN(64, BigInt(count) * period));
  }
  return { values: [count, delay], addresses: addressesOf(match[5], line) };
}
