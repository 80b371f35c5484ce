import { ProfileBuilder, type ProfileParts } from '#model/builder.ts';
import type { Int64 } from '#model/int64.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { placeAddresses } from './memoryMap.ts';

/** Stacks as a signal handler saw them: the leaf is where the program was, not where a call returns to. */
export interface SignalSample {
  /** The leaf first, and behind it addresses within the calls. */
  readonly addresses: readonly bigint[];
  readonly values: readonly Int64[];
}

/** An address at which a call returns lies behind the call; one less is in it. The leaf is no call. */
export function inCalls(addresses: readonly bigint[]): bigint[] {
  return addresses.map((address, depth) => (depth === 0 ? address : BigInt.asUintN(64, address - 1n)));
}

/** @param mapLines the memory map, from its first line on */
export function profileOfSignals(format: string, sampleTypes: readonly ValueType[], samples: readonly SignalSample[], mapLines: readonly string[], parts: ProfileParts): Profile {
  const builder = new ProfileBuilder(format, sampleTypes);
  const addresses = new Set<bigint>();
  for (const sample of samples) for (const address of sample.addresses) addresses.add(address);
  const mappingOf = placeAddresses(builder, [...addresses], mapLines);
  const rows = new Map<bigint, number>();
  const locate = (address: bigint): number => {
    let row = rows.get(address);
    if (row === undefined) rows.set(address, (row = builder.location({ address, mapping: mappingOf(address) })));
    return row;
  };
  for (const sample of samples) builder.sample(leafOnce(sample.addresses).map(locate), sample.values);
  return builder.finish(parts);
}

/**
 * The handler has the leaf from the signal and may meet it again as it walks the stack, then taken for a call.
 * Source: github.com/google/pprof, profile/legacy_profile.go (cleanupDuplicateLocations).
 */
function leafOnce(addresses: readonly bigint[]): readonly bigint[] {
  const met = addresses.length > 1 && addresses[0] === BigInt.asUintN(64, addresses[1] + 1n);
  return met ? addresses.toSpliced(1, 1) : addresses;
}
