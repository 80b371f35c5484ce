import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

/** For tests: a server of this machine alone. */
export interface Loopback {
  /** `http://127.0.0.1:41234/`. */
  readonly address: string;
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
}

/** Servers for one test; to be closed after it. */
export interface Loopbacks {
  http(handle: RequestListener): Promise<Loopback>;
  https(options: TlsOptions, handle: RequestListener): Promise<Loopback>;
  tcp(handle: (socket: Socket) => void): Promise<Loopback>;
  /** Answers with these bytes whatever is asked; then does what comes after. */
  raw(bytes: string, after?: (socket: Socket) => void): Promise<Loopback>;
  close(): void;
}

export function loopbacks(): Loopbacks {
  const closers: (() => void)[] = [];
  const listening = async (server: TcpServer | Server, scheme: string): Promise<Loopback> => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return { address: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`, sockets };
  };
  const tcp = (handle: (socket: Socket) => void) => listening(createTcpServer(handle), 'http');
  return {
    http: (handle) => listening(createServer(handle), 'http'),
    https: (options, handle) => listening(createSecureServer(options, handle), 'https'),
    tcp,
    raw: (bytes, after = (socket) => socket.end()) => tcp((socket) => socket.once('data', () => socket.write(bytes, () => after(socket)))),
    close: () => {
      for (const close of closers.splice(0)) close();
    },
  };
}
