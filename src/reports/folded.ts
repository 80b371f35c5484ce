import { plus, type Int64 } from '#model/int64.ts';
import { NONE, type Profile } from '#model/profile.ts';

/** Stacks by name, callers first, with the sums of a column: `main;work;sort 10`, a line each, in order of appearance. */
export function fold(profile: Profile, column = 0): string {
  const { samples } = profile;
  const sums = new Map<string, Int64>();
  const names = stackNames(profile);
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stack[sample];
    const name = stack === NONE ? '' : names[stack];
    sums.set(name, plus(sums.get(name) ?? 0, samples.values[column][sample]));
  }
  return [...sums].map(([name, sum]) => `${name} ${sum}`).join('\n');
}

/** Of each stack; a frame without a function is `?`. A name cannot hold what separates frames and lines. */
function stackNames({ stacks, frames, functions, strings }: Profile): string[] {
  const names: string[] = [];
  const plain = strings.map((text) => text.replaceAll(';', ':').replace(/[\r\n]+/g, ' '));
  for (let stack = 0; stack < stacks.count; stack++) {
    const fn = frames.fn[stacks.frame[stack]];
    const name = fn === NONE ? '?' : plain[functions.name[fn]];
    const parent = stacks.parent[stack];
    names.push(parent === NONE ? name : `${names[parent]};${name}`);
  }
  return names;
}
