import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from '#model/options.ts';
import { readApp } from '#server/app.ts';
import { openBrowser } from '#server/browser.ts';
import type { ServedFile } from '#server/files.ts';
import { endOnSignal } from '#server/lifeCycle.ts';
import type { Wanted } from '#server/listen.ts';
import { serve } from '#server/serve.ts';
import { formatAddress, type BaseName } from '#state/address.ts';
import type { ServedTarget } from '#server/servedTarget.ts';
import { UsageError, type Command } from './flags.ts';
import { credentialsOf, isAddress } from './remote.ts';
import { programAndProfiles } from './program.ts';
import { servedCode, type CodeRequest } from './servedCode.ts';
import { namingProfiles, servedSources, type NamingProfiles } from './servedSources.ts';
import { isService, targetOf } from './targets.ts';
import { isFolder, profilesIn, watching } from './watched.ts';

export interface PageRequest {
  /** What stands behind -http: `[host]:[port]`; an empty host is localhost, an empty port any that is free, and `port+` that or the next that is. */
  readonly http: string;
  readonly noBrowser: boolean;
  /** Paths of the profiles to open. */
  readonly files: readonly string[];
  /** Those of them that are looked at together. */
  readonly parts: ReadonlySet<string>;
  /** What is looked at again and again: a profile that appears there, or changes, is offered. */
  readonly watched: { readonly files: readonly string[]; readonly folders: readonly string[] };
  /** Addresses of running programs. */
  readonly targets: readonly ServedTarget[];
  /** Hosts that may be asked although they are on the never-list. */
  readonly allowed: readonly string[];
  /** Whether programs are asked for the names of addresses. */
  readonly asksNames: boolean;
  /** Whose source files the page may have: those of the files, and what the targets sent. */
  readonly naming: NamingProfiles;
  /** The folder of the built app. */
  readonly app: string;
  readonly base: BaseName | undefined;
  /** Milliseconds without a question after which the command ends; 0 for never. */
  readonly idleExit: number;
  /** Where source files are looked for. */
  readonly options: Pick<Options, 'sourcePath' | 'trimPath'>;
  /** Where instructions are. */
  readonly code: CodeRequest;
}

/** What the page shows first, and in which view. */
export interface Shown {
  readonly view: 'flame' | 'graph';
  readonly options: Options;
}

/** The page, while it is served. */
export interface Page {
  readonly port: number;
  /** What to know of where it is served, as a sentence; empty for nothing. */
  readonly note: string;
  /** An address that opens it. */
  address(shown: Shown): string;
  /** Opens it in a browser, unless none is wanted. */
  show(shown: Shown): void;
  close(): Promise<void>;
}

/** Seconds in which the address must be opened: at once by a browser, in a while by hand. */
const LAUNCH_TIME = 60;
const LAUNCH_TIME_BY_HAND = 600;

/**
 * Serves the app and the files.
 * @param onIdle hears of it when nobody asked for as long as the request says
 * @throws Error with a sentence for the user, when a file cannot be read; ListenError when the address cannot be had
 */
export async function servePage({ http, noBrowser, files, parts, watched, targets, allowed, asksNames, naming, app, base, idleExit, options, code }: PageRequest, onIdle?: () => void): Promise<Page> {
  const where = parseHostPort(http);
  const sources = servedSources(naming, options, process.cwd());
  const isWatched = watched.files.length + watched.folders.length > 0;
  const served = await serve({ app: await readApp(app), files: await Promise.all(files.map(async (path) => ({ ...(await servedFile(path)), isPart: parts.has(path) }))), targets, allowed, asksNames, sources, code: servedCode(code), ...where, ...(idleExit > 0 && onIdle && { idle: { time: idleExit, onIdle } }), ...(isWatched && { watch: watching(watched.files, watched.folders) }), ...(process.env['PROFLENS_LOG'] !== undefined && { log: console.error }) });
  const urlOf = (seconds: number, shown: Shown) => {
    const address = formatAddress({ ...shown, base }).slice(1);
    return served.launchUrl(seconds, address === '/flame' ? '' : address);
  };
  return {
    port: served.port,
    note: served.note,
    address: (shown) => urlOf(LAUNCH_TIME_BY_HAND, shown),
    show: (shown) => {
      if (!noBrowser) openBrowser(urlOf(LAUNCH_TIME, shown));
    },
    close: served.close,
  };
}

