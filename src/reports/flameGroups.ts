import type { FlameGroup } from '#model/flameOptions.ts';
import { baseName, cleanPath } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import type { FlameFrame, FlameFrames } from './flameFrames.ts';

/**
 * Packages, files or binaries as frames, in place of the functions in them. Labels that stand as frames stay what they
 * are.
 */
export function groupedFrames(profile: Profile, plain: FlameFrames, group: FlameGroup, options: Options): FlameFrames {
  const nameOf = namer(profile, plain, group);
  const isLabel = labelFrames(profile, options);
  const rows = new Map<string, number>();
  const made: FlameFrame[] = [];
  const rowOf = plain.rowOf.map((row, frame) => {
    if (row === NONE) return NONE;
    const name = isLabel(frame) ? undefined : nameOf(frame, row);
    const key = name === undefined ? `label ${row}` : `group ${name}`;
    const known = rows.get(key);
    if (known !== undefined) return known;
    rows.set(key, made.length);
    const example = plain.at(row);
    return made.push(name === undefined ? example : groupFrame(name, group, example)) - 1;
  });
  return { rowOf, count: made.length, sameOf: Int32Array.from(made.keys()), at: (row) => made[row] };
}

const NAMELESS: Record<FlameGroup, string> = { package: '<no package>', file: '<no file>', mapping: '<no binary>' };

/** A group is no function, so there is none to select by. */
function groupFrame(name: string, group: FlameGroup, example: FlameFrame): FlameFrame {
  return {
    ...example,
    name: name === '' ? NAMELESS[group] : name,
    fn: '',
    file: group === 'file' ? name : '',
    package: group === 'mapping' ? name : example.package,
    binary: group === 'mapping' ? name : example.binary,
    kind: group === 'mapping' && example.kind !== 'kernel' ? 'plain' : example.kind,
    inlined: false,
  };
}

function namer({ frames, functions, locations, mappings, strings }: Profile, plain: FlameFrames, group: FlameGroup): (frame: number, row: number) => string {
  switch (group) {
    case 'package':
      return (_, row) => plain.at(row).package;
    case 'file': {
      const files: (string | undefined)[] = [];
      const fileOf = (fn: number) => {
        const path = strings[functions.file[fn]];
        return path === '' ? '' : cleanPath(path);
      };
      return (frame) => (frames.fn[frame] === NONE ? '' : (files[frames.fn[frame]] ??= fileOf(frames.fn[frame])));
    }
    case 'mapping':
      return (frame) => {
        const mapping = locations.mapping[frames.location[frame]];
        const path = mapping === NONE ? '' : strings[mappings.file[mapping]];
        return path === '' ? '' : baseName(path);
      };
  }
}

/** Frames that stand for a label's value have its key as their file, and no place in a binary. */
function labelFrames({ frames, functions, locations, strings }: Profile, { tagRoot, tagLeaf }: Options): (frame: number) => boolean {
  const keys = new Set(`${tagRoot},${tagLeaf}`.split(',').filter((key) => key !== ''));
  if (keys.size === 0) return () => false;
  return (frame) => {
    const [fn, location] = [frames.fn[frame], frames.location[frame]];
    return fn !== NONE && keys.has(strings[functions.file[fn]]) && locations.mapping[location] === NONE && locations.address[location] === 0n;
  };
}
