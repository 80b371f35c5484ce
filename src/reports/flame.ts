import { narrow, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE, type ValueType } from '#model/profile.ts';
import { flameFrames, type FlameFrame, type FlameFrames } from './flameFrames.ts';
import { noSearch, searchFrames, type FrameSearch } from './flameSearch.ts';
import { mergeStacks, type MergedStacks } from './flameTree.ts';
import { reportLines, shownSentence } from './legend.ts';
import type { Subject } from './subject.ts';

/**
 * A window of the flame graph: a node and what is below it, as far as it is wide enough to be seen. What is cut is
 * counted, never merged away: `total` of a node holds what its hidden children cost.
 */
export interface FlameReport {
  readonly type: ValueType;
  /** The unit for texts, or "auto". */
  readonly unit: string;
  /** Printed numbers are multiplied by it. */
  readonly ratio: number;
  /** Of all samples, before filters: what percentages are of. */
  readonly total: number;
  /** pprof's legend lines. */
  readonly legend: readonly string[];
  /** The one of them that says what is shown. */
  readonly sentence: string;
  /** Distinct frames of the window; `nodes.frame` is a row here. */
  readonly frames: readonly FlameWindowFrame[];
  /** In preorder, the widest sibling first; row 0 is the window's root. */
  readonly nodes: FlameNodes;
  /** From the graph's root (id 0) down to the caller of the window's root; empty when that is the graph's root. */
  readonly callers: readonly FlameCaller[];
  /** What is listed: shares of the root's width. */
  readonly from: number;
  readonly to: number;
  /** Nodes that are too narrow to be listed. */
  readonly hidden: number;
  /** Depth of the whole graph below the window's root, hidden nodes included. */
  readonly depth: number;
  /** What the search found; all zero without one. */
  readonly found: FlameFound;
  /** Leaves first: below a node are its callers, and what it costs is the own cost of the leaf above it. */
  readonly inverted: boolean;
}

export interface FlameWindowFrame extends FlameFrame {
  readonly matches: boolean;
}

