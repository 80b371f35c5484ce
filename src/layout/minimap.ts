import type { FlameReport } from '#reports/flame.ts';

/** A part of a whole flame graph: values from its left edge, rows from its root, below 0 above a pivot. */
export interface FlamePlace {
  readonly start: number;
  readonly width: number;
  readonly depth: number;
}

/** Rows that any screen has room for. */
const DEEP = 36;

/** Whether the graph is too deep or too wide to be seen at a glance. */
export function isWorthAMap({ depth, hidden }: FlameReport): boolean {
  return depth >= DEEP || hidden > 0;
}

/** Where in the whole graph the root of a window is; of one that is too narrow there, where the last of its callers is that is not. */
export function placeIn(whole: FlameReport, { nodes: { id }, callers }: FlameReport): FlamePlace {
  const { nodes } = whole;
  const way = [id[0], ...callers.map((caller) => caller.id).reverse()];
  for (const step of way) {
    const node = nodes.id.indexOf(step);
    if (node >= 0) return { start: nodes.start[node], width: nodes.width[node], depth: nodes.depth[node] };
  }
  return { start: 0, width: nodes.width[0], depth: 0 };
}

/** Rows as wide as this share of the whole are drawn; deeper ones, a few thin towers, would leave the rest no height. */
const LEAST_ROW = 0.01;

/** The rows that a map has room for, from the highest to the deepest; 0 is the root's. */
export function mappedRows({ nodes }: FlameReport): { readonly highest: number; readonly deepest: number } {
  const widths = new Map<number, number>();
  for (let node = 0; node < nodes.count; node++) widths.set(nodes.depth[node], (widths.get(nodes.depth[node]) ?? 0) + nodes.width[node]);
  const isWide = (depth: number) => (widths.get(depth) ?? 0) >= LEAST_ROW * nodes.width[0] && widths.has(depth);
  let [highest, deepest] = [0, 0];
  while (isWide(highest - 1)) highest--;
  while (isWide(deepest + 1)) deepest++;
  return { highest, deepest };
}
