import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { readFrames, type FetchEnd, type FetchFailure, type FetchRequest, type FetchStatus } from '#model/live.ts';
import { parseAddress } from '#target/address.ts';
import { authority, certificate } from '#target/certificates.ts';
import { eventually } from '#target/eventually.ts';
import { TargetError } from '#target/failure.ts';
import { acceptOf } from '#target/webSocket.ts';
import { serve, type Served, type ServeRequest } from './serve.ts';
import type { ServedTarget } from './servedTarget.ts';
import { ask, newToken, ownHeaders, post } from './testClient.ts';

const HEAP = readFileSync('testdata/recorded/heap.service.pb.gz');

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A program: where it listens, and its open connections. */
interface Program {
  readonly origin: string;
  readonly port: number;
  readonly sockets: ReadonlySet<Socket>;
}

function listening(server: Server | ReturnType<typeof createTcpServer>, scheme = 'http'): Promise<Program> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ origin: `${scheme}://127.0.0.1:${port}`, port, sockets });
    });
  });
}

const program = (handle: RequestListener) => listening(createServer(handle));
/** Answers with these bytes, whatever is asked. */
const sending = (bytes: string, after: (socket: Socket) => void = (socket) => socket.end()) => listening(createTcpServer((socket) => socket.once('data', () => socket.write(bytes, () => after(socket)))));

interface Companion {
  readonly served: Served;
  readonly token: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

async function companion(asked: Partial<ServeRequest> = {}): Promise<Companion> {
  const lines: string[] = [];
  const served = await serve({ app: new Map(), files: [], host: '127.0.0.1', port: 0, log: (line) => lines.push(line), ...asked });
  open.push(() => served.close());
  return { served, token: await newToken(served), lines };
}

/** All that came for a request. */
interface Outcome {
  readonly states: readonly FetchStatus['state'][];
  readonly data: Buffer;
  readonly end: FetchEnd | undefined;
  readonly failure: FetchFailure | undefined;
}

async function fetched({ served, token }: Companion, asked: FetchRequest): Promise<Outcome> {
  const response = await begun({ served, token }, asked);
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/octet-stream']);
  const states: FetchStatus['state'][] = [];
  const data: Uint8Array[] = [];
  let last: Pick<Outcome, 'end' | 'failure'> = { end: undefined, failure: undefined };
  for await (const frame of readFrames(response as AsyncIterable<Uint8Array>)) {
    if (frame.kind === 'status') states.push(frame.status.state);
    else if (frame.kind === 'data') data.push(frame.bytes);
    else if (frame.kind === 'end') last = { end: frame.end, failure: undefined };
    else last = { end: undefined, failure: frame.failure };
  }
  return { states, data: Buffer.concat(data), ...last };
}

/** The answer's head; whoever destroys it goes away as a page does. */
function begun({ served, token }: Pick<Companion, 'served' | 'token'>, asked: FetchRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: served.port, path: '/api/fetch', method: 'POST', headers: { ...ownHeaders(served), ...token }, agent: false }, resolve);
    sent.on('error', reject);
    sent.end(JSON.stringify(asked));
  });
}

/** How a profile at this address ends: its bytes' number, or the failure's code. */
async function codeOf(mine: Companion, url: string, asked: Partial<FetchRequest> = {}): Promise<string | number> {
  const { end, failure } = await fetched(mine, { url, kind: 'profile', ...asked });
  return failure?.code ?? end?.bytes ?? 'nothing';
}

function targetOf(url: string, more: Partial<ServedTarget> = {}): ServedTarget {
  return { address: parseAddress(url), url, kind: 'profile', name: 'heap', isPart: false, headers: {}, query: [], tls: {}, limits: {}, onFetched: () => {}, ...more };
}

const echo: RequestListener = ({ url, headers }, response) => response.end(`goroutine profile: total 1\n1 @ ${url} ${headers.authorization} ${headers['x-team']}\n`);

describe('a proxy', () => {
  test('is asked for what the command line names, and for nothing that is typed in the page', async () => {
    const asked: string[] = [];
    const { origin } = await program(({ url = '' }, response) => {
      asked.push(url);
      response.end(HEAP);
    });
    const proxy = () => parseAddress(origin);
    const looked: string[] = [];
    const resolve = (host: string) => {
      looked.push(host);
      return Promise.resolve([]);
    };
    const mine = await companion({ targets: [targetOf('http://shop.example/heap', { proxy })], resolve });
    expect(await codeOf(mine, 'http://shop.example/heap')).toBe(HEAP.length);
    expect(await codeOf(mine, 'http://shop.example/allocs')).toBe(HEAP.length);
    expect(asked).toEqual(['http://shop.example/heap', 'http://shop.example/allocs']);
    expect(await codeOf(mine, 'http://other.example/heap')).toBe('dns');
    expect(await codeOf(mine, 'http://shop.example:81/heap')).toBe('dns');
    expect([asked.length, looked]).toEqual([2, ['other.example', 'shop.example']]);
  });
});

