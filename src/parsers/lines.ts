import { decodeText } from '#model/text.ts';
import { ParseError } from './parseError.ts';

/** Bytes decoded in one go. */
const CHUNK = 1 << 20;
/** Bytes of a line before a text is given up; an engine's strings end at twice that. */
const LONGEST = 1 << 28;
/** Bytes that the recognition of a text looks at. */
const HEAD = 1 << 16;
const LF = 10;

/** Lines without their ends, LF or CRLF. A text may be larger than a string can be, so it is decoded in pieces. */
export function* linesOf(bytes: Uint8Array): Generator<string> {
  for (let begin = 0; begin < bytes.length; ) {
    const end = chunkEnd(bytes, begin);
    const lines = decodeLines(bytes.subarray(begin, end));
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    begin = end;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A byte that is no UTF-8 takes long to escape, so the other lines are spared that. */
function decodeLines(bytes: Uint8Array): string[] {
  try {
    return utf8.decode(bytes).split('\n');
  } catch {
    return bytesOfLines(bytes).map(decodeText);
  }
}

function bytesOfLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, begin)) {
    lines.push(bytes.subarray(begin, end));
    begin = end + 1;
  }
  return [...lines, bytes.subarray(begin)];
}

/** Behind the last line that ends within a chunk, or else behind the first. */
function chunkEnd(bytes: Uint8Array, begin: number): number {
  if (bytes.length - begin <= CHUNK) return bytes.length;
  const last = bytes.subarray(begin, begin + CHUNK).lastIndexOf(LF);
  const at = last < 0 ? bytes.indexOf(LF, begin + CHUNK) : begin + last;
  const end = at < 0 ? bytes.length : at + 1;
  if (end - begin > LONGEST) throw new ParseError(`this text has a line of ${end - begin} bytes`);
  return end;
}

/** The first lines, whole ones unless there is but one. What is no UTF-8 is replaced: they are looked at, not kept. */
export function headLines(bytes: Uint8Array, size = HEAD): string[] {
  const head = bytes.subarray(0, size);
  const end = bytes.length <= size ? head.length : head.lastIndexOf(LF) + 1 || head.length;
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(head.subarray(0, end)).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

export function isBlankOrComment(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** A line for a message: quoted, and cut where it is long. */
export function quote(line: string): string {
  return JSON.stringify(line.length > 100 ? `${line.slice(0, 100)}…` : line);
}
