/**
 * The package that a function's name tells: `net/http` of `net/http.(*conn).serve`, `std` of `std::vector<int>::push_back`,
 * `java.util` of `java.util.HashMap.put`. Empty where the name tells none.
 */
export function packageName(name: string): string {
  // What stands in brackets (type arguments, receivers, parameters) may hold dots, colons and slashes of its own.
  const plain = name.startsWith('(anonymous namespace)::') ? name.slice(23) : name;
  const end = bracket(plain);
  const colons = plain.indexOf('::');
  if (colons > 0 && colons < end) return namespace(plain, colons);
  const slash = plain.lastIndexOf('/', end) + 1;
  const dot = plain.indexOf('.', slash);
  if (dot <= slash || dot > end) return '';
  return slash === 0 ? javaPackage(plain.slice(0, end)) || plain.slice(0, dot) : plain.slice(0, dot);
}

function bracket(name: string): number {
  const at = name.search(/[([<{ ]/);
  return at < 0 ? name.length : at;
}

/** The outermost namespace; a Rust crate comes in the same place. */
function namespace(name: string, colons: number): string {
  return name.slice(0, colons);
}

/** Segments in lower case before a class: two or more dots, and the last but one segment begins with a capital. */
function javaPackage(name: string): string {
  return /^((?:[a-z_]\w*\.)+)[A-Z][\w$]*\./.exec(name)?.[1].slice(0, -1) ?? '';
}

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$|^(?:node|https?|webpack|webpack-internal|chrome-extension):/;

/**
 * The package that the file of a JavaScript function tells, as its name does not: `lodash` and `@babel/core` of what lies
 * in `node_modules`, `node:fs` and `node:internal` of Node's own, else the file itself. Undefined for other files.
 */
export function scriptPackage(file: string): string | undefined {
  const [path] = file.split(/[?#]/, 1);
  if (!SCRIPT.test(path)) return undefined;
  const module = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  // Until Node 15 its own files had no scheme.
  return module ?? /^node:[^/]+/.exec(path.replace(/^internal\//, 'node:internal/'))?.[0] ?? path;
}
