import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rasterised, type Pixels } from './raster.ts';
import type { Point, Shape } from './shapes.ts';
import { tinos } from './tinos.ts';

const SIZE = 20;

const drawn = (...shapes: Shape[]): Pixels => rasterised({ width: SIZE, height: SIZE, shapes }, tinos(inflateSync), 1);
const area = (points: readonly Point[], fill = '#000000'): Shape => ({ kind: 'area', points, fill, pen: undefined });
const pen = (width: number, dotted = false) => ({ color: '#000000', width, dotted });

/** How black a pixel is, 0 … 1. */
const ink = ({ width, rgb }: Pixels, x: number, y: number) => 1 - rgb[3 * (y * width + x)] / 255;
/** How much black there is, in pixels. */
const allInk = (pixels: Pixels) => Array.from({ length: SIZE * SIZE }, (_, i) => ink(pixels, i % SIZE, Math.floor(i / SIZE))).reduce((sum, part) => sum + part, 0);

describe('an area', () => {
  test('covers its pixels, and those at its edge in part', () => {
    const pixels = drawn(area([[2, 3], [5.5, 3], [5.5, 6.25], [2, 6.25]]));
    const row = (y: number) => [1, 2, 4, 5, 6].map((x) => Math.round(100 * ink(pixels, x, y)));
    expect(row(2)).toEqual([0, 0, 0, 0, 0]);
    expect(row(3)).toEqual([0, 100, 100, 50, 0]);
    expect(row(6)).toEqual([0, 25, 25, 13, 0]);
  });

  test('has its colour on what is below it', () => {
    const { rgb } = drawn(area([[0, 0], [20, 0], [20, 20], [0, 20]], '#336699'), area([[0, 0], [20, 0], [20, 20], [0, 20]], '#ffcc00'));
    expect(Array.from(rgb.subarray(0, 3))).toEqual([255, 204, 0]);
  });

  test('covers as much as it is large, whichever way round it runs', () => {
    const coordinate = fc.double({ min: 0, max: SIZE, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const size = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
        // A channel is one of 256, so each pixel may be off by one of them.
        expect(Math.abs(allInk(drawn(area([a, b, c]))) - size)).toBeLessThan(1 + size * 0.01);
      }),
    );
  });

  test('that reaches out of the picture is cut off at its border', () => {
    expect(allInk(drawn(area([[-10, 5], [30, 5], [30, 10], [-10, 10]])))).toBeCloseTo(5 * SIZE);
  });
});

describe('a line', () => {
  test('is as wide as its pen', () => {
    expect(allInk(drawn({ kind: 'line', points: [[2, 10], [18, 10]], pen: pen(3) }))).toBeCloseTo(48, 0);
    expect(allInk(drawn({ kind: 'line', points: [[4, 4], [16, 16]], pen: pen(2) }))).toBeCloseTo(2 * 12 * Math.SQRT2, 0);
  });

  test('around a box leaves the inside, and its corners are sharp', () => {
    const pixels = drawn({ kind: 'ring', points: [[3, 3], [17, 3], [17, 17], [3, 17]], pen: pen(2) });
    expect(ink(pixels, 10, 10)).toBe(0);
    expect(ink(pixels, 2, 2)).toBe(1);
    expect(allInk(pixels)).toBeCloseTo(16 * 16 - 12 * 12, 0);
  });

  test('that is curved is nowhere thinner or thicker', () => {
    const curve: Shape = { kind: 'curve', points: [[2, 10], [2, 4], [18, 4], [18, 10]], pen: pen(2) };
    // The length of that curve, by summing a thousand chords.
    expect(allInk(drawn(curve))).toBeCloseTo(2 * 20.35, -1);
    expect(ink(drawn(curve), 10, 5)).toBeGreaterThan(0.9);
  });

  test('with dots is one part ink and five parts paper', () => {
    expect(allInk(drawn({ kind: 'line', points: [[1, 10], [19, 10]], pen: pen(2, true) }))).toBeCloseTo(3 * 2, 0);
  });
});

test('a letter is where its text is, and the same in the middle of a band and across two', () => {
  const text = (y: number): Shape => ({ kind: 'text', text: 'o', size: 16, color: '#000000', align: 'start', at: [4, y] });
  const pixels = drawn(text(14));
  expect(ink(pixels, 4 + 4, 14 - 4)).toBeLessThan(0.05);
  expect(allInk(pixels)).toBeGreaterThan(20);
  const tall = (y: number) => rasterised({ width: SIZE, height: 300, shapes: [text(y)] }, tinos(inflateSync), 1).rgb;
  const rows = (bytes: Uint8Array, from: number) => bytes.slice(3 * SIZE * from, 3 * SIZE * (from + 12));
  expect(rows(tall(132), 122)).toEqual(rows(tall(42), 32));
});
