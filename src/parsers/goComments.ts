import type { LabelParts } from '#model/builder.ts';
import { Places, type Place, type SourceLine } from './addressProfile.ts';
import { goLabels } from './goLabels.ts';

/**
 * What Go writes below a sample, as comments that pprof passes over: a line for each frame, and labels. Source: Go,
 * runtime/pprof (printStackRecord, printCountProfile).
 */

/** The comments that stand from `at` on. */
export function commentsFrom(lines: readonly string[], at: number): string[] {
  let end = at;
  while (end < lines.length && lines[end].startsWith('#')) end++;
  return lines.slice(at, end);
}

export function labelsIn(comments: readonly string[]): LabelParts[] {
  const text = comments.find((comment) => comment.startsWith('# labels: {'));
  if (text === undefined) return [];
  return goLabels(text.slice(text.indexOf('{') + 1, text.lastIndexOf('}')));
}

interface CodeSymbol extends SourceLine {
  /** The address of the call. */
  readonly pc: bigint;
  /** Where the machine code of its function begins; a function inlined into another has the other's. */
  readonly entry: bigint;
}

/**
 * Makes places of a sample's addresses and of what its comments tell of them. Go leaves out frames of its runtime at the
 * leaf and the one that every stack begins with, and so they are left out here.
 */
export class StackReader {
  readonly #places = new Places();
  /** By comment: the same frames come in many stacks. */
  readonly #symbols = new Map<string, CodeSymbol | undefined>();

  /** @param addresses of calls; they count where the comments tell nothing */
  read(addresses: readonly bigint[], comments: readonly string[]): readonly Place[] {
    const symbols = comments.map((comment) => this.#symbolOf(comment)).filter((symbol) => symbol !== undefined);
    if (addresses.length === 0 || symbols.length === 0) return addresses.map((address) => this.#places.at(address));
    return byFunction(symbols).map((own) => {
      const lines = own.filter(({ name }) => name !== '');
      return lines.length === 0 ? this.#places.at(own[0].pc) : this.#places.with(own[0].pc, lines);
    });
  }

  #symbolOf(comment: string): CodeSymbol | undefined {
    if (this.#symbols.has(comment)) return this.#symbols.get(comment);
    const symbol = symbolOf(comment);
    this.#symbols.set(comment, symbol);
    return symbol;
  }
}

/**
 * Symbols by the function that has the machine code, each with those that were inlined into it. Symbols in a row whose
 * code begins at one place are inlined into the last of them, which is the function that begins there, unless it called
 * itself.
 */
function byFunction(symbols: readonly CodeSymbol[]): CodeSymbol[][] {
  const functions: CodeSymbol[][] = [];
  let begin = 0;
  for (let end = 1; end <= symbols.length; end++) {
    if (end < symbols.length && symbols[end].entry === symbols[begin].entry) continue;
    const { name } = symbols[end - 1];
    for (let at = begin; at < end; at++) {
      if (symbols[at].name !== name) continue;
      functions.push(symbols.slice(begin, at + 1));
      begin = at + 1;
    }
  }
  return functions;
}

/** `#	0x466028	internal/poll.runtime_pollWait+0x88		runtime/netpoll.go:305`; tabs may have become blanks. */
function symbolOf(comment: string): CodeSymbol | undefined {
  const [, pcDigits, rest] = /^#[\t ]+0x([0-9a-f]{1,16})(?:[\t ]+(\S.*))?$/.exec(comment) ?? [];
  if (pcDigits === undefined) return undefined;
  const pc = BigInt(`0x${pcDigits}`);
  const unknown = { pc, entry: pc, name: '', file: '', line: 0 };
  if (rest === undefined) return unknown;
  const plus = rest.lastIndexOf('+0x');
  const [, offset, file, line] = /^\+0x([0-9a-f]{1,16})[\t ]+(\S.*):(\d{1,9})\s*$/.exec(rest.slice(Math.max(plus, 0))) ?? [];
  return offset === undefined ? unknown : { pc, entry: pc - BigInt(`0x${offset}`), name: rest.slice(0, plus), file, line: Number(line) };
}
