import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { profileOf } from '#parsers/folded.ts';
import { flameTree, flameWindow, type FlameReport } from './flame.ts';
import { packedFlame, unpackedFlame, widestFrames } from './flameFile.ts';
import { measureOf } from './subject.ts';

const treeOf = (text: string) => {
  const profile = profileOf(text);
  return flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS);
};

/** Stacks of the nodes, with what each costs with callees. */
const stacksOf = ({ nodes, frames }: FlameReport) => {
  const names: string[] = [];
  for (let node = 0; node < nodes.count; node++) names[node] = `${nodes.parent[node] < 0 ? '' : `${names[nodes.parent[node]]};`}${frames[nodes.frame[node]].name}`;
  return names.map((name, node) => `${name} ${nodes.total[node]}`);
};

const TREE = `
  main;serve;read 30
  main;serve;write 20
  main;idle 5
  main;serve;read;poll 1
`;

test('a small graph is whole', () => {
  const report = widestFrames(treeOf(TREE));
  expect(stacksOf(report)).toEqual(['root 56', 'root;main 56', 'root;main;serve 51', 'root;main;serve;read 31', 'root;main;serve;read;poll 1', 'root;main;serve;write 20', 'root;main;idle 5']);
  expect(report.hidden).toBe(0);
});

test('of a large one the widest frames are kept, and the rest is counted', () => {
  const report = widestFrames(treeOf(TREE), 4);
  expect(stacksOf(report)).toEqual(['root 56', 'root;main 56', 'root;main;serve 51', 'root;main;serve;read 31']);
  expect(report.hidden).toBe(3);
});

test('of frames that are equally wide there are not more than were asked for', () => {
  const report = widestFrames(treeOf(Array.from({ length: 50 }, (_, i) => `main;work${i} 1`).join('\n')), 10);
  expect(stacksOf(report)).toEqual(['root 50', 'root;main 50']);
  expect(report.hidden).toBe(50);
});

test('a deep graph ends, and what is below is counted', () => {
  const report = widestFrames(treeOf('a;b;c;d;e 1\na;x 1'), 100, 3);
  expect(stacksOf(report)).toEqual(['root 2', 'root;a 2', 'root;a;b 1', 'root;a;x 1']);
  expect(report.hidden).toBe(3);
});

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 5 }).map((text) => text.replace(/[;\s]/g, '_'));
const stack = fc.tuple(fc.array(name, { minLength: 1, maxLength: 5 }), fc.integer({ min: -1000, max: 1000 }));

test('what was packed unpacks to the same', () => {
  fc.assert(
    fc.property(fc.array(stack, { maxLength: 20 }), (stacks) => {
      const report = flameWindow(treeOf(stacks.map(([names, count]) => `${names.join(';')} ${count}`).join('\n')), { root: 0, minShare: 0, find: '' });
      const again = unpackedFlame(packedFlame(report));
      expect({ ...again, nodes: { ...again.nodes, id: undefined } }).toEqual({ ...report, nodes: { ...report.nodes, id: undefined } });
    }),
  );
});