describe('a profile', () => {
  test('comes as the program sends it, with its number of bytes and their hash', async () => {
    const asked: string[] = [];
    const { origin } = await program(({ method, url }, response) => {
      asked.push(`${method} ${url}`);
      response.end(HEAP);
    });
    const mine = await companion();
    const { states, data, end } = await fetched(mine, { url: `${origin}/debug/pprof/heap?gc=1`, kind: 'profile' });
    expect(states).toEqual(['resolving', 'connected', 'waiting', 'receiving']);
    expect(Buffer.compare(data, HEAP)).toBe(0);
    expect(end).toEqual({ bytes: HEAP.length, sha256: createHash('sha256').update(HEAP).digest('hex'), name: `${origin.slice(7).replace(':', '-')}.heap.pb.gz` });
    expect(asked).toEqual(['GET /debug/pprof/heap?gc=1']);
    expect(mine.lines).toEqual([expect.stringMatching(new RegExp(`^POST /api/fetch profile ${origin.slice(7)} ${HEAP.length} bytes \\d+ ms ok$`))]);
  });

  test('of many megabytes comes whole, however slowly it is taken', async () => {
    const trace = Buffer.concat([Buffer.from('go 1.26 trace\0\0\0'), Buffer.alloc(24 * 2 ** 20, 'abcdefg')]);
    const { origin } = await program((_, response) => response.end(trace));
    const { data, end } = await fetched(await companion(), { url: `${origin}/debug/pprof/trace?seconds=1`, kind: 'profile' });
    expect([data.length, end?.bytes, Buffer.compare(data, trace)]).toEqual([trace.length, trace.length, 0]);
    expect(end?.name).toMatch(/\.trace\.trace$/);
  });

  test('that is being made when the page goes away is given up at the program', async () => {
    const { origin, sockets } = await program((_, response) => void response.writeHead(200).write('heap profile: 1: 1 [1: 1] @ heap/1\n'));
    const mine = await companion();
    const response = await begun(mine, { url: `${origin}/debug/pprof/profile?seconds=3600`, kind: 'profile', seconds: 3600 });
    await eventually(() => expect(sockets.size).toBe(1));
    response.destroy();
    await eventually(() => expect(sockets.size).toBe(0));
    await eventually(() => expect(mine.lines).toEqual([expect.stringMatching(/ 0 bytes \d+ ms cancelled$/)]));
  });

  test('is given up when the companion ends', async () => {
    const { origin, sockets } = await program(() => {});
    const { served, token } = await companion();
    const response = await begun({ served, token }, { url: `${origin}/x`, kind: 'profile' });
    response.on('error', () => {});
    await eventually(() => expect(sockets.size).toBe(1));
    await served.close();
    await eventually(() => expect(sockets.size).toBe(0));
  });

  test('one of four at a time; who waits comes when one is done, other questions come at once', async () => {
    const held: ServerResponse[] = [];
    const { origin } = await program(({ url }, response) => void (url === '/debug/vars' ? response.end('{}') : held.push(response)));
    const mine = await companion();
    const captures = Array.from({ length: 6 }, (_, i) => codeOf(mine, `${origin}/${i}`));
    await eventually(() => expect(held.length).toBe(4));
    const gone = await begun(mine, { url: `${origin}/gone`, kind: 'profile' });
    gone.destroy();
    for (let i = 0; i < 10; i++) expect((await fetched(mine, { url: `${origin}/debug/vars`, kind: 'vars' })).end).toBeDefined();
    expect(held.length).toBe(4);
    held[0].end(HEAP);
    await eventually(() => expect(held.length).toBe(5));
    held[1].destroy();
    await eventually(() => expect(held.length).toBe(6));
    for (const response of held.slice(2)) response.end(HEAP);
    const ends = await Promise.all(captures);
    expect(ends.filter((end) => end === HEAP.length).length).toBe(5);
    expect(ends.filter((end) => end === 'reset' || end === 'cut-short').length).toBe(1);
  });
});

