import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tinos } from './tinos.ts';

const fonts = tinos(inflateSync);
const [latin] = fonts;
const glyph = (letter: string) => latin.glyphOf(letter.charCodeAt(0));

/** Of 1000 units an em has; Adobe's metrics of Times, with which Graphviz lays out. */
test.each([[' ', 250], ['A', 722], ['i', 278], ['m', 778], ['0', 500], ['%', 833], ['(', 333], ['.', 250], ['…', 1000]])('%j is as wide as in Times', (letter, width) => {
  expect(Math.round((1000 * latin.advanceOf(glyph(letter))) / latin.unitsPerEm)).toBe(width);
});

test('an outline encloses what the letter looks like', () => {
  expect(latin.outlineOf(glyph(' '))).toEqual([]);
  const contours = (letter: string) => latin.outlineOf(glyph(letter)).length;
  expect([contours('l'), contours('o'), contours('i'), contours('%'), contours('B')]).toEqual([1, 2, 2, 5, 3]);
  // A capital stands on the line and reaches to two thirds of an em.
  const ys = latin.outlineOf(glyph('H')).flatMap(({ y }) => y);
  expect(Math.min(...ys)).toBe(0);
  expect(Math.max(...ys) / latin.unitsPerEm).toBeCloseTo(0.66, 1);
});

test('a letter with an accent is the letter and the accent', () => {
  expect(latin.outlineOf(glyph('é')).length).toBe(latin.outlineOf(glyph('e')).length + 1);
});

describe('there are letters for', () => {
  test.each([
    ['Go names', 'main.(*T[go.shape.int]).Méthode·dwrap·1 … [...] <-chan %2e'],
    ['European languages', 'ÄÖÜäöüßçñøåłőșțžšđĐ'],
    ['Vietnamese', 'Việt Nam ạếộữ'],
    ['Russian and Ukrainian', 'Ёлка Їжак съешь ещё'],
    ['Greek', 'Σύστημα Ωμέγα αβγδε ΐ'],
    ['units', 'µs 10³ ½ € ± × ÷ – —'],
  ])('%s', (_, text) => {
    const missing = [...text].filter((letter) => !fonts.some((font) => font.glyphOf(letter.codePointAt(0) ?? 0) !== 0));
    expect(missing).toEqual([]);
  });
});
