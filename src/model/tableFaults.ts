import { NONE, type Profile } from './profile.ts';

/**
 * What is wrong with the tables of a profile, by the rules that `profile.ts` states: nothing, for whatever was read or
 * filtered. For tests.
 */
export function tableFaults(profile: Profile): string[] {
  const faults: string[] = [];
  const check = (holds: boolean, rule: string) => holds || faults.includes(rule) || faults.push(rule);
  const rows = (column: Int32Array, count: number, rule: string, orNone = false) =>
    check(column.every((row) => (row >= 0 && row < count) || (orNone && row === NONE)), rule);
  const { strings, mappings, functions, locations, frames, stacks, labels, samples } = profile;

  check(strings[0] === '', 'string 0 is empty');
  rows(mappings.file, strings.length, 'a mapping has a file');
  rows(mappings.buildId, strings.length, 'a mapping has a build ID');
  for (const column of [functions.name, functions.systemName, functions.file]) rows(column, strings.length, 'a function has names and a file');
  const nameRow = new Map<string, number>();
  for (const row of functions.name) check((nameRow.get(strings[row]) ?? row) === row && nameRow.set(strings[row], row) !== undefined, 'equal names of functions are one string');

  rows(locations.mapping, mappings.count, 'a location has a mapping or none', true);
  check(locations.frame.length === locations.count + 1 && locations.frame[0] === 0, 'the frames of locations begin with the first');
  check(locations.frame[locations.count] === frames.count, 'the frames of locations end with the last');
  rows(frames.location, locations.count, 'a frame has a location');
  rows(frames.fn, functions.count, 'a frame has a function or none', true);
  for (let location = 0; location < locations.count; location++) {
    const [begin, end] = [locations.frame[location], locations.frame[location + 1]];
    check(begin <= end, 'frames of a location follow those of the one before');
    for (let frame = begin; frame < end; frame++) {
      check(frames.location[frame] === location, 'a frame is among those of its location');
      check((frames.inlined[frame] === 1) === frame > begin, 'all frames of a location but the first are inlined');
    }
  }

  rows(stacks.frame, frames.count, 'a stack has a frame');
  const open: number[] = [];
  for (let stack = 0; stack < stacks.count; stack++) {
    const parent = stacks.parent[stack];
    check(parent < stack, 'callers come first');
    while (open.length > 0 && open[open.length - 1] !== parent) open.pop();
    check(parent === NONE || open.length > 0, 'the stacks below one are a range');
    open.push(stack);
  }

  rows(labels.key, strings.length, 'a label has a key');
  rows(labels.text, strings.length, 'a label has a text or a number', true);
  rows(labels.unit, strings.length, 'a label has a unit');
  rows(samples.stack, stacks.count, 'a sample has a stack or none', true);
  rows(samples.label, labels.count, 'a sample has labels');
  check(samples.values.length === profile.sampleTypes.length, 'there is a column for each sample type');
  check(samples.values.every((column) => column.length === samples.count), 'a column has a value for each sample');
  check(new Set(samples.values.map((column) => column.constructor)).size <= 1, 'the columns are of one kind');
  check(samples.labelStart.length === samples.count + 1 && samples.labelStart[samples.count] === samples.label.length, 'the labels of samples end with the last');
  return faults;
}
