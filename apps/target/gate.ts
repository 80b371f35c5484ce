import { constants, createGunzip } from 'node:zlib';
import { contentionText } from '#parsers/contentionText.ts';
import { countText } from '#parsers/countText.ts';
import { cpuBinary } from '#parsers/cpuBinary.ts';
import { isGzip } from '#parsers/gunzip.ts';
import { heapText } from '#parsers/heapText.ts';
import { javaText } from '#parsers/javaText.ts';
import { lookOf } from '#parsers/look.ts';
import { threadz } from '#parsers/threadz.ts';
import { TargetError } from './failure.ts';

/** What a body is, by its beginning. */
export type Content = 'gzip' | 'protobuf' | 'trace' | 'text';

export interface Gated {
  readonly content: Content;
  /** All of it, as it came. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Bytes that are looked at. */
const HEAD = 65_536;

/**
 * Lets a body through if it begins as a profile, a trace or a dump of goroutines does, and nothing else: whoever makes the
 * companion ask for something that it should not have, does not get to see it.
 * @throws TargetError `not-a-profile`, with what it looks like; whatever reading the body throws
 */
export async function gate(body: AsyncIterable<Uint8Array>): Promise<Gated> {
  const pieces = body[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (length < HEAD && !isWhole) {
    const { done = false, value } = await pieces.next();
    isWhole = done;
    if (done) break;
    head.push(value);
    length += value.length;
  }
  const beginning = Buffer.concat(head).subarray(0, HEAD);
  const content = await contentOf(beginning, isWhole && length <= HEAD);
  if (content === undefined) {
    await pieces.return?.();
    throw await refusal(beginning);
  }
  return { content, body: followed(head, pieces) };
}

async function* followed(head: readonly Uint8Array[], pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  } finally {
    await pieces.return?.();
  }
}

async function refusal(beginning: Uint8Array): Promise<TargetError> {
  const bytes = isGzip(beginning) ? await inflatedStart(beginning) : beginning;
  const look = beginning.length === 0 ? 'the answer is empty' : lookOf(bytes);
  const sample = printable(bytes);
  return new TargetError('not-a-profile', { ...(look !== undefined && { message: look.replace(/^this (file )?/, 'the answer ') }), status: 200, ...(sample !== '' && { sample }) });
}

/** Characters of a sample. */
const MOST_TOLD = 200;

function printable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 4 * MOST_TOLD), { stream: true });
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\s\ufffd]+/gu, ' ').trim().slice(0, MOST_TOLD);
}

/**
 * What these bytes begin; undefined for what is none of it.
 * @param isWhole there is no more of it
 */
export async function contentOf(bytes: Uint8Array, isWhole: boolean): Promise<Content | undefined> {
  if (!isGzip(bytes)) return plainContentOf(bytes, isWhole);
  // Whether it is damaged or cut is for whoever reads it to the end.
  return plainContentOf(await inflatedStart(bytes), false) === undefined ? undefined : 'gzip';
}

function plainContentOf(bytes: Uint8Array, isWhole: boolean): Content | undefined {
  if (isTrace(bytes)) return 'trace';
  if (TEXTS.some(({ recognises }) => recognises(bytes)) || isGoroutineDump(bytes)) return 'text';
  if (cpuBinary.recognises(bytes) || isProtobuf(bytes, isWhole)) return 'protobuf';
  return undefined;
}

/** pprof's text formats; each says by its first lines that it is itself. */
const TEXTS = [heapText, countText, threadz, contentionText, javaText];

function isTrace(bytes: Uint8Array): boolean {
  return /^go 1\.\d{1,3} trace\0/.test(Buffer.from(bytes.subarray(0, 20)).toString('latin1'));
}

/** At once, without what a program that fails prints before. */
function isGoroutineDump(bytes: Uint8Array): boolean {
  return /^\s*goroutine \d+ (gp=0x[0-9a-f]+ m=\S+( mp=\S+)? )?\[[^\]\n]+\]:\r?\n/.test(Buffer.from(bytes.subarray(0, 400)).toString('latin1'));
}

/** Of what is inflated at a time: what was good before something wrong is not lost. */
const SLICE = 512;
/** Of gzip's checksum and size. */
const TRAILER = 8;

