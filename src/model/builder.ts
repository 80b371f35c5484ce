import { columnsAlike, int64Column, type Int64 } from './int64.ts';
import { LabelTable } from './labelTable.ts';
import { NONE, type Profile, type ValueType } from './profile.ts';
import { StackTree } from './stackTree.ts';

/** A binary, as a text format tells of it; what is left out is 0 or empty. */
export interface MappingParts {
  readonly start?: bigint;
  readonly limit?: bigint;
  readonly offset?: bigint;
  readonly file?: string;
  readonly buildId?: string;
  /** Bits of MappingFlag. */
  readonly flags?: number;
}

export interface FunctionParts {
  readonly name: string;
  /** The mangled name; the same as the name where it is left out. */
  readonly systemName?: string;
  readonly file?: string;
  readonly startLine?: Int64;
}

export interface LineParts {
  /** Row of a function. */
  readonly fn: number;
  readonly line?: Int64;
  readonly column?: Int64;
}

export interface LocationParts {
  /** Row of a mapping, or NONE. */
  readonly mapping?: number;
  readonly address?: bigint;
  /** Innermost first, as formats list them: what was inlined comes before the function it was inlined into. */
  readonly lines?: readonly LineParts[];
}

/** A label: a text, or a number in a unit. */
export type LabelParts = { readonly key: string; readonly text: string } | { readonly key: string; readonly number: Int64; readonly unit?: string };

/** What a profile says of itself; what is left out is empty or 0. */
export type ProfileParts = Partial<
  Pick<Profile, 'defaultSampleType' | 'periodType' | 'period' | 'timeNanos' | 'durationNanos' | 'comments' | 'docUrl' | 'dropFrames' | 'keepFrames' | 'notes'>
>;

/** The stack of what nothing called. */
export const NO_CALLER = 0;

/**
 * Makes a profile row by row; for formats that are small enough to be read that way. Rows are numbered from 0 as they
 * come, and ids are row + 1.
 */
export class ProfileBuilder {
  readonly #format: string;
  readonly #sampleTypes: readonly ValueType[];
  readonly #strings = [''];
  readonly #rowOf = new Map([['', 0]]);
  readonly #mappings: Required<MappingParts>[] = [];
  readonly #functions: Required<FunctionParts>[] = [];
  readonly #fnOf = new Map<string, number>();
  readonly #locations: Required<LocationParts>[] = [];
  readonly #tree = new StackTree();
  readonly #labels = new LabelTable();
  readonly #nodes: number[] = [];
  readonly #values: Int64[][];
  readonly #labelStart = [0];
  readonly #label: number[] = [];

  constructor(format: string, sampleTypes: readonly ValueType[]) {
    this.#format = format;
    this.#sampleTypes = sampleTypes;
    this.#values = sampleTypes.map(() => []);
  }

  mapping(parts: MappingParts): number {
    return this.#mappings.push({ start: 0n, limit: 0n, offset: 0n, file: '', buildId: '', flags: 0, ...parts }) - 1;
  }

  /** The row of a function; the same for equal parts. */
  fn(parts: FunctionParts): number {
    const full = { systemName: parts.name, file: '', startLine: 0, ...parts };
    const key = [full.name, full.systemName, full.file, full.startLine].join('\0');
    const known = this.#fnOf.get(key);
    if (known !== undefined) return known;
    this.#fnOf.set(key, this.#functions.length);
    return this.#functions.push(full) - 1;
  }

  location(parts: LocationParts): number {
    return this.#locations.push({ mapping: NONE, address: 0n, lines: [], ...parts }) - 1;
  }

  /**
   * A stack: a location, and the stack that called it, which is NO_CALLER for the outermost. For formats that are trees
   * themselves; however deep they are, each stack is made in one step.
   */
  stack(caller: number, location: number): number {
    return this.#tree.child(caller, location);
  }

