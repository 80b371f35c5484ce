import { lookup } from 'node:dns/promises';
import { request, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type ConnectionOptions } from 'node:tls';
import type { FetchStatus } from '#model/live.ts';
import { movedTo, type Address } from './address.ts';
import { TargetError } from './failure.ts';
import { failureOf, refusalOf } from './judge.ts';
import type { ProxyOf } from './proxy.ts';
import { Watch } from './watch.ts';

/** What a program is asked. */
export interface Asked {
  readonly address: Address;
  /** GET by default. */
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  readonly contentType?: string;
  /** For the origin of the address alone. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: Tls;
  /** Redirects that are followed; 0 by default, and then a redirect is a failure. */
  readonly redirects?: number;
  readonly limits?: Partial<Limits>;
  /** Where the host is; by default wherever the system says. */
  readonly dial?: Dial;
  /** By which proxy an address is asked; by default by none. */
  readonly proxy?: ProxyOf;
  readonly onState?: (state: FetchStatus['state']) => void;
  readonly signal?: AbortSignal;
}

/** PEM texts, for the origin of the address alone. */
export interface Tls {
  /** Authorities, in place of those that are known. */
  readonly ca?: string;
  /** A certificate and its key, to show to the server. */
  readonly cert?: string;
  readonly key?: string;
}

/** Milliseconds, but for the last. */
export interface Limits {
  /** To resolve the name, and to connect to each place that it stands for. */
  readonly connect: number;
  readonly tls: number;
  /** From the request to the first byte of the answer's body. */
  readonly firstByte: number;
  /** Between two of its pieces. */
  readonly idle: number;
  readonly total: number;
  /** Bytes of the answer. */
  readonly bytes: number;
}

/** Places that a host stands for, to be tried in order. Rejects with a TargetError: `dns`, or `target-not-allowed` for one that must not be asked. */
export type Dial = (host: string, port: number) => Promise<readonly Place[]>;

