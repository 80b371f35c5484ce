import { narrow, type Int64 } from '#model/int64.ts';
import { ProfileBuilder, type LabelParts, type LineParts, type ProfileParts } from '#model/builder.ts';
import { MappingFlag, NONE, type Profile, type ValueType } from '#model/profile.ts';
import { decodeText } from '#model/text.ts';
import type { ParseOptions } from './formats.ts';
import { mapSection, placeAddresses } from './memoryMap.ts';
import { ParseError } from './parseError.ts';

/** What text profiles of addresses have in common: Go's `debug=1`, and the C++ ones they are modelled on. */

/** A sample line and the comments below it. */
export interface TextSample {
  /** As in the file: the leaf first, return addresses. */
  readonly addresses: readonly bigint[];
  readonly values: readonly Int64[];
  readonly labels?: readonly LabelParts[];
  /** Comment lines that follow: Go writes the symbols there. */
  readonly comments: readonly string[];
}

/** Bytes that the recognition of a text looks at. */
const HEAD = 1 << 16;

export function linesOf(bytes: Uint8Array): string[] {
  const lines = decodeText(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** The first lines, of which the last may be cut. */
export function headLines(bytes: Uint8Array): string[] {
  return linesOf(bytes.subarray(0, HEAD));
}

export function isBlankOrComment(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** The comments that stand from `at` on. */
export function commentsFrom(lines: readonly string[], at: number): string[] {
  let end = at;
  while (end < lines.length && lines[end].startsWith('#')) end++;
  return lines.slice(at, end);
}

/** @throws ParseError for what is no int64 */
export function int64Of(digits: string, line: string): Int64 {
  const value = BigInt(digits);
  if (value !== BigInt.asIntN(64, value)) throw new ParseError(`malformed sample: ${quote(line)}: ${digits} is more than 64 bits`);
  return narrow(value);
}

/** All 0x… groups of a text. */
export function addressesOf(text: string, line: string): bigint[] {
  return (text.match(/0x[0-9a-f]+/g) ?? []).map((group) => {
    const address = BigInt(group);
    if (address !== BigInt.asUintN(64, address)) throw new ParseError(`malformed sample: ${quote(line)}: ${group} is more than 64 bits`);
    return address;
  });
}

export function quote(line: string): string {
  return JSON.stringify(line.length > 100 ? `${line.slice(0, 100)}…` : line);
}

/** Samples become a profile; `mapLines` is what stands behind them, with the memory map. */
export function profileOfText(format: string, sampleTypes: readonly ValueType[], samples: readonly TextSample[], mapLines: readonly string[], parts: ProfileParts, { symbols }: ParseOptions): Profile {
  const builder = new ProfileBuilder(format, sampleTypes);
  const traces = samples.map((sample) => (symbols ? symbolized(builder, sample) : sample.addresses.map(plainFrame)));
  const addresses = new Set<bigint>();
  for (const trace of traces) for (const { address } of trace) addresses.add(address);
  const mappingOf = placeAddresses(builder, [...addresses], mapSection(mapLines));
  const rows = new Map<string, number>();
  const locate = ({ address, lines }: TextFrame): number => {
    const key = `${address} ${lines.map(({ fn, line }) => `${fn}:${line}`).join()}`;
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = builder.location({ address, lines, mapping: mappingOf(address) })));
    return row;
  };
  samples.forEach((sample, i) => builder.sample(traces[i].map(locate), sample.values, sample.labels));
  return builder.finish(parts);
}

interface TextFrame {
  readonly address: bigint;
  readonly lines: readonly LineParts[];
}

/** Return addresses point behind the call; one less is in it. */
function plainFrame(address: bigint): TextFrame {
  return { address: BigInt.asUintN(64, address - 1n), lines: [] };
}

/** `#	0x46602 8	internal/poll.runtime_pollWait+0x88		runtime/netpoll.go:305` */
const SYMBOL = /^#\t+0x([0-9a-f]+)(?:\t+(.+)\+0x[0-9a-f]+\t+(.+):(\d+))?$/;

/**
 * Frames with the symbols of the comments. A comment is one logical frame, with the address of its call; those before
 * the one that an address of the sample has were inlined into it. Go leaves out frames of its runtime at either end, and
 * so they are left out here, unless there is no symbol at all.
 */
function symbolized(builder: ProfileBuilder, sample: TextSample): readonly TextFrame[] {
  const frames = sample.addresses.map(plainFrame);
  const lines: LineParts[][] = frames.map(() => []);
  let at = 0;
  let pending: LineParts[] = [];
  for (const comment of sample.comments) {
    const [, pc, name, file, line] = SYMBOL.exec(comment) ?? [];
    if (pc === undefined || name === undefined) continue;
    pending.push({ fn: builder.fn({ name, file }), line: Number(line) });
    const found = frames.findIndex(({ address }, i) => i >= at && address === BigInt(`0x${pc}`));
    if (found === NONE) continue;
    lines[found].push(...pending);
    pending = [];
    at = found;
  }
  if (lines.every((own) => own.length === 0)) return frames;
  lines[at].push(...pending);
  return frames.map(({ address }, i) => ({ address, lines: lines[i] })).filter((frame) => frame.lines.length > 0);
}

/** Whether any sample has symbols; then its mapping is told to have them. */
export const SYMBOLIZED = MappingFlag.functions | MappingFlag.filenames | MappingFlag.lineNumbers;

/** `{"key":"value", "other":"…"}` as Go quotes it; undefined for what is not of this form. */
export function goLabels(text: string): LabelParts[] | undefined {
  const body = /^\{(.*)\}$/.exec(text)?.[1];
  if (body === undefined) return undefined;
  const labels: LabelParts[] = [];
  const pair = /\s*"((?:[^"\\]|\\.)*)":\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/gy;
  for (let end = 0; end < body.length; end = pair.lastIndex) {
    const match = pair.exec(body);
    if (match === null) return undefined;
    labels.push({ key: goUnquoted(match[1]), text: goUnquoted(match[2]) });
  }
  return labels;
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The inside of a Go string literal. */
function goUnquoted(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3})|(.))/gi, (_, byte?: string, four?: string, eight?: string, octal?: string, other?: string) => {
    const code = byte ?? four ?? eight;
    // A byte that Go wrote as \x is one that is no UTF-8.
    if (byte !== undefined) return byteEscape(Number.parseInt(byte, 16));
    if (octal !== undefined) return byteEscape(Number.parseInt(octal, 8));
    if (code !== undefined) return codePoint(Number.parseInt(code, 16));
    return ESCAPES[other ?? ''] ?? other ?? '';
  });
}

function byteEscape(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

function codePoint(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}
