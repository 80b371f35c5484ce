import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

/** Bytes, compressed in a thread of zlib's while the next are made. */
export function gzipped(pieces: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(pieces);
  const gzip = createGzip();
  source.on('error', (error) => gzip.destroy(error));
  return source.pipe(gzip);
}
