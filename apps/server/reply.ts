import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Grant } from './access.ts';

/** A request that was let in, and what answers it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without its query. */
  readonly path: string;
}

export function send({ request, response }: Exchange, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function sendJson(exchange: Exchange, value: unknown): void {
  send(exchange, 'application/json', JSON.stringify(value));
}

/** A status and no word more: what is refused learns nothing. */
export function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers);
  response.end();
}

export function statusOf(grant: Exclude<Grant, { readonly kind: 'granted' }>): number {
  return grant.kind === 'refused' ? 401 : 429;
}

/** The fields of the JSON object that was posted; undefined where it is longer than so many bytes, and refused. */
export async function posted({ request, response }: Exchange, limit: number): Promise<ReadonlyMap<string, unknown> | undefined> {
  const body = await bodyOf(request, limit);
  if (body === undefined) end(response, 413, { Connection: 'close' });
  return body === undefined ? undefined : fieldsOf(body);
}

/** A text by its name; empty where there is none. */
export function textIn(fields: ReadonlyMap<string, unknown>, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

/** None where it is no object. */
function fieldsOf(body: string): ReadonlyMap<string, unknown> {
  try {
    const data: unknown = JSON.parse(body);
    return new Map(typeof data === 'object' && data !== null ? Object.entries(data) : []);
  } catch {
    return new Map();
  }
}

/** Undefined when there is more than `limit` bytes of it. */
async function bodyOf(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
