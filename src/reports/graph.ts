import { abs64, add, addTo, quotient, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { printableName, type Node, type Nodes } from './nodes.ts';
import { outputUnit, type Measure, type Subject } from './subject.ts';
import { labelSetsOf, type LabelSet } from './tags.ts';
import { usedStacks, weightsOf, type Weights } from './weights.ts';

/**
 * Nodes and the calls between them, with what their samples cost. Rules: github.com/google/pprof,
 * internal/graph/graph.go; the numbers are the same, the way to them is the prefix tree.
 */
export interface Graph {
  /** In the order of the report. */
  nodes: GraphNode[];
}

export interface GraphNode {
  /** Row of `Nodes.list`, or of the call tree. */
  readonly id: number;
  readonly info: Node;
  /** Printable. */
  readonly name: string;
  /** Sums; with their divisors where a mean is asked. */
  readonly flat: Int64;
  readonly flatDivisor: Int64;
  readonly cum: Int64;
  readonly cumDivisor: Int64;
  in: Edge[];
  out: Edge[];
}

export interface Edge {
  from: GraphNode;
  readonly to: GraphNode;
  readonly weight: Int64;
  readonly divisor: Int64;
  /** Some of its calls pass through nodes that are not shown. */
  residual: boolean;
  /** All of its calls were inlined. */
  inlined: boolean;
}

/** A node's value, divided for a mean. */
export const flatValue = (node: GraphNode): Int64 => quotient(node.flat, node.flatDivisor);
export const cumValue = (node: GraphNode): Int64 => quotient(node.cum, node.cumDivisor);
export const weightValue = (edge: Edge): Int64 => quotient(edge.weight, edge.divisor);

/** The unit for the numbers of a graph: what was asked, or what suits its smallest number. */
export function unitOf(measure: Measure, options: Options, nodes: readonly GraphNode[], wholeNumbers: boolean): string {
  if (options.unit !== 'minimum' || nodes.length === 0) return options.unit;
  let least: Int64 = 0;
  for (const node of nodes) {
    const flat = abs64(flatValue(node));
    const value = Number(flat) === 0 ? abs64(cumValue(node)) : flat;
    if (value > 0 && (Number(least) === 0 || value < least)) least = value;
  }
  return outputUnit(measure, least, wholeNumbers);
}

/** What is computed once for all graphs of a subject. */
export interface GraphSource {
  readonly subject: Subject;
  readonly profile: Profile;
  readonly list: readonly Node[];
  /** The node of each stack's frame; NONE for a frame that is not wanted. */
  readonly ofStack: Int32Array;
  readonly used: Uint8Array;
  readonly weights: Weights;
  readonly divisors: Weights | undefined;
  readonly dropNegative: boolean;
  /** The labels of the samples; found when first asked for. */
  readonly labelSets: () => readonly LabelSet[];
}

export function graphSource(subject: Subject, nodes: Nodes, options: Options, tree: boolean): GraphSource {
  const { profile, measure } = subject;
  let sets: readonly LabelSet[] | undefined;
  const used = usedStacks(profile, measure.column, measure.divisor);
  const ofStack = profile.stacks.frame.map((frame) => nodes.ofFrame[frame]);
  const inTree = tree ? treeNodes(profile, ofStack, used) : undefined;
  return {
    subject,
    profile,
    list: inTree === undefined ? nodes.list : Array.from(inTree.node, (node) => nodes.list[node]),
    ofStack: inTree?.ofStack ?? ofStack,
    used,
    weights: weightsOf(profile, measure.column),
    divisors: measure.divisor === undefined ? undefined : weightsOf(profile, measure.divisor),
    dropNegative: options.dropNegative,
    labelSets: () => (sets ??= labelSetsOf(profile, measure.unitOf, options.unit)),
  };
}

/** Nodes by their path from the root: of each its plain node, and for each stack the one that it is in. */
function treeNodes(profile: Profile, ofStack: Int32Array, used: Uint8Array) {
  const { stacks } = profile;
  const rowOf = new Map<number, number>();
  const node: number[] = [];
  const inTree = new Int32Array(stacks.count).fill(NONE);
  // The tree node of the stack or, where its frame is not wanted, of the caller.
  const nearest = new Int32Array(stacks.count);
  const plain = Math.max(1, ofStack.reduce((most, row) => Math.max(most, row), 0) + 1);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    const caller = parent === NONE ? NONE : nearest[parent];
    nearest[stack] = caller;
    if (ofStack[stack] === NONE || used[stack] === 0) continue;
    const key = (caller + 1) * plain + ofStack[stack];
    let row = rowOf.get(key);
    if (row === undefined) {
      row = node.length;
      rowOf.set(key, row);
      node.push(ofStack[stack]);
    }
    inTree[stack] = row;
    nearest[stack] = row;
  }
  return { node, ofStack: inTree };
}

