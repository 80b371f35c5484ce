import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { fold } from '#reports/folded.ts';
import { gunzip } from './gunzip.ts';
import { load, type LoadProgress } from './load.ts';
import { ParseError } from './parseError.ts';

const TEXT = 'main;work 10\nmain;idle 5\n';
const PACKED = gzipSync(TEXT);
const OPTIONS = { symbols: true };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const blobOf = (...parts: readonly Uint8Array[]): Blob => new Blob(parts.map((part) => new Uint8Array(part)));
const folded = async (...parts: readonly Uint8Array[]): Promise<string> => fold(await load(blobOf(...parts), OPTIONS));

async function unpacked(bytes: Uint8Array): Promise<string> {
  const parts: Uint8Array[] = [];
  await gunzip(bytes, (chunk) => parts.push(chunk.slice()), async () => {});
  return new TextDecoder().decode(Buffer.concat(parts));
}

describe.each([
  ['with the inflater of the platform', false],
  ['with pako alone', true],
])('%s', (_, isMissing) => {
  const opened = async (...parts: readonly Uint8Array[]): Promise<string> => {
    if (isMissing) vi.stubGlobal('DecompressionStream', undefined);
    try {
      return await folded(...parts);
    } finally {
      vi.unstubAllGlobals();
    }
  };

  test('a file is opened as it is, and gzipped', async () => {
    expect(await opened(bytesOf(TEXT))).toBe(TEXT.trim());
    expect(await opened(PACKED)).toBe(TEXT.trim());
  });

  test('members one after the other are one file', async () => {
    expect(await opened(gzipSync('main;work 10\n'), gzipSync('main;idle 5\n'))).toBe(TEXT.trim());
  });

  test.each([
    ['what stands behind the last member', [PACKED, bytesOf('garbage')], 'gzip: what stands there is no gzip'],
    ['zeros behind the last member', [PACKED, new Uint8Array(8)], 'gzip: what stands there is no gzip'],
    ['a wrong checksum', [PACKED.map((byte, i) => (i === PACKED.length - 8 ? byte ^ 1 : byte))], 'gzip: the checksum is wrong'],
    ['a wrong size', [PACKED.map((byte, i) => (i === PACKED.length - 4 ? byte ^ 1 : byte))], 'gzip: the size is wrong'],
    ['a file cut in the middle', [PACKED.subarray(0, 20)], 'gzip: the file is cut off'],
    ['a file without its trailer', [PACKED.subarray(0, -8)], 'gzip: the file is cut off'],
    ['a header alone', [PACKED.subarray(0, 10)], 'gzip: the file is cut off'],
    ['two bytes', [PACKED.subarray(0, 2)], 'gzip: the file is cut off'],
    ['nothing, gzipped', [gzipSync('')], 'the file is empty'],
    ['a file gzipped twice', [gzipSync(PACKED)], 'this file was gzipped twice'],
  ])('%s is told', async (_name, parts, message) => {
    await expect(opened(...parts)).rejects.toThrow(ParseError);
    await expect(opened(...parts)).rejects.toThrow(message);
  });
});

test('an empty file is told to be empty', async () => {
  await expect(folded()).rejects.toThrow('the file is empty');
});

test('a member may end where a slice of the file does', async () => {
  // 64 KiB of the file are given to the inflater at a time.
  for (const distance of [-1, 0, 1]) {
    const stored = (length: number) => gzipSync(new Uint8Array(length).fill(0x61), { level: 0 });
    const overhead = stored(60_000).length - 60_000;
    const first = stored((1 << 16) - overhead + distance);
    const inflated = await unpacked(Buffer.concat([first, gzipSync('b')]));
    expect(inflated).toBe(`${'a'.repeat((1 << 16) - overhead + distance)}b`);
  }
});

test('a thousand members are one file', async () => {
  expect(await unpacked(Buffer.concat(Array.from({ length: 1000 }, () => gzipSync('a'))))).toBe('a'.repeat(1000));
});

test('progress goes up, and tells the samples', async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `main;f${i % 1000} ${i}`).join('\n');
  const seen: LoadProgress[] = [];
  await load(blobOf(gzipSync(lines), gzipSync('\nmain 1\n')), { ...OPTIONS, onProgress: (progress) => seen.push(progress) });
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.every(({ done, bytesRead, bytesTotal }, i) => done >= (seen[i - 1]?.done ?? 0) && done <= 1 && bytesRead <= bytesTotal)).toBe(true);
});

test('loading stops when it is told to', async () => {
  const controller = new AbortController();
  const bytes = gzipSync(Buffer.alloc(2 ** 25, 'main;work 10\n'));
  const loading = load(blobOf(bytes), { ...OPTIONS, signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) });
  await expect(loading).rejects.toThrow('enough');
});
