import type { FlameWidth } from '#model/flameOptions.ts';
import { addTo, hasNegative, zerosLike, type Int64Column } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { usedStacks } from './weights.ts';

/**
 * Stacks merged by what their frames are shown as: of two children of a node, no two are alike. Row 0 is the root; a
 * node comes after its caller.
 */
export interface MergedStacks {
  readonly count: number;
  /** NONE for the root. */
  readonly parent: Int32Array;
  /** What the node shows, as `keyOf` says; NONE for the root. */
  readonly key: Int32Array;
  /** The children of a node as a list: the first of them, and of each the next; NONE at the end. In no order. */
  readonly firstChild: Int32Array;
  readonly next: Int32Array;
  /** Signed sums. */
  readonly self: Int64Column;
  readonly total: Int64Column;
  /** Σ|value|, or another measure of width, of a node with all below it; never below 0. */
  readonly width: (by: FlameWidth) => Float64Array;
  /** What of it is a node's own. */
  readonly ownWidth: (by: FlameWidth) => Float64Array;
  /** Nodes below a node. */
  readonly below: Int32Array;
  /** The longest way down from a node, in nodes. */
  readonly height: Int32Array;
  /** Of a pivot, 1 for nodes above it: they lead to those that call it. No others are. */
  readonly isCaller: Uint8Array | undefined;
}

/** How stacks are merged; as they are where nothing is said. */
export interface Merging {
  /** Leaves first: below a node are its callers, and own sums are those of stacks that begin there. */
  readonly inverted?: boolean;
  /** Of each key a number: a frame whose caller's key has the same number is one with it. */
  readonly runOf?: Int32Array | undefined;
}

/**
 * @param keyOf of each frame, NONE where it is not shown: what it costs is then its caller's
 * @param column of the values; stacks whose samples have none are left out
 */
export function mergeStacks(profile: Profile, keyOf: Int32Array, column: number, { inverted = false, runOf }: Merging = {}): MergedStacks {
  const values = profile.samples.values[column];
  const tree = new StackMerger(runOf);
  const nodeOf = inverted ? nodesOfCallers(profile, keyOf, column, tree) : nodesOfStacks(profile, keyOf, usedStacks(profile, column, undefined), tree);
  const self = sumsOf(profile, column, nodeOf, zerosLike(values, tree.count));
  return tree.finish(self, self instanceof Float64Array && !hasNegative(values) ? () => self : ownWidths(profile, column, nodeOf, self));
}

/** Adds each sample's value to its node. */
function sumsOf({ samples }: Profile, column: number, nodeOf: Int32Array, sums: Int64Column): Int64Column {
  const values = samples.values[column];
  // A stack whose samples come to nothing may have no node.
  const nodeAt = (stack: number) => (stack === NONE ? 0 : Math.max(0, nodeOf[stack]));
  // The same twice: a loop that serves both kinds of column takes twice the time.
  if (values instanceof Float64Array && sums instanceof Float64Array) {
    for (let sample = 0; sample < samples.count; sample++) sums[nodeAt(samples.stack[sample])] += values[sample];
  } else for (let sample = 0; sample < samples.count; sample++) addTo(sums, nodeAt(samples.stack[sample]), values, sample);
  return sums;
}

/** In a comparison what is above 0 is new, and what is below is of the base, as pprof's flame graph tells them apart. */
function ownWidths({ samples }: Profile, column: number, nodeOf: Int32Array, self: Int64Column): (by: FlameWidth) => Float64Array {
  const gained = new Float64Array(self.length);
  const lost = new Float64Array(self.length);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    const node = stack === NONE ? 0 : Math.max(0, nodeOf[stack]);
    const value = Number(samples.values[column][sample]);
    if (value > 0) gained[node] += value;
    else lost[node] -= value;
  }
  // Without a base there is nothing to choose from.
  if (!lost.some((value) => value > 0)) return () => gained;
  return (by) => {
    switch (by) {
      case 'both':
        return gained.map((value, node) => value + lost[node]);
      case 'new':
        return gained;
      case 'base':
        return lost;
      case 'change':
        return Float64Array.from(gained, (_, node) => Math.abs(Number(self[node])));
    }
  };
}

function nodesOfStacks({ stacks }: Profile, keyOf: Int32Array, used: Uint8Array, tree: StackMerger): Int32Array {
  const nodeOf = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    if (used[stack] === 0) continue;
    const parent = stacks.parent[stack];
    const caller = parent === NONE ? 0 : nodeOf[parent];
    const key = keyOf[stacks.frame[stack]];
    nodeOf[stack] = key === NONE ? caller : tree.child(caller, key);
  }
  return nodeOf;
}

