import protobuf from 'protobufjs/minimal.js';
import type { Int64 } from '#model/int64.ts';
import { LabelOrder } from '#model/labelOrder.ts';
import { MappingFlag, NONE, type Profile, type ValueType } from '#model/profile.ts';
import { encodeText } from '#model/text.ts';

/** Bytes in a piece, about. */
const PIECE = 1 << 18;

/**
 * A profile as profile.proto, not compressed, piece by piece: byte for byte what pprof writes. Tables and ids stay as they
 * are; a label without a text, a number and a unit is written, and read as none.
 *
 * Source: github.com/google/pprof, proto/profile.proto (fields) and profile/encode.go (their order, and that of strings).
 */
export function* encodePprof(profile: Profile): Generator<Uint8Array> {
  const encoder = new Encoder(profile);
  for (const _ of encoder.fields()) {
    if (encoder.writer.len >= PIECE) yield encoder.take();
  }
  yield encoder.take();
}

class Encoder {
  readonly writer = protobuf.Writer.create();
  readonly #profile: Profile;
  readonly #strings: StringTable;
  readonly #labels: LabelOrder;
  /** The encoded form of each label that was met. */
  readonly #encoded: (Uint8Array | undefined)[] = [];
  readonly #locationId: readonly Int64[];

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#strings = new StringTable(profile.strings);
    this.#labels = new LabelOrder(profile);
    this.#locationId = Array.from(profile.locations.id, (id) => (id < 2n ** 32n ? Number(id) : id));
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    const bytes = this.writer.finish();
    this.writer.reset();
    return bytes;
  }

  /** Writes a field, and stops behind it. */
  *fields(): Generator<void> {
    const { sampleTypes, samples, mappings, locations, functions } = this.#profile;
    for (const type of sampleTypes) yield this.#valueType(1, type);
    for (let sample = 0; sample < samples.count; sample++) yield this.#sample(sample);
    for (let mapping = 0; mapping < mappings.count; mapping++) yield this.#mapping(mapping);
    for (let location = 0; location < locations.count; location++) yield this.#location(location);
    for (let fn = 0; fn < functions.count; fn++) yield this.#function(fn);
    yield* this.#header();
  }

  /** All strings are known once what stands behind their table was looked up. */
  *#header(): Generator<void> {
    const { dropFrames, keepFrames, timeNanos, durationNanos, periodType, period, comments, defaultSampleType, docUrl } = this.#profile;
    const strings = this.#strings;
    const [drop, keep] = [strings.row(dropFrames), strings.row(keepFrames)];
    const hasPeriodType = strings.row(periodType.type) + strings.row(periodType.unit) > 0;
    const notes = comments.map((comment) => strings.row(comment));
    const [defaultType, doc] = [strings.row(defaultSampleType), strings.row(docUrl)];
    for (const text of strings.texts) yield void this.writer.uint32(tag(6, 2)).bytes(encodeText(text));
    this.#number(7, drop);
    this.#number(8, keep);
    this.#number(9, timeNanos);
    this.#number(10, durationNanos);
    if (hasPeriodType) this.#valueType(11, periodType);
    this.#number(12, period);
    this.#numbers(13, notes, notes.length);
    this.writer.uint32(tag(14, 0)).uint32(defaultType);
    this.#number(15, doc);
  }

  #valueType(field: number, { type, unit }: ValueType): void {
    this.#open(field);
    this.#number(1, this.#strings.row(type));
    this.#number(2, this.#strings.row(unit));
    this.#close();
  }

  #sample(sample: number): void {
    const { samples } = this.#profile;
    this.#open(2);
    this.#stack(samples.stack[sample]);
    this.#numbers(2, samples.values.map((column) => column[sample]), samples.values.length);
    const labels = this.#labels.rowsOf(sample);
    for (let i = 0; i < labels.length; i++) this.writer.uint32(tag(3, 2)).bytes((this.#encoded[labels[i]] ??= this.#label(labels[i])));
    this.#close();
  }

  /** The locations of a stack, leaf first; where they were filled in is used again for the next. */
  readonly #path: Int64[] = [];

  #stack(leaf: number): void {
    const { stacks, frames } = this.#profile;
    let depth = 0;
    for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
      const frame = stacks.frame[stack];
      if (frames.inlined[frame] === 0) this.#path[depth++] = this.#locationId[frames.location[frame]];
    }
    this.#numbers(1, this.#path, depth);
  }

  #label(label: number): Uint8Array {
    const { key, text, number, unit } = this.#profile.labels;
    const writer = protobuf.Writer.create();
    const put = (field: number, value: Int64) => Number(value) !== 0 && varint(writer.uint32(tag(field, 0)), value);
    put(1, this.#strings.at(key[label]));
    if (text[label] !== NONE) put(2, this.#strings.at(text[label]));
    else {
      put(3, number[label]);
      put(4, this.#strings.at(unit[label]));
    }
    return writer.finish();
  }

  #mapping(row: number): void {
    const { id, start, limit, offset, file, buildId, flags } = this.#profile.mappings;
    this.#open(3);
    this.#number(1, id[row]);
    this.#number(2, start[row]);
    this.#number(3, limit[row]);
    this.#number(4, offset[row]);
    this.#number(5, this.#strings.at(file[row]));
    this.#number(6, this.#strings.at(buildId[row]));
    FLAGS.forEach((flag, i) => this.#number(7 + i, (flags[row] & flag) === 0 ? 0 : 1));
    this.#close();
  }

  #location(row: number): void {
    const { mappings, locations, frames, functions } = this.#profile;
    const mapping = locations.mapping[row];
    this.#open(4);
    this.#number(1, locations.id[row]);
    this.#number(2, mapping === NONE ? 0 : mappings.id[mapping]);
    this.#number(3, locations.address[row]);
    for (let frame = locations.frame[row + 1] - 1; frame >= locations.frame[row]; frame--) {
      const fn = frames.fn[frame];
      if (fn === NONE) continue;
      this.#open(4);
      this.#number(1, functions.id[fn]);
      this.#number(2, frames.line[frame]);
      this.#number(3, frames.column[frame]);
      this.#close();
    }
    this.#number(5, locations.folded[row]);
    this.#close();
  }

  #function(row: number): void {
    const { id, name, systemName, file, startLine } = this.#profile.functions;
    this.#open(5);
    this.#number(1, id[row]);
    this.#number(2, this.#strings.at(name[row]));
    this.#number(3, this.#strings.at(systemName[row]));
    this.#number(4, this.#strings.at(file[row]));
    this.#number(5, startLine[row]);
    this.#close();
  }

  #open(field: number): void {
    this.writer.uint32(tag(field, 2)).fork();
  }

  #close(): void {
    this.writer.ldelim();
  }

  /** 0 is what a field is that is left out. */
  #number(field: number, value: Int64): void {
    if (Number(value) !== 0) varint(this.writer.uint32(tag(field, 0)), value);
  }

  /** Packed where there are more than two, as pprof does. */
  #numbers(field: number, values: readonly Int64[], count: number): void {
    const { writer } = this;
    if (count > 2) this.#open(field);
    for (let i = 0; i < count; i++) {
      if (count <= 2) writer.uint32(tag(field, 0));
      varint(writer, values[i]);
    }
    if (count > 2) this.#close();
  }
}

