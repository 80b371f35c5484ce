import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import { NONE, type Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { rawText } from '#reports/raw.ts';
import { ParseError } from './parseError.ts';
import { decodePprof, PprofDecoder } from './pprof.ts';

type Value = number | bigint | string | Uint8Array | readonly Uint8Array[];

/** A field of protobuf: a number, a text, or a message of fields. */
function field(number: number, value: Value): Uint8Array {
  if (typeof value === 'number' || typeof value === 'bigint') return join(varint(number << 3), varint(value));
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : join(...value);
  return join(varint((number << 3) | 2), varint(bytes.length), bytes);
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const TEXTS = ['', 'samples', 'count', 'main', 'work', 'a.go', 'key', 'text', 'bytes', '/bin/shop'];
const strings = TEXTS.map((text) => field(6, text));
const type = field(1, [field(1, 1), field(2, 2)]);
const fn = (id: number, name: number) => field(5, [field(1, id), field(2, name), field(4, 5)]);
const location = (id: number, ...lines: number[]) => field(4, [field(1, id), ...lines.map((line) => field(4, [field(1, line), field(2, 7)]))]);
const sample = (...fields: Uint8Array[]) => field(2, fields);

/** main, and work that it calls; one sample has both. */
const TABLES = [...strings, type, fn(1, 3), fn(2, 4), location(1, 1), location(2, 2)];
const PROFILE = [...TABLES, sample(field(1, Uint8Array.of(2, 1)), field(2, 10))];

function decode(...parts: readonly Uint8Array[]): Profile {
  return new PprofDecoder().finish(join(...parts));
}

test('a stack stands leaf first in the file', () => {
  expect(fold(decode(...PROFILE))).toBe('main;work 10');
});

describe('it is no matter', () => {
  test.each([
    ['in which order fields stand', [...PROFILE.slice(strings.length).toReversed(), ...strings]],
    ['whether numbers are packed', [...TABLES, sample(field(1, 2), field(1, 1), field(2, 10))]],
    ['whether only some are packed', [...TABLES, sample(field(1, 2), field(1, Uint8Array.of(1)), field(2, Uint8Array.of(10)))]],
    ['that a field is not known', [...PROFILE, field(99, 'later'), field(98, 7), join(varint((97 << 3) | 1), new Uint8Array(8)), join(varint((96 << 3) | 5), new Uint8Array(4))]],
    ['that a message has fields that are not known', [...TABLES, sample(field(1, Uint8Array.of(2, 1)), field(2, 10), field(9, 'later'))]],
    ['that a varint is longer than it needs to be', [...TABLES, sample(join(varint((1 << 3) | 2), Uint8Array.of(3, 0x82, 0x00, 1)), field(2, 10))]],
    ['that a mapping is not there', [...strings, type, fn(1, 3), fn(2, 4), location(2, 2), field(4, [field(1, 1), field(2, 42), field(4, [field(1, 1)])]), sample(field(1, Uint8Array.of(2, 1)), field(2, 10))]],
    ['that a field comes twice', [...PROFILE, field(12, 5), field(12, 6)]],
  ])('%s', (_, parts) => {
    const profile = decode(...parts);
    expect(fold(profile)).toBe('main;work 10');
    expect(tableFaults(profile)).toEqual([]);
  });
});

describe('refused, as Go does, is', () => {
  test.each([
    ['an empty file', [], 'the file is empty'],
    ['a profile without strings', [type], 'it has no string table'],
    ['a first string that is not empty', [field(6, 'x')], 'string 0 is not the empty string'],
    ['a string that is not there', [...PROFILE, field(14, 999)], 'names string 999 and has 10 strings'],
    ['a string below the first', [...PROFILE, field(13, -1)], 'names string -1'],
    ['a time after a time', [...PROFILE, field(9, 5), ...PROFILE, field(9, 5)], 'two profiles stand one after the other'],
    ['a value too few', [...TABLES, sample(field(1, 1))], 'sample 0 has 0 values vs. 1 types'],
    ['a value too many', [...PROFILE, sample(field(1, 1), field(2, 1), field(2, 1))], 'sample 1 has 2 values vs. 1 types'],
    ['samples without types', [...strings, fn(1, 3), location(1, 1), sample(field(1, 1), field(2, 1))], 'missing sample type information'],
    ['a location that is not there', [...PROFILE, sample(field(1, 77), field(2, 1))], 'location 77 is not in the profile'],
    ['a location 0', [...PROFILE, location(0, 1)], 'found location with reserved id=0'],
    ['a function 0', [...PROFILE, fn(0, 3)], 'found function with reserved id=0'],
    ['a mapping 0', [...PROFILE, field(3, [field(1, 0)])], 'found mapping with reserved id=0'],
    ['two locations of one id', [...PROFILE, location(2, 1)], 'multiple locations with same id: 2'],
    ['two functions of one id', [...PROFILE, fn(2, 3)], 'multiple functions with same id: 2'],
    ['two mappings of one id', [...PROFILE, field(3, [field(1, 3)]), field(3, [field(1, 3)])], 'multiple mappings with same id: 3'],
    ['a function that is not there', [...PROFILE, location(3, 99)], 'location id: 3 has a line with nil function'],
    ['a field of another wire type', [...PROFILE, field(12, 'x')], 'field 12 has wire type 2, not 0'],
    ['a wire type that there is not', [...PROFILE, varint((50 << 3) | 3)], 'wire type 3, which does not exist'],
    ['a length past the end', [...PROFILE, join(varint((6 << 3) | 2), varint(100))], 'says it has 100 bytes, 0 are left'],
    ['a varint of eleven bytes', [...PROFILE, join(varint(12 << 3), new Uint8Array(10).fill(0x80), Uint8Array.of(1))], 'more than ten bytes'],
    ['a varint that is cut off', [...PROFILE, Uint8Array.of(12 << 3, 0x80)], 'a number is cut off'],
  ])('%s', (_, parts, message) => {
    expect(() => decode(...parts)).toThrow(ParseError);
    expect(() => decode(...parts)).toThrow(message);
  });
});

describe('a label', () => {
  const labelled = (...fields: Uint8Array[]) => {
    const lines = [...rawText(decode(...TABLES, sample(field(1, 1), field(2, 1), field(3, fields))))];
    return lines.slice(5, lines.indexOf('Locations\n')).join('').trim();
  };

  test.each([
    ['is a text', [field(1, 6), field(2, 7)], 'key:[text]'],
    ['is a number with its unit', [field(1, 6), field(3, -3), field(4, 8)], 'key:[-3 bytes]'],
    ['is a number without a unit', [field(1, 6), field(3, 5)], 'key:[5]'],
    ['that is a text has no number', [field(1, 6), field(2, 7), field(3, 5), field(4, 8)], 'key:[text]'],
    ['is a zero that has a unit', [field(1, 6), field(4, 8)], 'key:[0 bytes]'],
    ['that says nothing is none', [field(1, 6)], ''],
  ])('%s', (_, fields, text) => {
    expect(labelled(...fields)).toBe(text);
  });
});

test('a line inlined into another stands before it in the file, and behind it here', () => {
  const profile = decode(...strings, type, fn(1, 3), fn(2, 4), location(1, 2, 1), sample(field(1, 1), field(2, 10)));
  expect(fold(profile)).toBe('main;work 10');
  expect([...profile.frames.inlined]).toEqual([0, 1]);
});

test('a location without lines has one frame without a function', () => {
  const profile = decode(...strings, type, location(1), sample(field(1, 1), field(2, 10)));
  expect([...profile.frames.fn]).toEqual([NONE]);
});

test('an empty stack is none', () => {
  expect([...decode(...TABLES, sample(field(2, 1))).samples.stack]).toEqual([NONE]);
});

test('where one value passes 2^53 all columns hold any int64', () => {
  const both = [...TABLES, type];
  const profile = decode(...both, sample(field(2, 2n ** 63n - 1n), field(2, 1)), sample(field(2, -(2n ** 63n)), field(2, 2)));
  expect(profile.samples.values).toEqual([BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)), BigInt64Array.of(1n, 2n)]);
});

