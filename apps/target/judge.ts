import type { IncomingMessage } from 'node:http';
import type { FailureCode } from '#model/live.ts';
import { TargetError } from './failure.ts';

/** What went wrong, of whatever was thrown. Anything else than a failure of the network is our mistake, and stays what it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof TargetError || !(error instanceof Error) || !('code' in error)) return error;
  const { code: name, message } = error;
  const known = CODES.get(String(name));
  if (known !== undefined) return new TargetError(known, { cause: error });
  // Some of its places refuse, others cannot be reached.
  if (error instanceof AggregateError) return failureOf(error.errors.at(-1));
  const text = String(name);
  if (text === 'ERR_TLS_CERT_ALTNAME_INVALID') return new TargetError('tls-name', { message: `the certificate is for another name: ${reasonOf(error)}`, cause: error });
  if (CLIENT_CERTIFICATE.test(text)) return new TargetError('tls-client-cert', { cause: error });
  if (/^E(HOST|NET)(UNREACH|DOWN)$|^EADDRNOTAVAIL$|^EACCES$|^EPERM$/.test(text)) return new TargetError('refused', { message: `the host cannot be reached: ${text}`, cause: error });
  if (text === 'HPE_HEADER_OVERFLOW') return new TargetError('too-large', { message: 'the headers of the answer are too large', cause: error });
  if (text.startsWith('HPE_')) return new TargetError('status', { message: 'the answer is not HTTP', next: 'Does the server speak HTTP on this port? Try https://.', cause: error });
  if (/^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO)|CERT/.test(text)) return new TargetError('tls', { message: `no TLS connection: ${reasonOf(error)}`, cause: error });
  return new TargetError('reset', { message: `the connection broke: ${message}`, cause: error });
}

/** Node's codes that mean one thing. */
const CODES = new Map<string, FailureCode>([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['ETIMEDOUT', 'timeout-connect'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-unknown-ca'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'tls-unknown-ca'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls-unknown-ca'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-unknown-ca'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-unknown-ca'],
  ['CERT_UNTRUSTED', 'tls-unknown-ca'],
]);

/** What servers say to a client that shows no certificate, or one that they do not know, by version of TLS and by server. */
const CLIENT_CERTIFICATE = /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|NO_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED)$/;

function reasonOf(error: Error): string {
  return 'reason' in error ? String(error.reason) : error.message;
}

/** Characters of a refusal's body that are told. */
const MOST_TOLD = 200;

/**
 * What an answer of another status than 200 means. Where net/http/pprof says why, that is told as pprof tells it.
 * Source: github.com/google/pprof, internal/driver/fetch.go (statusCodeError).
 * @param body how it begins
 */
export function refusalOf({ statusCode: status = 0, statusMessage = '', headers }: IncomingMessage, body: string): TargetError {
  const sample = printable(body).slice(0, MOST_TOLD);
  const ofPprof = headers['x-go-pprof'] !== undefined && String(headers['content-type']).includes('text/plain');
  const said = ofPprof && sample !== '' ? ` - ${sample}` : '';
  const next = status === 400 && /HTTPS/.test(sample) ? { next: 'Write https:// before the address.' } : {};
  return new TargetError(codeOf(status, body), { message: `server response: ${[status, printable(statusMessage)].join(' ').trim()}${said}`, ...next, status, sample });
}

function codeOf(status: number, body: string): FailureCode {
  if (status === 401) return 'auth-401';
  if (status === 403) return 'forbidden-403';
  if (status === 404) return 'not-found-404';
  if (status === 407) return 'proxy';
  if (status === 500 && /already (in use|enabled)/.test(body)) return 'cpu-busy-500';
  if (status === 400 && body.includes('WriteTimeout')) return 'write-timeout-400';
  return 'status';
}

/** Without what would move a terminal's cursor or a reader's eye: controls, and what is not text. */
function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
