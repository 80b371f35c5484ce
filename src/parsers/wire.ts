import { ParseError } from './parseError.ts';

/**
 * Reads protobuf's wire format. A varint is left in `lo` and `hi`, its 32-bit halves, so that 64 bits survive; ten bytes
 * at most, what they hold beyond 64 bits is dropped.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  pos: number;
  lo = 0;
  hi = 0;
  field = 0;
  wire = 0;

  constructor(bytes: Uint8Array, pos = 0) {
    this.bytes = bytes;
    this.pos = pos;
  }

  /** Reads a varint that ends before `end`. */
  varint(end: number): void {
    const bytes = this.bytes;
    let pos = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) this.fail('a number is cut off');
      const byte = bytes[pos++];
      const bits = byte & 0x7f;
      if (shift < 28) lo |= bits << shift;
      else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else if (shift < 63) hi |= bits << (shift - 32);
      else hi |= (bits & 1) << 31;
      if (byte < 0x80) {
        this.pos = pos;
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    this.fail('a number has more than ten bytes');
  }

  /** Reads a field's number and wire type; for a varint its value too. A length is left to `length`. */
  tag(end: number): void {
    const byte = this.bytes[this.pos];
    if (byte < 0x80 && this.pos < end) {
      this.pos++;
      this.field = byte >>> 3;
      this.wire = byte & 7;
    } else {
      this.varint(end);
      this.wire = this.lo & 7;
      // A number past 2^29 is of no known field, so its upper bits need not survive.
      this.field = this.hi === 0 ? this.lo >>> 3 : 0x7fffffff;
    }
    if (this.wire === 0) this.varint(end);
  }

  /** The length of a field of wire type 2, which must lie within `end`. */
  length(end: number): number {
    const byte = this.bytes[this.pos];
    if (byte < 0x80 && this.pos < end) {
      this.pos++;
      this.lo = byte;
      this.hi = 0;
    } else this.varint(end);
    const length = this.hi * 0x100000000 + this.lo;
    if (length > end - this.pos) this.fail(`field ${this.field} says it has ${length} bytes, ${end - this.pos} are left`);
    return length;
  }

  /** Passes over the field whose tag was read, unknown to us. */
  skip(end: number): void {
    switch (this.wire) {
      case 0:
        return;
      case 1:
      case 5: {
        const size = this.wire === 1 ? 8 : 4;
        if (end - this.pos < size) this.fail('a fixed number is cut off');
        this.pos += size;
        return;
      }
      case 2: {
        // Two steps, as `length` moves the position.
        const length = this.length(end);
        this.pos += length;
        return;
      }
      default:
        this.fail(`field ${this.field} has wire type ${this.wire}, which does not exist`);
    }
  }

  expect(wire: number, what: string): void {
    if (this.wire !== wire) this.fail(`${what} has wire type ${this.wire}, not ${wire}`);
  }

  /** The varint as int64. */
  get int64(): number | bigint {
    const hi = this.hi | 0;
    if (hi >= -0x200000 && hi < 0x200000) return hi * 0x100000000 + this.lo;
    return (BigInt(hi) << 32n) | BigInt(this.lo);
  }

  get uint64(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo);
  }

  fail(what: string): never {
    throw new ParseError(`not a pprof profile, or a damaged one: ${what} (at byte ${this.pos})`);
  }
}
