import { plus, truncate, type Int64 } from '#model/int64.ts';
import type { Profile } from '#model/profile.ts';
import { addressesOf, commentsFrom, headLines, int64Of, isBlankOrComment, linesOf, profileOfText, quote, type TextSample } from './addressText.ts';
import type { Format, ParseOptions } from './formats.ts';
import { legacyFrames } from './legacyFrames.ts';
import { ParseError } from './parseError.ts';

/**
 * `--- mutex:` and `--- contention:`, what Go serves for mutex and block with debug=1, and C++'s contentionz. Source:
 * github.com/google/pprof, profile/legacy_profile.go (parseContention).
 */
export const contentionText: Format = {
  name: 'contention text',
  recognises: (bytes) => {
    const lines = headLines(bytes);
    return isFirst(lines[0] ?? '') && attributesOf(lines) !== undefined;
  },
  parse: parseContention,
};

function isFirst(line: string): boolean {
  return line.startsWith('--- contentionz ') || line.startsWith('--- mutex:') || line.startsWith('--- contention:');
}

interface Attributes {
  readonly hz: bigint;
  readonly period: bigint;
  readonly durationNanos: bigint;
  /** The line that ended them. */
  readonly at: number;
}

/** The `key = value` lines; undefined when one is not of this format. */
function attributesOf(lines: readonly string[]): Attributes | undefined {
  const read = { hz: 0n, period: 1n, durationNanos: 0n };
  let at = 1;
  for (; at < lines.length; at++) {
    const line = lines[at].trim();
    if (isBlankOrComment(line)) continue;
    const equals = line.indexOf('=');
    if (line.startsWith('---') || equals < 0) break;
    const key = line.slice(0, equals).trim();
    const value = line.slice(equals + 1).trim();
    if (key === 'discarded samples') continue;
    if (!/^[+-]?(0x[0-9a-f]+|\d+)$/i.test(value)) return undefined;
    const number = value.startsWith('-') ? -BigInt(value.slice(1)) : BigInt(value.replace('+', ''));
    if (key === 'cycles/second') read.hz = number;
    else if (key === 'sampling period') read.period = number;
    else if (key === 'ms since reset') read.durationNanos = BigInt.asIntN(64, number * 1_000_000n);
    else return undefined;
  }
  return { ...read, at };
}

const TYPES = [
  { type: 'contentions', unit: 'count' },
  { type: 'delay', unit: 'nanoseconds' },
];

function parseContention(bytes: Uint8Array, options: ParseOptions): Profile {
  const lines = linesOf(bytes);
  const attributes = attributesOf(lines);
  if (attributes === undefined) throw new ParseError('a contention profile with attributes of another');
  const samples: TextSample[] = [];
  let { at } = attributes;
  for (; at < lines.length && !lines[at].trim().startsWith('---'); at++) {
    if (!isBlankOrComment(lines[at])) samples.push({ ...sampleOf(lines[at].trim(), at + 1, attributes), comments: commentsFrom(lines, at + 1) });
  }
  const { period, durationNanos } = attributes;
  const notes = options.symbols && period > 1n ? [`times were multiplied by the sampling period, ${period}; programs built with Go 1.20 and later have done that already, so they may be too large`] : [];
  const parts = { periodType: TYPES[0], period, durationNanos, notes, ...legacyFrames(TYPES) };
  return profileOfText('contention text', TYPES, samples, lines.slice(at), parts, options);
}

function sampleOf(line: string, number: number, { hz, period }: Attributes): { values: Int64[]; addresses: bigint[] } {
  const [, cycles, count, addresses] = /(\d+) *(\d+) @([ x0-9a-f]*)/.exec(line) ?? [];
  if (cycles === undefined) throw new ParseError(`line ${number} of this contention profile is no sample: ${quote(line)}`);
  let delay = int64Of(cycles, line);
  let times = int64Of(count, line);
  if (period > 0n) {
    if (hz > 0n) delay = truncate((Number(delay) * Number(period)) / (Number(hz) / 1e9));
    times = plus(BigInt.asIntN(64, BigInt(times) * period), 0);
  }
  return { values: [times, delay], addresses: addressesOf(addresses, line) };
}