/**
 * Serves and shows the page until it is interrupted.
 * @throws as `servePage`
 */
export async function serveCommand(request: PageRequest, shown: Shown): Promise<void> {
  const { port } = parseHostPort(request.http);
  const page = await servePage(request, () => {
    console.log('Nothing was asked for as long as -idle_exit says.');
    endPage();
  });
  const endPage = endOnSignal(process, page.close, (code) => process.exit(code));
  // A mistake of ours in one answer ends no other.
  process.on('unhandledRejection', console.error);
  if (port !== 0 && page.port !== port) console.log(`Port ${port} is taken; this is on the next one that is free:`);
  if (page.note !== '') console.error(page.note);
  console.log(page.address(shown));
  page.show(shown);
  addressOnEnter(process.stdin, () => page.address(shown), console.log);
}

/** Who sits at the terminal has another address for each Enter: each opens once. */
export function addressOnEnter(input: Pick<NodeJS.ReadStream, 'isTTY' | 'on'>, address: () => string, say: (line: string) => void): void {
  if (!input.isTTY) return;
  say('This address opens once. Press Enter for another, Ctrl-C to stop.');
  input.on('data', () => say(address()));
}

/**
 * What the command asks of the page.
 * @throws AddressError, UsageError
 */
export async function pageRequest(command: Command, say: (text: string) => void = console.error): Promise<PageRequest> {
  const { http, noBrowser, sources, bases, isDifference, options, allowTargets, symbolz, tools, idleExit } = command;
  const { program, profiles } = await programAndProfiles(sources);
  const all = [...profiles, ...bases];
  // As pprof does it; without the flag, which is how one opens files to look at, each stands by itself.
  const isMerged = http !== undefined && profiles.length > 1 && !profiles.some((source) => isAddress(source) && isService(source));
  const folders: string[] = [];
  const files: string[] = [];
  const parts = new Set<string>();
  for (const path of all.filter((source) => !isAddress(source))) {
    // Of a folder the newest is what one came for; what comes after it is offered.
    const opened = (await isFolder(path)) ? (await profilesIn(path)).slice(0, 1).map((file) => file.path) : [path];
    if (!opened.includes(path)) folders.push(path);
    files.push(...opened);
    if (isMerged && profiles.includes(path)) for (const file of opened) parts.add(file);
  }
  const addresses = all.filter(isAddress);
  const credentials = addresses.length === 0 ? { headers: {}, tls: {} } : credentialsOf(command);
  const naming = namingProfiles(files);
  const targets = addresses.map((source) => targetOf(source, { ...command, isPart: isMerged && profiles.includes(source), credentials, onProfile: naming.add, say }));
  const base = bases.length === 0 ? undefined : { name: targets[addresses.lastIndexOf(bases[0])]?.name ?? basename(bases[0]), isDifference };
  return { http: http ?? process.env['PROFLENS_HTTP'] ?? 'localhost:', noBrowser, files, parts, watched: { files, folders }, targets, allowed: allowTargets, asksNames: symbolz.ask, naming, app: fileURLToPath(new URL('../web', import.meta.url)), base, idleExit, options, code: { program, tools } };
}

/** @throws UsageError for what is no address */
export function parseHostPort(text: string): Required<Wanted> {
  const [whole, bracketed, plain = '', port = '', plus = ''] = /^(?:\[([^\]]*)\]|([^:]*)):(?:(\d+)(\+?))?$/.exec(text) ?? [];
  if (whole === undefined || Number(port) > 65535) throw new UsageError(`-http=${text}: expected host:port, as in -http=localhost:8080 or -http=:8080`);
  return { host: (bracketed ?? plain) || 'localhost', port: Number(port), moves: plus !== '' };
}

async function servedFile(path: string): Promise<ServedFile> {
  const stats = await stat(path).catch((error: Error) => {
    throw new Error(`${path}: ${'code' in error && error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  if (!stats.isFile()) throw new Error(`${path}: not a file`);
  return { name: basename(path), path, size: stats.size };
}
