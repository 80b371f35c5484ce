import { existsSync, readFileSync } from 'node:fs';
import { AddressError, movedTo, parseAddress, type Address } from '#target/address.ts';
import { limitsFor, type Limits, type Tls } from '#target/request.ts';
import { UsageError, type Command } from './flags.ts';
import { messageOf } from './message.ts';

/** A source of the command that is the address of a profile. */
export interface Remote {
  readonly address: Address;
  /** As it was typed, without secrets. */
  readonly named: string;
  /** Where it came from, for telling programs apart; never shown. */
  readonly url: string;
  readonly limits: Limits;
}

/** Where an address without a path has its profile. As in Go's pprof; google/pprof has no such place. */
const CPU_PROFILE = '/debug/pprof/profile';

/**
 * What to fetch for a source; undefined for a file.
 *
 * Rules: github.com/google/pprof, internal/driver/fetch.go (fetch, adjustURL).
 * @throws AddressError
 */
export function remoteOf(source: string, { seconds, timeout }: Pick<Command, 'seconds' | 'timeout'>): Remote | undefined {
  if (!isAddress(source)) return undefined;
  const typed = parseAddress(source);
  const url = new URL(typed.url);
  if (url.pathname === '/') url.pathname = CPU_PROFILE;
  if (seconds > 0) url.searchParams.set('seconds', String(seconds));
  url.search = sorted(url.searchParams);
  const address = movedTo(typed, url);
  const asked = seconds > 0 ? seconds : secondsIn(url);
  const patience = 1000 * (timeout > 0 ? timeout : asked > 0 ? asked * 1.5 : 60) + GRACE;
  const isSecret = typed.authorization !== '' || address.shown.includes('***');
  return { address, named: isSecret ? address.shown : source, url: url.href, limits: { ...limitsFor(asked), firstByte: patience, total: patience } };
}

/** Milliseconds that are waited longer than was said. */
const GRACE = 5000;

/** Whether a source is no file but an address: one with a scheme, a port or a user. A file that is there is a file. */
export function isAddress(source: string): boolean {
  if (existsSync(source)) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) return !/^file:/i.test(source);
  return /^[^/?#]*:\d+([/?#]|$)|^[^/?#:@]+:[^/?#@]*@[^/?#]/.test(source) && parses(source);
}

function parses(source: string): boolean {
  try {
    return parseAddress(source).url.hostname !== '';
  } catch (error) {
    if (error instanceof AddressError) return false;
    throw error;
  }
}

/** As an int32 in the address says. */
function secondsIn({ searchParams }: URL): number {
  const text = searchParams.get('seconds') ?? '';
  return /^\+?\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** A query as Go writes it: by name. */
function sorted(parameters: URLSearchParams): string {
  const pairs = [...parameters].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
}

function escaped(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** What the command has for the addresses that it names, and for no other. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: Tls;
}

/** @throws UsageError */
export function credentialsOf({ headers, headerFile, tls: { cert, key, ca } }: Pick<Command, 'headers' | 'headerFile' | 'tls'>): Credentials {
  if ((cert === '') !== (key === '')) throw new UsageError(cert === '' ? '-tls_key is specified, so -tls_cert must also be specified' : '-tls_cert is specified, so -tls_key must also be specified');
  const tls = {
    ...(ca !== '' && { ca: pemIn(ca, '-tls_ca', 'CERTIFICATE') }),
    ...(cert !== '' && { cert: pemIn(cert, '-tls_cert', 'CERTIFICATE'), key: pemIn(key, '-tls_key', 'KEY') }),
  };
  const inFile = headerFile === '' ? [] : textIn(headerFile, '-header_file').split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  return { headers: Object.fromEntries([...inFile, ...headers].map(headerIn)), tls };
}

function pemIn(path: string, flag: string, what: string): string {
  const text = textIn(path, flag);
  if (!text.includes(`${what}-----`)) throw new UsageError(`${flag}=${path}: no PEM file with a ${what.toLowerCase()}`);
  return text;
}

function textIn(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${flag}: ${messageOf(error)}`);
  }
}

/** Headers that say how the answer travels, which is not the user's to say. */
const OURS = /^(connection|content-length|content-type|transfer-encoding|accept-encoding|expect|upgrade|te|trailer|keep-alive)$/i;

/** What is wrong with a header is told without its value. */
function headerIn(line: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t\r]*$/.exec(line) ?? [];
  if (name === undefined) throw new UsageError("a header is written 'Name: value'");
  if (OURS.test(name)) throw new UsageError(`the header ${name} cannot be set`);
  return [name, value];
}
