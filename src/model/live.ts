/**
 * What the page and its companion say to each other of a running program: what is asked (`POST /api/fetch`), and the
 * frames that answer. A frame is its type (u8), the length of its payload (u32, big-endian) and the payload; what is no
 * data is JSON. Exactly one `end` or `error` stands last: an answer without it was cut, however whole it looks.
 */

export interface FetchRequest {
  /** http or https; a query belongs to it. */
  readonly url: string;
  readonly kind: FetchKind;
  /** `Basic …` or `Bearer …`, as typed into the page. */
  readonly authorization?: string;
  /** How long the program gathers before it answers; it decides how long is waited. The url says it to the program. */
  readonly seconds?: number;
  /** Of the kind `symbols` alone, and needed there: `0x46a1b3+0x46a1c0`. */
  readonly addresses?: string;
}

/** `profile` is relayed byte for byte, once its beginning is seen to be one; the companion makes JSON of the others. */
export type FetchKind = (typeof FETCH_KINDS)[number];

export const FETCH_KINDS = ['profile', 'index', 'cmdline', 'vars', 'charts', 'symbols'] as const;

/** What the data frames of a kind hold together, as JSON. */
export interface Answers {
  readonly index: Service;
  /** The program and its arguments. */
  readonly cmdline: readonly string[];
  readonly vars: Vars;
  readonly charts: readonly Series[];
  /** Names of addresses: lines of `0x46a1b3 main.work`. */
  readonly symbols: string;
}

/** What a program offers, as its index page says. */
export interface Service {
  /** The index page without query; ends in "/". */
  readonly url: string;
  readonly profiles: readonly Offered[];
  /** Whether the program tells its command line, and traces. */
  readonly cmdline: boolean;
  readonly trace: boolean;
}

export interface Offered {
  /** As pprof's address has it: `heap`, `profile` (CPU), or a name of the program's own. */
  readonly name: string;
  /** Of stacks in it now; undefined where the index says none, and for what is only gathered when asked. */
  readonly count: number | undefined;
  /** Empty where there is none. */
  readonly description: string;
  /** Absolute, without query, of the origin of the service. */
  readonly href: string;
}

/** What a Go program says of its memory at one moment, by `heap?debug=1` or expvar. Bytes, nanoseconds, counts since it started. */
export interface MemStats {
  readonly alloc: number;
  readonly totalAlloc: number;
  readonly sys: number;
  readonly mallocs: number;
  readonly frees: number;
  readonly heapAlloc: number;
  readonly heapSys: number;
  readonly heapIdle: number;
  readonly heapInuse: number;
  readonly heapReleased: number;
  readonly heapObjects: number;
  readonly stackInuse: number;
  readonly nextGC: number;
  /** Since 1970; 0 before the first. */
  readonly lastGC: number;
  readonly numGC: number;
  /** Share of the CPU time since the program started, 0 … 1. */
  readonly gcCPUFraction: number;
  /** The last 256 pauses; that of collection n (from 1) is at (n + 255) % 256. */
  readonly pauseNs: readonly number[];
}

/** expvar's `/debug/vars`: the memory, and every other number by its path in the JSON. */
export interface Vars {
  readonly memStats: MemStats | undefined;
  readonly numbers: readonly { readonly name: string; readonly value: number }[];
}

/** One number over time. */
export interface Series {
  readonly name: string;
  /** Milliseconds since 1970, rising. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface FetchStatus {
  readonly state: FetchState;
  /** Received so far. */
  readonly bytes: number;
}

export type FetchState = (typeof FETCH_STATES)[number];

const FETCH_STATES = ['resolving', 'connected', 'waiting', 'receiving'] as const;

export interface FetchEnd {
  /** Of the body, as the program sent it. */
  readonly bytes: number;
  readonly sha256: string;
  /** A file name for it. */
  readonly name: string;
}

export interface FetchFailure {
  readonly code: FailureCode;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly next: string;
  /** That the program answered with, if it did. */
  readonly status?: number;
  /** How an answer begins that is no profile. */
  readonly sample?: string;
}

export type FailureCode = (typeof FAILURE_CODES)[number];

export const FAILURE_CODES = [
  'refused',
  'dns',
  'tls-unknown-ca',
  'tls-name',
  'tls-client-cert',
  'tls',
  'proxy',
  'auth-401',
  'forbidden-403',
  'not-found-404',
  'cpu-busy-500',
  'write-timeout-400',
  'status',
  'timeout-connect',
  'timeout-first-byte',
  'timeout-idle',
  'timeout-total',
  'too-large',
  'not-a-profile',
  'redirect',
  'target-not-allowed',
  'cut-short',
  'reset',
  'cancelled',
  'bad-address',
  'no-companion',
  'browser-refused',
  'mixed-content',
] as const;

