import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { rawText } from '#reports/raw.ts';
import { parseWhole } from './formats.ts';
import { javaText } from './javaText.ts';
import { ParseError } from './parseError.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text.replaceAll(/^ {4}/gm, '').trimStart());
const profileOf = (text: string) => parseWhole(bytesOf(text), { symbols: false });

function linesOf(profile: Profile): string[] {
  return [...rawText(profile)].join('').split('\n').slice(0, -1);
}

/** The first sample's frames as the symbols tell them. */
function symbolsOf(table: string): string[] {
  const addresses = table.trim().split('\n').map((line) => line.trim().split(/\s/)[0]);
  const { stacks, frames, functions, strings, samples } = profileOf(`--- contentionz 1 ---\nformat = java\nresolution = ms\n1 1 @ ${addresses.join(' ')}\n${table}`);
  const drawn: string[] = [];
  for (let stack = samples.stack[0]; stack >= 0; stack = stacks.parent[stack]) {
    const frame = stacks.frame[stack];
    drawn.push(`${strings[functions.name[frames.fn[frame]]]}|${strings[functions.file[frames.fn[frame]]]}|${frames.line[frame]}`);
  }
  return drawn;
}

const CONTENTION = `
    --- contentionz 1 ---
    format = java
    resolution = microseconds
    sampling period = 100
    ms since reset = 6019923

         14     2 @ 0x00000003 0x00000004
          3     1 @ 0x00000004

    0x00000003 com.shop.Cart.add (Cart.java:42)
    0x00000004 GC
`;

const HEAP = `
    --- heapz 1 ---
    format = java
    resolution=bytes
       7048     1 @ 0x00000003
    0x00000003 com.shop.Cart.add (Cart.java:42)
`;

describe('a Java profile', () => {
  test('of contention has counts and delays, each for as many as it was sampled from', () => {
    expect(linesOf(profileOf(CONTENTION))).toEqual([
      'PeriodType: contentions count',
      'Period: 100',
      'Duration: 1h40',
      'Samples:',
      'contentions/count delay/microseconds',
      '        200       1400: 1 2 ',
      '        100        300: 2 ',
      'Locations',
      '     1: 0x0 com.shop.Cart.add Cart.java:42:0 s=0',
      '     2: 0x0 GC :0:0 s=0',
      'Mappings',
    ]);
  });

  test('of the heap has what its samples stand for, and their size', () => {
    // 1 ÷ (1 − e^(−7048 ÷ 524288)) = 74.89
    expect(linesOf(profileOf(HEAP)).slice(2, 6)).toEqual(['Samples:', 'inuse_objects/count inuse_space/bytes', '         74     527819: 1 ', '                bytes:[7048]']);
  });

  test('names the frames of its allocator, or of its locks, as ones to leave out', () => {
    expect(profileOf(HEAP).dropFrames).toContain('tcmalloc');
    expect(profileOf(CONTENTION).dropFrames).toContain('Mutex');
  });

  test('reads numbers in the base that they begin with', () => {
    expect(profileOf(CONTENTION.replace('period = 100', 'period = 0x10')).period).toBe(16n);
    expect(profileOf(CONTENTION.replace('period = 100', 'period = 010')).period).toBe(8n);
  });

  test('is known by its title and by attributes that are all Java’s', () => {
    expect(javaText.recognises(bytesOf(CONTENTION))).toBe(true);
    expect(javaText.recognises(bytesOf(CONTENTION.replace('= java', '= cpp')))).toBe(false);
    expect(javaText.recognises(bytesOf(HEAP.replace('resolution', 'colour')))).toBe(false);
    expect(javaText.recognises(bytesOf('--- threadz 1 ---\n'))).toBe(false);
  });

  test.each([
    [HEAP.replace('    1 @', '    0 @'), 'must not be zero'],
    [HEAP.replace('resolution=bytes', ''), 'resolution'],
    [CONTENTION.replace('14     2', '99999999999999999999 2'), 'no number of 64 bits'],
    [CONTENTION.replace('\n    0x00000003', '\n    0x11111111111111111'), 'more than 64 bits'],
  ])('is refused with a sentence that names the line', (text, sentence) => {
    expect(() => profileOf(text)).toThrow(sentence);
  });
});

describe('a symbol', () => {
  test('has a function, a file and a line', () => {
    expect(symbolsOf('0x1 com.shop.Cart.add(int) (Cart.java:42)')).toEqual(['com.shop.Cart.add(int)|Cart.java|42']);
    expect(symbolsOf('0x1 f (x) (a:b:7)')).toEqual(['f (x)|a:b|7']);
  });

  test('has no line where that is not positive', () => {
    expect(symbolsOf('0x1 f (F.java:-1)')).toEqual(['f|F.java|0']);
  });

  test('has the name of a library, where that is its place', () => {
    expect(symbolsOf('0x1 memcpy (/lib/libc.so)')).toEqual(['memcpy|libc.so|0']);
    expect(symbolsOf('0x1 memcpy (/lib/)')).toEqual(['memcpy|lib|0']);
    expect(symbolsOf('0x1 memcpy ()')).toEqual(['memcpy|.|0']);
  });

  test('is a state of the agent where it is nothing else', () => {
    expect(symbolsOf('0x1 GC')).toEqual(['GC||0']);
    expect(symbolsOf('0x1 [generated stub/JIT]')).toEqual(['STUB||0']);
  });

  test('is a function by its name alone: the file that it came with first stays', () => {
    expect(symbolsOf('0x1 f (A.java:1)\n0x2 f (B.java:2)')).toEqual(['f|A.java|1', 'f|A.java|2']);
  });
});

test('a Java profile that is damaged is read or is a ParseError', () => {
  fc.assert(
    fc.property(fc.constantFrom(CONTENTION, HEAP), fc.array(fc.record({ at: fc.nat(400), byte: fc.oneof(fc.constantFrom(10, 32, 48, 61, 64), fc.nat(255)) }), { maxLength: 8 }), fc.nat(500), (text, damages, length) => {
      const bytes = bytesOf(text).slice(0, length);
      for (const { at, byte } of damages) if (at < bytes.length) bytes[at] = byte;
      try {
        parseWhole(bytes, { symbols: false });
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
