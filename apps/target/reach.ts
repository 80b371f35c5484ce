import { BlockList, isIP } from 'node:net';
import { TargetError } from './failure.ts';
import type { ProxyOf } from './proxy.ts';
import { placesOf, type Dial, type Place } from './request.ts';

export interface Reach {
  /** All addresses that a name stands for; by default what the system says. */
  readonly resolve?: (host: string) => Promise<readonly Place[]>;
  /** Hosts that may be asked although they are on the never-list: names or addresses, as -allow_targets has them. */
  readonly allowed?: readonly string[];
  /** Ports of this machine's that are never asked: the companion's own, which would ask itself. */
  readonly ownPorts?: () => readonly number[];
}

/**
 * Resolves a host, once, and lets no connection be made unless all that it stands for may be asked: then it is connected
 * to what was looked at, however the name changes. Programs of this machine and of its network may be asked, that is
 * the use; what hands out credentials to whoever is on the machine may not, nor what is no single host.
 */
export function guardedDial({ resolve = placesOf, allowed = [], ownPorts = () => [] }: Reach): Dial {
  const exempt = new Set(allowed.map(canonicalHost));
  return async (host, port) => {
    const name = canonicalHost(host);
    judgeName(name, exempt);
    const places = isIP(name) === 0 ? await resolve(name) : [{ address: name, family: isIP(name) === 6 ? 6 : 4 } as const];
    for (const { address } of places) {
      const canonical = canonicalHost(address);
      if (ownPorts().includes(port) && isOwn(canonical)) throw refused(host, 'this companion itself', undefined);
      judgeAddress(canonical, name, exempt);
    }
    if (places.length === 0) throw new TargetError('dns');
    return places;
  };
}

/**
 * Lets no proxy be asked for what is never asked. Names are for the proxy to resolve, and what it finds cannot be judged: of
 * them the known ones are refused, and addresses that stand for themselves.
 */
export function guardedProxy({ allowed = [] }: Pick<Reach, 'allowed'>, proxyOf: ProxyOf): ProxyOf {
  const exempt = new Set(allowed.map(canonicalHost));
  return (url) => {
    const proxy = proxyOf(url);
    if (proxy === undefined) return undefined;
    const name = canonicalHost(url.hostname);
    judgeName(name, exempt);
    if (isIP(name) !== 0) judgeAddress(name, name, exempt);
    return proxy;
  };
}

/** @throws TargetError */
function judgeName(name: string, exempt: ReadonlySet<string>): void {
  if (METADATA_NAMES.has(name) && !exempt.has(name)) throw refused(name, "the name of a cloud's metadata service, which hands out credentials", name);
}

/**
 * @param name what stands for the address
 * @throws TargetError
 */
function judgeAddress(address: string, name: string, exempt: ReadonlySet<string>): void {
  const reason = exempt.has(address) ? undefined : neverReason(address);
  if (reason !== undefined) throw refused(address === name ? name : `${name} stands for ${address}, which`, reason, address);
}

function refused(what: string, reason: string, exemption: string | undefined): TargetError {
  const next = exemption === undefined ? 'Give the address of the program that you want to look into.' : `If you mean it, start the command with -allow_targets=${exemption}.`;
  return new TargetError('target-not-allowed', { message: `${what} is ${reason}; it is not asked`, next });
}

/**
 * A host in the one form that it is compared in: a name in lower case without its last dot, an address as URLs write it,
 * without brackets and zone.
 */
export function canonicalHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const url = `http://${isIP(bare) === 6 ? `[${bare}]` : bare}`;
  const name = URL.canParse(url) ? new URL(url).hostname : bare.toLowerCase();
  return name.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

const METADATA_NAMES: ReadonlySet<string> = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal']);

interface Never {
  readonly reason: string;
  readonly ranges: BlockList;
}

const METADATA = "an address of a cloud's metadata service, which hands out credentials";

/** What is never asked. Sources: RFC 6890 and the clouds' manuals. */
const NEVER: readonly Never[] = [
  // Azure's wire server, Oracle's and Alibaba's services; on IPv6 Amazon's, Google's, Oracle's, Scaleway's.
  never(METADATA, ['168.63.129.16/32', '192.0.0.192/32', '100.100.100.200/32', 'fd00:ec2::/32', 'fd20:ce::254/128', 'fd00:c1::a9fe:a9fe/128', 'fd00:42::42/128']),
  never('a link-local address, where clouds keep their metadata services', ['169.254.0.0/16', 'fe80::/10']),
  never('no address of a host', ['0.0.0.0/8', '::/128']),
  never('an address of many hosts', ['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8']),
  never('an address of relays', ['192.88.99.0/24', '64:ff9b:1::/48']),
];

function never(reason: string, prefixes: readonly string[]): Never {
  const ranges = new BlockList();
  for (const prefix of prefixes) {
    const [address, bits] = prefix.split('/');
    ranges.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return { reason, ranges };
}

/** Why an address is never asked; undefined where it may be. */
export function neverReason(address: string): string | undefined {
  for (const form of [address, ...innerAddresses(address)]) {
    const found = NEVER.find(({ ranges }) => ranges.check(form, isIP(form) === 6 ? 'ipv6' : 'ipv4'));
    if (found !== undefined) return found.reason;
  }
  return undefined;
}

/** Whether a companion that listens on loopback is what answers there. */
function isOwn(address: string): boolean {
  return [address, ...innerAddresses(address)].some((form) => form === '::1' || /^(127|0)\./.test(form) || form === '::');
}

/** The IPv4 addresses that an IPv6 address carries, by which a packet to it may end up there. */
function innerAddresses(address: string): string[] {
  if (isIP(address) !== 6) return [];
  const g = groupsOf(address);
  const startsWith = (...groups: readonly number[]) => groups.every((group, i) => g[i] === group);
  const last = dotted(g[6], g[7]);
  // ::, ::1 and the addresses of RFC 4291 that stand for IPv4 (compatible, mapped), and those of RFC 2765 (translated).
  if (startsWith(0, 0, 0, 0, 0, 0) && (g[6] !== 0 || g[7] > 1)) return [last];
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0, 0, 0, 0, 0xffff, 0)) return [last];
  // NAT64, RFC 6052.
  if (startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return [last];
  // 6to4, RFC 3056.
  if (startsWith(0x2002)) return [dotted(g[1], g[2])];
  // Teredo, RFC 4380: the server, and the client with its bits turned.
  if (startsWith(0x2001, 0)) return [dotted(g[2], g[3]), dotted(g[6] ^ 0xffff, g[7] ^ 0xffff)];
  // ISATAP, RFC 5214.
  if ((g[4] & 0xfdff) === 0 && g[5] === 0x5efe) return [last];
  return [];
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [before, after = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const numbers = (text: string) => text.split(':').filter(Boolean).map((group) => Number.parseInt(group, 16));
  const [left, right] = [numbers(before), numbers(after)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
