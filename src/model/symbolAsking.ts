/** Ways to ask one program for the names of addresses, `0x46a1b3+0x46a1c0`. */
export interface SymbolAsking<Answer> {
  readonly post: (addresses: string) => Promise<Answer>;
  readonly get: (addresses: string) => Promise<Answer>;
  /** Whether a POST failed as the program answers none at that address (405). */
  readonly isNoPost: (error: unknown) => boolean;
}

/** Addresses in the query of a GET. */
const AT_ONCE = 200;

/**
 * Asks as pprof does; Go's servers since 1.22 answer no POST here, but a GET with some addresses.
 * @returns the answers, which together are one
 */
export async function askForSymbols<Answer>(addresses: string, { post, get, isNoPost }: SymbolAsking<Answer>): Promise<Answer[]> {
  try {
    return [await post(addresses)];
  } catch (error) {
    if (!isNoPost(error)) throw error;
  }
  const all = addresses.split('+');
  const answers: Answer[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) answers.push(await get(all.slice(at, at + AT_ONCE).join('+')));
  return answers;
}

/** Where a GET asks. Go takes the whole query for addresses, and passes over what is none: so a token may stand behind them. */
export function withAddresses(url: URL, addresses: string): URL {
  const asked = new URL(url);
  asked.search = url.search === '' ? addresses : `${addresses}+&${url.search.slice(1)}`;
  return asked;
}
