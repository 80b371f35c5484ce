import { FETCH_KINDS, type FetchKind, type FetchRequest } from '#model/live.ts';
import { AddressError, parseAddress, type Address } from '#target/address.ts';
import { TargetError } from '#target/failure.ts';
import { limitsFor, type Asked } from '#target/request.ts';
import type { ServedTarget } from './servedTarget.ts';

/** The request of a page, checked; undefined where it is none. */
export function requestIn(fields: ReadonlyMap<string, unknown>): FetchRequest | undefined {
  const kind = FETCH_KINDS.find((kind) => kind === fields.get('kind'));
  const url = fields.get('url');
  const authorization = fields.get('authorization');
  const seconds = fields.get('seconds');
  const addresses = fields.get('addresses');
  if (kind === undefined || typeof url !== 'string') return undefined;
  if (authorization !== undefined && !(typeof authorization === 'string' && AUTHORIZATION.test(authorization))) return undefined;
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0 && seconds <= MOST_SECONDS)) return undefined;
  if (kind === 'symbols' ? !(typeof addresses === 'string' && ADDRESSES.test(addresses)) : addresses !== undefined) return undefined;
  return { kind, url, ...(authorization !== undefined && { authorization }), ...(seconds !== undefined && { seconds }), ...(typeof addresses === 'string' && { addresses }) };
}

const ADDRESSES = /^0x[0-9a-f]{1,16}(\+0x[0-9a-f]{1,16})*$/;
const AUTHORIZATION = /^(Basic|Bearer) [\x21-\x7e]{1,8192}$/;
const MOST_SECONDS = 24 * 3600;

/**
 * What a program is asked for a page: with what the command line has for the program's origin, and for no other.
 * @throws TargetError `bad-address`
 */
export function askedFor({ kind, url: text, authorization, seconds }: FetchRequest, targets: readonly ServedTarget[]): Asked {
  const address = addressOf(text);
  checkPath(kind, address.url);
  const target = targetOf(text, address.url.origin, targets);
  if (address.insecure && target?.address.insecure !== true) throw new TargetError('bad-address', { message: 'https+insecure:// is for addresses that the command line names', next: 'Start proflens with this address.' });
  const limits = { ...limitsFor(seconds ?? secondsOf(kind, address.url)), ...(target?.url === text && target.limits), ...MOST_BYTES[kind] };
  if (target === undefined) return { address: { ...address, authorization: authorization ?? address.authorization }, limits };
  const typed = authorization ?? address.authorization;
  return {
    address: { ...address, url: withQuery(address.url, target.query), insecure: target.address.insecure, authorization: typed || target.address.authorization },
    headers: typed === '' ? target.headers : withoutAuthorization(target.headers),
    tls: target.tls,
    ...(target.proxy && { proxy: target.proxy }),
    limits,
  };
}

/** What belongs to an address: what the command line names so, or else the first that it names of the same origin. */
export function targetOf(url: string, origin: string, targets: readonly ServedTarget[]): ServedTarget | undefined {
  return targets.find((target) => target.url === url) ?? targets.find((target) => target.address.url.origin === origin);
}

function addressOf(text: string): Address {
  try {
    return parseAddress(text);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new TargetError('bad-address', { message: error.message });
  }
}

/** How an address of each kind ends: whoever makes the page ask cannot have just any page of another server read as one. */
const ENDS: Readonly<Record<FetchKind, RegExp>> = { profile: /^/, index: /^/, cmdline: /\/cmdline$/, vars: /\/vars$/, charts: /\/data$/, symbols: /\/symbolz?$/ };

function checkPath(kind: FetchKind, { pathname }: URL): void {
  if (!ENDS[kind].test(pathname)) throw new TargetError('bad-address', { message: `an address of this kind (${kind}) ends otherwise`, next: `Give one that ends in ${kind === 'charts' ? '/data' : kind === 'symbols' ? '/symbol' : `/${kind}`}.` });
}

const MEBIBYTE = 2 ** 20;
const MOST_BYTES: Readonly<Record<FetchKind, { readonly bytes?: number }>> = {
  profile: {},
  index: { bytes: MEBIBYTE },
  cmdline: { bytes: MEBIBYTE / 4 },
  vars: { bytes: 8 * MEBIBYTE },
  // A day of seconds.
  charts: { bytes: 64 * MEBIBYTE },
  symbols: { bytes: 8 * MEBIBYTE },
};

/** How long a program gathers before it answers, as its address says. Source: go/src/net/http/pprof/pprof.go. */
function secondsOf(kind: FetchKind, { pathname, searchParams }: URL): number {
  // Whoever is asked for names may read them from its binary first.
  if (kind === 'symbols') return 30;
  const said = Number(searchParams.get('seconds'));
  if (said > 0 && said <= MOST_SECONDS) return said;
  return pathname.endsWith('/profile') ? 30 : 0;
}

function withQuery(url: URL, query: ServedTarget['query']): URL {
  const whole = new URL(url);
  for (const [name, value] of query) if (!whole.searchParams.has(name)) whole.searchParams.append(name, value);
  return whole;
}

function withoutAuthorization(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}
