/** A function's name in the order in which it may be cut when room is short: path first, then package, never the rest. */
export interface NameParts {
  readonly path: string;
  readonly package: string;
  readonly rest: string;
  /** What follows the name where nodes are lines or addresses: " file.go:12". */
  readonly place: string;
}

/** @param fn the function's name alone, where `name` has more than that */
export function nameParts(name: string, fn = name): NameParts {
  if (fn !== '' && name.length > fn.length && name.startsWith(fn)) return { ...nameParts(fn), place: name.slice(fn.length) };
  const end = pathEnd(name);
  const slash = name.lastIndexOf('/', end) + 1;
  const rest = name.slice(slash);
  const qualifier = isFile(name) ? 0 : qualifierLength(rest);
  return { path: name.slice(0, slash), package: rest.slice(0, qualifier), rest: rest.slice(qualifier), place: '' };
}

/** Slashes beyond a bracket belong to type arguments, and beyond a blank to a place. */
function pathEnd(name: string): number {
  const bracket = name.search(/[([<{ ]/);
  return bracket < 0 ? name.length : bracket;
}

function isFile(name: string): boolean {
  return name.startsWith('/') || /\.(go|s|c|cc|cpp|h|rs|py|java)$/.test(name);
}

/** `pkg.`, `com.example.` or `ns::` at the beginning of a name. */
function qualifierLength(rest: string): number {
  const head = rest.slice(0, pathEnd(rest));
  const colons = head.lastIndexOf('::');
  if (colons >= 0) return colons + 2;
  return head.indexOf('.', 1) + 1;
}
