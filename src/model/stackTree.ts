import { NONE, type Stacks } from './profile.ts';

/** Columns of a node's row, side by side as one step of a walk needs all of them. Children form a list. */
const WIDTH = 4;
const LOCATION = 0;
/** The child visited last. */
const RECENT = 1;
const FIRST = 2;
const NEXT = 3;
/** Children that are in the list; what comes later is found by hash alone. The frequent ones tend to come early. */
const LISTED = 12;
const HASHED = -1;

/**
 * Grows a prefix tree of locations. To find a child costs a cache miss for each place looked at, which is what time goes
 * into: so the child visited last is tried first, then the first few children, then the hash table.
 */
export class StackTree {
  /** Row 0 stands for "no caller"; its children are the roots. */
  #count = 1;
  #rows = new Int32Array(1024 * WIDTH);
  #parent = new Int32Array(1024);
  /** Open addressing, rows of the tree that are in no list; 0 is free. A power of two, at most half full. */
  #table = new Int32Array(4096);
  #hashed = 0;

  /** The node for a stack of `length` locations, leaf first as in the file; 0 when it is empty. */
  add(locations: Int32Array, length: number): number {
    let rows = this.#rows;
    let node = 0;
    for (let i = length - 1; i >= 0; i--) {
      const location = locations[i];
      const recent = rows[node * WIDTH + RECENT];
      if (recent !== 0 && rows[recent * WIDTH + LOCATION] === location) node = recent;
      else {
        node = this.child(node, location);
        rows = this.#rows;
      }
    }
    return node;
  }

  /** Writes the locations of a node's stack, leaf first, where `room` makes place; returns how many. */
  path(node: number, room: (depth: number) => Int32Array): number {
    let depth = 0;
    for (let at = node; at !== 0; at = this.#parent[at]) depth++;
    const into = room(depth);
    for (let at = node, i = 0; at !== 0; at = this.#parent[at]) into[i++] = this.#rows[at * WIDTH + LOCATION];
    return depth;
  }

  /** Gives each location another number. */
  rename(number: (location: number) => number): void {
    const known = new Map<number, number>();
    for (let node = 1; node < this.#count; node++) {
      const location = this.#rows[node * WIDTH + LOCATION];
      let renamed = known.get(location);
      if (renamed === undefined) known.set(location, (renamed = number(location)));
      this.#rows[node * WIDTH + LOCATION] = renamed;
    }
  }

  /** The node for a location that a node's stack called; `parent` is 0 for a location that nothing called. */
  child(parent: number, location: number): number {
    const rows = this.#rows;
    let link = parent * WIDTH + FIRST;
    let child = rows[link];
    for (let listed = 0; listed < LISTED; listed++) {
      if (child === 0) {
        const added = this.#append(parent, location);
        this.#rows[link] = added;
        return added;
      }
      if (rows[child * WIDTH + LOCATION] === location) {
        rows[parent * WIDTH + RECENT] = child;
        return child;
      }
      link = child * WIDTH + NEXT;
      child = rows[link];
    }
    return this.#hashedChild(parent, location);
  }

  #hashedChild(parent: number, location: number): number {
    const rows = this.#rows;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hash(parent, location) & mask;
    for (let node = table[slot]; node !== 0; node = table[(slot = (slot + 1) & mask)]) {
      if (rows[node * WIDTH + LOCATION] === location && this.#parent[node] === parent) {
        rows[parent * WIDTH + RECENT] = node;
        return node;
      }
    }
    const node = this.#append(parent, location);
    table[slot] = node;
    // In no list: NEXT marks it as hashed, for when the table grows.
    this.#rows[node * WIDTH + NEXT] = HASHED;
    this.#hashed++;
    if (this.#hashed * 2 > table.length) this.#growTable();
    return node;
  }

  #append(parent: number, location: number): number {
    const node = this.#count++;
    if (node === this.#parent.length) {
      this.#rows = doubled(this.#rows);
      this.#parent = doubled(this.#parent);
    }
    this.#parent[node] = parent;
    this.#rows[node * WIDTH + LOCATION] = location;
    this.#rows[parent * WIDTH + RECENT] = node;
    return node;
  }

  #growTable(): void {
    const table = new Int32Array(this.#table.length * 4);
    const mask = table.length - 1;
    for (let node = 1; node < this.#count; node++) {
      if (this.#rows[node * WIDTH + NEXT] !== HASHED) continue;
      let slot = hash(this.#parent[node], this.#rows[node * WIDTH + LOCATION]) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = node;
    }
    this.#table = table;
  }

  /**
   * The tree in frames and in preorder, given each location's frames (`Locations.frame`), and for each node the stack it
   * ends in: NONE where neither it nor its callers have frames.
   */
  finish(locationFrame: Int32Array): { stacks: Stacks; stackOf: Int32Array } {
    const count = this.#count;
    const rows = this.#rows;
    // Nodes below each node, in frames, itself included: sized from the end, as children come after their parents.
    const size = new Int32Array(count);
    for (let node = count - 1; node > 0; node--) {
      const location = rows[node * WIDTH + LOCATION];
      size[node] += locationFrame[location + 1] - locationFrame[location];
      size[this.#parent[node]] += size[node];
    }
    const total = size[0];
    const parent = new Int32Array(total);
    const frame = new Int32Array(total);
    const stackOf = new Int32Array(count);
    stackOf[0] = NONE;
    // Where the next child of a node begins; a node's children keep the order in which they were first seen.
    const next = new Int32Array(count);
    for (let node = 1; node < count; node++) {
      const caller = this.#parent[node];
      const location = rows[node * WIDTH + LOCATION];
      let row = next[caller];
      next[caller] += size[node];
      let above = stackOf[caller];
      for (let f = locationFrame[location]; f < locationFrame[location + 1]; f++) {
        parent[row] = above;
        frame[row] = f;
        above = row++;
      }
      stackOf[node] = above;
      next[node] = row;
    }
    return { stacks: { count: total, parent, frame }, stackOf };
  }
}

function hash(parent: number, location: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(location, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
