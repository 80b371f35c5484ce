import { int64Column, isSafe, magnitude, type Int64, type Int64Column } from '#model/int64.ts';
import { MappingFlag, NONE, type Functions, type Labels, type Mappings, type Profile, type Samples, type Stacks, type ValueType } from '#model/profile.ts';
import { StackTree } from '#model/stackTree.ts';
import { decodeText } from '#model/text.ts';
import { LabelTable } from '#model/labelTable.ts';
import { ParseError } from './parseError.ts';
import { SeenStacks } from './seenStacks.ts';
import { WireReader } from './wire.ts';

/** Field numbers of message Profile. Source: github.com/google/pprof, proto/profile.proto. */
const Field = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  dropFrames: 7,
  keepFrames: 8,
  time: 9,
  duration: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
} as const;

/** Bytes between two reports of progress. */
const STEP = 1 << 20;

/**
 * Decodes an uncompressed profile.proto. Yields the share done, now and then, so that a caller may pause or stop.
 * @throws ParseError
 */
export function* decodePprof(bytes: Uint8Array): Generator<number, Profile> {
  const decoder = new PprofDecoder();
  for (let end = STEP; end < bytes.length; end += STEP) {
    decoder.feed(bytes, end);
    yield (0.95 * end) / bytes.length;
  }
  return decoder.finish(bytes);
}

/** Where tables stand in the file; a range is two entries, begin and end. They are decoded last, as their order is free. */
interface Outline {
  readonly sampleTypes: [number, number][];
  readonly mappings: number[];
  readonly locations: number[];
  readonly functions: number[];
  readonly strings: number[];
  readonly comments: Int64[];
  /** The plain fields by number. */
  readonly numbers: Map<number, Int64>;
  periodType: [number, number] | undefined;
}

/**
 * Decodes a profile while its bytes still arrive, so that decoding overlaps with inflating. Samples, which are nearly all
 * of a large profile, are taken at once; what they refer to stands anywhere, so that is looked up when all is there.
 *
 * What Go's decoder and its check accept is accepted, what they refuse is refused (profile/encode.go, CheckValid).
 */
export class PprofDecoder {
  readonly #outline: Outline = { sampleTypes: [], mappings: [], locations: [], functions: [], strings: [], comments: [], numbers: new Map(), periodType: undefined };
  readonly #samples = new SampleDecoder();
  #pos = 0;

  /** Samples decoded so far. */
  get samples(): number {
    return this.#samples.count;
  }

