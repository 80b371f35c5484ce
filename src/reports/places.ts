import { addTo, plus, quotient, zerosLike, type Int64, type Int64Column } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';
import type { Measure, Subject } from './subject.ts';
import { weightsOfValues } from './weights.ts';

/** What samples cost at each address of the code. */
export interface Places {
  /** Locations that samples pass through, in the order in which these come upon them, callers first. */
  readonly locations: readonly number[];
  /** The address of each of the profile's locations; one that has none gets one above all mappings. */
  readonly addressOf: BigUint64Array;
  readonly costs: ReadonlyMap<bigint, Cost>;
  /** The keys of `costs`, ascending. */
  readonly addresses: BigUint64Array;
}

export interface Cost {
  readonly flat: Int64;
  readonly cum: Int64;
}

/**
 * Flat is what the samples cost whose leaf is there; cum counts a sample once for each time that it passes. A mean is
 * taken for each sample. Source: internal/report/source.go (newSourcePrinter), internal/report/synth.go.
 */
export function placesOf({ profile, measure }: Subject): Places {
  const { locations } = profile;
  const inOrder = locationsInOrder(profile);
  const addressOf = locations.address.slice();
  let next = profile.mappings.limit.reduce((most, limit) => (limit > most ? limit : most), 1n);
  for (const location of inOrder) if (addressOf[location] === 0n) addressOf[location] = next++;
  const { flat, cum } = locationSums(profile, measure);
  const costs = new Map<bigint, Cost>();
  for (const location of inOrder) {
    const before = costs.get(addressOf[location]) ?? { flat: 0, cum: 0 };
    costs.set(addressOf[location], { flat: plus(before.flat, flat[location]), cum: plus(before.cum, cum[location]) });
  }
  return { locations: inOrder, addressOf, costs, addresses: BigUint64Array.from(costs.keys()).sort() };
}

/** What costs at so many bytes from `begin` on; nothing where these pass the last address. */
export function costAt({ costs, addresses }: Places, begin: bigint, length: number): Cost {
  let sum: Cost = { flat: 0, cum: 0 };
  const end = BigInt.asUintN(64, begin + BigInt(length));
  for (let row = firstFrom(addresses, begin); row < addresses.length && addresses[row] < end; row++) {
    const cost = costs.get(addresses[row]);
    if (cost !== undefined) sum = { flat: plus(sum.flat, cost.flat), cum: plus(sum.cum, cost.cum) };
  }
  return sum;
}

/** The row of the first address that is not below `address`. */
export function firstFrom(addresses: BigUint64Array, address: bigint): number {
  let [low, high] = [0, addresses.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (addresses[middle] < address) low = middle + 1;
    else high = middle;
  }
  return low;
}

function locationsInOrder({ samples, stacks, frames, locations }: Profile): number[] {
  const walked = new Uint8Array(stacks.count);
  const met = new Uint8Array(locations.count);
  const inOrder: number[] = [];
  const path: number[] = [];
  for (let sample = 0; sample < samples.count; sample++) {
    // What other samples walked has been met; the rest is on the way from the leaf, to be taken from the other end.
    path.length = 0;
    for (let stack = samples.stack[sample]; stack !== NONE && walked[stack] === 0; stack = stacks.parent[stack]) {
      walked[stack] = 1;
      path.push(frames.location[stacks.frame[stack]]);
    }
    for (const location of path.reverse()) {
      if (met[location] === 0) inOrder.push(location);
      met[location] = 1;
    }
  }
  return inOrder;
}

function locationSums(profile: Profile, measure: Measure): { flat: Int64Column; cum: Int64Column } {
  const { stacks, frames, locations } = profile;
  const { own, total } = weightsOfValues(profile, valuesOf(profile, measure));
  const flat = zerosLike(own, locations.count);
  const cum = zerosLike(own, locations.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const frame = stacks.frame[stack];
    const location = frames.location[frame];
    addTo(flat, location, own, stack);
    // Frames of one location stand together in a stack, so the first of them stands for the location.
    if (frame === locations.frame[location]) addTo(cum, location, total, stack);
  }
  return { flat, cum };
}

function valuesOf({ samples }: Profile, { column, divisor }: Measure): Int64Column {
  const values = samples.values[column];
  if (divisor === undefined) return values;
  const divisors = samples.values[divisor];
  const means = zerosLike(values, values.length);
  for (let sample = 0; sample < values.length; sample++) {
    const mean = quotient(values[sample], divisors[sample]);
    if (means instanceof Float64Array) means[sample] = Number(mean);
    else means[sample] = BigInt(mean);
  }
  return means;
}