/** Of each stack that samples end in: the node of its root, on the way up from its leaf. */
function nodesOfCallers({ stacks, samples }: Profile, keyOf: Int32Array, column: number, tree: StackMerger): Int32Array {
  const values = samples.values[column];
  const nodeOf = new Int32Array(stacks.count).fill(NONE);
  for (let sample = 0; sample < samples.count; sample++) {
    const leaf = samples.stack[sample];
    if (leaf === NONE || nodeOf[leaf] !== NONE || Number(values[sample]) === 0) continue;
    let node = 0;
    for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
      const key = keyOf[stacks.frame[stack]];
      if (key !== NONE) node = tree.child(node, key);
    }
    nodeOf[leaf] = node;
  }
  return nodeOf;
}

/** Grows a tree of keys. Children beyond the first are found by hash: most nodes have but one. */
export class StackMerger {
  count = 1;
  parent = new Int32Array(1024);
  key = new Int32Array(1024);
  firstChild = new Int32Array(1024).fill(NONE);
  next = new Int32Array(1024).fill(NONE);
  /** The child asked for last: stacks come in preorder, so the next is often it. */
  #recent = new Int32Array(1024).fill(NONE);
  /** Open addressing; a power of two, at most half full; 0 is free, as the root is nobody's child. */
  #table = new Int32Array(4096);
  #hashed = 0;
  readonly #runOf: Int32Array | undefined;

  /** @param runOf as in `Merging` */
  constructor(runOf?: Int32Array) {
    this.parent[0] = NONE;
    this.key[0] = NONE;
    this.#runOf = runOf;
  }

  /** The child with that key, or the node itself where the two are one. */
  child(parent: number, key: number): number {
    if (this.#runOf !== undefined && parent !== 0 && this.#runOf[this.key[parent]] === this.#runOf[key]) return parent;
    const recent = this.#recent[parent];
    if (recent !== NONE && this.key[recent] === key) return recent;
    const first = this.firstChild[parent];
    if (first === NONE) {
      const node = this.#append(parent, key);
      this.firstChild[parent] = node;
      return node;
    }
    const node = this.key[first] === key ? first : this.#further(parent, key, first);
    this.#recent[parent] = node;
    return node;
  }

  /**
   * @param self own sums of the nodes
   * @param isCaller as in `MergedStacks`
   */
  finish(self: Int64Column, ownWidth: (by: FlameWidth) => Float64Array, isCaller?: Uint8Array): MergedStacks {
    const { count } = this;
    const parent = this.parent.slice(0, count);
    const joins = (node: number) => isCaller === undefined || parent[node] !== 0 || isCaller[node] === 0;
    const total = self.slice();
    const below = new Int32Array(count);
    const height = new Int32Array(count);
    for (let node = count - 1; node > 0; node--) {
      const caller = parent[node];
      if (joins(node)) addTo(total, caller, total, node);
      below[caller] += below[node] + 1;
      if (height[node] >= height[caller]) height[caller] = height[node] + 1;
    }
    const widths: Partial<Record<FlameWidth, Float64Array>> = {};
    const widthBy = (by: FlameWidth) => {
      const own = ownWidth(by);
      if (own === self && total instanceof Float64Array) return total;
      const width = own.slice();
      for (let node = count - 1; node > 0; node--) if (joins(node)) width[parent[node]] += width[node];
      return width;
    };
    return {
      count,
      parent,
      key: this.key.slice(0, count),
      firstChild: this.firstChild.slice(0, count),
      next: this.next.slice(0, count),
      self,
      total,
      width: (by) => (widths[by] ??= widthBy(by)),
      ownWidth,
      below,
      height,
      isCaller,
    };
  }

  #further(parent: number, key: number, first: number): number {
    const mask = this.#table.length - 1;
    let slot = hash(parent, key) & mask;
    for (let node = this.#table[slot]; node !== 0; node = this.#table[(slot = (slot + 1) & mask)]) {
      if (this.key[node] === key && this.parent[node] === parent) return node;
    }
    const node = this.#append(parent, key);
    this.next[node] = this.next[first];
    this.next[first] = node;
    this.#table[slot] = node;
    this.#hashed++;
    if (this.#hashed * 2 > this.#table.length) this.#growTable();
    return node;
  }

  #append(parent: number, key: number): number {
    const node = this.count++;
    if (node === this.parent.length) this.#grow();
    this.parent[node] = parent;
    this.key[node] = key;
    this.#recent[parent] = node;
    return node;
  }

  #grow(): void {
    this.parent = doubled(this.parent);
    this.key = doubled(this.key);
    this.firstChild = doubled(this.firstChild);
    this.next = doubled(this.next);
    this.#recent = doubled(this.#recent);
  }

  #growTable(): void {
    const before = this.#table;
    const table = new Int32Array(before.length * 4);
    const mask = table.length - 1;
    for (const node of before) {
      if (node === 0) continue;
      let slot = hash(this.parent[node], this.key[node]) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = node;
    }
    this.#table = table;
  }
}

function hash(parent: number, key: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(key, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** Twice as long; NONE where nothing is written yet. */
function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2).fill(NONE, column.length);
  larger.set(column);
  return larger;
}
