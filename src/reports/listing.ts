import { abs64, compare64, plus, type Int64 } from '#model/int64.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';
import { QuestionError } from '#model/questionError.ts';
import { compareBytes } from '#model/text.ts';
import type { GraphNode } from './graph.ts';
import { inlinedCalls, linesWithCalls, type InlinedCall } from './inlinedCalls.ts';
import { lineKey } from './lineKey.ts';
import { grouped, rangeOf, sums, type LineCosts } from './lineCosts.ts';
import { foundIn, sectionsOf, startsOf, type Found, type Lines } from './lines.ts';
import { parseAddress } from './sourceCode.ts';

/**
 * Source as a page shows it: the hottest file first, in it function by function, and of each its lines with what `pprof
 * -list` says that they cost. It may be of any length; any of its rows can be had.
 */
export interface Listing extends Lines<ListingRow> {
  readonly files: readonly ListedFile[];
  /** Files there would be without a limit. */
  readonly chosen: number;
  readonly functions: number;
  /** The lines that cost most, the hottest first. */
  readonly hot: readonly HotLine[];
  /** Where a function's name, a path or a text is found. */
  find(matches: (text: string) => boolean): Found;
}

export interface ListedFile {
  readonly file: string;
  /** Of its functions. */
  readonly flat: Int64;
  readonly functions: number;
}

export interface HotLine {
  readonly row: number;
  readonly flat: Int64;
  readonly cum: Int64;
}

export type ListingRow =
  | ({ readonly kind: 'file'; readonly text: TextState } & ListedFile)
  | { readonly kind: 'function'; readonly file: string; readonly fn: string; readonly flat: Int64; readonly cum: Int64 }
  | (RowOfLine & { readonly kind: 'line'; readonly calls: 'none' | 'shut' | 'open' })
  | (RowOfLine & { readonly kind: 'call'; readonly depth: number });

interface RowOfLine {
  /** The function that the line is of: of a call, the one that is called. */
  readonly fn: string;
  readonly file: string;
  /** 1-based; 0 where it is not known. */
  readonly line: number;
  readonly flat: Int64;
  readonly cum: Int64;
  /** Undefined where there is none. */
  readonly text: string | undefined;
  /** What the text begins in (LineStart). */
  readonly start: number;
}

/** A file's text and what each of its lines begins in; or whether it may still come. */
export type FileText = { readonly lines: readonly string[]; readonly starts: Uint8Array } | 'awaited' | 'missing';
export type TextState = 'here' | 'awaited' | 'missing';

/** What one looks at. */
export type Listed =
  | { readonly kind: 'functions'; readonly functions: readonly string[] }
  /** Functions whose name, linker's name or file it matches, or that stand at the address that it is. */
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** The files that cost most themselves. */
  | { readonly kind: 'hottest' };

/** All code of a subject by file and function: made once, looked at many times. */
export interface Code {
  readonly costs: LineCosts;
  readonly files: readonly CodeFile[];
  /** A byte for each node: 1 where something was inlined at the line. */
  readonly withCalls: Uint8Array;
}

interface CodeFile {
  readonly file: string;
  readonly functions: readonly CodeFunction[];
}

interface CodeFunction {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
}

/** Files shown while nothing in particular is asked for, as in pprof's page. */
const HOTTEST = 50;
/** Lines that one can go to as hot. */
const HOT = 200;
/** Of a file whose text is awaited, longer functions show only what costs. */
const LONGEST_AWAITED = 10_000;

export function codeOf(costs: LineCosts): Code {
  const files = [...grouped(costs.costs, ({ info }) => info.file)].map(([file, nodes]) => ({
    file,
    functions: [...grouped(nodes, ({ info }) => info.name)].map(([name, own]) => ({ name, nodes: own })),
  }));
  return { costs, files, withCalls: linesWithCalls(costs) };
}

/**
 * @param textOf the text of a file, by its path
 * @param open keys of the lines whose inlined calls are shown; see `lineKey`
 * @throws QuestionError where a pattern matches nothing
 */
