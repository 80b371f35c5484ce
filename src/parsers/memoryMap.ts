import type { ProfileBuilder } from '#model/builder.ts';
import { NONE } from '#model/profile.ts';
import { ParseError } from './parseError.ts';

/**
 * Where a process had its binaries: lines of /proc/self/maps, or of the shorter form that C++ programs write. What they
 * say is put right by guesses, as pprof does.
 *
 * Source: github.com/google/pprof, profile/legacy_profile.go (ParseProcMaps, remapMappingIDs), profile/profile.go
 * (massageMappings).
 */

const MAX_ADDRESS = 2n ** 64n - 1n;
/** Comparisons of an address with a mapping before a map is given up; one without overlaps needs next to none. */
const PATIENCE = 2 ** 28;

export function isMapSentinel(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

/** The lines of the map, given those behind the samples. */
export function mapSection(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex(isMapSentinel);
  return at < 0 ? [] : lines.slice(at + 1);
}

/**
 * Gives the builder its mappings, and each address the row of its own. Addresses that are in none share one that holds
 * everything and stands last; the address 0 has none.
 * @param addresses each once, in the order of their locations
 * @param flags bits of MappingFlag for the mapping that holds everything
 */
export function placeAddresses(builder: ProfileBuilder, addresses: readonly bigint[], mapLines: readonly string[], flags = 0): (address: bigint) => number {
  const mappings = correctStart(mainFirst(joinAdjacent(readMap(mapLines))));
  const places = new Places(mappings);
  const placeOf = new Map<bigint, number>();
  for (const address of addresses) if (address !== 0n && !placeOf.has(address)) placeOf.set(address, places.find(address));
  for (const mapping of mappings) builder.mapping(mapping);
  const everything = [...placeOf.values()].includes(NONE) ? builder.mapping({ limit: MAX_ADDRESS, flags }) : NONE;
  return (address) => {
    const place = placeOf.get(address) ?? NONE;
    return place === NONE && address !== 0n ? everything : place;
  };
}

interface MapEntry {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

/** Finds mappings by address: the first of those that hold it. */
class Places {
  readonly #mappings: readonly MapEntry[];
  /** Rows by their start, where no two overlap. */
  #sorted: readonly number[] | undefined;
  #patience = PATIENCE;
  /** Once an address was in none, the mapping that holds everything is there, and none is extended any more. */
  #isLeftOut = false;

  constructor(mappings: readonly MapEntry[]) {
    this.#mappings = mappings;
    this.#sorted = sortedRows(mappings);
  }

  find(address: bigint): number {
    const found = this.#sorted === undefined ? this.#first((mapping) => mapping.start <= address && address < mapping.limit) : this.#search(this.#sorted, address);
    if (found !== NONE || this.#isLeftOut) return found;
    const extended = this.#extend(address);
    this.#isLeftOut = extended === NONE;
    return extended;
  }

  /** A mapping whose beginning is not in the map, which its offset shows, is made to begin there. */
  #extend(address: bigint): number {
    const found = this.#first(({ start, offset }) => offset !== 0n && BigInt.asUintN(64, start - offset) <= address && address < start);
    if (found === NONE) return NONE;
    const mapping = this.#mappings[found];
    mapping.start = BigInt.asUintN(64, mapping.start - mapping.offset);
    mapping.offset = 0n;
    this.#sorted = sortedRows(this.#mappings);
    return found;
  }

  #first(holds: (mapping: MapEntry) => boolean): number {
    this.#patience -= this.#mappings.length;
    if (this.#patience < 0) throw new ParseError(`the memory map is too large for so many addresses: ${this.#mappings.length} mappings that overlap`);
    return this.#mappings.findIndex(holds);
  }

  #search(sorted: readonly number[], address: bigint): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#mappings[sorted[middle]].limit <= address) low = middle + 1;
      else high = middle;
    }
    return low < sorted.length && this.#mappings[sorted[low]].start <= address ? sorted[low] : NONE;
  }
}

/** Rows by start, without those that hold nothing; undefined where two overlap. */
function sortedRows(mappings: readonly MapEntry[]): readonly number[] | undefined {
  const rows = [...mappings.keys()].filter((row) => mappings[row].start < mappings[row].limit);
  rows.sort((a, b) => (mappings[a].start < mappings[b].start ? -1 : 1));
  return rows.every((row, i) => i === 0 || mappings[rows[i - 1]].limit <= mappings[row].start) ? rows : undefined;
}

/** Mappings that were cut in two, as a loader does when it protects a part, are one again. */
function joinAdjacent(mappings: readonly MapEntry[]): MapEntry[] {
  const joined: MapEntry[] = [];
  for (const mapping of mappings) {
    const last = joined.at(-1);
    if (last === undefined || !isContinued(last, mapping)) {
      joined.push(mapping);
      continue;
    }
    last.limit = mapping.limit;
    last.file = mapping.file || last.file;
    last.buildId = mapping.buildId || last.buildId;
  }
  return joined;
}

function isContinued(first: MapEntry, second: MapEntry): boolean {
  if (first.file !== '' && second.file !== '' && first.file !== second.file) return false;
  if (first.buildId !== '' && second.buildId !== '' && first.buildId !== second.buildId) return false;
  if (first.limit !== second.start) return false;
  if (first.offset === 0n || second.offset === 0n) return true;
  return BigInt.asUintN(64, first.offset + first.limit - first.start) === second.offset;
}

