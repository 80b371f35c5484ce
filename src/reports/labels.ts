import { plus, type Int64 } from '#model/int64.ts';
import { numberLabelFilter, textLabelFilter } from '#model/labelFilter.ts';
import type { Options } from '#model/options.ts';
import { NONE, type ValueType } from '#model/profile.ts';
import { label as formatLabel } from '#model/units.ts';
import type { Subject } from './subject.ts';
import { tagsReport, type TagKey } from './tagTotals.ts';
import { wholeLegend } from './whole.ts';

/** The labels of a profile as one looks through them. */
export interface LabelsReport {
  readonly type: ValueType;
  /** The unit to print values in. */
  readonly unit: string;
  /** Printed values are multiplied by it. */
  readonly ratio: number;
  /** What percentages are of. */
  readonly total: Int64;
  readonly legend: readonly string[];
  readonly sentence: string;
  /** By name; those that have what is searched for. */
  readonly keys: readonly LabelKey[];
  /** Keys and values in all, and those of them that have it. */
  readonly count: number;
  readonly found: number;
}

export interface LabelKey {
  readonly key: string;
  /** Σ of all its values: a sample that has several counts with each. */
  readonly total: Int64;
  /** Values that have what is searched for. */
  readonly count: number;
  /** Ranges of numbers, the least first; otherwise single values, the heaviest first. */
  readonly kind: 'values' | 'ranges';
  readonly rows: readonly LabelRow[];
  /** Values that are not listed. */
  readonly left: number;
}

export interface LabelRow {
  readonly text: string;
  readonly value: Int64;
  /** The tag filter for its samples; empty where there is none. */
  readonly filter: string;
}

/** What one looks for. */
export interface LabelsAsked {
  readonly matches: ((text: string) => boolean) | undefined;
  /** Keys whose values are listed one by one, all of them. */
  readonly open: readonly string[];
}

/** Values of a key that are listed at first, and of one that is opened. */
const FEW = 20;
const MOST = 5000;
/** So many numbers are told in ranges. */
const MANY = 24;
/** Ranges of equal size that are tried for. */
const RANGES = 16;

/** All labels, to answer many questions about them. */
export interface AllLabels {
  readonly report: Omit<LabelsReport, 'keys' | 'count' | 'found'>;
  readonly keys: readonly AllOfKey[];
}

interface AllOfKey extends TagKey {
  /** Of each text the numbers that it stands for; none for a text of the profile. */
  readonly numbers: readonly (Span | undefined)[];
  readonly unit: string;
}

interface Span {
  least: Int64;
  most: Int64;
}

export function allLabels(subject: Subject, options: Options): AllLabels {
  const { keys, total, ...tags } = tagsReport(subject, options);
  const { sentence, legend } = wholeLegend(subject, options);
  const spans = spansOf(subject, options);
  return {
    report: { type: tags.type, unit: tags.unit, ratio: tags.ratio, total, legend, sentence },
    keys: keys.map((key) => ({ ...key, numbers: key.texts.map((text) => spans.get(key.key)?.get(text)), unit: subject.measure.unitOf.get(key.key) ?? '' })),
  };
}

/** For each key and printed text the numbers that are printed so. */
function spansOf({ profile, measure }: Subject, options: Options): Map<string, Map<string, Span>> {
  const { labels, strings } = profile;
  const spans = new Map<string, Map<string, Span>>();
  for (let label = 0; label < labels.count; label++) {
    if (labels.text[label] !== NONE) continue;
    const key = strings[labels.key[label]];
    const number = labels.number[label];
    const text = formatLabel(number, measure.unitOf.get(key) ?? '', options.unit);
    let ofKey = spans.get(key);
    if (ofKey === undefined) spans.set(key, (ofKey = new Map()));
    const span = ofKey.get(text);
    if (span === undefined) ofKey.set(text, { least: number, most: number });
    else if (number < span.least) span.least = number;
    else if (number > span.most) span.most = number;
  }
  return spans;
}

