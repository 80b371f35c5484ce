import { compare64, plus, type Int64 } from '#model/int64.ts';
import { baseName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import type { Pattern } from '#model/pattern.ts';
import type { ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { compareBytes } from '#model/text.ts';
import type { Binaries } from './binaries.ts';
import { profileLines } from './legend.ts';
import { sourceCodeOf, type CodeFile, type InlinedAt, type SourceCode } from './sourceCode.ts';
import { lineAt, type Sources } from './sources.ts';
import type { Subject } from './subject.ts';

/** Source beside what it costs, with the inlined calls and the instructions below each line. Numbers are in the sample type's unit. */
export interface WebListReport {
  readonly type: ValueType;
  /** As asked, so "minimum" is chosen for each number by itself. */
  readonly unit: string;
  readonly total: Int64;
  /** Numbers are multiplied by it when they are shown. */
  readonly ratio: number;
  readonly legend: readonly string[];
  readonly files: readonly WebListFile[];
}

export interface WebListFile {
  readonly file: string;
  readonly flat: Int64;
  readonly cum: Int64;
  /** In the order of their lines. */
  readonly functions: readonly WebListFunction[];
}

/** Lines of a file that belong together, named for the function that they are taken to belong to. */
export interface WebListFunction {
  readonly name: string;
  readonly file: string;
  readonly flat: Int64;
  readonly cum: Int64;
  readonly lines: readonly WebListLine[];
}

export interface WebListLine {
  /** 1-based; 0 for what has no line. */
  readonly line: number;
  readonly text: string;
  readonly flat: Int64;
  readonly cum: Int64;
  /** Whether samples or instructions were found for it, and more of them can be shown than the line. pprof's names. */
  readonly kind: 'nop' | 'deadsrc' | 'livesrc';
  /** What can be shown below the line. */
  readonly instructions: readonly WebListInstruction[];
}

export interface WebListInstruction {
  /** It does not follow the one before it. */
  readonly startsBlock: boolean;
  readonly flat: Int64;
  readonly cum: Int64;
  /** As the binary counts. */
  readonly address: bigint;
  /** Empty where there is no binary: then its calls are all there is to show. */
  readonly text: string;
  /** Inlined calls from the line to it. */
  readonly depth: number;
  /** "file.go:12" of the innermost; empty if unknown. */
  readonly place: string;
  /** Those of its calls that were not shown for the instruction before it, callers first. */
  readonly calls: readonly WebListCall[];
}

export interface WebListCall {
  /** 0 for what the line calls itself. */
  readonly depth: number;
  /** Base name. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What a listing is made with. */
export interface WebListNeeds {
  readonly sources: Sources;
  readonly binaries: Binaries;
  /** So many files, the heaviest first; all by name where it is left out. */
  readonly maxFiles?: number;
}

/**
 * What `pprof -weblist` shows of functions whose name or file the pattern matches, or that stand at the address that it
 * is. Without a binary, what stands below a line is in the order in which samples come upon it; with more than a few
 * addresses pprof leaves that to chance.
 *
 * Source: internal/report/source.go (MakeWebList).
 * @throws QuestionError when nothing matches
 */
export function webListReport(subject: Subject, options: Options, pattern: Pattern, { sources, binaries, maxFiles }: WebListNeeds): WebListReport {
  const code = sourceCodeOf(subject, options, pattern, binaries);
  if (code === undefined) throw new QuestionError(`no matches found for regexp: ${pattern.source}`);
  const { type, total, ratio } = subject.measure;
  const files = [...code.files].map(([file, { lines }]) => ({ file, lines, ...fileCost(code, lines) }));
  const byName = files.toSorted((a, b) => compareBytes(a.file, b.file));
  const shown = maxFiles === undefined ? byName : byName.toSorted((a, b) => -compare64(a.flat, b.flat)).slice(0, maxFiles);
  return {
    type,
    unit: options.unit,
    total,
    ratio,
    legend: profileLines(subject, options.unit),
    files: shown.map(({ file, flat, cum, lines }) => ({ file, flat, cum, functions: functionsIn(file, lines, code, sources) })),
  };
}

type Lines = CodeFile['lines'];

/** Each address once, though several lines list it where functions of the file are inlined into each other. */
function fileCost(code: SourceCode, lines: Lines): { flat: Int64; cum: Int64 } {
  return costOf(code, new Set([...lines.values()].flatMap(({ instructions }) => instructions.map(({ address }) => address))));
}

function costOf({ instructions }: SourceCode, addresses: Iterable<bigint>): { flat: Int64; cum: Int64 } {
  let [flat, cum]: Int64[] = [0, 0];
  for (const address of addresses) {
    flat = plus(flat, instructions.get(address)?.flat ?? 0);
    cum = plus(cum, instructions.get(address)?.cum ?? 0);
  }
  return { flat, cum };
}

function functionsIn(file: string, lines: Lines, code: SourceCode, sources: Sources): WebListFunction[] {
  return blocksOf(lines, code)
    .filter(({ cum }) => Number(cum) !== 0)
    .map(({ name, flat, cum, begin, end }) => ({ name, file, flat, cum, lines: linesIn(file, begin, end, lines, code, sources) }));
}

/** Lines from `begin` to before `end`. */
interface Block {
  readonly name: string;
  begin: number;
  end: number;
  flat: Int64;
  cum: Int64;
}

/** Lines of one function that stand nearer to each other are shown with all between. */
const MERGED_WITHIN = 20;
/** Lines shown around. */
const AROUND = 5;

function blocksOf(lines: Lines, code: SourceCode): Block[] {
  const blocks: Block[] = [];
  for (const [line, { fn, instructions }] of [...lines].toSorted(([a], [b]) => a - b)) {
    const name = code.namesToShow.get(fn) ?? fn;
    const { flat, cum } = costOf(code, instructions.map(({ address }) => address));
    const last = blocks.at(-1);
    if (last !== undefined && last.name === name && line - last.end < MERGED_WITHIN) {
      last.end = line + 1;
      last.flat = plus(last.flat, flat);
      last.cum = plus(last.cum, cum);
    } else blocks.push({ name, begin: line, end: line + 1, flat, cum });
  }
  widen(blocks);
  return blocks;
}

/** Neighbours share what is between them. Line 0, which is none, stays by itself. */
function widen(blocks: readonly Block[]): void {
  for (const [i, block] of blocks.entries()) {
    if (i > 0) {
      const part = Math.min(Math.trunc((block.begin - blocks[i - 1].end) / 2), AROUND);
      blocks[i - 1].end += part;
      block.begin -= part;
    } else if (block.begin > 1) block.begin = Math.max(1, block.begin - AROUND);
  }
  const last = blocks.at(-1);
  if (last !== undefined) last.end += AROUND;
}

/** Lines of the text, and those that something was found for though the text has no such line. */
function linesIn(file: string, begin: number, end: number, lines: Lines, code: SourceCode, sources: Sources): WebListLine[] {
  const source = sources(file);
  const last = 'lines' in source ? source.lines.length : 0;
  const numbers = [...lines.keys()].filter((line) => line >= begin && line < end && (line < 1 || line > last));
  for (let line = Math.max(1, begin); line < end && line <= last; line++) numbers.push(line);
  return numbers
    .toSorted((a, b) => a - b)
    .map((line) => lineOf(line, lineAt(source, line) ?? (line === 0 ? '<instructions with unknown line numbers>' : '???'), lines.get(line)?.instructions ?? [], code, sources));
}

type Listed = readonly { readonly address: bigint; readonly calls: readonly InlinedAt[] }[];

function lineOf(line: number, text: string, listed: Listed, code: SourceCode, sources: Sources): WebListLine {
  const cost = costOf(code, listed.map(({ address }) => address));
  if (listed.length === 0) return { line, text, ...cost, kind: 'nop', instructions: [] };
  const hasMore = listed.some(({ address, calls }) => calls.length > 0 || code.instructions.get(address)?.text !== '');
  if (!hasMore) return { line, text, ...cost, kind: 'deadsrc', instructions: [] };
  return { line, text, ...cost, kind: 'livesrc', instructions: instructionsOf(listed, code, sources) };
}

function instructionsOf(listed: Listed, code: SourceCode, sources: Sources): WebListInstruction[] {
  let next = -1n;
  let before: readonly InlinedAt[] = [];
  return listed.flatMap(({ address, calls }, i) => {
    const instruction = code.instructions.get(address);
    if (instruction === undefined) return [];
    const startsBlock = i > 0 && address !== next;
    next = address + BigInt(instruction.length);
    const shown = newCalls(calls, before, sources);
    before = calls;
    const { flat, cum, text, file, line } = instruction;
    return [{ startsBlock, flat, cum, address: instruction.address, text, depth: calls.length, place: file === '' ? '' : `${baseName(file)}:${line}`, calls: shown }];
  });
}

/** As pprof compares them, that a call is the same is forgotten with the first that is not. */
function newCalls(calls: readonly InlinedAt[], before: readonly InlinedAt[], sources: Sources): WebListCall[] {
  const other = calls.findIndex(({ file, line }, depth) => file !== before.at(depth)?.file || line !== before.at(depth)?.line);
  if (other < 0) return [];
  return calls.slice(other).map(({ file, line }, i) => ({ depth: other + i, file: baseName(file), line, text: trimmed(lineAt(sources(file), line) ?? '') }));
}

/** Without space at either end. Source: Go, strings.TrimSpace; JavaScript's own takes U+FEFF for space and U+0085 for none. */
function trimmed(text: string): string {
  return text.replace(/^[\t-\r\x85\p{Zs}\u2028\u2029]+|[\t-\r\x85\p{Zs}\u2028\u2029]+$/gu, '');
}
