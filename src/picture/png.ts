import type { Pixels } from './raster.ts';

/** @returns a zlib stream */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

/** A PNG of true colours. Source: W3C, "Portable Network Graphics". */
export function pngFile({ width, height, rgb }: Pixels, pixelsPerPoint: number, deflate: Deflate): Uint8Array {
  const perMetre = Math.round((pixelsPerPoint * 72) / 0.0254);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    // Eight bits a channel, three channels.
    chunk('IHDR', [...int32(width), ...int32(height), 8, 2, 0, 0, 0]),
    chunk('pHYs', [...int32(perMetre), ...int32(perMetre), 1]),
    chunk('IDAT', deflate(rows(rgb, 3 * width, height))),
    chunk('IEND', []),
  ]);
}

/** Each behind a zero: as it is. What helps photographs makes drawings larger. */
function rows(rgb: Uint8Array, stride: number, height: number): Uint8Array {
  const bytes = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++) bytes.set(rgb.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  return bytes;
}

/** Its length, its name, its bytes and a checksum of the two. */
function chunk(name: string, bytes: ArrayLike<number>): Uint8Array {
  const named = joined([Uint8Array.from(name, (letter) => letter.charCodeAt(0)), Uint8Array.from(bytes)]);
  return joined([Uint8Array.from(int32(bytes.length)), named, Uint8Array.from(int32(crc32(named)))]);
}

function int32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = CRCS[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