/** The program, which is what is no library and nothing of the kernel's, changes places with the first mapping. */
function mainFirst(mappings: MapEntry[]): MapEntry[] {
  const main = mappings.findIndex(({ file }) => {
    const name = file.replaceAll('(deleted)', '').trim();
    return name !== '' && !name.startsWith('[') && !/\.so$|\.so[._][0-9]+/.test(name);
  });
  if (main > 0) [mappings[0], mappings[main]] = [mappings[main], mappings[0]];
  return mappings;
}

/** The first mapping, put right where its program was moved into huge pages or is known to begin at 0x400000. */
function correctStart(mappings: MapEntry[]): MapEntry[] {
  if (mappings.length > 1 && mappings[0].file.startsWith('/anon_hugepage') && mappings[0].limit === mappings[1].start) mappings.shift();
  const usual = 0x400000n;
  if (mappings.length > 0 && BigInt.asUintN(64, mappings[0].start - mappings[0].offset) === usual) {
    mappings[0].start = usual;
    mappings[0].offset = 0n;
  }
  return mappings;
}

/** Replacements that a map may define, and bytes that a line may grow to by them. */
const REPLACEMENTS = 100;
const LINE = 1 << 16;

/** Lines that are no mapping are passed over; `name=value` stands for $name in those that follow. */
function readMap(lines: readonly string[]): MapEntry[] {
  const mappings: MapEntry[] = [];
  const replacements: [string, string][] = [];
  for (const raw of lines) {
    const line = replaced(withoutLogPrefix(raw), replacements);
    const entry = entryOf(line);
    if (entry !== undefined) {
      if (entry !== 'not code') mappings.push(entry);
      continue;
    }
    const equals = line.indexOf('=');
    if (equals >= 0 && replacements.length < REPLACEMENTS) replacements.push([`$${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim()]);
  }
  return mappings;
}

function withoutLogPrefix(line: string): string {
  return line.replace(/^[^[\]]+:[0-9]+\][\t\n\f\r ]/, '');
}

/** Of names that fit, the one defined first counts. */
function replaced(line: string, replacements: readonly [string, string][]): string {
  if (replacements.length === 0 || !line.includes('$')) return line;
  let text = '';
  for (let at = 0; at < line.length && text.length < LINE; ) {
    const found = line[at] === '$' ? replacements.find(([name]) => line.startsWith(name, at)) : undefined;
    text += found === undefined ? line[at] : found[1];
    at += found === undefined ? 1 : found[0].length;
  }
  return text;
}

/** Two addresses; digits without anything between them are cut before the last. */
const RANGE = /^[\t\n\f\r ]*(?:0x)?([0-9a-fA-F]+)[\t\n\f\r -]?[\t\n\f\r ]*(?:0x)?([0-9a-fA-F]+):?/;
const CUT_RANGE = /^[\t\n\f\r ]*(?:0x)?([0-9a-fA-F]+)([0-9a-fA-F]):?/;
/** Permissions, offset, device, inode, file. */
const PROC = /^(?:[\t\n\f\r ]+([-rwxp]+))?(?:[\t\n\f\r ]+([0-9a-fA-F]+))?[\t\n\f\r ]+[0-9a-fA-F]+:[0-9a-fA-F]+[\t\n\f\r ]+[0-9]+(?:[\t\n\f\r ]+([^\t\n\f\r ]+))?/;
/** Permissions, file, offset, build ID. */
const BRIEF = /^(?:[\t\n\f\r ]+([-rwxp]+))?(?:[\t\n\f\r ]+([^\t\n\f\r ]+))?(?:[\t\n\f\r ]+\(@([0-9a-fA-F]+)\))?(?:[\t\n\f\r ]+([0-9a-fA-F]+))?/;

function entryOf(line: string): MapEntry | 'not code' | undefined {
  const fields = line.length < LINE ? fieldsOf(line) : undefined;
  if (fields === undefined) return undefined;
  const { start, limit, permissions, file = '', offset = '0', buildId = '' } = fields;
  if (permissions !== undefined && !permissions.includes('x')) return 'not code';
  const numbers = [start, limit, offset].map((digits) => BigInt(`0x${digits}`));
  if (numbers.some((number) => number > MAX_ADDRESS)) return undefined;
  return { start: numbers[0], limit: numbers[1], offset: numbers[2], file, buildId };
}

/** The long form is tried with either way to find the two addresses, then the short one. */
function fieldsOf(line: string): Record<'start' | 'limit', string> & Partial<Record<'permissions' | 'offset' | 'file' | 'buildId', string>> | undefined {
  const range = RANGE.exec(line);
  if (range === null) return undefined;
  for (const found of [range, CUT_RANGE.exec(line)]) {
    const proc = found === null ? null : PROC.exec(line.slice(found[0].length));
    if (found !== null && proc !== null) return { start: found[1], limit: found[2], permissions: proc[1], offset: proc[2], file: proc[3] };
  }
  const brief = BRIEF.exec(line.slice(range[0].length)) ?? [];
  return { start: range[1], limit: range[2], permissions: brief[1], file: brief[2], offset: brief[3], buildId: brief[4] };
}
