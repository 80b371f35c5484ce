import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** For tests: X.509 certificates and their keys, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Of the certificate. */
  readonly name: string;
}

/** An authority of its own. */
export function authority(name: string): Certificate {
  const { publicKey, key } = newKey();
  return certified({ name, publicKey, isAuthority: true, hosts: [], addresses: [], isExpired: false }, { cert: '', key, name }, key);
}

/** What a certificate is for: a server's hosts and IPv4 addresses, or nothing of them for a client. */
export interface Purpose {
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  /** It was good until 2001. */
  readonly isExpired?: boolean;
}

export function certificate(by: Certificate, { name = 'test', hosts = [], addresses = [], isExpired = false }: Purpose = {}): Certificate {
  const { publicKey, key } = newKey();
  return certified({ name, publicKey, isAuthority: false, hosts, addresses, isExpired }, by, key);
}

function newKey(): { publicKey: KeyObject; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

interface Subject extends Required<Purpose> {
  readonly publicKey: KeyObject;
  readonly isAuthority: boolean;
}

const ECDSA_SHA256 = der(0x30, oid(1, 2, 840, 10045, 4, 3, 2));

/** Source: RFC 5280, section 4.1. */
function certified({ name, publicKey, isAuthority, hosts, addresses, isExpired }: Subject, by: Certificate, key: string): Certificate {
  const validity = der(0x30, time('20000101000000Z'), time(isExpired ? '20010101000000Z' : '20990101000000Z'));
  const constraints = extension(oid(2, 5, 29, 19), der(0x30, ...(isAuthority ? [der(0x01, Buffer.of(0xff))] : [])));
  const names = [...hosts.map((host) => der(0x82, Buffer.from(host))), ...addresses.map((address) => der(0x87, Buffer.from(address.split('.').map(Number))))];
  const extensions = [constraints, ...(names.length > 0 ? [extension(oid(2, 5, 29, 17), der(0x30, ...names))] : [])];
  const serial = der(0x02, Buffer.of(isAuthority ? 1 : 2));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(0x30, der(0xa0, der(0x02, Buffer.of(2))), serial, ECDSA_SHA256, nameOf(by.name), validity, nameOf(name), spki, der(0xa3, der(0x30, ...extensions)));
  const signature = sign('sha256', body, createPrivateKey(by.key));
  const whole = der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.of(0), signature));
  return { cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`, key, name };
}

function nameOf(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid(2, 5, 4, 3), der(0x0c, Buffer.from(name)))));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return der(0x30, id, der(0x04, value));
}

function time(text: string): Buffer {
  return der(0x18, Buffer.from(text));
}

/** Source: X.690, section 8.19. */
function oid(first: number, second: number, ...rest: number[]): Buffer {
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap((part) => base128(part))]));
}

/** Seven bits a byte, all but the last marked. */
function base128(part: number): number[] {
  const bytes = [part & 127];
  for (let left = part >> 7; left > 0; left >>= 7) bytes.unshift((left & 127) | 128);
  return bytes;
}

/** A tag, the length and what it holds. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}
