/** An address of a running program, as it was typed or came by a link. */
export interface LiveAddress {
  /** A service is a folder of profiles, as /debug/pprof/ is; any other address is one profile. */
  readonly kind: 'service' | 'profile';
  /** Without userinfo, fragment and what of the query looks secret: for links, titles and texts. */
  readonly url: string;
  /** What was taken out; kept in memory alone. */
  readonly secrets: Secrets;
}

export interface Secrets {
  /** `Basic …` of the userinfo, or what was typed into the form; empty where there is none. */
  readonly authorization: string;
  /** Parameters of the query with secret-looking names. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

export const NO_SECRETS: Secrets = { authorization: '', query: [] };

/** What was typed is no address; the message is a sentence. */
export class LiveAddressError extends Error {
  override readonly name = 'LiveAddressError';
}

/** Longer ones are not read. */
const MAX_LENGTH = 2048;
const SECRET = /token|key|sig|pass|secret|auth|cred|session/i;
/** Where net/http/pprof is, when an address names a server alone. */
const USUAL_PATH = '/debug/pprof/';

/**
 * Reads an address as pprof does: http where it names no scheme; a server alone means its /debug/pprof/.
 * @throws LiveAddressError
 */
export function readLiveAddress(text: string): LiveAddress {
  const typed = text.trim();
  if (typed.length > MAX_LENGTH) throw new LiveAddressError(`The address is over ${MAX_LENGTH} characters long.`);
  const url = urlOf(typed);
  const authorization = url.username === '' && url.password === '' ? '' : basicAuthorization(decoded(url.username), decoded(url.password));
  url.username = '';
  url.password = '';
  url.hash = '';
  const isSecret = ([name]: readonly [string, string]) => SECRET.test(name);
  const query = [...url.searchParams].filter(isSecret);
  for (const [name] of query) url.searchParams.delete(name);
  if (url.pathname === '/') url.pathname = USUAL_PATH;
  else if (url.pathname.endsWith('/pprof')) url.pathname += '/';
  const kind = url.pathname.endsWith('/') ? 'service' : 'profile';
  return { kind, url: kind === 'service' ? url.origin + url.pathname : url.href, secrets: { authorization, query } };
}

function urlOf(typed: string): URL {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(typed) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) {
    throw new LiveAddressError(/^https\+insecure$/i.test(scheme) ? 'https+insecure:// is for the command line: proflens with this address opens it.' : `${scheme}: is no address of a running program; http: and https: are.`);
  }
  const spelt = scheme === undefined ? `http://${typed}` : typed;
  if (!URL.canParse(spelt)) throw new LiveAddressError('This is no address. One looks like localhost:6060 or http://host:8080/debug/pprof/heap.');
  return new URL(spelt);
}

/** The same address with what was taken out of it, to be asked for and not to be shown. */
export function withSecrets(url: string, { query }: Secrets): string {
  if (query.length === 0) return url;
  const asked = new URL(url);
  for (const [name, value] of query) asked.searchParams.append(name, value);
  return asked.href;
}

/** `Basic …`, in UTF-8. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;
}

/** The folder that a profile's address is in: where the program's index would be. */
export function folderOf(url: string): string {
  return new URL('.', url).href.replace(/[?#].*$/s, '');
}

/** A service as a tab or a file is called after it: `localhost:6060`, and its path where that is not the usual one. */
export function serviceName(url: string): string {
  const { host, pathname } = new URL(url);
  const path = pathname === USUAL_PATH ? '' : pathname.replace(/\/(debug\/)?pprof\/$/, '').replace(/\/$/, '');
  return host + path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