/** Sums by node, and where a walk down the stacks leads to; edges if they were asked for. */
export interface Sums {
  readonly flat: Int64Column;
  readonly cum: Int64Column;
  readonly flatDivisor: Int64Column | undefined;
  readonly cumDivisor: Int64Column | undefined;
  readonly edges: EdgeSums | undefined;
  /** For each stack the node that its own value goes to; NONE where that frame is not kept. */
  readonly leaf: Int32Array;
  /** 1 where a stack's node is met for the first time on its path. */
  readonly first: Uint8Array;
}

/**
 * Walks all stacks once. A node counts once in a sample however often it recurs, so on a path only its first frame adds
 * to cum, and only the first call from one node to another adds to their edge.
 * @param keep a byte for each node; others are passed over, and the edges across them are residual
 */
export function sumNodes(source: GraphSource, keep: Uint8Array | undefined, withEdges: boolean): Sums {
  const { profile, ofStack, used, weights, divisors } = source;
  const { stacks, frames } = profile;
  const cum = zerosLike(weights.total, source.list.length);
  const flat = zerosLike(weights.total, source.list.length);
  const cumDivisor = divisors && zerosLike(divisors.total, source.list.length);
  const flatDivisor = divisors && zerosLike(divisors.total, source.list.length);
  const edges = withEdges ? new EdgeSums(weights, divisors) : undefined;
  const onPath = new Int32Array(source.list.length);
  const first = new Uint8Array(stacks.count);
  // For each stack: the last kept node down to it, whether a frame after that was not kept, and the edge it took.
  const last = new Int32Array(stacks.count);
  const passed = new Uint8Array(stacks.count);
  const edgeOf = new Int32Array(stacks.count).fill(NONE);
  const counted = new Uint8Array(stacks.count);
  // The stack the walk is at. In preorder the next one's caller is on the way from it to the root, so the way up leaves just
  // what is not on the new path.
  let at = NONE;
  for (let stack = 0; stack < stacks.count; stack++) {
    if (used[stack] === 0) {
      last[stack] = NONE;
      continue;
    }
    const parent = stacks.parent[stack];
    for (; at !== parent; at = stacks.parent[at]) {
      const left = at;
      if (counted[left] === 1) onPath[ofStack[left]]--;
      if (edgeOf[left] !== NONE) edges?.leave(edgeOf[left]);
    }
    at = stack;
    const caller = parent === NONE ? NONE : last[parent];
    const node = ofStack[stack];
    if (node === NONE || (keep !== undefined && keep[node] === 0)) {
      last[stack] = caller;
      passed[stack] = node === NONE ? (parent === NONE ? 0 : passed[parent]) : 1;
      continue;
    }
    counted[stack] = 1;
    if (onPath[node]++ === 0) {
      first[stack] = 1;
      addTo(cum, node, weights.total, stack);
      if (cumDivisor !== undefined && divisors !== undefined) addTo(cumDivisor, node, divisors.total, stack);
    }
    if (edges !== undefined && caller !== NONE && caller !== node) {
      const residual = parent !== NONE && passed[parent] === 1;
      edgeOf[stack] = edges.enter(caller, node, stack, residual, frames.inlined[stacks.frame[stack]] === 1);
    }
    last[stack] = node;
  }
  for (let stack = 0; stack < stacks.count; stack++) {
    if (last[stack] === NONE || passed[stack] === 1) {
      last[stack] = NONE;
      continue;
    }
    addTo(flat, last[stack], weights.own, stack);
    if (flatDivisor !== undefined && divisors !== undefined) addTo(flatDivisor, last[stack], divisors.own, stack);
  }
  return { flat, cum, flatDivisor, cumDivisor, edges, leaf: last, first };
}

/** Edges as they are found, by hash of their two nodes. */
export class EdgeSums {
  count = 0;
  from = new Int32Array(256);
  to = new Int32Array(256);
  weight: Int64Column;
  divisor: Int64Column | undefined;
  residual = new Uint8Array(256);
  inlined = new Uint8Array(256);
  #onPath = new Int32Array(256);
  /** Open addressing, rows + 1; 0 is free. */
  #table = new Int32Array(1024);
  readonly #weights: Weights;
  readonly #divisors: Weights | undefined;