test('where a sum could pass 2^53 the columns hold any int64 too', () => {
  const profile = decode(...TABLES, sample(field(2, 2 ** 52)), sample(field(2, 2 ** 52)));
  expect(profile.samples.values).toEqual([BigInt64Array.of(2n ** 52n, 2n ** 52n)]);
});

test('ids and addresses are of 64 bits', () => {
  const id = 2n ** 64n - 1n;
  const profile = decode(...strings, type, field(4, [field(1, id), field(3, id)]), sample(field(1, id), field(2, 10)));
  expect([profile.locations.id[0], profile.locations.address[0]]).toEqual([id, id]);
});

test('a profile may be decoded while it arrives, in pieces of any size', () => {
  const bytes = join(...PROFILE, sample(field(1, Uint8Array.of(1)), field(2, 5)), field(13, Uint8Array.of(3, 4)), field(9, 5));
  const whole = [...rawText(decode(bytes))].join('');
  for (let piece = 1; piece < bytes.length; piece++) {
    const decoder = new PprofDecoder();
    for (let end = piece; end < bytes.length; end += piece) decoder.feed(bytes, end);
    expect([...rawText(decoder.finish(bytes))].join('')).toBe(whole);
  }
});

const SCHEMA = `
  syntax = "proto3";
  message Profile { repeated ValueType types = 1; repeated Sample samples = 2; repeated Mapping mappings = 3; repeated Location locations = 4;
    repeated Function functions = 5; repeated string strings = 6; int64 time = 9; int64 duration = 10; int64 period = 12; repeated int64 comments = 13; }
  message ValueType { int64 type = 1; int64 unit = 2; }
  message Sample { repeated uint64 locations = 1; repeated int64 values = 2; repeated Label labels = 3; }
  message Label { int64 key = 1; int64 text = 2; int64 number = 3; int64 unit = 4; }
  message Mapping { uint64 id = 1; uint64 start = 2; uint64 limit = 3; int64 file = 5; }
  message Location { uint64 id = 1; uint64 mapping = 2; uint64 address = 3; repeated Line lines = 4; }
  message Line { uint64 fn = 1; int64 line = 2; }
  message Function { uint64 id = 1; int64 name = 2; int64 systemName = 3; int64 file = 4; int64 startLine = 5; }
`;
const Message = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('Profile');

