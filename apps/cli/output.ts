import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { encodeText } from '#model/text.ts';
import type { Pieces } from './print.ts';

/** Writes a report to standard output, no faster than it is read. */
export async function printPieces(pieces: Pieces, to: Writable = process.stdout): Promise<void> {
  await take(pieces, (bytes) => (to.write(bytes) || to.destroyed ? undefined : drained(to)));
}

/** Until there is room again, or nobody reads any more. */
export function drained(to: Writable): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      to.off('drain', end);
      to.off('close', end);
      done();
    };
    to.once('drain', end);
    to.once('close', end);
  });
}

/**
 * Writes a report to a file, which is made only when all of it is there.
 * @param path empty for a new file here, whose name ends in `extension`
 * @returns where it is
 * @throws an error of Node's where there can be no such file
 */
export async function savePieces(pieces: Pieces, path: string, extension: string, say: (text: string) => void = console.error): Promise<string> {
  const parts: Uint8Array[] = [];
  await take(pieces, (bytes) => void parts.push(bytes));
  const file = path === '' ? newFile('', 'profile', `.${extension}`) : { path, descriptor: openSync(path, 'w') };
  say(`Generating report in ${file.path}`);
  for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(file.descriptor, part, at);
  closeSync(file.descriptor);
  return file.path;
}

/** A file of a name that was free: `profile001.pb.gz` … Source: internal/driver/tempfile.go (newTempFile). */
export function newFile(directory: string, prefix: string, suffix: string, mode = 0o666): { path: string; descriptor: number } {
  for (let number = 1; number < 10_000; number++) {
    const path = join(directory, `${prefix}${String(number).padStart(3, '0')}${suffix}`);
    try {
      return { path, descriptor: openSync(path, 'wx', mode) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  throw new Error(`could not create file of the form ${prefix}001${suffix}`);
}

/** Characters that are encoded and written in one go. */
const CHUNK = 1 << 16;

/** @param each takes bytes, and may say when it wants more */
async function take(pieces: Pieces, each: (bytes: Uint8Array) => Promise<void> | undefined): Promise<void> {
  let text = '';
  const flush = (): Promise<void> | undefined => {
    const bytes = encodeText(text);
    text = '';
    return bytes.length === 0 ? undefined : each(bytes);
  };
  const add = (piece: string | Uint8Array): Promise<void> | undefined => {
    if (typeof piece !== 'string') {
      const wait = flush();
      return wait === undefined ? each(piece) : wait.then(() => each(piece));
    }
    text += piece;
    return text.length < CHUNK ? undefined : flush();
  };
  try {
    // To wait for each of a million lines takes its time: one waits where there is something to wait for.
    if (Symbol.iterator in pieces) {
      for (const piece of pieces) {
        const wait = add(piece);
        if (wait !== undefined) await wait;
      }
    } else for await (const piece of pieces) await add(piece);
  } finally {
    // What was said before something went wrong is said.
    await flush();
  }
}
