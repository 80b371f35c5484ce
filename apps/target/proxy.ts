import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { AddressError, parseAddress, type Address } from './address.ts';
import { TargetError } from './failure.ts';
import { canonicalHost } from './reach.ts';

/** The proxy by which an address is asked; undefined where it is asked directly. Throws a TargetError where there is one that cannot be used. */
export type ProxyOf = (url: URL) => Address | undefined;

/**
 * The proxies of HTTP_PROXY and HTTPS_PROXY, but for the hosts of NO_PROXY and this machine itself.
 *
 * Rules: golang.org/x/net/http/httpproxy, by which Go's programs go.
 * @param environment also with these names in lower case
 * @param isLocal whether a host is this machine
 */
export function proxyFromEnvironment(environment: NodeJS.ProcessEnv, isLocal = isLoopback): ProxyOf {
  const setting = (name: string) => environment[name] || environment[name.toLowerCase()] || '';
  const rules = setting('NO_PROXY').split(',').map((entry) => ruleOf(entry.trim().toLowerCase()));
  return ({ protocol, hostname, port }) => {
    const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const text = setting(name);
    const host = canonicalHost(hostname);
    const wanted = port || (protocol === 'https:' ? '443' : '80');
    if (text === '' || isLocal(host) || rules.some((matches) => matches(host, wanted))) return undefined;
    // A web server hands its client's header "Proxy" to the programs that it runs as HTTP_PROXY.
    if (name === 'HTTP_PROXY' && setting('REQUEST_METHOD') !== '') throw new TargetError('proxy', { message: 'HTTP_PROXY is not used where REQUEST_METHOD is set, as a web server sets both' });
    return proxyIn(name, text);
  };
}

/** Other schemes than http and https are not spoken here. */
function proxyIn(name: string, text: string): Address {
  const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (!/^https?$/i.test(scheme)) throw new TargetError('proxy', { message: `${name} names a proxy of ${scheme}://, which is not supported`, next: 'Name one of http:// or https://, or put the host into NO_PROXY.' });
  try {
    return parseAddress(text);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new TargetError('proxy', { message: `${name} is no address of a proxy` });
  }
}

type Rule = (host: string, port: string) => boolean;

/** An entry of NO_PROXY: `*`, a network, an address or a name with all below it, these two with a port or without. */
function ruleOf(entry: string): Rule {
  if (entry === '*') return () => true;
  const network = networkOf(entry);
  if (network !== undefined) return (host) => contains(network, host);
  const [, bracketed, plain = entry, port = ''] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(entry) ?? [];
  const name = bracketed ?? plain;
  if (name === '') return () => false;
  const isPort = (wanted: string) => port === '' || port === wanted;
  if (isIP(name) !== 0) {
    const single = new BlockList();
    const address = withoutMapping(name);
    single.addAddress(address, familyOf(address));
    return (host, wanted) => contains(single, host) && isPort(wanted);
  }
  const domain = asciiOf(name.replace(/^\*\./, '.'));
  return (host, wanted) => isIP(host) === 0 && isPort(wanted) && (domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`));
}

function networkOf(entry: string): BlockList | undefined {
  const [, address = '', bits] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
  if (isIP(address) === 0 || Number(bits) > (isIP(address) === 6 ? 128 : 32)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), familyOf(address));
  return network;
}

function contains(list: BlockList, host: string): boolean {
  if (isIP(host) === 0) return false;
  const address = withoutMapping(host);
  return list.check(address, familyOf(address));
}

/** An IPv4 address in its own form, also where it is written inside of an IPv6 address. */
function withoutMapping(address: string): string {
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonicalHost(address)) ?? [];
  if (low === undefined) return address;
  const [left, right] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [left >> 8, left & 255, right >> 8, right & 255].join('.');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** Letters beyond ASCII as addresses have them. */
function asciiOf(name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return name;
  return name.startsWith('.') ? `.${domainToASCII(name.slice(1))}` : domainToASCII(name);
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  return host === 'localhost' || contains(LOOPBACK, host);
}