/** int64 as text, which protobufjs reads and writes exactly. */
const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 1000n })).map(String);
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 1000n })).map(String);
const idsOf = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));

const message = fc.record({ texts: fc.array(fc.string(), { minLength: 1, maxLength: 8 }), functions: fc.nat(4), locations: fc.nat(5), mappings: fc.nat(2), types: fc.integer({ min: 1, max: 3 }) }).chain((size) => {
  const text = fc.nat(size.texts.length).map(String);
  const one = (count: number) => (count === 0 ? fc.constant('0') : fc.constantFrom(...idsOf(count)));
  const rows = <T>(count: number, row: (id: string) => fc.Arbitrary<T>) => fc.tuple(...idsOf(count).map(row));
  const lines = fc.array(fc.record({ fn: one(size.functions), line: int64 }), { maxLength: size.functions === 0 ? 0 : 3 });
  return fc.record({
    strings: fc.constant(['', ...size.texts]),
    types: fc.array(fc.record({ type: text, unit: text }), { minLength: size.types, maxLength: size.types }),
    functions: rows(size.functions, (id) => fc.record({ id: fc.constant(id), name: text, systemName: text, file: text, startLine: int64 })),
    mappings: rows(size.mappings, (id) => fc.record({ id: fc.constant(id), start: uint64, limit: uint64, file: text })),
    locations: rows(size.locations, (id) => fc.record({ id: fc.constant(id), mapping: one(size.mappings), address: uint64, lines })),
    samples: fc.array(
      fc.record({
        locations: fc.array(one(size.locations), { maxLength: size.locations === 0 ? 0 : 6 }),
        values: fc.array(int64, { minLength: size.types, maxLength: size.types }),
        labels: fc.array(fc.record({ key: text, text, number: int64, unit: text }), { maxLength: 2 }),
      }),
      { maxLength: 8 },
    ),
    time: int64,
    duration: int64,
    period: int64,
    comments: fc.array(text, { maxLength: 3 }),
  });
});
type Written = typeof message extends fc.Arbitrary<infer T> ? T : never;