  /**
   * Takes what is whole of the first `end` bytes. `bytes` may be another array than before, if it begins with the same.
   * @throws ParseError
   */
  feed(bytes: Uint8Array, end: number): void {
    const reader = new WireReader(bytes, this.#pos);
    this.#samples.open(reader);
    // A field's tag and length are 20 bytes at most, so they are whole where that much is left.
    while (end - reader.pos >= 20) {
      this.#pos = reader.pos;
      // How much there will be is not known yet.
      if (this.#take(reader, end, Infinity)) continue;
      this.#samples.flush();
      return;
    }
    this.#samples.flush();
    this.#pos = reader.pos;
  }

  /**
   * Takes the rest.
   * @throws ParseError
   */
  finish(bytes: Uint8Array): Profile {
    if (bytes.length === 0) throw new ParseError('the file is empty (empty input file)', { final: true });
    const reader = new WireReader(bytes, this.#pos);
    this.#samples.open(reader);
    while (reader.pos < bytes.length) this.#take(reader, bytes.length, bytes.length);
    this.#samples.flush();
    return profileOf(bytes, this.#outline, this.#samples);
  }

  /** Takes one field; false when it runs past `end`, which is less than all there will be. */
  #take(reader: WireReader, end: number, all: number): boolean {
    reader.tag(all);
    const { field, wire } = reader;
    if (wire !== 2 || field === Field.comment) {
      if (wire === 2) {
        const begin = reader.pos;
        if (reader.pos + reader.length(all) > end) return false;
        reader.pos = begin;
      }
      this.#takeNumber(reader, all);
      return true;
    }
    const length = reader.length(all);
    const begin = reader.pos;
    if (begin + length > end) return false;
    reader.pos = begin + length;
    if (field === Field.sample) this.#samples.take(begin, begin + length);
    else this.#note(reader, begin, length);
    return true;
  }

  #note(reader: WireReader, begin: number, length: number): void {
    const outline = this.#outline;
    const end = begin + length;
    switch (reader.field) {
      case Field.sampleType:
        outline.sampleTypes.push([begin, end]);
        return;
      case Field.periodType:
        outline.periodType = [begin, end];
        return;
      case Field.mapping:
        outline.mappings.push(begin, end);
        return;
      case Field.location:
        outline.locations.push(begin, end);
        return;
      case Field.function:
        outline.functions.push(begin, end);
        return;
      case Field.string:
        if (outline.strings.length === 0 && length > 0) reader.fail('string 0 is not the empty string');
        outline.strings.push(begin, end);
        return;
      case Field.time:
      case Field.dropFrames:
      case Field.keepFrames:
      case Field.duration:
      case Field.period:
      case Field.defaultSampleType:
      case Field.docUrl:
        reader.expect(0, `field ${reader.field}`);
    }
  }

  #takeNumber(reader: WireReader, end: number): void {
    const { field } = reader;
    const { numbers, comments } = this.#outline;
    switch (field) {
      case Field.sampleType:
      case Field.sample:
      case Field.mapping:
      case Field.location:
      case Field.function:
      case Field.string:
      case Field.periodType:
        reader.expect(2, `field ${field}`);
        return;
      case Field.comment:
        readInt64s(reader, end, 'a comment', (value) => comments.push(value));
        return;
      case Field.time:
        if (Number(numbers.get(field) ?? 0) !== 0) throw new ParseError('two profiles stand one after the other in this file (concatenated profiles detected)', { final: true });
        break;
      case Field.dropFrames:
      case Field.keepFrames:
      case Field.duration:
      case Field.period:
      case Field.defaultSampleType:
      case Field.docUrl:
        break;
      default:
        reader.skip(end);
        return;
    }
    reader.expect(0, `field ${field}`);
    numbers.set(field, reader.int64);
  }
}

function profileOf(bytes: Uint8Array, outline: Outline, decoder: SampleDecoder): Profile {
  const text = new Strings(bytes, outline);
  const number = (field: number) => outline.numbers.get(field) ?? 0;
  const sampleTypes = outline.sampleTypes.map((range) => valueType(bytes, range, text));
  const { mappings, rowOf: mappingRow } = decodeMappings(bytes, outline.mappings, text);
  const { functions, rowOf: functionRow } = decodeFunctions(bytes, outline.functions, text);
  const { locations, frames, rowOf } = decodeLocations(bytes, outline.locations, mappingRow, functionRow);
  return {
    format: 'pprof',
    sampleTypes,
    defaultSampleType: text.at(number(Field.defaultSampleType)),
    periodType: outline.periodType === undefined ? { type: '', unit: '' } : valueType(bytes, outline.periodType, text),
    period: BigInt(number(Field.period)),
    timeNanos: BigInt(number(Field.time)),
    durationNanos: BigInt(number(Field.duration)),
    comments: outline.comments.map((row) => text.at(row)),
    docUrl: text.at(number(Field.docUrl)),
    dropFrames: text.at(number(Field.dropFrames)),
    keepFrames: text.at(number(Field.keepFrames)),
    strings: text.strings,
    mappings,
    functions,
    locations,
    frames,
    ...decoder.finish(bytes, sampleTypes.length, text, rowOf, locations.frame),
    notes: [],
  };
}

/** A repeated int64 or uint64, packed or one by one. */
function readInt64s(reader: WireReader, end: number, what: string, each: (value: Int64) => void): void {
  if (reader.wire !== 2) {
    reader.expect(0, what);
    each(reader.int64);
    return;
  }
  const length = reader.length(end);
  const stop = reader.pos + length;
  while (reader.pos < stop) {
    reader.varint(stop);
    each(reader.int64);
  }
}

/** The string table, decoded, and the check that every row named exists. */
class Strings {
  readonly strings: string[];

  constructor(bytes: Uint8Array, outline: Outline) {
    this.strings = decodeStrings(bytes, outline.strings);
  }

  /** The row as a plain number. */
  row(row: Int64): number {
    if (row >= 0 && row < this.strings.length) return Number(row);
    if (this.strings.length === 0) throw new ParseError('not a pprof profile, or a damaged one: it has no string table');
    throw new ParseError(`a damaged profile: it names string ${row} and has ${this.strings.length} strings`);
  }

