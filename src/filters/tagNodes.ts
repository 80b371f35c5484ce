import type { Options } from '#model/options.ts';
import { NONE, type Profile, type Samples } from '#model/profile.ts';
import { StackTree } from '#model/stackTree.ts';
import { label as formatLabel } from '#model/units.ts';

/**
 * Label values as frames: those of `tagRoot`'s keys above the root, the first key outermost, those of `tagLeaf`'s below
 * the leaf. The function is called as the values, its file as the key. Source: internal/driver/tagroot.go.
 */
export function tagNodes(profile: Profile, options: Options): { profile: Profile; notes: readonly string[] } {
  const roots = keysOf(options.tagRoot);
  const leaves = keysOf(options.tagLeaf);
  if (roots.length === 0 && leaves.length === 0) return { profile, notes: [] };
  const frames = new PseudoFrames(profile, options.unit);
  const tree = new StackTree();
  const { samples } = profile;
  const nodes = new Int32Array(samples.count);
  let path = new Int32Array(64);
  for (let sample = 0; sample < samples.count; sample++) {
    let depth = 0;
    const push = (location: number) => {
      if (depth === path.length) path = grown(path);
      path[depth++] = location;
    };
    // Those of the roots come first in the tables.
    const above = roots.toReversed().map((key) => frames.location(sample, key, 'root'));
    for (const key of leaves.toReversed()) push(frames.location(sample, key, 'leaf'));
    for (let stack = samples.stack[sample]; stack !== NONE; stack = profile.stacks.parent[stack]) {
      const frame = profile.stacks.frame[stack];
      if (profile.frames.inlined[frame] === 0) push(profile.frames.location[frame]);
    }
    above.forEach(push);
    nodes[sample] = tree.add(path, depth);
  }
  const extended = frames.finish();
  const { stacks, stackOf } = tree.finish(extended.locations.frame);
  const stack = nodes.map((node) => stackOf[node]);
  const notes = [];
  if (options.tagRoot !== '' && !frames.met.root) notes.push('TagRoot expression matched no samples');
  if (options.tagLeaf !== '' && !frames.met.leaf) notes.push('TagLeaf expression matched no samples');
  return { profile: { ...extended, stacks, samples: { ...samples, stack } satisfies Samples }, notes };
}

function keysOf(list: string): string[] {
  return list.split(',').filter((key) => key !== '');
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}

/** New locations, one for each key and text, behind those that the profile has. */
class PseudoFrames {
  /** Whether any sample had one of the keys. */
  readonly met = { root: false, leaf: false };
  readonly #profile: Profile;
  readonly #unit: string;
  readonly #rows = new Map<string, number>();
  readonly #added: { name: string; file: string }[] = [];

  constructor(profile: Profile, unit: string) {
    this.#profile = profile;
    this.#unit = unit;
  }

  location(sample: number, key: string, end: 'root' | 'leaf'): number {
    const values = this.#values(sample, key);
    if (values.length > 0) this.met[end] = true;
    const name = values.join(',');
    const id = `${key}\0${name}`;
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#profile.locations.count + this.#added.length;
      this.#rows.set(id, row);
      this.#added.push({ name, file: key });
    }
    return row;
  }

  /** Texts first, then numbers with their units. */
  #values(sample: number, key: string): string[] {
    const { samples, labels, strings } = this.#profile;
    const rows = [...samples.label.subarray(samples.labelStart[sample], samples.labelStart[sample + 1])].filter((row) => strings[labels.key[row]] === key);
    const texts = rows.filter((row) => labels.text[row] !== NONE).map((row) => strings[labels.text[row]]);
    const numbers = rows.filter((row) => labels.text[row] === NONE);
    const anyUnit = numbers.some((row) => labels.unit[row] !== 0 && strings[labels.unit[row]] !== '');
    const printed = numbers.map((row) => (anyUnit ? formatLabel(labels.number[row], strings[labels.unit[row]], this.#unit) : formatLabel(labels.number[row], '', '')));
    return [...texts, ...printed];
  }

  finish(): Profile {
    const { strings, functions, locations, frames } = this.#profile;
    const count = this.#added.length;
    const at = (i: number) => strings.length + 2 * i;
    const append = (column: Int32Array, value: (i: number) => number) => Int32Array.from([...column, ...this.#added.map((_, i) => value(i))]);
    const zeros = new BigUint64Array(count);
    const ids = (column: BigUint64Array) => {
      const most = column.reduce((max, id) => (id > max ? id : max), 0n);
      return concat(column, BigUint64Array.from({ length: count }, (_, i) => most + BigInt(i) + 1n));
    };
    const wide = (column: Float64Array | BigInt64Array) =>
      column instanceof Float64Array ? Float64Array.from([...column, ...new Float64Array(count)]) : BigInt64Array.from([...column, ...new BigInt64Array(count)]);
    return {
      ...this.#profile,
      strings: [...strings, ...this.#added.flatMap(({ name, file }) => [name, file])],
      functions: {
        count: functions.count + count,
        id: ids(functions.id),
        name: append(functions.name, at),
        systemName: append(functions.systemName, () => 0),
        file: append(functions.file, (i) => at(i) + 1),
        startLine: wide(functions.startLine),
      },
      locations: {
        count: locations.count + count,
        id: ids(locations.id),
        mapping: append(locations.mapping, () => NONE),
        address: concat(locations.address, zeros),
        folded: Uint8Array.from([...locations.folded, ...new Uint8Array(count)]),
        frame: append(locations.frame, (i) => frames.count + i + 1),
      },
      frames: {
        count: frames.count + count,
        location: append(frames.location, (i) => locations.count + i),
        fn: append(frames.fn, (i) => functions.count + i),
        line: wide(frames.line),
        column: wide(frames.column),
        inlined: Uint8Array.from([...frames.inlined, ...new Uint8Array(count)]),
      },
    };
  }
}

function concat(a: BigUint64Array, b: BigUint64Array): BigUint64Array {
  const both = new BigUint64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
