import type { Mappings, Profile } from '#model/profile.ts';
import { combine, type Combination } from './combine.ts';
import { dropUninteresting } from './prune.ts';

/** What may be said of profiles as they are opened. */
export interface Opening {
  /** Keep the frames that they call uninteresting. */
  readonly allFrames?: boolean;
  /** One comment more. */
  readonly addComment?: string;
  /** Of the program, where a profile has none. */
  readonly buildId?: string;
  /** The program's file, whatever a profile says. */
  readonly program?: string;
}

/**
 * Profiles as pprof has them once they are open: combined, with a mapping at least, and without the frames that they call
 * uninteresting. Source: internal/driver/fetch.go.
 * @throws QuestionError where they cannot be combined
 */
export function opened(combination: Combination, opening: Opening = {}): Profile {
  const prepare = (profiles: readonly Profile[]) => profiles.map((profile) => prepared(profile, opening));
  return settled(combine({ ...combination, sources: prepare(combination.sources), bases: prepare(combination.bases) }), opening);
}

/** A profile before it is combined with others: with a mapping, and what is said of its program. */
export function prepared(profile: Profile, { program = '', buildId = '' }: Opening): Profile {
  const mapped = withMapping(profile);
  return program === '' && buildId === '' ? mapped : withProgram(mapped, program, buildId);
}

/** A profile once it is combined, and its addresses have what names could be found. */
export function settled(combined: Profile, { allFrames = false, addComment = '' }: Opening): Profile {
  const profile = withoutAddresses(allFrames ? { ...combined, dropFrames: '', keepFrames: '' } : dropUninteresting(combined));
  return addComment === '' ? profile : { ...profile, comments: [...profile.comments, addComment] };
}

/** One profile, and nothing to compare it with. */
export function alone(profile: Profile): Combination {
  return { sources: [profile], bases: [], isDifference: false, normalize: false };
}

/** A profile without mappings gets one, which says nothing, for all its locations. */
function withMapping(profile: Profile): Profile {
  const { mappings, locations } = profile;
  if (mappings.count > 0) return profile;
  const zero = () => new BigUint64Array(1);
  return {
    ...profile,
    mappings: { count: 1, id: BigUint64Array.of(1n), start: zero(), limit: zero(), offset: zero(), file: new Int32Array(1), buildId: new Int32Array(1), flags: new Uint8Array(1) },
    locations: { ...locations, mapping: new Int32Array(locations.count) },
  };
}

function withProgram(profile: Profile, program: string, buildId: string): Profile {
  const { mappings, strings } = profile;
  const file = program === '' ? mappings.file : mappings.file.with(0, strings.length);
  const named = buildId !== '' && strings[mappings.buildId[0]] === '';
  return {
    ...profile,
    strings: [...strings, program, buildId],
    mappings: { ...mappings, file, buildId: named ? mappings.buildId.with(0, strings.length + 1) : mappings.buildId },
  };
}

/**
 * The profile with its source's address as the file of each mapping that has neither file nor build ID, so that mappings of
 * different programs stay apart; `settled` takes it out again. Source: internal/driver/fetch.go (collectMappingSources).
 */
export function withAddress(profile: Profile, address: string): Profile {
  const { mappings, strings } = profile;
  const file = mappings.file.map((name, row) => (strings[name] === '' && strings[mappings.buildId[row]] === '' ? strings.length : name));
  return { ...profile, strings: [...strings, address], mappings: { ...mappings, file } };
}

/** A file with a scheme, of a mapping without a build ID, says where the profile came from and not what ran. */
function withoutAddresses(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const isAddress = (row: number) => strings[mappings.buildId[row]] === '' && /^[a-z][a-z0-9+.-]*:/i.test(strings[mappings.file[row]]);
  const file = mappings.file.map((name, row) => (isAddress(row) ? 0 : name));
  return file.every((name, row) => name === mappings.file[row]) ? profile : { ...profile, mappings: { ...mappings, file } satisfies Mappings };
}
