import { ParseError } from './parseError.ts';

/**
 * gzip as Go reads it: members one after the other are one stream; anything else behind a member, a wrong checksum, a
 * wrong size and a cut stream are errors.
 */

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the last member says of its inflated size, modulo 4 GiB; a hint alone, as the file may lie or have several. */
export function sizeHint(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}

/** Bytes given to the inflater at a time. */
const SLICE = 1 << 16;

/**
 * Inflates with pako, which the browser's own inflater needs for several members and for a reason why it fails.
 * @param push takes what was inflated
 * @param pause is called between two pieces, with the bytes read so far
 * @throws ParseError, and what `push` and `pause` throw
 */
export async function gunzip(bytes: Uint8Array, push: (chunk: Uint8Array) => void, pause: (read: number) => Promise<void>): Promise<void> {
  const { Inflate } = await import('pako');
  for (let begin = 0; begin < bytes.length; ) {
    if (!isGzip(bytes.subarray(begin))) throw gzipError('trailing', begin);
    // A new inflater for what follows a member's end: pako goes on by itself, but not where a slice ends there too.
    const inflate = new Inflate({ windowBits: 31 });
    inflate.onData = push;
    let pos = begin;
    while (!inflate.ended && pos < bytes.length) {
      const end = Math.min(pos + SLICE, bytes.length);
      inflate.push(bytes.subarray(pos, end), false);
      pos = end;
      await pause(pos);
    }
    // Its type calls this private; nothing else tells where the member ended.
    const left: unknown = inflate['strm'].avail_in;
    begin = pos - Number(left);
    if (inflate.err !== 0) throw gzipError(inflate.msg, begin);
    if (!inflate.ended) throw gzipError('unexpected end of file', begin);
  }
}

/** @param reason as zlib words it, or "trailing" */
export function gzipError(reason: string, at: number): ParseError {
  const sentence = SENTENCES.find(([pattern]) => pattern.test(reason))?.[1] ?? `the file is damaged (${reason})`;
  return new ParseError(`gzip: ${sentence} (at byte ${at})`, { final: true });
}

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/incorrect data check/, 'the checksum is wrong, so the file is damaged'],
  [/incorrect length check/, 'the size is wrong, so the file is damaged'],
  [/unexpected end of file|buffer error/, 'the file is cut off'],
  [/trailing|incorrect header check/, 'what stands there is no gzip'],
];