  at(row: Int64): string {
    return this.strings[this.row(row)];
  }
}

/** Bytes that are decoded in one go: a run of strings that stand close together. */
const RUN = 1 << 22;

/**
 * Strings by their ranges. Nearly all are ASCII, so a whole run is decoded a byte a character, and cut; the others are
 * decoded one by one.
 */
function decodeStrings(bytes: Uint8Array, ranges: readonly number[]): string[] {
  const latin1 = new TextDecoder('latin1');
  const strings = new Array<string>(ranges.length / 2);
  for (let i = 0; i < ranges.length; ) {
    const begin = ranges[i];
    let last = i;
    while (last + 2 < ranges.length && ranges[last + 2] - ranges[last + 1] < 16 && ranges[last + 3] - begin < RUN) last += 2;
    const run = latin1.decode(bytes.subarray(begin, ranges[last + 1]));
    for (; i <= last; i += 2) {
      const from = ranges[i];
      const to = ranges[i + 1];
      let at = from;
      while (at < to && bytes[at] < 0x80) at++;
      strings[i / 2] = at === to ? run.slice(from - begin, to - begin) : decodeText(bytes.subarray(from, to));
    }
  }
  return strings;
}

function valueType(bytes: Uint8Array, [begin, end]: readonly [number, number], text: Strings): ValueType {
  const numbers = new Fields(bytes, begin, end, 2, 'a sample type');
  return { type: text.at(numbers.int64(1)), unit: text.at(numbers.int64(2)) };
}

/** A small message of varints: the last of each field, known up to `known`. */
class Fields {
  readonly #lo: Uint32Array;
  readonly #hi: Uint32Array;

  constructor(bytes: Uint8Array, begin: number, end: number, known: number, what: string, repeated?: (field: number, reader: WireReader) => boolean) {
    const reader = new WireReader(bytes, begin);
    this.#lo = new Uint32Array(known + 1);
    this.#hi = new Uint32Array(known + 1);
    while (reader.pos < end) {
      reader.tag(end);
      const { field } = reader;
      if (repeated?.(field, reader) === true) continue;
      if (field === 0 || field > known) {
        reader.skip(end);
        continue;
      }
      reader.expect(0, `${what}'s field ${field}`);
      this.#lo[field] = reader.lo;
      this.#hi[field] = reader.hi;
    }
  }

  lo(field: number): number {
    return this.#lo[field];
  }

  hi(field: number): number {
    return this.#hi[field];
  }

  int64(field: number): Int64 {
    const hi = this.#hi[field] | 0;
    if (hi === 0) return this.#lo[field];
    if (hi >= -0x200000 && hi < 0x200000) return hi * 0x100000000 + this.#lo[field];
    return (BigInt(hi) << 32n) | BigInt(this.#lo[field]);
  }

  isSet(field: number): boolean {
    return this.#lo[field] !== 0 || this.#hi[field] !== 0;
  }
}

/** A column of uint64, written by halves. */
class Uint64Writer {
  readonly column: BigUint64Array;
  readonly #halves: Uint32Array;

  constructor(length: number) {
    this.column = new BigUint64Array(length);
    this.#halves = new Uint32Array(this.column.buffer);
  }

  set(row: number, fields: Fields, field: number): void {
    this.#halves[2 * row] = fields.lo(field);
    this.#halves[2 * row + 1] = fields.hi(field);
  }
}

/** Row by id. Ids are mostly 1, 2, 3 …, so a plain array serves; the odd ones are in a map. */
class RowOf {
  readonly dense: Int32Array;
  readonly #sparse = new Map<bigint, number>();

  /** @throws ParseError on id 0 and on an id that comes twice. */
  constructor(ids: BigUint64Array, what: string) {
    this.dense = new Int32Array(ids.length * 2 + 2).fill(NONE);
    const limit = BigInt(this.dense.length);
    ids.forEach((id, row) => {
      if (id === 0n) throw new ParseError(`found ${what} with reserved id=0`);
      if (this.find(id) !== NONE) throw new ParseError(`multiple ${what}s with same id: ${id}`);
      if (id < limit) this.dense[Number(id)] = row;
      else this.#sparse.set(id, row);
    });
  }

