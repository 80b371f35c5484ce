import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { rawText } from '#reports/raw.ts';
import { cpuBinary } from './cpuBinary.ts';
import { parseWhole } from './formats.ts';
import { ParseError } from './parseError.ts';

const PLAIN = { symbols: false };

interface Form {
  readonly size: 4 | 8;
  readonly littleEndian: boolean;
}

const FORMS: readonly Form[] = [4, 8].flatMap((size) => [true, false].map((littleEndian) => ({ size: size === 4 ? 4 : 8, littleEndian })));
const USUAL: Form = { size: 8, littleEndian: true };

/** A file of words and the text behind them. */
function fileOf(words: readonly (number | bigint)[], text = '', { size, littleEndian }: Form = USUAL): Uint8Array {
  const tail = new TextEncoder().encode(text);
  const bytes = new Uint8Array(words.length * size + tail.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    if (size === 4) view.setUint32(i * size, Number(word), littleEndian);
    else view.setBigUint64(i * size, BigInt(word), littleEndian);
  });
  bytes.set(tail, words.length * size);
  return bytes;
}

const HEADER = [0, 3, 0, 10_000, 0];
const JAVA_HEADER = [0, 3, 1, 10_000, 0];
const END = [0, 1, 0];

/** The samples of a profile: their values, and their addresses leaf first. */
function samplesOf(profile: Profile): string[] {
  const { samples, stacks, frames, locations } = profile;
  return Array.from({ length: samples.count }, (_, sample) => {
    const addresses: string[] = [];
    for (let stack = samples.stack[sample]; stack >= 0; stack = stacks.parent[stack]) addresses.push(locations.address[frames.location[stacks.frame[stack]]].toString(16));
    return `${samples.values.map((column) => column[sample]).join(' ')}: ${addresses.join(' ')}`;
  });
}

