import { addTo, zerosLike, type Int64Column } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';

/** A measure's values on the stacks of a profile. */
export interface Weights {
  /** Of the samples that end in the stack. */
  readonly own: Int64Column;
  /** Of those that end in it or below it. */
  readonly total: Int64Column;
}

/** Kept as long as the profile is: many reports of it need them. */
const KNOWN = new WeakMap<Profile, Map<number, Weights>>();

export function weightsOf(profile: Profile, column: number): Weights {
  const known = KNOWN.get(profile) ?? new Map<number, Weights>();
  KNOWN.set(profile, known);
  const weights = known.get(column) ?? weightsOfValues(profile, profile.samples.values[column]);
  known.set(column, weights);
  return weights;
}

/** @param values one for each sample */
export function weightsOfValues({ stacks, samples }: Profile, values: Int64Column): Weights {
  const own = zerosLike(values, stacks.count);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    if (stack !== NONE) addTo(own, stack, values, sample);
  }
  const total = own.slice();
  for (let stack = stacks.count - 1; stack >= 0; stack--) {
    const parent = stacks.parent[stack];
    if (parent !== NONE) addTo(total, parent, total, stack);
  }
  return { own, total };
}

/** A byte for each stack: 1 where a sample whose value (or divisor) is not 0 ends in it or below it. */
export function usedStacks(profile: Profile, column: number, divisor: number | undefined): Uint8Array {
  const { stacks, samples } = profile;
  const used = new Uint8Array(stacks.count);
  const columns = divisor === undefined ? [samples.values[column]] : [samples.values[column], samples.values[divisor]];
  for (const values of columns) {
    for (let sample = 0; sample < samples.count; sample++) if (values[sample] && samples.stack[sample] !== NONE) used[samples.stack[sample]] = 1;
  }
  for (let stack = stacks.count - 1; stack >= 0; stack--) {
    const parent = stacks.parent[stack];
    if (parent !== NONE && used[stack] === 1) used[parent] = 1;
  }
  return used;
}