  find(id: bigint): number {
    return id < BigInt(this.dense.length) ? this.dense[Number(id)] : (this.#sparse.get(id) ?? NONE);
  }

  /** By the halves of the id. */
  at(lo: number, hi: number): number {
    return hi === 0 && lo < this.dense.length ? this.dense[lo] : this.find((BigInt(hi) << 32n) | BigInt(lo));
  }
}

function decodeMappings(bytes: Uint8Array, ranges: readonly number[], text: Strings): { mappings: Mappings; rowOf: RowOf } {
  const count = ranges.length / 2;
  const id = new Uint64Writer(count);
  const start = new Uint64Writer(count);
  const limit = new Uint64Writer(count);
  const offset = new Uint64Writer(count);
  const file = new Int32Array(count);
  const buildId = new Int32Array(count);
  const flags = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const fields = new Fields(bytes, ranges[2 * row], ranges[2 * row + 1], 10, 'a mapping');
    [id, start, limit, offset].forEach((column, i) => column.set(row, fields, i + 1));
    file[row] = text.row(fields.int64(5));
    buildId[row] = text.row(fields.int64(6));
    flags[row] =
      (fields.isSet(7) ? MappingFlag.functions : 0) |
      (fields.isSet(8) ? MappingFlag.filenames : 0) |
      (fields.isSet(9) ? MappingFlag.lineNumbers : 0) |
      (fields.isSet(10) ? MappingFlag.inlineFrames : 0);
  }
  const rowOf = new RowOf(id.column, 'mapping');
  return { mappings: { count, id: id.column, start: start.column, limit: limit.column, offset: offset.column, file, buildId, flags }, rowOf };
}

function decodeFunctions(bytes: Uint8Array, ranges: readonly number[], text: Strings): { functions: Functions; rowOf: RowOf } {
  const count = ranges.length / 2;
  const id = new Uint64Writer(count);
  const name = new Int32Array(count);
  const systemName = new Int32Array(count);
  const file = new Int32Array(count);
  const startLine: Int64[] = [];
  const rowOfName = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    const fields = new Fields(bytes, ranges[2 * row], ranges[2 * row + 1], 5, 'a function');
    id.set(row, fields, 1);
    const nameRow = text.row(fields.int64(2));
    const known = rowOfName.get(text.strings[nameRow]);
    if (known === undefined) rowOfName.set(text.strings[nameRow], nameRow);
    name[row] = known ?? nameRow;
    systemName[row] = text.row(fields.int64(3));
    file[row] = text.row(fields.int64(4));
    startLine.push(fields.int64(5));
  }
  const rowOf = new RowOf(id.column, 'function');
  return { functions: { count, id: id.column, name, systemName, file, startLine: int64Column(startLine) }, rowOf };
}

function decodeLocations(bytes: Uint8Array, ranges: readonly number[], mappingRow: RowOf, functionRow: RowOf) {
  const count = ranges.length / 2;
  const id = new Uint64Writer(count);
  const address = new Uint64Writer(count);
  const mapping = new Int32Array(count);
  const folded = new Uint8Array(count);
  const frame = new Int32Array(count + 1);
  const fn: number[] = [];
  const line: Int64[] = [];
  const column: Int64[] = [];
  let lines: Fields[] = [];
  // Field 4, a line, comes once for each inlined call, innermost first.
  const takeLine = (field: number, reader: WireReader): boolean => {
    if (field !== 4) return false;
    reader.expect(2, "a location's line");
    const length = reader.length(bytes.length);
    lines.push(new Fields(bytes, reader.pos, reader.pos + length, 3, "a line's"));
    reader.pos += length;
    return true;
  };
  const missing: number[] = [];
  for (let row = 0; row < count; row++) {
    lines = [];
    const end = ranges[2 * row + 1];
    const fields = new Fields(bytes, ranges[2 * row], end, 5, 'a location', (field, reader) => {
      const taken = takeLine(field, reader);
      if (reader.pos > end) reader.fail('a line runs past its location');
      return taken;
    });
    id.set(row, fields, 1);
    address.set(row, fields, 3);
    mapping[row] = mappingRow.at(fields.lo(2), fields.hi(2));
    folded[row] = fields.isSet(5) ? 1 : 0;
    for (let i = lines.length - 1; i >= 0; i--) {
      const fnRow = functionRow.at(lines[i].lo(1), lines[i].hi(1));
      if (fnRow === NONE) missing.push(row);
      fn.push(fnRow);
      line.push(lines[i].int64(2));
      column.push(lines[i].int64(3));
    }
    if (lines.length === 0) {
      fn.push(NONE);
      line.push(0);
      column.push(0);
    }
    frame[row + 1] = fn.length;
  }
  const rowOf = new RowOf(id.column, 'location');
  if (missing.length > 0) throw new ParseError(`location id: ${id.column[missing[0]]} has a line with nil function`);
  const location = new Int32Array(fn.length);
  const inlined = new Uint8Array(fn.length).fill(1);
  for (let row = 0; row < count; row++) {
    location.fill(row, frame[row], frame[row + 1]);
    inlined[frame[row]] = 0;
  }
  return {
    locations: { count, id: id.column, mapping, address: address.column, folded, frame },
    frames: { count: fn.length, location, fn: Int32Array.from(fn), line: int64Column(line), column: int64Column(column), inlined },
    rowOf,
  };
}

/** Samples that are decoded together. */
const BATCH = 64;
/** Field 1 of a sample, packed. */
const LOCATIONS_TAG = 0x0a;

/** Decodes one sample after the other into columns that grow. Locations and strings are not looked up yet. */
class SampleDecoder {
  count = 0;
  /** Of locations by their ids. */
  readonly #tree = new StackTree();
  /** Ids that are no small numbers, and the negative numbers that stand for them in the tree. */
  readonly #large = new Map<bigint, number>();
  readonly #labels = new LabelTable();
  /** The largest row of a string that a label names. */
  #lastString = 0;
  /** The node of the tree that each sample ends in. */
  #node = new Int32Array(1024);
  #values: Float64Array[] = [];
  #labelStart = new Int32Array(1025);
  #label = new Int32Array(1024);
  #labelCount = 0;
  /** The first sample whose values are not as many as those of sample 0, and their number. */
  #odd: { readonly sample: number; readonly found: number } | undefined;
  /** Whether a value is no safe integer, so that the columns are not exact. */
  #wide = false;

