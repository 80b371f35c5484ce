import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawText } from '#reports/raw.ts';
import { parseWhole } from './formats.ts';
import { ParseError } from './parseError.ts';
import { threadz } from './threadz.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text.replaceAll(/^ {4}/gm, '').trimStart());

/** The tables as text, from the samples on. */
function tablesOf(text: string): string[] {
  const lines = [...rawText(parseWhole(bytesOf(text), { symbols: false }))].join('').split('\n');
  return lines.slice(lines.indexOf('Samples:') + 2, -1);
}

const DUMP = `
    --- threadz 1 ---

    --- Thread 7f794ab90940 (name: main/14748) stack: ---
      PC: 0x401000
        @ 0x402001 0x403001
        @ 0x404001
    --- Thread 7f794a32e700 (name: worker/14751) stack: ---
      [same as previous thread]
    --- Thread 7f7949b2d700 (name: a/b (c)/14752) stack: ---
      PC: 0x401000 0x401000 0x404001
    --- Memory map: ---
    00400000-00500000: /bin/shop
`;

describe('a threadz dump', () => {
  test('has a sample for each thread, one for those that are the same', () => {
    expect(tablesOf(DUMP)).toEqual([
      '          2: 1 2 3 4 ',
      // The leaf, met again by the walk of the stack, is left out.
      '          1: 1 4 ',
      'Locations',
      '     1: 0x401000 M=1 ',
      '     2: 0x402000 M=1 ',
      '     3: 0x403000 M=1 ',
      '     4: 0x404000 M=1 ',
      '     5: 0x400fff M=1 ',
      'Mappings',
      '1: 0x400000/0x500000/0x0 /bin/shop  ',
    ]);
  });

  test('may begin with a thread, and end where stacks are said to be missing', () => {
    const tables = tablesOf(`
    # a comment
    --- Thread 7f794ab90940 (name: main/14748) stack: ---
      @ 0x401000
    ---- no stack trace for 3 threads
    --- Memory map: ---
    00400000-00500000: /bin/shop
    `);
    expect(tables).toEqual(['          1: 1 ', 'Locations', '     1: 0x401000 M=1 ', 'Mappings', '1: 0x400000/0x500000/0x0 /bin/shop  ']);
  });

  test('is known by its first line that says something', () => {
    expect(threadz.recognises(bytesOf('# c\n\n--- threadz 12 ---\n'))).toBe(true);
    expect(threadz.recognises(bytesOf('--- Thread zz (name: main/1) stack: ---\n'))).toBe(false);
    expect(threadz.recognises(bytesOf('--- contentionz 1 ---\n'))).toBe(false);
    expect(threadz.recognises(bytesOf(''))).toBe(false);
  });

  test.each([
    ['--- threadz 1 ---\nnothing', 'no thread follows the first line of this threadz dump'],
    ['--- threadz 1 ---\n--- something else ---\n--- Memory map: ---', 'line 2 of this threadz dump begins no thread: "--- something else ---"'],
    ['--- Thread 1 (name: main/1) stack: ---\n@ 0x1', 'this threadz dump ends within a thread, the one at line 1'],
    ['--- Thread 1 (name: main/1) stack: ---\n@ 0x11111111111111111\n--- Memory map: ---', 'more than 64 bits'],
  ])('is refused with a sentence that names the place: %j', (text, sentence) => {
    expect(() => parseWhole(bytesOf(text), { symbols: false })).toThrow(sentence);
  });

  test('that is damaged is read or is a ParseError', () => {
    const whole = bytesOf(DUMP);
    const damage = fc.record({ at: fc.nat(whole.length - 1), byte: fc.oneof(fc.constantFrom(10, 32, 45, 48, 64), fc.nat(255)) });
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 8 }), fc.nat(whole.length), (damages, length) => {
        const bytes = whole.slice(0, length);
        for (const { at, byte } of damages) if (at < length) bytes[at] = byte;
        try {
          parseWhole(bytes, { symbols: false });
        } catch (error) {
          if (!(error instanceof ParseError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
