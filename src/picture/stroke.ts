import type { Point, Shape } from './shapes.ts';

/** Lines as areas: what a pen of some width covers. */

/** Points between which a curve is drawn straight, so close that it is not seen: a piece for so many points of length. */
const PIECE = 2.5;

/** The points of a line, those of a curve close together. */
export function flattened({ kind, points }: Extract<Shape, { points: unknown }>): readonly Point[] {
  if (kind !== 'curve') return points;
  const flat: Point[] = [points[0]];
  for (let i = 1; i + 2 < points.length; i += 3) {
    const [a, b, c, d] = points.slice(i - 1, i + 3);
    const pieces = Math.max(4, Math.ceil((distance(a, b) + distance(b, c) + distance(c, d)) / PIECE));
    for (let piece = 1; piece <= pieces; piece++) flat.push(bezier(a, b, c, d, piece / pieces));
  }
  return flat;
}

function bezier(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const s = 1 - t;
  const mix = (axis: 0 | 1) => s * s * s * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t * t * t * d[axis];
  return [mix(0), mix(1)];
}

/** A dot and the gap behind it, as Graphviz has them in SVG. */
export const DOTS: readonly [dot: number, gap: number] = [1, 5];

/** The dots of a line. */
export function dots(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  let dot: Point[] = [points[0]];
  let isDot = true;
  let left = DOTS[0];
  for (let i = 1; i < points.length; i++) {
    let from = points[i - 1];
    for (let length = distance(from, points[i]); length > left; length = distance(from, points[i])) {
      const part = left / length;
      from = [from[0] + (points[i][0] - from[0]) * part, from[1] + (points[i][1] - from[1]) * part];
      if (isDot) found.push([...dot, from]);
      dot = [from];
      isDot = !isDot;
      left = DOTS[isDot ? 0 : 1];
    }
    left -= distance(from, points[i]);
    if (isDot) dot.push(points[i]);
  }
  return isDot && dot.length > 1 ? [...found, dot] : found;
}

/** A corner that would reach further than this, in widths of the pen, is cut off; SVG's own. */
export const MITER = 4;

/** The outlines of what a pen covers: one, and for a ring a second one, which runs the other way round inside the first. */
export function outlines(points: readonly Point[], isRing: boolean, width: number): Point[][] {
  const distinct = points.filter((point, i) => i === 0 || distance(point, points[i - 1]) > 1e-6);
  if (isRing && distinct.length > 1 && distance(distinct[0], distinct[distinct.length - 1]) <= 1e-6) distinct.pop();
  if (distinct.length < 2) return [];
  const there = distinct.flatMap((_, i) => beside(distinct, i, isRing, width / 2));
  const back = distinct.flatMap((_, i) => beside(distinct, i, isRing, -width / 2)).reverse();
  return isRing ? [there, back] : [[...there, ...back]];
}

/** The corner of the line that runs beside, at a point of this one. */
function beside(points: readonly Point[], i: number, isRing: boolean, by: number): Point[] {
  const { length } = points;
  const [x, y] = points[i];
  const before = i > 0 || isRing ? normal(points[(i + length - 1) % length], points[i]) : undefined;
  const after = i + 1 < length || isRing ? normal(points[i], points[(i + 1) % length]) : undefined;
  const [a, b] = [before ?? after ?? [0, 0], after ?? before ?? [0, 0]];
  // The two lines' common direction, as long as it takes to be `by` away from both.
  const [sumX, sumY] = [a[0] + b[0], a[1] + b[1]];
  const square = sumX * sumX + sumY * sumY;
  if (square * MITER * MITER < 4) return [[x + a[0] * by, y + a[1] * by], [x + b[0] * by, y + b[1] * by]];
  return [[x + (2 * sumX * by) / square, y + (2 * sumY * by) / square]];
}

function normal(from: Point, to: Point): Point {
  const length = distance(from, to);
  return [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
}

function distance([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}
