import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Options } from '#model/options.ts';
import { readApp } from '#server/app.ts';
import { openBrowser } from '#server/browser.ts';
import { serve, type Served, type ServedFile } from '#server/serve.ts';
import { formatAddress, type BaseName } from '#state/address.ts';

export interface ServeCommand {
  /** What stands behind -http: `[host]:[port]`; an empty host is localhost, an empty port any that is free. */
  readonly http: string;
  readonly noBrowser: boolean;
  /** Paths of the profiles to open. */
  readonly files: readonly string[];
  /** The folder of the built app. */
  readonly app: string;
  /** What the page shows first, and in which view. */
  readonly view: 'flame' | 'graph';
  readonly options: Options;
  readonly base: BaseName | undefined;
}

/** Seconds in which the address must be opened: at once by a browser, in a while by hand. */
const LAUNCH_TIME = 60;
const LAUNCH_TIME_BY_HAND = 600;

/**
 * Serves the app and the files until it is interrupted.
 * @throws Error with a sentence for the user, when a file cannot be read or the address not be had
 */
export async function serveCommand({ http, noBrowser, files, app, view, options, base }: ServeCommand): Promise<void> {
  const { host, port } = parseHostPort(http);
  const address = formatAddress({ view, options, base }).slice(1);
  const served = await serve({
    app: await readApp(app),
    files: await Promise.all(files.map(servedFile)),
    host,
    port,
    ...(address !== '/flame' && { address }),
  });
  // Nothing is left to tidy up, whatever is on its way.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
  if (port !== 0 && served.port !== port) console.log(`Port ${port} is taken; this is on the next one that is free:`);
  console.log(served.launchUrl(LAUNCH_TIME_BY_HAND));
  if (!noBrowser) openBrowser(served.launchUrl(LAUNCH_TIME));
  if (process.stdin.isTTY) printAgainOnEnter(served, files.length > 0);
}

/** An address with files opens once; Enter gives another. */
function printAgainOnEnter(served: Served, hasFiles: boolean): void {
  if (hasFiles) console.log('This address opens once. Press Enter for another, Ctrl-C to stop.');
  process.stdin.on('data', () => console.log(served.launchUrl(LAUNCH_TIME_BY_HAND)));
}

/** @throws Error for what is no address */
export function parseHostPort(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65535) throw new Error(`-http=${text}: expected host:port, as in -http=localhost:8080 or -http=:8080`);
  return { host: (bracketed ?? plain) || 'localhost', port: Number(port) };
}

async function servedFile(path: string): Promise<ServedFile> {
  if (/^https?:\/\//.test(path)) throw new Error(`${path}: an address cannot be opened yet; save what it sends and name the file`);
  const stats = await stat(path).catch((error: Error) => {
    throw new Error(`${path}: ${'code' in error && error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  if (!stats.isFile()) throw new Error(`${path}: not a file`);
  return { name: basename(path), path, size: stats.size };
}
