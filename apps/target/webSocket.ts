import { createHash, randomBytes } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TargetError } from './failure.ts';
import { failureOf } from './judge.ts';
import { connected, limitsFor, send, type Asked } from './request.ts';
import { Watch } from './watch.ts';

/** A connection that stands longer is begun anew by who wants it. */
const LONGEST = 24 * 3600 * 1000;
/** Milliseconds without a word of the program. */
const SILENCE = 60_000;
/** Bytes of a message. */
const MOST_MESSAGE = 2 ** 20;

/**
 * The messages of a WebSocket of a program, as they come; nothing is said to it but that one is there.
 * Source: RFC 6455.
 * @throws TargetError; when the program ends the connection in order, the messages end
 */
export async function* messages(asked: Asked): AsyncGenerator<Uint8Array, void, undefined> {
  const watch = new Watch({ ...limitsFor(0), total: LONGEST }, asked.signal);
  try {
    // Many a proxy passes on no upgrade.
    const connection = await connected(asked, watch, true);
    const { socket } = connection;
    const key = randomBytes(16).toString('base64');
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key };
    const asking = send({ ...asked, headers: { ...asked.headers, ...upgrade } }, connection);
    const first = await watch.within('timeout-first-byte', watch.limits.firstByte, upgraded(asking, key));
    yield* messagesIn(piecesOf(first, socket, watch), (payload) => socket.write(pong(payload)));
  } catch (error) {
    throw failureOf(watch.reason ?? watch.fault ?? error);
  } finally {
    watch.end();
  }
}

/** What came behind the head of the answer. */
function upgraded(asking: ClientRequest, key: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    asking.on('error', reject);
    asking.on('response', (answer) => {
      answer.destroy();
      reject(new TargetError('status', { message: 'the server opens no WebSocket', ...(answer.statusCode !== undefined && { status: answer.statusCode }) }));
    });
    asking.on('upgrade', ({ headers }, _socket, head) => {
      if (headers['sec-websocket-accept'] === acceptOf(key)) resolve(head);
      else reject(new TargetError('status', { message: 'the server opens something else than a WebSocket' }));
    });
  });
}

export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

async function* piecesOf(first: Uint8Array, socket: Socket, watch: Watch): AsyncGenerator<Uint8Array> {
  yield first;
  const pieces = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  for (;;) {
    const { done = false, value } = await watch.within('timeout-idle', SILENCE, pieces.next());
    if (done) return;
    yield value;
  }
}

const CONTINUES = 0;
const CLOSES = 8;
const PINGS = 9;

/**
 * @param answer takes what a ping says
 * @throws TargetError for what is no WebSocket, or has extensions that were not asked for
 */
async function* messagesIn(pieces: AsyncIterable<Uint8Array>, answer: (ping: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  let left: Uint8Array = new Uint8Array(0);
  let message: Uint8Array[] = [];
  for await (const piece of pieces) {
    left = Buffer.concat([left, piece]);
    for (let frame = frameIn(left); frame !== undefined; frame = frameIn(left)) {
      left = left.subarray(frame.end);
      if (frame.opcode === CLOSES) return;
      if (frame.opcode === PINGS) answer(frame.payload);
      if (frame.opcode >= CLOSES) continue;
      message = frame.opcode === CONTINUES ? [...message, frame.payload] : [frame.payload];
      if (message.reduce((sum, { length }) => sum + length, 0) > MOST_MESSAGE) throw tooLarge();
      if (frame.isLast) yield Buffer.concat(message);
    }
  }
}

interface SocketFrame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

/** The first frame; undefined where it is not all there. */
function frameIn(bytes: Uint8Array): SocketFrame | undefined {
  if (bytes.length < 2) return undefined;
  // Neither extensions nor masks are for a server that was asked for none.
  if ((bytes[0] & 0x70) !== 0 || (bytes[1] & 0x80) !== 0) throw new TargetError('status', { message: 'the answer is no WebSocket' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = bytes[1];
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  const length = short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
  if (length > MOST_MESSAGE) throw tooLarge();
  if (bytes.length < head + length) return undefined;
  return { opcode: bytes[0] & 0x0f, isLast: bytes[0] >= 0x80, payload: bytes.subarray(head, head + length), end: head + length };
}

function tooLarge(): TargetError {
  return new TargetError('too-large', { message: `a message has more than ${MOST_MESSAGE} bytes` });
}

/** Masked, as all that a client says must be. */
function pong(payload: Uint8Array): Uint8Array {
  const mask = randomBytes(4);
  const said = payload.subarray(0, 125);
  return Buffer.concat([Buffer.of(0x8a, 0x80 | said.length), mask, said.map((byte, i) => byte ^ mask[i % 4])]);
}