  /** Samples that wait: begin and end of each. */
  readonly #waiting = new Int32Array(2 * BATCH);
  #waitingCount = 0;
  readonly #places = new Int32Array(BATCH);
  #touched = 0;

  #reader = new WireReader(new Uint8Array(0));
  #seen = new SeenStacks();
  #stack = new Int32Array(256);
  #depth = 0;
  #value = new Float64Array(8);
  #found = 0;
  /** The node of the sample's stack where the one field that encodes it was met before; else NONE. */
  #known = NONE;
  /** Where that one field begins, or NONE. */
  #packed = NONE;

  /** The samples that follow are in the bytes of `reader`. */
  open({ bytes }: WireReader): void {
    this.#reader = new WireReader(bytes);
    this.#seen.open(bytes);
  }

  /** Takes a sample; it is decoded when enough of them wait, or at `flush`. */
  take(begin: number, end: number): void {
    this.#waiting[2 * this.#waitingCount] = begin;
    this.#waiting[2 * this.#waitingCount + 1] = end;
    if (++this.#waitingCount === BATCH) this.flush();
  }

  /** Decodes the samples that wait. Memory is what it waits for, so what they will look at is touched for all of them first. */
  flush(): void {
    const { bytes } = this.#reader;
    for (let i = 0; i < this.#waitingCount; i++) {
      const begin = this.#waiting[2 * i];
      const length = bytes[begin + 1];
      const isShort = bytes[begin] === LOCATIONS_TAG && length < 0x80;
      this.#places[i] = isShort ? this.#seen.ahead(begin + 2, Math.min(begin + 2 + length, this.#waiting[2 * i + 1])) : begin;
    }
    let touched = this.#touched;
    for (let i = 0; i < this.#waitingCount; i++) touched = (touched + bytes[this.#places[i]] + bytes[this.#places[i] + 64]) | 0;
    this.#touched = touched;
    for (let i = 0; i < this.#waitingCount; i++) this.#decode(this.#waiting[2 * i], this.#waiting[2 * i + 1]);
    this.#waitingCount = 0;
  }

  #decode(begin: number, end: number): void {
    const reader = this.#reader;
    reader.pos = begin;
    this.#depth = 0;
    this.#found = 0;
    this.#known = NONE;
    this.#packed = NONE;
    while (reader.pos < end) {
      reader.tag(end);
      if (reader.field === 1) this.#takeLocations(end);
      else if (reader.field === 2) this.#takeValues(end);
      else if (reader.field === 3) {
        reader.expect(2, 'a label');
        const length = reader.length(end);
        this.#takeLabel(reader.pos + length);
      } else reader.skip(end);
    }
    this.#push();
  }

  #push(): void {
    const sample = this.count++;
    if (sample === this.#node.length) {
      this.#node = doubled(this.#node);
      this.#labelStart = grown(this.#labelStart, 2 * sample + 1);
      this.#values = this.#values.map(doubledFloat);
    }
    if (sample === 0) this.#values = Array.from({ length: this.#found }, () => new Float64Array(this.#node.length));
    else if (this.#found !== this.#values.length) this.#odd ??= { sample, found: this.#found };
    for (let column = 0; column < this.#values.length; column++) this.#values[column][sample] = this.#value[column];
    this.#node[sample] = this.#nodeOfStack();
    this.#labelStart[sample + 1] = this.#labelCount;
  }

  #nodeOfStack(): number {
    if (this.#known !== NONE) return this.#known;
    const node = this.#tree.add(this.#stack, this.#depth);
    if (this.#packed !== NONE) this.#seen.remember(node);
    return node;
  }

  /** Takes a field of locations; all of a stack nearly always stands in one. */
  #takeLocations(end: number): void {
    const reader = this.#reader;
    if (this.#known !== NONE) {
      this.#depth = this.#tree.path(this.#known, (depth) => this.#room(depth));
      this.#known = NONE;
    }
    if (reader.wire !== 2) {
      reader.expect(0, "a sample's location");
      this.#room(1)[this.#depth++] = this.#id();
      this.#packed = NONE;
      return;
    }
    const length = reader.length(end);
    if (this.#depth > 0 || this.#packed !== NONE) {
      this.#packed = NONE;
      this.#locations(length);
      return;
    }
    this.#packed = reader.pos;
    this.#known = this.#seen.find(reader.pos, reader.pos + length);
    if (this.#known === NONE) this.#locations(length);
    else reader.pos += length;
  }

  /** Appends `length` bytes of packed locations to the stack. */
  #locations(length: number): void {
    const reader = this.#reader;
    const { bytes } = reader;
    const stop = reader.pos + length;
    const stack = this.#room(length);
    let depth = this.#depth;
    let pos = reader.pos;
    while (pos < stop) {
      // Ids of up to three bytes, which nearly all are, without a call.
      let id = bytes[pos];
      let next = pos + 1;
      if (id >= 0x80) {
        const second = bytes[next++];
        id = (id & 0x7f) | (second << 7);
        if (second >= 0x80) {
          const third = bytes[next++];
          id = third < 0x80 ? (id & 0x3fff) | (third << 14) : NONE;
        }
      }
      if (id !== NONE && next <= stop) {
        stack[depth++] = id;
        pos = next;
        continue;
      }
      reader.pos = pos;
      reader.varint(stop);
      pos = reader.pos;
      stack[depth++] = this.#id();
    }
    reader.pos = stop;
    this.#depth = depth;
  }

  /** What stands in the tree for the id that was read. */
  #id(): number {
    const { lo, hi, uint64 } = this.#reader;
    if (hi === 0 && lo < 0x40000000) return lo;
    let number = this.#large.get(uint64);
    if (number === undefined) this.#large.set(uint64, (number = -2 - this.#large.size));
    return number;
  }

  /** The stack, with room for so many more locations. */
  #room(more: number): Int32Array {
    if (this.#depth + more > this.#stack.length) this.#stack = grown(this.#stack, Math.max(this.#stack.length * 2, this.#depth + more));
    return this.#stack;
  }

  #takeValues(end: number): void {
    const reader = this.#reader;
    if (reader.wire !== 2) {
      reader.expect(0, "a sample's value");
      this.#takeValue();
      return;
    }
    const length = reader.length(end);
    const stop = reader.pos + length;
    while (reader.pos < stop) {
      reader.varint(stop);
      this.#takeValue();
    }
  }

  #takeValue(): void {
    const hi = this.#reader.hi | 0;
    if (hi < -0x200000 || hi >= 0x200000) this.#wide = true;
    if (this.#found === this.#value.length) this.#value = doubledFloat(this.#value);
    this.#value[this.#found++] = hi * 0x100000000 + this.#reader.lo;
  }

  #takeLabel(end: number): void {
    const reader = this.#reader;
    let [key, text, unit, lo, hi] = [0, 0, 0, 0, 0];
    while (reader.pos < end) {
      reader.tag(end);
      if (reader.field === 0 || reader.field > 4) {
        reader.skip(end);
        continue;
      }
      reader.expect(0, `a label's field ${reader.field}`);
      if (reader.field === 3) {
        lo = reader.lo;
        hi = reader.hi;
      } else if (reader.field === 1) key = this.#string();
      else if (reader.field === 2) text = this.#string();
      else unit = this.#string();
    }
    this.#lastString = Math.max(this.#lastString, key, text);
    // A label without a text, a number and a unit says nothing, and Go drops it.
    if (text === 0 && lo === 0 && hi === 0 && unit === 0) return;
    if (text === 0) this.#lastString = Math.max(this.#lastString, unit);
    const row = text === 0 ? this.#labels.row(key, NONE, lo, hi, unit) : this.#labels.row(key, text, 0, 0, 0);
    if (this.#labelCount === this.#label.length) this.#label = doubled(this.#label);
    this.#label[this.#labelCount++] = row;
  }

  /** The row of a string; one that no table can have is past the end of any. */
  #string(): number {
    return this.#reader.hi === 0 && this.#reader.lo < 0x7fffffff ? this.#reader.lo : 0x7fffffff;
  }

