import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { decodeText, encodeText } from '#model/text.ts';
import { PprofDecoder } from '#parsers/pprof.ts';
import { rawText } from '#reports/raw.ts';
import { encodePprof } from './pprof.ts';

const COUNT = { type: 'samples', unit: 'count' };

function written(profile: Profile): Uint8Array {
  return Uint8Array.from(Buffer.concat([...encodePprof(profile)]));
}

function readAgain(profile: Profile): Profile {
  return new PprofDecoder().finish(written(profile));
}

const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(2 ** 32, -(2 ** 32), 2 ** 53 - 1, -1));
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 1000n }));
/** Text of any bytes, UTF-8 or not. */
const text = fc.oneof(fc.constantFrom('', 'main', 'a.go'), fc.string(), fc.uint8Array({ maxLength: 6 }).map(decodeText));
const label: fc.Arbitrary<LabelParts> = fc
  .oneof(fc.record({ key: text, text }), fc.record({ key: text, number: int64, unit: text }))
  .filter((parts) => ('text' in parts ? parts.text !== '' : Number(parts.number) !== 0 || parts.unit !== ''));
const row = (count: number, none = false) => fc.integer({ min: none ? NONE : 0, max: Math.max(0, count - 1) });
const ids = (count: number) => fc.uniqueArray(uint64.filter((id) => id > 0n), { minLength: count, maxLength: count }).map((list) => BigUint64Array.from(list));

/** Tables of random contents; their ids are any, and in no order. */
const profiles: fc.Arbitrary<Profile> = fc.record({ types: fc.nat(4), mappings: fc.nat(2), functions: fc.nat(4), locations: fc.nat(5) }).chain((size) =>
  fc
    .record({
      types: fc.array(fc.record({ type: text, unit: text }), { minLength: size.types, maxLength: size.types }),
      mappings: fc.array(fc.record({ start: uint64, limit: uint64, offset: uint64, file: text, buildId: text, flags: fc.nat(15) }), { minLength: size.mappings, maxLength: size.mappings }),
      functions: fc.array(fc.record({ name: text, systemName: text, file: text, startLine: int64 }), { minLength: size.functions, maxLength: size.functions }),
      locations: fc.array(
        fc.record({
          mapping: size.mappings === 0 ? fc.constant(NONE) : row(size.mappings, true),
          address: uint64,
          lines: fc.array(fc.record({ fn: row(size.functions), line: int64, column: int64 }), { maxLength: size.functions === 0 ? 0 : 3 }),
        }),
        { minLength: size.locations, maxLength: size.locations },
      ),
      samples: fc.array(
        fc.record({
          stack: fc.array(row(size.locations), { maxLength: size.locations === 0 ? 0 : 5 }),
          values: fc.array(int64, { minLength: size.types, maxLength: size.types }),
          labels: fc.array(label, { maxLength: 4 }),
        }),
        { maxLength: size.types === 0 ? 0 : 6 },
      ),
      header: fc.record({
        defaultSampleType: text,
        periodType: fc.record({ type: text, unit: text }),
        period: int64.map(BigInt),
        timeNanos: int64.map(BigInt),
        durationNanos: int64.map(BigInt),
        comments: fc.array(text, { maxLength: 4 }),
        docUrl: text,
        dropFrames: text,
        keepFrames: text,
      }),
      mappingIds: ids(size.mappings),
      locationIds: ids(size.locations),
      folded: fc.array(fc.nat(1), { minLength: size.locations, maxLength: size.locations }),
    })
    .map(({ types, mappings, functions, locations, samples, header, mappingIds, locationIds, folded }) => {
      const builder = new ProfileBuilder('pprof', types);
      for (const mapping of mappings) builder.mapping(mapping);
      const fns = functions.map((fn) => builder.fn(fn));
      for (const location of locations) builder.location({ ...location, lines: location.lines.map((line) => ({ ...line, fn: fns[line.fn] })) });
      for (const { stack, values, labels } of samples) builder.sample(stack, values, labels);
      const profile = builder.finish(header);
      return {
        ...profile,
        mappings: { ...profile.mappings, id: mappingIds },
        locations: { ...profile.locations, id: locationIds, folded: Uint8Array.from(folded) },
      };
    }),
);

