import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CodePlace, FoundCode } from '#model/machineCode.ts';
import { guardedDial, type Reach } from '#target/reach.ts';
import { createAccess, type Access } from './access.ts';
import type { App } from './app.ts';
import { createFeeds } from './feeds.ts';
import { createFiles, type ServedFile, type ServedSource, type Watch } from './files.ts';
import { pathOf, refusalOf, routeRefusalOf } from './guard.ts';
import { HEADERS } from './headers.ts';
import { idleAfter } from './idle.ts';
import { closed, listen, portOf, type Wanted } from './listen.ts';
import { end } from './reply.ts';
import { routesOf, type Route } from './routes.ts';
import type { ServedTarget } from './servedTarget.ts';

export interface ServeRequest extends Wanted {
  readonly app: App;
  /** Named on the command line; the page opens them. */
  readonly files: readonly ServedFile[];
  /** Looks for what the command line names, and what stands in folders that it names; left out where it names none. */
  readonly watch?: Watch;
  /** Finds the text of source files that these name; left out where there is none to give. */
  readonly sources?: (path: string) => Promise<ServedSource>;
  /** Finds the instructions of functions; left out where there are no binaries to look in. */
  readonly code?: (place: CodePlace) => Promise<FoundCode>;
  /** Named there too: what the page may show at once, and ask for with what the command line has for it. */
  readonly targets?: readonly ServedTarget[];
  /** Hosts that may be asked although they are on the never-list, as -allow_targets has them. */
  readonly allowed?: readonly string[];
  /** All addresses that a host stands for; by default what the system says. */
  readonly resolve?: Reach['resolve'];
  /** Whether programs are asked for the names of addresses, as they are by default. */
  readonly asksNames?: boolean;
  /** Takes a line about each thing that was fetched for the page. */
  readonly log?: (line: string) => void;
  /** Hears of it when nobody asked for so many milliseconds. */
  readonly idle?: { readonly time: number; readonly onIdle: () => void };
}

export interface Served {
  /** `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly port: number;
  /** What to know of where it listens, as a sentence; empty for nothing. */
  readonly note: string;
  /** What is answered. */
  readonly routes: readonly Route[];
  /**
   * The address that opens the page with all it may ask for; works once, for so many seconds.
   * @param address what the page shows, as it has it behind the #: `/top?f=serve`; empty for what it shows by itself
   */
  launchUrl(seconds: number, address?: string): string;
  close(): Promise<void>;
}

/**
 * The companion of the page: serves the built app and the files named on the command line, to this machine alone.
 * @throws ListenError
 */
export async function serve({ app, files, watch, sources, code, targets = [], allowed = [], resolve, asksNames = true, log = () => {}, idle, ...wanted }: ServeRequest): Promise<Served> {
  const access = createAccess();
  const ports: number[] = [];
  const dial = guardedDial({ allowed, ownPorts: () => ports, ...(resolve && { resolve }) });
  const feeds = createFeeds();
  const routes = routesOf({ app, access, files: createFiles(files, watch), sources, code, targets, dial, feeds, asksNames, log });
  const hosts = new Set<string>();
  const patience = idle && idleAfter(idle.time, idle.onIdle);
  const { servers, note } = await listen(wanted, (request, response) => {
    patience?.asked(response);
    answer({ access, routes, hosts }, request, response).catch((error: unknown) => fail(response, error));
  });
  const { host } = wanted;
  const bound = portOf(servers[0]);
  ports.push(bound);
  for (const name of ['127.0.0.1', 'localhost', '[::1]', bracketed(host)]) {
    hosts.add(`${name}:${bound}`);
    // A browser leaves out the port that is the scheme's own.
    if (bound === 80) hosts.add(name);
  }
  const url = `http://${host === 'localhost' ? '127.0.0.1' : bracketed(host)}:${bound}/`;
  return {
    url,
    port: bound,
    note,
    routes,
    launchUrl: (seconds, address = '') => `${url}#c=${access.newCode(seconds)}${address}`,
    close: async () => {
      patience?.stop();
      feeds.close();
      await Promise.all(servers.map(closed));
    },
  };
}

interface Context {
  readonly access: Access;
  readonly routes: readonly Route[];
  readonly hosts: ReadonlySet<string>;
}

async function answer({ access, routes, hosts }: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const routeOf = (path: string) => routes.find((route) => route.path.test(path));
  const refused = refusalOf(request, hosts, (path) => routeOf(path)?.isPage === true);
  if (refused !== undefined) return end(response, refused);
  const path = pathOf(request.url ?? '');
  const route = routeOf(path);
  if (route === undefined) return end(response, 404);
  const refusal = routeRefusalOf(request, route, access);
  if (refusal !== undefined) return end(response, refusal.status, refusal.headers);
  await route.answer({ request, response, path });
}

/** A mistake of ours: the answer names it, what it was stands in the terminal. */
function fail(response: ServerResponse, error: unknown): void {
  const id = randomBytes(4).toString('hex');
  console.error(`error ${id}:`, error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`error ${id}\n`);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
