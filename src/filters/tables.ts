import { NONE, type Frames, type Locations, type Profile, type Samples, type Stacks } from '#model/profile.ts';
import type { Int64Column } from '#model/int64.ts';

/** The profile with only the samples for which `keep` holds 1. */
export function keepSamples(profile: Profile, keep: Uint8Array): Profile {
  const { samples } = profile;
  let count = 0;
  for (let sample = 0; sample < samples.count; sample++) count += keep[sample];
  if (count === samples.count) return profile;
  const rows = new Int32Array(count);
  for (let sample = 0, row = 0; sample < samples.count; sample++) if (keep[sample] === 1) rows[row++] = sample;
  return { ...profile, samples: pickSamples(samples, rows) };
}

function pickSamples(samples: Samples, rows: Int32Array): Samples {
  const labelStart = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) labelStart[i + 1] = labelStart[i] + samples.labelStart[rows[i] + 1] - samples.labelStart[rows[i]];
  const label = new Int32Array(labelStart[rows.length]);
  for (let i = 0; i < rows.length; i++) {
    for (let to = labelStart[i], from = samples.labelStart[rows[i]]; to < labelStart[i + 1]; ) label[to++] = samples.label[from++];
  }
  return {
    count: rows.length,
    stack: pick(samples.stack, rows, (length) => new Int32Array(length)),
    values: samples.values.map((column) => pickInt64(column, rows)),
    labelStart,
    label,
  };
}

function pick<Column extends Int32Array | Float64Array | BigInt64Array>(column: Column, rows: Int32Array, make: (length: number) => Column): Column {
  const picked = make(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]];
  return picked;
}

function pickInt64(column: Int64Column, rows: Int32Array): Int64Column {
  return column instanceof Float64Array ? pick(column, rows, (length) => new Float64Array(length)) : pick(column, rows, (length) => new BigInt64Array(length));
}

/**
 * The stacks for which `keep` holds 1; callees of one that goes are given to its caller. `row[stack]` is where a stack
 * went, or the nearest kept caller of one that is gone; NONE where there is none.
 */
export function keepStacks(stacks: Stacks, keep: Uint8Array): { stacks: Stacks; row: Int32Array } {
  let count = 0;
  for (let stack = 0; stack < stacks.count; stack++) count += keep[stack];
  const parent = new Int32Array(count);
  const frame = new Int32Array(count);
  const row = new Int32Array(stacks.count);
  for (let stack = 0, next = 0; stack < stacks.count; stack++) {
    const above = stacks.parent[stack] === NONE ? NONE : row[stacks.parent[stack]];
    if (keep[stack] === 0) {
      row[stack] = above;
      continue;
    }
    parent[next] = above;
    frame[next] = stacks.frame[stack];
    row[stack] = next++;
  }
  return { stacks: { count, parent, frame }, row };
}

/** The samples' stacks, followed through `row`. */
export function movedStacks(samples: Samples, row: Int32Array): Int32Array {
  return samples.stack.map((stack) => (stack === NONE ? NONE : row[stack]));
}

/**
 * Removes frames from their locations, and so from every stack. What was inlined into a removed frame is then the
 * location's physical function, as it is to pprof.
 */
export function keepFrames(profile: Profile, keep: Uint8Array): Profile {
  if (!keep.includes(0)) return profile;
  const { frames, locations, stacks, samples } = profile;
  const rowOf = new Int32Array(frames.count).fill(NONE);
  let count = 0;
  for (let frame = 0; frame < frames.count; frame++) if (keep[frame] === 1) rowOf[frame] = count++;
  const kept = new Int32Array(count);
  for (let frame = 0; frame < frames.count; frame++) if (keep[frame] === 1) kept[rowOf[frame]] = frame;
  const keptStack = new Uint8Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) keptStack[stack] = keep[stacks.frame[stack]];
  const left = keepStacks(stacks, keptStack);
  return {
    ...profile,
    frames: pickFrames(frames, kept),
    locations: { ...locations, frame: recount(locations, keep) },
    stacks: { ...left.stacks, frame: left.stacks.frame.map((frame) => rowOf[frame]) },
    samples: { ...samples, stack: movedStacks(samples, left.row) },
  };
}

function pickFrames(frames: Frames, rows: Int32Array): Frames {
  const location = rows.map((row) => frames.location[row]);
  return {
    count: rows.length,
    location,
    fn: rows.map((row) => frames.fn[row]),
    line: pickInt64(frames.line, rows),
    column: pickInt64(frames.column, rows),
    inlined: Uint8Array.from(location, (here, i) => (i > 0 && location[i - 1] === here ? 1 : 0)),
  };
}

function recount(locations: Locations, keep: Uint8Array): Int32Array {
  const start = new Int32Array(locations.count + 1);
  for (let location = 0; location < locations.count; location++) {
    let count = 0;
    for (let frame = locations.frame[location]; frame < locations.frame[location + 1]; frame++) count += keep[frame];
    start[location + 1] = start[location] + count;
  }
  return start;
}

/** The profile with one more thing to say. */
export function withNote(profile: Profile, note: string): Profile {
  return { ...profile, notes: [...profile.notes, note] };
}
