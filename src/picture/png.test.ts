import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pngFile } from './png.ts';

/** A PNG's parts, by name. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return chunks;
}

test('the pixels are in the file, and how large they are meant', () => {
  const rgb = Uint8Array.from({ length: 3 * 2 * 3 }, (_, i) => i * 10);
  const png = Buffer.from(pngFile({ width: 2, height: 3, rgb }, 1.5, deflateSync));
  expect(png.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n');
  const chunks = chunksOf(png);
  expect([...chunks.keys()]).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND']);
  expect([...(chunks.get('IHDR') ?? [])]).toEqual([0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0]);
  expect(Math.round((chunks.get('pHYs')?.readUInt32BE(0) ?? 0) * 0.0254)).toBe(108);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.of());
  expect([...rows]).toEqual([0, 0, 10, 20, 30, 40, 50, 0, 60, 70, 80, 90, 100, 110, 0, 120, 130, 140, 150, 160, 170]);
  // The checksum of an empty end, as every PNG has it.
  expect(png.subarray(-4).toString('hex')).toBe('ae426082');
});
