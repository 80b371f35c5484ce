import { NONE, type Profile } from '#model/profile.ts';
import type { Pattern } from '#model/pattern.ts';
import { frameMatches, mappingMatches, matchNames } from './names.ts';
import { keepFrames, keepSamples, keepStacks, movedStacks } from './tables.ts';

/**
 * Drops all frames above the matching one nearest the root, and samples without a match. In each matching location the
 * lines outside the outermost match go too, wherever the location stands.
 *
 * Rules: github.com/google/pprof, profile/filter.go (ShowFrom).
 */
export function showFrom(profile: Profile, pattern: Pattern): { profile: Profile; hit: boolean } {
  const { locations, frames } = profile;
  const names = matchNames(profile, pattern);
  const keep = new Uint8Array(frames.count).fill(1);
  const matched = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    if (mappingMatches(profile, names, location)) {
      matched[location] = 1;
      continue;
    }
    for (let frame = locations.frame[location]; frame < locations.frame[location + 1]; frame++) {
      if (!frameMatches(profile, names, frame)) continue;
      matched[location] = 1;
      keep.fill(0, locations.frame[location], frame);
      break;
    }
  }
  return { profile: fromMatch(keepFrames(profile, keep), matched), hit: matched.includes(1) };
}

function fromMatch(profile: Profile, matched: Uint8Array): Profile {
  const { stacks, frames, samples } = profile;
  const below = new Uint8Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    below[stack] = (parent !== NONE && below[parent] === 1) || matched[frames.location[stacks.frame[stack]]] === 1 ? 1 : 0;
  }
  const left = keepStacks(stacks, below);
  const stack = movedStacks(samples, left.row);
  return keepSamples({ ...profile, stacks: left.stacks, samples: { ...samples, stack } }, Uint8Array.from(stack, (row) => (row === NONE ? 0 : 1)));
}
