import { MappingFlag, type Profile } from '#model/profile.ts';
import { keepFrames } from './tables.ts';

/**
 * The tables as noinlines leaves them: a location has its physical function alone, and without showcolumns no column.
 * Reports that make nodes need no such tables (`#reports/nodes.ts`).
 *
 * Source: github.com/google/pprof, profile/profile.go (Aggregate), internal/driver/driver.go (aggregate: addresses).
 */
export function withoutInlines(profile: Profile, showColumns: boolean): Profile {
  const { frames: all, mappings } = profile;
  const physical = keepFrames(profile, all.inlined.map((inlined) => 1 - inlined));
  const { frames } = physical;
  return {
    ...physical,
    frames: showColumns ? frames : { ...frames, column: new Float64Array(frames.count) },
    mappings: { ...mappings, flags: mappings.flags.map((flags) => flags & ~MappingFlag.inlineFrames) },
  };
}