/** Columns; values in the sample type's unit. */
export interface FlameNodes {
  readonly count: number;
  /** Id in the whole graph, to zoom to. */
  readonly id: Int32Array;
  /** Row of the caller; NONE for row 0. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly depth: Int32Array;
  /** Σ|value| where the node begins, counted from the left edge of the window's root; its callees begin at the same place. */
  readonly start: Float64Array;
  /** Σ|value|: the width. */
  readonly width: Float64Array;
  /** Signed sums: its own and with callees. */
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export interface FlameCaller {
  readonly id: number;
  readonly name: string;
  readonly fn: string;
  readonly total: number;
}

export interface FlameFound {
  /** Nodes of the window that match, hidden ones among them. */
  readonly frames: number;
  /** Value of the samples that pass through a match, each counted once. */
  readonly total: number;
  /** Why the search is none: the pattern's error, or empty. */
  readonly problem: string;
}

/** The part of a flame graph to answer with. */
export interface Window {
  /** A node's id from an earlier answer to the same options; 0 is the whole. */
  readonly root: number;
  /** Nodes below this share of the root's width are left out, and counted. */
  readonly minShare: number;
  /** Plain text, ignoring case, or RE2 behind "re:"; empty for nothing. */
  readonly find: string;
  /** Shares of the root's width between which nodes are wanted; the whole unless it is said. */
  readonly from?: number;
  readonly to?: number;
  /** Leaves first. */
  readonly inverted?: boolean;
}

/** The whole flame graph; windows of it are cheap. */
export interface FlameTree {
  readonly type: ValueType;
  readonly unit: string;
  readonly ratio: number;
  readonly total: number;
  readonly legend: readonly string[];
  readonly sentence: string;
  readonly nodes: MergedStacks;
  readonly frames: FlameFrames;
  readonly inverted: boolean;
}

/** Nodes are what pprof's flame graph shows, and besides them frames without a function. Values are sums, also where a mean is asked. */
export function flameTree(subject: Subject, options: Options, inverted = false): FlameTree {
  const { profile, measure } = subject;
  const frames = flameFrames(profile, options);
  const nodes = mergeStacks(profile, frames.rowOf, measure.column, inverted);
  const unit = options.unit === 'minimum' ? 'auto' : options.unit;
  const value: Int64 = typeof nodes.total[0] === 'bigint' ? narrow(nodes.total[0]) : nodes.total[0];
  const shown = { value, nodes: 0, candidates: 0, droppedNodes: 0, droppedEdges: 0 };
  return {
    type: measure.type,
    unit,
    ratio: measure.ratio,
    total: Number(measure.total),
    legend: reportLines(subject, options, unit, shown, false),
    sentence: shownSentence(measure, value, unit),
    nodes,
    frames,
    inverted,
  };
}

/** @param window its root falls back to the whole where there is no such node */
export function flameWindow(tree: FlameTree, window: Window): FlameReport {
  const { type, unit, ratio, total, legend, sentence, nodes } = tree;
  const root = window.root > 0 && window.root < nodes.count ? window.root : 0;
  const search = window.find === '' ? noSearch : searchFrames(tree.frames, window.find);
  const listed = visibleNodes(nodes, root, window);
  const { frames, frame } = framesOf(tree, listed.id, search);
  return {
    type,
    unit,
    ratio,
    total,
    legend,
    sentence,
    frames,
    nodes: {
      count: listed.id.length,
      id: Int32Array.from(listed.id),
      parent: Int32Array.from(listed.parent),
      frame,
      depth: Int32Array.from(listed.depth),
      start: Float64Array.from(listed.start),
      width: Float64Array.from(listed.id, (node) => nodes.width[node]),
      self: Float64Array.from(listed.id, (node) => Number(nodes.self[node])),
      total: Float64Array.from(listed.id, (node) => Number(nodes.total[node])),
    },
    callers: callersOf(tree, root),
    from: window.from ?? 0,
    to: window.to ?? 1,
    hidden: listed.hidden,
    depth: nodes.height[root],
    found: foundIn(nodes, root, search),
    inverted: tree.inverted,
  };
}

interface Listed {
  readonly id: number[];
  readonly parent: number[];
  readonly depth: number[];
  readonly start: number[];
  hidden: number;
}

/** A walk down that leaves out what is narrow, and what is beside the window. */
function visibleNodes(nodes: MergedStacks, root: number, { minShare, from = 0, to = 1 }: Window): Listed {
  const { width, firstChild, next, below } = nodes;
  const least = minShare * width[root];
  const left = from * width[root];
  const right = to * width[root];
  const listed: Listed = { id: [], parent: [], depth: [], start: [], hidden: 0 };
  // What is still to be listed, the next one last.
  const todo = [{ node: root, parent: NONE, depth: 0, start: 0 }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const row = listed.id.length;
    listed.id.push(at.node);
    listed.parent.push(at.parent);
    listed.depth.push(at.depth);
    listed.start.push(at.start);
    const children: number[] = [];
    for (let child = firstChild[at.node]; child !== NONE; child = next[child]) {
      if (width[child] >= least) children.push(child);
      else listed.hidden += 1 + below[child];
    }
    children.sort((a, b) => width[b] - width[a] || a - b);
    let start = at.start;
    const first = todo.length;
    for (const child of children) {
      if (start <= right && start + width[child] >= left) todo.push({ node: child, parent: row, depth: at.depth + 1, start });
      start += width[child];
    }
    reverseFrom(todo, first);
  }
  return listed;
}

function reverseFrom<T>(list: T[], first: number): void {
  for (let i = first, j = list.length - 1; i < j; i++, j--) [list[i], list[j]] = [list[j], list[i]];
}

/** The frames of the nodes listed, each once, and of each node its row among them. */
function framesOf(tree: FlameTree, ids: readonly number[], search: FrameSearch): { frames: FlameWindowFrame[]; frame: Int32Array } {
  const rowOf = new Map<number, number>();
  const frames: FlameWindowFrame[] = [];
  const frame = Int32Array.from(ids, (node) => {
    const key = tree.nodes.key[node];
    const known = rowOf.get(key);
    if (known !== undefined) return known;
    rowOf.set(key, frames.length);
    return frames.push(key === NONE ? ROOT : { ...tree.frames.at(key), matches: search.matches(key) }) - 1;
  });
  return { frames, frame };
}

const ROOT: FlameWindowFrame = { name: 'root', fn: '', file: '', package: '', kind: 'runtime', inlined: false, matches: false };

function callersOf({ nodes, frames }: FlameTree, root: number): FlameCaller[] {
  const callers: FlameCaller[] = [];
  for (let node = nodes.parent[root]; node !== NONE; node = nodes.parent[node]) {
    const { name, fn } = node === 0 ? ROOT : frames.at(nodes.key[node]);
    callers.push({ id: node, name, fn, total: Number(nodes.total[node]) });
  }
  return callers.reverse();
}

/** Sums the topmost match of each path, as what is below it is part of it. */
function foundIn({ count, parent, key, total }: MergedStacks, root: number, search: FrameSearch): FlameFound {
  if (search === noSearch || search.problem !== '') return { frames: 0, total: 0, problem: search.problem };
  // 0 outside the window, 1 inside it, 2 inside a match.
  const place = new Uint8Array(count);
  const found = { frames: 0, total: 0, problem: '' };
  for (let node = root; node < count; node++) {
    const above = node === root ? 1 : parent[node] < root ? 0 : place[parent[node]];
    if (above === 0) continue;
    const matches = key[node] !== NONE && search.matches(key[node]);
    place[node] = matches ? 2 : above;
    if (!matches) continue;
    found.frames++;
    if (above === 1) found.total += Number(total[node]);
  }
  return found;
}

export type { FlameFrame, FrameKind } from './flameFrames.ts';
