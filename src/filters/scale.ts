import { columnsAlike, int64Column, plus, truncate, type Int64, type Int64Column } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { areConvertible, scale } from '#model/units.ts';
import { keepSamples } from './tables.ts';
import { checkCompatible } from './merge.ts';

/**
 * Values times a ratio for each column, rounded, halves away from 0. Columns of ratio 1 stay as they are; a sample of
 * which no other column has a value goes. Source: profile/profile.go (ScaleN).
 */
export function scaled(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const { samples } = profile;
  const values = columnsAlike(samples.values.map((column, i) => (ratios[i] === 1 ? column : scaledColumn(column, ratios[i]))));
  const keep = new Uint8Array(samples.count);
  for (const [i, column] of values.entries()) {
    if (ratios[i] === 1) continue;
    for (let sample = 0; sample < samples.count; sample++) if (Number(column[sample]) !== 0) keep[sample] = 1;
  }
  return keepSamples({ ...profile, samples: { ...samples, values } }, keep);
}

function scaledColumn(column: Int64Column, ratio: number): Int64Column {
  return int64Column(Array.from(column as ArrayLike<Int64>, (value) => truncate(rounded(Number(value) * ratio))));
}

/**
 * Values times a ratio, cut toward 0; every sample stays. Nothing is done for a ratio of 1, or one that is not above 0.
 * Source: internal/report/report.go (printProto).
 */
export function multiplied(profile: Profile, ratio: number): Profile {
  if (!(ratio > 0) || ratio === 1) return profile;
  const { samples } = profile;
  const times = (column: Int64Column) => int64Column(Array.from(column as ArrayLike<Int64>, (value) => truncate(Number(value) * ratio)));
  return { ...profile, samples: { ...samples, values: columnsAlike(samples.values.map(times)) } };
}

function rounded(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

/**
 * Profiles that measure the same things in the same order: only sample types that all of them have, as the first has them.
 * Source: profile/merge.go (CompatibilizeSampleTypes).
 * @throws QuestionError when no sample type is left
 */
export function withCommonTypes(profiles: readonly Profile[]): Profile[] {
  // A profile that measures nothing is what it is.
  if (profiles.length === 1 && profiles[0].sampleTypes.length === 0) return [...profiles];
  const times = new Map<string, number>();
  for (const { type } of profiles.flatMap(({ sampleTypes }) => sampleTypes)) times.set(type, (times.get(type) ?? 0) + 1);
  // One that comes twice in a profile thereby falls out.
  const common = profiles[0].sampleTypes.map(({ type }) => type).filter((type) => times.get(type) === profiles.length);
  if (common.length === 0) throw new QuestionError('profiles have empty common sample type list');
  return profiles.map((profile) => withTypes(profile, common));
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const { sampleTypes, samples } = profile;
  const columns = types.map((name) => sampleTypes.findIndex(({ type }) => type === name));
  const missing = columns.indexOf(-1);
  if (missing >= 0) throw new QuestionError(`"${types[missing]}" sample type is not found in profile`);
  if (columns.length === sampleTypes.length && columns.every((column, i) => column === i)) return profile;
  const left = sampleTypes.filter((_, column) => !columns.includes(column)).map(({ type }) => type);
  return {
    ...profile,
    sampleTypes: columns.map((column) => sampleTypes[column]),
    defaultSampleType: types.includes(profile.defaultSampleType) ? profile.defaultSampleType : types[0],
    samples: { ...samples, values: columns.map((column) => samples.values[column]) },
    notes: left.length === 0 ? profile.notes : [...profile.notes, `sample types that are not in all profiles, or come twice, were left out: ${left.join(', ')}`],
  };
}

/**
 * Profiles in the same units: of each column, and of the period, the finest that one of them has.
 * Source: internal/measurement/measurement.go (ScaleProfiles).
 * @throws QuestionError where units do not convert into each other
 */
export function inCommonUnits(profiles: readonly Profile[]): readonly Profile[] {
  if (profiles.length < 2) return profiles;
  const periodType = finest('period type', profiles.map((profile) => profile.periodType));
  const types = profiles[0].sampleTypes.map((_, column) => finest('sample types', profiles.map(({ sampleTypes }) => sampleTypes[column])));
  return profiles.map((profile) => ({
    ...scaled(profile, profile.sampleTypes.map(({ unit }, column) => scale(1, unit, types[column].unit).value)),
    sampleTypes: profile.sampleTypes.map(({ type }, column) => ({ type, unit: types[column].unit })),
    periodType: { type: profile.periodType.type, unit: periodType.unit },
    period: BigInt(truncate(scale(profile.period, profile.periodType.unit, periodType.unit).value)),
  }));
}

function finest(what: string, types: readonly ValueType[]): ValueType {
  let least = types[0];
  for (const type of types.slice(1)) {
    const isAlike = singular(least.type) === singular(type.type) && (least.unit === type.unit || areConvertible(least.unit, type.unit));
    if (!isAlike) throw new QuestionError(`${what}: incompatible types: ${least.type}/${least.unit} and ${type.type}/${type.unit}`);
    if (scale(1, type.unit, least.unit).value < 1) least = type;
  }
  return least;
}

function singular(type: string): string {
  return type.endsWith('s') ? type.slice(0, -1) : type;
}

/**
 * A profile scaled so that each column comes to what the base's does. Source: profile/merge.go (Normalize).
 * @throws QuestionError where the two do not measure the same
 */
export function normalizedTo(base: Profile, profile: Profile): Profile {
  checkCompatible(profile, base);
  const ratios = profile.samples.values.map((column, i) => {
    const sum = Number(sumOf(column));
    return sum === 0 ? 0 : Number(sumOf(base.samples.values[i])) / sum;
  });
  return scaled(profile, ratios);
}

function sumOf(column: Int64Column): Int64 {
  let sum: Int64 = 0;
  for (const value of column) sum = plus(sum, value);
  return sum;
}
