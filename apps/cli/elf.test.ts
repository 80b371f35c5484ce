import { describe, expect, test } from 'vitest';
import { baseOf, ElfError, isElf, readElf, segmentAt, type Elf, type ReadAt } from './elf.ts';
import { elfFile, type ElfParts } from './elfFixture.ts';

const reading = (bytes: Uint8Array): ReadAt => (offset, length) => bytes.subarray(offset, offset + length);

/** Headers, code and data, as linkers lay them out. */
const PARTS: ElfParts = {
  type: 3,
  segments: [
    { offset: 0n, address: 0n, size: 0x800n, isCode: false },
    { offset: 0x1000n, address: 0x2000n, size: 0x5000n, isCode: true },
    { offset: 0x6000n, address: 0x8000n, size: 0x800n, isCode: false },
  ],
  text: 0x2100n,
  buildId: 'c0ffee05',
};

const elfOf = (parts: Partial<ElfParts> = {}): Elf => readElf(reading(elfFile({ ...PARTS, ...parts })));

test('the headers tell the kind, what is loaded, where the code is, and the build ID', () => {
  const elf = elfOf();
  expect(elf).toMatchObject({ kind: 'shared', buildId: 'c0ffee05' });
  expect(elf.segments.map(({ address, isCode }) => `${address.toString(16)} ${isCode}`)).toEqual(['0 false', '2000 true', '8000 false']);
  expect(elf.text).toBe(elf.segments[1]);
});

test('a file without a build ID has none, and code outside all segments is in none', () => {
  expect(elfOf({ buildId: '', text: 0x9999n })).toMatchObject({ buildId: '', text: undefined });
});

test('a file that ends within its headers is told', () => {
  expect(() => readElf(reading(elfFile(PARTS).subarray(0, 200)))).toThrow(ElfError);
});

test('an ELF file is known by its first bytes', () => {
  expect(isElf(reading(elfFile(PARTS)))).toBe(true);
  expect(isElf(reading(new TextEncoder().encode('#!/bin/sh')))).toBe(false);
  expect(isElf(reading(new Uint8Array()))).toBe(false);
});

describe('the base', () => {
  const code = elfOf().segments[1];
  const mapped = (start: bigint, limit: bigint, offset: bigint) => ({ start, limit, offset });

  test('of code that may be loaded anywhere is what the mapping is shifted by', () => {
    expect(baseOf('shared', code, mapped(0x7f0000001000n, 0x7f0000006000n, 0x1000n))).toBe(0x7efffffff000n);
    expect(baseOf('shared', undefined, mapped(0x7f0000001000n, 0x7f0000006000n, 0x1000n))).toBe(0x7f0000000000n);
  });

  test('of a program that is fixed in place is 0', () => {
    const fixed = { ...code, offset: 0n, address: 0x400000n };
    expect(baseOf('executable', fixed, mapped(0x400000n, 0x500000n, 0n))).toBe(0n);
    expect(baseOf('executable', undefined, mapped(0x400000n, 0x500000n, 0n))).toBe(0n);
  });

  test('is 0 where one mapping stands for all memory', () => {
    expect(baseOf('shared', code, mapped(0n, 0n, 0n))).toBe(0n);
    expect(baseOf('other', code, mapped(0n, (1n << 64n) - 1n, 0n))).toBe(0n);
  });

  test('of an object file is where it was put', () => {
    expect(baseOf('relocatable', undefined, mapped(0x5000n, 0x6000n, 0n))).toBe(0x5000n);
    expect(() => baseOf('relocatable', undefined, mapped(0x5000n, 0x6000n, 8n))).toThrow(ElfError);
  });

  test('of a kernel is what its first address is shifted by', () => {
    const kernel = { ...code, address: 0xffffffff80200000n };
    expect(baseOf('executable', kernel, mapped(0xffffffff83200000n, 0xffffffff84200000n, 0n))).toBe(0x3000000n);
    expect(baseOf('executable', kernel, mapped(0xffffffff80200000n, 0xffffffff84200000n, 0n))).toBe(0n);
    expect(() => baseOf('executable', kernel, mapped(0xffffffff83200000n, 0xffffffff84200000n, 5n))).toThrow(ElfError);
  });
});

describe('the segment of a mapping', () => {
  const elf = elfOf();

  test('is the one whose bytes are mapped', () => {
    expect(segmentAt(elf, { start: 0x7f0000001000n, limit: 0x7f0000006000n, offset: 0x1000n }, 0x7f0000001234n)).toBe(elf.segments[1]);
  });

  test('is the one that the address is in, where several share a page', () => {
    const [headers, code] = [
      { offset: 0n, address: 0n, size: 0x800n, isCode: false },
      { offset: 0x800n, address: 0x2800n, size: 0x5000n, isCode: true },
    ];
    const tight = elfOf({ segments: [headers, code] });
    const whole = { start: 0x7f0000000000n, limit: 0x7f0000007000n, offset: 0n };
    expect(segmentAt(tight, whole, 0x7f0000000010n)).toBe(tight.segments[0]);
    expect(segmentAt(tight, whole, 0x7f0000002810n)).toBe(tight.segments[1]);
    expect(() => segmentAt(tight, whole, 0x7f0000006fffn)).toThrow(ElfError);
  });

  test('is that of the code for a kernel, and none where nothing is loaded', () => {
    expect(segmentAt(elf, { start: 1n << 63n, limit: (1n << 63n) + 9n, offset: 0n }, 1n << 63n)).toBe(elf.text);
    expect(segmentAt({ ...elf, segments: [] }, { start: 0n, limit: 9n, offset: 0n }, 1n)).toBeUndefined();
  });
});
