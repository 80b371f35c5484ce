import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanPath, trimmedPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { decodeText, encodeText } from '#model/text.ts';
import { linesOf, type Sources, type SourceText } from '#reports/sources.ts';

/**
 * Source files on the disk, where pprof looks for them.
 * @param directory where the command runs: where relative paths begin, and the search path where none is given
 */
export function sourcesOnDisk(options: SearchPath, directory: string): Sources {
  return searchOnDisk(options, directory, readLines);
}

export type SearchPath = Pick<Options, 'sourcePath' | 'trimPath'>;

/**
 * Looks for files where pprof looks for source: an absolute path is taken as it is, any other is tried in each directory
 * of -source_path and all that these are in. The first place that can be read is the file.
 *
 * Rules: github.com/google/pprof, internal/report/source.go (openSourceFile).
 * @param read what is wanted of the file at an absolute path; throws where there is none
 */
export function searchOnDisk<Text extends object>({ sourcePath, trimPath }: SearchPath, directory: string, read: (place: Buffer) => Text): (path: string) => Text | { readonly error: string } {
  const searchPath = sourcePath === '' ? directory : sourcePath;
  const known = new Map<string, Text | { readonly error: string }>();
  const readAt = (path: string) => {
    if (path.includes('\0')) return { error: `open ${path}: invalid argument` };
    try {
      return read(Buffer.from(encodeText(resolve(directory, path))));
    } catch (error) {
      return { error: `open ${path}: ${reasonOf(error)}` };
    }
  };
  const find = (path: string) => {
    const trimmed = trimmedPath(path, trimPath, searchPath);
    if (trimmed.startsWith('/')) return readAt(trimmed);
    for (const place of searchPath.split(':').flatMap(withParents)) {
      const found = readAt(cleanPath(place === '' ? trimmed : `${place}/${trimmed}`));
      if (!('error' in found)) return found;
    }
    return { error: `could not find file ${trimmed} on path ${searchPath}` };
  };
  return (path) => {
    const text = known.get(path) ?? find(path);
    known.set(path, text);
    return text;
  };
}

/** The directory and those that it is in: "a/b", "a", ".". */
function withParents(directory: string): string[] {
  const parent = cleanPath(directory.slice(0, directory.lastIndexOf('/') + 1));
  return parent === directory ? [directory] : [directory, ...withParents(parent)];
}

/** Larger ones are not written by hand. */
const MOST_BYTES = 2 ** 28;

function readLines(place: Buffer): SourceText {
  return linesIn(openSync(place, constants.O_RDONLY | constants.O_NONBLOCK), MOST_BYTES);
}

/**
 * The lines of an open file, which is closed. Of a directory, a device and the like none: a name in somebody's profile is
 * no reason to wait for one.
 * @param limit bytes; throws where there are more
 */
export function linesIn(file: number, limit: number): { readonly lines: readonly string[] } {
  try {
    const stat = fstatSync(file);
    if (stat.size > limit) throw new Error(`the file has ${stat.size} bytes`);
    return { lines: stat.isFile() ? linesOf(decodeText(readFileSync(file))) : [] };
  } finally {
    closeSync(file);
  }
}

/** Where Go words it otherwise than Node does. */
const REASONS = new Map([
  ['ENAMETOOLONG', 'file name too long'],
  ['ELOOP', 'too many levels of symbolic links'],
]);

/** `no such file or directory` of Node's `ENOENT: no such file or directory, open '…'`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, code, reason] = /^([A-Z]+): (.*?), \w+/s.exec(error.message) ?? [];
  return REASONS.get(code) ?? reason ?? error.message;
}