const FLAGS = [MappingFlag.functions, MappingFlag.filenames, MappingFlag.lineNumbers, MappingFlag.inlineFrames];

function tag(field: number, wire: 0 | 2): number {
  return (field << 3) | wire;
}

/** An int64 or uint64. */
function varint(writer: protobuf.Writer, value: Int64): void {
  if (typeof value === 'bigint') writer.uint64({ low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true });
  else if (value >= 0 && value < 2 ** 32) writer.uint32(value);
  else writer.uint64(value);
}

/** The strings that are used, each once, in the order of their first use. */
class StringTable {
  readonly texts = [''];
  readonly #rowOf = new Map([['', 0]]);
  readonly #strings: readonly string[];
  /** Row here for a row of the profile's strings, once it is known. */
  readonly #rows: Int32Array;

  constructor(strings: readonly string[]) {
    this.#strings = strings;
    this.#rows = new Int32Array(strings.length).fill(NONE);
  }

  row(text: string): number {
    const known = this.#rowOf.get(text);
    if (known !== undefined) return known;
    this.#rowOf.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** The row of a text that stands in row `string` of the profile. */
  at(string: number): number {
    if (this.#rows[string] === NONE) this.#rows[string] = this.row(this.#strings[string]);
    return this.#rows[string];
  }
}
