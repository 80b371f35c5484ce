import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanPath, trimmedPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { decodeText, encodeText } from '#model/text.ts';
import { linesOf, type Sources, type SourceText } from '#reports/sources.ts';

/** Which of the files there are read. */
export interface Readable {
  /** Bytes; larger ones are not written by hand. */
  readonly limit: number;
  /** Whether a file may be read that lies there, behind all links. */
  readonly allows: (realPath: string) => boolean;
}

const ALL: Readable = { limit: 1 << 28, allows: () => true };

/**
 * Source files on the disk, where pprof looks for them: an absolute path is taken as it is, any other is tried in each
 * directory of -source_path and all that these are in.
 *
 * Rules: github.com/google/pprof, internal/report/source.go (openSourceFile).
 * @param directory where the command runs: where relative paths begin, and the search path where none is given
 */
export function sourcesOnDisk({ sourcePath, trimPath }: Pick<Options, 'sourcePath' | 'trimPath'>, directory: string, readable = ALL): Sources {
  const searchPath = sourcePath === '' ? directory : sourcePath;
  const known = new Map<string, SourceText>();
  const find = (path: string): SourceText => {
    const trimmed = trimmedPath(path, trimPath, searchPath);
    if (trimmed.startsWith('/')) return readSource(trimmed, directory, readable);
    for (const place of searchPath.split(':').flatMap(withParents)) {
      const found = readSource(cleanPath(place === '' ? trimmed : `${place}/${trimmed}`), directory, readable);
      if ('lines' in found) return found;
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

/** Of a directory, a device and the like no lines: a name in somebody's profile is no reason to wait for one. */
function readSource(path: string, directory: string, { limit, allows }: Readable): SourceText {
  if (path.includes('\0')) return { error: `open ${path}: invalid argument` };
  try {
    const place = Buffer.from(encodeText(resolve(directory, path)));
    const file = openSync(place, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      if (!allows(realpathSync(place).toString())) return { error: `open ${path}: it leads to what is no source` };
      if (stat.size > limit) return { error: `open ${path}: the file has ${stat.size} bytes` };
      return { lines: stat.isFile() ? linesOf(decodeText(readFileSync(file))) : [] };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { error: `open ${path}: ${reasonOf(error)}` };
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
  const [, code, reason] = /^([A-Z]+): (.*?), open/s.exec(error.message) ?? [];
  return REASONS.get(code) ?? reason ?? error.message;
}
