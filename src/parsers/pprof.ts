import { int64Column, isSafe, magnitude, type Int64, type Int64Column } from '#model/int64.ts';
import { MappingFlag, NONE, type Functions, type Labels, type Mappings, type Profile, type Samples, type Stacks, type ValueType } from '#model/profile.ts';
import { StackTree } from '#model/stackTree.ts';
import { decodeText } from '#model/text.ts';
import { LabelTable } from './labelTable.ts';
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

/** Samples between two reports of progress. */
const STRIDE = 8192;

/**
 * Decodes an uncompressed profile.proto. Yields the share done, now and then, so that a caller may pause or stop.
 *
 * Two passes: the first finds the tables, which may stand in any order; the second fills columns of known length. What
 * Go's decoder and its check accept is accepted, what they refuse is refused (profile/encode.go and Profile.CheckValid).
 * @throws ParseError
 */
export function* decodePprof(bytes: Uint8Array): Generator<number, Profile> {
  if (bytes.length === 0) throw new ParseError('the file is empty');
  const outline = survey(bytes);
  const text = new Strings(bytes, outline);
  const sampleTypes = outline.sampleTypes.map((range) => valueType(bytes, range, text));
  const { mappings, rowOf: mappingRow } = decodeMappings(bytes, outline.mappings, text);
  const { functions, rowOf: functionRow } = decodeFunctions(bytes, outline.functions, text);
  const places = decodeLocations(bytes, outline.locations, mappingRow, functionRow);
  yield 0.05;
  const { samples, stacks, labels } = yield* decodeSamples(bytes, outline, text, places.rowOf, places.locations.frame, sampleTypes.length);
  return {
    format: 'pprof',
    sampleTypes,
    defaultSampleType: text.at(outline.defaultSampleType),
    periodType: outline.periodType === undefined ? { type: '', unit: '' } : valueType(bytes, outline.periodType, text),
    period: outline.period,
    timeNanos: outline.time,
    durationNanos: outline.duration,
    comments: outline.comments.map((row) => text.at(row)),
    docUrl: text.at(outline.docUrl),
    dropFrames: text.at(outline.dropFrames),
    keepFrames: text.at(outline.keepFrames),
    strings: text.strings,
    mappings,
    functions,
    locations: places.locations,
    frames: places.frames,
    stacks,
    labels,
    samples,
    notes: [],
  };
}

/** Where things stand in the file. A range is two entries: begin and end. */
interface Outline {
  readonly sampleTypes: [number, number][];
  readonly samples: number;
  readonly mappings: number[];
  readonly locations: number[];
  readonly functions: number[];
  readonly strings: number[];
  readonly dropFrames: Int64;
  readonly keepFrames: Int64;
  readonly time: bigint;
  readonly duration: bigint;
  readonly periodType: [number, number] | undefined;
  readonly period: bigint;
  readonly comments: Int64[];
  readonly defaultSampleType: Int64;
  readonly docUrl: Int64;
}

