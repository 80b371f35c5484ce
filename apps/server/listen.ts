import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isLoopback } from './guard.ts';
import { HEADERS } from './headers.ts';
import { ListenError } from './listenError.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a client may take over what it says, in milliseconds. */
export interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
}

const PATIENCE: Patience = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 };

/** Ports to try one after the other, beyond the first. */
const TRIES = 20;

/** Where to listen. */
export interface Wanted {
  /** A loopback address, or localhost for all of them. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** A port that is taken moves to the next. */
  readonly moves?: boolean;
}

export interface Listening {
  /** One for each loopback address that the host stands for, all on one port. */
  readonly servers: readonly Server[];
  /** What to know of where they are, as a sentence; empty for nothing. */
  readonly note: string;
}

/** @throws ListenError */
export async function listen({ host, port, moves = false }: Wanted, handle: Handler, patience: Patience = PATIENCE): Promise<Listening> {
  if (host !== 'localhost' && !isLoopback(host)) {
    throw new Error(`${host} is not an address of this machine alone. Profiles would be open to the network; serve on localhost and let ssh -L bring it elsewhere.`);
  }
  const first = await firstFree(host, port, moves ? TRIES : 0, handle, patience);
  if (host !== 'localhost') return { servers: [first], note: '' };
  const bound = portOf(first);
  try {
    return { servers: [first, await bind('::1', bound, handle, patience)], note: '' };
  } catch (error) {
    const isTaken = codeOf(error) === 'EADDRINUSE';
    const note = isTaken ? `Another program has [::1]:${bound}: open the address as it is printed, not with localhost.` : 'There is no IPv6 here: it listens on 127.0.0.1 alone.';
    return { servers: [first], note };
  }
}

async function firstFree(host: string, port: number, tries: number, handle: Handler, patience: Patience): Promise<Server> {
  for (let next = port; ; next++) {
    try {
      return await bind(host === 'localhost' ? '127.0.0.1' : host, next, handle, patience);
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'EADDRINUSE' || next === port + tries || next === 65535) throw listenError(host, next, code, error);
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function listenError(host: string, port: number, code: string, cause: unknown): ListenError {
  const shown = host.includes(':') ? `[${host}]` : host;
  const free = `-http=${shown}: takes any free port`;
  const who = process.platform === 'win32' ? `netstat -ano | findstr :${port}` : `lsof -i tcp:${port}`;
  const message = new Map([
    ['EADDRINUSE', `${shown}:${port} is taken by another program, which "${who}" names; ${free}`],
    ['EACCES', `${shown}:${port} is for the system's own programs; ${free}`],
    ['EADDRNOTAVAIL', `${shown} is no address of this machine; -http=localhost:${port === 0 ? '' : port} is`],
  ]).get(code);
  return new ListenError(message ?? `${shown}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
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
  // A missing Host is judged with the others; no option of Node's makes it take what is no HTTP.
  const server = createServer({ ...patience, maxHeaderSize: MOST_HEADERS, requireHostHeader: false, insecureHTTPParser: false }, take);
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
