/**
 * How names are cut for show. Rules: github.com/google/pprof, internal/graph/graph.go (ShortenFunctionName) and Go's
 * path/filepath.
 */

const ANONYMOUS = /^\(anonymous namespace\)::/;
const MODULE_VERSION = /\/v(?:[2-9]|[1-9][0-9]+)(?=[./])/;
const JAVA = /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:\(|$)/;
const CPP = /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)/;

/** A function's name without its package's path, module version, namespaces or arguments. */
export function shortName(name: string): string {
  const plain = withoutVersion(name.replace(ANONYMOUS, ''));
  return withoutGoPath(plain) ?? JAVA.exec(plain)?.[1] ?? CPP.exec(plain)?.[1] ?? plain;
}

function withoutVersion(name: string): string {
  // A name with a line break is left alone, as Go's dot does not match one.
  return name.includes('\n') ? name : name.replace(MODULE_VERSION, '');
}

/** What follows the path in `path/pkg.Name`: one or more segments of word characters, "-" and ".", each ended by a slash. */
function withoutGoPath(name: string): string | undefined {
  for (let slash = name.lastIndexOf('/', pathEnd(name)); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
    const rest = name.slice(slash + 1);
    if (isPath(name.slice(0, slash)) && /^[^.]+\.[^\n]/.test(rest)) return /^[^.]+\.[^\n]+/.exec(rest)?.[0];
  }
  return undefined;
}

/** Where the characters that a path may have end. */
function pathEnd(name: string): number {
  const other = name.search(/[^\w\-./]/);
  return other < 0 ? name.length : other;
}

function isPath(text: string): boolean {
  return text.split('/').every((segment) => segment !== '');
}

/** The shortest equal path: no empty, "." or inner ".." segments. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const clean = kept.join('/');
  return rooted ? `/${clean}` : clean || '.';
}

/** The last element of a path; "." of an empty one, "/" of slashes alone. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/**
 * A source path without what the user wants cut: the first matching prefix of `trimPath`'s entries, or, where that is
 * empty, everything up to the base name of a directory of `sourcePath`. Entries are separated by colons.
 *
 * Rules: github.com/google/pprof, internal/report/source.go (trimPath).
 */
export function trimmedPath(path: string, trimPath: string, sourcePath: string): string {
  if (trimPath === '' && sourcePath !== '') {
    for (const directory of sourcePath.split(':')) {
      const wanted = `/${baseName(directory)}/`;
      const at = path.indexOf(wanted);
      if (at >= 0) return path.slice(at + wanted.length);
    }
  }
  const prefixes = trimPath === '' ? [] : trimPath.split(':');
  for (const entry of [...prefixes, '/proc/self/cwd/./', '/proc/self/cwd/']) {
    const prefix = entry.endsWith('/') ? entry : `${entry}/`;
    if (path.startsWith(prefix)) return path.slice(prefix.length);
  }
  return path;
}
