import { setImmediate as turn } from 'node:timers/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { drained } from './output.ts';

/** Bytes of output made in one go: zlib comes back for each. */
const CHUNK = 1 << 18;
/** Bytes that may wait to be compressed. */
const WAITING = 1 << 22;

/** Bytes, compressed in a thread of zlib's while the next are made. */
export function gzipped(pieces: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // A stream's option, which zlib hands on though its types do not say so.
  const waiting = { writableHighWaterMark: WAITING };
  const gzip = createGzip({ chunkSize: CHUNK, ...waiting });
  feed(pieces, gzip).catch((error: Error) => gzip.destroy(error));
  return gzip;
}

async function feed(pieces: Iterable<Uint8Array>, gzip: Gzip): Promise<void> {
  for (const piece of pieces) {
    if (gzip.destroyed) return;
    const hasRoom = gzip.write(piece);
    // What zlib has done is taken, and more given to it, between two turns of the event loop.
    await (hasRoom ? turn() : drained(gzip));
  }
  gzip.end();
}
