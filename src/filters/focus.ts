import { NONE, type Profile } from '#model/profile.ts';
import type { Pattern } from '#model/pattern.ts';
import { frameMatches, locationMatches, mappingMatches, matchNames } from './names.ts';
import { keepFrames, keepSamples } from './tables.ts';

export interface NamePatterns {
  readonly focus?: Pattern | undefined;
  readonly ignore?: Pattern | undefined;
  readonly hide?: Pattern | undefined;
  readonly show?: Pattern | undefined;
}

/** Which of the patterns matched a location. */
export interface NameHits {
  readonly focus: boolean;
  readonly ignore: boolean;
  readonly hide: boolean;
  readonly show: boolean;
}

const FOCUSED = 1;
const IGNORED = 2;

/**
 * Keeps the samples that pass a focused location and no ignored one, then removes hidden frames, and frames that are not
 * shown, from their stacks; the caller of a removed leaf gets its value.
 *
 * Rules: github.com/google/pprof, profile/filter.go (FilterSamplesByName).
 */
export function filterNames(profile: Profile, patterns: NamePatterns): { profile: Profile; hits: NameHits } {
  const { focus, ignore, hide, show } = patterns;
  if (focus === undefined && ignore === undefined && hide === undefined && show === undefined) {
    return { profile, hits: { focus: true, ignore: false, hide: false, show: false } };
  }
  const state = focusOf(profile, focus, ignore);
  const lines = shownFrames(profile, hide, show);
  const left = keepSamples(profile, focusedSamples(profile, state));
  const edited = keepFrames(left, lines.keep);
  return {
    // A sample that lost all its frames says nothing any more.
    profile: lines.emptied ? keepSamples(edited, edited.samples.stack.reduce(mark, new Uint8Array(edited.samples.count))) : edited,
    hits: { focus: state.includes(FOCUSED), ignore: state.includes(IGNORED), hide: lines.hidden, show: lines.shown },
  };
}

function mark(keep: Uint8Array, stack: number, sample: number): Uint8Array {
  keep[sample] = stack === NONE ? 0 : 1;
  return keep;
}

/** FOCUSED, IGNORED or 0 for each location; a location that is to be ignored is never focused. */
function focusOf(profile: Profile, focus: Pattern | undefined, ignore: Pattern | undefined): Uint8Array {
  const focused = focus && matchNames(profile, focus);
  const ignored = ignore && matchNames(profile, ignore);
  const state = new Uint8Array(profile.locations.count);
  for (let location = 0; location < state.length; location++) {
    if (ignored !== undefined && locationMatches(profile, ignored, location)) state[location] = IGNORED;
    else if (focused === undefined || locationMatches(profile, focused, location)) state[location] = FOCUSED;
  }
  return state;
}

function focusedSamples(profile: Profile, state: Uint8Array): Uint8Array {
  const { stacks, frames, samples } = profile;
  const seen = new Uint8Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    seen[stack] = state[frames.location[stacks.frame[stack]]] | (parent === NONE ? 0 : seen[parent]);
  }
  const keep = new Uint8Array(samples.count);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    keep[sample] = stack !== NONE && seen[stack] === FOCUSED ? 1 : 0;
  }
  return keep;
}

/** A byte for each frame, 1 to keep it, and what happened: a location that was emptied, one that matched hide, one shown. */
function shownFrames(profile: Profile, hide: Pattern | undefined, show: Pattern | undefined) {
  const { locations, frames } = profile;
  const hideNames = hide && matchNames(profile, hide);
  const showNames = show && matchNames(profile, show);
  const keep = new Uint8Array(frames.count).fill(1);
  let [emptied, hidden, shown] = [false, false, false];
  for (let location = 0; location < locations.count; location++) {
    const begin = locations.frame[location];
    const end = locations.frame[location + 1];
    if (begin === end) continue;
    if (hideNames !== undefined && locationMatches(profile, hideNames, location)) {
      hidden = true;
      if (mappingMatches(profile, hideNames, location)) keep.fill(0, begin, end);
      else for (let frame = begin; frame < end; frame++) if (frameMatches(profile, hideNames, frame)) keep[frame] = 0;
    }
    if (showNames !== undefined) {
      // A location without symbols has no line to show, even where its binary matches.
      if (frames.fn[begin] === NONE) keep[begin] = 0;
      else if (!mappingMatches(profile, showNames, location)) {
        for (let frame = begin; frame < end; frame++) if (!frameMatches(profile, showNames, frame)) keep[frame] = 0;
      }
    }
    const left = keep.subarray(begin, end).includes(1);
    emptied ||= !left;
    shown ||= left && showNames !== undefined;
  }
  return { keep, emptied, hidden, shown };
}
