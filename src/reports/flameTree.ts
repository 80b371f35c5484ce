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
  /** Σ|value|; the same column as `total` where no value is negative. */
  readonly width: Float64Array;
  /** Nodes below a node. */
  readonly below: Int32Array;
  /** The longest way down from a node, in nodes. */
  readonly height: Int32Array;
}

/**
 * @param keyOf of each frame, NONE where it is not shown: what it costs is then its caller's
 * @param column of the values; stacks whose samples have none are left out
 * @param inverted leaves first: below a node are its callers, and own sums are those of stacks that begin there
 */
export function mergeStacks(profile: Profile, keyOf: Int32Array, column: number, inverted = false): MergedStacks {
  const values = profile.samples.values[column];
  const tree = new Builder();
  const nodeOf = inverted ? nodesOfCallers(profile, keyOf, column, tree) : nodesOfStacks(profile, keyOf, usedStacks(profile, column, undefined), tree);
  const { count } = tree;

  const self = sumsOf(profile, column, nodeOf, zerosLike(values, count));
  const total = self.slice();
  const parent = tree.parent.slice(0, count);
  const below = new Int32Array(count);
  const height = new Int32Array(count);
  for (let node = count - 1; node > 0; node--) {
    const caller = parent[node];
    addTo(total, caller, total, node);
    below[caller] += below[node] + 1;
    if (height[node] >= height[caller]) height[caller] = height[node] + 1;
  }
  return {
    count,
    parent,
    key: tree.key.slice(0, count),
    firstChild: tree.firstChild.slice(0, count),
    next: tree.next.slice(0, count),
    self,
    total,
    width: total instanceof Float64Array && !hasNegative(values) ? total : widthsOf(profile, column, nodeOf, parent),
    below,
    height,
  };
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

function widthsOf(profile: Profile, column: number, nodeOf: Int32Array, parent: Int32Array): Float64Array {
  const { samples } = profile;
  const width = new Float64Array(parent.length);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    width[stack === NONE ? 0 : Math.max(0, nodeOf[stack])] += Math.abs(Number(samples.values[column][sample]));
  }
  for (let node = parent.length - 1; node > 0; node--) width[parent[node]] += width[node];
  return width;
}

function nodesOfStacks({ stacks }: Profile, keyOf: Int32Array, used: Uint8Array, tree: Builder): Int32Array {
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
function nodesOfCallers({ stacks, samples }: Profile, keyOf: Int32Array, column: number, tree: Builder): Int32Array {
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

/** Children beyond the first are found by hash: most nodes have but one. */
class Builder {
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

  constructor() {
    this.parent[0] = NONE;
    this.key[0] = NONE;
  }

  child(parent: number, key: number): number {
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