/** What `POST /api/session` answers. */
export interface SessionReply {
  readonly token: string;
  readonly capabilities: { readonly fetch: boolean };
}

/** An address that the command line named; `GET /api/targets` lists them. What is secret in it stays in the companion. */
export interface Target {
  readonly id: string;
  /** To be asked for as it stands; the companion adds what it keeps. */
  readonly url: string;
  readonly kind: 'service' | 'profile';
  readonly name: string;
  /** A profile that is looked at together with all others that are. */
  readonly isPart: boolean;
}

export type Frame =
  | { readonly kind: 'status'; readonly status: FetchStatus }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly end: FetchEnd }
  | { readonly kind: 'error'; readonly failure: FetchFailure };

/** The answer is none of ours, or was cut; the message says so as a sentence. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Bytes before a payload. */
const HEAD = 5;
/** Of one payload; more data goes in several frames. */
export const MOST_PAYLOAD = 2 ** 20;

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const payload = payloadOf(frame);
  if (payload.length > MOST_PAYLOAD) throw new RangeError(`a frame of ${payload.length} bytes`);
  const bytes = new Uint8Array(HEAD + payload.length);
  bytes[0] = TYPES[frame.kind];
  new DataView(bytes.buffer).setUint32(1, payload.length);
  bytes.set(payload, HEAD);
  return bytes;
}

const TYPES = { status: 1, data: 2, end: 3, error: 4 } as const;

function payloadOf(frame: Frame): Uint8Array {
  switch (frame.kind) {
    case 'status':
      return json(frame.status);
    case 'data':
      return frame.bytes;
    case 'end':
      return json(frame.end);
    case 'error':
      return json(frame.failure);
  }
}

function json(value: FetchStatus | FetchEnd | FetchFailure): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/**
 * The frames in bytes that come in pieces of any size, up to and with the last.
 * @throws FrameError when they are no frames, or end before the last one
 */
export async function* readFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void, undefined> {
  let left: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces) {
    left = joined(left, piece);
    for (let length = frameLength(left); length <= left.length; length = frameLength(left)) {
      const frame = decodeFrame(left[0], left.subarray(HEAD, length));
      left = left.subarray(length);
      yield frame;
      if (frame.kind === 'end' || frame.kind === 'error') return;
    }
  }
  throw new FrameError('the answer was cut short: the companion, or the way to it, ended before it was whole');
}

/** Of the frame that begins the bytes; Infinity where its head is not all there. */
function frameLength(bytes: Uint8Array): number {
  if (bytes.length < HEAD) return Infinity;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  if (length > MOST_PAYLOAD) throw notOurs(`a frame of ${length} bytes`);
  return HEAD + length;
}

function decodeFrame(type: number, payload: Uint8Array): Frame {
  switch (type) {
    case TYPES.status:
      return { kind: 'status', status: statusOf(objectIn(payload)) };
    case TYPES.data:
      return { kind: 'data', bytes: payload };
    case TYPES.end:
      return { kind: 'end', end: endOf(objectIn(payload)) };
    case TYPES.error:
      return { kind: 'error', failure: failureOf(objectIn(payload)) };
    default:
      throw notOurs(`a frame of type ${type}`);
  }
}

function statusOf(fields: Fields): FetchStatus {
  return { state: oneOf(FETCH_STATES, fields, 'state'), bytes: numberIn(fields, 'bytes') };
}

function endOf(fields: Fields): FetchEnd {
  return { bytes: numberIn(fields, 'bytes'), sha256: textIn(fields, 'sha256'), name: textIn(fields, 'name') };
}

function failureOf(fields: Fields): FetchFailure {
  return {
    code: oneOf(FAILURE_CODES, fields, 'code'),
    message: textIn(fields, 'message'),
    next: textIn(fields, 'next'),
    ...(fields.status === undefined ? {} : { status: numberIn(fields, 'status') }),
    ...(fields.sample === undefined ? {} : { sample: textIn(fields, 'sample') }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectIn(payload: Uint8Array): Fields {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  throw notOurs('a frame that is no JSON object');
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw notOurs(`a frame without ${name}`);
  return value;
}

function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw notOurs(`a frame without ${name}`);
  return value;
}

function oneOf<Word extends string>(words: readonly Word[], fields: Fields, name: string): Word {
  const word = words.find((word) => word === fields[name]);
  if (word === undefined) throw notOurs(`a frame with an unknown ${name}`);
  return word;
}

function notOurs(what: string): FrameError {
  return new FrameError(`the answer is not the companion's: ${what}`);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
