import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createAccess, type Access, type Grant } from './access.ts';
import type { App, Asset } from './app.ts';
import { isLoopback, pathOf, refusalOf } from './guard.ts';
import { HEADERS } from './headers.ts';

export interface ServeRequest {
  readonly app: App;
  /** Named on the command line; the page opens them. */
  readonly files: readonly ServedFile[];
  /** Finds the text of source files that these name; left out where there is none to give. */
  readonly sources?: (path: string) => Promise<ServedSource>;
  /** A loopback address, or localhost for all of them. */
  readonly host: string;
  /** 0 for any that is free; a taken one moves to the next. */
  readonly port: number;
}

export interface ServedFile {
  readonly name: string;
  /** Where it lies. */
  readonly path: string;
  readonly size: number;
}

/** A source file for the page: one that no profile names is not even looked for. */
export type ServedSource = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'missing' } | { readonly kind: 'unnamed' };

export interface Served {
  /** `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly port: number;
  /**
   * The address that opens the files; works once, for so many seconds.
   * @param address what the page shows, as it has it behind the #: `/top?f=serve`; empty for what it shows by itself
   */
  launchUrl(seconds: number, address?: string): string;
  close(): Promise<void>;
}

/** The header that carries the token. */
const TOKEN_HEADER = 'x-proflens-token';

/** The companion of the page: serves the built app and the files named on the command line, to this machine alone. */
export async function serve({ app, files, sources, host, port }: ServeRequest): Promise<Served> {
  const access = createAccess();
  const listed = new Map(files.map((file) => [randomBytes(16).toString('base64url'), file]));
  const hosts = new Set<string>();
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer({ app, access, files: listed, sources, hosts }, request, response).catch((error: unknown) => fail(response, error));
  };
  const servers = await listen(host, port, handle);
  const bound = portOf(servers[0]);
  for (const name of ['127.0.0.1', 'localhost', '[::1]', bracketed(host)]) {
    hosts.add(`${name}:${bound}`);
    // A browser leaves out the port that is the scheme's own.
    if (bound === 80) hosts.add(name);
  }
  const url = `http://${host === 'localhost' ? '127.0.0.1' : bracketed(host)}:${bound}/`;
  return {
    url,
    port: bound,
    launchUrl: (seconds, address = '') => {
      const code = files.length === 0 ? '' : `c=${access.newCode(seconds)}`;
      return code + address === '' ? url : `${url}#${code}${address}`;
    },
    close: async () => {
      await Promise.all(servers.map(closed));
    },
  };
}

interface Context {
  readonly app: App;
  readonly access: Access;
  readonly files: ReadonlyMap<string, ServedFile>;
  readonly sources: ServeRequest['sources'];
  readonly hosts: ReadonlySet<string>;
}

/** pprof's pages; the app reads the rest of their addresses. */
const PAGES = /^\/(ui(\/[a-z0-9]*)?|top|graph|flamegraph|flamegraph2|flamegraphold|peek|source|disasm)?$/;

