import { plus, quotient, type Int64 } from '#model/int64.ts';
import { baseName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import type { Pattern } from '#model/pattern.ts';
import type { Profile, ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { compareBytes, encodeText, padLeft, padRight } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { BinaryError, type Binaries, type Binary, type BinarySymbol, type Instruction, type MappedFile } from './binaries.ts';
import { graphOf, graphSource, sumNodes, type GraphNode } from './graph.ts';
import { nodesOf } from './nodes.ts';
import { firstFrom } from './places.ts';
import { parseAddress } from './sourceCode.ts';
import { formatValue, type Subject } from './subject.ts';

/** The instructions of functions, with what each costs. Numbers are in the sample type's unit. */
export interface DisasmReport {
  readonly type: ValueType;
  /** As asked, so "minimum" is chosen for each number by itself. */
  readonly unit: string;
  readonly total: Int64;
  /** Numbers are multiplied by it when they are shown. */
  readonly ratio: number;
  /** Why binaries that may hold such functions could not be read, a sentence each. */
  readonly unread: readonly string[];
  /** By name. */
  readonly routines: readonly DisasmRoutine[];
  /** Why there are no routines; empty where there are. */
  readonly problem: string;
}

/** What a binary holds from one symbol to the next. */
export interface DisasmRoutine {
  /** Its name, and others that it has. */
  readonly names: readonly string[];
  readonly flat: Int64;
  readonly cum: Int64;
  readonly instructions: readonly DisasmInstruction[];
}

export interface DisasmInstruction {
  /** As the binary counts. */
  readonly address: bigint;
  readonly text: string;
  readonly flat: Int64;
  readonly cum: Int64;
  /** Where it comes from; empty or 0 where that is not known. */
  readonly fn: string;
  /** Base name. */
  readonly file: string;
  readonly line: number;
}

/**
 * What `pprof -disasm` shows: symbols of binaries that the pattern matches, or that stand at the address that it is, and
 * that have samples. Inlined calls are not told apart.
 *
 * Source: internal/report/report.go (PrintAssembly).
 * @throws BinaryError when instructions cannot be read
 */
export function disasmReport(subject: Subject, options: Options, pattern: Pattern, binaries: Binaries): DisasmReport {
  const { profile, measure } = subject;
  const nodes = addressNodes(subject, options);
  const address = parseAddress(pattern.source);
  const { found, unread, reasons } = symbolsIn(profile, nodes, pattern, address, binaries);
  const sampled = found.flatMap((symbol) => {
    const own = nodesIn(symbol);
    return own.length === 0 ? [] : [{ ...symbol, own }];
  });
  const sorted = sampled.toSorted((a, b) => compareBytes(a.names[0], b.names[0]) || (a.start < b.start ? -1 : 1));
  const routines = sorted.map(({ names, binary, start, end, own }) => ({
    names,
    ...sumsOf(own.map(({ node }) => node)),
    instructions: annotated(binary.instructions(start, end, options.intelSyntax), own),
  }));
  const problem = routines.length > 0 ? '' : [nothingFound(pattern, address, found.length > 0), ...reasons].join('; ');
  return { type: measure.type, unit: options.unit, total: measure.total, ratio: measure.ratio, unread, routines, problem };
}

/** What each address costs; inlined calls are their caller's. */
export function addressNodes(subject: Subject, options: Options): GraphNode[] {
  const byAddress: Options = { ...options, granularity: 'addresses', noInlines: true };
  const source = graphSource(subject, nodesOf(subject.profile, byAddress, { keepObjects: true }), byAddress, false);
  return graphOf(source, sumNodes(source, undefined, false)).nodes;
}

function nothingFound(pattern: Pattern, address: bigint | undefined, hasSymbols: boolean): string {
  if (address === undefined) return `no matches found for regexp ${pattern.source}`;
  const at = `0x${address.toString(16)}`;
  return hasSymbols ? `address ${at} found in binary, but the corresponding symbols do not have samples in the profile` : `no matches found for address ${at}`;
}

/** A symbol, and the nodes of its binary. */
interface Found {
  readonly names: readonly string[];
  /** As the binary counts; `end` is the symbol's last byte, which pprof leaves out. */
  readonly start: bigint;
  readonly end: bigint;
  readonly binary: Binary;
  readonly nodes: Located;
}

/** Nodes by their address as a binary counts. */
interface Located {
  readonly nodes: readonly LocatedNode[];
  readonly addresses: BigUint64Array;
}

export interface LocatedNode {
  readonly node: GraphNode;
  readonly at: bigint;
}

interface Search {
  readonly found: Found[];
  /** Binaries that could not be opened, and why; a sentence each. */
  readonly unread: string[];
  /** The same, and whatever else may be why nothing was found. */
  readonly reasons: string[];
}

/** Binaries are read where one of their nodes matches, or the address is theirs. */
function symbolsIn(profile: Profile, nodes: readonly GraphNode[], pattern: Pattern, address: bigint | undefined, binaries: Binaries): Search {
  const { mappings, strings } = profile;
  const matching = new Set(nodes.filter(({ name }) => pattern.matches(name)).map(({ info }) => info.objfile));
  const search: Search = { found: [], unread: [], reasons: matching.delete('') ? ['the profile does not say in which binary they are'] : [] };
  for (let row = 0; row < mappings.count; row++) {
    const mapping: MappedFile = { file: strings[mappings.file[row]], start: mappings.start[row], limit: mappings.limit[row], offset: mappings.offset[row] };
    const holdsAddress = address !== undefined && mapping.start <= address && address <= mapping.limit;
    if (!matching.has(mapping.file) && !holdsAddress) continue;
    const binary = binaries.open(mapping);
    if ('error' in binary) {
      search.unread.push(binary.error);
      search.reasons.push(binary.error);
      continue;
    }
    const located = locatedIn(nodes, mapping, binary);
    const symbols = symbolsOf(binary, search.reasons);
    for (const symbol of symbolsMatching(symbols, pattern, address)) search.found.push({ ...symbol, binary, nodes: located });
  }
  return search;
}

function symbolsOf(binary: Binary, reasons: string[]): readonly BinarySymbol[] {
  try {
    return binary.symbols();
  } catch (error) {
    if (!(error instanceof BinaryError)) throw error;
    reasons.push(error.message);
    return [];
  }
}

/** A binary takes its place in memory from the first address that it is asked for, so that is one of the mapping. */
function locatedIn(nodes: readonly GraphNode[], { start, limit }: MappedFile, binary: Binary): Located {
  const inside = nodes.find(({ info }) => info.address >= start && info.address < limit);
  if (inside !== undefined) binary.addressOf(inside.info.address);
  const located = nodes.flatMap((node) => {
    const at = binary.addressOf(node.info.address);
    return at === undefined ? [] : [{ node, at }];
  });
  located.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : compareBytes(identity(a.node), identity(b.node))));
  return { nodes: located, addresses: BigUint64Array.from(located, ({ at }) => at) };
}

