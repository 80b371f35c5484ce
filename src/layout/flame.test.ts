import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { NONE } from '#model/profile.ts';
import { profileOf } from '#parsers/folded.ts';
import { flameTree, flameWindow } from '#reports/flame.ts';
import { measureOf } from '#reports/subject.ts';
import { nodesBelow, flameLayout, nodeAt, nodeOfId, placeAmongSiblings, stepFrom, type Step } from './flame.ts';

/*
 *  root                                100
 *  main                         90      boot 10
 *  serve         60   idle 20
 *  sort 30 read 25
 */
const profile = profileOf(`
  main;serve;sort 30
  main;serve;read 25
  main;serve 5
  main;idle 20
  main 10
  boot 10
`);
const layout = flameLayout(flameWindow(flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS), { root: 0, minShare: 0, find: '' }));
const nameOf = (node: number) => (node === NONE ? undefined : layout.report.frames[layout.report.nodes.frame[node]].name);
const nodeOf = (name: string) => Array.from(layout.report.nodes.id.keys()).find((node) => nameOf(node) === name) ?? NONE;

test('rows hold their boxes from left to right', () => {
  const rows = Array.from({ length: layout.rows }, (_, row) => Array.from(layout.node.subarray(layout.first[row], layout.first[row + 1]), nameOf).join(' '));
  expect(rows).toEqual(['root', 'main boot', 'serve idle', 'sort read']);
});

describe('the node at a place', () => {
  test.each([
    [0, 50, 'root'],
    [1, 0, 'main'],
    [1, 89.9, 'main'],
    [1, 90, 'boot'],
    [2, 59, 'serve'],
    [2, 79.9, 'idle'],
    [2, 85, undefined],
    [3, 57, undefined],
    [4, 1, undefined],
    [-1, 1, undefined],
  ])('row %d, %d', (row, at, name) => expect(nameOf(nodeAt(layout, row, at))).toBe(name));
  test('beside a box is the box, for a pointer that is not exact', () => {
    expect(nameOf(nodeAt(layout, 2, 81, 2))).toBe('idle');
    expect(nameOf(nodeAt(layout, 2, 83, 2))).toBeUndefined();
  });
});

describe('one goes from a node', () => {
  test.each<[string, Step, string | undefined]>([
    ['root', 'caller', undefined],
    ['serve', 'caller', 'main'],
    ['main', 'callee', 'serve'],
    ['idle', 'callee', undefined],
    ['serve', 'after', 'idle'],
    ['idle', 'before', 'serve'],
    ['idle', 'after', undefined],
    ['sort', 'before', undefined],
    ['sort', 'lastSibling', 'read'],
    ['read', 'firstSibling', 'sort'],
    ['read', 'lastSibling', undefined],
  ])('%s, %s: %s', (from, step, to) => expect(nameOf(stepFrom(layout, nodeOf(from), step))).toBe(to));
});

test('callees come from left to right, as many as are wanted', () => {
  expect(nodesBelow(layout, nodeOf('main'), 9).map(nameOf)).toEqual(['serve', 'idle']);
  expect(nodesBelow(layout, nodeOf('main'), 1).map(nameOf)).toEqual(['serve']);
  expect(nodesBelow(layout, nodeOf('boot'), 9)).toEqual([]);
});

test('a node knows its place among its siblings', () => {
  expect(placeAmongSiblings(layout, nodeOf('idle'))).toEqual({ place: 2, of: 2 });
  expect(placeAmongSiblings(layout, 0)).toEqual({ place: 1, of: 1 });
});

test('a node is found by its id', () => {
  expect(nodeOfId(layout, layout.report.nodes.id[nodeOf('read')])).toBe(nodeOf('read'));
  expect(nodeOfId(layout, 99)).toBe(NONE);
});
