import type { Int64 } from '#model/int64.ts';
import { baseName, cleanPath, trimmedPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';

/** What makes frames one node of a report; parts that the granularity drops are empty, 0 or 0n. */
export interface Node {
  readonly name: string;
  readonly file: string;
  readonly line: Int64;
  readonly column: Int64;
  readonly address: bigint;
  /** Kept only where the name is missing, or where a report keeps binaries apart. */
  readonly objfile: string;
  readonly startLine: Int64;
}

/** The nodes of a profile at a granularity. */
export interface Nodes {
  readonly list: readonly Node[];
  /** The node of each frame; NONE for those of inlined calls where these are not wanted. */
  readonly ofFrame: Int32Array;
}

/** Which parts of a frame a report tells apart. Source: internal/driver/driver.go (aggregate). */
interface Parts {
  readonly fn: boolean;
  readonly file: boolean;
  readonly line: boolean;
  readonly column: boolean;
  readonly address: boolean;
}

function partsOf(options: Options): Parts {
  const { granularity, noInlines, showColumns } = options;
  const none = { fn: false, file: false, line: false, column: false, address: false };
  switch (granularity) {
    case '':
    case 'functions':
      return { ...none, fn: true };
    case 'filefunctions':
      return { ...none, fn: true, file: true };
    case 'files':
      return { ...none, file: true };
    case 'lines':
      return { fn: true, file: true, line: true, column: showColumns, address: false };
    case 'addresses':
      return { fn: true, file: true, line: true, column: showColumns || !noInlines, address: true };
  }
}

/** What a report asks of its nodes. */
export interface NodeKind {
  /** Tell functions of different binaries and start lines apart. */
  readonly keepObjects?: boolean;
  /** Leave paths as the profile has them, whatever is to be cut from them. */
  readonly wholePaths?: boolean;
}

/** The nodes, in order of first appearance among the frames. */
export function nodesOf(profile: Profile, options: Options, { keepObjects = false, wholePaths = false }: NodeKind = {}): Nodes {
  const { frames, locations, functions } = profile;
  const parts = partsOf(options);
  const path = (file: string) => (wholePaths ? file : trimmedPath(file, options.trimPath, options.sourcePath));
  const { fns, unknown } = functionNodes(profile, parts, keepObjects, path);
  const objects = new Interner();
  const list: Node[] = [];
  const ofFrame = new Int32Array(frames.count).fill(NONE);
  const rowOf = new Map<string, number>();
  // Where nothing but the function counts, its node is found without making a key for each frame.
  const ofFn = new Int32Array(functions.count).fill(NONE);
  const plain = !parts.line && !parts.address && !keepObjects;
  for (let frame = 0; frame < frames.count; frame++) {
    if (options.noInlines && frames.inlined[frame] === 1) continue;
    const fn = frames.fn[frame];
    const known = plain && fn !== NONE ? ofFn[fn] : NONE;
    if (known !== NONE) {
      ofFrame[frame] = known;
      continue;
    }
    const location = frames.location[frame];
    const of = fn === NONE ? unknown : fns[fn];
    const nameless = of.name === '';
    const mapping = locations.mapping[location];
    const objfile = mapping === NONE || !(nameless || keepObjects) ? '' : profile.strings[profile.mappings.file[mapping]];
    const address = parts.address ? locations.address[location] : 0n;
    const line = parts.line && fn !== NONE ? int64At(frames.line, frame) : 0;
    const column = parts.column && fn !== NONE ? int64At(frames.column, frame) : 0;
    const key = `${of.key}|${line}|${column}|${address}|${objects.row(objfile)}`;
    let node = rowOf.get(key);
    if (node === undefined) {
      node = list.length;
      rowOf.set(key, node);
      const startLine = nameless || keepObjects ? of.startLine : 0;
      list.push({ name: of.name, file: of.file, line, column, address, objfile, startLine });
    }
    ofFrame[frame] = node;
    if (plain && !nameless) ofFn[fn] = node;
  }
  return { list, ofFrame };
}

/** What of a function makes a node, and a number that is the same for functions that are alike in it. */
interface FunctionNode {
  readonly key: number;
  readonly name: string;
  readonly file: string;
  readonly startLine: Int64;
}

/** Of each function, and of none: that is the same node as a function without a name, a file and a start line. */
function functionNodes(profile: Profile, parts: Parts, keepObjects: boolean, pathOf: (file: string) => string): { fns: FunctionNode[]; unknown: FunctionNode } {
  const { functions, strings } = profile;
  const keys = new Interner();
  const node = (name: string, file: string, startLine: Int64): FunctionNode => {
    const key = keys.row(name === '' || keepObjects ? `${name}\0${file}\0${startLine}` : `${name}\0${file}`);
    return { key, name, file, startLine };
  };
  const fns = Array.from({ length: functions.count }, (_, fn) => {
    const path = parts.file ? pathOf(strings[functions.file[fn]]) : '';
    return node(parts.fn ? strings[functions.name[fn]] : '', path === '' ? '' : cleanPath(path), int64At(functions.startLine, fn));
  });
  return { fns, unknown: node('', '', 0) };
}

class Interner {
  readonly #rows = new Map<string, number>();

  row(text: string): number {
    const known = this.#rows.get(text);
    if (known !== undefined) return known;
    this.#rows.set(text, this.#rows.size);
    return this.#rows.size - 1;
  }
}

function int64At(column: { readonly [row: number]: Int64 }, row: number): Int64 {
  return column[row];
}

/** The parts of a node's printable name, most general last. Source: internal/graph/graph.go (NameComponents). */
export function nameParts(node: Node, name = node.name, file = node.file): string[] {
  const parts: string[] = [];
  if (node.address !== 0n) parts.push(node.address.toString(16).padStart(16, '0'));
  if (name !== '') parts.push(name);
  if (Number(node.line) !== 0) parts.push(Number(node.column) === 0 ? `${file}:${node.line}` : `${file}:${node.line}:${node.column}`);
  else if (file !== '') parts.push(file);
  else if (node.name === '') parts.push(node.objfile === '' ? '<unknown>' : `[${baseName(node.objfile)}]`);
  return parts;
}

export function printableName(node: Node): string {
  return nameParts(node).join(' ');
}
