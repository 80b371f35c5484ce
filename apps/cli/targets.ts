import { isGzip } from '#parsers/gunzip.ts';
import type { ServedTarget } from '#server/servedTarget.ts';
import { movedTo, openPart, parseAddress, type Address } from '#target/address.ts';
import type { Command } from './flags.ts';
import { reachOf } from './reach.ts';
import { remoteOf, type Credentials } from './remote.ts';
import { messageOf } from './message.ts';

/** Where net/http/pprof is, when an address names a server alone. */
const USUAL_PATH = '/debug/pprof/';

export interface Targeting extends Pick<Command, 'seconds' | 'timeout' | 'allowTargets'> {
  readonly isPart: boolean;
  readonly credentials: Credentials;
  /** Hears of all profiles that come from the target's origin. */
  readonly onProfile: (bytes: Uint8Array) => void;
  readonly say: (text: string) => void;
}

/**
 * What the page shows for an address of the command: a folder of profiles is a service, any other address a profile. A
 * profile that the command names is kept once the page had it fetched, as when a report is made of it.
 * @throws AddressError
 */
export function targetOf(source: string, { seconds, timeout, allowTargets, isPart, credentials, onProfile, say }: Targeting): ServedTarget {
  const service = serviceOf(parseAddress(source));
  const remote = service === undefined ? remoteOf(source, { seconds, timeout }) : undefined;
  const address = remote?.address ?? service ?? parseAddress(source);
  const { url, secrets } = openPart(address.url);
  const onFetched = (bytes: Uint8Array, asked: string): void => {
    // Its text forms are asked for again and again, by whoever watches a program.
    if (isGzip(bytes)) onProfile(bytes);
    if (service === undefined && asked === url) void keep(bytes, say);
  };
  return { address, url, kind: service === undefined ? 'profile' : 'service', name: nameOf(address, service !== undefined), isPart, ...credentials, proxy: reachOf(allowTargets).proxy, query: secrets, limits: remote?.limits ?? {}, onFetched };
}

/** Whether an address is of a program, and not of one of its profiles. */
export function isService(source: string): boolean {
  return serviceOf(parseAddress(source)) !== undefined;
}

/** The address of the index, where an address is of a service. */
function serviceOf(address: Address): Address | undefined {
  const url = new URL(address.url);
  if (url.pathname === '/') url.pathname = USUAL_PATH;
  else if (url.pathname.endsWith('/pprof')) url.pathname += '/';
  return url.pathname.endsWith('/') ? movedTo(address, url) : undefined;
}

/** `localhost:6060`, with its path where that is not the usual one; of a profile what it is of, and its file name's end. */
function nameOf({ url: { host, pathname } }: Address, isService: boolean): string {
  const folder = pathname.replace(/[^/]*$/, '').replace(/\/(debug\/)?pprof\/$/, '').replace(/\/$/, '');
  return isService ? `${host}${folder}` : `${host}${folder} ${pathname.slice(pathname.lastIndexOf('/') + 1)}`;
}

/** What is no profile, such as a trace, is not kept: it has no name that pprof would give it. */
async function keep(bytes: Uint8Array, say: (text: string) => void): Promise<void> {
  const [{ decodeBytes }, { saveFetched }] = await Promise.all([import('./decode.ts'), import('./save.ts')]);
  try {
    saveFetched(await decodeBytes(bytes, { symbols: true }), bytes, say);
  } catch (error) {
    say(`Could not save profile: ${messageOf(error)}`);
  }
}
