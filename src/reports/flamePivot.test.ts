import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULTS, type Options } from '#model/options.ts';
import { NONE, type Profile } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { load } from '#parsers/load.ts';
import { flameFrames } from './flameFrames.ts';
import { flameTree, flameWindow, pivotedTree, type FlameReport, type FlameShape, type Window } from './flame.ts';
import { measureOf } from './subject.ts';

const WHOLE: Window = { root: 0, minShare: 0, find: '' };

function pivoted(profile: Profile, pattern: string, window: Partial<Window> = {}, shape: FlameShape = {}): FlameReport {
  return flameWindow(pivotedTree(flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS, shape), pattern), { ...WHOLE, ...window });
}

/** A line a node: how far it is from the pivot, up (−) or down, its name, its own value and the whole. */
function drawn({ nodes, frames }: FlameReport): string[] {
  return Array.from(nodes.id.keys(), (node) => `${nodes.depth[node]} ${frames[nodes.frame[node]].name} ${nodes.self[node]} ${nodes.total[node]}`);
}

const shop = profileOf(`
  main;serve;json;sort 10
  main;serve;json 4
  main;load;json;read 5
  main;load 7
  boot;json 1
`);

describe('a pivot', () => {
  test('has what it calls below it, and its callers above, over all its places', () => {
    expect(drawn(pivoted(shop, '^json$'))).toEqual(['0 json 5 20', '1 sort 10 10', '1 read 5 5', '-1 serve 0 14', '-2 main 14 14', '-1 load 0 5', '-2 main 5 5', '-1 boot 1 1']);
  });

  test('says what it is, and what the stacks with it come to', () => {
    expect(pivoted(shop, '^json$').pivot).toEqual({ pattern: '^json$', names: ['json'], frames: 1, total: 20, problem: '' });
  });

  test('may be several: below their meeting each stands for itself, above it callers are those of all', () => {
    const report = pivoted(shop, '^serve$|^load$');
    expect(drawn(report)).toEqual(['0 pivot 0 26', '1 serve 0 14', '2 json 4 14', '3 sort 10 10', '1 load 7 12', '2 json 0 5', '3 read 5 5', '-1 main 26 26']);
    expect(report.pivot).toMatchObject({ names: ['serve', 'load'], frames: 2, total: 26 });
  });

  test('counts in its outermost place, so that no stack counts twice', () => {
    expect(drawn(pivoted(profileOf('main;walk;read;walk;walk 3\nmain;walk 1'), '^walk$'))).toEqual(['0 walk 1 4', '1 read 0 3', '2 walk 0 3', '3 walk 3 3', '-1 main 4 4']);
  });

  test('that calls another pivot has that below it', () => {
    expect(drawn(pivoted(profileOf('main;a;b 2\nmain;b 3'), '^[ab]$'))).toEqual(['0 pivot 0 5', '1 b 3 3', '1 a 0 2', '2 b 2 2', '-1 main 5 5']);
  });

  test('that nothing matches leaves the graph as it is', () => {
    const report = pivoted(shop, 'nothing');
    expect([report.nodes.total[0], report.pivot]).toEqual([27, { pattern: 'nothing', names: [], frames: 0, total: 0, problem: '' }]);
  });

  test('that is no pattern says so', () => expect(pivoted(shop, '(').pivot?.problem).toMatch(/^parsing pivot regexp: /));

  test('has windows: of what it calls, and of those that call it', () => {
    const { nodes, frames } = pivoted(shop, '^json$');
    const idOf = (name: string) => nodes.id[nodes.frame.findIndex((frame) => frames[frame].name === name)];
    const below = pivoted(shop, '^json$', { root: idOf('sort') });
    expect([drawn(below), below.callers.map(({ name }) => name), below.isAbove]).toEqual([['0 sort 10 10'], ['json'], false]);
    const above = pivoted(shop, '^json$', { root: idOf('serve') });
    expect([drawn(above), above.callers.map(({ name }) => name), above.isAbove]).toEqual([['0 serve 0 14', '-1 main 14 14'], ['json'], true]);
  });

  test('has a search that counts a stack once, above and below', () => {
    expect(pivoted(shop, '^json$', { find: 're:^(main|sort)$' }).found).toEqual({ frames: 3, total: 19, problem: '' });
    expect(pivoted(shop, '^json$', { find: 'json' }).found).toEqual({ frames: 1, total: 20, problem: '' });
    expect(pivoted(shop, '^json$', { find: 're:^(sort|boot)$' }).found).toEqual({ frames: 2, total: 11, problem: '' });
  });

  test('may be of frames that are groups, or folded', () => {
    expect(drawn(pivoted(profileOf('main;walk;walk;read 3\nmain;walk 1'), '^walk$', {}, { foldRecursion: true }))).toEqual(['0 walk 1 4', '1 read 3 3', '-1 main 4 4']);
  });
});

