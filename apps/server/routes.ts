import type { SessionReply } from '#model/live.ts';
import type { CodePlace, FoundCode } from '#model/machineCode.ts';
import type { Access } from './access.ts';
import type { App } from './app.ts';
import { fetchRoute, sendTargets, type Fetching } from './fetchRoute.ts';
import { sendAsset, sendCode, sendFile, sendList, sendPage, sendSource, sendWatched, type Files, type ServedSource } from './files.ts';
import { end, posted, send, sendJson, statusOf, textIn, type Exchange } from './reply.ts';

/** What is answered at an address. GET reads, and answers HEAD too; whatever does more is POST. */
export interface Route {
  readonly path: RegExp;
  readonly method: 'GET' | 'POST';
  /** Answered only to who has the token. */
  readonly needsToken: boolean;
  /** A page that others may link to. */
  readonly isPage?: boolean;
  readonly answer: (exchange: Exchange) => Promise<void> | void;
}

/** What the routes hand out. */
export interface Held extends Fetching {
  readonly app: App;
  readonly access: Access;
  readonly files: Files;
  readonly sources: ((path: string) => Promise<ServedSource>) | undefined;
  readonly code: ((place: CodePlace) => Promise<FoundCode>) | undefined;
}

/** In the order in which they are asked: the first whose path fits answers. What fits none is not there. */
export function routesOf({ app, access, files, sources, code, ...fetching }: Held): readonly Route[] {
  const { targets } = fetching;
  return [
    { path: PAGES, method: 'GET', needsToken: false, isPage: true, answer: (exchange) => sendPage(app, exchange) },
    { path: /^\/healthz$/, method: 'GET', needsToken: false, answer: (exchange) => send(exchange, 'text/plain; charset=utf-8', 'ok\n') },
    { path: /^\/api\/session$/, method: 'POST', needsToken: false, answer: (exchange) => openSession(access, exchange) },
    { path: /^\/api\/files$/, method: 'GET', needsToken: true, answer: (exchange) => sendList(files, exchange) },
    { path: /^\/api\/watched$/, method: 'GET', needsToken: true, answer: (exchange) => sendWatched(files, exchange) },
    { path: /^\/api\/files\//, method: 'GET', needsToken: true, answer: (exchange) => sendFile(files, exchange) },
    { path: /^\/api\/source$/, method: 'POST', needsToken: true, answer: (exchange) => sendSource(sources, exchange) },
    { path: /^\/api\/disasm$/, method: 'POST', needsToken: true, answer: (exchange) => sendCode(code, exchange) },
    { path: /^\/api\/targets$/, method: 'GET', needsToken: true, answer: (exchange) => sendTargets(targets, exchange) },
    { path: /^\/api\/fetch$/, method: 'POST', needsToken: true, answer: fetchRoute(fetching) },
    { path: /^\/api\//, method: 'GET', needsToken: true, answer: ({ response }) => end(response, 404) },
    { path: /^\//, method: 'GET', needsToken: false, answer: (exchange) => sendAsset(app, exchange) },
  ];
}

/** pprof's pages; the app reads the rest of their addresses. */
const PAGES = /^\/(ui(\/[a-z0-9]*)?|top|graph|flamegraph|flamegraph2|flamegraphold|peek|source|disasm)?$/;

/** Exchanges the code of the address for a token. */
async function openSession(access: Access, exchange: Exchange): Promise<void> {
  const fields = await posted(exchange, 1024);
  if (fields === undefined) return;
  const grant = access.exchange(textIn(fields, 'code'));
  if (grant.kind !== 'granted') return end(exchange.response, statusOf(grant));
  const reply: SessionReply = { token: grant.token, capabilities: { fetch: true } };
  sendJson(exchange, reply);
}
