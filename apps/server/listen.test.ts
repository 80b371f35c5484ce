import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#target/eventually.ts';
import { assetOf } from './app.ts';
import { HEADERS } from './headers.ts';
import { closed, listen, portOf, type Handler } from './listen.ts';
import { serve, type Served } from './serve.ts';
import { ask, askRaw, newToken } from './testClient.ts';

let served: Served;
const own = () => `127.0.0.1:${served.port}`;

beforeAll(async () => {
  served = await serve({ app: new Map([['/index.html', assetOf('/index.html', Buffer.from('<!doctype html>'))]]), files: [], host: '127.0.0.1', port: 0 });
});
afterAll(() => served.close());

/** Each answer of those that came, one behind the other. */
function answersIn(received: string): { readonly status: number; readonly head: string }[] {
  return Array.from(received.matchAll(/HTTP\/1\.1 (\d+) .*?\r\n\r\n/gs), ([head, status]) => ({ head, status: Number(status) }));
}

function expectHeaders(head: string): void {
  for (const [name, value] of Object.entries(HEADERS)) expect(head).toContain(`${name}: ${value}\r\n`);
}

const END = 'Connection: close\r\n\r\n';

test.each([
  ['no Host', () => `GET / HTTP/1.1\r\n${END}`, 421],
  ['an empty Host', () => `GET / HTTP/1.1\r\nHost:\r\n${END}`, 421],
  ['two Hosts', () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nHost: evil.example\r\n${END}`, 421],
  ['the same Host twice', () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nHost: ${own()}\r\n${END}`, 421],
  ['an absolute address', () => `GET http://${own()}/ HTTP/1.1\r\nHost: ${own()}\r\n${END}`, 400],
  ['an absolute address elsewhere', () => `GET http://evil.example/ HTTP/1.1\r\nHost: ${own()}\r\n${END}`, 400],
  ['an asterisk', () => `OPTIONS * HTTP/1.1\r\nHost: ${own()}\r\n${END}`, 400],
  ['two lengths', () => `POST /api/session HTTP/1.1\r\nHost: ${own()}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx`, 400],
  ['a length and chunks', () => `POST /api/session HTTP/1.1\r\nHost: ${own()}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['chunks in another guise', () => `POST /api/session HTTP/1.1\r\nHost: ${own()}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 400],
  ['a header of many lines', () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nX-A: b\r\n c\rd\r\n${END}`, 400],
  ['a header of 64 KiB', () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nX-A: ${'x'.repeat(65_536)}\r\n${END}`, 400],
  ['a path of 100 KB', () => `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: ${own()}\r\n${END}`, 400],
  ['a path with NUL', () => `GET /\0 HTTP/1.1\r\nHost: ${own()}\r\n${END}`, 400],
  ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['garbage', () => 'garbage\r\n\r\n', 400],
])('%s is refused, with the headers of every answer', async (_, text, status) => {
  const [first, ...others] = answersIn(await askRaw(served, text()));
  expect([first.status, others.length]).toEqual([status, 0]);
  expectHeaders(first.head);
});

test.each(['CONNECT 127.0.0.1:80 HTTP/1.1', 'CONNECT / HTTP/1.1'])('%s opens no way', async (line) => {
  expect(await askRaw(served, `${line}\r\nHost: ${own()}\r\n\r\n`)).toBe('');
});

test('an upgrade is a request like any other', async () => {
  const upgrade = 'Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
  const [foreign] = answersIn(await askRaw(served, `GET / HTTP/1.1\r\nHost: ${own()}\r\nOrigin: http://evil.example\r\n${upgrade}`));
  expect(foreign.status).toBe(403);
  const [answer, ...others] = answersIn(await askRaw(served, `GET /healthz HTTP/1.1\r\nHost: ${own()}\r\n${upgrade}`));
  expect([answer.status, others.length]).toEqual([200, 0]);
});

test('an expectation is not waited on', async () => {
  const [first] = answersIn(await askRaw(served, `POST /api/session HTTP/1.1\r\nHost: ${own()}\r\nExpect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}GET / HTTP/1.1\r\n${END}`));
  expect(first.status).toBe(403);
  expectHeaders(first.head);
});

