import { NONE, type Profile } from '#model/profile.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';

/** Which functions (by name or file) and which mappings (by file) a pattern matches. */
export interface NameMatches {
  /** A byte for each function, and for each mapping: 1 matches. */
  readonly fn: Uint8Array;
  readonly mapping: Uint8Array;
}

export function matchNames(profile: Profile, pattern: Pattern): NameMatches {
  const { functions, mappings } = profile;
  const matcher = new Matcher(pattern, profile.strings);
  const fn = new Uint8Array(functions.count);
  for (let row = 0; row < functions.count; row++) fn[row] = matcher.matches(functions.name[row]) || matcher.matches(functions.file[row]) ? 1 : 0;
  const mapping = new Uint8Array(mappings.count);
  for (let row = 0; row < mappings.count; row++) mapping[row] = matcher.matches(mappings.file[row]) ? 1 : 0;
  return { fn, mapping };
}

/** Whether the location's binary matches. */
export function mappingMatches(profile: Profile, matches: NameMatches, location: number): boolean {
  const mapping = profile.locations.mapping[location];
  return mapping !== NONE && matches.mapping[mapping] === 1;
}

/** Whether the frame's function matches; a frame without one never does. */
export function frameMatches(profile: Profile, matches: NameMatches, frame: number): boolean {
  const fn = profile.frames.fn[frame];
  return fn !== NONE && matches.fn[fn] === 1;
}

/** Whether any line of the location or its binary matches. */
export function locationMatches(profile: Profile, matches: NameMatches, location: number): boolean {
  const { frame } = profile.locations;
  for (let row = frame[location]; row < frame[location + 1]; row++) if (frameMatches(profile, matches, row)) return true;
  return mappingMatches(profile, matches, location);
}
