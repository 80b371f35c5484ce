import { NONE, type Profile } from '#model/profile.ts';
import { compilePattern, Matcher, type Pattern } from '#model/pattern.ts';
import { keepFrames } from './tables.ts';

/**
 * Cuts every stack beneath the matching frame nearest the leaf; the match itself stays. Names are matched without their
 * argument lists.
 *
 * Rules: github.com/google/pprof, profile/prune.go (PruneFrom).
 */
export function pruneFrom(profile: Profile, pattern: Pattern): Profile {
  const { locations, frames } = profile;
  const matches = matchSimpleNames(profile, pattern);
  const keep = new Uint8Array(frames.count).fill(1);
  const matched = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    for (let frame = locations.frame[location + 1] - 1; frame >= locations.frame[location]; frame--) {
      if (frames.fn[frame] === NONE || matches[frames.fn[frame]] === 0) continue;
      matched[location] = 1;
      keep.fill(0, frame + 1, locations.frame[location + 1]);
      break;
    }
  }
  const edited = keepFrames(profile, keep);
  const { stacks } = edited;
  const end = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    const inherited = parent === NONE ? NONE : end[parent];
    end[stack] = matched[edited.frames.location[stacks.frame[stack]]] === 1 ? stack : inherited;
  }
  const stack = edited.samples.stack.map((row) => (row === NONE || end[row] === NONE ? row : end[row]));
  return { ...edited, samples: { ...edited.samples, stack } };
}

/**
 * Cuts stacks at frames that the profile itself calls uninteresting (drop_frames but not keep_frames), once a frame that
 * is not was seen on the way from the root. Patterns that do not compile are passed over.
 *
 * Rules: github.com/google/pprof, profile/prune.go (RemoveUninteresting, Prune).
 */
export function dropUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === '') return profile;
  const drop = anchored(profile.dropFrames);
  const keep = profile.keepFrames === '' ? undefined : anchored(profile.keepFrames);
  if (drop === undefined || (profile.keepFrames !== '' && keep === undefined)) return profile;
  const dropped = matchSimpleNames(profile, drop);
  const kept = keep && matchSimpleNames(profile, keep);
  const droppable = dropped.map((hit, fn) => (hit === 1 && kept?.[fn] !== 1 && profile.strings[profile.functions.name[fn]] !== '' ? 1 : 0));
  return droppable.includes(1) ? prune(profile, droppable) : profile;
}

function anchored(source: string): Pattern | undefined {
  try {
    return compilePattern('frames', `^(${source})$`);
  } catch {
    // pprof ignores it too: the profile's maker is at fault, not its reader.
    return undefined;
  }
}

/** What a location with a droppable line is: one that goes as a whole, or one that keeps the lines outside it. */
const WHOLE = 1;
const BENEATH = 2;

function prune(profile: Profile, droppable: Uint8Array): Profile {
  const { locations, frames } = profile;
  const kind = new Uint8Array(locations.count);
  const keep = new Uint8Array(frames.count).fill(1);
  for (let location = 0; location < locations.count; location++) {
    const begin = locations.frame[location];
    for (let frame = begin; frame < locations.frame[location + 1]; frame++) {
      if (frames.fn[frame] === NONE || droppable[frames.fn[frame]] === 0) continue;
      kind[location] = frame === begin ? WHOLE : BENEATH;
      if (frame > begin) keep.fill(0, frame, locations.frame[location + 1]);
      break;
    }
  }
  const edited = keepFrames(profile, keep);
  const end = ends(edited, kind);
  const stack = edited.samples.stack.map((row) => (row === NONE || end[row] === UNCUT ? row : end[row]));
  return { ...edited, samples: { ...edited.samples, stack } };
}

const UNCUT = -2;

/** For each stack the one it is cut to, or UNCUT. */
function ends(profile: Profile, kind: Uint8Array): Int32Array {
  const { stacks, frames, locations } = profile;
  const end = new Int32Array(stacks.count).fill(UNCUT);
  const user = new Uint8Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    const frame = stacks.frame[stack];
    const location = frames.location[frame];
    user[stack] = parent === NONE ? 0 : user[parent];
    if (parent !== NONE) end[stack] = end[parent];
    if (end[stack] !== UNCUT) continue;
    if (kind[location] === 0) user[stack] = 1;
    else if (user[stack] === 1 && frames.inlined[frame] === 0) {
      // The frames of one location follow each other, so its innermost is so many rows on.
      end[stack] = kind[location] === WHOLE ? parent : stack + (locations.frame[location + 1] - locations.frame[location]) - 1;
    }
  }
  return end;
}

/** A byte for each function: whether its name, simplified, matches. A function without a name never does. */
function matchSimpleNames(profile: Profile, pattern: Pattern): Uint8Array {
  const { functions, strings } = profile;
  const simple = Array.from(functions.name, (row) => simplify(strings[row]));
  const matcher = new Matcher(pattern, simple);
  return Uint8Array.from(functions.name, (row, fn) => (strings[row] !== '' && matcher.matches(fn) ? 1 : 0));
}

const RESERVED = ['(anonymous namespace)', 'operator()'];

/** A name without its leading dot (PPC64) and without its argument list. */
function simplify(name: string): string {
  const plain = name.startsWith('.') ? name.slice(1) : name;
  for (let at = plain.indexOf('('); at >= 0; ) {
    const reserved = RESERVED.find((word) => plain.startsWith(word, at - word.indexOf('(')) && at >= word.indexOf('('));
    if (reserved === undefined) return plain.slice(0, at);
    at = plain.indexOf('(', at - reserved.indexOf('(') + reserved.length);
  }
  return plain;
}