/** pprof's last key. Source: internal/graph/graph.go (compareNodes). */
function identity({ info }: GraphNode): string {
  return `{${info.name}  ${info.address} ${info.file} ${info.startLine} ${info.line} ${info.column} ${info.objfile}}`;
}

/**
 * Symbols whose name matches, as linkers have it or as it reads; those of the address with all their names. A symbol
 * reaches to the next. Source: internal/binutils/disasm.go (findSymbols).
 */
export function symbolsMatching(symbols: readonly BinarySymbol[], pattern: Pattern, address: bigint | undefined): Pick<Found, 'names' | 'start' | 'end'>[] {
  const matching: Pick<Found, 'names' | 'start' | 'end'>[] = [];
  for (let i = 0; i < symbols.length; ) {
    const start = symbols[i].address;
    const same: BinarySymbol[] = [];
    for (; i < symbols.length && symbols[i].address === start; i++) same.push(symbols[i]);
    const end = BigInt.asUintN(64, (i < symbols.length ? symbols[i].address : 0n) - 1n);
    const isAsked = address !== undefined && address !== 0n && address >= start && address <= end;
    const names = isAsked ? same.map(({ name }) => name) : matchingName(same, pattern);
    if (names.length > 0) matching.push({ names, start, end });
  }
  return matching;
}

function matchingName(symbols: readonly BinarySymbol[], pattern: Pattern): string[] {
  for (const { name, readableName } of symbols) {
    const match = [name, ...readings(readableName)].find((reading) => pattern.matches(reading));
    if (match !== undefined) return [match];
  }
  return [];
}

/** `int ns::f<int>(int)`, `ns::f<int>`, `ns::f`. */
function readings(name: string): string[] {
  const whole = name.replace(/(?: \[clone [^\]]*\]| \(\.[^)]*\))+$/, '');
  const plain = withoutResult(whole.replace(/\((?:[^()]|\([^()]*\))*\)( const)?( volatile)?( &&?)?$/, ''));
  return [whole, plain, withoutTemplates(plain)];
}

