import { constants, openSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { linesIn } from './sources.ts';

/** A page draws no more than so much of one file. */
const MOST_BYTES = 4 * 2 ** 20;

/** A file outside of the roots: the folder in which it lies, behind all links. */
export interface Outside {
  readonly outside: string;
}

/**
 * Folders whose source the page may have: those of -source_path, or where the command runs; Go's own packages; and the
 * modules that Go has downloaded. A profile is somebody else's, and may name what lies anywhere.
 * @param environment as Go's tools read it
 */
export function sourceRoots(sourcePath: string, directory: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const named = (sourcePath === '' ? [directory] : sourcePath.split(':')).map((folder) => resolve(directory, folder));
  return [...named, join(goRoot(environment), 'src'), ...moduleCaches(environment)];
}

/** $GOROOT, or where the `go` of the PATH stands, or where Go installs itself. */
function goRoot({ GOROOT = '', PATH = '' }: NodeJS.ProcessEnv): string {
  if (GOROOT !== '') return GOROOT;
  const name = process.platform === 'win32' ? 'go.exe' : 'go';
  const programs = PATH.split(delimiter).filter(isAbsolute).map((folder) => realPath(join(folder, name)));
  const program = programs.find((path) => path !== undefined && statSync(path).isFile());
  return program === undefined ? '/usr/local/go' : dirname(dirname(program));
}

/** Source: https://go.dev/ref/mod#module-cache. */
function moduleCaches({ GOMODCACHE = '', GOPATH = '', HOME = homedir() }: NodeJS.ProcessEnv): string[] {
  if (GOMODCACHE !== '') return [GOMODCACHE];
  return (GOPATH === '' ? [join(HOME, 'go')] : GOPATH.split(delimiter)).filter(Boolean).map((folder) => join(folder, 'pkg/mod'));
}

/**
 * Reads the lines of a file that lies below one of the roots, wherever links lead. What takes its place after that was
 * seen is not followed.
 * @param allows whether a file of that path may be read
 * @throws Error where there is none, it may not be read or is too large
 */
export function readBelow(roots: readonly string[], allows: (realPath: string) => boolean, place: Buffer): { readonly lines: readonly string[] } | Outside {
  const real = realpathSync.native(place, 'buffer');
  const path = real.toString();
  if (!allows(path)) throw new Error('it leads to what is no source');
  if (!roots.some((root) => isBelow(path, realPath(root)))) return { outside: dirname(path) };
  return linesIn(openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW), MOST_BYTES);
}

function isBelow(path: string, root: string | undefined): boolean {
  return root !== undefined && path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Undefined where there is nothing. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
