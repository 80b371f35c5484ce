import { findIndex } from '#model/indexPlaces.ts';
import type { FetchFailure, FetchKind, FetchRequest, FetchStatus } from '#model/live.ts';
import { ParseError } from '#parsers/parseError.ts';
import { TransportError, type Transport } from './transport.ts';
import { statusFailure } from './statusFailure.ts';

/**
 * Straight from the page, where there is no companion. A browser lets a page read another server's answer only with that
 * server's leave (CORS), which net/http/pprof does not give; and it does not say why it refused, so that this finds out
 * as much as can be found out.
 */
export const direct: Transport = (request, onStatus, signal) => {
  if (request.kind !== 'index') return fetched(request, onStatus, signal);
  const codeOf = (error: unknown) => (error instanceof TransportError ? error.failure.code : undefined);
  return findIndex(new URL(request.url), ({ href }) => fetched({ ...request, url: href }, onStatus, signal), codeOf);
};

const fetched: Transport = async (request, onStatus, signal) => {
  const blocked = blockedBefore(request.url, location.protocol);
  if (blocked !== undefined) throw new TransportError(blocked);
  onStatus({ state: 'waiting', bytes: 0 });
  const limit = AbortSignal.timeout(timeLimit(request.seconds ?? 0));
  const either = AbortSignal.any([signal, limit]);
  try {
    const body = request.addresses === undefined ? await bodyOf(await ask(request, either), onStatus) : await symbolsOf(request.addresses, request, onStatus, either);
    return request.kind === 'profile' ? body : await read(request.kind, request.url, body);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) throw new TransportError(TOO_LATE);
    throw error;
  }
};

/** JSON, as the companion makes it of what is no profile. */
async function read(kind: Exclude<FetchKind, 'profile'>, url: string, body: Blob): Promise<Blob> {
  const { readAnswer } = await import('#parsers/live/answer.ts');
  const bytes = new Uint8Array(await body.arrayBuffer());
  try {
    return new Blob([JSON.stringify(readAnswer(kind, bytes, new URL(url)))]);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new TransportError({ code: 'not-a-profile', message: error.message, next: 'Give the address of the page that lists the profiles, or of one of them.', sample: new TextDecoder().decode(bytes.subarray(0, 200)) });
  }
}

/** Milliseconds: pprof's own patience. */
function timeLimit(seconds: number): number {
  return (seconds > 0 ? seconds * 1.5 + 5 : 65) * 1000;
}

/** As the companion asks. Text may be posted without asking for leave first. */
async function symbolsOf(addresses: string, request: FetchRequest, onStatus: (status: FetchStatus) => void, signal: AbortSignal): Promise<Blob> {
  const { askForSymbols, withAddresses } = await import('#model/symbolAsking.ts');
  const answers = await askForSymbols(addresses, {
    post: async (body) => bodyOf(await ask(request, signal, body), onStatus),
    get: async (some) => bodyOf(await ask({ ...request, url: withAddresses(new URL(request.url), some).href }, signal), onStatus),
    isNoPost: (error) => error instanceof TransportError && error.failure.status === 405,
  });
  return new Blob(answers);
}

/** @param body what is posted; without, it is a GET */
async function ask({ url, kind, authorization }: FetchRequest, signal: AbortSignal, body?: string): Promise<Response> {
  const headers = authorization === undefined ? undefined : { Authorization: authorization };
  const policy = policyRefusals();
  try {
    const response = await fetch(url, { signal, redirect: 'manual', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', ...(body !== undefined && { method: 'POST', body }), ...(headers && { headers }) });
    if (response.type === 'opaqueredirect') throw new TransportError(REDIRECT);
    if (!response.ok) throw new TransportError(statusFailure(response.status, await startOf(response)));
    const type = response.headers.get('content-type') ?? '';
    if (kind === 'profile' && type.startsWith('text/html')) {
      throw new TransportError({ code: 'not-a-profile', message: 'The answer is an HTML page and no profile.', next: 'It may be a page to sign in, or the index of profiles: give the address of one of them.', status: response.status, sample: await startOf(response) });
    }
    return response;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TransportError) throw error;
    throw new TransportError((await policy.refused()) ? NO_LEAVE : await silence(url, signal));
  } finally {
    policy.stop();
  }
}

/** Milliseconds after a request has failed in which the browser says that it was the page's own policy. */
const POLICY_DELAY = 200;

/** Listens from now on to whether this page's own policy refuses a request. */
function policyRefusals(): { readonly refused: () => Promise<boolean>; readonly stop: () => void } {
  const listening = new AbortController();
  const refusal = new Promise<boolean>((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => effectiveDirective === 'connect-src' && resolve(true), { signal: listening.signal });
  });
  const silent = () => new Promise<boolean>((resolve) => setTimeout(resolve, POLICY_DELAY, false));
  return { refused: () => Promise.race([refusal, silent()]), stop: () => listening.abort() };
}

/** What is known to be refused without asking. */
export function blockedBefore(url: string, pageProtocol: string): FetchFailure | undefined {
  const { protocol, hostname } = new URL(url);
  if (pageProtocol !== 'https:' || protocol !== 'http:' || isThisMachine(hostname)) return undefined;
  return {
    code: 'mixed-content',
    message: 'This page came over https, and browsers let such a page ask nobody over plain http (mixed content).',
    next: 'Use the https address of the program if it has one, start proflens on your machine, or save the profile and drop the file here.',
  };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/**
 * A browser says neither "refused" nor "no leave". Whether anybody answers there shows when one asks without wanting to
 * read: for the root, as a profile asked for twice would be made twice.
 */
async function silence(url: string, signal: AbortSignal): Promise<FetchFailure> {
  try {
    await fetch(new URL('/', url), { method: 'HEAD', mode: 'no-cors', signal, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
    return {
      code: 'browser-refused',
      message: 'The program answers, but does not let pages of other servers read it (CORS), and the browser keeps to that.',
      next: 'Start proflens on your machine with this address: its companion may ask. Or save the profile and drop the file here.',
    };
  } catch {
    signal.throwIfAborted();
    return {
      code: 'refused',
      message: 'Nothing that a browser may speak to answers there: the name is unknown, the port is closed, or its certificate is not trusted.',
      next: 'Check the address, and that the program runs. A certificate of your own must be trusted by the browser first.',
    };
  }
}

const NO_LEAVE: FetchFailure = {
  code: 'no-companion',
  message: 'This page may speak to the command that serves it alone, and that gave this tab no leave to fetch.',
  next: 'Open the address that the command printed; press Enter in its terminal for a new one.',
};

const REDIRECT: FetchFailure = { code: 'redirect', message: 'The program sends one elsewhere (a redirect), and a browser does not say where.', next: 'It may want one to sign in. Give the address it leads to.' };

const TOO_LATE: FetchFailure = { code: 'timeout-total', message: 'The answer took too long.', next: 'Ask for fewer seconds, or look whether the program still answers at all.' };

async function startOf(response: Response): Promise<string> {
  return (await response.text()).slice(0, 200);
}

async function bodyOf(response: Response, onStatus: (status: FetchStatus) => void): Promise<Blob> {
  if (response.body === null) return new Blob();
  const parts: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      parts.push(chunk.value);
      bytes += chunk.value.length;
      onStatus({ state: 'receiving', bytes });
    }
  } catch {
    throw new TransportError({ code: 'cut-short', message: 'The answer ended before it was whole.', next: 'What came so far was thrown away. Try again.' });
  }
  return new Blob(parts);
}