/** What stands before the last blank that is in no brackets; names of operators may hold one. */
function withoutResult(name: string): string {
  if (name.includes('operator')) return name;
  let [depth, begin] = [0, 0];
  for (let i = 0; i < name.length; i++) {
    const char = name[i];
    if ('<('.includes(char)) depth++;
    else if ('>)'.includes(char)) depth--;
    else if (char === ' ' && depth === 0) begin = i + 1;
  }
  return name.slice(begin);
}

function withoutTemplates(name: string): string {
  const shorter = name.replace(/(?<!operator ?<?)<[^<>]*>/, '');
  return shorter === name ? name : withoutTemplates(shorter);
}

function nodesIn({ nodes: { nodes, addresses }, start, end }: Found): LocatedNode[] {
  const own: LocatedNode[] = [];
  for (let row = firstFrom(addresses, start); row < nodes.length && nodes[row].at < end; row++) own.push(nodes[row]);
  return own;
}

export function sumsOf(nodes: readonly GraphNode[]): { flat: Int64; cum: Int64; flatDivisor: Int64; cumDivisor: Int64 } {
  let [flat, cum, flatDivisor, cumDivisor]: Int64[] = [0, 0, 0, 0];
  for (const node of nodes) {
    flat = plus(flat, node.flat);
    cum = plus(cum, node.cum);
    flatDivisor = plus(flatDivisor, node.flatDivisor);
    cumDivisor = plus(cumDivisor, node.cumDivisor);
  }
  return { flat, cum, flatDivisor, cumDivisor };
}

/** No address is behind it. */
const LAST = (1n << 64n) - 1n;

/** An instruction gets what lies before the next one; what the binary does not say of it, the profile may. */
/**
 * Instructions with what they cost.
 * @param own in order of address; what stands between two instructions is the first one's
 */
export function annotated(instructions: readonly Instruction[], own: readonly LocatedNode[]): DisasmInstruction[] {
  let row = 0;
  return instructions.map(({ address, text, fn, file, line }, i) => {
    const next = instructions.at(i + 1)?.address ?? LAST;
    const from = row;
    while (row < own.length && own[row].at < next) row++;
    const here = own.slice(from, row).map(({ node }) => node);
    const { flat, cum, flatDivisor, cumDivisor } = sumsOf(here);
    return {
      address,
      text,
      flat: quotient(flat, flatDivisor),
      cum: quotient(cum, cumDivisor),
      fn: fn || (here.find(({ info }) => info.name !== '')?.info.name ?? ''),
      file: baseNameOf(file || (here.find(({ info }) => info.file !== '')?.info.file ?? '')),
      line: line || Number(here.find(({ info }) => Number(info.line) !== 0)?.info.line ?? 0),
    };
  });
}

export function baseNameOf(file: string): string {
  return file === '' ? '' : baseName(file);
}

/** Bytes of an instruction below which its place stands behind it; longer ones have it above. */
const SHORT = 40;

/**
 * As `pprof -disasm` prints it, which puts what could not be read above all else, even where nothing follows.
 * @throws QuestionError where there are no routines
 */
export function* disasmText(report: DisasmReport): Generator<string> {
  const print = (value: Int64) => formatValue(report, value, report.unit);
  const cell = (value: Int64) => padLeft(Number(value) === 0 ? '.' : print(value), 10);
  for (const error of report.unread) yield `${error}\n`;
  if (report.problem !== '') throw new QuestionError(report.problem);
  yield `Total: ${print(report.total)}\n`;
  for (const { names, flat, cum, instructions } of report.routines) {
    yield `ROUTINE ======================== ${names[0]}\n`;
    for (const name of names.slice(1)) yield `    AKA ======================== ${name}\n`;
    yield `${padLeft(print(flat), 10)} ${padLeft(print(cum), 10)} (flat, cum) ${percentage(cum, report.total)} of Total\n`;
    let before = { fn: '', file: '', line: 0 };
    for (const instruction of instructions) {
      const { address, text, fn, file, line } = instruction;
      const shown = fn === before.fn && file === before.file && line === before.line ? '' : placeText(instruction);
      before = instruction;
      const code = `${cell(instruction.flat)} ${cell(instruction.cum)} ${address.toString(16).padStart(10)}: `;
      if (shown === '') yield `${code}${text}\n`;
      else if (encodeText(text).length < SHORT) yield `${code}${padRight(text, SHORT)};${shown}\n`;
      else yield `${' '.repeat(74)};${shown}\n${code}${text}\n`;
    }
  }
}

/** "main.work work.go:12". */
function placeText({ fn, file, line }: DisasmInstruction): string {
  const place = file === '' ? '' : line === 0 ? file : `${file}:${line}`;
  return `${fn === '' ? '' : `${fn} `}${place}`;
}
