import { mappingSources, symbolized, symbolQuestions } from '#filters/symbolz.ts';
import type { Profile } from '#model/profile.ts';
import { decodeText } from '#model/text.ts';
import { movedTo } from '#target/address.ts';
import { TargetError } from '#target/failure.ts';
import { ask, type Asked } from '#target/request.ts';
import { MOST_REDIRECTS, type Fetched } from './fetch.ts';
import type { Command } from './flags.ts';
import { reachOf } from './reach.ts';
import type { Credentials } from './remote.ts';

export interface Naming extends Pick<Command, 'symbolz' | 'allowTargets'> {
  readonly credentials: Credentials | undefined;
  readonly say: (text: string) => void;
}

/**
 * The profile with the names of its addresses, as the programs know them that it was fetched from. That one does not
 * answer is told: its addresses stay without names.
 * @param fetched the profiles before they were merged, and where they came from
 */
export async function namedByPrograms(combined: Profile, fetched: readonly (Fetched & { readonly profile: Profile })[], { symbolz, allowTargets, credentials, say }: Naming): Promise<Profile> {
  if (!symbolz.ask || fetched.length === 0) return combined;
  let profile = combined;
  for (const question of symbolQuestions(combined, mappingSources(fetched), symbolz.force)) {
    const source = fetched.find(({ url }) => url === question.of);
    if (source === undefined) continue;
    const address = movedTo(source.address, new URL(question.url));
    try {
      const answer = await answerOf(question.addresses, { address, ...credentials, redirects: MOST_REDIRECTS, ...reachOf(allowTargets) });
      profile = symbolized(profile, question, answer, symbolz.demangling);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      say(`No names of addresses from ${address.shown}: ${error.message}`);
    }
  }
  return profile;
}

/** Addresses in the query of a GET. */
const AT_ONCE = 200;

/** Go's servers of today answer no POST here, but a GET with some addresses. */
async function answerOf(addresses: string, asked: Asked): Promise<string> {
  if (addresses === '') return '';
  try {
    return await textOf({ ...asked, method: 'POST', body: addresses });
  } catch (error) {
    if (!(error instanceof TargetError) || error.status !== 405) throw error;
  }
  const all = addresses.split('+');
  const parts: string[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const url = new URL(asked.address.url);
    url.search = all.slice(at, at + AT_ONCE).join('+');
    parts.push(await textOf({ ...asked, address: movedTo(asked.address, url) }));
  }
  return parts.join('');
}

async function textOf(asked: Asked): Promise<string> {
  const { body } = await ask(asked);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return decodeText(Buffer.concat(parts));
}
