import { cleanPath, trimmedPath } from '#model/names.ts';
import type { Profile } from '#model/profile.ts';
import { isSourceFile } from '#model/sourceFiles.ts';
import type { ServedSource } from '#server/files.ts';
import { ParseError } from '#parsers/parseError.ts';
import { SourceError } from './sourceError.ts';
import { readBelow, sourceRoots } from './sourceRoots.ts';
import { searchOnDisk, type SearchPath } from './sources.ts';

/** Profiles whose source the page may have. */
export interface NamingProfiles {
  /** Paths, and what was fetched. */
  list(): readonly (string | Uint8Array)[];
  /** One that was fetched. The oldest are forgotten. */
  add(bytes: Uint8Array): void;
}

/** Bytes of fetched profiles that are remembered. */
const REMEMBERED = 64 * 2 ** 20;

export function namingProfiles(files: readonly string[]): NamingProfiles {
  const fetched: Uint8Array[] = [];
  return {
    list: () => [...files, ...fetched],
    add: (bytes) => {
      fetched.push(bytes);
      while (fetched.length > 1 && fetched.reduce((sum, { length }) => sum + length, 0) > REMEMBERED) fetched.shift();
    },
  };
}

/**
 * Source files for the page: those that its profiles name, found where `-list` finds them, below the roots, and no
 * others. A profile is somebody else's and may name any file: what does not end as source does, or holds no text, is
 * none. So neither a page nor a profile gets at what lies beside the source.
 * @param profiles read when a file is asked for
 * @param directory where the command runs
 */
export function servedSources(profiles: NamingProfiles, { sourcePath, trimPath }: SearchPath, directory: string, { read = readNaming, environment = process.env }: Surroundings = {}): (path: string) => Promise<ServedSource> {
  const roots = sourceRoots(sourcePath, directory, environment);
  // A link that is called source may lead to something else.
  const find = searchOnDisk({ sourcePath, trimPath }, directory, (place) => readBelow(roots, isSourceFile, place));
  const known = new Map<string | Uint8Array, Promise<ReadonlySet<string>>>();
  const namedIn = (profile: string | Uint8Array): Promise<ReadonlySet<string>> => {
    const named = known.get(profile) ?? sourceFiles(profile, read);
    known.set(profile, named);
    return named;
  };
  return async (path) => {
    if (!isSourceFile(path)) return { kind: 'unnamed' };
    const all = profiles.list();
    for (const profile of known.keys()) if (!all.includes(profile)) known.delete(profile);
    const named = await Promise.all(all.map(namedIn));
    if (!named.some((paths) => paths.has(path))) return { kind: 'unnamed' };
    const source = find(cleanPath(trimmedPath(path, trimPath, sourcePath)));
    // What has a colon in its name cannot be a folder of -source_path.
    if ('outside' in source && !source.outside.includes(':')) return { kind: 'outside', sourcePath: `${sourcePath || directory}:${source.outside}` };
    const isText = 'lines' in source && source.lines.length > 0 && !source.lines.some((line) => line.includes('\0'));
    return isText ? { kind: 'text', text: source.lines.join('\n') } : { kind: 'missing' };
  };
}

interface Surroundings {
  readonly read?: ReadNaming;
  readonly environment?: NodeJS.ProcessEnv;
}

/** @throws SourceError, ParseError */
export type ReadNaming = (profile: string | Uint8Array) => Promise<Profile>;

/** What reads profiles is loaded when it is needed: most pages ask for no source. */
const readNaming: ReadNaming = async (profile) => {
  if (typeof profile === 'string') return (await import('./read.ts')).readProfile(profile, true);
  return (await import('./decode.ts')).decodeBytes(profile, { symbols: true });
};

/** Paths as the page has them. */
async function sourceFiles(profile: string | Uint8Array, read: ReadNaming): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  const { functions, strings } = await read(profile).catch(nothing);
  for (let fn = 0; fn < functions.count; fn++) {
    const path = strings[functions.file[fn]];
    if (isSourceFile(path)) named.add(cleanPath(trimmedPath(path, '', '')));
  }
  return named;
}

/** A file that is no profile names none; the page says what is wrong with it. */
function nothing(error: unknown): Pick<Profile, 'functions' | 'strings'> {
  if (!(error instanceof SourceError || error instanceof ParseError)) throw error;
  const empty = new Int32Array();
  return { strings: [], functions: { count: 0, id: new BigUint64Array(), name: empty, systemName: empty, file: empty, startLine: new Float64Array() } };
}
