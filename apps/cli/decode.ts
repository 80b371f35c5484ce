import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { Profile } from '#model/profile.ts';
import type { ParseOptions } from '#parsers/formats.ts';
import { gzipError, isGzip, sizeHint } from '#parsers/gunzip.ts';
import { Intake } from '#parsers/intake.ts';

/** Bytes that are inflated at a time, and how many of these pieces may wait to be decoded. */
const PIECE = 1 << 20;
const WAITING = 4;

/**
 * The profile in a file.
 * @throws ParseError, and errors of Node's
 */
export async function decodeFile(path: string, options: ParseOptions): Promise<Profile> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const [head, tail] = [await part(file, 0), await part(file, Math.max(0, size - ENDS))];
    return await decode({ head, tail, size, bytes: file.createReadStream({ start: 0, highWaterMark: PIECE, autoClose: false }) }, options);
  } finally {
    await file.close();
  }
}

/** @throws ParseError */
export function decodeBytes(bytes: Uint8Array, options: ParseOptions): Promise<Profile> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => bytes.subarray(i * PIECE, (i + 1) * PIECE));
  return decode({ head: bytes.subarray(0, ENDS), tail: bytes.subarray(-ENDS), size: bytes.length, bytes: Readable.from(pieces) }, options);
}

/** A file, gzipped or not. */
interface Encoded {
  /** Its first and last bytes. */
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly size: number;
  readonly bytes: Readable;
}

/** Decodes while node's zlib inflates in a thread of its own. */
async function decode({ head, tail, size, bytes }: Encoded, options: ParseOptions): Promise<Profile> {
  const gzipped = isGzip(head);
  const intake = new Intake(gzipped ? sizeHint(tail) : size, size);
  // A stream's option, which zlib hands on though its types do not say so.
  const waiting = { readableHighWaterMark: WAITING * PIECE };
  const gunzip = createGunzip({ chunkSize: PIECE, ...waiting });
  try {
    for await (const piece of gzipped ? compose(bytes, gunzip) : bytes) intake.push(piece);
  } catch (error) {
    throw isZlibError(error) ? gzipError(error.message, gunzip.bytesWritten) : error;
  }
  // zlib passes over what follows the last member; to Go it is an error.
  if (gzipped && gunzip.bytesWritten < size) throw gzipError('trailing', gunzip.bytesWritten);
  return intake.finish(options);
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** Bytes looked at, at either end of a file. */
const ENDS = 20;

async function part(file: FileHandle, position: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(ENDS), 0, ENDS, position);
  return buffer.subarray(0, bytesRead);
}

function compose(bytes: Readable, gunzip: Gunzip): Gunzip {
  bytes.on('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
