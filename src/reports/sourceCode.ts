import { plus, type Int64 } from '#model/int64.ts';
import { cleanPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { BinaryError, type Binaries, type Binary, type BinaryFrame, type Instruction } from './binaries.ts';
import { costAt, placesOf, type Places } from './places.ts';
import type { Subject } from './subject.ts';

/**
 * The code of the functions that a pattern names: which instructions belong to which line of which file, through which
 * inlined calls. Where there is no binary, an address of the profile stands for an instruction.
 *
 * Rules: github.com/google/pprof, internal/report/source.go (sourcePrinter).
 */
export interface SourceCode {
  /** By path, cleaned. */
  readonly files: ReadonlyMap<string, CodeFile>;
  /** By address of the process. */
  readonly instructions: ReadonlyMap<bigint, CodeInstruction>;
  /** By the name that linkers use, the one to show. */
  readonly namesToShow: ReadonlyMap<string, string>;
}

export interface CodeFile {
  /** By number; 0 for what has none. */
  readonly lines: Map<number, CodeLine>;
}

export interface CodeLine {
  /** The function that the line is taken to belong to: the first that an instruction was found for. */
  readonly fn: string;
  /** Instructions, and the inlined calls from the line to each, callers first. */
  readonly instructions: { readonly address: bigint; readonly calls: readonly InlinedAt[] }[];
}

export interface InlinedAt {
  readonly file: string;
  readonly line: number;
}

export interface CodeInstruction {
  /** As the binary counts, if there is one. */
  readonly address: bigint;
  /** Bytes. */
  readonly length: number;
  /** Empty where there is no binary. */
  readonly text: string;
  /** Where it comes from: of what was inlined, the innermost. */
  readonly file: string;
  readonly line: number;
  readonly flat: Int64;
  readonly cum: Int64;
}

/** Undefined where the pattern names nothing. */
export function sourceCodeOf(subject: Subject, options: Options, pattern: Pattern, binaries: Binaries): SourceCode | undefined {
  const { profile } = subject;
  const places = placesOf(subject);
  const { fns, chosen } = interestIn(profile, places, pattern);
  if (fns.size === 0) return undefined;
  const code = new Code(fns);
  const inBinaries: Target[] = [];
  const opened = new Map<string, Binary | undefined>();
  for (const [address, location] of chosen) {
    const binary = binaryOf(profile, location, binaries, opened);
    if (binary === undefined) code.addAddress(address, framesOf(profile, location), places);
    else inBinaries.push({ address, mapping: profile.locations.mapping[location], binary });
  }
  for (const range of rangesOf(profile, inBinaries, places)) disassemble(range, options.intelSyntax, code, places);
  return { files: code.files, instructions: code.instructions, namesToShow: namesToShow(profile) };
}

interface Interest {
  /** Names of functions, those to show and those that linkers use. */
  readonly fns: ReadonlySet<string>;
  /** Addresses that some of these functions were found at, in the order in which samples come upon them, and the first location there. */
  readonly chosen: ReadonlyMap<bigint, number>;
}

/** A function is chosen by its names or its file, what is innermost also by its binary, and what stands at an address by that. */
function interestIn(profile: Profile, places: Places, pattern: Pattern): Interest {
  const { locations, frames, functions, mappings, strings } = profile;
  const matcher = new Matcher(pattern, strings);
  const isChosen = Array.from({ length: functions.count }, (_, fn) => [functions.name, functions.systemName, functions.file].some((column) => matcher.matches(column[fn])));
  const binaryIsChosen = Array.from({ length: mappings.count }, (_, mapping) => matcher.matches(mappings.file[mapping]));
  const address = parseAddress(pattern.source);
  const fns = new Set<string>();
  const chosen = new Map<bigint, number>();
  const choose = (location: number, frame: number) => {
    const fn = frames.fn[frame];
    if (fn === NONE) return;
    fns.add(strings[functions.name[fn]]).add(strings[functions.systemName[fn]]);
    if (!chosen.has(places.addressOf[location])) chosen.set(places.addressOf[location], location);
  };
  for (const location of places.locations) {
    const first = locations.frame[location];
    const innermost = locations.frame[location + 1] - 1;
    if (places.addressOf[location] === address) choose(location, first);
    else {
      const mapping = locations.mapping[location];
      if (mapping !== NONE && binaryIsChosen[mapping]) choose(location, innermost);
      for (let frame = first; frame <= innermost; frame++) if (frames.fn[frame] !== NONE && isChosen[frames.fn[frame]]) choose(location, frame);
    }
  }
  return { fns, chosen };
}

/** A number as Go writes one, with its base before it: `0x1f`, `0o17`, `017`, `0b1`, `31`, digits parted by `_`. Source: Go, strconv.ParseUint. */
export function parseAddress(text: string): bigint | undefined {
  const [, octal] = /^0_?([0-7]+(?:_[0-7]+)*)$/.exec(text) ?? [];
  const isNumber = octal !== undefined || /^(0|[1-9]\d*(_\d+)*|0x(_?[\da-f])+|0o(_?[0-7])+|0b(_?[01])+)$/i.test(text);
  if (!isNumber) return undefined;
  const value = BigInt((octal === undefined ? text : `0o${octal}`).replaceAll('_', ''));
  return value < 1n << 64n ? value : undefined;
}

/** The first mapping of a file stands for all of them. */
function binaryOf({ locations, mappings, strings }: Profile, location: number, binaries: Binaries, opened: Map<string, Binary | undefined>): Binary | undefined {
  const mapping = locations.mapping[location];
  if (mapping === NONE) return undefined;
  const file = strings[mappings.file[mapping]];
  if (!opened.has(file)) {
    const binary = binaries.open({ file, start: mappings.start[mapping], limit: mappings.limit[mapping], offset: mappings.offset[mapping] });
    opened.set(file, 'error' in binary ? undefined : binary);
  }
  return opened.get(file);
}

/** Innermost first. */
function framesOf({ locations, frames, functions, strings }: Profile, location: number): BinaryFrame[] {
  const found: BinaryFrame[] = [];
  for (let frame = locations.frame[location + 1] - 1; frame >= locations.frame[location]; frame--) {
    const fn = frames.fn[frame];
    if (fn !== NONE) found.push({ fn: strings[functions.name[fn]], file: strings[functions.file[fn]], line: Number(frames.line[frame]) });
  }
  return found;
}

/** Where functions share a linker's name, the last that a sample passes through says how it is shown. */
function namesToShow({ samples, stacks, frames, functions, strings }: Profile): Map<string, string> {
  const names = new Map<string, string>();
  const walked = new Uint8Array(stacks.count);
  for (let sample = samples.count - 1; sample >= 0; sample--) {
    for (let stack = samples.stack[sample]; stack !== NONE && walked[stack] === 0; stack = stacks.parent[stack]) {
      walked[stack] = 1;
      const fn = frames.fn[stacks.frame[stack]];
      if (fn !== NONE && !names.has(strings[functions.systemName[fn]])) names.set(strings[functions.systemName[fn]], strings[functions.name[fn]]);
    }
  }
  return names;
}

/** Gathers instructions by file and line. */
class Code {
  readonly files = new Map<string, CodeFile>();
  readonly instructions = new Map<bigint, CodeInstruction>();
  readonly #fns: ReadonlySet<string>;

  constructor(fns: ReadonlySet<string>) {
    this.#fns = fns;
  }

  /** An address of which no more is known than the profile says. */
  addAddress(address: bigint, frames: readonly BinaryFrame[], places: Places): void {
    this.addInstruction(address, { address, length: 1, text: '', file: frames[0]?.file ?? '', line: frames[0]?.line ?? 0, ...costAt(places, address, 1) });
    this.addFrames(address, frames);
  }

  addInstruction(address: bigint, instruction: CodeInstruction): void {
    this.instructions.set(address, instruction);
  }

  /** Lists an instruction at the lines of all its frames whose functions are wanted. */
  addFrames(address: bigint, frames: readonly BinaryFrame[]): void {
    for (const [i, { fn, file, line }] of frames.entries()) {
      if (!this.#fns.has(fn)) continue;
      const calls = frames.slice(0, i).reverse();
      this.#line(pathOf(file), line, fn).instructions.push({ address, calls });
    }
  }

  #line(path: string, line: number, fn: string): CodeLine {
    let file = this.files.get(path);
    if (file === undefined) this.files.set(path, (file = { lines: new Map() }));
    let found = file.lines.get(line);
    if (found === undefined) file.lines.set(line, (found = { fn, instructions: [] }));
    return found;
  }
}

/** Source: internal/report/source.go (canonicalizeFileName). */
function pathOf(file: string): string {
  return cleanPath(file.replace(/^\/proc\/self\/cwd\//, '').replace(/^\.\//, ''));
}

/** An address in a binary. */
interface Target {
  readonly address: bigint;
  readonly mapping: number;
  readonly binary: Binary;
}

/** Code around addresses that cost, as the process counts. */
interface Range {
  readonly binary: Binary;
  readonly begin: bigint;
  readonly end: bigint;
  readonly flat: Int64;
}

/** Bytes shown before the first and behind the last address. */
const AROUND = 500n;
/** The heaviest are shown. */
const MAX_RANGES = 25;

/** Addresses whose surroundings would touch share a range. */
function rangesOf({ mappings }: Profile, unsorted: readonly Target[], { costs }: Places): Range[] {
  const targets = unsorted.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const ranges: Range[] = [];
  for (let i = 0; i < targets.length; ) {
    const { address: begin, mapping, binary } = targets[i];
    let end = begin;
    let flat: Int64 = 0;
    do {
      end = targets[i].address;
      flat = plus(flat, costs.get(end)?.flat ?? 0);
      i++;
    } while (i < targets.length && targets[i].address <= end + 2n * AROUND && targets[i].address < mappings.limit[mapping]);
    // As in pprof, code is shown from before the mapping too.
    const before = BigInt.asUintN(64, mappings.start[mapping] - begin) >= AROUND ? BigInt.asUintN(64, begin - AROUND) : mappings.start[mapping];
    const behind = BigInt.asUintN(64, mappings.limit[mapping] - end) >= AROUND ? BigInt.asUintN(64, end + AROUND) : mappings.limit[mapping];
    ranges.push({ binary, begin: before, end: behind, flat });
  }
  return ranges.toSorted((a, b) => (a.flat > b.flat ? -1 : a.flat < b.flat ? 1 : 0)).slice(0, MAX_RANGES);
}

/** Bytes over which an instruction without a line belongs to the line before it. */
const NEAR = 32n;

function disassemble(range: Range, intelSyntax: boolean, code: Code, places: Places): void {
  const { binary } = range;
  const [begin, end] = [binary.addressOf(range.begin), binary.addressOf(range.end)];
  if (begin === undefined || end === undefined) return;
  const base = range.begin - begin;
  const found = withLengths(instructionsIn(binary, begin, end, intelSyntax));
  const stacks = binary.frames(found.map(({ address }) => BigInt.asUintN(64, address + base)));
  let last: { readonly frames: readonly BinaryFrame[]; readonly address: bigint } | undefined;
  for (const [i, instruction] of found.entries()) {
    const address = BigInt.asUintN(64, instruction.address + base);
    let frames = stacks[i] ?? [instruction];
    const { file, line } = frames.at(0) ?? { file: '', line: 0 };
    const { length, text } = instruction;
    code.addInstruction(address, { address: instruction.address, length, text, file, line, ...costAt(places, address, length) });
    if (line !== 0) last = { frames, address };
    else if (last !== undefined && address - last.address <= NEAR) frames = last.frames;
    code.addFrames(address, frames);
  }
}

/** None where the binary cannot be taken apart: the rest is shown all the same. */
function instructionsIn(binary: Binary, begin: bigint, end: bigint, intelSyntax: boolean): readonly Instruction[] {
  try {
    return binary.instructions(begin, end, intelSyntax);
  } catch (error) {
    if (error instanceof BinaryError) return [];
    throw error;
  }
}

/** Without those that were listed before; an instruction reaches to the next one. */
function withLengths(instructions: readonly Instruction[]): (Instruction & { readonly length: number })[] {
  let last = 0n;
  return instructions.flatMap((instruction, i) => {
    if (instruction.address <= last) return [];
    last = instruction.address;
    const next = instructions.at(i + 1)?.address ?? 0n;
    return [{ ...instruction, length: next > last ? Number(next - last) : 1 }];
  });
}
