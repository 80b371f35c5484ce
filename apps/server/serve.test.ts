import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetOf } from './app.ts';
import { HEADERS } from './headers.ts';
import { serve, type Served, type ServedSource } from './serve.ts';

const SCRIPT = 'export const answer = 42;\n'.repeat(40);
const PROFILE = Buffer.from('main;work 10\n');

let folder: string;
let served: Served;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proflens-'));
  await writeFile(join(folder, 'cpu.folded'), PROFILE);
  served = await start();
});

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

function start(port = 0): Promise<Served> {
  const app = new Map([
    ['/index.html', assetOf('/index.html', Buffer.from('<!doctype html><title>Proflens</title>'))],
    ['/assets/main-Ab12_-9z.js', assetOf('/assets/main-Ab12_-9z.js', Buffer.from(SCRIPT))],
  ]);
  const files = [{ name: 'cpu.folded', path: join(folder, 'cpu.folded'), size: PROFILE.length }];
  return serve({ app, files, host: '127.0.0.1', port });
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly of?: Served;
}

/** One request, just as given: no client that adds or mends headers. */
function ask(path: string, { method = 'GET', headers = {}, body, of = served }: Asked = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: of.port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What comes back for these bytes, and the end of the connection. */
function askRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(served.port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

function codeOf(url: string): string {
  return /#c=([\w-]+)$/.exec(url)?.[1] ?? '';
}

function exchange(code: string, of = served): Promise<Reply> {
  return ask('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code }), of });
}

async function newToken(of = served): Promise<string> {
  const { body } = await exchange(codeOf(of.launchUrl(60)), of);
  return (JSON.parse(body.toString()) as { token: string }).token;
}

describe('the app', () => {
  test.each(['/', '/ui/', '/ui/top', '/ui/flamegraph?f=serve', '/top?si=cpu', '/flamegraph', '/graph', '/peek', '/source', '/disasm'])('%s is the page', async (path) => {
    const { status, headers, body } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.toString()).toContain('<title>Proflens</title>');
  });

  test('a hashed script stays in the browser, and comes compressed to who can read that', async () => {
    const plain = await ask('/assets/main-Ab12_-9z.js');
    expect(plain.body.toString()).toBe(SCRIPT);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const packed = await ask('/assets/main-Ab12_-9z.js', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body).toString()).toBe(SCRIPT);
  });

  test('HEAD is GET without a body', async () => {
    const { status, headers, body } = await ask('/', { method: 'HEAD' });
    expect([status, headers['content-type'], body.length]).toEqual([200, 'text/html; charset=utf-8', 0]);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s changes nothing', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
  });

  test.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '//etc/passwd', '/assets/../../package.json', '/\\..\\x', '/@fs/etc/passwd?raw', '/etc/passwd', '/index.html%00', '/api', '/s/x'])(
    'no file is reached by %s',
    async (path) => {
      const { status, body } = await ask(path);
      expect([status, body.length]).toEqual([404, 0]);
    },
  );
});

