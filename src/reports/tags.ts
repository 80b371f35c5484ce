import { abs64, compare64, plus, quotient, type Int64 } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { compareBytes } from '#model/text.ts';
import { label as formatLabel, scale } from '#model/units.ts';
import type { GraphNode, GraphSource, Sums } from './graph.ts';
import { BASE_KEY } from './subject.ts';

/** A label at a node, with the values of the samples that carry it. Source: internal/graph/graph.go (Tag). */
export interface Tag {
  readonly name: string;
  /** For numbers: the value and its unit. */
  readonly value: Int64;
  readonly unit: string;
  flat: Int64;
  flatDivisor: Int64;
  cum: Int64;
  cumDivisor: Int64;
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
 */
export function tagsOf(source: GraphSource, sums: Sums, nodes: readonly GraphNode[], cut: Int64, unit: string): Map<GraphNode, NodeTags> {
  const { profile, subject } = source;
  const labelling = new Labelling(profile, subject.measure.unitOf, unit);
  if (nodes.length === 0 || !labelling.any) return new Map();
  const collectors: (Collector | undefined)[] = [];
  for (const node of nodes) collectors[node.id] = new Collector();
  const nearest = nearestStacks(source, sums, collectors);
  const { samples, stacks } = profile;
  const values = samples.values[subject.measure.column];
  const divisors = subject.measure.divisor === undefined ? undefined : samples.values[subject.measure.divisor];
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    const value = values[sample];
    const divisor = divisors?.[sample] ?? 0;
    if (stack === NONE || (!value && !divisor)) continue;
    const { text, numbers } = labelling.of(sample);
    if (text === '' && numbers.length === 0) continue;
    for (let at = nearest[stack]; at !== NONE; at = stacks.parent[at] === NONE ? NONE : nearest[stacks.parent[at]]) {
      collectors[source.ofStack[at]]?.add(text, numbers, value, divisor, false);
    }
    if (sums.leaf[stack] !== NONE) collectors[sums.leaf[stack]]?.add(text, numbers, value, divisor, true);
  }
  return new Map(nodes.map((node) => [node, collectors[node.id]?.finish(cut) ?? NO_TAGS]));
}

/** For each stack, it or its nearest caller whose node is collected and met there first on its path. */
function nearestStacks({ profile, ofStack }: GraphSource, sums: Sums, collectors: readonly (Collector | undefined)[]): Int32Array {
  const { stacks } = profile;
  const nearest = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    const collected = sums.first[stack] === 1 && collectors[ofStack[stack]] !== undefined;
    nearest[stack] = collected ? stack : parent === NONE ? NONE : nearest[parent];
  }
  return nearest;
}

interface NumberLabel {
  readonly name: string;
  readonly value: Int64;
  readonly unit: string;
}

/** What the labels of a sample come to in a graph. Samples with the same labels share the answer. */
class Labelling {
  /** Whether any label can show. */
  readonly any: boolean;
  readonly #profile: Profile;
  readonly #unit: string;
  /** Tags are named before the report's unit is chosen: by the option, so by "minimum" each in its own. */
  readonly #to: string;
  readonly #known = new Map<string, { text: string; numbers: readonly NumberLabel[] }>();

  constructor(profile: Profile, unitOf: ReadonlyMap<string, string>, to: string) {
    const { labels, strings } = profile;
    this.#profile = profile;
    this.#unit = unitOf.get('bytes') ?? '';
    this.#to = to;
    this.any = labels.key.some((key, label) => (labels.text[label] === NONE ? strings[key] === 'bytes' : strings[key] !== BASE_KEY));
  }

  of(sample: number): { text: string; numbers: readonly NumberLabel[] } {
    const { labelStart, label } = this.#profile.samples;
    const rows = label.subarray(labelStart[sample], labelStart[sample + 1]);
    const key = rows.join();
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = this.#read(rows)));
    return known;
  }

  #read(rows: Int32Array) {
    const { labels, strings } = this.#profile;
    const texts: string[] = [];
    const numbers: NumberLabel[] = [];
    for (const label of rows) {
      const key = strings[labels.key[label]];
      if (labels.text[label] !== NONE) {
        if (key !== BASE_KEY) texts.push(`${key}:${strings[labels.text[label]]}`);
      } else if (key === 'bytes') {
        const value = labels.number[label];
        numbers.push({ name: formatLabel(value, this.#unit, this.#to), value, unit: this.#unit });
      }
    }
    return { text: texts.sort(compareBytes).join('\\n'), numbers };
  }
}

class Collector {
  readonly #texts = new Map<string, Tag>();
  readonly #numbers = new Map<string, Map<string, Tag>>();

  add(text: string, numbers: readonly NumberLabel[], value: Int64, divisor: Int64, flat: boolean): void {
    if (text !== '') count(found(this.#texts, text, 0, ''), value, divisor, flat);
    if (numbers.length === 0) return;
    let tags = this.#numbers.get(text);
    if (tags === undefined) this.#numbers.set(text, (tags = new Map()));
    for (const number of numbers) count(found(tags, number.name, number.value, number.unit), value, divisor, flat);
  }

  finish(cut: Int64): NodeTags {
    const heavy = (tags: Iterable<Tag>) => [...tags].filter((tag) => abs64(tag.flat) >= cut || abs64(tag.cum) >= cut);
    return { texts: heavy(this.#texts.values()), numbers: new Map([...this.#numbers].map(([text, tags]) => [text, heavy(tags.values())])) };
  }
}

function found(tags: Map<string, Tag>, name: string, value: Int64, unit: string): Tag {
  let tag = tags.get(name);
  if (tag === undefined) tags.set(name, (tag = { name, value, unit, flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0 }));
  return tag;
}

function count(tag: Tag, value: Int64, divisor: Int64, flat: boolean): void {
  if (flat) {
    tag.flat = plus(tag.flat, value);
    tag.flatDivisor = plus(tag.flatDivisor, divisor);
  } else {
    tag.cum = plus(tag.cum, value);
    tag.cumDivisor = plus(tag.cumDivisor, divisor);
  }
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
