import { cleanPath, trimmedPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { isSourceFile } from '#model/sourceFiles.ts';
import type { ServedSource } from '#server/files.ts';
import { readProfile } from './read.ts';
import { SourceError } from './sourceError.ts';
import { sourcesOnDisk } from './sources.ts';

/**
 * Source files for the page: those that the profiles of the command line name, found where `-list` finds them, and no
 * others. A profile is somebody else's and may name any file: what does not end as source does, or holds no text, is
 * none. So neither a page nor a profile gets at what lies beside the source.
 * @param files paths of the profiles; read when the first file is asked for
 */
export function servedSources(files: readonly string[], { sourcePath, trimPath }: Pick<Options, 'sourcePath' | 'trimPath'>, directory: string, readOne: typeof readProfile = readProfile): (path: string) => Promise<ServedSource> {
  const find = sourcesOnDisk({ sourcePath, trimPath }, directory);
  let named: Promise<ReadonlySet<string>> | undefined;
  return async (path) => {
    named ??= namedIn(files, readOne);
    if (!isSourceFile(path) || !(await named).has(path)) return { kind: 'unnamed' };
    const source = find(cleanPath(trimmedPath(path, trimPath, sourcePath)));
    const isText = 'lines' in source && source.lines.length > 0 && !source.lines.some((line) => line.includes('\0'));
    return isText ? { kind: 'text', text: source.lines.join('\n') } : { kind: 'missing' };
  };
}

/** Paths as the page has them. */
async function namedIn(files: readonly string[], readOne: typeof readProfile): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const file of files) {
    const { functions, strings } = await readOne(file, true).catch(nothing);
    for (let fn = 0; fn < functions.count; fn++) {
      const path = strings[functions.file[fn]];
      if (isSourceFile(path)) named.add(cleanPath(trimmedPath(path, '', '')));
    }
  }
  return named;
}

/** A file that is no profile names none; the page says what is wrong with it. */
function nothing(error: unknown): Pick<Profile, 'functions' | 'strings'> {
  if (!(error instanceof SourceError)) throw error;
  const empty = new Int32Array();
  return { strings: [], functions: { count: 0, id: new BigUint64Array(), name: empty, systemName: empty, file: empty, startLine: new Float64Array() } };
}
