import type { LabelParts } from '#model/builder.ts';
import type { Place, Places, SourceLine } from './addressProfile.ts';
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

interface Symbol extends SourceLine {
  /** The address of the call. */
  readonly pc: bigint;
  /** Where the machine code of its function begins; a function inlined into another has the other's. */
  readonly entry: bigint;
}

/**
 * The places of a sample, as its comments tell of them; those of its addresses where they tell nothing. Go leaves out
 * frames of its runtime at the leaf and the one that every stack begins with, and so they are left out here.
 */
export function placesIn(places: Places, addresses: readonly bigint[], comments: readonly string[]): readonly Place[] {
  const symbols = comments.map(symbolOf).filter((symbol) => symbol !== undefined);
  if (addresses.length === 0 || symbols.length === 0) return addresses.map((address) => places.at(address));
  const found: Place[] = [];
  for (let at = 0; at < symbols.length; ) {
    const end = functionEnd(symbols, at);
    const lines = symbols.slice(at, end).filter(({ name }) => name !== '');
    found.push(lines.length === 0 ? places.at(symbols[at].pc) : places.with(symbols[at].pc, lines));
    at = end;
  }
  return found;
}

/**
 * Behind the function that the symbol at `at` was inlined into, or that it is. Symbols in a row whose code begins at one
 * place are inlined into the last of them, which is the function that begins there, unless it called itself.
 */
function functionEnd(symbols: readonly Symbol[], at: number): number {
  let last = at;
  while (last + 1 < symbols.length && symbols[last + 1].entry === symbols[at].entry) last++;
  let end = at;
  while (symbols[end].name !== symbols[last].name) end++;
  return end + 1;
}

/** `#	0x466028	internal/poll.runtime_pollWait+0x88		runtime/netpoll.go:305`; tabs may have become blanks. */
function symbolOf(comment: string): Symbol | undefined {
  const [, pcDigits, rest] = /^#[\t ]+0x([0-9a-f]{1,16})(?:[\t ]+(\S.*))?$/.exec(comment) ?? [];
  if (pcDigits === undefined) return undefined;
  const pc = BigInt(`0x${pcDigits}`);
  const unknown = { pc, entry: pc, name: '', file: '', line: 0 };
  if (rest === undefined) return unknown;
  const plus = rest.lastIndexOf('+0x');
  const [, offset, file, line] = /^\+0x([0-9a-f]{1,16})[\t ]+(\S.*):(\d{1,9})\s*$/.exec(rest.slice(Math.max(plus, 0))) ?? [];
  return offset === undefined ? unknown : { pc, entry: pc - BigInt(`0x${offset}`), name: rest.slice(0, plus), file, line: Number(line) };
}
