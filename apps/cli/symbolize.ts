import { mappingSources, symbolized, symbolQuestions } from '#filters/symbolz.ts';
import type { Profile } from '#model/profile.ts';
import { decodeText } from '#model/text.ts';
import { movedTo } from '#target/address.ts';
import { TargetError } from '#target/failure.ts';
import { symbolsOf } from '#target/symbols.ts';
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
      const answer = question.addresses === '' ? '' : decodeText(await symbolsOf(question.addresses, { address, ...credentials, redirects: MOST_REDIRECTS, ...reachOf(allowTargets) }));
      profile = symbolized(profile, question, answer, symbolz.demangling);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      say(`No names of addresses from ${address.shown}: ${error.message}`);
    }
  }
  return profile;
}