/** What was decoded, in the form of the message that was written. */
function asWritten(profile: Profile): unknown {
  const { strings: texts, samples, stacks, locations, frames, functions, mappings, labels } = profile;
  const column = (values: ArrayLike<number | bigint>) => Array.from(values, String);
  const at = (row: number) => texts[row];
  return {
    types: profile.sampleTypes,
    functions: Array.from({ length: functions.count }, (_, i) => [at(functions.name[i]), at(functions.systemName[i]), at(functions.file[i]), String(functions.startLine[i])]),
    mappings: Array.from({ length: mappings.count }, (_, i) => [String(mappings.start[i]), String(mappings.limit[i]), at(mappings.file[i])]),
    locations: Array.from({ length: locations.count }, (_, i) => {
      const own = Array.from({ length: locations.frame[i + 1] - locations.frame[i] }, (_f, f) => locations.frame[i + 1] - 1 - f).filter((frame) => frames.fn[frame] !== NONE);
      return [locations.mapping[i], String(locations.address[i]), own.map((frame) => [frames.fn[frame], String(frames.line[frame])])];
    }),
    samples: Array.from({ length: samples.count }, (_, i) => {
      const stack: number[] = [];
      for (let s = samples.stack[i]; s !== NONE; s = stacks.parent[s]) if (frames.inlined[stacks.frame[s]] === 0) stack.push(frames.location[stacks.frame[s]]);
      const own = samples.label.subarray(samples.labelStart[i], samples.labelStart[i + 1]);
      const labelOf = (l: number) => (labels.text[l] === NONE ? [at(labels.key[l]), String(labels.number[l]), at(labels.unit[l])] : [at(labels.key[l]), at(labels.text[l])]);
      return [stack, column(samples.values.map((values) => values[i])), Array.from(own, labelOf)];
    }),
    numbers: column([profile.timeNanos, profile.durationNanos, profile.period]),
    comments: profile.comments,
  };
}

/** The same of the message. */
function expected({ strings: texts, types, functions, mappings, locations, samples, time, duration, period, comments }: Written): unknown {
  const at = (row: string) => texts[Number(row)];
  return {
    types: types.map(({ type: name, unit }) => ({ type: at(name), unit: at(unit) })),
    functions: functions.map(({ name, systemName, file, startLine }) => [at(name), at(systemName), at(file), startLine]),
    mappings: mappings.map(({ start, limit, file }) => [start, limit, at(file)]),
    locations: locations.map(({ mapping, address, lines }) => [Number(mapping) - 1, address, lines.map(({ fn: id, line }) => [Number(id) - 1, line])]),
    samples: samples.map(({ locations: stack, values, labels }) => [
      stack.map((id) => Number(id) - 1),
      values,
      labels
        .filter(({ text, number, unit }) => text !== '0' || number !== '0' || unit !== '0')
        .map(({ key, text, number, unit }) => (text === '0' ? [at(key), number, at(unit)] : [at(key), at(text)])),
    ]),
    numbers: [time, duration, period],
    comments: comments.map(at),
  };
}

test('what protobufjs wrote is read as it was meant', () => {
  fc.assert(
    fc.property(message, (written) => {
      const profile = decode(Message.encode(Message.fromObject(written)).finish());
      expect(asWritten(profile)).toEqual(expected(written));
      expect(tableFaults(profile)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('damage is told as such, or does none', () => {
  const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(message, damage, fc.double({ min: 0, max: 1, noNaN: true }), (written, changes, keep) => {
      const bytes = Message.encode(Message.fromObject(written)).finish();
      for (const [place, byte] of changes) bytes[Math.floor(place * bytes.length)] = byte;
      const profile = decodedOrRefused(bytes.subarray(0, Math.ceil(keep * 2 * bytes.length)));
      if (profile !== undefined) expect(tableFaults(profile)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function decodedOrRefused(bytes: Uint8Array): Profile | undefined {
  try {
    const steps = decodePprof(bytes);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
