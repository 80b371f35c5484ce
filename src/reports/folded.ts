import { plus, type Int64 } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { flameFrames } from './flameFrames.ts';
import { mergeStacks, type MergedStacks } from './flameTree.ts';
import { scaledByRatio, type Subject } from './subject.ts';

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

/**
 * Stacks as flame graph scripts and our own parser read them: a line for each that costs something, callers first, and what it
 * costs by itself in the sample type's unit. Frames read as in the flame graph. As a line ends a stack and `;` a frame,
 * a name has `:` for `;`, one blank for white space, and `\#` where it begins like a comment.
 */
export function* foldedText({ profile, measure }: Subject, options: Options): Generator<string> {
  const frames = flameFrames(profile, options);
  const texts = new Map<string, number>();
  // Frames that read alike are one.
  const textOf = Int32Array.from({ length: frames.count }, (_, row) => rowIn(texts, plain(frames.at(row).name)));
  const nodes = mergeStacks(profile, frames.rowOf.map((row) => (row === NONE ? NONE : textOf[row])), measure.column);
  const names = [...texts.keys()];
  // What is still to come, the next one last.
  const todo = [{ node: 0, callers: '' }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { node, callers } = at;
    const stack = node === 0 ? '' : `${callers}${names[nodes.key[node]]}`;
    const own = scaledByRatio(measure, nodes.self[node]);
    if (Number(own) !== 0) yield `${stack} ${own}\n`;
    for (const callee of calleesOf(nodes, node)) todo.push({ node: callee, callers: node === 0 ? '' : `${stack};` });
  }
}

/** The last one first. */
function calleesOf({ firstChild, next }: MergedStacks, node: number): number[] {
  const callees: number[] = [];
  for (let child = firstChild[node]; child !== NONE; child = next[child]) callees.push(child);
  return callees.sort((a, b) => b - a);
}

function plain(name: string): string {
  return name.replaceAll(';', ':').replace(/\s+/g, ' ').trim().replace(/^#/, '\\#') || '?';
}

/** Of a text among those that were met, in order of appearance. */
function rowIn(texts: Map<string, number>, text: string): number {
  const row = texts.get(text) ?? texts.size;
  texts.set(text, row);
  return row;
}
