import type { Profile } from '#model/profile.ts';
import { prepared, withAddress } from './opened.ts';
import { mappingSources, symbolAddress, symbolized, symbolQuestions, type SymbolQuestion } from './symbolz.ts';

/** Addresses without names, and who may know them. */
export interface Unnamed {
  /** Where the program is asked. */
  readonly url: string;
  /** `0x46a1b3`, each once; as the program knows them. */
  readonly addresses: readonly string[];
}

/**
 * What to ask for the names of a profile that was fetched alone; undefined where it needs none.
 * @param address the profile's
 */
export function unnamedOf(profile: Profile, address: string): Unnamed | undefined {
  const addresses = new Set(questionsOf(profile, address).flatMap(({ addresses }) => addresses.split('+')));
  return addresses.size === 0 ? undefined : { url: symbolAddress(address), addresses: [...addresses] };
}

/**
 * The profile with the names that its program told.
 * @param names lines of `0x46a1b3 main.work`
 */
export function withToldNames(profile: Profile, address: string, names: string): Profile {
  return questionsOf(profile, address).reduce((named, question) => symbolized(named, question, names, 'default'), prepared(profile, {}));
}

function questionsOf(profile: Profile, address: string): SymbolQuestion[] {
  const fetched = withAddress(prepared(profile, {}), address);
  return symbolQuestions(fetched, mappingSources([{ profile: fetched, url: address }]), false).filter(({ addresses }) => addresses !== '');
}
