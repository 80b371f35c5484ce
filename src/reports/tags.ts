import { abs64, add, compare64, plus, quotient, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import { BASE_KEY, NONE, type Profile } from '#model/profile.ts';
import { compareBytes } from '#model/text.ts';
import { label as formatLabel, scale } from '#model/units.ts';
import type { GraphNode, GraphSource, Sums } from './graph.ts';

/** A label at a node, with the values of the samples that carry it. Source: internal/graph/graph.go (Tag). */
export interface Tag {
  readonly name: string;
  /** For numbers: the value and its unit. */
  readonly value: Int64;
  readonly unit: string;
  readonly flat: Int64;
  readonly flatDivisor: Int64;
  readonly cum: Int64;
  readonly cumDivisor: Int64;
}

/** The labels at a node: the texts of a sample together are one tag, and numbers are kept apart by them. */
export interface NodeTags {
  readonly texts: readonly Tag[];
  readonly numbers: ReadonlyMap<string, readonly Tag[]>;
}

export const NO_TAGS: NodeTags = { texts: [], numbers: new Map() };

export const flatOf = (tag: Tag): Int64 => quotient(tag.flat, tag.flatDivisor);
export const cumOf = (tag: Tag): Int64 => quotient(tag.cum, tag.cumDivisor);

/** By |flat| and name, or by |cum| first. */
export function sortedTags(tags: readonly Tag[], byFlat: boolean): Tag[] {
  return tags.toSorted(
    (a, b) =>
      (byFlat || a.cum === b.cum ? 0 : -compare64(abs64(a.cum), abs64(b.cum))) ||
      (a.flat === b.flat ? compareBytes(a.name, b.name) : -compare64(abs64(a.flat), abs64(b.flat))),
  );
}

/** Tags that have a value of their own. */
export function countTags({ texts, numbers }: NodeTags): number {
  const some = (tags: readonly Tag[]) => tags.filter((tag) => Number(tag.flat) !== 0).length;
  let count = some(texts);
  for (const tags of numbers.values()) count += some(tags);
  return count;
}

/**
 * The labels at some nodes, without those of less weight than `cut`. Of numbers only those of key "bytes" count, and the
 * mark of a base profile does not.
 *
 * Samples are taken by what their labels come to, so that one row of sums serves each tag in turn: there may be a million
 * tags, of which a few are heavy enough to be kept.
 */
export function tagsOf(source: GraphSource, sums: Sums, nodes: readonly GraphNode[], cut: Int64): Map<GraphNode, NodeTags> {
  const kept = new Map(nodes.map((node) => [node, { texts: [] as Tag[], numbers: new Map<string, Tag[]>() }]));
  if (nodes.length === 0) return kept;
  const walk = new Walk(source, sums, nodes);
  for (const { text, groups } of source.labelSets()) {
    const ofText = text === '' ? undefined : walk.row();
    const ofNumber = new Map<string, TagRow>();
    for (const { numbers, samples } of groups) {
      const rows = numbers.map((number) => {
        let row = ofNumber.get(number.name);
        if (row === undefined) ofNumber.set(number.name, (row = walk.row()));
        return { row, number };
      });
      if (ofText === undefined && rows.length === 0) continue;
      for (const sample of samples) walk.add(sample, ofText, rows);
    }
    ofText?.emit(cut, (i, tag) => kept.get(nodes[i])?.texts.push({ name: text, ...tag }));
    for (const [name, row] of ofNumber) {
      row.emit(cut, (i, tag) => {
        const of = kept.get(nodes[i])?.numbers;
        if (of !== undefined) of.set(text, [...(of.get(text) ?? []), { name, ...tag }]);
      });
    }
  }
  return kept;
}

/** Leads each sample to the nodes it touches. */
class Walk {
  readonly #source: GraphSource;
  readonly #sums: Sums;
  /** For each node its place among the wanted ones, or NONE. */
  readonly #place: Int32Array;
  /** For each stack, it or its nearest caller whose node is wanted and met there first on its path. */
  readonly #nearest: Int32Array;
  readonly #count: number;

  constructor(source: GraphSource, sums: Sums, nodes: readonly GraphNode[]) {
    this.#source = source;
    this.#sums = sums;
    this.#count = nodes.length;
    this.#place = new Int32Array(source.list.length).fill(NONE);
    nodes.forEach((node, i) => (this.#place[node.id] = i));
    const { stacks } = source.profile;
    this.#nearest = new Int32Array(stacks.count);
    for (let stack = 0; stack < stacks.count; stack++) {
      const parent = stacks.parent[stack];
      const wanted = sums.first[stack] === 1 && this.#place[source.ofStack[stack]] !== NONE;
      this.#nearest[stack] = wanted ? stack : parent === NONE ? NONE : this.#nearest[parent];
    }
  }

  row(): TagRow {
    return new TagRow(this.#source.weights.total, this.#count);
  }

  add(sample: number, text: TagRow | undefined, numbers: readonly { row: TagRow; number: NumberLabel }[]): void {
    const { profile, subject, ofStack } = this.#source;
    const { column, divisor: by } = subject.measure;
    const stack = profile.samples.stack[sample];
    const value = profile.samples.values[column][sample];
    const divisor = by === undefined ? 0 : profile.samples.values[by][sample];
    if (stack === NONE || (!value && !divisor)) return;
    for (let at = this.#nearest[stack]; at !== NONE; ) {
      const place = this.#place[ofStack[at]];
      text?.addCum(place, value, divisor);
      for (const { row, number } of numbers) {
        row.addCum(place, value, divisor);
        row.name(place, sample, number);
      }
      const parent = profile.stacks.parent[at];
      at = parent === NONE ? NONE : this.#nearest[parent];
    }
    const leaf = this.#sums.leaf[stack];
    const place = leaf === NONE ? NONE : this.#place[leaf];
    if (place === NONE) return;
    text?.addFlat(place, value, divisor);
    for (const { row } of numbers) row.addFlat(place, value, divisor);
  }
}

/** The sums of one tag at each of some nodes. */
class TagRow {
  readonly #flat: Int64Column;
  readonly #cum: Int64Column;
  readonly #flatDivisor: Int64Column;
  readonly #cumDivisor: Int64Column;
  /** 1 where some sample has the tag; such a tag is there even if its values cancel. */
  readonly #met: Uint8Array;
  /** For numbers that print alike: the first in the file at each node, and its sample. */
  readonly #number: (NumberLabel | undefined)[];
  readonly #sample: Float64Array;

  constructor(like: Int64Column, count: number) {
    this.#flat = zerosLike(like, count);
    this.#cum = zerosLike(like, count);
    this.#flatDivisor = zerosLike(like, count);
    this.#cumDivisor = zerosLike(like, count);
    this.#met = new Uint8Array(count);
    this.#number = [];
    this.#sample = new Float64Array(count).fill(Infinity);
  }

  addCum(place: number, value: Int64, divisor: Int64): void {
    this.#met[place] = 1;
    add(this.#cum, place, value);
    if (divisor) add(this.#cumDivisor, place, divisor);
  }

  addFlat(place: number, value: Int64, divisor: Int64): void {
    add(this.#flat, place, value);
    if (divisor) add(this.#flatDivisor, place, divisor);
  }

  name(place: number, sample: number, number: NumberLabel): void {
    if (sample >= this.#sample[place]) return;
    this.#sample[place] = sample;
    this.#number[place] = number;
  }

  emit(cut: Int64, each: (place: number, tag: Omit<Tag, 'name'>) => void): void {
    for (let place = 0; place < this.#cum.length; place++) {
      const [flat, cum] = [this.#flat[place], this.#cum[place]];
      if (this.#met[place] === 0 || !(abs64(flat) >= cut || abs64(cum) >= cut)) continue;
      const { value, unit } = this.#number[place] ?? { value: 0, unit: '' };
      each(place, { value, unit, flat, cum, flatDivisor: this.#flatDivisor[place], cumDivisor: this.#cumDivisor[place] });
    }
  }
}

export interface NumberLabel {
  readonly name: string;
  readonly value: Int64;
  readonly unit: string;
}

/** Samples whose texts come to the same, apart by their numbers. */
export interface LabelSet {
  /** `key:value` items in order, joined by a backslash and an n as DOT wants it; empty for none. */
  readonly text: string;
  readonly groups: readonly { readonly numbers: readonly NumberLabel[]; readonly samples: readonly number[] }[];
}

/**
 * All samples that have labels which show in a graph.
 * @param unit numbers are named before the report's unit is chosen: by the option, so by "minimum" each in its own
 */
export function labelSetsOf(profile: Profile, unitOf: ReadonlyMap<string, string>, unit: string): LabelSet[] {
  const { labels, samples, strings } = profile;
  const shows = Uint8Array.from(labels.key, (key, label) => ((labels.text[label] === NONE ? strings[key] === 'bytes' : strings[key] !== BASE_KEY) ? 1 : 0));
  if (!shows.includes(1)) return [];
  const groups = new Map<string, number[]>();
  let last: { key: string; samples: number[] } | undefined;
  for (let sample = 0; sample < samples.count; sample++) {
    const rows = samples.label.subarray(samples.labelStart[sample], samples.labelStart[sample + 1]);
    const key = keyOf(rows, shows);
    if (key === '') continue;
    if (last?.key !== key) {
      let members = groups.get(key);
      if (members === undefined) groups.set(key, (members = []));
      last = { key, samples: members };
    }
    last.samples.push(sample);
  }
  const sets = new Map<string, { numbers: readonly NumberLabel[]; samples: readonly number[] }[]>();
  for (const members of groups.values()) {
    const [first] = members;
    const rows = samples.label.subarray(samples.labelStart[first], samples.labelStart[first + 1]).filter((label) => shows[label] === 1);
    const texts = [...rows].filter((label) => labels.text[label] !== NONE).map((label) => `${strings[labels.key[label]]}:${strings[labels.text[label]]}`);
    const numbers = [...rows].filter((label) => labels.text[label] === NONE).map((label) => numberLabel(labels.number[label], unitOf.get('bytes') ?? '', unit));
    const text = texts.sort(compareBytes).join('\\n');
    const set = sets.get(text);
    if (set === undefined) sets.set(text, [{ numbers, samples: members }]);
    else set.push({ numbers, samples: members });
  }
  return [...sets].map(([text, found]) => ({ text, groups: found }));
}

function keyOf(rows: Int32Array, shows: Uint8Array): string {
  let key = '';
  for (const label of rows) if (shows[label] === 1) key += String.fromCharCode(label & 0x7fff, label >>> 15);
  return key;
}

function numberLabel(value: Int64, unit: string, to: string): NumberLabel {
  return { name: formatLabel(value, unit, to), value, unit };
}

/**
 * Numbers in so many groups at most: each of the heaviest founds one, the others join the nearest. A group is named by
 * its range. Source: internal/graph/dotgraph.go (collapsedTags).
 */
export function collapsed(tags: readonly Tag[], most: number, byFlat: boolean): Tag[] {
  const order = sortedTags(tags, byFlat);
  if (order.length <= most) return order;
  const groups = order.slice(0, most).map((founder) => [founder]);
  for (const tag of order.slice(most)) nearestGroup(tag, groups).push(tag);
  return sortedTags(groups.map(merged), byFlat);
}

function nearestGroup(tag: Tag, groups: Tag[][]): Tag[] {
  const distance = ([founder]: Tag[]) => Math.abs(scale(founder.value, founder.unit, tag.unit).value - Number(tag.value));
  return groups.reduce((best, group) => (distance(group) < distance(best) ? group : best));
}

function merged(group: readonly Tag[]): Tag {
  const [first, ...others] = group;
  let [least, most] = [first, first];
  const sum = { flat: first.flat, flatDivisor: first.flatDivisor, cum: first.cum, cumDivisor: first.cumDivisor };
  for (const tag of others) {
    if (Math.trunc(scale(tag.value, tag.unit, least.unit).value) < least.value) least = tag;
    if (Math.trunc(scale(tag.value, tag.unit, most.unit).value) > most.value) most = tag;
    sum.flat = plus(sum.flat, tag.flat);
    sum.flatDivisor = plus(sum.flatDivisor, tag.flatDivisor);
    sum.cum = plus(sum.cum, tag.cum);
    sum.cumDivisor = plus(sum.cumDivisor, tag.cumDivisor);
  }
  const text = (tag: Tag) => formatLabel(tag.value, tag.unit, 'auto');
  const name = others.length === 0 ? text(first) : `${text(least)}..${text(most)}`;
  const [flat, cum] = [quotient(sum.flat, sum.flatDivisor), quotient(sum.cum, sum.cumDivisor)];
  return { name, value: 0, unit: '', flat, flatDivisor: 0, cum, cumDivisor: 0 };
}