describe('who is heard', () => {
  const ownHost = () => `127.0.0.1:${served.port}`;

  test('the names of this machine with this port', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect((await ask('/', { headers: { Host: `${name}:${served.port}` } })).status).toBe(200);
    }
  });

  test.each(['/', '/assets/main-Ab12_-9z.js', '/nothing', '/api/files', '/healthz'])('a foreign Host gets nothing of %s', async (path) => {
    const port = served.port;
    const hosts = ['evil.example', `evil.example:${port}`, '127.0.0.1', 'localhost', `127.0.0.1:${port + 1}`, `localhost.:${port}`, `127.0.0.1:${port}@evil.example`, `127.0.0.1:${port}.evil.example`, `0.0.0.0:${port}`, `127.0.0.2:${port}`];
    for (const host of hosts) {
      const { status, body } = await ask(path, { headers: { Host: host } });
      expect([host, status, body.length]).toEqual([host, 421, 0]);
    }
  });

  test('no Host, two of them, or an absolute address', async () => {
    const end = 'Connection: close\r\n\r\n';
    expect(await askRaw(`GET / HTTP/1.1\r\n${end}`)).toMatch(/^HTTP\/1.1 421 /);
    expect(await askRaw(`GET / HTTP/1.1\r\nHost: ${ownHost()}\r\nHost: evil.example\r\n${end}`)).toMatch(/^HTTP\/1.1 4(00|21) /);
    expect(await askRaw(`GET http://${ownHost()}/ HTTP/1.1\r\nHost: ${ownHost()}\r\n${end}`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await askRaw(`GET / HTTP/1.1\r\nHost: ${ownHost()}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
  });

  test('a page of another site may link here and do nothing else', async () => {
    const visit = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
    expect((await ask('/ui/top', { headers: visit })).status).toBe(200);
    expect((await ask('/assets/main-Ab12_-9z.js', { headers: visit })).status).toBe(403);
    expect((await ask('/', { method: 'POST', headers: visit })).status).toBe(403);
    for (const dest of ['iframe', 'embed', 'object']) expect((await ask('/', { headers: { ...visit, 'Sec-Fetch-Dest': dest } })).status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      for (const mode of ['no-cors', 'cors', 'websocket']) expect((await ask('/', { headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': 'empty' } })).status).toBe(403);
    }
    for (const site of ['same-origin', 'none']) expect((await ask('/', { headers: { 'Sec-Fetch-Site': site } })).status).toBe(200);
  });

  test('an Origin other than this one', async () => {
    const port = served.port;
    for (const origin of ['null', 'http://evil.example', `https://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`, `http://localhost:${port}`, `http://127.0.0.1:${port}.evil.example`, `HTTP://127.0.0.1:${port}`]) {
      const { status, body } = await ask('/', { headers: { Origin: origin } });
      expect([origin, status, body.length]).toEqual([origin, 403, 0]);
    }
    expect((await ask('/', { headers: { Origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
  });

  test('an upgrade is no way in', async () => {
    const { status } = await ask('/', { headers: { Connection: 'Upgrade', Upgrade: 'websocket', Origin: 'http://evil.example' } });
    expect(status).toBe(403);
  });

  test('every response carries the headers', async () => {
    const replies = [await ask('/'), await ask('/nothing'), await ask('/', { method: 'POST' }), await ask('/', { headers: { Host: 'evil.example' } }), await ask('/api/files'), await ask('/healthz'), await exchange('wrong')];
    for (const { headers } of replies) for (const [name, value] of Object.entries(HEADERS)) expect(headers[name.toLowerCase()]).toBe(value);
    const garbage = await askRaw('garbage\r\n\r\n');
    expect(garbage).toMatch(/^HTTP\/1.1 400 /);
    for (const [name, value] of Object.entries(HEADERS)) expect(garbage).toContain(`${name}: ${value}\r\n`);
  });
});

describe('the files of the command line', () => {
  test('come to who has the token', async () => {
    const headers = { 'X-Proflens-Token': await newToken() };
    const list = JSON.parse((await ask('/api/files', { headers })).body.toString()) as { id: string; name: string; size: number }[];
    expect(list).toEqual([{ id: expect.stringMatching(/^[\w-]{22}$/), name: 'cpu.folded', size: PROFILE.length }]);
    const file = await ask(`/api/files/${list[0].id}`, { headers });
    expect([file.status, file.headers['content-type'], file.body]).toEqual([200, 'application/octet-stream', PROFILE]);
    expect((await ask('/api/files/0', { headers })).status).toBe(404);
    expect((await ask('/api/files/..%2f..%2fetc%2fpasswd', { headers })).status).toBe(404);
  });

  test('come to nobody else', async () => {
    for (const headers of [{}, { 'X-Proflens-Token': '' }, { 'X-Proflens-Token': 'x' }]) {
      const { status, body } = await ask('/api/files', { headers: headers as Record<string, string> });
      expect([status, body.length]).toEqual([401, 0]);
    }
  });

  test('a code works once', async () => {
    const code = codeOf(served.launchUrl(60));
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).status).toBe(401);
  });

  test('a code works in time only', async () => {
    expect((await exchange(codeOf(served.launchUrl(-1)))).status).toBe(401);
  });

  test('a code is asked for in the one form that no other site can send', async () => {
    const body = JSON.stringify({ code: codeOf(served.launchUrl(60)) });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8']) {
      expect((await ask('/api/session', { method: 'POST', headers: { 'Content-Type': type }, body })).status).toBe(415);
    }
    expect((await ask('/api/session')).status).toBe(405);
    expect((await ask('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: 'x'.repeat(5000) })).status).toBe(413);
    expect((await ask('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status).toBe(200);
  });

  test('after twenty guesses nobody is heard for a while', async () => {
    const own = await start();
    const token = await newToken(own);
    for (let guess = 0; guess < 20; guess++) expect((await exchange(`guess${guess}`, own)).status).toBe(401);
    expect((await exchange(codeOf(own.launchUrl(60)), own)).status).toBe(429);
    expect((await ask('/api/files', { headers: { 'X-Proflens-Token': token }, of: own })).status).toBe(429);
    await own.close();
  });

  test('a file that has gone is said to be gone', async () => {
    const own = await serve({ app: new Map(), files: [{ name: 'gone', path: join(folder, 'gone'), size: 1 }], host: '127.0.0.1', port: 0 });
    const headers = { 'X-Proflens-Token': await newToken(own) };
    const [{ id }] = JSON.parse((await ask('/api/files', { headers, of: own })).body.toString()) as { id: string }[];
    expect((await ask(`/api/files/${id}`, { headers, of: own })).status).toBe(410);
    await own.close();
  });
});

describe('source files', () => {
  const asked: string[] = [];
  let own: Served;
  let token: string;
  const source = (path: string, headers: Record<string, string> = {}) =>
    ask('/api/source', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Proflens-Token': token, ...headers }, body: JSON.stringify({ path }), of: own });

  beforeAll(async () => {
    const sources = (path: string): Promise<ServedSource> => {
      asked.push(path);
      return Promise.resolve(path === 'shop.go' ? { kind: 'text', text: 'package shop // \udce9' } : path === 'gone.go' ? { kind: 'missing' } : { kind: 'unnamed' });
    };
    own = await serve({ app: new Map(), files: [{ name: 'a', path: 'a', size: 1 }], sources, host: '127.0.0.1', port: 0 });
    token = await newToken(own);
  });
  afterAll(() => own.close());

  test('one that a profile names is sent, one that is gone is null, any other is not there', async () => {
    const { status, body } = await source('shop.go');
    expect([status, JSON.parse(body.toString())]).toEqual([200, { text: 'package shop // \udce9' }]);
    expect(JSON.parse((await source('gone.go')).body.toString())).toEqual({ text: null });
    const refused = await source('/etc/passwd');
    expect([refused.status, refused.body.length]).toEqual([404, 0]);
  });

  test('who has no token, or comes from elsewhere, is not heard, and nothing is looked for', async () => {
    asked.length = 0;
    for (const headers of [{ 'X-Proflens-Token': '' }, { 'X-Proflens-Token': 'x'.repeat(22) }]) expect((await source('shop.go', headers)).status).toBe(401);
    for (const headers of [{ Origin: 'http://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }]) expect((await source('shop.go', headers as Record<string, string>)).status).toBe(403);
    expect((await source('shop.go', { Host: 'evil.example' })).status).toBe(421);
    expect(asked).toEqual([]);
  });

  test('it is asked for in the one form that no other site can send', async () => {
    expect((await source('shop.go', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await ask('/api/source', { headers: { 'X-Proflens-Token': token }, of: own })).status).toBe(405);
    expect((await ask('/api/source?path=shop.go', { headers: { 'X-Proflens-Token': token }, of: own })).status).toBe(405);
    expect((await source('x'.repeat(70_000))).status).toBe(413);
    for (const body of ['', '{', '[]', '"shop.go"', '{"path":{}}', '{"path":["shop.go"]}', '{"__proto__":{"path":"shop.go"}}']) {
      expect((await ask('/api/source', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Proflens-Token': token }, body, of: own })).status).toBe(404);
    }
  });

  test('a server without sources has none', async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Proflens-Token': await newToken() };
    expect((await ask('/api/source', { method: 'POST', headers, body: '{"path":"shop.go"}' })).status).toBe(404);
  });
});

describe('where it listens', () => {
  test('a taken port moves to the next', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const moved = await start(taken);
    expect(moved.port).toBeGreaterThan(taken);
    expect((await ask('/', { of: moved })).status).toBe(200);
    await moved.close();
    await new Promise((resolve) => other.close(resolve));
  });

  test('on this machine alone', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.7', 'example.com']) await expect(serve({ app: new Map(), files: [], host, port: 0 })).rejects.toThrow('not an address of this machine alone');
  });

  test('without files the address needs no code', async () => {
    const bare = await serve({ app: new Map(), files: [], host: 'localhost', port: 0 });
    expect(bare.launchUrl(60)).toBe(`http://127.0.0.1:${bare.port}/`);
    await bare.close();
  });

  test('the address says what to show first', async () => {
    const bare = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0 });
    expect(bare.launchUrl(60, '/top?f=serve')).toBe(`${bare.url}#/top?f=serve`);
    await bare.close();
    const withFile = await serve({ app: new Map(), files: [{ name: 'a', path: 'a', size: 1 }], host: '127.0.0.1', port: 0 });
    expect(withFile.launchUrl(60, '/top?f=serve')).toMatch(/#c=[\w-]{22}\/top\?f=serve$/);
    await withFile.close();
  });
});
