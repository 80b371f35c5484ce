import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { codeFromJson, placeToJson, type CodePlace, type FoundCode, type FoundCodeJson } from '#model/machineCode.ts';
import { assetOf } from './app.ts';
import type { ServedSource } from './files.ts';
import { ListenError } from './listenError.ts';
import { serve, type Served } from './serve.ts';
import { ask as askOf, codeOf, exchange, newToken, ownHeaders, post, type Asked } from './testClient.ts';

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

function start(): Promise<Served> {
  const app = new Map([
    ['/index.html', assetOf('/index.html', Buffer.from('<!doctype html><title>Proflens</title>'))],
    ['/assets/main-Ab12_-9z.js', assetOf('/assets/main-Ab12_-9z.js', Buffer.from(SCRIPT))],
  ]);
  const files = [{ name: 'cpu.folded', path: join(folder, 'cpu.folded'), size: PROFILE.length }];
  return serve({ app, files, host: '127.0.0.1', port: 0 });
}

const ask = (path: string, { of = served, ...asked }: Asked & { readonly of?: Served } = {}) => askOf(of, path, asked);

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

describe('the files of the command line', () => {
  test('come to who has the token', async () => {
    const headers = await newToken(served);
    const list = JSON.parse((await ask('/api/files', { headers })).body.toString()) as { id: string; name: string; size: number }[];
    expect(list).toEqual([{ id: expect.stringMatching(/^[\w-]{22}$/), name: 'cpu.folded', size: PROFILE.length, isPart: false }]);
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
    expect((await exchange(served, code)).status).toBe(200);
    expect((await exchange(served, code)).status).toBe(401);
  });

  test('a code works in time only', async () => {
    expect((await exchange(served, codeOf(served.launchUrl(-1)))).status).toBe(401);
  });

  test('a code is asked for in the one form that no other site can send', async () => {
    const body = JSON.stringify({ code: codeOf(served.launchUrl(60)) });
    const posted = (headers: Record<string, string>, text = body) => ask('/api/session', { method: 'POST', headers: { ...ownHeaders(served), ...headers }, body: text });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/octet-stream', 'application/json; charset=utf-8', '']) {
      expect([type, (await posted({ 'Content-Type': type })).status]).toEqual([type, 415]);
    }
    expect((await ask('/api/session')).status).toBe(405);
    expect((await posted({}, 'x'.repeat(5000))).status).toBe(413);
    expect((await posted({})).status).toBe(200);
  });

  test('after twenty guesses at a code none is taken for a while; who is in stays in', async () => {
    const own = await start();
    const headers = await newToken(own);
    for (let guess = 0; guess < 20; guess++) expect((await exchange(own, `guess${guess}`)).status).toBe(401);
    for (let guess = 0; guess < 5; guess++) expect((await exchange(own, `guess${guess}`)).status).toBe(429);
    expect((await exchange(own, codeOf(own.launchUrl(60)))).status).toBe(429);
    expect((await ask('/api/files', { headers, of: own })).status).toBe(200);
    await own.close();
  });

  test('a page with the token of another server is refused, and soon not looked at; it keeps nobody else out', async () => {
    const own = await start();
    const headers = await newToken(own);
    const stale = await newToken(served);
    for (let guess = 0; guess < 20; guess++) expect((await ask('/api/files', { headers: stale, of: own })).status).toBe(401);
    for (let guess = 0; guess < 5; guess++) expect((await ask('/api/files', { headers: stale, of: own })).status).toBe(429);
    expect((await ask('/api/files', { headers, of: own })).status).toBe(200);
    expect((await exchange(own, codeOf(own.launchUrl(60)))).status).toBe(200);
    await own.close();
  });

  test('a file that has gone is said to be gone', async () => {
    const own = await serve({ app: new Map(), files: [{ name: 'gone', path: join(folder, 'gone'), size: 1 }], host: '127.0.0.1', port: 0 });
    const headers = await newToken(own);
    const [{ id }] = JSON.parse((await ask('/api/files', { headers, of: own })).body.toString()) as { id: string }[];
    expect((await ask(`/api/files/${id}`, { headers, of: own })).status).toBe(410);
    await own.close();
  });
});

