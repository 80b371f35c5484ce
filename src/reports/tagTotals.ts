import { abs64, addTo, compare64, int64Column, plus, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile, type ValueType } from '#model/profile.ts';
import { compareBytes } from '#model/text.ts';
import { label as formatLabel, percentage } from '#model/units.ts';
import { rightAligned } from './rightAligned.ts';
import { formatValue, type Subject } from './subject.ts';

/** Every label with what the samples that carry it add up to. */
export interface TagsReport {
  readonly type: ValueType;
  /** The unit to print values in. */
  readonly unit: string;
  /** Printed values are multiplied by it. */
  readonly ratio: number;
  /** What percentages are of. */
  readonly total: Int64;
  /** By name. */
  readonly keys: readonly TagKey[];
}

/** The labels of one key; a number is the text that it is printed as. */
export interface TagKey {
  readonly key: string;
  /** Σ of the values below: a sample that has several counts with each. */
  readonly total: Int64;
  /** The heaviest first. */
  readonly texts: readonly string[];
  readonly values: Int64Column;
}

/**
 * A mean is not divided here, as pprof has it.
 *
 * Source: internal/report/report.go (printTags).
 */
export function tagsReport({ profile, measure }: Subject, options: Options): TagsReport {
  const { sums, met } = labelSums(profile, measure.column);
  const { labels, strings } = profile;
  const byKey = new Map<string, Map<string, Int64>>();
  for (let label = 0; label < labels.count; label++) {
    if (met[label] === 0) continue;
    const key = strings[labels.key[label]];
    const text = labels.text[label] === NONE ? formatLabel(labels.number[label], measure.unitOf.get(key) ?? '', options.unit) : strings[labels.text[label]];
    let values = byKey.get(key);
    if (values === undefined) byKey.set(key, (values = new Map()));
    values.set(text, plus(values.get(text) ?? 0, sums[label]));
  }
  const keys = [...byKey].sort(([a], [b]) => compareBytes(a, b)).map(([key, values]) => tagKey(key, values));
  return { type: measure.type, unit: options.unit, ratio: measure.ratio, total: measure.total, keys };
}

/** What each label adds up to, and which there are. */
function labelSums({ samples, labels }: Profile, column: number): { sums: Int64Column; met: Uint8Array } {
  const values = samples.values[column];
  const sums = zerosLike(values, labels.count);
  const met = new Uint8Array(labels.count);
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) {
      addTo(sums, samples.label[at], values, sample);
      met[samples.label[at]] = 1;
    }
  }
  return { sums, met };
}

function tagKey(key: string, values: ReadonlyMap<string, Int64>): TagKey {
  // Source: internal/graph/graph.go (SortTags): values of opposite sign are equal, and their names are not asked.
  const sorted = [...values].sort(([a, x], [b, y]) => (x === y ? compareBytes(a, b) : compare64(abs64(y), abs64(x))));
  return { key, total: sorted.reduce<Int64>((sum, [, value]) => plus(sum, value), 0), texts: sorted.map(([text]) => text), values: int64Column(sorted.map(([, value]) => value)) };
}

/** As `pprof -tags` prints it: a block of aligned lines for each key. */
export function tagsText(report: TagsReport): Generator<string> {
  return rightAligned(tabbedLines(report));
}

function* tabbedLines({ keys, total, unit, ...measure }: TagsReport): Generator<string> {
  const print = (value: Int64) => formatValue(measure, value, unit);
  // Shares are only of a total that is more than 0.
  const share = (value: Int64) => (total > 0 ? ` (${percentage(value, total)})` : '');
  for (const { key, total: ofKey, texts, values } of keys) {
    yield `${key}:\t Total ${print(ofKey)} of ${print(total)}${share(ofKey)}\n`;
    for (let i = 0; i < texts.length; i++) yield ` \t${print(values[i])}${share(values[i])}:\t ${texts[i]}\n`;
    yield '\n';
  }
}
