import type { Target } from '#model/live.ts';
import type { Address } from '#target/address.ts';
import type { ProxyOf } from '#target/proxy.ts';
import type { Limits, Tls } from '#target/request.ts';

/** An address that the command line names, with what is sent there and nowhere else. */
export interface ServedTarget {
  /** With its user and password, and whether any certificate will do. */
  readonly address: Address;
  /** What the page has of it, and asks for: http or https, and nothing secret in it. */
  readonly url: string;
  readonly kind: Target['kind'];
  /** What the page calls it. */
  readonly name: string;
  /** A profile that is looked at together with all others that are. */
  readonly isPart: boolean;
  /** For the origin of the address. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was secret in its query, for all addresses of the origin. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly tls: Tls;
  /** By which proxy the origin is asked. */
  readonly proxy?: ProxyOf;
  /** Where the command says how long to wait. */
  readonly limits: Partial<Limits>;
  /** Hears of each profile of the origin that the page had fetched, whole and as it was sent, with the address that the page gave. */
  readonly onFetched: (bytes: Uint8Array, url: string) => void;
}
