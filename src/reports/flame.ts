import type { FlameGroup, FlameWidth } from '#model/flameOptions.ts';
import { narrow, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { compilePattern } from '#model/pattern.ts';
import { NONE, type ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { flameFrames, type FlameFrame, type FlameFrames } from './flameFrames.ts';
import { groupedFrames } from './flameGroups.ts';
import { pivotStacks, type PivotedStacks } from './flamePivot.ts';
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
  /** In preorder, siblings in the order that was asked for; row 0 is the window's root. Of a pivot, callees come first, then callers. */
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
  /** What is in the middle; undefined where nothing was asked to be. */
  readonly pivot: FlamePivot | undefined;
  /** The window's root is above the pivot, and all else in the window is above it. */
  readonly isAbove: boolean;
  /** The most that any frame costs by itself in all places. */
  readonly hottest: number;
}

/** What a graph is turned around. Where it has no frames, the graph is whole. */
export interface FlamePivot {
  readonly pattern: string;
  /** The first of the frames, by name, and how many there are. */
  readonly names: readonly string[];
  readonly frames: number;
  /** Of all stacks with one of them. */
  readonly total: number;
  /** Why there is none: the pattern's error, or empty. */
  readonly problem: string;
}

export interface FlameWindowFrame extends FlameFrame {
  readonly matches: boolean;
  /** |own value| in all places of the graph, those outside the window too. */
  readonly flat: number;
}

/** Columns; values in the sample type's unit. */
export interface FlameNodes {
  readonly count: number;
  /** Id in the whole graph, to zoom to. */
  readonly id: Int32Array;
  /** Row of the caller; NONE for row 0. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  /** From the window's root; below 0 for callers of a pivot, which stand on its other side. */
  readonly depth: Int32Array;
  /** Σ|value| where the node begins, counted from the left edge of the window's root; its callees begin at the same place. */
  readonly start: Float64Array;
  /** Σ|value|, or what else was asked to be the width. */
  readonly width: Float64Array;
  /** Σ|value|; the same column where that is the width. */
  readonly both: Float64Array;
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
  readonly order?: 'value' | 'name';
  readonly width?: FlameWidth;
}

/** Which graph it is that one sees a part of. Ids are of one shape. */
export interface FlameShape {
  /** Leaves first. */
  readonly inverted?: boolean;
  /** A function that calls itself is one frame. */
  readonly foldRecursion?: boolean;
  /** What a frame stands for; empty for what the granularity says. */
  readonly group?: '' | FlameGroup;
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
  /** |own sum| of each frame in all places. */
  readonly flat: Float64Array;
  readonly pivot: FlamePivot | undefined;
  /** What the pivot was made of. */
  readonly around: { readonly whole: MergedStacks; readonly pivotOf: Int32Array } | undefined;
}

/** Nodes are what pprof's flame graph shows, and besides them frames without a function. Values are sums, also where a mean is asked. */
export function flameTree(subject: Subject, options: Options, { inverted = false, foldRecursion = false, group = '' }: FlameShape = {}): FlameTree {
  const { profile, measure } = subject;
  const plain = flameFrames(profile, options);
  const frames = group === '' ? plain : groupedFrames(profile, plain, group, options);
  const runOf = group !== '' || foldRecursion ? frames.sameOf : undefined;
  const nodes = mergeStacks(profile, frames.rowOf, measure.column, { inverted, runOf });
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
    flat: flatOf(nodes, frames.count, inverted),
    pivot: undefined,
    around: undefined,
  };
}

function flatOf({ count, parent, key, self, total }: MergedStacks, frames: number, inverted: boolean): Float64Array {
  const flat = new Float64Array(frames);
  for (let node = 1; node < count; node++) {
    if (!inverted) flat[key[node]] += Number(self[node]);
    else if (parent[node] === 0) flat[key[node]] += Number(total[node]);
  }
  return flat.map(Math.abs);
}

/** Names of a pivot that are said. */
const NAMES = 20;

/**
 * The same graph around the frames that the pattern, RE2, matches by name or file. Where it matches none, or is no pattern,
 * the graph stays as it is and says so.
 * @param tree callers first
 */
export function pivotedTree(tree: FlameTree, pattern: string): FlameTree {
  const none = (problem: string): FlameTree => ({ ...tree, pivot: { pattern, names: [], frames: 0, total: 0, problem } });
  const isPivot = pivotTest(tree.frames, pattern);
  if (typeof isPivot === 'string') return none(isPivot);
  const { stacks, pivotOf, keys }: PivotedStacks = pivotStacks(tree.nodes, isPivot);
  if (keys.length === 0) return none('');
  const names = keys.slice(0, NAMES).map((key) => tree.frames.at(key).name);
  return { ...tree, nodes: stacks, pivot: { pattern, names, frames: keys.length, total: Number(stacks.total[0]), problem: '' }, around: { whole: tree.nodes, pivotOf } };
}

/** Text says why the pattern is none. */
function pivotTest(frames: FlameFrames, pattern: string): ((key: number) => boolean) | string {
  try {
    const { matches } = compilePattern('pivot', pattern);
    // 0 not asked, 1 no, 2 yes.
    const answers = new Uint8Array(frames.count);
    return (key) => {
      if (answers[key] === 0) {
        const { name, fn, file } = frames.at(key);
        answers[key] = matches(name) || (fn !== '' && fn !== name && matches(fn)) || (file !== '' && matches(file)) ? 2 : 1;
      }
      return answers[key] === 2;
    };
  } catch (error) {
    if (error instanceof QuestionError) return error.message;
    throw error;
  }
}