export function listingOf(code: Code, listed: Listed, textOf: (file: string) => FileText, open: ReadonlySet<string>): Listing {
  const chosen = chosenFiles(code, listed)
    .map((file) => ({ ...file, flat: flatOf(file) }))
    .toSorted((a, b) => compare64(abs64(b.flat), abs64(a.flat)) || compareBytes(a.file, b.file));
  const shown = listed.kind === 'hottest' ? chosen.slice(0, HOTTEST) : chosen;
  const entries = shown.flatMap((file) => entriesOf(file, code, textOf(file.file), open, textOf));
  const starts = startsOf(entries.length, (entry) => entries[entry].count);
  return {
    ...sectionsOf([{ starts, linesOf: (entry) => entries[entry].rows() }]),
    files: shown.map(listedFile),
    chosen: chosen.length,
    functions: shown.reduce((sum, { functions }) => sum + functions.length, 0),
    hot: hottest(entries, starts),
    find: (matches) => foundIn(starts, (entry) => entries[entry].find(matches)),
  };
}

function chosenFiles({ costs, files }: Code, listed: Listed): readonly CodeFile[] {
  // What stands in no file has no lines either.
  const inFiles = files.filter(({ file }) => file !== '');
  switch (listed.kind) {
    case 'hottest':
      return inFiles;
    case 'functions': {
      const wanted = new Set(listed.functions);
      return narrowed(inFiles, (name) => wanted.has(name));
    }
    case 'pattern': {
      const chosen = namesMatching(costs, listed.pattern);
      const matcher = new Matcher(listed.pattern, inFiles.map(({ file }) => file));
      const matching = inFiles.flatMap((file, row) => (matcher.matches(row) ? [file] : narrowed([file], (name) => chosen.has(name))));
      if (matching.length === 0) throw new QuestionError(`no matches found for regexp: ${listed.pattern.source}`);
      return matching;
    }
  }
}

function narrowed(files: readonly CodeFile[], isWanted: (name: string) => boolean): CodeFile[] {
  return files.flatMap(({ file, functions }) => {
    const wanted = functions.filter(({ name }) => isWanted(name));
    return wanted.length === 0 ? [] : [{ file, functions: wanted }];
  });
}

function namesMatching({ subject: { profile } }: LineCosts, pattern: Pattern): Set<string> {
  const { functions, frames, locations, strings } = profile;
  const matcher = new Matcher(pattern, strings);
  const names = new Set<string>();
  for (let fn = 0; fn < functions.count; fn++) if (matcher.matches(functions.name[fn]) || matcher.matches(functions.systemName[fn])) names.add(strings[functions.name[fn]]);
  const address = parseAddress(pattern.source);
  if (address === undefined || address === 0n) return names;
  for (let location = locations.address.indexOf(address); location >= 0; location = locations.address.indexOf(address, location + 1)) {
    for (let frame = locations.frame[location]; frame < locations.frame[location + 1]; frame++) if (frames.fn[frame] >= 0) names.add(strings[functions.name[frames.fn[frame]]]);
  }
  return names;
}

function flatOf({ functions }: CodeFile): Int64 {
  return functions.reduce((sum: Int64, { nodes }) => plus(sum, sums(nodes).flat), 0);
}

function listedFile({ file, flat, functions }: CodeFile & { readonly flat: Int64 }): ListedFile {
  return { file, flat, functions: functions.length };
}

/** Rows that belong together. */
interface Entry {
  readonly count: number;
  readonly rows: () => readonly ListingRow[];
  /** Lines that cost, with their row in the entry. */
  readonly hot: () => readonly HotLine[];
  readonly find: (matches: (text: string) => boolean) => readonly number[];
}

type TextOf = (file: string) => FileText;

function entriesOf(file: CodeFile & { readonly flat: Int64 }, code: Code, text: FileText, open: ReadonlySet<string>, textOf: TextOf): Entry[] {
  const row = { kind: 'file', ...listedFile(file), text: typeof text === 'string' ? text : 'here' } as const;
  const head: Entry = { count: 1, rows: () => [row], hot: () => [], find: (matches) => (matches(file.file) ? [0] : []) };
  const inOrder = file.functions.map((fn) => ({ ...fn, range: rangeOf(fn.nodes) })).toSorted((a, b) => a.range.start - b.range.start || compareBytes(a.name, b.name));
  return [head, ...inOrder.map((fn) => functionEntry({ ...fn, file: file.file, text }, code, open, textOf))];
}

interface FunctionOf extends CodeFunction {
  readonly file: string;
  readonly text: FileText;
  readonly range: { readonly start: number; readonly end: number };
}

