import { columnsAlike, int64Column, plus, type Int64, type Int64Column } from '#model/int64.ts';
import { LabelTable } from '#model/labelTable.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { StackTree } from '#model/stackTree.ts';
import { compareBytes } from '#model/text.ts';

/**
 * One profile of several: equal samples are added, and equal mappings, functions and locations become one. What no sample
 * refers to is left out, samples that come to nothing too. Rows are in the order in which samples first need them, and
 * ids are row + 1. Samples are equal whose locations and labels are.
 *
 * Rules: github.com/google/pprof, profile/merge.go (Merge).
 * @param profiles one or more; of equal sample types and period type
 * @throws QuestionError where they are not
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const merger = new Merger(profiles);
  for (const profile of profiles) merger.take(profile);
  const merged = merger.finish(headerOf(profiles));
  return hasZeroSample(merged) ? mergeProfiles([merged]) : merged;
}

/** @throws QuestionError unless the two measure the same, in the same units and order */
export function checkCompatible(a: Profile, b: Profile): void {
  if (!isSameType(a.periodType, b.periodType)) throw new QuestionError(`incompatible period types ${typeText(a.periodType)} and ${typeText(b.periodType)}`);
  const isSame = a.sampleTypes.length === b.sampleTypes.length && a.sampleTypes.every((type, column) => isSameType(type, b.sampleTypes[column]));
  if (!isSame) throw new QuestionError(`incompatible sample types ${a.sampleTypes.map(typeText).join(', ')} and ${b.sampleTypes.map(typeText).join(', ')}`);
}

