import { abs64, plus, truncate, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { cutEdge, flatValue, graphOf, sumNodes, type Edge, type Graph, type GraphNode, type GraphSource, type Sums } from './graph.ts';
import type { Shown } from './legend.ts';
import { byCum, byFlat, byWeight, sortedByEntropy } from './order.ts';
import { countTags, NO_TAGS, tagsOf, type NodeTags } from './tags.ts';

/** How a graph is cut down, for which output. */
export interface Trimming {
  /** Drawn, so what tells most comes first and redundant edges go. */
  readonly visual: boolean;
  /** Nodes are paths. */
  readonly tree: boolean;
}

export interface TrimmedGraph {
  readonly graph: Graph;
  /** Nodes left by the cut by share, before the cut by count. */
  readonly candidates: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
  /** Labels at each node; only where the graph is drawn. */
  readonly tags: ReadonlyMap<GraphNode, NodeTags>;
}

/** What a legend says of it. */
export function shownIn({ graph: { nodes }, candidates, droppedNodes, droppedEdges }: TrimmedGraph): Shown {
  const value = nodes.reduce((sum: Int64, node) => plus(sum, flatValue(node)), 0);
  return { value, nodes: nodes.length, candidates, droppedNodes, droppedEdges };
}

/**
 * The options as trimming reads them: the report's own node count where the user named none, and no limit at all
 * without trim. Source: internal/driver/driver.go (applyCommandOverrides).
 */
export function askedOf(options: Options, nodeCount: number): Options {
  if (!options.trim) return { ...options, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
  return options.nodeCount === -1 ? { ...options, nodeCount } : options;
}

/**
 * The graph without nodes and edges of little weight, and with so many nodes at most. Source: internal/report/report.go
 * (newTrimmedGraph).
 * @param options of `askedOf`
 */
export function trimmedGraph(source: GraphSource, options: Options, { visual, tree }: Trimming): TrimmedGraph {
  const { nodeFraction, edgeFraction, nodeCount } = options;
  const whole = sumNodes(source, undefined, nodeFraction === 0 || tree);
  const total = shownTotal(source, whole);
  const nodeCut = abs64(truncate(Number(total) * nodeFraction));
  const edgeCut = abs64(truncate(Number(total) * edgeFraction));

  let built = cutByShare(source, whole, nodeCut, tree);
  const candidates = built.graph.nodes.length;
  built.graph.nodes = sorted(built.graph.nodes, options, visual);
  if (nodeCount > 0) {
    cutLightEdges(built.graph, edgeCut);
    const chosen = built.graph.nodes.slice(0, visual ? chooseVisual(source, built, nodeCount, nodeCut) : nodeCount);
    if (chosen.length < built.graph.nodes.length) {
      built = { ...built, ...(tree ? { graph: trimTree(built.graph, new Set(chosen)) } : rebuilt(source, chosen)) };
      built.graph.nodes = sorted(built.graph.nodes, options, visual);
    }
  }
  const droppedEdges = cutLightEdges(built.graph, edgeCut);
  if (visual) cutRedundantEdges(built.graph);
  return {
    graph: built.graph,
    candidates,
    droppedNodes: built.dropped,
    droppedEdges,
    tags: visual ? tagsOf(source, built.sums, built.graph.nodes, nodeCut) : new Map(),
  };
}

interface Built {
  graph: Graph;
  readonly sums: Sums;
  readonly dropped: number;
}

/** Σ flat of the nodes that would be listed. */
function shownTotal(source: GraphSource, sums: Sums): Int64 {
  let total: Int64 = 0;
  for (let id = 0; id < source.list.length; id++) {
    const flat = sums.flat[id];
    if (source.dropNegative && (flat < 0 || (!flat && sums.cum[id] < 0))) continue;
    total = plus(total, flat);
  }
  return total;
}

function cutByShare(source: GraphSource, whole: Sums, nodeCut: Int64, tree: boolean): Built {
  if (tree || whole.edges !== undefined || !(nodeCut > 0)) {
    const sums = whole.edges === undefined ? sumNodes(source, undefined, true) : whole;
    const graph = graphOf(source, sums);
    const kept = nodeCut > 0 ? graph.nodes.filter((node) => abs64(node.cum) >= nodeCut) : graph.nodes;
    if (kept.length === graph.nodes.length) return { graph, sums, dropped: 0 };
    const dropped = graph.nodes.length - kept.length;
    return tree ? { graph: trimTree(graph, new Set(kept)), sums, dropped } : { ...rebuilt(source, kept), dropped };
  }
  const listed = graphOf(source, whole).nodes;
  const kept = listed.filter((node) => abs64(node.cum) >= nodeCut);
  if (kept.length < listed.length) return { ...rebuilt(source, kept), dropped: listed.length - kept.length };
  const sums = sumNodes(source, undefined, true);
  return { graph: graphOf(source, sums), sums, dropped: 0 };
}

function rebuilt(source: GraphSource, kept: readonly GraphNode[]): Omit<Built, 'dropped'> {
  const keep = new Uint8Array(source.list.length);
  for (const node of kept) keep[node.id] = 1;
  const sums = sumNodes(source, keep, true);
  return { graph: graphOf(source, sums), sums };
}

function sorted(nodes: GraphNode[], options: Options, visual: boolean): GraphNode[] {
  if (visual) return sortedByEntropy(nodes);
  return nodes.sort(options.sort === 'cum' ? byCum : byFlat);
}

/** How many nodes to draw: a node counts as one and one more for each of its first few labels. */
function chooseVisual(source: GraphSource, { graph, sums }: Built, nodeCount: number, nodeCut: Int64): number {
  const tags = tagsOf(source, sums, graph.nodes.slice(0, nodeCount), nodeCut);
  let count = 0;
  for (let i = 0; i < graph.nodes.length; i++) {
    count += 1 + Math.min(countTags(tags.get(graph.nodes[i]) ?? NO_TAGS), 4);
    if (count >= nodeCount) return i + 1;
  }
  return nodeCount;
}

/** Removes the edges into listed nodes that weigh less than `cut`; returns how many. */
function cutLightEdges(graph: Graph, cut: Int64): number {
  let dropped = 0;
  for (const node of graph.nodes) {
    const light = node.in.filter((edge) => abs64(edge.weight) < cut);
    for (const edge of light) edge.from.out = edge.from.out.filter((other) => other !== edge);
    if (light.length > 0) node.in = node.in.filter((edge) => !(abs64(edge.weight) < cut));
    dropped += light.length;
  }
  return dropped;
}

/**
 * A tree with only the `kept` ones of its nodes: a child of a removed node hangs on the nearest kept caller, by an edge
 * that keeps its weight; without one it becomes a root. Source: internal/graph/graph.go (TrimTree).
 */
function trimTree(graph: Graph, kept: ReadonlySet<GraphNode>): Graph {
  const listed = new Set(graph.nodes);
  const nodes = graph.nodes.filter((node) => kept.has(node));
  for (const node of nodes) node.in = node.in.map((edge) => spanned(edge, kept, listed)).filter((edge) => edge !== undefined);
  for (const node of nodes) node.out = node.out.filter((edge) => !listed.has(edge.to));
  for (const node of nodes) for (const edge of node.in) edge.from.out.push(edge);
  // Nodes that are not listed, as their costs cancel, hang on all the same.
  for (const node of graph.nodes) {
    if (kept.has(node)) continue;
    for (const edge of node.out) if (!listed.has(edge.to)) spanned(edge, kept, listed)?.from.out.push(edge);
  }
  return { nodes };
}

function spanned(edge: Edge, kept: ReadonlySet<GraphNode>, listed: ReadonlySet<GraphNode>): Edge | undefined {
  while (listed.has(edge.from) && !kept.has(edge.from)) {
    const above = edge.from.in[0];
    if (above === undefined) return undefined;
    edge.residual = true;
    edge.inlined &&= above.inlined;
    edge.from = above.from;
  }
  return edge;
}

/** Removes residual edges whose ends are joined by other ways too. Source: internal/graph/graph.go (RemoveRedundantEdges). */
function cutRedundantEdges(graph: Graph): void {
  for (const node of graph.nodes.toReversed()) {
    for (const edge of node.in.toSorted(byWeight).toReversed()) {
      // Heavier edges than one that is not residual stay, to avoid confusion.
      if (!edge.residual) break;
      if (isRedundant(edge)) cutEdge(edge);
    }
  }
}

function isRedundant(edge: Edge): boolean {
  const seen = new Set<GraphNode>([edge.to]);
  const queue = [edge.to];
  for (const node of queue) {
    for (const into of node.in) {
      if (into === edge || seen.has(into.from)) continue;
      if (into.from === edge.from) return true;
      seen.add(into.from);
      queue.push(into.from);
    }
  }
  return false;
}