describe('a CPU profile of words', () => {
  test.each(FORMS)('of $size bytes is read (little end first: $littleEndian)', (form) => {
    const bytes = fileOf([...HEADER, 2, 3, 0x1000, 0x2001, 0x3001, 5, 1, 0x1000, ...END], '', form);
    const profile = parseWhole(bytes, PLAIN);
    expect(profile.sampleTypes).toEqual([
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
    ]);
    expect([profile.periodType, profile.period]).toEqual([{ type: 'cpu', unit: 'nanoseconds' }, 10_000_000n]);
    expect(samplesOf(profile)).toEqual(['2 20000000: 1000 2000 3000', '5 50000000: 1000']);
  });

  test.each([
    ['another version', [0, 2, 0, 10_000, 0, ...END]],
    ['no period', [0, 3, 0, 0, 0, ...END]],
    ['some other program', [0, 3, 2, 10_000, 0, ...END]],
    ['too few words', [0, 3, 0, 10_000]],
  ])('is not one with %s in its header', (_, words) => {
    expect(cpuBinary.recognises(fileOf(words))).toBe(false);
  });

  test('has the memory map behind the mark that ends the samples', () => {
    const profile = parseWhole(fileOf([...HEADER, 1, 1, 0x401234, ...END], '400000-500000 r-xp 0 00:00 0 /bin/shop\n'), PLAIN);
    expect([...rawText(profile)].at(-1)).toBe('1: 0x400000/0x500000/0x0 /bin/shop  \n');
  });

  test('loses the second frame that all its stacks share, as it is the signal handler', () => {
    const profile = parseWhole(fileOf([...HEADER, 1, 3, 0x10, 0x91, 0x21, 1, 3, 0x30, 0x91, 0x41, ...END]), PLAIN);
    expect(samplesOf(profile)).toEqual(['1 10000000: 10 20', '1 10000000: 30 40']);
  });

  test('loses two such frames and no third', () => {
    const stack = (leaf: number) => [1, 5, leaf, 0x91, 0xa1, 0xb1, 0xc1];
    const profile = parseWhole(fileOf([...HEADER, ...stack(0x10), ...stack(0x20), ...END]), PLAIN);
    expect(samplesOf(profile)).toEqual(['1 10000000: 10 b0 c0', '1 10000000: 20 b0 c0']);
  });

  test('loses it also where one stack in 32 has none', () => {
    const usual = Array.from({ length: 31 }, (_, i) => [1, 3, 0x1000 + 16 * i, 0x91, 0x5001 + 16 * i]).flat();
    const profile = parseWhole(fileOf([...HEADER, ...usual, 1, 2, 0x2000, 0x7001, ...END]), PLAIN);
    expect(samplesOf(profile)[0]).toBe('1 10000000: 1000 5000');
    expect(samplesOf(profile).at(-1)).toBe('1 10000000: 2000 7000');
  });

  test('loses a caller that is the leaf met again', () => {
    const profile = parseWhole(fileOf([...HEADER, 1, 3, 0x10, 0x10, 0x21, 1, 2, 0x30, 0x41, ...END]), PLAIN);
    expect(samplesOf(profile)).toEqual(['1 10000000: 10 20', '1 10000000: 30 40']);
  });

  test('keeps an address of 64 bits, and one that wraps', () => {
    const profile = parseWhole(fileOf([...HEADER, 1, 2, 0xffff_ffff_ffff_fff0n, 0, 1, 2, 1, 0x41, ...END]), PLAIN);
    expect(samplesOf(profile)).toEqual(['1 10000000: fffffffffffffff0 ffffffffffffffff', '1 10000000: 1 40']);
  });

  test('that is cut short is read with a note, where the cut is between stacks', () => {
    const profile = parseWhole(fileOf([...HEADER, 1, 1, 0x10]), PLAIN);
    expect(samplesOf(profile)).toEqual(['1 10000000: 10']);
    expect(profile.notes).toHaveLength(1);
    expect(parseWhole(fileOf([...HEADER, 1, 1, 0x10, ...END]), PLAIN).notes).toEqual([]);
  });

  test('that is cut short within a stack is refused, and the place is told', () => {
    expect(() => parseWhole(fileOf([...HEADER, 1, 1, 0x10, 1, 900, 0x10]), PLAIN)).toThrow('the file ends within stack 2 of this CPU profile, which begins at byte 64');
  });
});

describe('a CPU profile of Java', () => {
  const SYMBOLS = '0x11 com.shop.Cart.add (Cart.java:42)\n0x12 GC\n';

  test('has its symbols behind the samples, and no addresses', () => {
    const lines = [...rawText(parseWhole(fileOf([...JAVA_HEADER, 3, 3, 0x11, 0x12, 0x13, ...END], SYMBOLS), PLAIN))].join('').split('\n');
    expect(lines.slice(lines.indexOf('Samples:'))).toEqual([
      'Samples:',
      'samples/count cpu/nanoseconds',
      '          3   30000000: 1 2 3 ',
      'Locations',
      '     1: 0x0 com.shop.Cart.add Cart.java:42:0 s=0',
      '     2: 0x0 GC :0:0 s=0',
      '     3: 0x0 M=1 ',
      'Mappings',
      '1: 0x0/0xffffffffffffffff/0x0   ',
      '',
    ]);
  });
});

test('a CPU profile that is damaged is read or is a ParseError', () => {
  const whole = fileOf([...HEADER, 2, 3, 0x1000, 0x2001, 0x3001, 5, 2, 0x1000, 0x2001, ...END], '--- Memory map: ---\n1000-9000 r-xp 0 00:00 0 /bin/shop\n');
  const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(damage, { maxLength: 6 }), fc.integer({ min: 40, max: whole.length }), (damages, length) => {
      const bytes = whole.slice(0, length);
      for (const { at, byte } of damages) if (at < length) bytes[at] = byte;
      if (!cpuBinary.recognises(bytes)) return;
      try {
        cpuBinary.parse(bytes, PLAIN);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
