import { abs64, plus, quotient, type Int64, type Int64Column } from '#model/int64.ts';
import { labelUnits } from '#model/labelUnits.ts';
import type { Options } from '#model/options.ts';
import { BASE_KEY, type Profile, type ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { label, scale } from '#model/units.ts';

/** What a report is about: a profile after its filters, the values asked for, and the total that shares are of. */
export interface Subject {
  readonly profile: Profile;
  readonly measure: Measure;
}

/** Which values of a profile, and what they add up to before filters. */
export interface Measure {
  /** Column of the values. */
  readonly column: number;
  /** Column of the divisors of a mean. */
  readonly divisor: number | undefined;
  /** As shown: "mean_" before the type of a mean. */
  readonly type: ValueType;
  /** Σ|value|, of the samples marked as base where there are such; divided for a mean. */
  readonly total: Int64;
  /** Numbers are multiplied by it when printed. */
  readonly ratio: number;
  /** The unit of each numeric label's key. */
  readonly unitOf: ReadonlyMap<string, string>;
}

/**
 * What the options ask to measure, taken before filters so that shares stay shares of the whole (or after them, for
 * relative percentages).
 * @throws QuestionError for a sample type that is not there, and for a divisor of 0
 */
export function measureOf(profile: Profile, options: Options): Measure {
  const column = columnOf(profile, options.sampleIndex);
  const divisor = options.mean ? 0 : undefined;
  if (options.divideBy === 0) throw new QuestionError('zero divisor specified');
  const { type, unit } = profile.sampleTypes[column];
  return {
    column,
    divisor,
    type: { type: options.mean ? `mean_${type}` : type, unit },
    total: totalOf(profile, column, divisor),
    ratio: 1 / options.divideBy,
    unitOf: labelUnits(profile).unitOf,
  };
}

/**
 * The column that a sample index names: by number, by type, or by type without "inuse_"; empty for the default, which is
 * the last unless the profile names one. Source: profile/index.go (SampleIndexByName).
 * @throws QuestionError
 */
export function columnOf(profile: Pick<Profile, 'sampleTypes' | 'defaultSampleType'>, index: string): number {
  const types = profile.sampleTypes;
  if (types.length === 0) throw new QuestionError('profile has no samples');
  if (index === '') {
    const named = profile.defaultSampleType === '' ? -1 : types.findIndex(({ type }) => type === profile.defaultSampleType);
    return named >= 0 ? named : types.length - 1;
  }
  if (/^[+-]?[0-9]+$/.test(index)) {
    const column = Number(index);
    if (column < 0 || column >= types.length) throw new QuestionError(`sample_index ${index} is outside the range [0..${types.length - 1}]`);
    return column;
  }
  const legacy = index.startsWith('inuse_') ? index.slice('inuse_'.length) : index;
  const column = types.findIndex(({ type }) => type === index || type === legacy);
  if (column < 0) throw new QuestionError(`sample_index ${JSON.stringify(index)} must be one of: [${types.map(({ type }) => type).join(' ')}]`);
  return column;
}

/** Source: internal/report/report.go (computeTotal). */
function totalOf(profile: Profile, column: number, divisor: number | undefined): Int64 {
  const { samples } = profile;
  const values = samples.values[column];
  const base = baseSamples(profile);
  let total = sumOf(values, undefined, true);
  let divided = divisor === undefined ? 0 : sumOf(samples.values[divisor], undefined, false);
  if (base !== undefined) {
    const ofBase = sumOf(values, base, true);
    if (ofBase > 0) {
      total = ofBase;
      divided = divisor === undefined ? 0 : sumOf(samples.values[divisor], base, false);
    }
  }
  return quotient(total, divided);
}

/** The sum as int64, of magnitudes or signed, of the samples that `only` marks. */
function sumOf(values: Int64Column, only: Uint8Array | undefined, magnitudes: boolean): Int64 {
  if (values instanceof Float64Array) {
    let sum = 0;
    for (let sample = 0; sample < values.length; sample++) {
      if (only === undefined || only[sample] === 1) sum += magnitudes ? Math.abs(values[sample]) : values[sample];
    }
    return sum;
  }
  let sum: Int64 = 0;
  for (let sample = 0; sample < values.length; sample++) {
    if (only === undefined || only[sample] === 1) sum = plus(sum, magnitudes ? abs64(values[sample]) : values[sample]);
  }
  return sum;
}

/** A byte for each sample, 1 for those of the base; undefined where there are none. */
function baseSamples(profile: Profile): Uint8Array | undefined {
  const { labels, samples, strings } = profile;
  const isBase = Uint8Array.from(labels.key, (key, row) => (strings[key] === BASE_KEY && labels.text[row] >= 0 && strings[labels.text[row]] === 'true' ? 1 : 0));
  if (!isBase.includes(1)) return undefined;
  const marked = new Uint8Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    for (let at = samples.labelStart[sample]; at < samples.labelStart[sample + 1]; at++) if (isBase[samples.label[at]] === 1) marked[sample] = 1;
  }
  return marked;
}

/** A value of the measure as printed in `unit`. */
export function formatValue(measure: Pick<Measure, 'ratio' | 'type'>, value: Int64, unit: string): string {
  return label(scaledByRatio(measure, value), measure.type.unit, unit);
}

/** After division, cut toward zero. */
export function scaledByRatio(measure: Pick<Measure, 'ratio'>, value: Int64): Int64 {
  return measure.ratio > 0 && measure.ratio !== 1 ? Math.trunc(Number(value) * measure.ratio) : value;
}

/**
 * The unit for all of a report's numbers where "minimum" is asked: the unit of the smallest, or a larger one when the
 * total is much larger. Source: internal/report/report.go (selectOutputUnit).
 * @param smallest the least non-zero |flat| (or |cum| where flat is 0) among the nodes shown; 0 for none
 * @param wholeNumbers the report cannot print decimals
 */
export function outputUnit(measure: Measure, smallest: Int64, wholeNumbers: boolean): string {
  const from = measure.type.unit;
  const least = scaledByRatio(measure, Number(smallest) === 0 ? measure.total : smallest);
  const most = scaledByRatio(measure, measure.total);
  const unitOfLeast = scale(least, from, 'minimum').unit;
  const larger = unitOfLeast !== scale(most, from, 'minimum').unit && Number(least) * 100 < Number(most) && !wholeNumbers;
  const unit = larger ? scale(Number(least) * 100, from, 'minimum').unit : unitOfLeast;
  return unit === '' ? from : unit;
}