/** At most as many bytes as are looked at; what comes before the stream is cut or wrong. */
function inflatedStart(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: HEAD });
    const parts: Uint8Array[] = [];
    let length = 0;
    const end = () => {
      gunzip.destroy();
      resolve(Buffer.concat(parts).subarray(0, HEAD));
    };
    gunzip.on('data', (part: Uint8Array) => {
      parts.push(part);
      length += part.length;
      if (length >= HEAD) end();
    });
    gunzip.on('error', end);
    gunzip.on('end', end);
    for (let at = 0; at < bytes.length - TRAILER; at += SLICE) gunzip.write(bytes.subarray(at, Math.min(at + SLICE, bytes.length - TRAILER)));
    gunzip.end();
  });
}

/** How a field may be written, by wire type. */
const WIRES = { number: [0], numbers: [0, 2], bytes: [2] };

/** A field of a message: a number, numbers one by one or packed, any bytes, or a message. */
type Field = keyof typeof WIRES | Message;
interface Message {
  readonly [field: number]: Field;
}

const numbers = (count: number): Message => Object.fromEntries(Array.from({ length: count }, (_, i) => [i + 1, 'number']));
const VALUE_TYPE = numbers(2);
const SAMPLE: Message = { 1: 'numbers', 2: 'numbers', 3: numbers(4) };
const MAPPING = numbers(10);
const LOCATION: Message = { ...numbers(5), 4: numbers(3) };
const FUNCTION = numbers(5);
/** Source: github.com/google/pprof, proto/profile.proto. */
const PROFILE: Message = { ...numbers(15), 1: VALUE_TYPE, 2: SAMPLE, 3: MAPPING, 4: LOCATION, 5: FUNCTION, 6: 'bytes', 11: VALUE_TYPE, 13: 'numbers' };

/**
 * Whether the bytes are the fields of a profile, as far as they go, with one that text does not have among them: a message,
 * which holds what it is to hold, or the empty string that stands first in the table of strings.
 */
function isProtobuf(bytes: Uint8Array, isWhole: boolean): boolean {
  return walk(bytes, 0, bytes.length, !isWhole, PROFILE) === 'telling';
}

/** Fields from here on are of no known version, and no byte of ASCII begins one. */
const FIRST_UNKNOWN = 16;

/**
 * Whether the bytes are fields of a message, and whether one of them tells that they are; undefined where they are not.
 * @param isCut the bytes may end before the message does
 */
function walk(bytes: Uint8Array, begin: number, end: number, isCut: boolean, message: Message): 'telling' | 'possible' | undefined {
  let found: 'telling' | 'possible' = 'possible';
  for (let pos = begin; pos < end; ) {
    const tag = varint(bytes, pos, end);
    if (tag === undefined) return isCut && end - pos < LONGEST_VARINT ? found : undefined;
    const field = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    const expected = message[field];
    if (expected === undefined ? field < FIRST_UNKNOWN : !WIRES[typeof expected === 'object' ? 'bytes' : expected].includes(wire)) return undefined;
    const content = contentAt(bytes, tag.next, end, wire);
    if (content === undefined) return isCut && end - tag.next < LONGEST_VARINT ? found : undefined;
    const next = content.begin + content.length;
    if (next > end && !isCut) return undefined;
    if (typeof expected === 'object' && walk(bytes, content.begin, Math.min(next, end), next > end, expected) === undefined) return undefined;
    if (typeof expected === 'object' ? content.length > 0 : expected === 'bytes' && content.length === 0) found = 'telling';
    pos = next;
  }
  return found;
}



/** Where a field's content lies; undefined where it is not told, or there is no such wire type. */
function contentAt(bytes: Uint8Array, pos: number, end: number, wire: number): { readonly begin: number; readonly length: number } | undefined {
  if (wire === 1 || wire === 5) return { begin: pos, length: wire === 1 ? 8 : 4 };
  const number = wire === 0 || wire === 2 ? varint(bytes, pos, end) : undefined;
  if (number === undefined) return undefined;
  return wire === 0 ? { begin: pos, length: number.next - pos } : { begin: number.next, length: number.value };
}

const LONGEST_VARINT = 10;

/** Undefined where it does not end; exact up to 2^53, which is more than any length. */
function varint(bytes: Uint8Array, pos: number, end: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = pos; at < Math.min(end, pos + LONGEST_VARINT); at++) {
    value += (bytes[at] & 0x7f) * 2 ** (7 * (at - pos));
    if (bytes[at] < 0x80) return { value, next: at + 1 };
  }
  return undefined;
}
