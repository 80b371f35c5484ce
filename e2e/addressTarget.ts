import { createServer, type ServerResponse } from 'node:http';

/** A running program whose profiles hold addresses alone, as gperftools makes them; it is asked for their names. */
export interface AddressTarget {
  /** `127.0.0.1:6060`. */
  readonly host: string;
  /** What `/debug/pprof/profile` answers first; later ones are of more samples. */
  readonly profile: Buffer;
  /** Methods and paths, in their order. */
  readonly asked: readonly string[];
  close(): void;
}

/** How the program answers who asks for names: to POST, to GET alone as Go does since 1.22, with an error or with a page. */
export type Telling = 'post' | 'get' | 'error' | 'page';

/** @param cors whether pages of other servers may read what it answers */
export async function addressTarget(telling: Telling, cors = false): Promise<AddressTarget> {
  const profile = profileOf(1);
  let profiles = 0;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    const [path, query = ''] = url.split('?');
    asked.push(`${method} ${path}`);
    if (cors) response.setHeader('Access-Control-Allow-Origin', '*');
    if (path === '/debug/pprof/profile') return void response.end(profileOf(++profiles));
    if (path === '/debug/pprof/') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end("<table><tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr></table>");
    if (path !== '/debug/pprof/symbol') return void response.writeHead(404).end();
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => tell(telling, method, method === 'POST' ? body : query, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on a port');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${address.port}`, profile, asked, close };
}

function profileOf(times: number): Buffer {
  return cpuProfile([
    [30 * times, 0x401010, 0x402021, 0x403031],
    [12, 0x402024, 0x403031],
  ]);
}

function tell(telling: Telling, method: string, addresses: string, response: ServerResponse): void {
  if (telling === 'error') response.writeHead(500).end('out of ink');
  else if (telling === 'page') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
  else if (telling === 'get' && method === 'POST') response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  else response.end(`num_symbols: 1\n${addresses.split('+').map((address) => `${address} ${nameOf(Number(address))}\n`).join('')}`);
}

/** By where a function begins. */
const FUNCTIONS = new Map([
  [0x401000, 'shop.price'],
  [0x402000, 'shop.checkout'],
  [0x403000, 'shop.main'],
]);

function nameOf(address: number): string {
  return FUNCTIONS.get(address - (address % 0x1000)) ?? '';
}

/**
 * A CPU profile of words, and the program's memory map behind them. Source: gperftools, docs/cpuprofile-fileformat.html.
 * @param samples how often, and the stack's addresses with the leaf first
 */
function cpuProfile(samples: readonly (readonly [count: number, ...addresses: number[]])[]): Buffer {
  const words = [0, 3, 0, 10_000, 0, ...samples.flatMap(([count, ...addresses]) => [count, addresses.length, ...addresses]), 0, 1, 0];
  const bytes = Buffer.alloc(words.length * 8);
  words.forEach((word, i) => bytes.writeBigUInt64LE(BigInt(word), i * 8));
  return Buffer.concat([bytes, Buffer.from('00400000-00500000 r-xp 00000000 08:01 1234 /usr/bin/shop\n')]);
}