describe('source files', () => {
  const asked: string[] = [];
  let own: Served;
  let token: { readonly 'X-Proflens-Token': string };
  const source = (path: string, headers: Record<string, string> = {}) => post(own, '/api/source', { path }, { ...token, ...headers });

  beforeAll(async () => {
    const sources = (path: string): Promise<ServedSource> => {
      asked.push(path);
      if (path === '/lib/away.go') return Promise.resolve({ kind: 'outside', sourcePath: '/shop:/lib' });
      return Promise.resolve(path === 'shop.go' ? { kind: 'text', text: 'package shop // \udce9' } : path === 'gone.go' ? { kind: 'missing' } : { kind: 'unnamed' });
    };
    own = await serve({ app: new Map(), files: [{ name: 'a', path: 'a', size: 1 }], sources, host: '127.0.0.1', port: 0 });
    token = await newToken(own);
  });
  afterAll(() => own.close());

  test('one that a profile names is sent, one that is gone or outside is null, any other is not there', async () => {
    const { status, body } = await source('shop.go');
    expect([status, JSON.parse(body.toString())]).toEqual([200, { text: 'package shop // \udce9' }]);
    expect(JSON.parse((await source('gone.go')).body.toString())).toEqual({ text: null });
    expect(JSON.parse((await source('/lib/away.go')).body.toString())).toEqual({ text: null, sourcePath: '/shop:/lib' });
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
    expect((await ask('/api/source', { headers: token, of: own })).status).toBe(405);
    expect((await ask('/api/source?path=shop.go', { headers: token, of: own })).status).toBe(405);
    expect((await source('x'.repeat(70_000))).status).toBe(413);
    for (const body of ['', '{', '[]', '"shop.go"', '{"path":{}}', '{"path":["shop.go"]}', '{"__proto__":{"path":"shop.go"}}']) {
      expect((await ask('/api/source', { method: 'POST', headers: { ...ownHeaders(own), ...token }, body, of: own })).status).toBe(404);
    }
  });

  test('a server without sources has none', async () => {
    expect((await post(served, '/api/source', { path: 'shop.go' }, await newToken(served))).status).toBe(404);
  });
});

test('a mistake of ours is answered with a number, under which the terminal tells it; the next question is answered', async () => {
  const told: unknown[] = [];
  const error = vi.spyOn(console, 'error').mockImplementation((...words) => void told.push(...words));
  const mistake = new Error('CANARY');
  const own = await serve({ app: new Map(), files: [], sources: () => Promise.reject(mistake), host: '127.0.0.1', port: 0 });
  try {
    const { status, headers, body } = await post(own, '/api/source', { path: 'shop.go' }, await newToken(own));
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([500, 'text/plain; charset=utf-8', 'nosniff']);
    const [, id] = /^error ([\da-f]{8})\n$/.exec(body.toString()) ?? [];
    expect(told).toEqual([`error ${id}:`, mistake]);
    expect((await ask('/healthz', { of: own })).status).toBe(200);
  } finally {
    error.mockRestore();
    await own.close();
  }
});

describe('instructions', () => {
  const place: CodePlace = { file: '/bin/shop', buildId: '', isMain: true, start: 0x1000n, limit: 0x2000n, offset: 0n, address: 0x1100n, intelSyntax: false };
  const found: FoundCode = { base: 0n, instructions: [{ address: 0x1100n, text: 'ret', fn: 'main.main', file: 'main.go', line: 3 }] };

  test('of a function are those that the command finds; what is no place is refused, and nothing is looked for', async () => {
    const asked: CodePlace[] = [];
    const code = (wanted: CodePlace) => {
      asked.push(wanted);
      return Promise.resolve(found);
    };
    const own = await serve({ app: new Map(), files: [], code, host: '127.0.0.1', port: 0 });
    const token = await newToken(own);
    const { status, body } = await post(own, '/api/disasm', placeToJson(place), token);
    expect([status, codeFromJson(JSON.parse(body.toString()) as FoundCodeJson)]).toEqual([200, found]);
    for (const wrong of [{}, { ...placeToJson(place), address: '-1' }, { ...placeToJson(place), file: ['/bin/sh'] }]) expect((await post(own, '/api/disasm', wrong, token)).status).toBe(400);
    expect((await post(own, '/api/disasm', placeToJson(place), { 'X-Proflens-Token': '' })).status).toBe(401);
    expect(asked).toEqual([place]);
    await own.close();
  });

  test('a server without binaries has none', async () => {
    expect((await post(served, '/api/disasm', placeToJson(place), await newToken(served))).body.toString()).toBe('null');
  });
});

