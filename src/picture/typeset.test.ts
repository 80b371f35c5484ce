import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { tinos } from './tinos.ts';
import { boxShapes, leftOf, typeset, type Line } from './typeset.ts';

const fonts = tinos(inflateSync);
const lettersOf = ({ runs }: Line) => runs.map(({ codes }) => String.fromCodePoint(...codes));

test('a text is as wide as its letters', () => {
  // Times: M 889, i 278, space 250 thousandths of the size.
  expect(typeset('Mi M', 10, fonts).width).toBeCloseTo(8.89 + 2.78 + 2.5 + 8.89, 1);
});

test('each letter is of the first font that has it', () => {
  const line = typeset('work(Работа)', 10, fonts);
  expect(lettersOf(line)).toEqual(['work(', 'Работа', ')']);
  expect(line.runs[1].left).toBeCloseTo(typeset('work(', 10, fonts).width);
  expect(line.unknown).toEqual([]);
});

test('a character that no font has is a box with its code', () => {
  const line = typeset('a中b😀', 10, fonts);
  expect(lettersOf(line)).toEqual(['a', 'b']);
  expect(line.unknown.map(({ code }) => code)).toEqual([0x4e2d, 0x1f600]);
  expect(line.runs[1].left).toBeGreaterThan(line.unknown[0].left + 5);
  const text = { kind: 'text', text: '', size: 10, color: '#000000', align: 'start', at: [0, 10] } as const;
  const codes = line.unknown.map((unknown) => boxShapes(unknown, text, 0).flatMap((shape) => (shape.kind === 'text' ? [shape.text] : [])));
  expect(codes).toEqual([['4E', '2D'], ['01F', '600']]);
});

test('a text begins, has its middle or ends at its place', () => {
  const at = { kind: 'text', text: '', size: 10, color: '#000000', at: [100, 0] } as const;
  expect([leftOf({ ...at, align: 'start' }, 30), leftOf({ ...at, align: 'middle' }, 30), leftOf({ ...at, align: 'end' }, 30)]).toEqual([100, 85, 70]);
});