function isSameType(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

function typeText({ type, unit }: ValueType): string {
  return `${type}/${unit}`;
}

type Header = Omit<Profile, 'strings' | 'mappings' | 'functions' | 'locations' | 'frames' | 'stacks' | 'labels' | 'samples'>;

/** Of the first, but for what is summed, largest or earliest of all. Source: profile/merge.go (combineHeaders). */
function headerOf(profiles: readonly Profile[]): Header {
  const [first] = profiles;
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  for (const profile of profiles) {
    // A time that is not known counts as early, and gives way to the next.
    if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
    durationNanos = BigInt.asIntN(64, durationNanos + profile.durationNanos);
    if (period === 0n || period < profile.period) period = profile.period;
  }
  return {
    format: first.format,
    sampleTypes: first.sampleTypes,
    periodType: first.periodType,
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    defaultSampleType: profiles.find(({ defaultSampleType }) => defaultSampleType !== '')?.defaultSampleType ?? '',
    docUrl: profiles.find(({ docUrl }) => docUrl !== '')?.docUrl ?? '',
    comments: [...new Set(profiles.flatMap(({ comments }) => comments))],
    notes: [...new Set(profiles.flatMap(({ notes }) => notes))],
    timeNanos,
    durationNanos,
    period,
  };
}

function hasZeroSample({ samples }: Profile): boolean {
  for (let sample = 0; sample < samples.count; sample++) if (isZero(samples.values, sample)) return true;
  return false;
}

function isZero(values: readonly Int64Column[], sample: number): boolean {
  return values.every((column) => Number(column[sample]) === 0);
}

/** A number for each distinct text. */
class Texts {
  readonly list: string[] = [];
  readonly #rowOf = new Map<string, number>();

  /** The row of a text; `onNew` hears of one that was not there. */
  row(text: string, onNew?: () => void): number {
    const known = this.#rowOf.get(text);
    if (known !== undefined) return known;
    const row = this.list.push(text) - 1;
    this.#rowOf.set(text, row);
    onNew?.();
    return row;
  }
}

/** Sizes of a binary that differ within a page are the same to a merge. */
const PAGE = 0x1000n;

/** The tables as they grow. */
class Merger {
  readonly #strings = new Texts();
  readonly #mappings = { keys: new Texts(), start: [] as bigint[], limit: [] as bigint[], offset: [] as bigint[], file: [] as number[], buildId: [] as number[], flags: [] as number[] };
  readonly #functions = { keys: new Texts(), name: [] as number[], systemName: [] as number[], file: [] as number[], startLine: [] as Int64[] };
  readonly #locations = { keys: new Texts(), mapping: [] as number[], address: [] as bigint[], folded: [] as number[], frame: [0] };
  readonly #frames = { location: [] as number[], fn: [] as number[], line: [] as Int64[], column: [] as Int64[], inlined: [] as number[] };
  readonly #tree = new StackTree();
  readonly #labels = new LabelTable();
  /** Sets of labels, by their rows, in order. */
  readonly #labelSets = new Texts();
  readonly #labelSetRows: (readonly number[])[] = [];
  /** Samples by their stack and their set of labels. */
  readonly #samples = new LabelTable();
  readonly #node: number[] = [];
  readonly #labelSet: number[] = [];
  readonly #values: Int64[][];

  constructor(profiles: readonly Profile[]) {
    for (const profile of profiles.slice(1)) checkCompatible(profiles[0], profile);
    this.#values = profiles[0].sampleTypes.map(() => []);
    this.#strings.row('');
  }

  take(profile: Profile): void {
    const { samples, stacks, frames } = profile;
    const source = new Source(profile);
    // The first of them is the program itself, whoever refers to it.
    if (this.#mappings.start.length === 0 && profile.mappings.count > 0) this.#mapping(source, 0);
    // Whether the locations of a stack, its callers among them, have their rows.
    const known = new Uint8Array(stacks.count);
    const nodeOf = new Int32Array(stacks.count).fill(NONE);
    let path = new Int32Array(64);
    for (let sample = 0; sample < samples.count; sample++) {
      if (isZero(samples.values, sample)) continue;
      const leaf = samples.stack[sample];
      for (let stack = leaf; stack !== NONE && known[stack] === 0; stack = stacks.parent[stack]) {
        known[stack] = 1;
        this.#location(source, frames.location[stacks.frame[stack]]);
      }
      if (leaf !== NONE && nodeOf[leaf] === NONE) {
        let depth = 0;
        for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
          const frame = stacks.frame[stack];
          if (frames.inlined[frame] === 1) continue;
          if (depth === path.length) path = doubled(path);
          path[depth++] = source.location[frames.location[frame]];
        }
        nodeOf[leaf] = this.#tree.add(path, depth);
      }
      this.#sample(profile, sample, leaf === NONE ? 0 : nodeOf[leaf], this.#labelsOf(source, sample));
    }
  }

  #sample({ samples }: Profile, sample: number, node: number, labelSet: number): void {
    const row = this.#samples.row(node, labelSet, 0, 0, 0);
    if (row === this.#node.length) {
      this.#node.push(node);
      this.#labelSet.push(labelSet);
      for (const [column, values] of this.#values.entries()) values.push(samples.values[column][sample]);
    } else for (const [column, values] of this.#values.entries()) values[row] = plus(values[row], samples.values[column][sample]);
  }

  #string(source: Source, row: number): number {
    return this.#strings.row(source.profile.strings[row]);
  }

  #mapping(source: Source, row: number): number {
    if (row === NONE || source.mapping[row] !== NONE) return row === NONE ? NONE : source.mapping[row];
    const { mappings, strings } = source.profile;
    const size = BigInt.asUintN(64, mappings.limit[row] - mappings.start[row] + PAGE - 1n);
    const name = strings[mappings.buildId[row]] || strings[mappings.file[row]];
    const into = this.#mappings;
    source.mapping[row] = into.keys.row([size - (size % PAGE), mappings.offset[row], name].join('\0'), () => {
      into.start.push(mappings.start[row]);
      into.limit.push(mappings.limit[row]);
      into.offset.push(mappings.offset[row]);
      into.file.push(this.#string(source, mappings.file[row]));
      into.buildId.push(this.#string(source, mappings.buildId[row]));
      into.flags.push(mappings.flags[row]);
    });
    return source.mapping[row];
  }

  #fn(source: Source, row: number): number {
    if (row === NONE || source.fn[row] !== NONE) return row === NONE ? NONE : source.fn[row];
    const { functions } = source.profile;
    const [name, systemName, file] = [functions.name, functions.systemName, functions.file].map((column) => this.#string(source, column[row]));
    const startLine = functions.startLine[row];
    const into = this.#functions;
    source.fn[row] = into.keys.row([name, systemName, file, startLine].join(), () => {
      into.name.push(name);
      into.systemName.push(systemName);
      into.file.push(file);
      into.startLine.push(startLine);
    });
    return source.fn[row];
  }

  #location(source: Source, row: number): void {
    if (source.location[row] !== NONE) return;
    const { locations, frames, mappings } = source.profile;
    const from = locations.mapping[row];
    const mapping = this.#mapping(source, from);
    // From its mapping's start, as a program may be loaded at another place each time.
    const offset = from === NONE ? locations.address[row] : BigInt.asUintN(64, locations.address[row] - mappings.start[from]);
    const [begin, end] = [locations.frame[row], locations.frame[row + 1]];
    const fns = new Int32Array(end - begin);
    for (let frame = end - 1; frame >= begin; frame--) fns[frame - begin] = this.#fn(source, frames.fn[frame]);
    const lines = Array.from(fns, (fn, i) => `${fn} ${frames.line[begin + i]} ${frames.column[begin + i]}`);
    const into = this.#locations;
    source.location[row] = into.keys.row([mapping, offset, locations.folded[row], ...lines].join(), () => {
      const location = into.mapping.push(mapping) - 1;
      into.address.push(from === NONE ? offset : BigInt.asUintN(64, offset + this.#mappings.start[mapping]));
      into.folded.push(locations.folded[row]);
      for (let frame = begin; frame < end; frame++) {
        this.#frames.location.push(location);
        this.#frames.fn.push(fns[frame - begin]);
        this.#frames.line.push(frames.line[frame]);
        this.#frames.column.push(frames.column[frame]);
        this.#frames.inlined.push(frames.inlined[frame]);
      }
      into.frame.push(this.#frames.fn.length);
    });
  }

  /** The set of a sample's labels: words before numbers, by key; those of one key keep their order. */
  #labelsOf(source: Source, sample: number): number {
    const { samples, labels, strings } = source.profile;
    const from = samples.labelStart[sample];
    const own = samples.label.subarray(from, samples.labelStart[sample + 1]);
    const key = own.join();
    const known = source.labelSets.get(key);
    if (known !== undefined) return known;
    const sorted = [...own].sort((a, b) => Number(labels.text[a] === NONE) - Number(labels.text[b] === NONE) || compareBytes(strings[labels.key[a]], strings[labels.key[b]]));
    const rows = sorted.map((label) => this.#label(source, label));
    const set = this.#labelSets.row(rows.join(), () => this.#labelSetRows.push(rows));
    source.labelSets.set(key, set);
    return set;
  }

  #label(source: Source, label: number): number {
    const { labels } = source.profile;
    const key = this.#string(source, labels.key[label]);
    if (labels.text[label] !== NONE) return this.#labels.row(key, this.#string(source, labels.text[label]), 0, 0, 0);
    const bits = BigInt.asUintN(64, BigInt(labels.number[label]));
    return this.#labels.row(key, NONE, Number(bits & 0xffffffffn), Number(bits >> 32n), this.#string(source, labels.unit[label]));
  }

  finish(header: Header): Profile {
    const frame = Int32Array.from(this.#locations.frame);
    const { stacks, stackOf } = this.#tree.finish(frame);
    const labelStart = new Int32Array(this.#node.length + 1);
    for (const [sample, set] of this.#labelSet.entries()) labelStart[sample + 1] = labelStart[sample] + this.#labelSetRows[set].length;
    const label = new Int32Array(labelStart[this.#node.length]);
    for (const [sample, set] of this.#labelSet.entries()) label.set(this.#labelSetRows[set], labelStart[sample]);
    const { start, limit, offset, file, buildId, flags } = this.#mappings;
    const { name, systemName, file: files, startLine } = this.#functions;
    const { mapping, address, folded } = this.#locations;
    const { location, fn, line, column, inlined } = this.#frames;
    return {
      ...header,
      strings: this.#strings.list,
      mappings: {
        count: start.length,
        id: ids(start.length),
        start: BigUint64Array.from(start),
        limit: BigUint64Array.from(limit),
        offset: BigUint64Array.from(offset),
        file: Int32Array.from(file),
        buildId: Int32Array.from(buildId),
        flags: Uint8Array.from(flags),
      },
      functions: { count: name.length, id: ids(name.length), name: Int32Array.from(name), systemName: Int32Array.from(systemName), file: Int32Array.from(files), startLine: int64Column(startLine) },
      locations: { count: mapping.length, id: ids(mapping.length), mapping: Int32Array.from(mapping), address: BigUint64Array.from(address), folded: Uint8Array.from(folded), frame },
      frames: { count: fn.length, location: Int32Array.from(location), fn: Int32Array.from(fn), line: int64Column(line), column: int64Column(column), inlined: Uint8Array.from(inlined) },
      stacks,
      labels: this.#labels.finish(),
      samples: { count: this.#node.length, stack: Int32Array.from(this.#node, (node) => stackOf[node]), values: columnsAlike(this.#values.map(int64Column)), labelStart, label },
    };
  }
}

/** A profile that is being merged, and where its rows went; NONE for those that no sample has needed yet. */
class Source {
  readonly profile: Profile;
  readonly mapping: Int32Array;
  readonly fn: Int32Array;
  readonly location: Int32Array;
  /** Sets of labels by the rows that they have in the profile. */
  readonly labelSets = new Map<string, number>();

  constructor(profile: Profile) {
    this.profile = profile;
    this.mapping = new Int32Array(profile.mappings.count).fill(NONE);
    this.fn = new Int32Array(profile.functions.count).fill(NONE);
    this.location = new Int32Array(profile.locations.count).fill(NONE);
  }
}

function ids(count: number): BigUint64Array {
  return BigUint64Array.from({ length: count }, (_, row) => BigInt(row + 1));
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