describe('what is watched', () => {
  test('is looked for anew each time, and opened by an id that stays', async () => {
    const [named, late] = [join(folder, 'named.prof'), join(folder, 'late.prof')];
    await writeFile(named, 'first');
    const files = [{ name: 'named.prof', path: named, size: 5 }];
    const found = [{ ...files[0], time: 1 }];
    const own = await serve({ app: new Map(), files, watch: () => Promise.resolve(found), host: '127.0.0.1', port: 0 });
    const headers = await newToken(own);
    const read = async (path: string) => (await ask(path, { headers, of: own })).body.toString();
    const entries = async (path: string) => JSON.parse(await read(path)) as { id: string; name: string; size: number; time?: number }[];
    const [{ id }] = await entries('/api/files');
    expect(await entries('/api/watched')).toEqual([{ id, name: 'named.prof', size: 5, isPart: false, time: 1 }]);
    await writeFile(late, 'second');
    found.push({ name: 'late.prof', path: late, size: 6, time: 2 });
    const [, second] = await entries('/api/watched');
    expect(await read(`/api/files/${second.id}`)).toBe('second');
    expect((await entries('/api/watched')).map((entry) => entry.id)).toEqual([id, second.id]);
    expect(await entries('/api/files')).toHaveLength(1);
    await own.close();
  });

  test('is nothing where the command names none', async () => {
    expect((await ask('/api/watched', { headers: await newToken(served) })).body.toString()).toBe('null');
  });
});

test('who waits for nobody any more hears of it, a while after the last answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const told: string[] = [];
  const own = await serve({ app: new Map(), files: [], host: 'localhost', port: 0, idle: { time: 30 * 60_000, onIdle: () => told.push('idle') } });
  try {
    vi.advanceTimersByTime(29 * 60_000);
    await ask('/healthz', { of: own });
    vi.advanceTimersByTime(29 * 60_000);
    expect(told).toEqual([]);
    // The answer may be here before the server has closed it.
    while (told.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(60_000);
    }
    expect(told).toEqual(['idle']);
  } finally {
    vi.useRealTimers();
    await own.close();
  }
});

describe('where it listens', () => {
  /** A port that another program has. */
  async function takenPort(): Promise<{ readonly taken: number; readonly give: () => Promise<unknown> }> {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    return { taken: typeof address === 'object' && address !== null ? address.port : 0, give: () => new Promise((resolve) => other.close(resolve)) };
  }

  test('a taken port moves to the next, where that is wanted', async () => {
    const { taken, give } = await takenPort();
    const moved = await serve({ app: new Map(), files: [], host: 'localhost', port: taken, moves: true });
    expect(moved.port).toBeGreaterThan(taken);
    expect((await ask('/healthz', { of: moved })).status).toBe(200);
    await moved.close();
    await give();
  });

  test('else it is told who has it, and what takes any other', async () => {
    const { taken, give } = await takenPort();
    for (const host of ['localhost', '127.0.0.1']) {
      const failure = await serve({ app: new Map(), files: [], host, port: taken }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ListenError);
      expect(String(failure)).toContain(`${host}:${taken} is taken by another program`);
      expect(String(failure)).toContain(process.platform === 'win32' ? 'netstat' : `lsof -i tcp:${taken}`);
      expect(String(failure)).toContain(`-http=${host}: takes any free port`);
    }
    await give();
  });

  test('where another program has its port for IPv6, that is said', async (context) => {
    const free = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0 });
    const { port } = free;
    expect(free.note).toBe('');
    await free.close();
    const other = createServer();
    const isHeld = await new Promise<boolean>((resolve) => other.once('error', () => resolve(false)).listen({ host: '::1', port, exclusive: true }, () => resolve(true)));
    if (!isHeld) context.skip();
    const own = await serve({ app: new Map(), files: [], host: 'localhost', port, moves: true });
    // Somebody else may have taken the port meanwhile, and then it moved.
    if (own.port === port) expect(own.note).toBe(`Another program has [::1]:${port}: open the address as it is printed, not with localhost.`);
    expect((await ask('/healthz', { of: own })).status).toBe(200);
    await own.close();
    await new Promise((resolve) => other.close(resolve));
  });

  test('on this machine alone', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.7', 'example.com']) await expect(serve({ app: new Map(), files: [], host, port: 0 })).rejects.toThrow('not an address of this machine alone');
  });

  test('the address says what to show first, behind the code', async () => {
    for (const files of [[], [{ name: 'a', path: 'a', size: 1 }]]) {
      const own = await serve({ app: new Map(), files, host: 'localhost', port: 0 });
      expect(own.url).toBe(`http://127.0.0.1:${own.port}/`);
      expect(own.launchUrl(60)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#c=[\w-]{22}$/);
      expect(own.launchUrl(60, '/top?f=serve')).toMatch(/#c=[\w-]{22}\/top\?f=serve$/);
      await own.close();
    }
  });
});