test('other questions are four at a time too, and keep no profile waiting', async () => {
  const held: ServerResponse[] = [];
  const { origin } = await program(({ url }, response) => void (url === '/heap' ? response.end(HEAP) : held.push(response)));
  const mine = await companion();
  const questions = Array.from({ length: 6 }, () => fetched(mine, { url: `${origin}/debug/vars`, kind: 'vars' }));
  await eventually(() => expect(held.length).toBe(4));
  for (let i = 0; i < 10; i++) expect(await codeOf(mine, `${origin}/heap`)).toBe(HEAP.length);
  expect(held.length).toBe(4);
  for (let answered = 0; answered < 6; answered++) {
    await eventually(() => expect(held.length).toBeGreaterThan(answered));
    held[answered].end('{}');
  }
  for (const { end } of await Promise.all(questions)) expect(end).toBeDefined();
});

describe('what is no profile', () => {
  test.each<[string, string | Buffer]>([
    ['a page to log in', '<!doctype html><title>Sign in</title>'],
    ['JSON', '{"secret":"CANARY"}'],
    ['a gzip bomb', gzipSync(Buffer.alloc(2 ** 26))],
    ['nothing', ''],
  ])('%s is not let through, and told', async (_, body) => {
    const { origin } = await program((_, response) => response.end(body));
    const { data, end, failure } = await fetched(await companion(), { url: `${origin}/debug/pprof/heap`, kind: 'profile' });
    expect([data.length, end, failure?.code, failure?.status]).toEqual([0, undefined, 'not-a-profile', 200]);
    expect(failure?.message).toMatch(/^the answer is /);
  });

  test.each<[number, string, string]>([
    [401, '', 'auth-401'],
    [403, '', 'forbidden-403'],
    [404, 'Unknown profile', 'not-found-404'],
    [500, 'Could not enable CPU profiling: cpu profiling already in use', 'cpu-busy-500'],
    [400, "profile duration exceeds server's WriteTimeout", 'write-timeout-400'],
    [500, 'oops', 'status'],
    [302, '', 'redirect'],
  ])('status %i %j is %s', async (status, body, code) => {
    const { origin } = await program((_, response) => response.writeHead(status, { Location: 'http://169.254.169.254/' }).end(body));
    const { failure } = await fetched(await companion(), { url: `${origin}/debug/pprof/profile`, kind: 'profile' });
    expect([failure?.code, failure?.status]).toEqual([code, status]);
    expect(failure?.message).not.toBe('');
    expect(failure?.next).not.toBe('');
  });

  test.each<[string, string, readonly (string | number)[]]>([
    ['a length that is not met', `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nheap profile: 1: 1 [1: 1] @ heap/1\n`, ['cut-short']],
    ['chunks without an end', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n23\r\nheap profile: 1: 1 [1: 1] @ heap/1\n\r\n`, ['cut-short']],
    ['more than its length', `HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\nheap profile: 1: 1 [1: 1] @ heap/1\nGET /`, [35, 'status', 'cut-short']],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', ['status']],
    ['a megabyte of headers', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(150_000)}\r\n`, ['too-large']],
    ['a length of terabytes', 'HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n', ['too-large']],
  ])('%s', async (_, bytes, codes) => {
    const { origin, sockets } = await sending(bytes);
    expect(codes).toContain(await codeOf(await companion(), `${origin}/debug/pprof/heap`));
    await eventually(() => expect(sockets.size).toBe(0));
  });

  test('a connection that breaks in the middle', async () => {
    const { origin } = await sending('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nheap profile: 1: 1 [1: 1] @ heap/1\n', (socket) => socket.resetAndDestroy());
    const { end, failure } = await fetched(await companion(), { url: `${origin}/x`, kind: 'profile' });
    expect([end, ['reset', 'cut-short'].includes(failure?.code ?? '')]).toEqual([undefined, true]);
  });

  test('what never ends', async () => {
    const { origin, sockets } = await program((_, response) => {
      const more = () => void (response.destroyed || response.write(Buffer.alloc(65_536, 'x'), more));
      response.write('heap profile: 1: 1 [1: 1] @ heap/1\n', more);
    });
    const url = `${origin}/debug/pprof/heap`;
    const mine = await companion({ targets: [targetOf(url, { limits: { bytes: 10 } })] });
    // The companion's own bound is not the command's to move, nor half a gigabyte this test's to send.
    const response = await begun(mine, { url, kind: 'index' });
    const frames: string[] = [];
    for await (const frame of readFrames(response as AsyncIterable<Uint8Array>)) frames.push(frame.kind === 'error' ? frame.failure.code : frame.kind);
    expect(frames.at(-1)).toBe('too-large');
    await eventually(() => expect(sockets.size).toBe(0));
  });

  test('what does not come in time, and what stops', async () => {
    const { origin, sockets } = await program(({ url }, response) => void (url === '/stops' && response.write('heap profile: 1: 1 [1: 1] @ heap/1\n')));
    const of = (path: string, limits: ServedTarget['limits']) => targetOf(`${origin}/${path}`, { limits });
    const mine = await companion({ targets: [of('silent', { firstByte: 50 }), of('stops', { idle: 50 }), of('long', { total: 50 })] });
    expect(await codeOf(mine, `${origin}/silent`)).toBe('timeout-first-byte');
    expect(await codeOf(mine, `${origin}/stops`)).toBe('timeout-idle');
    expect(await codeOf(mine, `${origin}/long`)).toBe('timeout-total');
    await eventually(() => expect(sockets.size).toBe(0));
  });
});