/** By the definition: of each sample its stack, and in it the first frame from the root that matches. */
function byDefinition(profile: Profile, pattern: RegExp, options: Options = DEFAULTS): { callees: Record<string, number>; callers: Record<string, number>; total: number } {
  const { stacks, samples } = profile;
  const frames = flameFrames(profile, options);
  const { column } = measureOf(profile, options);
  const result = { callees: {} as Record<string, number>, callers: {} as Record<string, number>, total: 0 };
  for (let sample = 0; sample < samples.count; sample++) {
    const path: number[] = [];
    for (let stack = samples.stack[sample]; stack !== NONE; stack = stacks.parent[stack]) path.push(frames.rowOf[stacks.frame[stack]]);
    const value = Number(samples.values[column][sample]);
    const rows = path.reverse().filter((row) => row !== NONE);
    const first = rows.findIndex((row) => pattern.test(frames.at(row).name) || pattern.test(frames.at(row).file));
    if (first < 0 || value === 0) continue;
    result.total += value;
    for (let end = first + 1; end <= rows.length; end++) add(result.callees, rows.slice(first, end).map((row) => keyOf(frames.at(row))), value);
    for (let begin = first - 1; begin >= 0; begin--) add(result.callers, rows.slice(begin, first).map((row) => keyOf(frames.at(row))).reverse(), value);
  }
  return result;
}

function keyOf({ name, file, inlined }: { name: string; file: string; inlined: boolean }): string {
  return `${name} ${file} ${inlined}`;
}

function add(sums: Record<string, number>, path: readonly string[], value: number): void {
  const key = path.join('\n');
  sums[key] = (sums[key] ?? 0) + value;
}

/** The same of a report: each path away from the pivot with what it costs. */
function ofReport({ nodes, frames, pivot }: FlameReport): ReturnType<typeof byDefinition> {
  const result = { callees: {} as Record<string, number>, callers: {} as Record<string, number>, total: pivot?.total ?? 0 };
  const paths: string[][] = [];
  for (let node = 0; node < nodes.count; node++) {
    const parent = nodes.parent[node];
    const key = keyOf(frames[nodes.frame[node]]);
    const isAbove = nodes.depth[node] < 0;
    const begins = parent === NONE || (isAbove && parent === 0);
    paths[node] = parent === NONE && pivot?.frames !== 1 ? [] : begins ? [key] : [...paths[parent], key];
    if (paths[node].length > 0) add(isAbove ? result.callers : result.callees, paths[node], nodes.total[node]);
  }
  return result;
}

const stacks = fc.array(fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 30 });

test('a pivot is what its definition says, of any stacks', () => {
  fc.assert(
    fc.property(stacks, fc.constantFrom('^a$', '^[ab]$', '^b$|^d$', '.', 'none'), (list, pattern) => {
      const profile = profileOf(list.map(([stack, value]) => `${stack.join(';')} ${value}`).join('\n'));
      const report = pivoted(profile, pattern);
      const expected = byDefinition(profile, new RegExp(pattern));
      if (expected.total > 0) expect(ofReport(report)).toEqual(expected);
      else expect(report.pivot?.frames).toBe(0);
    }),
  );
});

test.each([
  ['recorded/cpu.service.pb.gz', String.raw`^encoding/json\.`],
  ['recorded/cpu.service.pb.gz', 'runtime'],
  ['recorded/heap.service.pb.gz', 'json|http'],
  ['recorded/mutex.service.pb.gz', 'Unlock'],
  ['corners/recursion.direct.pb.gz', '.'],
])('of %s around %s too', async (file, pattern) => {
  const profile = await load(new Blob([readFileSync(`testdata/${file}`)]), { symbols: true });
  const expected = byDefinition(profile, new RegExp(pattern));
  expect(expected.total).toBeGreaterThan(0);
  expect(ofReport(pivoted(profile, pattern))).toEqual(expected);
});

test('above and below a pivot lie as much, and each node lies within the one that leads to it', () => {
  fc.assert(
    fc.property(stacks, (list) => {
      const profile = profileOf(list.map(([stack, value], i) => `${stack.join(';')} ${i % 3 === 0 ? -value : value}`).join('\n'));
      for (const width of ['both', 'new', 'base', 'change'] as const) {
        const { nodes, pivot } = pivoted(profile, '^[ab]$', { width });
        if (pivot?.frames === 0) continue;
        for (let node = 1; node < nodes.count; node++) {
          const parent = nodes.parent[node];
          expect(nodes.start[node]).toBeGreaterThanOrEqual(nodes.start[parent]);
          expect(nodes.start[node] + nodes.width[node]).toBeLessThanOrEqual(nodes.start[parent] + nodes.width[parent]);
        }
      }
    }),
  );
});
