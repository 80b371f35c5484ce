import type { FailureCode } from '#model/live.ts';

/** What is known of a failure besides its code. */
export interface FailureDetail {
  /** What happened, where more is known than the code's sentence says. */
  readonly message?: string;
  /** What to do, where more is known than the code's advice. */
  readonly next?: string;
  /** Of the answer. */
  readonly status?: number;
  /** How its body begins: printable characters. */
  readonly sample?: string;
  /** Where it redirects to, without secrets. */
  readonly location?: string;
  readonly cause?: unknown;
}

/** An address gave no profile: the message says why and `next` what to do, a sentence each. Neither holds a secret. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly code: FailureCode;
  readonly next: string;
  readonly status: number | undefined;
  readonly sample: string | undefined;
  readonly location: string | undefined;

  constructor(code: FailureCode, { message, next, status, sample, location, cause }: FailureDetail = {}) {
    super(message ?? FAILURES[code].message, { cause });
    this.code = code;
    this.next = next ?? FAILURES[code].next;
    this.status = status;
    this.sample = sample;
    this.location = location;
  }
}

interface Words {
  readonly message: string;
  readonly next: string;
}

const AGAIN = 'Try again; if it stays so, ask the program with curl.';

/** One line for each way to fail. */
const FAILURES: Readonly<Record<FailureCode, Words>> = {
  refused: { message: 'connection refused', next: 'Is the program running, and does it listen on this host and port?' },
  dns: { message: 'no such host', next: 'Check the name of the host.' },
  'tls-unknown-ca': { message: 'the certificate is signed by an authority that is not known here', next: 'Name the file of that authority with -tls_ca=FILE, or write https+insecure:// for any certificate.' },
  'tls-name': { message: 'the certificate is for another name', next: 'Use the name that it is for, or write https+insecure:// for any certificate.' },
  'tls-client-cert': { message: 'the server asks for a certificate of yours', next: 'Name the files with -tls_cert=FILE and -tls_key=FILE.' },
  tls: { message: 'no TLS connection', next: 'Does the server speak TLS on this port? Try http://.' },
  proxy: { message: 'the proxy does not connect', next: 'Check HTTP_PROXY and HTTPS_PROXY, with user:password@ before the host where the proxy wants them, or put the host into NO_PROXY.' },
  'auth-401': { message: 'server response: 401 Unauthorized', next: "Give the user and password (user:password@ before the host) or a token (-header='Authorization: Bearer …')." },
  'forbidden-403': { message: 'server response: 403 Forbidden', next: 'You are known there but may not read profiles; ask for the right, or sign in as somebody else.' },
  'not-found-404': { message: 'server response: 404 Not Found', next: 'Is net/http/pprof registered there, and under this path?' },
  'cpu-busy-500': { message: 'server response: 500 Internal Server Error', next: 'Somebody else is taking a profile of that program; wait until theirs is done.' },
  'write-timeout-400': { message: 'server response: 400 Bad Request', next: "Ask for fewer seconds than the server's WriteTimeout." },
  status: { message: 'the answer is no profile', next: 'Open the address in a browser, or with curl, to see what it says.' },
  'timeout-connect': { message: 'no connection in time', next: 'Is the host reachable from here, or does a firewall drop what is sent to it?' },
  'timeout-first-byte': { message: 'connected, but no answer in time', next: 'The program may be stuck or very busy; try again, with -timeout=SECONDS to wait longer.' },
  'timeout-idle': { message: 'the answer stopped coming', next: AGAIN },
  'timeout-total': { message: 'the answer took too long', next: 'Try again with -timeout=SECONDS to wait longer.' },
  'too-large': { message: 'the answer is too large', next: 'Save it with curl, and look at what it is.' },
  'not-a-profile': { message: 'the answer is no profile', next: 'Open the address in a browser, or with curl, to see what it is.' },
  redirect: { message: 'the server redirects to another address', next: 'Give that address, if it is the one you want.' },
  'target-not-allowed': { message: 'this address is not allowed', next: 'If you mean it, start the command with -allow_targets=HOST.' },
  'cut-short': { message: 'the answer ends too early', next: AGAIN },
  reset: { message: 'the connection was reset', next: AGAIN },
  cancelled: { message: 'cancelled', next: '' },
  'bad-address': { message: 'this is no address', next: 'Write it like http://host:6060/debug/pprof/heap.' },
  'no-companion': { message: 'nothing here can fetch it', next: 'Start proflens with the address, or save the profile with curl and drop it here.' },
  'browser-refused': { message: 'the browser did not let the page read the answer', next: 'Start proflens with the address, or save the profile with curl and drop it here.' },
  'mixed-content': { message: 'a page over https may not read http', next: 'Start proflens with the address, or save the profile with curl and drop it here.' },
};
