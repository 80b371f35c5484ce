import { expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { profileOf } from '#parsers/folded.ts';
import { flameTree, flameWindow, pivotedTree, type FlameReport, type Window } from '#reports/flame.ts';
import { measureOf } from '#reports/subject.ts';
import { isWorthAMap, mappedRows, placeIn } from './minimap.ts';

const profile = profileOf('main;serve;sort;swap 300\nmain;serve;read 200\nmain;idle 495\nmain;serve;tower;of;thin;frames 5');
const tree = flameTree({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS);
const windowOf = (window: Partial<Window> = {}, of = tree): FlameReport => flameWindow(of, { root: 0, minShare: 0, find: '', ...window });
const whole = windowOf();
const idOf = (name: string) => whole.nodes.id[whole.nodes.frame.findIndex((frame) => whole.frames[frame].name === name)];

test('what is zoomed to has its place in the whole', () => {
  expect(placeIn(whole, whole)).toEqual({ start: 0, width: 1000, depth: 0 });
  expect(placeIn(whole, windowOf({ root: idOf('read') }))).toEqual({ start: 300, width: 200, depth: 3 });
});

test('what is too narrow to have one is where its caller is', () => {
  expect(placeIn(windowOf({ minShare: 0.1 }), windowOf({ root: idOf('thin') }))).toEqual({ start: 0, width: 505, depth: 2 });
});

test('rows of thin towers leave the rest its height', () => expect(mappedRows(whole)).toEqual({ highest: 0, deepest: 4 }));
test('above a pivot are rows too', () => expect(mappedRows(windowOf({}, pivotedTree(tree, '^sort$')))).toEqual({ highest: -2, deepest: 1 }));

test('only what is deep or wide is worth a map', () => {
  expect(isWorthAMap(whole)).toBe(false);
  expect(isWorthAMap(windowOf({ minShare: 0.1 }))).toBe(true);
  const deep = profileOf(`${Array.from({ length: 40 }, (_, i) => `f${i}`).join(';')} 1`);
  expect(isWorthAMap(windowOf({}, flameTree({ profile: deep, measure: measureOf(deep, DEFAULTS) }, DEFAULTS)))).toBe(true);
});
