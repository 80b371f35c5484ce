import { ProfileBuilder, type LabelParts, type ProfileParts } from '#model/builder.ts';
import type { Int64 } from '#model/int64.ts';
import { MappingFlag, type Profile, type ValueType } from '#model/profile.ts';
import { placeAddresses } from './memoryMap.ts';

/** Where a stack passes: the address of a call, and what stands there if that is known, innermost first. */
export interface Place {
  readonly address: bigint;
  readonly lines: readonly SourceLine[];
}

export interface SourceLine {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export interface PlacedSample {
  /** Leaf first. */
  readonly places: readonly Place[];
  readonly values: readonly Int64[];
  readonly labels?: readonly LabelParts[];
}

/** Places, each once: equal ones are one object. */
export class Places {
  readonly #plain = new Map<bigint, Place>();
  readonly #known = new Map<string, Place>();
  readonly #single = new Map<SourceLine, Place>();

  at(address: bigint): Place {
    let place = this.#plain.get(address);
    if (place === undefined) this.#plain.set(address, (place = { address, lines: [] }));
    return place;
  }

  with(address: bigint, lines: readonly SourceLine[]): Place {
    const met = lines.length === 1 ? this.#single.get(lines[0]) : undefined;
    if (met?.address === address) return met;
    const key = `${address}\n${lines.map(({ name, file, line }) => `${name}\n${file}\n${line}`).join('\n')}`;
    let place = this.#known.get(key);
    if (place === undefined) this.#known.set(key, (place = { address, lines }));
    if (lines.length === 1) this.#single.set(lines[0], place);
    return place;
  }
}

export interface AddressProfile {
  readonly format: string;
  readonly sampleTypes: readonly ValueType[];
  readonly samples: readonly PlacedSample[];
  /** Lines of the memory map. */
  readonly map: readonly string[];
  readonly parts: ProfileParts;
  /** Leave out a caller that is the leaf once more, one less as it was taken for a call. */
  readonly leafMayComeTwice?: boolean;
}

/** Locations are numbered as they come in the samples. */
export function profileOfAddresses({ format, sampleTypes, samples, map, parts, leafMayComeTwice = false }: AddressProfile): Profile {
  const builder = new ProfileBuilder(format, sampleTypes);
  const distinct = new Set<Place>();
  for (const { places } of samples) for (const place of places) distinct.add(place);
  const inOrder = [...distinct];
  const mappingOf = placeAddresses(builder, inOrder.map(({ address }) => address), map, inOrder.some(({ lines }) => lines.length > 0) ? SYMBOLIZED : 0);
  const rows = new Map<Place, number>();
  for (const place of inOrder) {
    const lines = place.lines.map(({ name, file, line }) => ({ fn: builder.fn({ name, file }), line }));
    rows.set(place, builder.location({ address: place.address, mapping: mappingOf(place.address), lines }));
  }
  const rowOf = (place: Place): number => rows.get(place) ?? 0;
  for (const { places, values, labels } of samples) {
    const kept = leafMayComeTwice && isDoubled(places) ? places.toSpliced(1, 1) : places;
    builder.sample(kept.map(rowOf), values, labels);
  }
  return builder.finish(parts);
}

const SYMBOLIZED = MappingFlag.functions | MappingFlag.filenames | MappingFlag.lineNumbers | MappingFlag.inlineFrames;

function isDoubled(places: readonly Place[]): boolean {
  return places.length > 1 && places[0].address === BigInt.asUintN(64, places[1].address + 1n);
}
