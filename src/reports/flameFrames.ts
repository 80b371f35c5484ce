import { baseName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { packageName, scriptPackage } from '#model/packageName.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { nodesOf, type Node } from './nodes.ts';

/** What a frame of a flame graph shows. */
export interface FlameFrame {
  /** As shown: a function's full name, with ":line" where lines are asked; "[app]" or "<unknown>" without symbols. */
  readonly name: string;
  /** The function's name alone, to select by; the name where there is none. */
  readonly fn: string;
  readonly file: string;
  /** Go package, C++ namespace, module of a script, or the like; else the binary, the directory or the file. Colour follows it. */
  readonly package: string;
  /** Base name of the binary; empty where it is not known. */
  readonly binary: string;
  readonly kind: FrameKind;
  readonly inlined: boolean;
}

/** The program's own and its libraries' code; the language's runtime and what it asks of the system; the kernel's; code without a runtime under one that has one. */
export type FrameKind = 'plain' | 'runtime' | 'kernel' | 'native';

/** The frames that a profile shows: frames that show the same have one row. */
export interface FlameFrames {
  /** Of each frame its row; NONE where it is not shown. */
  readonly rowOf: Int32Array;
  readonly count: number;
  /** Of each row a number that is the same for those that differ but in being inlined. */
  readonly sameOf: Int32Array;
  at(row: number): FlameFrame;
}

/** Frames are told apart as `options.granularity` says, functions by name and file if it says nothing, and by whether they are inlined. */
export function flameFrames(profile: Profile, options: Options): FlameFrames {
  const { frames } = profile;
  const nodes = nodesOf(profile, { ...options, granularity: options.granularity === '' ? 'filefunctions' : options.granularity });
  const rowOf = new Int32Array(frames.count).fill(NONE);
  const rows = new Int32Array(nodes.list.length * 2).fill(NONE);
  const nodeOf: number[] = [];
  // The first frame that shows as the row says, for what the node does not hold.
  const example: number[] = [];
  for (let frame = 0; frame < frames.count; frame++) {
    const node = nodes.ofFrame[frame];
    if (node === NONE) continue;
    const key = node * 2 + frames.inlined[frame];
    if (rows[key] === NONE) {
      rows[key] = nodeOf.length;
      nodeOf.push(node);
      example.push(frame);
    }
    rowOf[frame] = rows[key];
  }
  const made: FlameFrame[] = [];
  const isManaged = hasManagedCode(profile);
  return {
    rowOf,
    count: nodeOf.length,
    sameOf: Int32Array.from(nodeOf),
    at: (row) => (made[row] ??= frameAt(profile, nodes.list[nodeOf[row]], example[row], isManaged)),
  };
}

function frameAt({ strings, frames, functions, locations, mappings }: Profile, node: Node, frame: number, isManaged: boolean): FlameFrame {
  const mapping = locations.mapping[frames.location[frame]];
  const binary = mapping === NONE ? '' : strings[mappings.file[mapping]];
  const fn = frames.fn[frame];
  const path = fn === NONE ? '' : strings[functions.file[fn]];
  const object = node.objfile === '' ? '<unknown>' : `[${baseName(node.objfile)}]`;
  const shown = node.name || node.file || object;
  const ofName = scriptPackage(path) ?? packageName(node.name);
  return {
    name: shown + position(node),
    fn: node.name || shown,
    file: node.file,
    package: ofName || packageOfPlace(node, path, binary),
    binary: binary === '' ? '' : baseName(binary),
    kind: kindOf(ofName, path, binary, isManaged),
    inlined: frames.inlined[frame] === 1,
  };
}

function position({ line, column, address }: Node): string {
  const at = Number(line) === 0 ? '' : Number(column) === 0 ? `:${line}` : `:${line}:${column}`;
  return address === 0n ? at : `${at} 0x${address.toString(16)}`;
}

/** For names that tell no package: the directory of a file that is shown as such, the binary, or else the function's file. */
function packageOfPlace(node: Node, path: string, binary: string): string {
  if (node.name === '' && node.file !== '') return node.file.slice(0, Math.max(0, node.file.lastIndexOf('/')));
  return binary === '' ? path : baseName(binary);
}

const RUNTIME = /^(?:runtime|internal\/(?:runtime|cpu|abi|bytealg|chacha8rand|goarch|goos|syscall)|syscall|vdso)(?:\/|$)|^node:/;
const KERNEL = /^\[(?:guest\.)?kernel\b|(?:^|\/)(?:vmlinux|kallsyms)|\.ko(?:\.|$)|^\[(?:vdso|vsyscall)\]$/;
const MANAGED = /\.(?:go|java|kt|scala|py|rb|[cm]?js|[cm]?ts|php|cs)$/;
const NATIVE = /\.(?:c|cc|cpp|cxx|h|hh|hpp|rs|S)$/;

function kindOf(ofName: string, path: string, binary: string, isManaged: boolean): FrameKind {
  if (KERNEL.test(binary)) return 'kernel';
  if (RUNTIME.test(ofName)) return 'runtime';
  return isManaged && NATIVE.test(path) ? 'native' : 'plain';
}

/** Whether some of the code has a runtime, so that code without one stands out. */
function hasManagedCode({ functions, strings }: Profile): boolean {
  for (let fn = 0; fn < functions.count; fn++) if (MANAGED.test(strings[functions.file[fn]])) return true;
  return false;
}
