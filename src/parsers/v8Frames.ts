import type { ProfileBuilder } from '#model/builder.ts';
import { baseName } from '#model/names.ts';
import { isObject, positionOf, textOf, type JsonObject, type Place } from './jsonValue.ts';

/** A function of a script, as V8's profilers tell it. */
export interface V8Frame {
  /** Empty for a function without a name. */
  readonly name: string;
  /** A path, an address, or `node:fs`; empty for V8's own. */
  readonly file: string;
  /** Where the function begins, from 1; 0 is unknown. */
  readonly line: number;
  readonly column: number;
}

/**
 * The frame of a node. In `callFrame` lines and columns count from 0, and −1 is unknown; in the older form, where all
 * stands in the node itself, from 1.
 * Sources: V8, include/js_protocol.pdl (Runtime.CallFrame) and include/v8-profiler.h (CpuProfileNode::GetLineNumber).
 */
export function frameOf(node: JsonObject, place: Place): V8Frame {
  const isNested = isObject(node.callFrame);
  const frame = isObject(node.callFrame) ? node.callFrame : node;
  const at = (key: string) => () => `${place()}${isNested ? '.callFrame' : ''}.${key}`;
  const position = (key: string) => positionOf(isNested && typeof frame[key] === 'number' ? frame[key] + 1 : frame[key], at(key));
  return {
    name: textOf(frame.functionName, at('functionName')),
    file: pathOf(textOf(frame.url ?? '', at('url'))),
    line: position('lineNumber'),
    column: position('columnNumber'),
  };
}

/** What stands above the program and says nothing. */
export function isRoot({ name, file }: V8Frame): boolean {
  return name === '(root)' && file === '';
}

/** A path where the address is one of a file, so that it is the same as that of older Nodes, and its source is found. */
function pathOf(url: string): string {
  const path = /^file:\/\/(?:localhost)?(\/.*)$/.exec(url)?.[1];
  if (path === undefined) return url;
  const plain = /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/**
 * Gives frames their locations. All that is known of a caller is the function; of the leaf sometimes the line that ran.
 */
export function v8Locations(builder: ProfileBuilder): (frame: V8Frame, line?: number) => number {
  const rows = new Map<string, number>();
  return (frame, line = 0) => {
    const key = `${frame.name}\n${frame.file}\n${frame.line}\n${frame.column}\n${line}`;
    let row = rows.get(key);
    if (row === undefined) {
      const fn = builder.fn({ name: nameOf(frame), file: frame.file, startLine: frame.line });
      rows.set(key, (row = builder.location({ lines: [line === 0 ? { fn, line: frame.line, column: frame.column } : { fn, line }] })));
    }
    return row;
  };
}

/** Functions without a name are told apart by their place: what merges by name would make one of them all. */
function nameOf({ name, file, line, column }: V8Frame): string {
  if (name !== '') return name;
  return file === '' ? '(anonymous)' : `(anonymous ${baseName(file)}:${line}:${column})`;
}