describe('whom it does not ask', () => {
  test.each(['http://169.254.169.254/latest/meta-data/', 'http://2852039166/', 'http://[::ffff:a9fe:a9fe]/', 'http://metadata.google.internal/', 'http://0.0.0.0/', 'http://both.example/'])('%s', async (url) => {
    const resolve = () => Promise.resolve([
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ] as const);
    const mine = await companion({ resolve });
    for (const kind of ['profile', 'index'] as const) {
      const { states, failure } = await fetched(mine, { url, kind });
      expect([states, failure?.code]).toEqual([['resolving'], 'target-not-allowed']);
      expect(failure?.next).toContain('-allow_targets=');
    }
  });

  test('itself, by any name', async () => {
    const mine = await companion({ resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) });
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '127.1', 'me.example']) {
      expect(await codeOf(mine, `http://${host}:${mine.served.port}/api/files`)).toBe('target-not-allowed');
    }
  });

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'data:text/plain,x', 'http://', '', 'http://host:99999/', `http://host/${'x'.repeat(3000)}`])('%j is no address', async (url) => {
    const { failure } = await fetched(await companion({ resolve: () => Promise.reject(new TargetError('dns')) }), { url, kind: 'profile' });
    expect(['bad-address', 'dns']).toContain(failure?.code);
  });

  test.each([
    ['cmdline', '/debug/pprof/heap'],
    ['cmdline', '/etc/passwd'],
    ['vars', '/api/secrets'],
    ['charts', '/debug/charts/'],
  ] as const)('for %s nothing at %s', async (kind, path) => {
    let asked = 0;
    const { origin } = await program((_, response) => {
      asked++;
      response.end('CANARY');
    });
    expect(await codeOf(await companion(), origin + path, { kind })).toBe('bad-address');
    expect(asked).toBe(0);
  });

  test('any server without a certificate that is known, for a page alone', async () => {
    expect(await codeOf(await companion(), 'https+insecure://127.0.0.1:1/')).toBe('bad-address');
  });

  test.each([{}, { url: 'http://127.0.0.1/' }, { kind: 'profile' }, { url: 7, kind: 'profile' }, { url: 'http://127.0.0.1/', kind: 'any' }, { url: 'http://127.0.0.1/', kind: '__proto__' }, [], 'x', null])(
    '%j is no request',
    async (body) => {
      const { served, token } = await companion();
      expect((await post(served, '/api/fetch', body, token)).status).toBe(400);
    },
  );

  test('what is beyond measure is no request', async () => {
    const { served, token } = await companion();
    const url = 'http://127.0.0.1:1/';
    for (const wrong of [{ seconds: -1 }, { seconds: 1e9 }, { seconds: '5' }, { authorization: 'Bearer a\r\nX: y' }, { authorization: 'Digest x' }, { authorization: 7 }]) {
      expect((await post(served, '/api/fetch', { url, kind: 'profile', ...wrong }, token)).status).toBe(400);
    }
    expect((await post(served, '/api/fetch', { url: 'x'.repeat(40_000), kind: 'profile' }, token)).status).toBe(413);
  });
});