export function labelsReport({ report, keys }: AllLabels, { matches, open }: LabelsAsked): LabelsReport {
  const found = keys.map((key) => labelKey(key, matches, open.includes(key.key))).filter(({ count }) => count > 0);
  return { ...report, keys: found, count: sumOf(keys, ({ texts }) => texts.length), found: sumOf(found, ({ count }) => count) };
}

function sumOf<T>(list: readonly T[], of: (entry: T) => number): number {
  return list.reduce((sum, entry) => sum + of(entry), 0);
}

function labelKey(key: AllOfKey, matches: LabelsAsked['matches'], isOpen: boolean): LabelKey {
  const all = Array.from(key.texts, (_, row) => row);
  const rows = matches === undefined || matches(key.key) ? all : all.filter((row) => matches(key.texts[row]));
  const named = { key: key.key, total: key.total, count: rows.length };
  if (!isOpen && rows.length > MANY && rows.every((row) => key.numbers[row] !== undefined)) {
    return { ...named, kind: 'ranges', rows: rangesOf(key, rows), left: rows.length };
  }
  // One more is no reason to leave it out.
  const limit = isOpen ? MOST : rows.length <= FEW + 1 ? FEW + 1 : FEW;
  const listed = rows.slice(0, limit).map((row) => ({ text: key.texts[row], value: key.values[row], filter: filterOf(key, row) }));
  return { ...named, kind: 'values', rows: listed, left: rows.length - listed.length };
}

function filterOf({ key, texts, numbers, unit }: AllOfKey, row: number): string {
  const span = numbers[row];
  return span === undefined ? textLabelFilter(key, texts[row]) : numberLabelFilter(key, span.least, span.most, unit);
}

/** A histogram: what the numbers of a range add up to, from the first range that comes to something to the last. */
function rangesOf({ key, numbers, values, unit }: AllOfKey, rows: readonly number[]): LabelRow[] {
  const leasts = rows.map((row) => Number(numbers[row]?.least ?? 0));
  const starts = startsOf(...bounds(leasts));
  const sums: Int64[] = starts.map(() => 0);
  rows.forEach((row, i) => {
    const at = starts.findLastIndex((start) => start <= leasts[i]);
    sums[at] = plus(sums[at], values[row]);
  });
  const isUsed = (sum: Int64) => Number(sum) !== 0;
  const end = sums.findLastIndex(isUsed) + 1;
  return starts.slice(0, end).map((start, i) => {
    const last = starts[i + 1] - 1;
    const text = start === last ? print(start, unit) : `${print(start, unit)} … ${print(last, unit)}`;
    return { text, value: sums[i], filter: numberLabelFilter(key, whole(start), whole(last), unit) };
  }).slice(Math.max(0, sums.findIndex(isUsed)));
}

/** The least and the greatest; there may be too many to be arguments. */
function bounds(numbers: readonly number[]): [number, number] {
  return [numbers.reduce((least, number) => Math.min(least, number)), numbers.reduce((most, number) => Math.max(most, number))];
}

/** Where ranges begin, and behind them where the last ends: powers of two for numbers of many sizes, else equal steps of 1, 2 or 5 times a power of ten. */
function startsOf(least: number, most: number): number[] {
  if (least >= 0 && most / Math.max(1, least) >= 64) {
    const starts = least < 1 ? [0] : [];
    for (let start = least < 1 ? 1 : 2 ** Math.floor(Math.log2(least)); ; start *= 2) {
      starts.push(start);
      if (start > most) return starts;
    }
  }
  const rough = Math.max(1, (most - least) / RANGES);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.floor(least / step) * step;
  return Array.from({ length: Math.floor((most - first) / step) + 2 }, (_, i) => first + i * step);
}

function print(number: number, unit: string): string {
  return formatLabel(number, unit, 'auto');
}

function whole(number: number): Int64 {
  return Number.isSafeInteger(number) ? number : BigInt(number);
}