const isPage = (path: string) => PAGES.test(path);

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const refusal = refusalOf(request, context.hosts, isPage);
  if (refusal !== undefined) return end(response, refusal);
  const path = pathOf(request.url ?? '');
  if (path === '/api/session') return openSession(context, request, response);
  if (path === '/api/source') return sendSource(context, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, { Allow: 'GET, HEAD' });
  if (path === '/healthz') return send(request, response, 'text/plain; charset=utf-8', 'ok\n');
  if (path.startsWith('/api/')) return sendFiles(context, request, response, path);
  const asset = isPage(path) ? context.app.get('/index.html') : (context.app.get(path) ?? context.app.get(path.replace(/^\/ui\//, '/')));
  return asset === undefined ? end(response, 404) : sendAsset(request, response, asset);
}

/** Exchanges the code of the address for a token. */
async function openSession({ access }: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await posted(request, response, 1024);
  if (body === undefined) return;
  const grant = access.exchange(textIn(body, 'code'));
  if (grant.kind !== 'granted') return end(response, statusOf(grant));
  send(request, response, 'application/json', JSON.stringify({ token: grant.token }));
}

/** Bytes of a request that names a file. */
const MOST_NAMED = 64 * 1024;

/** The text of a source file that one of the files names; null where it is not to be found. */
async function sendSource({ access, sources }: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const grant = access.check(String(request.headers[TOKEN_HEADER] ?? ''));
  if (grant.kind !== 'granted') return end(response, statusOf(grant));
  const body = await posted(request, response, MOST_NAMED);
  if (body === undefined) return;
  const source = await sources?.(textIn(body, 'path'));
  if (source === undefined || source.kind === 'unnamed') return end(response, 404);
  send(request, response, 'application/json', JSON.stringify({ text: source.kind === 'text' ? source.text : null }));
}

/** The body of a request in the one form that no other page can send; undefined where it is refused, and answered. */
async function posted(request: IncomingMessage, response: ServerResponse, limit: number): Promise<string | undefined> {
  // A form of another page can send no such type without this server's leave.
  const refusal = request.method !== 'POST' ? 405 : request.headers['content-type'] !== 'application/json' ? 415 : undefined;
  const body = refusal === undefined ? await bodyOf(request, limit) : undefined;
  if (refusal === 405) end(response, 405, { Allow: 'POST' });
  else if (refusal !== undefined) end(response, refusal);
  else if (body === undefined) end(response, 413, { Connection: 'close' });
  return body;
}

/** A text by its name in JSON; empty where there is none. */
function textIn(body: string, name: string): string {
  try {
    const data: unknown = JSON.parse(body);
    const value: unknown = typeof data === 'object' && data !== null ? Object.entries(data).find(([key]) => key === name)?.[1] : undefined;
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** The list of files, and each by its id. */
async function sendFiles({ access, files }: Context, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const grant = access.check(String(request.headers[TOKEN_HEADER] ?? ''));
  if (grant.kind !== 'granted') return end(response, statusOf(grant));
  if (path === '/api/files') {
    const list = Array.from(files, ([id, { name, size }]) => ({ id, name, size }));
    return send(request, response, 'application/json', JSON.stringify(list));
  }
  const file = files.get(path.replace(/^\/api\/files\//, ''));
  if (file === undefined) return end(response, 404);
  await sendFile(request, response, file);
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: ServedFile): Promise<void> {
  const handle = await open(file.path).catch(() => undefined);
  if (handle === undefined) return end(response, 410);
  const { size } = await handle.stat();
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
  if (request.method === 'HEAD' || size === 0) {
    await handle.close();
    response.end();
    return;
  }
  try {
    await pipeline(handle.createReadStream({ end: size - 1 }), response);
  } catch {
    // The page went away, or a part of the file did; that there is less than was said tells the page.
    response.destroy();
  }
}

async function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): Promise<void> {
  if (asset.immutable) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  if (asset.gzipped === undefined) return send(request, response, asset.type, asset.bytes);
  response.setHeader('Vary', 'Accept-Encoding');
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return send(request, response, asset.type, asset.bytes);
  const bytes = await asset.gzipped();
  response.setHeader('Content-Encoding', 'gzip');
  send(request, response, asset.type, bytes);
}

function send(request: IncomingMessage, response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** A status and no word more: what is refused learns nothing. */
function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers);
  response.end();
}

function statusOf(grant: Exclude<Grant, { readonly kind: 'granted' }>): number {
  return grant.kind === 'refused' ? 401 : 429;
}

/** Undefined when there is more than `limit` bytes of it. */
async function bodyOf(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function fail(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}

/** Ports to try one after the other. */
const TRIES = 20;

/** One server for each loopback address that the host stands for, all on one port. */
async function listen(host: string, port: number, handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server[]> {
  if (host !== 'localhost' && !isLoopback(host)) {
    throw new Error(`${host} is not an address of this machine alone. Profiles would be open to the network; serve on localhost and let ssh -L bring it elsewhere.`);
  }
  const first = await firstFree(host === 'localhost' ? '127.0.0.1' : host, port, handle);
  if (host !== 'localhost') return [first];
  // Where there is no IPv6, or another program has the port there, the printed address works all the same.
  const second = await bind('::1', portOf(first), handle).catch(() => undefined);
  return second === undefined ? [first] : [first, second];
}

async function firstFree(address: string, port: number, handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  for (let next = port; ; next++) {
    try {
      return await bind(address, next, handle);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || next === port + TRIES || next === 65535) throw error;
    }
  }
}

async function bind(address: string, port: number, handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  // A missing Host is judged with the others.
  const limits = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5000, requireHostHeader: false };
  const server = createServer(limits, handle);
  server.maxConnections = 256;
  server.on('checkExpectation', handle);
  server.on('clientError', (_error, socket) => {
    const headers = Object.entries({ ...HEADERS, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
    if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.join('')}\r\n`);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host: address, port, exclusive: true }, resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  const done = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await done;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
