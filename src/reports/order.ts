import { goSort } from '#model/goSort.ts';
import { abs64, compare64, plus, truncate, type Int64 } from '#model/int64.ts';
import { compareBytes } from '#model/text.ts';
import type { Edge, GraphNode } from './graph.ts';

/** How pprof orders nodes and edges. Source: internal/graph/graph.go (Nodes.Sort, EdgeMap.Sort, entropyScore). */

/** By |flat|, then name, then |cum|. */
export function byFlat(a: GraphNode, b: GraphNode): number {
  return -compare64(abs64(a.flat), abs64(b.flat)) || byName(a, b) || -compare64(abs64(a.cum), abs64(b.cum));
}

/** By |cum|, then name, then |flat|. */
export function byCum(a: GraphNode, b: GraphNode): number {
  return -compare64(abs64(a.cum), abs64(b.cum)) || byName(a, b) || -compare64(abs64(a.flat), abs64(b.flat));
}

function byName(a: GraphNode, b: GraphNode): number {
  if (a.info.address !== 0n && b.info.address !== 0n && a.info.address !== b.info.address) return a.info.address < b.info.address ? -1 : 1;
  return compareBytes(a.name, b.name);
}

/**
 * Sorted for a picture: by how much a node tells, then name, then |flat|. Nodes of a call tree may be equal in all of that;
 * what is left of a tree is sorted again, and then it is Go's way of sorting that orders them.
 */
export function sortedByEntropy(nodes: readonly GraphNode[]): GraphNode[] {
  const score = new Map<GraphNode, Int64>(nodes.map((node) => [node, abs64(entropyScore(node))]));
  const scoreOf = (node: GraphNode): Int64 => score.get(node) ?? 0;
  return goSort([...nodes], (a, b) => -compare64(scoreOf(a), scoreOf(b)) || byName(a, b) || -compare64(abs64(a.flat), abs64(b.flat)));
}

/** By |weight|, then the caller's name, then the callee's. Of equal magnitudes with different signs neither is first. */
export function byWeight(a: Edge, b: Edge): number {
  if (a.weight !== b.weight) return -compare64(abs64(a.weight), abs64(b.weight));
  return compareBytes(a.from.name, b.from.name) || compareBytes(a.to.name, b.to.name);
}

/** Low for a node that merely passes on what it gets; entries and leaves are favoured. */
function entropyScore(node: GraphNode): Int64 {
  const score = (node.in.length === 0 ? 1 : edgeEntropy(node.in, 0)) + (node.out.length === 0 ? 1 : edgeEntropy(node.out, node.flat));
  return plus(truncate(score * Number(node.cum)), node.flat);
}

function edgeEntropy(edges: readonly Edge[], self: Int64): number {
  let total = self;
  for (const { weight } of edges) if (weight > 0) total = plus(total, weight);
  if (Number(total) === 0) return 0;
  let score = 0;
  for (const { weight } of edges) score += term(Math.abs(Number(weight)) / Number(total));
  return self > 0 ? score + term(Number(self) / Number(total)) : score;
}

function term(share: number): number {
  return -share * log2(share);
}

/** As Go computes it: the exponent apart. The last digit decides ties. Source: Go's math/log10.go. */
function log2(value: number): number {
  const exponent = value > 0 && Number.isFinite(value) ? Math.floor(Math.log2(value)) + 1 : 0;
  let fraction = value / 2 ** exponent;
  let power = exponent;
  if (fraction >= 1) {
    fraction /= 2;
    power++;
  } else if (fraction < 0.5 && fraction > 0) {
    fraction *= 2;
    power--;
  }
  if (fraction === 0.5) return power - 1;
  return Math.log(fraction) * (1 / Math.LN2) + power;
}
