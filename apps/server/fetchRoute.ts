import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { symbolAddress } from '#filters/symbolz.ts';
import { findIndex } from '#model/indexPlaces.ts';
import { encodeFrame, MOST_PAYLOAD, type Answers, type FailureCode, type FetchEnd, type FetchFailure, type FetchRequest, type FetchState, type Frame, type Target } from '#model/live.ts';
import { readAnswer } from '#parsers/live/answer.ts';
import { ParseError } from '#parsers/parseError.ts';
import { TargetError } from '#target/failure.ts';
import { gate, type Content } from '#target/gate.ts';
import { ask, bytesOf, type Asked, type Dial } from '#target/request.ts';
import { symbolsOf } from '#target/symbols.ts';
import { askedFor, requestIn, targetOf } from './asked.ts';
import type { Feeds } from './feeds.ts';
import { end, posted, sendJson, type Exchange } from './reply.ts';
import type { ServedTarget } from './servedTarget.ts';
import { createSlots } from './slots.ts';

/** What the page may have fetched, and how. */
export interface Fetching {
  readonly targets: readonly ServedTarget[];
  readonly dial: Dial;
  readonly feeds: Feeds;
  /** Whether programs are asked for the names of addresses; otherwise nobody knows any. */
  readonly asksNames: boolean;
  /** Takes a line about each thing fetched, without anything secret. */
  readonly log: (line: string) => void;
}

/** By ids of no meaning, in the order of the command line. */
export function sendTargets(targets: readonly ServedTarget[], exchange: Exchange): void {
  const list: Target[] = targets.map(({ url, kind, name, isPart }, i) => ({ id: String(i), url, kind, name, isPart }));
  sendJson(exchange, list);
}

/** Captures at a time, and other questions at a time: those are short, and are asked again and again. */
const MOST_CAPTURES = 4;
const MOST_QUESTIONS = 4;

/** Bytes of what a page asks. */
const MOST_ASKED = 32 * 1024;

/**
 * The route that asks a running program for the page: answers with frames, of which the last is an end or an error. When
 * the page closes its connection, that to the program is closed too.
 */
export function fetchRoute(fetching: Fetching): (exchange: Exchange) => Promise<void> {
  const { log } = fetching;
  const captures = createSlots(MOST_CAPTURES);
  const questions = createSlots(MOST_QUESTIONS);
  const namers = new Set<string>();
  return async (exchange) => {
    const fields = await posted(exchange, MOST_ASKED);
    const request = fields && requestIn(fields);
    const { response } = exchange;
    if (fields !== undefined && request === undefined) return end(response, 400);
    if (request === undefined) return;
    const gone = new AbortController();
    response.on('close', () => gone.abort(new TargetError('cancelled')));
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.flushHeaders();
    const slots = request.kind === 'profile' ? captures : questions;
    const talk = new Talk(response, gone.signal);
    const started = Date.now();
    try {
      await slots.run(() => relay(request, fetching, namers, talk), gone.signal);
      log(lineOf(request, talk, started, 'ok'));
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      log(lineOf(request, talk, started, error.code));
      if (!gone.signal.aborted) await talk.say({ kind: 'error', failure: failureOf(error) });
    }
    response.end();
  };
}

/** The frames of one answer, said no faster than they are taken. */
class Talk {
  readonly signal: AbortSignal;
  /** Of the program's answer. */
  bytes = 0;
  readonly #response: ServerResponse;

  constructor(response: ServerResponse, signal: AbortSignal) {
    this.#response = response;
    this.signal = signal;
  }

  async say(frame: Frame): Promise<void> {
    this.signal.throwIfAborted();
    if (!this.#response.write(encodeFrame(frame))) await once(this.#response, 'drain', { signal: this.signal }).catch(() => this.signal.throwIfAborted());
  }

  async send(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += MOST_PAYLOAD) await this.say({ kind: 'data', bytes: bytes.subarray(at, at + MOST_PAYLOAD) });
  }
}

/** @param namers addresses that may be asked for names: those that belong to profiles that were fetched */
async function relay(request: FetchRequest, fetching: Fetching, namers: Set<string>, talk: Talk): Promise<void> {
  const { dial, targets } = fetching;
  const onState = (state: FetchState) => void talk.say({ kind: 'status', status: { state, bytes: talk.bytes } }).catch(() => {});
  const asked: Asked = { ...askedFor(request, targets), dial, onState, signal: talk.signal };
  const { kind, url } = request;
  if (kind === 'profile') {
    const done = await relayProfile(asked, talk, listenerOf(url, asked, targets));
    namers.add(symbolAddress(asked.address.url.href));
    return talk.say({ kind: 'end', end: done });
  }
  if (kind === 'symbols') checkNamer(asked, namers);
  await talk.say({ kind: 'end', end: await relayAnswer(asked, { ...request, kind }, fetching, talk) });
}