/** @param window its root falls back to the whole where there is no such node */
export function flameWindow(tree: FlameTree, window: Window): FlameReport {
  const { type, unit, ratio, total, legend, sentence, nodes, inverted, pivot } = tree;
  const root = window.root > 0 && window.root < nodes.count ? window.root : 0;
  const search = window.find === '' ? noSearch : searchFrames(tree.frames, window.find);
  const listed = visibleNodes(tree, root, window);
  const { frames, frame } = framesOf(tree, listed.id, search);
  const column = (of: ArrayLike<number | bigint>) => Float64Array.from(listed.id, (node) => Number(of[node]));
  const width = column(nodes.width(window.width ?? 'both'));
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
      width,
      both: (window.width ?? 'both') === 'both' ? width : column(nodes.width('both')),
      self: column(nodes.self),
      total: column(nodes.total),
    },
    callers: callersOf(tree, root),
    from: window.from ?? 0,
    to: window.to ?? 1,
    hidden: listed.hidden,
    depth: nodes.height[root],
    found: foundIn(tree, root, search),
    inverted,
    pivot,
    isAbove: nodes.isCaller?.[root] === 1,
    hottest: tree.flat.reduce((most, flat) => Math.max(most, flat), 0),
  };
}

interface Listed {
  readonly id: number[];
  readonly parent: number[];
  readonly depth: number[];
  readonly start: number[];
  hidden: number;
}

/** A walk down that leaves out what is narrow, and what is beside the window. Callers of a pivot are walked up, after its callees. */
function visibleNodes({ nodes, frames }: FlameTree, root: number, { minShare, from = 0, to = 1, order = 'value', width: by = 'both' }: Window): Listed {
  const { firstChild, next, below, key, isCaller } = nodes;
  const width = nodes.width(by);
  const least = minShare * width[root];
  const left = from * width[root];
  const right = to * width[root];
  const byValue = (a: number, b: number) => width[b] - width[a] || a - b;
  const inOrder = order === 'value' ? byValue : (a: number, b: number) => byName(frames.at(key[a]).name, frames.at(key[b]).name) || byValue(a, b);
  const listed: Listed = { id: [], parent: [], depth: [], start: [], hidden: 0 };
  // What is still to be listed, the next one last.
  const todo = [{ node: root, parent: NONE, depth: 0, start: 0 }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const row = listed.id.length;
    listed.id.push(at.node);
    listed.parent.push(at.parent);
    listed.depth.push(at.depth);
    listed.start.push(at.start);
    const callees: number[] = [];
    const callers: number[] = [];
    for (let child = firstChild[at.node]; child !== NONE; child = next[child]) {
      if (width[child] >= least && width[child] > 0) (isCaller?.[child] === 1 ? callers : callees).push(child);
      else listed.hidden += 1 + below[child];
    }
    const first = todo.length;
    for (const [side, by] of [[callees, 1], [callers, -1]] as const) {
      side.sort(inOrder);
      let start = at.start;
      for (const child of side) {
        if (start <= right && start + width[child] >= left) todo.push({ node: child, parent: row, depth: at.depth + by, start });
        start += width[child];
      }
    }
    reverseFrom(todo, first);
  }
  return listed;
}

/** As code units stand, so that every machine has the same order. */
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
    return frames.push(key === NONE ? { ...rootOf(tree), matches: false, flat: 0 } : { ...tree.frames.at(key), matches: search.matches(key), flat: tree.flat[key] }) - 1;
  });
  return { frames, frame };
}

const ROOT: FlameFrame = { name: 'root', fn: '', file: '', package: '', binary: '', kind: 'runtime', inlined: false };
/** Where several frames are pivoted on, what holds them together. */
const PIVOT: FlameFrame = { ...ROOT, name: 'pivot' };

function rootOf({ around }: FlameTree): FlameFrame {
  return around === undefined ? ROOT : PIVOT;
}

function callersOf(tree: FlameTree, root: number): FlameCaller[] {
  const { nodes, frames } = tree;
  const callers: FlameCaller[] = [];
  for (let node = nodes.parent[root]; node !== NONE; node = nodes.parent[node]) {
    const { name, fn } = nodes.key[node] === NONE ? rootOf(tree) : frames.at(nodes.key[node]);
    callers.push({ id: node, name, fn, total: Number(nodes.total[node]) });
  }
  return callers.reverse();
}

function foundIn({ nodes, around }: FlameTree, root: number, search: FrameSearch): FlameFound {
  if (search === noSearch || search.problem !== '') return { frames: 0, total: 0, problem: search.problem };
  const below = foundBelow(nodes, root, search);
  const total = around === undefined || root !== 0 ? below.total : foundAround(around.whole, around.pivotOf, search);
  return { frames: below.frames, total, problem: '' };
}

/** Sums the topmost match of each path, as what is below it is part of it. */
function foundBelow({ count, parent, key, total }: MergedStacks, root: number, search: FrameSearch): { frames: number; total: number } {
  // 0 outside the window, 1 inside it, 2 inside a match.
  const place = new Uint8Array(count);
  const found = { frames: 0, total: 0 };
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

/** Of stacks with a pivot those with a match above it, in it or below it, each once. */
function foundAround({ count, parent, key, total }: MergedStacks, pivotOf: Int32Array, search: FrameSearch): number {
  const inMatch = new Uint8Array(count);
  let found = 0;
  for (let node = 1; node < count; node++) {
    const above = inMatch[parent[node]];
    inMatch[node] = above === 1 || search.matches(key[node]) ? 1 : 0;
    if (inMatch[node] === 1 && (pivotOf[node] === node || (above === 0 && pivotOf[node] !== NONE))) found += Number(total[node]);
  }
  return found;
}

export type { FlameFrame, FrameKind } from './flameFrames.ts';
