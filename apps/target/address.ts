/** Where a program answers. */
export interface Address {
  /** http or https, without user, password and fragment. */
  readonly url: URL;
  /** Any certificate will do: the address was written https+insecure://. */
  readonly insecure: boolean;
  /** `Basic …`, of the user and password that it was written with; empty for none. */
  readonly authorization: string;
  /** For titles, logs and messages: without user and password, and with `***` for what looks like a secret in the query. */
  readonly shown: string;
}

/** A text is no address; the message says why, and holds no secret. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** Characters of an address. */
const LONGEST = 2048;

/** How an address may begin, and what is spoken there. */
const PROTOCOLS = new Map([
  ['', 'http:'],
  ['http', 'http:'],
  ['https', 'https:'],
  ['https+insecure', 'https:'],
]);

/**
 * `host:port/path` is http.
 * @throws AddressError
 */
export function parseAddress(text: string): Address {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) throw new AddressError(`an address of ${trimmed.length} characters; at most ${LONGEST} are taken`);
  const [, scheme = '', rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(trimmed) ?? [];
  const protocol = PROTOCOLS.get(scheme.toLowerCase());
  if (protocol === undefined) throw new AddressError(`${scheme}: is no scheme that can be fetched; http, https and https+insecure are`);
  const url = urlOf(`${protocol}//${rest}`);
  if (url === undefined) throw new AddressError(`${withoutUser(trimmed)}: not an address`);
  const authorization = basic(url);
  url.username = '';
  url.password = '';
  url.hash = '';
  return addressOf(url, scheme.includes('+'), authorization);
}

/** The address with another URL, of the same origin or not. The user and password stay behind where it is another. */
export function movedTo({ url: { origin }, insecure, authorization }: Address, url: URL): Address {
  const isSame = url.origin === origin;
  return addressOf(url, insecure && isSame, isSame ? authorization : '');
}

/** A URL for where it may be read, and the parameters of its query that were taken out of it for that. */
export function openPart(url: URL): { readonly url: string; readonly secrets: readonly (readonly [name: string, value: string])[] } {
  const open = new URL(url);
  const secrets = [...url.searchParams].filter(([name]) => SECRET.test(name));
  for (const [name] of secrets) open.searchParams.delete(name);
  return { url: open.href, secrets };
}

function addressOf(url: URL, insecure: boolean, authorization: string): Address {
  return { url, insecure, authorization, shown: shownOf(url, insecure) };
}

function urlOf(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url;
  } catch {
    return undefined;
  }
}

function basic({ username, password }: URL): string {
  if (username === '' && password === '') return '';
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64')}`;
}

/** A percent sign that escapes nothing stands for itself. */
function unescaped(text: string): string {
  return Buffer.from(text.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))), 'latin1').toString();
}

function shownOf(url: URL, insecure: boolean): string {
  const query = url.search.slice(1).split('&').map(withoutSecret).join('&');
  return `${insecure ? 'https+insecure:' : url.protocol}//${url.host}${url.pathname}${query === '' ? '' : `?${query}`}`;
}

/** Names of parameters, and words in them, whose values are nobody else's business. */
const SECRET = /token|key|sig|pass|secret|auth|cred|session/i;

function withoutSecret(parameter: string): string {
  const [name] = parameter.split('=', 1);
  return SECRET.test(unescaped(name)) && name.length < parameter.length ? `${name}=***` : parameter;
}

/** Of a text that cannot be taken apart: nothing up to an @, and no query. */
function withoutUser(text: string): string {
  return text.replace(/^.*@/s, '').replace(/\?.*$/s, '');
}
