import type { Labels } from './profile.ts';
import { int64Column, narrow } from './int64.ts';

/** Distinct labels, each found by hash. A million samples have few of them, or a million. */
export class LabelTable {
  #count = 0;
  #rows = new Int32Array(5 * 256);
  /** Open addressing, rows + 1; 0 is free. */
  #table = new Int32Array(1024);

  /** The row of a label; `text` is a string's row or NONE for the number (hi, lo) with its unit. */
  row(key: number, text: number, lo: number, hi: number, unit: number): number {
    const rows = this.#rows;
    const mask = this.#table.length - 1;
    let mixed = Math.imul(key, 0x9e3779b1) ^ Math.imul(text, 0x85ebca6b) ^ Math.imul(lo, 0xc2b2ae35) ^ Math.imul(hi ^ (unit << 8), 0x27d4eb2f);
    mixed ^= mixed >>> 15;
    let slot = mixed & mask;
    for (let entry = this.#table[slot]; entry !== 0; entry = this.#table[(slot = (slot + 1) & mask)]) {
      const at = (entry - 1) * 5;
      if (rows[at] === key && rows[at + 1] === text && rows[at + 2] === (lo | 0) && rows[at + 3] === (hi | 0) && rows[at + 4] === unit) return entry - 1;
    }
    const row = this.#count++;
    if (row * 5 === rows.length) this.#grow();
    this.#rows.set([key, text, lo, hi, unit], row * 5);
    this.#table[slot] = row + 1;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return row;
  }

  #grow(): void {
    const larger = new Int32Array(this.#rows.length * 2);
    larger.set(this.#rows);
    this.#rows = larger;
  }

  #rehash(): void {
    const old = this.#rows;
    const count = this.#count;
    this.#table = new Int32Array(this.#table.length * 4);
    this.#rows = new Int32Array(old.length);
    this.#count = 0;
    for (let row = 0; row < count; row++) {
      const at = row * 5;
      this.row(old[at], old[at + 1], old[at + 2], old[at + 3], old[at + 4]);
    }
  }

  finish(): Labels {
    const count = this.#count;
    const column = (offset: number) => Int32Array.from({ length: count }, (_, row) => this.#rows[row * 5 + offset]);
    const lo = column(2);
    const hi = column(3);
    const numbers = Array.from({ length: count }, (_, row) =>
      hi[row] === 0 && lo[row] >= 0 ? lo[row] : narrow((BigInt(hi[row]) << 32n) | BigInt(lo[row] >>> 0)),
    );
    return { count, key: column(0), text: column(1), number: int64Column(numbers), unit: column(4) };
  }
}

export const NO_LABELS: Labels = {
  count: 0,
  key: new Int32Array(0),
  text: new Int32Array(0),
  number: new Float64Array(0),
  unit: new Int32Array(0),
};

