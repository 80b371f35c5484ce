import { compare64, plus, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { graphOf, graphSource, sumNodes, type GraphNode } from './graph.ts';
import { nodesOf, type Nodes } from './nodes.ts';
import type { Subject } from './subject.ts';

/** What each line of each function costs, as `pprof -list` counts it. Values are not divided for a mean. */
export interface LineCosts {
  readonly subject: Subject;
  /** Those asked for, with the granularity of lines. */
  readonly options: Options;
  readonly nodes: Nodes;
  /** Lines that cost something; several may be of one line, where binaries, start lines or columns differ. */
  readonly costs: readonly GraphNode[];
}

export function lineCosts(subject: Subject, options: Options): LineCosts {
  const byLine: Options = { ...options, granularity: 'lines' };
  const nodes = nodesOf(subject.profile, byLine, { keepObjects: true });
  const source = graphSource(subject, nodes, byLine, false);
  return { subject, options: byLine, nodes, costs: graphOf(source, sumNodes(source, undefined, false)).nodes };
}

/** By a key, in the order in which the keys come. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Lines shown around those that cost. */
const MARGIN = 5;

/**
 * The first and the last line to show of a function. Where several nodes each widen the range, pprof takes it from one of
 * them, whichever comes first; this is the widest that may come of it.
 */
export function rangeOf(nodes: readonly GraphNode[]): { start: number; end: number } {
  const starts = nodes.map(({ info }) => (Number(info.startLine) === 0 ? plus(info.line, -MARGIN) : info.startLine)).toSorted(compare64);
  const ends = nodes.map(({ info }) => plus(info.line, MARGIN)).toSorted(compare64);
  return { start: Math.max(1, Number(starts[0])), end: Number(ends.at(-1)) };
}

export function sums(nodes: readonly GraphNode[]): { flat: Int64; cum: Int64 } {
  let [flat, cum]: Int64[] = [0, 0];
  for (const node of nodes) {
    flat = plus(flat, node.flat);
    cum = plus(cum, node.cum);
  }
  return { flat, cum };
}
