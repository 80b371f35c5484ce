import type { IncomingMessage } from 'node:http';
import type { Access } from './access.ts';
import { statusOf } from './reply.ts';
import type { Route } from './routes.ts';

/** Why a request is not answered, as a status with headers. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Why a request is not heard at all, whatever it asks for; undefined when it may go on. It keeps other sites, which the
 * user's browser also shows, from reaching this server through that browser.
 *
 * A foreign name that resolves to this machine is told by its Host (DNS rebinding), a foreign page's request by
 * Sec-Fetch-Site, and by its Origin where a browser does not send that.
 * @param hosts the exact Host headers to answer to, in lower case
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>, isPage: (path: string) => boolean): number | undefined {
  const { headers, rawHeaders, method = '', url = '' } = request;
  if (!url.startsWith('/')) return 400;
  if (headers['transfer-encoding'] !== undefined && headers['content-length'] !== undefined) return 400;
  const host = headers.host?.toLowerCase() ?? '';
  if (!hosts.has(host) || rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length !== 1) return 421;
  if (!isLoopback(request.socket.remoteAddress ?? '')) return 403;
  const site = headers['sec-fetch-site'];
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  const visit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document' && isPage(pathOf(url));
  if (!sameSite && !visit) return 403;
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) return 403;
  return undefined;
}

/** The header that carries the token. */
const TOKEN_HEADER = 'x-proflens-token';

/** Why a request that is heard is not answered by its route; undefined where it is. */
export function routeRefusalOf({ headers, method = '' }: IncomingMessage, route: Route, access: Access): Refusal | undefined {
  const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method];
  if (!methods.includes(method)) return { status: 405, headers: { Allow: methods.join(', ') } };
  if (route.needsToken) {
    const grant = access.check(String(headers[TOKEN_HEADER] ?? ''));
    if (grant.kind !== 'granted') return { status: statusOf(grant) };
  }
  if (route.method === 'GET') return undefined;
  // Every browser says one of both; who does not say must have the token.
  if (!route.needsToken && headers.origin === undefined && headers['sec-fetch-site'] === undefined) return { status: 403 };
  // A form of another page can send no such type without this server's leave.
  if (headers['content-type'] !== 'application/json') return { status: 415 };
  return undefined;
}

/** The path of a request's address, as it stands there. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0];
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}
