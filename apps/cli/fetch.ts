import type { Profile } from '#model/profile.ts';
import { ParseError } from '#parsers/parseError.ts';
import { AddressError, type Address } from '#target/address.ts';
import { TargetError } from '#target/failure.ts';
import { bytesOf } from '#target/request.ts';
import { decodeBytes } from './decode.ts';
import type { Command } from './flags.ts';
import { reachOf } from './reach.ts';
import { remoteOf, type Credentials, type Remote } from './remote.ts';
import { SourceError } from './sourceError.ts';

/** Where a profile came from, and how. */
export interface Fetched {
  readonly address: Address;
  /** To tell where mappings come from; never shown. */
  readonly url: string;
  /** As the program sent them. */
  readonly bytes: Uint8Array;
}

export interface Fetching extends Pick<Command, 'seconds' | 'timeout' | 'symbols' | 'allowTargets'> {
  readonly credentials: Credentials | undefined;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** As Go's client. */
export const MOST_REDIRECTS = 10;

/**
 * Fetches the profile at an address, and says so as pprof says it.
 * @throws SourceError
 */
export async function fetchProfile(source: string, fetching: Fetching): Promise<{ readonly profile: Profile; readonly fetched: Fetched }> {
  const remote = understood(source, fetching);
  const { address, url, named } = remote;
  try {
    const bytes = await fetchBytes(remote, fetching);
    return { profile: await decodeBytes(bytes, fetching), fetched: { address, url, bytes } };
  } catch (error) {
    if (error instanceof TargetError) throw new SourceError(`${named}: ${error.message}`, error.next);
    if (error instanceof ParseError) throw new SourceError(`${named}: ${error.message}`, address.url.pathname.endsWith('/') ? INDEX : new TargetError('not-a-profile').next);
    throw error;
  }
}

const INDEX = 'An address that ends in / is of a list of profiles; put the name of one behind it, such as heap, or leave out the format to see them all in the browser.';

function understood(source: string, fetching: Fetching): Remote {
  try {
    const remote = remoteOf(source, fetching);
    if (remote === undefined) throw new TypeError(`${source} is no address`);
    return remote;
  } catch (error) {
    throw error instanceof AddressError ? new SourceError(error.message) : error;
  }
}

async function fetchBytes({ address, limits }: Remote, { seconds, credentials, allowTargets, say, signal }: Fetching): Promise<Uint8Array> {
  say(`Fetching profile over HTTP from ${address.shown}`);
  if (seconds > 0) say(`Please wait... (${goDuration(seconds)})`);
  return bytesOf({ address, ...credentials, limits, redirects: MOST_REDIRECTS, ...reachOf(allowTargets), signal });
}

/** Seconds as Go writes a duration: `3s`, `1m30s`, `1h0m0s`. */
export function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${seconds % 60}s`;
}
