import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { Served } from './serve.ts';

/** What tests ask a server with: just what is given, by no client that adds or mends headers. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type At = Pick<Served, 'port'>;

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export function ask({ port }: At, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What comes back for these bytes, until the server ends the connection. */
export function askRaw({ port }: At, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (received += chunk.toString()));
    // Whatever came before the connection broke is the answer.
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    socket.on('end', () => socket.end());
  });
}

/** As the page of this server posts JSON. */
export function post(served: At, path: string, value: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  return ask(served, path, { method: 'POST', headers: { ...ownHeaders(served), ...headers }, body: JSON.stringify(value) });
}

export function ownHeaders({ port }: At): Readonly<Record<string, string>> {
  return { Origin: `http://127.0.0.1:${port}`, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' };
}

export function codeOf(url: string): string {
  return /#c=([\w-]{22})/.exec(url)?.[1] ?? '';
}

export function exchange(served: At, code: string): Promise<Reply> {
  return post(served, '/api/session', { code });
}

/** The header of a page that came by the launch address. */
export async function newToken(served: Served): Promise<{ readonly 'X-Proflens-Token': string }> {
  const { body } = await exchange(served, codeOf(served.launchUrl(60)));
  const { token } = JSON.parse(body.toString()) as { readonly token: string };
  return { 'X-Proflens-Token': token };
}