function checkNamer({ address: { url } }: Asked, namers: ReadonlySet<string>): void {
  if (!namers.has(url.origin + url.pathname)) throw new TargetError('bad-address', { message: 'no profile was fetched that this address has names for', next: 'Fetch the profile first.' });
}

/** Who hears of profiles of this address: the command line, of all programs that it named. */
function listenerOf(url: string, { address }: Asked, targets: readonly ServedTarget[]): ((bytes: Uint8Array) => void) | undefined {
  const target = targetOf(url, address.url.origin, targets);
  return target && ((bytes) => target.onFetched(bytes, url));
}

async function relayProfile(asked: Asked, talk: Talk, onFetched: ((bytes: Uint8Array) => void) | undefined): Promise<FetchEnd> {
  const { body } = await ask(asked);
  const gated = await gate(body);
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  for await (const piece of gated.body) {
    hash.update(piece);
    talk.bytes += piece.length;
    if (onFetched !== undefined) kept.push(piece);
    await talk.send(piece);
  }
  onFetched?.(Buffer.concat(kept));
  return { bytes: talk.bytes, sha256: hash.digest('hex'), name: fileName(asked.address.url, ENDINGS[gated.content]) };
}

/** For what is no profile. */
type AnswerRequest = FetchRequest & { readonly kind: keyof Answers };

async function relayAnswer(asked: Asked, request: AnswerRequest, fetching: Fetching, talk: Talk): Promise<FetchEnd> {
  const { answer, bytes } = await foundAnswer(asked, request, fetching);
  talk.bytes = bytes.length;
  await talk.send(Buffer.from(JSON.stringify(answer)));
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), name: fileName(asked.address.url, 'json') };
}

interface Answered {
  readonly answer: Answers[keyof Answers];
  /** What it was read from. */
  readonly bytes: Uint8Array;
}

async function foundAnswer(asked: Asked, { kind, addresses = '' }: AnswerRequest, { feeds, asksNames }: Fetching): Promise<Answered> {
  if (kind === 'index') return findIndex(asked.address.url, (url) => answerOf({ ...asked, address: { ...asked.address, url } }, kind), codeOf);
  if (kind === 'symbols') return read(kind, asksNames ? await symbolsOf(addresses, asked) : new Uint8Array(0), asked);
  const recent = kind === 'charts' ? feeds.recent(asked) : undefined;
  if (recent !== undefined) return { answer: recent, bytes: new Uint8Array(0) };
  const answered = await answerOf(asked, kind);
  if (kind === 'charts') feeds.listen(asked);
  return answered;
}

async function answerOf(asked: Asked, kind: keyof Answers): Promise<Answered> {
  return read(kind, await bytesOf(asked), asked);
}

function read(kind: keyof Answers, bytes: Uint8Array, { address }: Asked): Answered {
  try {
    return { answer: readAnswer(kind, bytes, address.url), bytes };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new TargetError('not-a-profile', { message: error.message, status: 200, ...(kind === 'index' && { next: NO_INDEX }) });
  }
}

function codeOf(error: unknown): FailureCode | undefined {
  return error instanceof TargetError ? error.code : undefined;
}

const NO_INDEX = 'Give the address of the list of profiles, such as http://host:6060/debug/pprof/, or that of one profile.';

const ENDINGS: Readonly<Record<Content, string>> = { gzip: 'pb.gz', protobuf: 'pb', trace: 'trace', text: 'txt' };

/** `localhost-6060.heap.pb.gz`. */
function fileName({ host, pathname }: URL, ending: string): string {
  const last = pathname.split('/').findLast((part) => part !== '') ?? 'index';
  return [host, last, ending].map((part) => part.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')).join('.');
}

function failureOf({ code, message, next, status, sample }: TargetError): FetchFailure {
  return { code, message, next, ...(status !== undefined && { status }), ...(sample !== undefined && { sample }) };
}

/** Of an address the host alone: a path may name, and a query may let in. */
function lineOf({ kind, url }: FetchRequest, { bytes }: Talk, started: number, code: string): string {
  const host = URL.canParse(url) ? new URL(url).host : '-';
  return `POST /api/fetch ${kind} ${host || '-'} ${bytes} bytes ${Date.now() - started} ms ${code}`;
}
