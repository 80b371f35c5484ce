import { inflateHere } from '#parsers/load.ts';
import type { FromInflater, ToInflater } from './inflateAside.ts';

/** The thread that inflates: posts pieces, as many ahead as it was told. */

const scope = globalThis as unknown as Worker;

/** Bytes of a piece: the platform's own are small, and each message has its price. */
const PIECE = 1 << 20;

let allowed = 0;
let allow: () => void = () => undefined;

scope.onmessage = ({ data }: MessageEvent<ToInflater>) => {
  allowed += data.pieces;
  allow();
  if (data.file !== undefined) void inflate(data.file);
};

async function inflate(file: Blob): Promise<void> {
  let read = 0;
  let piece = new Uint8Array(PIECE);
  let length = 0;
  const post = async () => {
    if (allowed === 0) await new Promise<void>((resolve) => (allow = resolve));
    allowed--;
    scope.postMessage({ kind: 'piece', bytes: piece.subarray(0, length), read } satisfies FromInflater, [piece.buffer]);
    piece = new Uint8Array(PIECE);
    length = 0;
  };
  try {
    const reader = inflateHere(file, (bytes) => (read = bytes)).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (let rest = next.value; rest.length > 0; ) {
        const part = rest.subarray(0, PIECE - length);
        piece.set(part, length);
        length += part.length;
        rest = rest.subarray(part.length);
        if (length === PIECE) await post();
      }
    }
    await post();
    scope.postMessage({ kind: 'end' } satisfies FromInflater);
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: String(error) } satisfies FromInflater);
  }
}