  constructor(weights: Weights, divisors: Weights | undefined) {
    this.#weights = weights;
    this.#divisors = divisors;
    this.weight = zerosLike(weights.total, 256);
    this.divisor = divisors && zerosLike(divisors.total, 256);
  }

  /** Takes the call that leads to `stack`; returns the edge, to be left when the walk leaves the stack. */
  enter(from: number, to: number, stack: number, residual: boolean, inlined: boolean): number {
    const edge = this.#row(from, to);
    if (this.#onPath[edge]++ > 0) return edge;
    add(this.weight, edge, this.#weights.total[stack]);
    if (this.divisor !== undefined && this.#divisors !== undefined) add(this.divisor, edge, this.#divisors.total[stack]);
    if (residual) this.residual[edge] = 1;
    if (!inlined) this.inlined[edge] = 0;
    return edge;
  }

  leave(edge: number): void {
    this.#onPath[edge]--;
  }

  #row(from: number, to: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hash(from, to) & mask;
    for (let entry = table[slot]; entry !== 0; entry = table[(slot = (slot + 1) & mask)]) {
      if (this.from[entry - 1] === from && this.to[entry - 1] === to) return entry - 1;
    }
    if (this.count === this.from.length) this.#grow();
    const edge = this.count++;
    this.from[edge] = from;
    this.to[edge] = to;
    this.inlined[edge] = 1;
    table[slot] = this.count;
    if (this.count * 2 > table.length) this.#growTable();
    return edge;
  }

  #grow(): void {
    const length = this.count * 2;
    this.from = copied(this.from, new Int32Array(length));
    this.to = copied(this.to, new Int32Array(length));
    this.residual = copied(this.residual, new Uint8Array(length));
    this.inlined = copied(this.inlined, new Uint8Array(length));
    this.#onPath = copied(this.#onPath, new Int32Array(length));
    this.weight = grown(this.weight, length);
    this.divisor = this.divisor && grown(this.divisor, length);
  }

  #growTable(): void {
    const table = new Int32Array(this.#table.length * 4);
    const mask = table.length - 1;
    for (let edge = 0; edge < this.count; edge++) {
      let slot = hash(this.from[edge], this.to[edge]) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = edge + 1;
    }
    this.#table = table;
  }
}

function hash(from: number, to: number): number {
  const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function copied<Column extends Int32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

function grown(column: Int64Column, length: number): Int64Column {
  const larger = zerosLike(column, length);
  for (let row = 0; row < column.length; row++) addTo(larger, row, column, row);
  return larger;
}

/**
 * The graph of some sums: nodes that cost something, and all edges between nodes. Nodes whose costs cancel are not
 * listed, but edges to them stay, as in pprof.
 */
export function graphOf(source: GraphSource, sums: Sums): Graph {
  const nodes: (GraphNode | undefined)[] = [];
  const nodeAt = (id: number): GraphNode => (nodes[id] ??= nodeOf(source, sums, id));
  const listed: GraphNode[] = [];
  for (let id = 0; id < source.list.length; id++) {
    const flat = sums.flat[id];
    const cum = sums.cum[id];
    if (!flat && !cum) continue;
    if (source.dropNegative && (flat < 0 || (!flat && cum < 0))) continue;
    listed.push(nodeAt(id));
  }
  const { edges } = sums;
  if (edges !== undefined) {
    for (let row = 0; row < edges.count; row++) {
      const edge: Edge = {
        from: nodeAt(edges.from[row]),
        to: nodeAt(edges.to[row]),
        weight: edges.weight[row],
        divisor: edges.divisor?.[row] ?? 0,
        residual: edges.residual[row] === 1,
        inlined: edges.inlined[row] === 1,
      };
      edge.from.out.push(edge);
      edge.to.in.push(edge);
    }
  }
  return { nodes: listed };
}

function nodeOf(source: GraphSource, sums: Sums, id: number): GraphNode {
  const info = source.list[id];
  return {
    id,
    info,
    name: printableName(info),
    flat: sums.flat[id],
    cum: sums.cum[id],
    flatDivisor: sums.flatDivisor?.[id] ?? 0,
    cumDivisor: sums.cumDivisor?.[id] ?? 0,
    in: [],
    out: [],
  };
}

/** Takes an edge out of both its nodes. */
export function cutEdge(edge: Edge): void {
  edge.from.out = edge.from.out.filter((other) => other !== edge);
  edge.to.in = edge.to.in.filter((other) => other !== edge);
}
