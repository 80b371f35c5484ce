import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetOf } from './app.ts';
import type { ServedSource } from './files.ts';
import { refusalOf } from './guard.ts';
import { HEADERS } from './headers.ts';
import { serve, type Served } from './serve.ts';
import { ask, codeOf, exchange, newToken, ownHeaders, post, type Reply } from './testClient.ts';

/** What the server did for somebody, besides answering. */
const done: string[] = [];
/** A program that is asked only if a request for it goes through. */
const program = createServer((_, response) => {
  done.push('fetched');
  response.end();
});
let served: Served;
let token: Readonly<Record<string, string>>;

beforeAll(async () => {
  const app = new Map([
    ['/index.html', assetOf('/index.html', Buffer.from('<!doctype html>'))],
    ['/assets/main-Ab12_-9z.js', assetOf('/assets/main-Ab12_-9z.js', Buffer.from('export {};'))],
  ]);
  const sources = (path: string): Promise<ServedSource> => {
    done.push(path);
    return Promise.resolve({ kind: 'text', text: 'package shop' });
  };
  served = await serve({ app, files: [{ name: 'cpu', path: 'nowhere', size: 1 }], sources, host: '127.0.0.1', port: 0 });
  token = await newToken(served);
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await served.close();
  program.close();
});

/** One address for each route, and what may be done there. */
const ADDRESSES = [
  ['/', 'GET'],
  ['/ui/top', 'GET'],
  ['/assets/main-Ab12_-9z.js', 'GET'],
  ['/nothing', 'GET'],
  ['/healthz', 'GET'],
  ['/api/session', 'POST'],
  ['/api/files', 'GET'],
  ['/api/files/x', 'GET'],
  ['/api/source', 'POST'],
  ['/api/disasm', 'POST'],
  ['/api/watched', 'GET'],
  ['/api/targets', 'GET'],
  ['/api/fetch', 'POST'],
  ['/api/nothing', 'GET'],
] as const;
const PAGES: readonly string[] = ['/', '/ui/top'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
const SOME_METHODS = ['GET', 'POST', 'OPTIONS'];

const ORIGINS = (port: number) => [
  'null',
  'http://evil.example',
  `http://evil.example:${port}`,
  `https://127.0.0.1:${port}`,
  'http://127.0.0.1',
  `http://127.0.0.1:${port + 1}`,
  `http://localhost:${port}`,
  `http://[::1]:${port}`,
  `http://127.0.0.1:${port}.evil.example`,
  `http://127.0.0.1:${port}/`,
  `HTTP://127.0.0.1:${port}`,
  `file://127.0.0.1:${port}`,
  '',
];
const HOSTS = (port: number) => [
  'evil.example',
  `evil.example:${port}`,
  '127.0.0.1',
  'localhost',
  `127.0.0.1:${port + 1}`,
  `127.0.0.1:0${port}`,
  `localhost.:${port}`,
  `127.0.0.1:${port}@evil.example`,
  `evil.example@127.0.0.1:${port}`,
  `127.0.0.1:${port}.evil.example`,
  `0.0.0.0:${port}`,
  `127.0.0.2:${port}`,
  `127.1:${port}`,
  `[::ffff:127.0.0.1]:${port}`,
];
const STRANGERS = ['cross-site', 'same-site', 'Same-Origin', ''].flatMap((site) =>
  [
    ['no-cors', 'script'],
    ['no-cors', 'image'],
    ['cors', 'empty'],
    ['websocket', 'websocket'],
    ['navigate', 'iframe'],
    ['navigate', 'document'],
  ].map(([mode, dest]) => ({ 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest })),
);

/** What any of the routes that post understands. */
function asking(): string {
  const address = program.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return JSON.stringify({ path: 'shop.go', url: `http://127.0.0.1:${port}/`, kind: 'profile' });
}

/** Everything is right but what is given. */
async function asked(path: string, method: string, wrong: Readonly<Record<string, string>>): Promise<Reply> {
  const reply = await ask(served, path, { method, headers: { ...ownHeaders(served), ...token, ...wrong }, ...(method === 'POST' && { body: asking() }) });
  expect(missing(reply)).toEqual([]);
  return reply;
}

function missing({ headers }: Reply): string[] {
  return Object.entries(HEADERS)
    .filter(([name, value]) => headers[name.toLowerCase()] !== value && !(name === 'Cache-Control' && headers['cache-control']?.includes('immutable')))
    .map(([name]) => name);
}

describe.each(ADDRESSES)('%s', (path, own) => {
  test('is answered to the page of this server, by its own method alone', async () => {
    for (const method of METHODS) {
      const { status } = await asked(path, method, {});
      const isOwn = method === own || (method === 'HEAD' && own === 'GET');
      if (isOwn) expect([method, [403, 405, 415, 421].includes(status)]).toEqual([method, false]);
      else expect([method, status]).toEqual([method, 405]);
    }
  });

  test('has nothing for another Host', async () => {
    for (const method of SOME_METHODS) {
      for (const host of HOSTS(served.port)) {
        const { status, body } = await asked(path, method, { Host: host });
        expect([method, host, status, body.length]).toEqual([method, host, 421, 0]);
      }
    }
  });

  test('has nothing for another Origin', async () => {
    for (const method of SOME_METHODS) {
      for (const origin of ORIGINS(served.port)) {
        const { status, body } = await asked(path, method, { Origin: origin });
        expect([method, origin, status, body.length]).toEqual([method, origin, 403, 0]);
      }
    }
  });

  test('has nothing for another site, but a link to a page', async () => {
    for (const method of SOME_METHODS) {
      for (const stranger of STRANGERS) {
        const isVisit = method === 'GET' && stranger['Sec-Fetch-Mode'] === 'navigate' && stranger['Sec-Fetch-Dest'] === 'document' && PAGES.includes(path);
        const { status, body } = await asked(path, method, stranger);
        if (isVisit) expect(status).toBe(200);
        else expect([method, stranger, status, body.length]).toEqual([method, stranger, 403, 0]);
      }
    }
  });

  test('a foreign Host is told first, whatever else is wrong', async () => {
    for (const [i, host] of HOSTS(served.port).entries()) {
      const origin = ORIGINS(served.port)[i % ORIGINS(served.port).length];
      const { status } = await asked(path, METHODS[i % METHODS.length], { Host: host, Origin: origin, ...STRANGERS[i % STRANGERS.length], 'X-Proflens-Token': '' });
      expect(status).toBe(421);
    }
  });
});

test('no refusal did anything', () => {
  // But for the one right request to each.
  expect(done).toEqual(['shop.go', 'fetched']);
});

describe('the table of routes', () => {
  test('has an address of each in these tests', () => {
    const reached = ADDRESSES.map(([path]) => served.routes.find((route) => route.path.test(path)));
    expect(new Set(reached)).toEqual(new Set(served.routes));
  });

  test('nothing is done by GET or HEAD: what posts is refused there', async () => {
    const code = codeOf(served.launchUrl(60));
    for (const [path] of ADDRESSES) {
      const route = served.routes.find((route) => route.path.test(path));
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await ask(served, `${path}?code=${code}&path=shop.go&url=http://127.0.0.1:1/`, { method, headers: { ...ownHeaders(served), ...token } });
        if (route?.method === 'POST') expect([path, status, headers.allow]).toEqual([path, 405, 'POST']);
      }
    }
    expect((await exchange(served, code)).status).toBe(200);
    expect(done.length).toBe(2);
  });

  test('whatever stands below /api needs the token, but for what hands it out', () => {
    const open = served.routes.filter(({ path, needsToken }) => path.source.includes('api') && !needsToken);
    expect(open.map(({ path }) => path.source)).toEqual([String.raw`^\/api\/session$`]);
  });
});