/** All that a profile says, with text for rows of strings; labels by key, texts first, as they are written. */
function contents(profile: Profile): unknown {
  const { strings, functions, mappings } = profile;
  const { format: _, notes: _notes, frames: _frames, stacks: _stacks, labels: _labels, samples: _samples, locations: _locations, ...header } = profile;
  return {
    ...header,
    strings: [],
    functions: Array.from(functions.id, (id, fn) => [id, strings[functions.name[fn]], strings[functions.systemName[fn]], strings[functions.file[fn]], BigInt(functions.startLine[fn])]),
    mappings: Array.from(mappings.id, (id, i) => [id, mappings.start[i], mappings.limit[i], mappings.offset[i], strings[mappings.file[i]], strings[mappings.buildId[i]], mappings.flags[i]]),
    // Samples and locations, but for the functions that lines refer to, which the names above tell.
    raw: [...rawText(profile)],
  };
}

describe('a profile that is written and read', () => {
  test('says what it said', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        expect(contents(readAgain(profile))).toEqual(contents(profile));
      }),
      { numRuns: 150 },
    );
  });

  test('is written the same again', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        expect(written(readAgain(profile))).toEqual(written(profile));
      }),
      { numRuns: 50 },
    );
  });

  test('has its bytes that are no UTF-8', () => {
    const bytes = Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0x80);
    const profile = new ProfileBuilder('pprof', [COUNT]).finish({ comments: [decodeText(bytes)] });
    expect(encodeText(readAgain(profile).comments[0])).toEqual(bytes);
    expect(Buffer.from(written(profile)).includes(Buffer.from(bytes))).toBe(true);
  });
});

/** The fields of a message, told apart by number: varints as bigints, the others as bytes. */
function fieldsOf(bytes: Uint8Array): [number, bigint | Uint8Array][] {
  const fields: [number, bigint | Uint8Array][] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    if ((tag & 7) === 0) fields.push([tag >> 3, varint()]);
    else {
      const length = Number(varint());
      fields.push([tag >> 3, bytes.subarray(at, (at += length))]);
    }
  }
  return fields;
}

function stringsOf(profile: Profile): string[] {
  return fieldsOf(written(profile)).flatMap(([field, value]) => (field === 6 && typeof value !== 'bigint' ? [decodeText(value)] : []));
}

describe('as pprof writes it,', () => {
  test('strings come in the order of their first use, without those that nobody uses', () => {
    const builder = new ProfileBuilder('pprof', [COUNT]);
    const mapping = builder.mapping({ file: '/bin/shop', buildId: 'abc' });
    builder.sample([builder.location({ mapping, lines: [{ fn: builder.fn({ name: 'main', systemName: '_main', file: 'a.go' }) }] })], [1], [
      { key: 'size', number: 5, unit: 'bytes' },
      { key: 'z', text: 'last' },
      { key: 'a', text: 'first' },
    ]);
    const profile = builder.finish({ dropFrames: 'drop', keepFrames: 'keep', periodType: { type: 'cpu', unit: 'count' }, comments: ['made'], defaultSampleType: 'samples', docUrl: 'url' });
    const padded = { ...profile, strings: [...profile.strings, 'unused'] };
    expect(stringsOf(padded)).toEqual(['', 'samples', 'count', 'a', 'first', 'z', 'last', 'size', 'bytes', '/bin/shop', 'abc', 'main', '_main', 'a.go', 'drop', 'keep', 'cpu', 'made', 'url']);
  });

  test.each([
    [2, [1, 1]],
    [3, ['010203']],
  ])('%d values are packed only where they are more than two', (types, expected) => {
    const builder = new ProfileBuilder('pprof', Array.from({ length: types }, () => COUNT));
    builder.sample([], Array.from({ length: types }, (_, i) => i + 1));
    const [sample] = fieldsOf(written(builder.finish())).flatMap(([field, value]) => (field === 2 && typeof value !== 'bigint' ? [value] : []));
    expect(fieldsOf(sample).map(([field, value]) => (typeof value === 'bigint' ? field - 1 : Buffer.from(value).toString('hex')))).toEqual(expected);
  });

  test('what is 0 or empty is left out, but for the default sample type', () => {
    expect(fieldsOf(written(new ProfileBuilder('pprof', []).finish()))).toEqual([
      [6, new Uint8Array(0)],
      [14, 0n],
    ]);
  });
});

test('a large profile comes in pieces', () => {
  const builder = new ProfileBuilder('pprof', [COUNT]);
  const location = builder.location({});
  for (let i = 0; i < 100_000; i++) builder.sample([location], [i]);
  const pieces = [...encodePprof(builder.finish())];
  expect(pieces.length).toBeGreaterThan(2);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(300_000);
});