describe('the other kinds', () => {
  const INDEX = `<table><tr><td>7</td><td><a href='heap?debug=1'>heap</a></td></tr><tr><td>0</td><td><a href='trace?debug=1'>trace</a></td></tr></table>`;
  const answers: Readonly<Record<string, string>> = {
    '/debug/pprof/': INDEX,
    '/v2/_zot/pprof/': INDEX,
    '/auth/': '<html>welcome</html>',
    '/auth/debug/pprof/': INDEX,
    '/debug/pprof/cmdline': '/usr/bin/shop\0-config\0/etc/shop.json',
    '/login/cmdline': '<html>Sign in</html>',
    '/debug/vars': '{"requests":3,"name":"CANARY","memstats":{"HeapAlloc":5,"NumGC":1}}',
    '/debug/charts/data': '({"BytesAllocated":[{"Ts":1000,"Value":5}]})',
  };
  const shop: RequestListener = ({ url = '' }, response) => void (answers[url] === undefined ? response.writeHead(404).end() : response.end(answers[url]));

  test.each([
    ['/debug/pprof/', '/debug/pprof/'],
    ['/debug/pprof', '/debug/pprof/'],
    ['/v2/_zot/pprof/', '/v2/_zot/pprof/'],
    ['/', '/debug/pprof/'],
    ['', '/debug/pprof/'],
    ['/auth/', '/auth/debug/pprof/'],
    ['/auth', '/auth/debug/pprof/'],
  ])('the index of %s is at %s', async (path, folder) => {
    const { origin } = await program(shop);
    const { data, end } = await fetched(await companion(), { url: origin + path, kind: 'index' });
    expect(JSON.parse(data.toString())).toEqual({ url: origin + folder, profiles: [{ name: 'heap', count: 7, description: '', href: `${origin + folder}heap` }], cmdline: false, trace: true });
    expect(end?.bytes).toBe(INDEX.length);
  });

  test('where there is none, the first answer says why', async () => {
    const { origin } = await program(({ url }, response) => (url === '/none/' ? response.end('<html>hello</html>') : response.writeHead(401).end()));
    const mine = await companion();
    const { failure } = await fetched(mine, { url: `${origin}/none/`, kind: 'index' });
    expect(failure).toMatchObject({ code: 'not-a-profile', message: 'this page lists no profiles', next: expect.stringContaining('/debug/pprof/') });
    expect(await codeOf(mine, `${origin}/other/`, { kind: 'index' })).toBe('auth-401');
  });

  test('the command line, word by word', async () => {
    const { origin } = await program(shop);
    const mine = await companion();
    expect(JSON.parse((await fetched(mine, { url: `${origin}/debug/pprof/cmdline`, kind: 'cmdline' })).data.toString())).toEqual(['/usr/bin/shop', '-config', '/etc/shop.json']);
    expect(await codeOf(mine, `${origin}/login/cmdline`, { kind: 'cmdline' })).toBe('not-a-profile');
  });

  test('variables and charts, as numbers alone', async () => {
    const { origin } = await program(shop);
    const mine = await companion();
    const vars = (await fetched(mine, { url: `${origin}/debug/vars`, kind: 'vars' })).data.toString();
    expect(JSON.parse(vars)).toMatchObject({ memStats: { heapAlloc: 5, numGC: 1 }, numbers: [{ name: 'requests', value: 3 }] });
    expect(vars).not.toContain('CANARY');
    expect(JSON.parse((await fetched(mine, { url: `${origin}/debug/charts/data`, kind: 'charts' })).data.toString())).toEqual([{ name: 'BytesAllocated', times: [1000], values: [5] }]);
  });
});

