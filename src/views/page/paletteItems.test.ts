import { expect, test } from 'vitest';
import { matching, type PaletteItem } from './paletteItems.ts';

const items: PaletteItem[] = [
  ['View', 'Flame graph'],
  ['View', 'Graph'],
  ['Function', 'example.com/shop.(*Cart).Total'],
  ['Function', 'runtime.gcGraph'],
  ['Function', 'graphics.Draw'],
].map(([group, title]) => ({ group, title, onPick: () => {} }));
const titles = (text: string, limit = 10) => matching(items, text, limit).map(({ title }) => title);

test('what begins with the text comes first, then what has a word that does', () => {
  expect(titles('graph')).toEqual(['Graph', 'graphics.Draw', 'Flame graph', 'runtime.gcGraph']);
});

test('all words must be there, in any order; a group is one', () => {
  expect(titles('total cart')).toEqual(['example.com/shop.(*Cart).Total']);
  expect(titles('view graph')).toEqual(['Flame graph', 'Graph']);
  expect(titles('cart nowhere')).toEqual([]);
});

test('nothing typed is everything, up to the limit', () => {
  expect(titles('  ', 2)).toEqual(['Flame graph', 'Graph']);
});
