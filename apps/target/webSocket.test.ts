import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { eventually } from './eventually.ts';
import type { Asked } from './request.ts';
import { acceptOf, messages } from './webSocket.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

interface Listening {
  readonly address: string;
  readonly sockets: ReadonlySet<Socket>;
}

/** A program whose feed is whatever is said on the connection once it stands. */
async function feed(talk: (socket: Socket, request: IncomingMessage) => void, accept = acceptOf): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((_, response) => response.writeHead(404).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    if (request.url !== '/feed') return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    const answer = accept(String(request.headers['sec-websocket-key']));
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n\r\n`);
    // An HTTP server's connections stay half open.
    socket.resume().on('end', () => socket.end());
    talk(socket, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`, sockets };
}

/** A frame as a server sends it. */
function frame(opcode: number, text: string, isLast = true): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.of(payload.length) : payload.length < 65_536 ? Buffer.of(126, payload.length >> 8, payload.length & 255) : Buffer.concat([Buffer.of(127, 0, 0, 0, 0), Buffer.of(0, (payload.length >> 16) & 255, (payload.length >> 8) & 255, payload.length & 255)]);
  return Buffer.concat([Buffer.of((isLast ? 0x80 : 0) | opcode), head, payload]);
}

const CLOSE = frame(8, '');

async function heard(address: string, asked: Partial<Asked> = {}): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of messages({ address: parseAddress(address), ...asked })) texts.push(Buffer.from(message).toString());
  return texts;
}

test('messages of every length come as they were said', async () => {
  const texts = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(65_535), 'e'.repeat(65_536), 'größe'];
  const { address } = await feed((socket) => socket.end(Buffer.concat([...texts.map((text) => frame(1, text)), CLOSE])));
  expect(await heard(address)).toEqual(texts);
});

test('however they are cut, in frames and on the way', async () => {
  const bytes = Buffer.concat([frame(1, 'one', false), frame(9, 'there?'), frame(0, ' and', false), frame(0, ' the same'), frame(2, 'two'), frame(10, ''), CLOSE]);
  const { address } = await feed((socket) => {
    socket.setNoDelay(true);
    const next = (at: number) => void (at < bytes.length ? socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1)) : socket.end());
    next(0);
  });
  expect(await heard(address)).toEqual(['one and the same', 'two']);
});

test('it asks as any question does, and answers a ping', async () => {
  const said: Buffer[] = [];
  const { address } = await feed((socket, { headers }) => {
    expect(headers).toMatchObject({ upgrade: 'websocket', 'sec-websocket-version': '13', authorization: 'Basic dXNlcjpwYXNz', 'x-team': 'ours' });
    expect(headers.origin).toBeUndefined();
    socket.on('data', (data: Buffer) => {
      said.push(data);
      socket.end(CLOSE);
    });
    socket.write(frame(9, 'still there?'));
  });
  expect(await heard(address.replace('//', '//user:pass@'), { headers: { 'X-Team': 'ours' } })).toEqual([]);
  const pong = Buffer.concat(said);
  expect([pong[0], pong[1]]).toEqual([0x8a, 0x80 | 12]);
  expect(pong.subarray(6).map((byte, i) => byte ^ pong[2 + (i % 4)]).toString()).toBe('still there?');
});

test('who stops listening lets the connection go', async () => {
  const { address, sockets } = await feed((socket) => socket.write(Buffer.concat([frame(1, 'a'), frame(1, 'b')])));
  for await (const message of messages({ address: parseAddress(address) })) {
    expect(Buffer.from(message).toString()).toBe('a');
    break;
  }
  await eventually(() => expect(sockets.size).toBe(0));
  const stop = new AbortController();
  const outcome = heard(address, { signal: stop.signal });
  await eventually(() => expect(sockets.size).toBe(1));
  stop.abort();
  await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(() => expect(sockets.size).toBe(0));
});

test.each<[string, Buffer]>([
  ['a mask', Buffer.of(0x81, 0x81, 1, 2, 3, 4, 5)],
  ['compression', Buffer.of(0xc1, 1, 65)],
  ['a message of terabytes', Buffer.of(0x81, 127, 0, 0, 2, 0, 0, 0, 0, 0)],
  ['a message without end', Buffer.concat(Array.from({ length: 20 }, (_, i) => frame(i === 0 ? 1 : 0, 'x'.repeat(60_000), false)))],
  ['HTTP', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
])('%s is refused', async (_, bytes) => {
  const { address, sockets } = await feed((socket) => socket.write(bytes));
  await expect(heard(address)).rejects.toMatchObject({ code: expect.stringMatching(/^(status|too-large)$/) });
  await eventually(() => expect(sockets.size).toBe(0));
});

test('what is no WebSocket, and what only pretends', async () => {
  const { address } = await feed(() => {});
  await expect(heard(address.replace('/feed', '/else'))).rejects.toMatchObject({ code: 'status', message: 'the server opens no WebSocket', status: 404 });
  const liar = await feed(() => {}, () => 'abc');
  await expect(heard(liar.address)).rejects.toMatchObject({ code: 'status', message: 'the server opens something else than a WebSocket' });
});