describe('names of addresses', () => {
  /** Sends a profile, and answers as told at any other address; says what it was asked beside the profile. */
  async function naming(answer: (asked: { readonly method: string; readonly path: string; readonly body: string }, response: ServerResponse) => void): Promise<Program & { readonly asked: string[] }> {
    const asked: string[] = [];
    const found = await program((request, response) => {
      const { method = '', url: path = '' } = request;
      if (path.startsWith('/debug/pprof/heap')) return void response.end(HEAP);
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => {
        asked.push([method, path, request.headers.authorization ?? '', body].filter((part) => part !== '').join(' '));
        answer({ method, path, body }, response);
      });
    });
    return { ...found, asked };
  }
  const names = (addresses: string) => `num_symbols: 1\n${addresses.split('+').map((address) => `${address} name.of.${address}\n`).join('')}`;

  /** What is answered about these addresses, or the failure's code. */
  async function namesOf(mine: Companion, url: string, asked: Partial<FetchRequest> = {}): Promise<unknown> {
    const { data, failure } = await fetched(mine, { url, kind: 'symbols', addresses: '0x1+0x46a1b3', ...asked });
    return failure === undefined ? JSON.parse(data.toString()) : failure.code;
  }

  test('are asked of the program that a profile was fetched from, with what the command line has for it', async () => {
    const { origin, asked } = await naming(({ body }, response) => response.end(names(body)));
    const mine = await companion({ targets: [targetOf(`${origin}/`, { address: parseAddress(`${origin.replace('//', '//user:pass@')}/`), query: [['token', 'let me in']] })] });
    expect(await codeOf(mine, `${origin}/debug/pprof/heap?gc=1`)).toBe(HEAP.length);
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe('0x1 name.of.0x1\n0x46a1b3 name.of.0x46a1b3\n');
    expect(asked).toEqual(['POST /debug/pprof/symbol?token=let+me+in Basic dXNlcjpwYXNz 0x1+0x46a1b3']);
  });

  test('are asked by GET where it takes no POST', async () => {
    const { origin, asked } = await naming(({ method, path }, response) => void (method === 'POST' ? response.writeHead(405).end() : response.end(names(path.replace(/^.*\?/, '')))));
    const mine = await companion();
    await codeOf(mine, `${origin}/debug/pprof/heap`);
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe('0x1 name.of.0x1\n0x46a1b3 name.of.0x46a1b3\n');
    expect(asked).toEqual(['POST /debug/pprof/symbol 0x1+0x46a1b3', 'GET /debug/pprof/symbol?0x1+0x46a1b3']);
  });

  test('nobody is asked where no profile of his was fetched, nor elsewhere than beside it', async () => {
    const { origin, asked } = await naming((_, response) => response.end('0x1 CANARY\n'));
    const other = await naming((_, response) => response.end('0x1 CANARY\n'));
    const mine = await companion();
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe('bad-address');
    await codeOf(mine, `${origin}/debug/pprof/heap`);
    for (const url of [`${origin}/symbol`, `${origin}/debug/pprof/symbolz`, `${origin}/debug/pprof/heap`, `${origin}/debug/pprof/other/symbol`, `${other.origin}/debug/pprof/symbol`]) {
      expect([url, await namesOf(mine, url)]).toEqual([url, 'bad-address']);
    }
    expect([...asked, ...other.asked]).toEqual([]);
  });

  test.each([{}, { addresses: '' }, { addresses: 7 }, { addresses: '0x1+' }, { addresses: '0x1 0x2' }, { addresses: '0x1\r\nX: y' }, { addresses: '1' }, { addresses: '0x12345678123456789' }, { addresses: '0x1&token=x' }])('%j are no addresses', async (body) => {
    const { served, token } = await companion();
    expect((await post(served, '/api/fetch', { url: 'http://127.0.0.1:1/symbol', kind: 'symbols', ...body }, token)).status).toBe(400);
  });

  test('addresses stand in no other question, and are no more than a question holds', async () => {
    const { served, token } = await companion();
    expect((await post(served, '/api/fetch', { url: 'http://127.0.0.1:1/', kind: 'profile', addresses: '0x1' }, token)).status).toBe(400);
    expect((await post(served, '/api/fetch', { url: 'http://127.0.0.1:1/symbol', kind: 'symbols', addresses: `0x1${'+0x1'.repeat(10_000)}` }, token)).status).toBe(413);
  });

  test.each<[string, string | Buffer, string]>([
    ['a page to log in', '<!doctype html><title>Sign in</title>', 'not-a-profile'],
    ['JSON', '{"secret":"CANARY"}', 'not-a-profile'],
    ['something else among names', 'num_symbols: 1\n0x1 main.work\npassword=CANARY\n', 'not-a-profile'],
    ['too much', Buffer.alloc(8 * 2 ** 20 + 1, '0x1 main.work\n'), 'too-large'],
  ])('%s is not let through', async (_, body, code) => {
    const { origin } = await naming((_, response) => response.end(body));
    const mine = await companion();
    await codeOf(mine, `${origin}/debug/pprof/heap`);
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe(code);
  });

  test.each<[number, string]>([
    [401, 'auth-401'],
    [404, 'not-found-404'],
    [302, 'redirect'],
    [500, 'status'],
  ])('status %i is %s, and is asked once', async (status, code) => {
    const { origin, asked } = await naming((_, response) => response.writeHead(status, { Location: '/debug/pprof/heap' }).end());
    const mine = await companion();
    await codeOf(mine, `${origin}/debug/pprof/heap`);
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe(code);
    expect(asked).toHaveLength(1);
  });

  test('are nobody’s where the command line says that none is asked', async () => {
    const { origin, asked } = await naming((_, response) => response.end('0x1 main.work\n'));
    const mine = await companion({ asksNames: false });
    await codeOf(mine, `${origin}/debug/pprof/heap`);
    expect(await namesOf(mine, `${origin}/debug/pprof/symbol`)).toBe('');
    expect(asked).toEqual([]);
  });
});

