import { ParseError } from './parseError.ts';

/**
 * gzip as Go reads it: members one after the other are one stream; anything else behind a member, a wrong checksum, a
 * wrong size and a cut stream are errors.
 */

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the last member says of its inflated size: exact below 4 GiB for one member, else a hint. */
export function sizeHint(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}

/** Bytes given to the inflater at a time. */
const SLICE = 1 << 16;

/**
 * Inflates with pako, which the browser's own inflater needs for several members and for a reason why it fails.
 * @throws ParseError
 */
export async function gunzip(bytes: Uint8Array, push: (chunk: Uint8Array) => void, pause: () => Promise<void>): Promise<void> {
  const { Inflate } = await import('pako');
  for (let begin = 0; begin < bytes.length; ) {
    if (!isGzip(bytes.subarray(begin))) throw new ParseError(`gzip: bytes that are no gzip stand behind its end (at byte ${begin})`, { final: true });
    // A member at a time: the inflater is told to stop at its end, and a new one goes on behind it.
    const inflate = new Inflate({ windowBits: 31 });
    let failure: unknown;
    inflate.onData = (chunk) => {
      try {
        push(chunk);
      } catch (error) {
        failure = error;
      }
    };
    let pos = begin;
    while (!inflate.ended && pos < bytes.length) {
      const end = Math.min(pos + SLICE, bytes.length);
      inflate.push(bytes.subarray(pos, end), false);
      if (failure !== undefined) throw failure;
      pos = end;
      await pause();
    }
    if (inflate.err !== 0) throw new ParseError(`gzip: ${reasonOf(inflate.msg)}`, { final: true });
    if (!inflate.ended) throw new ParseError('gzip: the file is cut off (unexpected EOF)', { final: true });
    begin = pos - inflate['strm'].avail_in;
  }
}

function reasonOf(message: string): string {
  if (/check/.test(message)) return message.includes('length') ? 'the size is wrong, so the file is damaged' : 'the checksum is wrong, so the file is damaged (invalid checksum)';
  return message === '' ? 'the file is damaged' : message;
}
