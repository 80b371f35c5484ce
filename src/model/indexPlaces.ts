import type { FailureCode } from './live.ts';

/** What says that the list is not here, but may be elsewhere. A browser keeps to itself what a server answers without leave to read it. */
const ELSEWHERE: readonly (FailureCode | undefined)[] = ['not-found-404', 'not-a-profile', 'redirect', 'browser-refused'];

/**
 * Looks for a program's list of profiles: at an address, then below it where net/http/pprof puts it. What is wrong at the
 * address itself is what is thrown.
 * @param ask reads the list at an address
 * @param codeOf why it could not be read; undefined for what is no failure of the network
 */
export async function findIndex<Index>(address: URL, ask: (url: URL) => Promise<Index>, codeOf: (error: unknown) => FailureCode | undefined): Promise<Index> {
  const path = address.pathname.endsWith('/') ? address.pathname : `${address.pathname}/`;
  try {
    return await ask(withPath(address, path));
  } catch (error) {
    if (!ELSEWHERE.includes(codeOf(error)) || path.endsWith('/pprof/')) throw error;
    return await ask(withPath(address, `${path}debug/pprof/`)).catch(() => {
      throw error;
    });
  }
}

function withPath(address: URL, path: string): URL {
  const url = new URL(address);
  url.pathname = path;
  return url;
}
