import { narrow, quotient, type Int64 } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import type { Format } from './formats.ts';
import { profileOfJava, type JavaSample } from './javaSymbols.ts';
import { legacyFrames } from './legacyFrames.ts';
import { addressesOf, integerOf } from './legacyText.ts';
import { headLines, linesOf, quote } from './lines.ts';
import { ParseError } from './parseError.ts';
import { unsampled } from './unsampled.ts';

/**
 * `--- heapz 1 ---` and `--- contentionz 1 ---` of a Java program. Source: github.com/google/pprof,
 * profile/legacy_java_profile.go (parseJavaProfile).
 */
export const javaText: Format = {
  name: 'Java text',
  recognises: (bytes) => headerOf(headLines(bytes)) !== undefined,
  parse: parseJava,
};

/** Bytes between two samples of Java's allocations. */
const HEAP_RATE = 524_288n;

interface Header {
  readonly kind: 'heap' | 'contention';
  /** The unit of space or delay; undefined where it is not told. */
  readonly unit: string | undefined;
  readonly period: bigint;
  readonly hasPeriod: boolean;
  readonly durationNanos: bigint;
  /** The line that ended it. */
  readonly at: number;
}

/** The first line and the `key = value` lines below it; undefined for what is none of Java's. */
function headerOf(lines: readonly string[]): Header | undefined {
  const kind = KINDS.get(lines[0]?.trim() ?? '');
  if (kind === undefined) return undefined;
  const read = { kind, unit: undefined as string | undefined, period: 0n, hasPeriod: false, durationNanos: 0n };
  let at = 1;
  for (; at < lines.length; at++) {
    if (lines[at].trim() === '') continue;
    const match = /(?<!\w| )([\w ]+)=([\w ]+)/.exec(lines[at].trim());
    if (match === null) break;
    const [key, value] = [match[1].trim(), match[2].trim()];
    if (key === 'format' && value === 'java') continue;
    const number = integerOf(value);
    if (key === 'resolution') read.unit = value;
    else if (kind === 'heap' || number === undefined) return undefined;
    else if (key === 'sampling period') Object.assign(read, { period: number, hasPeriod: true });
    else if (key === 'ms since reset') read.durationNanos = BigInt.asIntN(64, number * 1_000_000n);
    else return undefined;
  }
  return { ...read, at };
}

const KINDS = new Map<string, Header['kind']>([
  ['--- heapz 1 ---', 'heap'],
  ['--- contentionz 1 ---', 'contention'],
]);

function typesOf({ kind, unit }: Header): readonly ValueType[] {
  if (unit === undefined) return [];
  const [counted, measured] = kind === 'heap' ? ['inuse_objects', 'inuse_space'] : ['contentions', 'delay'];
  return [
    { type: counted, unit: 'count' },
    { type: measured, unit },
  ];
}

function parseJava(bytes: Uint8Array): Profile {
  const lines = [...linesOf(bytes)];
  const header = headerOf(lines);
  if (header === undefined) throw new ParseError('a Java profile without its first lines');
  const types = typesOf(header);
  const samples: JavaSample[] = [];
  // A sample without an end of line is cut off, and none to pprof.
  const whole = bytes.at(-1) === 0x0a ? lines.length : lines.length - 1;
  let { at } = header;
  for (; at < whole; at++) {
    const line = lines[at].trim();
    if (line === '') continue;
    const match = /(?<!\d)(\d+) +(\d+) +@ +([ x0-9a-f]*)/.exec(line);
    if (match === null) break;
    samples.push(sampleOf(header, match, line));
  }
  if (samples.length > 0 && types.length === 0) throw new ParseError('this Java profile does not tell its resolution (missing sample type information)');
  const { period, hasPeriod, durationNanos } = header;
  const periodType = hasPeriod ? { type: 'contentions', unit: 'count' } : { type: '', unit: '' };
  return profileOfJava(`Java ${header.kind} text`, types, samples, lines.slice(at), { periodType, period, durationNanos, ...legacyFrames(types) });
}

/** The measure stands first in the file, then the count. */
function sampleOf({ kind, period }: Header, [, measured, counted, stack]: RegExpExecArray, line: string): JavaSample {
  const addresses = addressesOf(stack, line);
  const count = numberOf(counted, line);
  const measure = numberOf(measured, line);
  if (kind === 'contention') return { addresses, values: period === 0n ? [count, measure] : [count, measure].map((value) => narrow(BigInt.asIntN(64, BigInt(value) * period))) };
  if (Number(count) === 0) throw new ParseError(`malformed sample: ${quote(line)}: the second value must not be zero`);
  return { addresses, values: unsampled(count, measure, HEAP_RATE), labels: [{ key: 'bytes', number: quotient(measure, count) }] };
}

function numberOf(digits: string, line: string): Int64 {
  const number = integerOf(digits);
  if (number === undefined) throw new ParseError(`malformed sample: ${quote(line)}: ${digits} is no number of 64 bits`);
  return narrow(number);
}