function functionEntry(fn: FunctionOf, code: Code, open: ReadonlySet<string>, textOf: TextOf): Entry {
  const { name, file, nodes, text } = fn;
  const costs = grouped(nodes, ({ info }) => String(info.line));
  const { begin, end, apart } = linesOf(fn, costs);
  const keyOf = (line: number) => lineKey({ file, fn: name, line });
  const opened = new Map<number, readonly InlinedCall[]>();
  for (const [line, own] of costs) {
    if (open.has(keyOf(Number(line))) && hasCalls(own, code)) opened.set(Number(line), inlinedCalls(code.costs, new Set(own.map(({ id }) => id))));
  }
  const callsAt = (line: number) => opened.get(line)?.length ?? 0;
  const openedBefore = (line: number) => [...opened].reduce((sum, [at, calls]) => (at < line ? sum + calls.length : sum), 0);
  const count = 1 + Math.max(0, end - begin) + apart.length + [...opened.values()].reduce((sum, calls) => sum + calls.length, 0);
  /** Lines apart may stand before the others and behind them. */
  const rowOf = (line: number) => {
    const before = apart.filter((at) => at < line).length + Math.max(0, Math.min(line, end) - begin);
    return 1 + before + openedBefore(line);
  };
  const lineRow = (line: number): ListingRow => {
    const own = costs.get(String(line)) ?? [];
    const calls = !hasCalls(own, code) ? 'none' : opened.has(line) ? 'open' : 'shut';
    return { kind: 'line', fn: name, file, line, ...sums(own), ...textAt(text, line), calls };
  };
  const withCalls = (line: number): ListingRow[] => [
    lineRow(line),
    ...(callsAt(line) === 0 ? [] : (opened.get(line) ?? []).map((call): ListingRow => ({ kind: 'call', ...call, line: Number(call.line), ...textAt(textOf(call.file), Number(call.line)) }))),
  ];
  return {
    count,
    rows: () => [{ kind: 'function', file, fn: name, ...sums(nodes) }, ...numbersIn(begin, end, apart).flatMap(withCalls)],
    hot: () => [...costs].map(([line, own]) => ({ row: rowOf(Number(line)), ...sums(own) })),
    find: (matches) => {
      const rows = matches(name) ? [0] : [];
      if (typeof text === 'string') return rows;
      for (let line = begin; line < Math.min(end, text.lines.length + 1); line++) if (matches(text.lines[line - 1])) rows.push(rowOf(line));
      return rows;
    },
  };
}

/** Lines from `begin` to before `end`, and those that cost though they stand outside, or though nothing around them can be shown. */
function linesOf({ text, range: { start, end } }: FunctionOf, costs: ReadonlyMap<string, unknown>): { begin: number; end: number; apart: number[] } {
  const last = text === 'missing' ? 0 : text === 'awaited' ? (end - start > LONGEST_AWAITED ? 0 : end) : Math.min(end, text.lines.length);
  const apart = [...costs.keys()].map(Number).filter((line) => line < start || line > last);
  return { begin: start, end: Math.max(start, last + 1), apart: apart.toSorted((a, b) => a - b) };
}

function numbersIn(begin: number, end: number, apart: readonly number[]): number[] {
  const numbers = [...apart];
  for (let line = begin; line < end; line++) numbers.push(line);
  return apart.length === 0 ? numbers : numbers.toSorted((a, b) => a - b);
}

function hasCalls(nodes: readonly GraphNode[], { withCalls }: Code): boolean {
  return nodes.some(({ id }) => withCalls[id] === 1);
}

function textAt(text: FileText, line: number): { readonly text: string | undefined; readonly start: number } {
  return typeof text === 'string' ? { text: undefined, start: 0 } : { text: text.lines[line - 1], start: text.starts[line - 1] ?? 0 };
}

function hottest(entries: readonly Entry[], starts: Float64Array): HotLine[] {
  const lines = entries.flatMap((entry, i) => entry.hot().map((line) => ({ ...line, row: starts[i] + line.row })));
  return lines.sort((a, b) => compare64(abs64(b.flat), abs64(a.flat)) || compare64(abs64(b.cum), abs64(a.cum)) || a.row - b.row).slice(0, HOT);
}