test('garbage behind a request does not reach into its answer', async () => {
  for (const garbage of ['garbage\r\n\r\n', '\0\0\0', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\nHost: evil.example\r\n${END}`]) {
    const answers = answersIn(await askRaw(served, `GET /healthz HTTP/1.1\r\nHost: ${own()}\r\n\r\n${garbage}`));
    for (const { head } of answers) expectHeaders(head);
    expect(answers.map(({ status }) => status).filter((status) => status === 200).length).toBeLessThanOrEqual(1);
  }
  expect((await ask(served, '/healthz')).status).toBe(200);
});

test('who holds a thousand connections without a word keeps nobody out', async () => {
  const held: Socket[] = [];
  for (let i = 0; i < 1000; i++) {
    const socket = connect(served.port, '127.0.0.1');
    socket.on('error', () => {});
    held.push(socket);
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    if (i % 2 === 0) socket.write('GET / HTTP/1.1\r\nHost: ');
  }
  expect((await ask(served, '/healthz')).status).toBe(200);
  expect(await newToken(served)).toEqual({ 'X-Proflens-Token': expect.stringMatching(/^[\w-]{22}$/) });
  for (const socket of held) socket.destroy();
});

test('more than 256 that wait for an answer are turned away', async () => {
  let heard = 0;
  const patient = { headersTimeout: 600_000, requestTimeout: 600_000, keepAliveTimeout: 5000, connectionsCheckingInterval: 30_000 };
  const { servers } = await listen({ host: '127.0.0.1', port: 0 }, () => void heard++, patient);
  const held: Socket[] = [];
  let away = 0;
  for (let i = 0; i < 260; i++) {
    const socket = connect(portOf(servers[0]), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    held.push(socket);
    socket.on('error', () => {}).on('close', () => away++);
  }
  await eventually(() => expect([heard, away]).toEqual([256, 4]));
  for (const socket of held) socket.destroy();
  await Promise.all(servers.map(closed));
});

test('a client has ten seconds for its headers, half a minute for a question, and five seconds for the next', async () => {
  const { servers } = await listen({ host: '127.0.0.1', port: 0 }, () => {});
  const [{ headersTimeout, requestTimeout, keepAliveTimeout }] = servers;
  expect([headersTimeout, requestTimeout, keepAliveTimeout]).toEqual([10_000, 30_000, 5000]);
  await Promise.all(servers.map(closed));
});

describe('who takes his time', () => {
  const hasty = { headersTimeout: 100, requestTimeout: 200, keepAliveTimeout: 100, connectionsCheckingInterval: 20 };

  /** What a server that is in a hurry answers, until it ends the connection, to what comes at once and then letter by letter. */
  async function answerTo(first: string, rest: string, handle: Handler): Promise<string> {
    const { servers: [server] } = await listen({ host: '127.0.0.1', port: 0 }, handle, hasty);
    const received = await new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(portOf(server), '127.0.0.1', () => socket.write(first));
      const bytes = [...rest];
      const drip = setInterval(() => {
        const next = bytes.shift();
        if (next !== undefined && socket.writable) socket.write(next);
      }, 20);
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(drip);
        resolve(answer);
      });
    });
    await closed(server);
    return received;
  }

  test.each([
    ['says nothing', ''],
    ['says his headers one letter after the other', `GET / HTTP/1.1\r\n${'X-A: b\r\n'.repeat(1000)}\r\n`],
  ])('and %s is let go', async (_, text) => {
    let asked = 0;
    const [answer] = answersIn(await answerTo('', text, () => asked++));
    expect([answer.status, asked]).toEqual([400, 0]);
    expectHeaders(answer.head);
  });

  test('and says his body one letter after the other is let go, with nothing done', async () => {
    let begun = 0;
    let ended = 0;
    const head = 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n';
    await answerTo(head, 'x'.repeat(1000), (request) => {
      begun++;
      request.resume().on('end', () => ended++);
    });
    expect([begun, ended]).toEqual([1, 0]);
  });
});
