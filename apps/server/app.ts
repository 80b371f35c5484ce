import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The built app by request path. A path is a key into this table and never becomes a file's name. */
export type App = ReadonlyMap<string, Asset>;

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  /** The name holds a hash of the content, which therefore never changes. */
  readonly immutable: boolean;
  /** Compressed when it is first asked for; undefined where that gains nothing. */
  readonly gzipped: (() => Promise<Buffer>) | undefined;
}

/** Everything below a folder. */
export async function readApp(folder: string): Promise<App> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const assets = await Promise.all(
    files.map(async (file): Promise<[string, Asset]> => {
      const path = `/${relative(folder, file).split(sep).join('/')}`;
      return [path, assetOf(path, await readFile(file))];
    }),
  );
  return new Map(assets);
}

export function assetOf(path: string, bytes: Buffer): Asset {
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  let compressed: Promise<Buffer> | undefined;
  return {
    type,
    bytes,
    immutable: /^\/assets\/.+-[\w-]{8}\.\w+$/.test(path),
    gzipped: COMPRESSIBLE.test(type) ? () => (compressed ??= promisify(gzip)(bytes)) : undefined,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

const COMPRESSIBLE = /^(text\/|application\/(json|wasm|manifest)|image\/svg)/;
