import { setMaxListeners } from 'node:events';
import { combine } from '#filters/combine.ts';
import { prepared, settled, withAddress } from '#filters/opened.ts';
import type { Profile } from '#model/profile.ts';
import { ParseError } from '#parsers/parseError.ts';
import { decodeFile } from './decode.ts';
import { fetchProfile, type Fetched } from './fetch.ts';
import type { Command } from './flags.ts';
import { withLocalBinaries } from './locate.ts';
import { programAndProfiles } from './program.ts';
import { credentialsOf, isAddress } from './remote.ts';
import { saveFetched } from './save.ts';
import { SourceError } from './sourceError.ts';
import { namedByPrograms } from './symbolize.ts';

/** What the command's sources hold, merged, and what there is to say about them. */
export interface Sources {
  readonly profile: Profile;
  readonly notes: readonly string[];
  /** Where it was kept, if it was fetched. */
  readonly saved: string | undefined;
}

/** Reads one file; see `readProfile`. */
export type Read = typeof readProfile;

/** How sources are read. */
export interface Reading {
  /** For whoever has the files read already. */
  readonly readOne?: Read;
  /** Told at once: what is fetched, what of it fails, where it is kept. */
  readonly say?: (text: string) => void;
}

/**
 * Reads the files of a command, and fetches what is an address. One of several that cannot be had is told and left out.
 * @throws SourceError when there is nothing to report on
 */
export async function readSources(command: Command, { readOne = readProfile, say = console.error }: Reading = {}): Promise<Sources> {
  const { isDifference, options, symbols } = command;
  const { program, profiles } = await programAndProfiles(command.sources);
  const names = { sources: profiles, bases: command.bases };
  const isFetched = [...names.sources, ...names.bases].some(isAddress);
  const notes: string[] = [];
  const tell = isFetched ? say : (note: string) => void notes.push(note);
  const credentials = isFetched ? credentialsOf(command) : undefined;
  const stop = new AbortController();
  // Each source listens, however many there are.
  setMaxListeners(0, stop.signal);
  const begin = (names: readonly string[]): Begun[] => begun(names, (name) => fetchProfile(name, { ...command, credentials, say, signal: stop.signal }), async (name) => ({ profile: await readOne(name, symbols) }));
  const opening = { ...command, program };
  const prepare = ({ profile, fetched }: Taken): Taken => {
    const local = prepared(withLocalBinaries(profile, tell), opening);
    return fetched === undefined ? { profile: local } : { profile: withAddress(local, fetched.url), fetched };
  };
  try {
    // All are on their way before the first is waited for: a program's 30 seconds are everybody's.
    const [sourcesBegun, basesBegun] = [begin(names.sources), begin(names.bases)];
    const sources = (await taken(sourcesBegun, 'source', tell)).map(prepare);
    const bases = (await taken(basesBegun, 'base', tell)).map(prepare);
    const all = [...sources, ...bases];
    const combined = combine({ sources: sources.map(({ profile }) => profile), bases: bases.map(({ profile }) => profile), isDifference, normalize: options.normalize });
    const fetched = all.flatMap(({ profile, fetched }) => (fetched === undefined ? [] : [{ profile, ...fetched }]));
    const named = await namedByPrograms(combined, fetched, { ...command, credentials, say: tell });
    const profile = settled(named, opening);
    const isChanged = all.length > 1 || named.frames.fn.some((fn, frame) => fn !== combined.frames.fn[frame]) || command.addComment !== '' || command.buildId !== '';
    const saved = fetched.length === 0 ? undefined : saveFetched(profile, isChanged ? undefined : fetched[0].bytes, say);
    return { profile, notes, saved };
  } finally {
    stop.abort();
  }
}

/** A profile and, where it was fetched, its address and bytes. */
interface Taken {
  readonly profile: Profile;
  readonly fetched?: Fetched;
}

/** A source that is fetched, or will be read when its turn comes. */
interface Begun {
  readonly isFetched: boolean;
  readonly take: () => Promise<Taken>;
}

/** Addresses that are asked at a time. */
const AT_ONCE = 128;

function begun(names: readonly string[], fetch: (name: string) => Promise<Taken>, read: (name: string) => Promise<Taken>): Begun[] {
  const running: Promise<unknown>[] = [];
  return names.map((name) => {
    if (!isAddress(name)) return { isFetched: false, take: () => read(name) };
    const earlier = running.at(-AT_ONCE);
    const fetched = earlier === undefined ? fetch(name) : earlier.then(() => fetch(name));
    // What goes wrong is heard when its turn comes.
    running.push(fetched.catch(() => {}));
    return { isFetched: true, take: () => fetched };
  });
}

/** @throws SourceError where none can be had */
async function taken(begun: readonly Begun[], what: string, tell: (text: string) => void): Promise<Taken[]> {
  if (begun.length === 1 && !begun[0].isFetched) return [await begun[0].take()];
  const all: Taken[] = [];
  const failures: SourceError[] = [];
  for (const { take } of begun) {
    try {
      all.push(await take());
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
    }
  }
  const isAny = all.length > 0 || begun.length === 0;
  if (!isAny && !begun.some(({ isFetched }) => isFetched)) throw new SourceError(`none of the ${what} profiles can be read: ${failures.map(({ message }) => message).join('; ')}`);
  for (const { message } of failures) tell(message);
  if (!isAny) {
    const advice = new Set(failures.map(({ next }) => next).filter(Boolean));
    throw new SourceError([`failed to fetch any ${what} profiles${advice.size > 0 ? '.' : ''}`, ...advice].join(' '));
  }
  if (failures.length > 0) tell(`Fetched ${all.length} ${what} profiles out of ${begun.length}`);
  return all;
}

/**
 * Reads one file.
 * @param symbols read what pprof does not: symbols in comments, and forms that it does not know
 * @throws SourceError
 */
export async function readProfile(path: string, symbols: boolean): Promise<Profile> {
  try {
    return await decodeFile(path, { symbols });
  } catch (error) {
    if (error instanceof ParseError) throw new SourceError(`${path}: ${error.message}`);
    if (error instanceof Error && 'code' in error) throw new SourceError(`${path}: ${error.code === 'ENOENT' ? 'no such file or directory' : error.message}`);
    throw error;
  }
}
