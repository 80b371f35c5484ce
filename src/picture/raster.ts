import type { Contour, Font } from './font.ts';
import type { Picture, Point, Shape, Text } from './shapes.ts';
import { dots, flattened, outlines } from './stroke.ts';
import { boxShapes, leftOf, typeset } from './typeset.ts';

/** Three bytes a pixel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * A picture on white paper, with smooth edges. It is drawn in bands, as what is covered is counted in a number for each
 * pixel and a large picture has many.
 * @param scale pixels in a point
 */
export function rasterised(picture: Picture, fonts: readonly Font[], scale: number): Pixels {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const rgb = new Uint8Array(3 * width * height).fill(255);
  const band = new Band(width);
  const shapes = picture.shapes.map((shape) => ({ shape, ...reach(shape, scale) }));
  for (let top = 0; top < height; top += ROWS) {
    band.begin(top, Math.min(height, top + ROWS), rgb);
    for (const { shape, from, to } of shapes) if (to >= top && from < top + ROWS) draw(band, shape, fonts, scale);
  }
  return { width, height, rgb };
}

/** Height of a band. */
const ROWS = 128;

/** The rows that a shape may touch. */
function reach(shape: Shape, scale: number): { readonly from: number; readonly to: number } {
  if (shape.kind === 'text') return { from: (shape.at[1] - 1.2 * shape.size) * scale, to: (shape.at[1] + 0.5 * shape.size) * scale };
  const beyond = 2 * (shape.pen?.width ?? 0);
  let [least, most] = [Infinity, -Infinity];
  for (const [, y] of shape.points) {
    if (y < least) least = y;
    if (y > most) most = y;
  }
  return { from: (least - beyond) * scale, to: (most + beyond) * scale };
}

function draw(band: Band, shape: Shape, fonts: readonly Font[], scale: number): void {
  if (shape.kind === 'text') return drawText(band, shape, fonts, scale);
  const points = flattened(shape);
  if (shape.kind === 'area') band.cover([scaled(points, scale)], shape.fill);
  if (shape.pen === undefined) return;
  const isRing = shape.kind === 'area' || shape.kind === 'ring';
  const lines = shape.pen.dotted ? dots(points) : [points];
  const { width, color } = shape.pen;
  band.cover(lines.flatMap((line) => outlines(line, isRing, width)).map((outline) => scaled(outline, scale)), color);
}

function scaled(points: readonly Point[], scale: number): Point[] {
  return points.map(([x, y]) => [x * scale, y * scale]);
}

function drawText(band: Band, text: Text, fonts: readonly Font[], scale: number): void {
  const line = typeset(text.text, text.size, fonts);
  const begin = leftOf(text, line.width);
  for (const { font, glyphs, left } of line.runs) {
    const em = (text.size * scale) / font.unitsPerEm;
    let x = (begin + left) * scale;
    for (const glyph of glyphs) {
      const move = (gx: number, gy: number): Point => [x + gx * em, text.at[1] * scale - gy * em];
      band.cover(font.outlineOf(glyph).map((contour) => glyphPoints(contour, move)), text.color);
      x += font.advanceOf(glyph) * em;
    }
  }
  for (const unknown of line.unknown) for (const shape of boxShapes(unknown, text, begin)) draw(band, shape, fonts, scale);
}

/** Straight pieces in each curve of a glyph; enough for letters of a finger's height. */
const PIECES = 4;

/** Between two points that pull there is one on the outline, in their middle. */
function glyphPoints({ x, y, on }: Contour, move: (x: number, y: number) => Point): Point[] {
  const points: Point[] = [];
  const { length } = x;
  for (let i = 0; i < length; i++) {
    if (on[i] === 1) {
      points.push(move(x[i], y[i]));
      continue;
    }
    const [before, after] = [(i + length - 1) % length, (i + 1) % length];
    const [fromX, fromY] = on[before] === 1 ? [x[before], y[before]] : [(x[before] + x[i]) / 2, (y[before] + y[i]) / 2];
    const [toX, toY] = on[after] === 1 ? [x[after], y[after]] : [(x[i] + x[after]) / 2, (y[i] + y[after]) / 2];
    for (let piece = on[before] === 1 ? 1 : 0; piece < PIECES; piece++) {
      const t = piece / PIECES;
      const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      points.push(move(a * fromX + b * x[i] + c * toX, a * fromY + b * y[i] + c * toY));
    }
  }
  return points;
}