  /**
   * Looks up what the samples refer to.
   * @throws ParseError where something is not there
   */
  finish(bytes: Uint8Array, types: number, text: Strings, locationRow: RowOf, locationFrame: Int32Array): { samples: Samples; stacks: Stacks; labels: Labels } {
    const { count } = this;
    if (count > 0 && types === 0) throw new ParseError('missing sample type information');
    const odd = count > 0 && this.#values.length !== types ? { sample: 0, found: this.#values.length } : this.#odd;
    if (odd !== undefined) throw new ParseError(`mismatch: sample ${odd.sample} has ${odd.found} values vs. ${types} types`);
    text.row(this.#lastString);
    const ids = [...this.#large.keys()];
    this.#tree.rename((id) => {
      const row = id >= 0 ? locationRow.at(id, 0) : locationRow.find(ids[-2 - id]);
      if (row === NONE) throw new ParseError(`sample has nil location: location ${id >= 0 ? id : ids[-2 - id]} is not in the profile`);
      return row;
    });
    const { stacks, stackOf } = this.#tree.finish(locationFrame);
    const stack = this.#node.slice(0, count);
    for (let sample = 0; sample < count; sample++) stack[sample] = stackOf[stack[sample]];
    const columns = Array.from({ length: types }, (_, column) => (this.#values[column] ?? new Float64Array(0)).slice(0, count));
    return {
      samples: {
        count,
        stack,
        values: this.#wide || !columns.every((column) => isSafe(magnitude(column))) ? wideValues(bytes, columns) : columns,
        labelStart: this.#labelStart.slice(0, count + 1),
        label: this.#label.slice(0, this.#labelCount),
      },
      stacks,
      labels: this.#labels.finish(),
    };
  }
}

/** The values read again, into columns that hold any int64. All are wide if one is, so that they can be added. */
function wideValues(bytes: Uint8Array, like: readonly Float64Array[]): Int64Column[] {
  const columns = like.map((column) => new BigInt64Array(column.length));
  const reader = new WireReader(bytes);
  for (let sample = 0; reader.pos < bytes.length; ) {
    reader.tag(bytes.length);
    if (reader.field !== Field.sample) {
      reader.skip(bytes.length);
      continue;
    }
    const end = reader.length(bytes.length) + reader.pos;
    let column = 0;
    while (reader.pos < end) {
      reader.tag(end);
      if (reader.field === 2) readInt64s(reader, end, "a sample's value", (value) => (columns[column++][sample] = BigInt(value)));
      else reader.skip(end);
    }
    sample++;
  }
  return columns;
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  return grown(column, column.length * 2);
}

function grown(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(column);
  return larger;
}

function doubledFloat(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