  /** @param locations rows, leaf first */
  sample(locations: readonly number[], values: readonly Int64[], labels: readonly LabelParts[] = []): void {
    this.sampleOf(this.#tree.add(Int32Array.from(locations), locations.length), values, labels);
  }

  /** @param stack as `stack` made it; NO_CALLER for a sample without one */
  sampleOf(stack: number, values: readonly Int64[], labels: readonly LabelParts[] = []): void {
    this.#nodes.push(stack);
    values.forEach((value, column) => this.#values[column].push(value));
    for (const label of labels) this.#label.push(this.#labelRow(label));
    this.#labelStart.push(this.#label.length);
  }

  #labelRow(label: LabelParts): number {
    const key = this.#string(label.key);
    if ('text' in label) return this.#labels.row(key, this.#string(label.text), 0, 0, 0);
    const bits = BigInt.asUintN(64, BigInt(label.number));
    return this.#labels.row(key, NONE, Number(bits & 0xffffffffn), Number(bits >> 32n), this.#string(label.unit ?? ''));
  }

  #string(text: string): number {
    const known = this.#rowOf.get(text);
    if (known !== undefined) return known;
    this.#rowOf.set(text, this.#strings.length);
    return this.#strings.push(text) - 1;
  }

  finish(parts: ProfileParts = {}): Profile {
    const tables = { mappings: this.#mappingTable(), functions: this.#functionTable(), ...this.#locationTables() };
    const { stacks, stackOf } = this.#tree.finish(tables.locations.frame);
    return {
      format: this.#format,
      sampleTypes: this.#sampleTypes,
      defaultSampleType: '',
      periodType: { type: '', unit: '' },
      period: 0n,
      timeNanos: 0n,
      durationNanos: 0n,
      comments: [],
      docUrl: '',
      dropFrames: '',
      keepFrames: '',
      notes: [],
      ...parts,
      strings: this.#strings,
      ...tables,
      stacks,
      labels: this.#labels.finish(),
      samples: {
        count: this.#nodes.length,
        stack: Int32Array.from(this.#nodes, (node) => stackOf[node]),
        values: columnsAlike(this.#values.map(int64Column)),
        labelStart: Int32Array.from(this.#labelStart),
        label: Int32Array.from(this.#label),
      },
    };
  }

  #mappingTable() {
    const rows = this.#mappings;
    return {
      count: rows.length,
      id: ids(rows.length),
      start: BigUint64Array.from(rows, ({ start }) => start),
      limit: BigUint64Array.from(rows, ({ limit }) => limit),
      offset: BigUint64Array.from(rows, ({ offset }) => offset),
      file: Int32Array.from(rows, ({ file }) => this.#string(file)),
      buildId: Int32Array.from(rows, ({ buildId }) => this.#string(buildId)),
      flags: Uint8Array.from(rows, ({ flags }) => flags),
    };
  }

  #functionTable() {
    const rows = this.#functions;
    return {
      count: rows.length,
      id: ids(rows.length),
      name: Int32Array.from(rows, ({ name }) => this.#string(name)),
      systemName: Int32Array.from(rows, ({ systemName }) => this.#string(systemName)),
      file: Int32Array.from(rows, ({ file }) => this.#string(file)),
      startLine: int64Column(rows.map(({ startLine }) => startLine)),
    };
  }

  #locationTables() {
    const rows = this.#locations;
    const frame = new Int32Array(rows.length + 1);
    const frames: { location: number; fn: number; line: Int64; column: Int64; inlined: number }[] = [];
    rows.forEach(({ lines }, location) => {
      const outermostFirst: readonly LineParts[] = lines.length === 0 ? [{ fn: NONE }] : lines.toReversed();
      outermostFirst.forEach(({ fn, line = 0, column = 0 }, i) => frames.push({ location, fn, line, column, inlined: i === 0 ? 0 : 1 }));
      frame[location + 1] = frames.length;
    });
    return {
      locations: {
        count: rows.length,
        id: ids(rows.length),
        mapping: Int32Array.from(rows, ({ mapping }) => mapping),
        address: BigUint64Array.from(rows, ({ address }) => address),
        folded: new Uint8Array(rows.length),
        frame,
      },
      frames: {
        count: frames.length,
        location: Int32Array.from(frames, ({ location }) => location),
        fn: Int32Array.from(frames, ({ fn }) => fn),
        line: int64Column(frames.map(({ line }) => line)),
        column: int64Column(frames.map(({ column }) => column)),
        inlined: Uint8Array.from(frames, ({ inlined }) => inlined),
      },
    };
  }
}

function ids(count: number): BigUint64Array {
  return BigUint64Array.from({ length: count }, (_, row) => BigInt(row + 1));
}
