import { abs64, addTo, compare64, plus, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import { compareBytes } from '#model/text.ts';
import { label as formatLabel } from '#model/units.ts';
import { nodesOf, printableName } from './nodes.ts';
import type { Subject } from './subject.ts';

/** What each function costs for each value of a label's key: a row for a function, a column for a value. */
export interface FunctionLabels {
  readonly type: ValueType;
  readonly unit: string;
  readonly ratio: number;
  /** What percentages are of. */
  readonly total: Int64;
  readonly key: string;
  /** The heaviest values first; then, where there are such, the other values together, and the samples without the key. */
  readonly columns: readonly LabelColumn[];
  /** The heaviest first, by all columns together; no more than `MOST_ROWS`. */
  readonly rows: readonly FunctionRow[];
  /** Functions in all. */
  readonly count: number;
}

export interface LabelColumn {
  readonly kind: 'value' | 'others' | 'none';
  /** Of others how many they are. */
  readonly text: string;
  readonly value: Int64;
}

export interface FunctionRow {
  readonly name: string;
  /** The function's name alone; empty where there is none. */
  readonly fn: string;
  /** With callees; a sample that has several values counts with each, and once here. */
  readonly cum: Int64;
  readonly flat: Int64;
  /** Of each column, with callees or own as was asked. */
  readonly values: Int64Column;
}

/** Rows that are listed; the others cost least. */
export const MOST_ROWS = 1000;

/**
 * @param most columns of single values
 * @param by what a column shows: a function's own cost, or with what it calls
 */
export function functionLabels(subject: Subject, options: Options, key: string, most: number, by: 'flat' | 'cum'): FunctionLabels {
  const { profile, measure } = subject;
  const { columns, columnsOf } = columnsFor(subject, options, key, most);
  const { list, ofFrame } = nodesOf(profile, options);
  // One column more: all samples once.
  const all = columns.length;
  const own = Array.from({ length: all + 1 }, () => zerosLike(profile.samples.values[measure.column], profile.stacks.count));
  const { stack, values, count } = profile.samples;
  for (let sample = 0; sample < count; sample++) {
    if (stack[sample] === NONE) continue;
    addTo(own[all], stack[sample], values[measure.column], sample);
    for (const column of columnsOf(sample)) addTo(own[column], stack[sample], values[measure.column], sample);
  }
  const sums = own.map((column) => nodeSums(profile, ofFrame, list.length, column));
  const rows = Array.from(list.keys()).sort((a, b) => compare64(abs64(sums[all][by][b]), abs64(sums[all][by][a])) || compareBytes(list[a].name, list[b].name));
  const row = (node: number): FunctionRow => {
    const cells = zerosLike(sums[all].cum, all);
    for (let column = 0; column < all; column++) cells[column] = sums[column][by][node];
    return { name: printableName(list[node]), fn: list[node].name, cum: sums[all].cum[node], flat: sums[all].flat[node], values: cells };
  };
  return { type: measure.type, unit: options.unit, ratio: measure.ratio, total: measure.total, key, columns, rows: rows.slice(0, MOST_ROWS).map(row), count: list.length };
}

interface Columns {
  readonly columns: LabelColumn[];
  /** The columns that a sample counts in, each once. */
  readonly columnsOf: (sample: number) => readonly number[];
}

function columnsFor({ profile, measure }: Subject, options: Options, key: string, most: number): Columns {
  const { labels, samples, strings } = profile;
  const values = samples.values[measure.column];
  const textOf = Array.from(labels.key, (row, label) => (strings[row] !== key ? undefined : labels.text[label] === NONE ? formatLabel(labels.number[label], measure.unitOf.get(key) ?? '', options.unit) : strings[labels.text[label]]));
  const textsOf = (sample: number) => {
    const texts: string[] = [];
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
      const text = textOf[samples.label[at]];
      if (text !== undefined && !texts.includes(text)) texts.push(text);
    }
    return texts;
  };
  const sums = new Map<string, Int64>();
  let none: Int64 = 0;
  let hasNone = false;
  for (let sample = 0; sample < samples.count; sample++) {
    const texts = textsOf(sample);
    for (const text of texts) sums.set(text, plus(sums.get(text) ?? 0, values[sample]));
    if (texts.length > 0) continue;
    hasNone = true;
    none = plus(none, values[sample]);
  }
  const sorted = [...sums].sort(([a, x], [b, y]) => compare64(abs64(y), abs64(x)) || compareBytes(a, b));
  // One more is no reason to leave it out.
  const shown = sorted.length <= most + 1 ? sorted.length : most;
  const left = sorted.slice(shown);
  const columns: LabelColumn[] = sorted.slice(0, shown).map(([text, value]) => ({ kind: 'value', text, value }));
  if (left.length > 0) columns.push({ kind: 'others', text: String(left.length), value: left.reduce<Int64>((sum, [, value]) => plus(sum, value), 0) });
  if (hasNone) columns.push({ kind: 'none', text: '', value: none });
  const place = new Map(sorted.map(([text], i) => [text, Math.min(i, shown)]));
  const noneAt = [columns.length - 1];
  return {
    columns,
    columnsOf: (sample) => {
      const texts = textsOf(sample);
      return texts.length === 0 ? noneAt : [...new Set(texts.map((text) => place.get(text) ?? shown))];
    },
  };
}

/** Of each node its own cost and that with callees, a recursive one counted once on each path. */
function nodeSums({ stacks, frames }: Profile, ofFrame: Int32Array, nodes: number, own: Int64Column): { flat: Int64Column; cum: Int64Column } {
  const flat = zerosLike(own, nodes);
  const cum = zerosLike(own, nodes);
  const total = own.slice();
  /** What is shown of each stack: itself, or of an inlined call that is not, its caller. */
  const shown = new Int32Array(stacks.count);
  const onPath = new Int32Array(frames.count === 0 ? 0 : nodes);
  const path: number[] = [];
  for (let stack = stacks.count - 1; stack >= 0; stack--) if (stacks.parent[stack] !== NONE) addTo(total, stacks.parent[stack], total, stack);
  for (let stack = 0; stack < stacks.count; stack++) {
    while (path.length > 0 && path[path.length - 1] !== stacks.parent[stack]) leave(path.pop() ?? NONE);
    const node = ofFrame[stacks.frame[stack]];
    path.push(stack);
    shown[stack] = node !== NONE ? node : stacks.parent[stack] === NONE ? NONE : shown[stacks.parent[stack]];
    if (shown[stack] !== NONE) addTo(flat, shown[stack], own, stack);
    if (node !== NONE && onPath[node]++ === 0) addTo(cum, node, total, stack);
  }
  return { flat, cum };

  function leave(stack: number): void {
    const node = ofFrame[stacks.frame[stack]];
    if (node !== NONE) onPath[node]--;
  }
}
