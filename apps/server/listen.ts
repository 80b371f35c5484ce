import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from './guard.ts';
import { HEADERS } from './headers.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a client may take over what it says, in milliseconds. */
export interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
}

const PATIENCE: Patience = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 };

/** Ports to try one after the other. */
const TRIES = 20;

/**
 * One server for each loopback address that the host stands for, all on one port.
 * @throws Error with a sentence for the user
 */
export async function listen(host: string, port: number, handle: Handler, patience: Patience = PATIENCE): Promise<Server[]> {
  if (host !== 'localhost' && !isLoopback(host)) {
    throw new Error(`${host} is not an address of this machine alone. Profiles would be open to the network; serve on localhost and let ssh -L bring it elsewhere.`);
  }
  const first = await firstFree(host === 'localhost' ? '127.0.0.1' : host, port, handle, patience);
  if (host !== 'localhost') return [first];
  // Where there is no IPv6, or another program has the port there, the printed address works all the same.
  const second = await bind('::1', portOf(first), handle, patience).catch(() => undefined);
  return second === undefined ? [first] : [first, second];
}

async function firstFree(address: string, port: number, handle: Handler, patience: Patience): Promise<Server> {
  for (let next = port; ; next++) {
    try {
      return await bind(address, next, handle, patience);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || next === port + TRIES || next === 65535) throw error;
    }
  }
}

/** Of what a client says before its body. */
const MOST_HEADERS = 16 * 1024;

/** Connections on which nothing is asked right now. */
const MOST_IDLE = 128;
const MOST_CONNECTIONS = 256;

async function bind(address: string, port: number, handle: Handler, patience: Patience): Promise<Server> {
  const idle = new Set<Socket>();
  const take: Handler = (request, response) => {
    const { socket } = request;
    idle.delete(socket);
    response.on('close', () => {
      if (!socket.destroyed) idle.add(socket);
    });
    handle(request, response);
  };
  // A missing Host is judged with the others.
  const server = createServer({ ...patience, maxHeaderSize: MOST_HEADERS, requireHostHeader: false }, take);
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.on('close', () => idle.delete(socket));
    // Whoever holds many open without a word keeps nobody else out: the oldest goes.
    const [oldest] = idle;
    if (idle.size > MOST_IDLE) oldest.destroy();
  });
  server.on('checkExpectation', take);
  server.on('clientError', (_error, socket) => {
    // In the middle of an answer a second one would be taken for a part of it.
    if (idle.has(socket as Socket)) refuse(socket as Socket);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host: address, port, exclusive: true }, resolve));
  return server;
}

/** Answers what is no request. */
function refuse(socket: Socket): void {
  const headers = Object.entries({ ...HEADERS, Connection: 'close', 'Content-Length': '0' }).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${headers.join('')}\r\n`);
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
  return address.port;
}

export async function closed(server: Server): Promise<void> {
  const done = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await done;
}