/**
 * Some rows of a picture. An area is filled by its outline's edges: each adds, in the pixels that it crosses, how much of
 * them is to its right, and a sum along the row is then the part of each pixel that is covered.
 */
class Band {
  readonly #width: number;
  readonly #covered: Float32Array;
  /** Of each row the pixels that edges have touched. */
  readonly #first = new Int32Array(ROWS);
  readonly #last = new Int32Array(ROWS);
  #top = 0;
  #bottom = 0;
  #rgb: Uint8Array = new Uint8Array(0);

  constructor(width: number) {
    this.#width = width;
    // An edge at the right border touches a pixel beyond it.
    this.#covered = new Float32Array(ROWS * (width + 2));
  }

  begin(top: number, bottom: number, rgb: Uint8Array): void {
    this.#top = top;
    this.#bottom = bottom;
    this.#rgb = rgb;
  }

  /** Outlines that are closed by themselves. Where they overlap they must run in one direction, where one is a hole against it. */
  cover(contours: readonly (readonly Point[])[], color: string): void {
    this.#first.fill(this.#width + 2);
    this.#last.fill(-1);
    for (const contour of contours) {
      for (let i = 0; i < contour.length; i++) this.#edge(contour[i], contour[(i + 1) % contour.length]);
    }
    const value = Number.parseInt(color.slice(1, 7), 16);
    for (let row = 0; row < this.#bottom - this.#top; row++) this.#paint(row, value >> 16, (value >> 8) & 255, value & 255);
  }

  #edge([x0, y0]: Point, [x1, y1]: Point): void {
    if (y0 === y1) return;
    const sign = y0 < y1 ? 1 : -1;
    const [from, to] = [Math.max(this.#top, Math.min(y0, y1)), Math.min(this.#bottom, Math.max(y0, y1))];
    const slope = (x1 - x0) / (y1 - y0);
    for (let row = Math.floor(from); row < to; row++) {
      const [above, below] = [Math.max(row, from), Math.min(row + 1, to)];
      this.#part(row - this.#top, this.#inside(x0 + (above - y0) * slope), this.#inside(x0 + (below - y0) * slope), sign * (below - above));
    }
  }

  #inside(x: number): number {
    return Math.max(0, Math.min(this.#width, x));
  }

  /** An edge within a row, cut where it goes from one pixel to the next. */
  #part(row: number, x0: number, x1: number, height: number): void {
    const [from, to] = x0 < x1 ? [x0, x1] : [x1, x0];
    const start = row * (this.#width + 2);
    const last = Math.floor(to);
    if (Math.floor(from) < this.#first[row]) this.#first[row] = Math.floor(from);
    if (last + 1 > this.#last[row]) this.#last[row] = last + 1;
    for (let pixel = Math.floor(from); pixel <= last; pixel++) {
      const [left, right] = [Math.max(pixel, from), Math.min(pixel + 1, to)];
      const part = to === from ? height : (height * (right - left)) / (to - from);
      const beyond = (left + right) / 2 - pixel;
      this.#covered[start + pixel] += part * (1 - beyond);
      this.#covered[start + pixel + 1] += part * beyond;
    }
  }

  #paint(row: number, red: number, green: number, blue: number): void {
    const start = row * (this.#width + 2);
    let sum = 0;
    for (let pixel = this.#first[row]; pixel <= this.#last[row]; pixel++) {
      sum += this.#covered[start + pixel];
      this.#covered[start + pixel] = 0;
      const part = Math.min(1, Math.abs(sum));
      if (part < 1 / 512 || pixel >= this.#width) continue;
      const at = 3 * ((this.#top + row) * this.#width + pixel);
      this.#rgb[at] += (red - this.#rgb[at]) * part;
      this.#rgb[at + 1] += (green - this.#rgb[at + 1]) * part;
      this.#rgb[at + 2] += (blue - this.#rgb[at + 2]) * part;
    }
  }
}