describe('charts that a program tells by itself', () => {
  /** Frames of a WebSocket, each a text of less than 126 bytes. */
  const said = (...texts: readonly string[]) => Buffer.concat(texts.map((text) => Buffer.from([0x81, text.length, ...Buffer.from(text)])));

  async function charts(hasFeed: boolean): Promise<Program & { readonly asked: string[]; readonly feeds: Socket[] }> {
    const asked: string[] = [];
    const feeds: Socket[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end('({"BytesAllocated":[{"Ts":1000,"Value":5}]})');
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url ?? '');
      if (!hasFeed) return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptOf(String(request.headers['sec-websocket-key']))}\r\n\r\n`);
      // An HTTP server's connections stay half open.
      socket.resume().on('end', () => socket.end());
      feeds.push(socket);
    });
    return { ...(await listening(server)), asked, feeds };
  }

  async function series(mine: Companion, url: string): Promise<unknown> {
    return JSON.parse((await fetched(mine, { url, kind: 'charts' })).data.toString());
  }

  test('are asked for once, and then listened to', async () => {
    const { origin, asked, feeds, sockets } = await charts(true);
    const mine = await companion();
    const url = `${origin}/debug/charts/data`;
    expect(await series(mine, url)).toEqual([{ name: 'BytesAllocated', times: [1000], values: [5] }]);
    await eventually(() => expect(feeds.length).toBe(1));
    feeds[0].write(said('{"Ts":2000,"BytesAllocated":7,"GcPause":0}', '{"Ts":3000,"BytesAllocated":8,"GcPause":4}'));
    await eventually(async () => expect(await series(mine, url)).toEqual([
      { name: 'BytesAllocated', times: [2000, 3000], values: [7, 8] },
      { name: 'GcPauses', times: [3000], values: [4] },
    ]));
    const before = asked.length;
    for (let i = 0; i < 5; i++) await series(mine, url);
    expect(asked.length).toBe(before);
    expect(asked.filter((path) => path === '/debug/charts/data-feed')).toEqual(['/debug/charts/data-feed']);
    await mine.served.close();
    await eventually(() => expect(sockets.size).toBe(0));
  });

  test('are asked for again where there is no feed, or no more', async () => {
    const { origin, asked, feeds } = await charts(true);
    const mine = await companion();
    const url = `${origin}/debug/charts/data`;
    await series(mine, url);
    await eventually(() => expect(feeds.length).toBe(1));
    feeds[0].write(said('{"Ts":2000,"BytesAllocated":7}'));
    feeds[0].end(Buffer.of(0x88, 0));
    await eventually(async () => expect(await series(mine, url)).toEqual([{ name: 'BytesAllocated', times: [1000], values: [5] }]));
    const without = await charts(false);
    for (let i = 0; i < 3; i++) expect(await series(mine, `${without.origin}/debug/charts/data`)).toEqual([{ name: 'BytesAllocated', times: [1000], values: [5] }]);
    await eventually(() => expect(without.asked.toSorted()).toEqual(['/debug/charts/data', '/debug/charts/data', '/debug/charts/data', '/debug/charts/data-feed']));
    expect(asked.filter((path) => path.endsWith('-feed')).length).toBe(1);
  });
});

describe('what the command line names', () => {
  test('is listed without what is secret, for who has the token', async () => {
    const target = targetOf('http://127.0.0.1:1/debug/pprof/', { address: parseAddress('http://user:CANARY@127.0.0.1:1/debug/pprof/?token=CANARY'), kind: 'service', name: '127.0.0.1:1', headers: { 'X-Team': 'CANARY' }, query: [['token', 'CANARY']] });
    const { served, token } = await companion({ targets: [target] });
    const { body } = await ask(served, '/api/targets', { headers: token });
    expect(JSON.parse(body.toString())).toEqual([{ id: '0', url: 'http://127.0.0.1:1/debug/pprof/', kind: 'service', name: '127.0.0.1:1', isPart: false }]);
    expect((await ask(served, '/api/targets')).status).toBe(401);
  });

  test('is asked with what the command line has for it, and nobody else is', async () => {
    const [own, other] = [await program(echo), await program(echo)];
    const target = targetOf(`${own.origin}/debug/pprof/`, { address: parseAddress(`${own.origin.replace('//', '//user:pass@')}/debug/pprof/`), kind: 'service', headers: { 'X-Team': 'ours' }, query: [['token', 'let me in']] });
    const mine = await companion({ targets: [target] });
    const sent = async (url: string, asked: Partial<FetchRequest> = {}) => (await fetched(mine, { url, kind: 'profile', ...asked })).data.toString().split('@ ')[1];
    expect(await sent(`${own.origin}/debug/pprof/heap?gc=1`)).toBe('/debug/pprof/heap?gc=1&token=let+me+in Basic dXNlcjpwYXNz ours\n');
    expect(await sent(`${own.origin}/debug/pprof/heap`, { authorization: 'Bearer typed' })).toBe('/debug/pprof/heap?token=let+me+in Bearer typed ours\n');
    expect(await sent(`${own.origin}/x?token=mine`)).toBe('/x?token=mine Basic dXNlcjpwYXNz ours\n');
    for (const origin of [other.origin, own.origin.replace('127.0.0.1', '127.0.0.2'), `http://localhost:${own.port}`]) {
      const line = await sent(`${origin}/debug/pprof/heap`).catch(() => undefined);
      // Not every machine answers at all its loopback addresses.
      expect([undefined, '/debug/pprof/heap undefined undefined\n']).toContain(line);
    }
    expect(await sent(`${other.origin}/debug/pprof/heap`)).toBe('/debug/pprof/heap undefined undefined\n');
  });

  test('what is typed in the page stands for a header of the command line', async () => {
    const { origin } = await program(echo);
    const mine = await companion({ targets: [targetOf(`${origin}/`, { headers: { authorization: 'Bearer ours' } })] });
    const sent = async (authorization?: string) => (await fetched(mine, { url: `${origin}/x`, kind: 'profile', ...(authorization !== undefined && { authorization }) })).data.toString();
    expect(await sent()).toContain('Bearer ours');
    expect(await sent('Bearer typed')).toContain('Bearer typed');
  });

  test('hears of each profile that came whole, and of nothing else', async () => {
    const { origin } = await program(({ url }, response) => void (url === '/page' ? response.end('<html>') : url === '/cut' ? response.writeHead(200, { 'Content-Length': 1e6 }).write(HEAP, () => response.destroy()) : response.end(HEAP)));
    const other = await program((_, response) => response.end(HEAP));
    const heard: [Uint8Array, string][] = [];
    const mine = await companion({ targets: [targetOf(`${origin}/heap`, { onFetched: (bytes, url) => heard.push([bytes, url]) })] });
    for (const url of [`${origin}/heap`, `${origin}/allocs?seconds=1`, `${origin}/page`, `${origin}/cut`, `${other.origin}/heap`]) await codeOf(mine, url);
    await fetched(mine, { url: `${origin}/debug/vars`, kind: 'vars' });
    expect(heard.map(([, url]) => url)).toEqual([`${origin}/heap`, `${origin}/allocs?seconds=1`]);
    for (const [bytes] of heard) expect(Buffer.compare(bytes, HEAP)).toBe(0);
  });

  test('over TLS: with its authority, with any certificate, or not at all', async () => {
    const ca = authority('Ours');
    const { key, cert } = certificate(ca, { addresses: ['127.0.0.1'] });
    const secure = () => listening(createSecureServer({ key, cert }, echo), 'https');
    const [known, any, unknown] = [await secure(), await secure(), await secure()];
    const targets = [targetOf(`${known.origin}/`, { tls: { ca: ca.cert } }), targetOf(`${any.origin}/`, { address: parseAddress(`https+insecure://127.0.0.1:${any.port}/`) })];
    const mine = await companion({ targets });
    expect(await codeOf(mine, `${known.origin}/heap`)).toBeTypeOf('number');
    expect(await codeOf(mine, `${any.origin}/heap`)).toBeTypeOf('number');
    expect(await codeOf(mine, `${unknown.origin}/heap`)).toBe('tls-unknown-ca');
    expect(await codeOf(mine, unknown.origin.replace('https', 'http'))).not.toBeTypeOf('number');
  });
});

