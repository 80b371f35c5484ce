import type { IncomingMessage } from 'node:http';

/**
 * Why a request is not heard at all, as a status; undefined when it may go on. It keeps other sites, which the user's
 * browser also shows, from reaching this server through that browser.
 *
 * A foreign name that resolves to this machine is told by its Host (DNS rebinding), a foreign page's request by
 * Sec-Fetch-Site, and by its Origin where a browser does not send that.
 * @param hosts the exact Host headers to answer to, in lower case
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>, isPage: (path: string) => boolean): number | undefined {
  const { headers, rawHeaders, method = '', url = '' } = request;
  if (!url.startsWith('/')) return 400;
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

/** The path of a request's address, as it stands there. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0];
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}
