import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import type { Profile } from '#model/profile.ts';
import { mapSection, placeAddresses } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/** The map of a text, and where it places some addresses. */
function placed(map: string, addresses: readonly bigint[] = []): { readonly mappings: string[]; readonly rows: number[] } {
  const builder = new ProfileBuilder('test', []);
  const lines = map.split('\n').map((line) => line.trim());
  const rowOf = placeAddresses(builder, addresses, lines);
  return { mappings: drawn(builder.finish()), rows: addresses.map(rowOf) };
}

function drawn({ mappings, strings }: Profile): string[] {
  const hex = (value: bigint) => value.toString(16);
  return Array.from({ length: mappings.count }, (_, row) =>
    [`${hex(mappings.start[row])}-${hex(mappings.limit[row])}`, `@${hex(mappings.offset[row])}`, strings[mappings.file[row]], strings[mappings.buildId[row]]].join(' ').trimEnd(),
  );
}

describe('lines of a map', () => {
  test('are read as Linux has them in /proc, where they are executable', () => {
    const { mappings } = placed(`
      00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/shop
      00651000-00652000 r--p 00051000 08:02 173521      /usr/bin/shop
      7f0000000000-7f0000100000 r-xp 00002000 08:02 135522  /lib/libc-2.15.so
      7ffff000-7ffff200 rw-p 00000000 00:00 0  [stack]
    `);
    expect(mappings).toEqual(['400000-452000 @0 /usr/bin/shop', '7f0000000000-7f0000100000 @2000 /lib/libc-2.15.so']);
  });

  test('are read in the short form, with an offset and a build ID', () => {
    const { mappings } = placed(`
      0x40000-0x80000: /bin/shop (@ff00) abc123
      90000 a0000 r-xp /lib/libm.so
      b0000-c0000
    `);
    expect(mappings).toEqual(['40000-80000 @ff00 /bin/shop abc123', '90000-a0000 @0 /lib/libm.so', 'b0000-c0000 @0']);
  });

  test('may begin as a log does, and name what was said before', () => {
    const { mappings } = placed(`
      build=/home/me
      build=/home/you
      I0214 12:00:00.000000 42 server.cc:17] 40000-80000: $build/shop
    `);
    expect(mappings).toEqual(['40000-80000 @0 /home/me/shop']);
  });

  test('are passed over where they are something else, or have no address of 64 bits', () => {
    const { mappings } = placed(`
      some words
      10000000000000000-20000000000000000 r-xp 0 00:00 0 /bin/shop
      1000-2000 r-xp 0 00:00 0 /bin/shop
    `);
    expect(mappings).toEqual(['1000-2000 @0 /bin/shop']);
  });

  test('stand behind the sentinel', () => {
    expect(mapSection(['--- rest ---', 'a', 'MAPPED_LIBRARIES:', 'b'])).toEqual(['b']);
    expect(mapSection(['a', '--- Memory map: ---', 'b'])).toEqual(['b']);
    expect(mapSection(['a', 'b'])).toEqual([]);
  });
});

describe('mappings', () => {
  test('of one file that continue each other are one', () => {
    const { mappings } = placed(`
      1000-2000 r-xp 0000 00:00 0 /bin/shop
      2000-3000 r-xp 1000 00:00 0 /bin/shop
      3000-4000 r-xp 2000 00:00 0 /bin/other
      4000-5000 r-xp 9000 00:00 0 /bin/other
    `);
    expect(mappings).toEqual(['1000-3000 @0 /bin/shop', '3000-4000 @2000 /bin/other', '4000-5000 @9000 /bin/other']);
  });

  test('begin with the program, which changes places with what stood first', () => {
    const { mappings } = placed(`
      1000-2000 r-xp 0 00:00 0 /lib/ld.so
      3000-4000 r-xp 0 00:00 0 /lib/libc.so.6
      5000-6000 r-xp 0 00:00 0 [vdso]
      7000-8000 r-xp 0 00:00 0 /bin/shop
    `);
    expect(mappings.map((mapping) => mapping.split(' ')[2])).toEqual(['/bin/shop', '/lib/libc.so.6', '[vdso]', '/lib/ld.so']);
  });

  test('do without the huge pages that the program was moved out of', () => {
    const { mappings } = placed(`
      1000-2000 r-xp 0 00:00 0 /anon_hugepage
      2000-4000 r-xp 0 00:00 0 /bin/shop
    `);
    expect(mappings).toEqual(['2000-4000 @0 /bin/shop']);
  });

  test('begin where the program does, where that is the usual place', () => {
    expect(placed('404000-500000 r-xp 4000 00:00 0 /bin/shop').mappings).toEqual(['400000-500000 @0 /bin/shop']);
    expect(placed('504000-600000 r-xp 4000 00:00 0 /bin/shop').mappings).toEqual(['504000-600000 @4000 /bin/shop']);
  });
});

describe('an address', () => {
  const MAP = `
    1000-2000 r-xp 0 00:00 0 /bin/shop
    9000-a000 r-xp 3000 00:00 0 /lib/libc.so
  `;
  const EVERYTHING = '0-ffffffffffffffff @0';

  test('is in the mapping that holds it; the limit is not in it', () => {
    expect(placed(MAP, [0x1000n, 0x1fffn, 0x9abcn]).rows).toEqual([0, 0, 1]);
    expect(placed(MAP, [0x2000n])).toEqual({ mappings: [...placed(MAP).mappings, EVERYTHING], rows: [2] });
  });

  test('in no mapping is in one that holds everything, also the last of all', () => {
    expect(placed('', [5n, 2n ** 64n - 1n])).toEqual({ mappings: [EVERYTHING], rows: [0, 0] });
  });

  test('0 is nowhere', () => {
    expect(placed(MAP, [0n])).toEqual({ mappings: placed(MAP).mappings, rows: [-1] });
  });

  test('in the part of a file before its mapping shows that the mapping begins there', () => {
    const { mappings, rows } = placed(MAP, [0x6000n, 0x7000n]);
    expect(mappings[1]).toBe('6000-a000 @0 /lib/libc.so');
    expect(rows).toEqual([1, 1]);
  });

  test('shows that no longer when another was in no mapping at all', () => {
    expect(placed(MAP, [0x5n, 0x6000n]).rows).toEqual([2, 2]);
  });

  test('is in the first of mappings that overlap', () => {
    expect(placed('1000-4000 r-xp 0 00:00 0 /bin/a\n2000-3000 r-xp 0 00:00 0 /bin/b', [0x2500n]).rows).toEqual([0]);
  });
});

test('variables that grow by naming each other do not grow without end', () => {
  const lines = ['v0=aaaaaaaaaaaaaaaa', ...Array.from({ length: 60 }, (_, i) => `v${i + 1}=$v${i}$v${i}`), '1000-2000: $v60'];
  expect(() => placed(lines.join('\n'))).not.toThrow(RangeError);
});

test('any text is a map, or a ParseError', () => {
  const piece = fc.constantFrom('1000', '-', '2000', 'r-xp', '00:00', ' ', '\t', '/bin/shop', '(@f)', 'abc', '=', '$', '$a', 'a', '0x', ':', ']', '\n', 'fffffffffffffffff');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 5 }), (pieces, addresses) => {
      try {
        const { mappings, rows } = placed(pieces.join(''), addresses);
        expect(rows.every((row, i) => (addresses[i] === 0n ? row === -1 : row >= 0 && row < mappings.length))).toBe(true);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
