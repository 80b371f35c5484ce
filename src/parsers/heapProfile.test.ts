import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '#model/profile.ts';
import { tableFaults } from '#model/tableFaults.ts';
import { fold } from '#reports/folded.ts';
import { heapProfile } from './heapProfile.ts';
import { ParseError } from './parseError.ts';

interface HeapNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly id: number;
  readonly children: HeapNode[];
}

const node = (id: number, functionName: string, selfSize: number, ...children: HeapNode[]): HeapNode => ({ callFrame: { functionName, url: '' }, selfSize, id, children });
const HEAD = node(1, '(root)', 0, node(2, 'main', 100, node(3, 'work', 2 ** 40)), node(4, 'idle', 0));

const typesOf = ({ sampleTypes }: Profile): string[] => sampleTypes.map(({ type, unit }) => `${type}/${unit}`);

test('each function has what it allocated itself', () => {
  const profile = heapProfile.profileOf({ head: HEAD });
  expect(typesOf(profile)).toEqual(['space/bytes']);
  expect(fold(profile)).toBe('main 100\nmain;work 1099511627776');
});

test('samples are counted where the file has them', () => {
  const profile = heapProfile.profileOf({ head: HEAD, samples: [{ size: 50, nodeId: 2, ordinal: 1 }, { size: 50, nodeId: 2, ordinal: 7 }, { size: 2 ** 40, nodeId: 3, ordinal: 9 }] });
  expect(typesOf(profile)).toEqual(['samples/count', 'space/bytes']);
  expect(profile.defaultSampleType).toBe('space');
  expect(fold(profile)).toBe('main 2\nmain;work 1');
});

test('a tree may be as deep as it likes', () => {
  let head = node(0, 'leaf', 1);
  for (let depth = 1; depth < 100_000; depth++) head = node(depth, `f${depth % 3}`, 0, head);
  expect(heapProfile.profileOf({ head }).stacks.count).toBe(100_000);
});

test.each([
  ['a node without a size', { head: { ...HEAD, children: [{ ...node(2, 'main', 0), selfSize: undefined }] } }, 'node 1 below head.selfSize is missing'],
  ['a negative size', { head: { ...HEAD, selfSize: -1 } }, 'head.selfSize is -1, not a whole number'],
  ['children that are none', { head: { ...HEAD, children: {} } }, 'head.children is {}, not a list'],
  ['a sample that is none', { head: HEAD, samples: [7] }, 'samples[0] is 7, not an object'],
])('%s is told with its place', (_, file, message) => {
  expect(() => heapProfile.profileOf(file)).toThrow(ParseError);
  expect(() => heapProfile.profileOf(file)).toThrow(message);
});

test('what was recorded is read: stacks and sizes', () => {
  const treeOf = (children: fc.Arbitrary<HeapNode[]>): fc.Arbitrary<HeapNode> =>
    fc.record({ callFrame: fc.record({ functionName: fc.stringMatching(/^[a-z]{1,3}$/), url: fc.constant('') }), selfSize: fc.nat(), id: fc.nat(), children });
  const leaf = treeOf(fc.constant([]));
  const tree = [1, 2, 3, 4].reduce((below) => treeOf(fc.array(below, { maxLength: 3 })), leaf);
  fc.assert(
    fc.property(tree, (head) => {
      const profile = heapProfile.profileOf({ head });
      expect(tableFaults(profile)).toEqual([]);
      const sums = new Map<string, number>();
      const visit = ({ callFrame, selfSize, children }: HeapNode, above: string): void => {
        const name = above + callFrame.functionName;
        if (selfSize > 0) sums.set(name, (sums.get(name) ?? 0) + selfSize);
        for (const child of children) visit(child, `${name};`);
      };
      visit(head, '');
      expect(fold(profile).split('\n').sort()).toEqual(sums.size === 0 ? [''] : Array.from(sums, ([name, sum]) => `${name} ${sum}`).sort());
    }),
  );
});

/** A recording of others, where it is at hand. */
const FILE = join(process.env.PROFLENS_CORPUS ?? '../shared/corpus', 'foreign/heapprofile/node.heapprofile');

describe.skipIf(!existsSync(FILE))('of a recording by Node', () => {
  test('the bytes are those that its nodes say', () => {
    const text = readFileSync(FILE, 'utf8');
    const sizes = Array.from(text.matchAll(/"selfSize":(\d+)/g), ([, size]) => Number(size));
    const { samples } = heapProfile.profileOf(JSON.parse(text));
    expect([...samples.values[0]].sort()).toEqual(sizes.filter((size) => size > 0).sort());
  });
});
