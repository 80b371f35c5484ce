import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { codeToJson, placeFromJson, type CodePlace, type FoundCode } from '#model/machineCode.ts';
import type { App, Asset } from './app.ts';
import { KEPT } from './headers.ts';
import { end, posted, send, sendJson, textIn, type Exchange } from './reply.ts';

/** A file that the command line names. */
export interface ServedFile {
  readonly name: string;
  /** Where it lies. */
  readonly path: string;
  readonly size: number;
  /** It is looked at together with all others that are. */
  readonly isPart?: boolean;
}

/** A source file for the page: one that no profile names is not even looked for. */
export type ServedSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unnamed' }
  /** It is there, but in no folder whose source the page may have; with this -source_path it would be. */
  | { readonly kind: 'outside'; readonly sourcePath: string };

/** A file as it is now: what the command line names, or what stands in a folder that it names. */
export interface WatchedFile extends ServedFile {
  /** When it was written last, in milliseconds since the epoch. */
  readonly time: number;
}

/** All of them, looked for anew. */
export type Watch = () => Promise<readonly WatchedFile[]>;

/** Files by ids that nobody guesses; a path keeps its id. */
export interface Files {
  /** Those that the page opens, in the order of the command line. */
  readonly named: readonly FileEntry[];
  /** Undefined where the command line names neither files nor folders. */
  readonly watched: (() => Promise<readonly (FileEntry & { readonly time: number })[]>) | undefined;
  get(id: string): ServedFile | undefined;
}

interface FileEntry {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly isPart: boolean;
}

export function createFiles(named: readonly ServedFile[], watch: Watch | undefined): Files {
  const files = new Map<string, ServedFile>();
  const ids = new Map<string, string>();
  const entryOf = (file: ServedFile): FileEntry => {
    const id = ids.get(file.path) ?? randomBytes(16).toString('base64url');
    ids.set(file.path, id);
    files.set(id, file);
    return { id, name: file.name, size: file.size, isPart: file.isPart === true };
  };
  return {
    named: named.map(entryOf),
    watched: watch && (async () => (await watch()).map((file) => ({ ...entryOf(file), time: file.time }))),
    get: (id) => files.get(id),
  };
}

export function sendList({ named }: Files, exchange: Exchange): void {
  sendJson(exchange, named);
}

/** What is there now; null where nothing is looked at. */
export async function sendWatched({ watched }: Files, exchange: Exchange): Promise<void> {
  sendJson(exchange, (await watched?.()) ?? null);
}

export async function sendFile(files: Files, { request, response, path }: Exchange): Promise<void> {
  const file = files.get(path.replace(/^\/api\/files\//, ''));
  if (file === undefined) return end(response, 404);
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

/** Bytes of a request that names a file. */
const MOST_NAMED = 64 * 1024;

/** What is said of a source file. */
export interface SourceReply {
  readonly text: string | null;
  /** What -source_path has to be for the text to be read. */
  readonly sourcePath?: string;
}

/** The text of a source file that one of the files names; null where it is not to be found or not to be read. */
export async function sendSource(sources: ((path: string) => Promise<ServedSource>) | undefined, exchange: Exchange): Promise<void> {
  const fields = await posted(exchange, MOST_NAMED);
  if (fields === undefined) return;
  const source = await sources?.(textIn(fields, 'path'));
  if (source === undefined || source.kind === 'unnamed') return end(exchange.response, 404);
  const reply: SourceReply = source.kind === 'outside' ? { text: null, sourcePath: source.sourcePath } : { text: source.kind === 'text' ? source.text : null };
  sendJson(exchange, reply);
}

/** The instructions of a function; null where nobody has its binary. */
export async function sendCode(code: ((place: CodePlace) => Promise<FoundCode>) | undefined, exchange: Exchange): Promise<void> {
  const fields = await posted(exchange, MOST_NAMED);
  if (fields === undefined) return;
  const place = placeFromJson(fields);
  if (place === undefined) return end(exchange.response, 400);
  sendJson(exchange, codeToJson(await code?.(place)));
}

/** What belongs to the built page. pprof's addresses stand a folder deeper than the page's. */
export async function sendAsset(app: App, exchange: Exchange): Promise<void> {
  const asset = app.get(exchange.path) ?? app.get(exchange.path.replace(/^\/ui\//, '/'));
  return asset === undefined ? end(exchange.response, 404) : sendBytes(exchange, asset);
}

export async function sendPage(app: App, exchange: Exchange): Promise<void> {
  const page = app.get('/index.html');
  return page === undefined ? end(exchange.response, 404) : sendBytes(exchange, page);
}

async function sendBytes(exchange: Exchange, asset: Asset): Promise<void> {
  const { request, response } = exchange;
  if (asset.immutable) response.setHeader('Cache-Control', KEPT);
  if (asset.gzipped === undefined) return send(exchange, asset.type, asset.bytes);
  response.setHeader('Vary', 'Accept-Encoding');
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return send(exchange, asset.type, asset.bytes);
  const bytes = await asset.gzipped();
  response.setHeader('Content-Encoding', 'gzip');
  send(exchange, asset.type, bytes);
}