function survey(bytes: Uint8Array): Outline {
  const reader = new WireReader(bytes);
  const end = bytes.length;
  const numbers = new Map<number, Int64>();
  const ranges = { sampleTypes: [] as [number, number][], mappings: [] as number[], locations: [] as number[], functions: [] as number[], strings: [] as number[] };
  let periodType: [number, number] | undefined;
  let samples = 0;
  const comments: Int64[] = [];
  while (reader.pos < end) {
    reader.tag(end);
    const { field } = reader;
    if (field === Field.sample) {
      reader.expect(2, 'a sample');
      const length = reader.length(end);
      reader.pos += length;
      samples++;
      continue;
    }
    switch (field) {
      case Field.sampleType:
      case Field.periodType:
      case Field.mapping:
      case Field.location:
      case Field.function:
      case Field.string: {
        reader.expect(2, `field ${field}`);
        const length = reader.length(end);
        const begin = reader.pos;
        reader.pos += length;
        if (field === Field.sampleType) ranges.sampleTypes.push([begin, reader.pos]);
        else if (field === Field.periodType) periodType = [begin, reader.pos];
        else if (field === Field.mapping) ranges.mappings.push(begin, reader.pos);
        else if (field === Field.location) ranges.locations.push(begin, reader.pos);
        else if (field === Field.function) ranges.functions.push(begin, reader.pos);
        else {
          if (ranges.strings.length === 0 && length > 0) reader.fail('string 0 is not the empty string');
          ranges.strings.push(begin, reader.pos);
        }
        break;
      }
      case Field.comment:
        readInt64s(reader, end, 'a comment', (value) => comments.push(value));
        break;
      case Field.time:
        if (Number(numbers.get(field) ?? 0) !== 0) throw new ParseError('two profiles stand one after the other in this file (concatenated profiles detected)');
        reader.expect(0, 'the time');
        numbers.set(field, reader.int64);
        break;
      case Field.dropFrames:
      case Field.keepFrames:
      case Field.duration:
      case Field.period:
      case Field.defaultSampleType:
      case Field.docUrl:
        reader.expect(0, `field ${field}`);
        numbers.set(field, reader.int64);
        break;
      default:
        reader.skip(end);
    }
  }
  const number = (field: number) => numbers.get(field) ?? 0;
  return {
    ...ranges,
    samples,
    periodType,
    comments,
    dropFrames: number(Field.dropFrames),
    keepFrames: number(Field.keepFrames),
    time: BigInt(number(Field.time)),
    duration: BigInt(number(Field.duration)),
    period: BigInt(number(Field.period)),
    defaultSampleType: number(Field.defaultSampleType),
    docUrl: number(Field.docUrl),
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
    throw new ParseError(`the profile names string ${row}; it has ${this.strings.length} strings`);
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

function* decodeSamples(
  bytes: Uint8Array,
  outline: Outline,
  text: Strings,
  locationRow: RowOf,
  locationFrame: Int32Array,
  types: number,
): Generator<number, { samples: Samples; stacks: Stacks; labels: Labels }> {
  const count = outline.samples;
  if (count > 0 && types === 0) throw new ParseError('missing sample type information');
  const decoder = new SampleDecoder(bytes, text, locationRow, count, types);
  const reader = decoder.reader;
  const end = bytes.length;
  for (let sample = 0; reader.pos < end; ) {
    reader.tag(end);
    if (reader.field !== Field.sample) {
      reader.skip(end);
      continue;
    }
    const length = reader.length(end);
    decoder.decode(sample++, reader.pos + length);
    if (sample % STRIDE === 0) yield 0.05 + (0.9 * reader.pos) / end;
  }
  const { stacks, stackOf } = decoder.tree.finish(locationFrame);
  const stack = decoder.node;
  for (let sample = 0; sample < count; sample++) stack[sample] = stackOf[stack[sample]];
  const samples = { count, stack, values: exactValues(decoder, bytes), labelStart: decoder.labelStart, label: decoder.label.subarray(0, decoder.labelStart[count]) };
  return { samples, stacks, labels: decoder.labels.finish() };
}

/** Decodes one sample after the other into columns. */
class SampleDecoder {
  readonly reader: WireReader;
  readonly tree = new StackTree();
  readonly labels = new LabelTable();
  /** The node of `tree` that each sample ends in. */
  readonly node: Int32Array;
  readonly values: Float64Array[];
  readonly labelStart: Int32Array;
  label = new Int32Array(1024);
  /** Whether a value is no safe integer, so that `values` is not exact. */
  wide = false;
  #labelCount = 0;
  readonly #text: Strings;
  readonly #locationRow: RowOf;
  readonly #seen: SeenStacks;
  #stack = new Int32Array(256);
  #depth = 0;
  #found = 0;
  /** The node of the sample's stack where the one field that encodes it was met before; else NONE. */
  #known = NONE;
  /** Where that one field begins, or NONE. */
  #packed = NONE;

  constructor(bytes: Uint8Array, text: Strings, locationRow: RowOf, count: number, types: number) {
    this.reader = new WireReader(bytes);
    this.#seen = new SeenStacks(bytes);
    this.#text = text;
    this.#locationRow = locationRow;
    this.node = new Int32Array(count);
    this.labelStart = new Int32Array(count + 1);
    this.values = Array.from({ length: types }, () => new Float64Array(count));
  }

  decode(sample: number, end: number): void {
    const { reader } = this;
    this.#depth = 0;
    this.#found = 0;
    this.#known = NONE;
    this.#packed = NONE;
    while (reader.pos < end) {
      reader.tag(end);
      if (reader.field === 1) this.#takeLocations(end, sample);
      else if (reader.field === 2) this.#values(end, sample);
      else if (reader.field === 3) {
        reader.expect(2, 'a label');
        const length = reader.length(end);
        this.#takeLabel(reader.pos + length);
      } else reader.skip(end);
    }
    if (this.#found !== this.values.length) {
      throw new ParseError(`mismatch: sample ${sample} has ${this.#found} values vs. ${this.values.length} types`);
    }
    this.node[sample] = this.#node();
    this.labelStart[sample + 1] = this.#labelCount;
  }

  #node(): number {
    if (this.#known !== NONE) return this.#known;
    const node = this.tree.add(this.#stack, this.#depth);
    if (this.#packed !== NONE) this.#seen.remember(node);
    return node;
  }

  /** Takes a field of locations; all of a stack nearly always stands in one. */
  #takeLocations(end: number, sample: number): void {
    const { reader } = this;
    if (this.#known !== NONE) {
      this.#depth = this.tree.path(this.#known, (depth) => this.#room(depth));
      this.#known = NONE;
    }
    if (reader.wire !== 2) {
      reader.expect(0, "a sample's location");
      this.#room(1)[this.#depth++] = this.#row(sample);
      return;
    }
    const length = reader.length(end);
    if (this.#depth > 0 || this.#packed !== NONE) {
      this.#packed = NONE;
      this.#locations(length, sample);
      return;
    }
    this.#packed = reader.pos;
    this.#known = this.#seen.find(reader.pos, reader.pos + length);
    if (this.#known === NONE) this.#locations(length, sample);
    else reader.pos += length;
  }

  /** Appends `length` bytes of packed locations to the stack. */
  #locations(length: number, sample: number): void {
    const { reader } = this;
    const stop = reader.pos + length;
    this.#room(length);
    const { bytes } = reader;
    const stack = this.#stack;
    const dense = this.#locationRow.dense;
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
          id = third < 0x80 ? (id & 0x3fff) | (third << 14) : dense.length;
        }
      }
      if (next <= stop && id < dense.length && dense[id] !== NONE) {
        stack[depth++] = dense[id];
        pos = next;
        continue;
      }
      reader.pos = pos;
      reader.varint(stop);
      pos = reader.pos;
      stack[depth++] = this.#row(sample);
    }
    reader.pos = stop;
    this.#depth = depth;
  }

  /** The location whose id was read. */
  #row(sample: number): number {
    const location = this.#locationRow.at(this.reader.lo, this.reader.hi);
    if (location === NONE) throw new ParseError(`sample ${sample} has nil location: it names a location that is not in the profile`);
    return location;
  }

  /** The stack, with room for so many more locations. */
  #room(more: number): Int32Array {
    if (this.#depth + more > this.#stack.length) {
      const larger = new Int32Array(Math.max(this.#stack.length * 2, this.#depth + more));
      larger.set(this.#stack);
      this.#stack = larger;
    }
    return this.#stack;
  }

  #values(end: number, sample: number): void {
    const { reader } = this;
    if (reader.wire !== 2) {
      reader.expect(0, "a sample's value");
      this.#take(sample);
      return;
    }
    const length = reader.length(end);
    const stop = reader.pos + length;
    while (reader.pos < stop) {
      reader.varint(stop);
      this.#take(sample);
    }
  }

  #take(sample: number): void {
    const { lo } = this.reader;
    const hi = this.reader.hi | 0;
    const column = this.#found++;
    if (column >= this.values.length) return;
    if (hi < -0x200000 || hi >= 0x200000) this.wide = true;
    this.values[column][sample] = hi * 0x100000000 + lo;
  }

  #takeLabel(end: number): void {
    const { reader } = this;
    let key: Int64 = 0;
    let str: Int64 = 0;
    let unit: Int64 = 0;
    let lo = 0;
    let hi = 0;
    while (reader.pos < end) {
      reader.tag(end);
      if (reader.field === 0 || reader.field > 4) {
        reader.skip(end);
        continue;
      }
      reader.expect(0, `a label's field ${reader.field}`);
      if (reader.field === 1) key = reader.int64;
      else if (reader.field === 2) str = reader.int64;
      else if (reader.field === 3) {
        lo = reader.lo;
        hi = reader.hi;
      } else unit = reader.int64;
    }
    const keyRow = this.#text.row(key);
    // A label without a text, a number and a unit says nothing, and Go drops it.
    if (str === 0 && lo === 0 && hi === 0 && unit === 0) return;
    const row = str === 0 ? this.labels.row(keyRow, NONE, lo, hi, this.#text.row(unit)) : this.labels.row(keyRow, this.#text.row(str), 0, 0, 0);
    if (this.#labelCount === this.label.length) {
      const larger = new Int32Array(this.label.length * 2);
      larger.set(this.label);
      this.label = larger;
    }
    this.label[this.#labelCount++] = row;
  }
}

/** The values, in wide columns if doubles cannot hold them or their sums. All columns are then wide. */
function exactValues(decoder: SampleDecoder, bytes: Uint8Array): Int64Column[] {
  if (!decoder.wide && decoder.values.every((column) => isSafe(magnitude(column)))) return decoder.values;
  const columns = decoder.values.map((column) => new BigInt64Array(column.length));
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
