import { NONE } from '#model/profile.ts';
import type { FlameReport } from '#reports/flame.ts';

/**
 * The boxes of a flame graph's window, row by row, from left to right. What is drawn at a place and what lies under a
 * point are then a binary search away. Lengths are in the report's values: a view scales them.
 */
export interface FlameLayout {
  readonly report: FlameReport;
  readonly rows: number;
  /** The row of the window's root: 0, or below the callers of a pivot. */
  readonly origin: number;
  /** rows + 1 entries: row r has the boxes first[r] … first[r + 1] − 1. */
  readonly first: Int32Array;
  /** Of each box its node in the report. */
  readonly node: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly frame: Int32Array;
  /** Of each node its box. */
  readonly boxOf: Int32Array;
}

export function flameLayout(report: FlameReport): FlameLayout {
  const { nodes } = report;
  const { count } = nodes;
  let [highest, deepest] = [0, -1];
  for (let node = 0; node < count; node++) {
    highest = Math.min(highest, nodes.depth[node]);
    deepest = Math.max(deepest, nodes.depth[node]);
  }
  const origin = -highest;
  const rows = deepest + 1 + origin;
  const first = new Int32Array(rows + 1);
  for (let node = 0; node < count; node++) first[nodes.depth[node] + origin + 1]++;
  for (let row = 0; row < rows; row++) first[row + 1] += first[row];

  const next = first.slice();
  const layout = { report, rows, origin, first, node: new Int32Array(count), start: new Float64Array(count), end: new Float64Array(count), frame: new Int32Array(count), boxOf: new Int32Array(count) };
  // Nodes come in preorder with their siblings from left to right, and so do those of one row.
  for (let node = 0; node < count; node++) {
    const box = next[nodes.depth[node] + origin]++;
    layout.node[box] = node;
    layout.start[box] = nodes.start[node];
    layout.end[box] = nodes.start[node] + nodes.width[node];
    layout.frame[box] = nodes.frame[node];
    layout.boxOf[node] = box;
  }
  return layout;
}

/** The first box of a row that ends beyond `at`; the row's end where there is none. */
export function firstBoxBeyond(layout: FlameLayout, row: number, at: number): number {
  let low = layout.first[row];
  let high = layout.first[row + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (layout.end[middle] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The node at a place of a row, or NONE. A box narrower than `grace` is as if it were that wide. */
export function nodeAt(layout: FlameLayout, row: number, at: number, grace = 0): number {
  if (row < 0 || row >= layout.rows) return NONE;
  const box = firstBoxBeyond(layout, row, at);
  const limit = layout.first[row + 1];
  if (box < limit && layout.start[box] <= at) return layout.node[box];
  const before = box - 1;
  const left = before >= layout.first[row] ? at - layout.end[before] : Infinity;
  const right = box < limit ? layout.start[box] - at : Infinity;
  if (Math.min(left, right) > grace) return NONE;
  return layout.node[left <= right ? before : box];
}

/** The row of a node. */
export function rowOf({ report, origin }: FlameLayout, node: number): number {
  return report.nodes.depth[node] + origin;
}

/**
 * Where one goes from a node: to its caller, its first callee, or along its caller's other callees; NONE at the end. Above
 * a pivot a node has one callee and several callers: then it is the first of these.
 */
export type Step = 'caller' | 'callee' | 'before' | 'after' | 'firstSibling' | 'lastSibling';

export function stepFrom(layout: FlameLayout, node: number, step: Step): number {
  const { parent, depth } = layout.report.nodes;
  const box = layout.boxOf[node];
  const row = rowOf(layout, node);
  const sibling = (candidate: number) => {
    const isInRow = candidate >= layout.first[row] && candidate < layout.first[row + 1];
    return isInRow && parent[layout.node[candidate]] === parent[node] ? layout.node[candidate] : NONE;
  };
  switch (step) {
    case 'caller':
      return depth[node] > 0 ? parent[node] : (nodesBeside(layout, node, -1, 1)[0] ?? NONE);
    case 'callee':
      return depth[node] < 0 ? parent[node] : (nodesBeside(layout, node, 1, 1)[0] ?? NONE);
    case 'before':
      return sibling(box - 1);
    case 'after':
      return sibling(box + 1);
    case 'firstSibling':
      return outermost(sibling, box, -1);
    case 'lastSibling':
      return outermost(sibling, box, 1);
  }
}

function outermost(sibling: (box: number) => number, box: number, by: 1 | -1): number {
  let last = NONE;
  for (let at = box + by; ; at += by) {
    const node = sibling(at);
    if (node === NONE) return last;
    last = node;
  }
}

/** The row of the node with this id in the whole graph, or NONE. */
export function nodeOfId(layout: FlameLayout, id: number): number {
  return layout.report.nodes.id.indexOf(id);
}

/** Callees of a node from left to right, `limit` at most; above a pivot its callers. */
export function nodesBelow(layout: FlameLayout, node: number, limit: number): number[] {
  const { depth } = layout.report.nodes;
  if (depth[node] > 0) return nodesBeside(layout, node, 1, limit);
  const callers = nodesBeside(layout, node, -1, limit);
  return depth[node] < 0 ? callers : [...nodesBeside(layout, node, 1, limit), ...callers];
}

/** Of the next row, or the one before, what belongs to the node. */
function nodesBeside(layout: FlameLayout, node: number, by: 1 | -1, limit: number): number[] {
  const { parent } = layout.report.nodes;
  const row = rowOf(layout, node) + by;
  if (row < 0 || row >= layout.rows) return [];
  const found: number[] = [];
  const end = layout.end[layout.boxOf[node]];
  for (let box = firstBoxBeyond(layout, row, layout.start[layout.boxOf[node]]); box < layout.first[row + 1] && found.length < limit; box++) {
    if (layout.start[box] >= end) break;
    if (parent[layout.node[box]] === node) found.push(layout.node[box]);
  }
  return found;
}

/** Place of a node among its caller's callees, from 1, and how many these are. */
export function placeAmongSiblings(layout: FlameLayout, node: number): { readonly place: number; readonly of: number } {
  const { parent } = layout.report.nodes;
  const row = rowOf(layout, node);
  const first = layout.first[row];
  const end = layout.first[row + 1];
  const box = layout.boxOf[node];
  let from = box;
  while (from > first && parent[layout.node[from - 1]] === parent[node]) from--;
  let to = box + 1;
  while (to < end && parent[layout.node[to]] === parent[node]) to++;
  return { place: box - from + 1, of: to - from };
}