test('nothing secret stands in a line of the log or in what a failure says', async () => {
  const { origin } = await program(({ url = '' }, response) => {
    const status = Number(/status=(\d+)/.exec(url)?.[1] ?? 200);
    response.writeHead(status, { Location: `http://user:CANARY@127.0.0.1:1/?token=CANARY` }).end(status === 200 ? HEAP : '');
  });
  const secret = origin.replace('//', '//user:CANARY@');
  const mine = await companion({ targets: [targetOf(`${origin}/`, { headers: { 'X-Team': 'CANARY' }, query: [['key', 'CANARY']] })] });
  const urls = [200, 302, 401, 403, 404, 500].map((status) => `${secret}/debug/pprof/heap?status=${status}&token=CANARY&sig=CANARY`);
  const failures: string[] = [];
  for (const url of [...urls, 'http://user:CANARY@127.0.0.1:1/CANARY?pass=CANARY', 'http://user:CANARY@169.254.169.254/?token=CANARY', 'ftp://user:CANARY@host/', 'http://user:CANARY@host:99999/?token=CANARY', 'user:CANARY@[::1', `https+insecure://user:CANARY@127.0.0.1:1/`]) {
    for (const kind of ['profile', 'index', 'cmdline'] as const) {
      const { failure } = await fetched(mine, { url, kind, authorization: 'Bearer CANARY' });
      failures.push(JSON.stringify(failure ?? {}));
    }
  }
  expect(mine.lines.length).toBe(12 * 3);
  for (const text of [...mine.lines, ...failures]) expect(text).not.toContain('CANARY');
});
