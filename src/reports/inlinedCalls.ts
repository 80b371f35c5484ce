import { abs64, compare64, type Int64 } from '#model/int64.ts';
import { NONE } from '#model/profile.ts';
import { graphOf, graphSource, sumNodes, type GraphNode } from './graph.ts';
import type { LineCosts } from './lineCosts.ts';
import type { Node } from './nodes.ts';

/** A call that was inlined at a line, or at one of the calls before it. */
export interface InlinedCall {
  /** 0 for what the line calls itself. */
  readonly depth: number;
  readonly fn: string;
  readonly file: string;
  readonly line: Int64;
  readonly flat: Int64;
  readonly cum: Int64;
}

/** A byte for each node of the costs: 1 where something was inlined at the line somewhere. */
export function linesWithCalls({ subject, nodes }: LineCosts): Uint8Array {
  const { frames, locations } = subject.profile;
  const found = new Uint8Array(nodes.list.length);
  for (let frame = 0; frame < frames.count; frame++) {
    const isInnermost = frame + 1 === locations.frame[frames.location[frame] + 1];
    if (!isInnermost && nodes.ofFrame[frame] !== NONE && nodes.ofFrame[frame + 1] !== NONE) found[nodes.ofFrame[frame]] = 1;
  }
  return found;
}

/**
 * What was inlined at a line: each call behind the one that it is in, heavier ones first. What calls cost is counted as
 * the line's own cost is, of those samples that came through it; a line that is inlined into itself is the outermost.
 *
 * Each path of inlined calls from the line is a node, all else is one more, and the stacks are walked as for any graph.
 * @param line nodes of the costs that are the line
 */
export function inlinedCalls({ subject, options, nodes }: LineCosts, line: ReadonlySet<number>): InlinedCall[] {
  const { frames, locations } = subject.profile;
  const ofFrame = new Int32Array(frames.count);
  const list: Node[] = [nodes.list[0]];
  const caller: number[] = [NONE];
  const rowOf = new Map<string, number>();
  for (let location = 0; location < locations.count; location++) {
    let at = NONE;
    for (let frame = locations.frame[location]; frame < locations.frame[location + 1]; frame++) {
      const node = nodes.ofFrame[frame];
      if (node === NONE) continue;
      if (at === NONE) {
        if (line.has(node)) at = ELSEWHERE;
        continue;
      }
      const key = `${at} ${node}`;
      let row = rowOf.get(key);
      if (row === undefined) {
        row = list.length;
        rowOf.set(key, row);
        list.push(nodes.list[node]);
        caller.push(at);
      }
      ofFrame[frame] = row;
      at = row;
    }
  }
  const source = graphSource(subject, { list, ofFrame }, options, false);
  const costs = graphOf(source, sumNodes(source, undefined, false)).nodes.filter(({ id }) => id !== ELSEWHERE);
  return inOrder(costs, caller);
}

/** The node of all frames that are no such call. */
const ELSEWHERE = 0;

function inOrder(costs: readonly GraphNode[], caller: readonly number[]): InlinedCall[] {
  const below = new Map<number, GraphNode[]>();
  for (const node of costs.toSorted((a, b) => compare64(abs64(b.cum), abs64(a.cum)))) {
    const siblings = below.get(caller[node.id]);
    if (siblings === undefined) below.set(caller[node.id], [node]);
    else siblings.push(node);
  }
  const calls: InlinedCall[] = [];
  const open = (below.get(ELSEWHERE) ?? []).toReversed().map((node) => ({ node, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    const { info, flat, cum, id } = node;
    calls.push({ depth, fn: info.name, file: info.file, line: info.line, flat, cum });
    for (const callee of (below.get(id) ?? []).toReversed()) open.push({ node: callee, depth: depth + 1 });
  }
  return calls;
}