/** What is refused of a request that is right but for what is given, whatever the parser let through. */
function refused({ remoteAddress = '127.0.0.1', ...more }: { readonly remoteAddress?: string | undefined } & Readonly<Record<string, string | undefined>>): number | undefined {
  const host = `127.0.0.1:${served.port}`;
  const request = { url: '/', method: 'GET', headers: { host, ...more }, rawHeaders: ['Host', host], socket: { remoteAddress } };
  return refusalOf(request as unknown as IncomingMessage, new Set([host]), () => true);
}

test('who is not on this machine is not heard, whatever he says', () => {
  for (const remoteAddress of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) expect([remoteAddress, refused({ remoteAddress })]).toEqual([remoteAddress, undefined]);
  for (const remoteAddress of ['192.168.0.7', '10.127.0.0', '::ffff:192.168.0.7', 'fe80::1', '2001:db8::1', '::', '']) expect([remoteAddress, refused({ remoteAddress })]).toEqual([remoteAddress, 403]);
});

test('a length beside chunks is refused, even by a parser that bears it', () => {
  expect(refused({ 'content-length': '1' })).toBeUndefined();
  expect(refused({ 'content-length': '1', 'transfer-encoding': 'chunked' })).toBe(400);
});

describe('the token', () => {
  const guarded = ADDRESSES.filter(([path]) => path.startsWith('/api/') && path !== '/api/session');

  test.each(guarded)('%s is not for who has none, a part of it, more, or that of another server', async (path, method) => {
    const other = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0 });
    const right = token['X-Proflens-Token'];
    for (const wrong of ['', right.slice(1), `${right}x`, right.toUpperCase(), (await newToken(other))['X-Proflens-Token']]) {
      // Few enough not to be taken for guesses.
      const own = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0 });
      const { status, body } = await ask(own, path, { method, headers: { ...ownHeaders(own), 'X-Proflens-Token': wrong } });
      expect([wrong.length, status, body.length]).toEqual([wrong.length, 401, 0]);
      await own.close();
    }
    await other.close();
  });

  test('is no part of an address, a cookie or a form', async () => {
    const own = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0 });
    const { 'X-Proflens-Token': value } = await newToken(own);
    expect((await ask(own, `/api/files?token=${value}&X-Proflens-Token=${value}`)).status).toBe(401);
    expect((await ask(own, '/api/files', { headers: { Cookie: `token=${value}; proflens.token=${value}` } })).status).toBe(401);
    expect((await ask(own, '/api/files', { headers: { Authorization: `Bearer ${value}` } })).status).toBe(401);
    await own.close();
  });

  test('who posts and says neither where from nor the token is not heard', async () => {
    const silent = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ code: codeOf(served.launchUrl(60)) });
    expect((await ask(served, '/api/session', { method: 'POST', headers: silent, body })).status).toBe(403);
    expect((await ask(served, '/api/session', { method: 'POST', headers: { ...silent, 'Sec-Fetch-Site': 'same-origin' }, body })).status).toBe(200);
    expect((await ask(served, '/api/source', { method: 'POST', headers: { ...silent, ...token }, body: '{"path":"shop.go"}' })).status).toBe(200);
  });

  test('a form of another page cannot be mistaken for the page', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream', 'application/json; charset=utf-8', 'application/JSON']) {
      expect([type, (await post(served, '/api/source', { path: 'shop.go' }, { ...token, 'Content-Type': type })).status]).toEqual([type, 415]);
    }
  });
});