export interface Place {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The answer of status 200. */
export interface Got {
  readonly headers: IncomingHttpHeaders;
  /** As it is sent; to be read once. Throws a TargetError where it does not come whole. Whoever stops reading closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Where it came from, behind all redirects. */
  readonly address: Address;
}

/** Limits for a profile that takes so many seconds. */
export function limitsFor(seconds: number): Limits {
  return { connect: 5000, tls: 5000, firstByte: 1500 * seconds + 10_000, idle: 30_000, total: 2000 * seconds + 60_000, bytes: 512 * 2 ** 20 };
}

/** What is waited for without a word about how long it takes: as long as for the 30 seconds that Go takes by itself. */
const LIMITS = limitsFor(30);

/** Bytes of an answer's headers, and of a refusal's body. */
const MOST_HEADERS = 16 * 1024;

/**
 * Asks a running program once.
 * @throws TargetError for whatever is not an answer of status 200; also while the body is read
 */
export async function ask(asked: Asked): Promise<Got> {
  const watch = new Watch({ ...LIMITS, ...asked.limits }, asked.signal);
  try {
    return await follow(asked, watch, asked.redirects ?? 0);
  } catch (error) {
    watch.end();
    if (error instanceof TargetError && error.code === 'proxy') throw error;
    throw watch.reason ?? failureOf(error instanceof TargetError ? error : (watch.fault ?? error));
  }
}

/**
 * Asks a running program once, and reads its answer to the end.
 * @throws TargetError
 */
export async function bytesOf(asked: Asked): Promise<Buffer> {
  const { body } = await ask(asked);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function follow(asked: Asked, watch: Watch, redirects: number): Promise<Got> {
  const answer = await answerOf(asked, watch);
  const { statusCode: status = 0 } = answer;
  const location = redirectOf(answer, asked.address);
  if (location !== undefined) {
    answer.destroy();
    if (redirects === 0) throw new TargetError('redirect', { message: `the server redirects to ${location.shown}`, status, location: location.shown });
    return follow(moved(asked, location, status), watch, redirects - 1);
  }
  if (status !== 200) throw refusalOf(answer, await sampleOf(answer, watch));
  const length = Number(answer.headers['content-length'] ?? 0);
  if (length > watch.limits.bytes) throw new TargetError('too-large', { message: `the answer has ${length} bytes; at most ${watch.limits.bytes} are read` });
  return { headers: answer.headers, body: bodyOf(answer, asked, watch), address: asked.address };
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** Undefined where the answer is none. */
function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage, address: Address): Address | undefined {
  if (!REDIRECTS.includes(statusCode) || location === undefined || !URL.canParse(location, address.url)) return undefined;
  const url = new URL(location, address.url);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  [url.username, url.password, url.hash] = ['', '', ''];
  return movedTo(address, url);
}

/** The same question at another address. What was for the origin of the first stays behind elsewhere, and so does a body that is not asked for again. */
function moved(asked: Asked, address: Address, status: number): Asked {
  const { headers, tls, method, body, contentType, ...rest } = asked;
  const own = address.url.origin === asked.address.url.origin ? { ...(headers && { headers }), ...(tls && { tls }) } : {};
  const posted = status === 307 || status === 308 ? { ...(method && { method }), ...(body !== undefined && { body }), ...(contentType && { contentType }) } : {};
  return { ...rest, ...own, ...posted, address };
}

/** The head of the answer. */
async function answerOf(asked: Asked, watch: Watch): Promise<IncomingMessage> {
  asked.onState?.('resolving');
  const connection = await connected(asked, watch);
  asked.onState?.('connected');
  watch.start('timeout-first-byte', watch.limits.firstByte);
  const asking = send(asked, connection);
  asked.onState?.('waiting');
  return watch.until(
    new Promise<IncomingMessage>((resolve, reject) => {
      asking.on('error', reject);
      asking.on('upgrade', () => reject(new TargetError('status', { message: 'the server wants to speak another protocol than HTTP' })));
      asking.on('response', (answer) => {
        // Whoever does not read it any more need not hear that it broke.
        answer.on('error', () => {});
        resolve(answer);
      });
    }),
  );
}

/** What is told of who asks. */
const USER_AGENT = `proflens/${import.meta.env.VERSION ?? 'dev'}`;

/** Says the question on a connection. */
export function send({ address, method = 'GET', body = '', contentType, headers = {} }: Asked, { socket, proxy }: Connection): ClientRequest {
  const asking = request({
    createConnection: () => socket,
    method,
    path: `${proxy === undefined ? '' : address.url.origin}${address.url.pathname}${address.url.search}`,
    maxHeaderSize: MOST_HEADERS,
    insecureHTTPParser: false,
    setHost: false,
    headers: {
      Host: address.url.host,
      'User-Agent': USER_AGENT,
      'Accept-Encoding': 'identity',
      ...(address.authorization !== '' && { Authorization: address.authorization }),
      ...headers,
      ...proxyHeaders(proxy),
      ...(method === 'POST' && { 'Content-Type': contentType ?? 'application/octet-stream', 'Content-Length': Buffer.byteLength(body) }),
    },
  });
  asking.end(method === 'POST' ? body : undefined);
  return asking;
}

/** On which nothing was said yet. */
export interface Connection {
  readonly socket: Socket;
  /** Where the question is said to a proxy, which passes it on. */
  readonly proxy: Address | undefined;
}

/**
 * A connection to the first place of the host that takes one, or to the proxy by which it is asked.
 * @param isTunnelled whether a proxy shall connect and then listen no more
 */
export async function connected({ address: { url, insecure }, tls = {}, dial = placesOf, proxy: proxyOf }: Asked, watch: Watch, isTunnelled = url.protocol === 'https:'): Promise<Connection> {
  const proxy = proxyOf?.(url);
  if (proxy !== undefined && !isTunnelled) return { socket: await ofProxy(proxy, watch, toProxy(proxy, tls, watch)), proxy };
  const socket = proxy === undefined ? await plain(url, dial, watch) : await ofProxy(proxy, watch, tunnel(url, proxy, tls, watch));
  return { socket: url.protocol === 'http:' ? socket : await secured(socket, url, { rejectUnauthorized: !insecure, ...tls }, watch), proxy: undefined };
}

async function plain(url: URL, dial: Dial, watch: Watch): Promise<Socket> {
  const port = portOf(url);
  const places = await watch.within('timeout-connect', watch.limits.connect, dial(hostOf(url), port));
  return firstConnected(places, port, watch);
}

async function secured(socket: Socket, url: URL, options: ConnectionOptions, watch: Watch): Promise<Socket> {
  const host = hostOf(url);
  const secure = connectTls({ socket, host, servername: isIP(host) === 0 ? host : '', ...options });
  watch.own(secure);
  await watch.within('timeout-connect', watch.limits.tls, established(secure, 'secureConnect'));
  return secure;
}

/** A proxy is where the user says; its authority may be one of his own. What is for the program's server is not shown to it. */
async function toProxy({ url }: Address, { ca }: Tls, watch: Watch): Promise<Socket> {
  const socket = await plain(url, placesOf, watch);
  return url.protocol === 'http:' ? socket : secured(socket, url, ca === undefined ? {} : { ca: [...rootCertificates, ca] }, watch);
}

/** A way through a proxy to the server of an address. Source: RFC 9110, section 9.3.6. */
async function tunnel(url: URL, proxy: Address, tls: Tls, watch: Watch): Promise<Socket> {
  const socket = await toProxy(proxy, tls, watch);
  const server = `${url.hostname}:${portOf(url)}`;
  const headers = { Host: server, 'User-Agent': USER_AGENT, Connection: 'keep-alive', ...proxyHeaders(proxy) };
  const asking = request({ createConnection: () => socket, method: 'CONNECT', path: server, setHost: false, maxHeaderSize: MOST_HEADERS, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asking.on('error', reject);
    asking.on('connect', resolve);
  });
  asking.end();
  const { statusCode, statusMessage } = await watch.within('timeout-connect', watch.limits.connect + watch.limits.tls, answered);
  if (statusCode !== 200) throw new TargetError('proxy', { message: `${statusCode} ${statusMessage}` });
  return socket;
}

function proxyHeaders(proxy: Address | undefined): Readonly<Record<string, string>> {
  return proxy === undefined || proxy.authorization === '' ? {} : { 'Proxy-Authorization': proxy.authorization };
}

/** What goes wrong on the way to a proxy is told as such. */
async function ofProxy({ url }: Address, watch: Watch, connecting: Promise<Socket>): Promise<Socket> {
  try {
    return await connecting;
  } catch (error) {
    const failure = failureOf(watch.reason ?? (error instanceof TargetError ? error : (watch.fault ?? error)));
    if (!(failure instanceof TargetError) || failure.code === 'cancelled') throw error;
    throw new TargetError('proxy', { message: `the proxy ${url.host}: ${failure.message}`, cause: error });
  }
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

async function firstConnected(places: readonly Place[], port: number, watch: Watch): Promise<Socket> {
  let failure: unknown = new TargetError('dns');
  for (const { address, family } of places) {
    const socket = connectTcp({ host: address, port, family });
    watch.own(socket);
    try {
      await watch.within('timeout-connect', watch.limits.connect, established(socket, 'connect'));
      if (!isSamePlace(socket.remoteAddress, address)) throw new TargetError('target-not-allowed', { message: 'the connection went to another place than the one that was looked at' });
      return socket;
    } catch (error) {
      socket.destroy();
      failure = error;
    }
  }
  throw failure;
}

function established(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once(event, () => resolve());
  });
}

/** As the system writes an address it may not be as it was written. */
function isSamePlace(found: string | undefined, wanted: string): boolean {
  const canonical = (address: string) => (isIP(address) === 6 ? new URL(`http://[${address.split('%')[0]}]`).hostname : address);
  return found !== undefined && canonical(found) === canonical(wanted);
}

/** All that a host stands for, as the system says. */
export async function placesOf(host: string): Promise<readonly Place[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

async function* bodyOf(answer: IncomingMessage, { onState }: Asked, watch: Watch): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of piecesOf(answer, watch)) {
      if (bytes === 0) onState?.('receiving');
      bytes += piece.length;
      if (bytes > watch.limits.bytes) throw new TargetError('too-large', { message: `the answer has more than ${watch.limits.bytes} bytes` });
      yield piece;
    }
  } catch (error) {
    throw watch.reason ?? (isCut(error, watch) ? new TargetError('cut-short', { cause: error }) : failureOf(watch.fault ?? error));
  } finally {
    watch.end();
  }
}

/** The server closed the connection in good order, in the middle of its answer. */
function isCut(error: unknown, { fault }: Watch): boolean {
  return fault === undefined && error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

/** While nothing is asked for no time runs out, but for the whole. */
async function* piecesOf(answer: IncomingMessage, watch: Watch): AsyncGenerator<Uint8Array> {
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  for (;;) {
    const { done = false, value } = await watch.until(pieces.next());
    watch.stop();
    // A body that ends with its connection is whole only if that did not break.
    if (done && watch.fault !== undefined) throw watch.fault;
    if (done) return;
    yield value;
    watch.start('timeout-idle', watch.limits.idle);
  }
}

/** Bytes of a refusal that are looked at. */
const MOST_SAMPLE = 4096;

/** How the body of a refusal begins; what of it comes in time. */
async function sampleOf(answer: IncomingMessage, watch: Watch): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of piecesOf(answer, watch)) {
      parts.push(piece);
      bytes += piece.length;
      if (bytes >= MOST_SAMPLE) break;
    }
  } catch (error) {
    if (watch.reason?.code === 'cancelled') throw error;
  }
  return Buffer.concat(parts).subarray(0, MOST_SAMPLE).toString();
}
