import { shortCppName, type Demangling } from '#model/cppName.ts';
import { MappingFlag, NONE, type Profile } from '#model/profile.ts';

/**
 * Names for addresses, by the program that they are of: it is sent addresses and answers a line for each that it knows,
 * `0x46a1b3 main.work`. A location that gets a name has one frame of it, without file and line.
 *
 * Source: github.com/google/pprof, internal/symbolz/symbolz.go.
 */

/** Where a profile's mapping came from, which says who knows its addresses. */
export interface MappingSource {
  /** The profile's address. */
  readonly url: string;
  /** Of the mapping there; once profiles are merged it may be another. */
  readonly start: bigint;
}

/** By build ID, or by file where there is none. */
export type MappingSources = ReadonlyMap<string, readonly MappingSource[]>;

/** The sources of profiles, as they are before they are merged. */
export function mappingSources(profiles: readonly { readonly profile: Profile; readonly url: string }[]): MappingSources {
  const sources = new Map<string, MappingSource[]>();
  for (const { profile, url } of profiles) {
    const { mappings, strings } = profile;
    for (let row = 0; row < mappings.count; row++) {
      const key = strings[mappings.buildId[row]] || strings[mappings.file[row]];
      const known = sources.get(key);
      if (known === undefined) sources.set(key, [{ url, start: mappings.start[row] }]);
      else known.push({ url, start: mappings.start[row] });
    }
  }
  return sources;
}

/** What to ask for the names of a mapping's addresses. */
export interface SymbolQuestion {
  readonly mapping: number;
  /** Where, and of which profile's address. */
  readonly url: string;
  readonly of: string;
  /** `0x46a1b3+0x46a1c0`; empty where all have a name. */
  readonly addresses: string;
  /** What is added to the profile's addresses for the program. */
  readonly shift: bigint;
}

/** @param force ask about mappings that have names already, too */
export function symbolQuestions(profile: Profile, sources: MappingSources, force: boolean): SymbolQuestion[] {
  const { mappings, strings } = profile;
  return Array.from({ length: mappings.count }, (_, mapping) => mapping).flatMap((mapping) => {
    if (!force && (mappings.flags[mapping] & MappingFlag.functions) !== 0) return [];
    const [file, buildId] = [strings[mappings.file[mapping]], strings[mappings.buildId[mapping]]];
    const found = [...(sources.get(file) ?? []), ...(buildId === '' ? [] : (sources.get(buildId) ?? []))].at(0);
    if (found === undefined) return [];
    const shift = found.start - mappings.start[mapping];
    const addresses = unnamed(profile, mapping).map((location) => `0x${BigInt.asUintN(64, profile.locations.address[location] + shift).toString(16)}`);
    return [{ mapping, url: symbolAddress(found.url), of: found.url, addresses: addresses.join('+'), shift }];
  });
}

/** Locations of a mapping that have an address and no name. */
function unnamed({ locations, frames }: Profile, mapping: number): number[] {
  const rows: number[] = [];
  for (let location = 0; location < locations.count; location++) {
    const frame = locations.frame[location];
    const isUnnamed = locations.frame[location + 1] === frame + 1 && frames.fn[frame] === NONE;
    if (locations.mapping[location] === mapping && isUnnamed && locations.address[location] !== 0n) rows.push(location);
  }
  return rows;
}

/** Paths of gperftools' servers. */
const GPERFTOOLS = /\/pprof\/(heap|growth|profile|pmuprofile|contention)$/;

/** Where the names are asked for that belong to the profile of an address. */
export function symbolAddress(profile: string): string {
  const url = new URL(profile);
  const symbol = url.pathname.includes('/debug/pprof/') || GPERFTOOLS.test(url.pathname) ? 'symbol' : 'symbolz';
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/[^/]*$/, '')}${symbol}`;
  url.search = '';
  return url.href;
}

/** The profile with the names that a program answered, those of C++ as short as wanted. */
export function symbolized(profile: Profile, { mapping, shift }: SymbolQuestion, answer: string, demangling: Demangling): Profile {
  const { locations, frames, functions, mappings } = profile;
  const names = namesIn(answer);
  const strings = [...profile.strings];
  // Functions of equal name have one string.
  const stringOf = new Map(Array.from(functions.name, (row) => [strings[row], row]));
  const rowOf = new Map<string, number>();
  const fns = frames.fn.slice();
  /** Strings, of functions that are new. */
  const name: number[] = [];
  const systemName: number[] = [];
  const stringRow = (text: string): number => {
    const row = stringOf.get(text) ?? strings.push(text) - 1;
    stringOf.set(text, row);
    return row;
  };
  const fnOf = (text: string): number => {
    const known = rowOf.get(text);
    if (known !== undefined) return known;
    const row = functions.count + name.length;
    const short = shortCppName(text, demangling);
    name.push(stringRow(short));
    systemName.push(short === text ? name[name.length - 1] : strings.push(text) - 1);
    rowOf.set(text, row);
    return row;
  };
  for (const location of unnamed(profile, mapping)) {
    const found = names.get(BigInt.asUintN(64, locations.address[location] + shift));
    if (found !== undefined) fns[locations.frame[location]] = fnOf(found);
  }
  const flags = mappings.flags.map((bits, row) => (row === mapping ? bits | MappingFlag.functions : bits));
  const added = (column: Int32Array, rows: readonly number[]) => Int32Array.from([...column, ...rows]);
  const none = name.map(() => 0);
  return {
    ...profile,
    strings,
    mappings: { ...mappings, flags },
    functions: {
      count: functions.count + name.length,
      id: BigUint64Array.from([...functions.id, ...name.map((_, i) => BigInt(functions.count + i + 1))]),
      name: added(functions.name, name),
      systemName: added(functions.systemName, systemName),
      file: added(functions.file, none),
      startLine: functions.startLine instanceof Float64Array ? Float64Array.from([...functions.startLine, ...none]) : BigInt64Array.from([...functions.startLine, ...none.map(BigInt)]),
    },
    frames: { ...frames, fn: fns },
  };
}

/** Names by address. A line that is not all there is none. */
function namesIn(answer: string): Map<bigint, string> {
  const names = new Map<bigint, string>();
  for (const line of answer.split('\n').slice(0, -1)) {
    const [, address, name] = /(0x[0-9a-fA-F]{1,16})[\t\f\r ]+(.*)/s.exec(line) ?? [];
    if (address !== undefined) names.set(BigInt(address), name);
  }
  return names;
}
