import { scaleTime } from 'd3-scale';
import { rowFrom, timeAt, type History } from '#model/history.ts';

/** What part of a history is looked at, and how large it is drawn. */
export interface ChartFrame {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Values at the lower and the upper edge. */
  readonly low: number;
  readonly high: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** How values are measured; it decides where lines across are drawn. */
export type ChartUnit = 'count' | 'bytes' | 'bytes/s' | 'ns' | 'share' | 'per minute';

/** The least and the largest value of columns in a stretch of time; undefined where nothing was measured. */
export function rangeOf(history: History, columns: readonly string[], from: number, to: number): { readonly least: number; readonly most: number } | undefined {
  let least = Infinity;
  let most = -Infinity;
  const end = rowFrom(history, to);
  const first = rowFrom(history, from);
  for (const name of columns) {
    const column = history.columns.get(name);
    if (column === undefined) continue;
    for (let row = first; row < end; row++) {
      const value = column[(history.start + row) % history.capacity];
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return most === -Infinity ? undefined : { least, most };
}

/**
 * A column as an SVG path. Where many measurements fall on one pixel the first, least, largest and last of them are
 * drawn, which looks as all of them would (M4: Jugel et al., VLDB 2014).
 * @param gap milliseconds after which the line breaks, as nobody measured
 */
export function linePath(history: History, name: string, frame: ChartFrame, gap: number): string {
  const { from, to, low, high, width, height } = frame;
  const column = history.columns.get(name);
  if (column === undefined) return '';
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const y = (value: number) => height - ((value - low) / (high - low || 1)) * height;
  const parts: string[] = [];
  let before = -Infinity;
  let pixel: Pixel | undefined;
  const draw = () => {
    if (pixel !== undefined) parts.push(...pixelPath(pixel, y));
  };
  // One row more at each end, so that the line leaves through the edges.
  const end = Math.min(history.count, rowFrom(history, to) + 1);
  for (let row = Math.max(0, rowFrom(history, from) - 1); row < end; row++) {
    const value = column[(history.start + row) % history.capacity];
    if (Number.isNaN(value)) continue;
    const time = timeAt(history, row);
    const at = x(time);
    const isNew = time - before > gap;
    if (pixel === undefined || isNew || Math.floor(at) !== Math.floor(pixel.x)) {
      draw();
      pixel = { x: at, isNew, first: value, least: value, most: value, last: value, leastFirst: true };
    } else {
      pixel.last = value;
      if (value < pixel.least) {
        pixel.least = value;
        pixel.leastFirst = false;
      }
      if (value > pixel.most) {
        pixel.most = value;
        pixel.leastFirst = true;
      }
    }
    before = time;
  }
  draw();
  return parts.join('');
}

/** What falls on one pixel. */
interface Pixel {
  readonly x: number;
  /** Nobody measured before it. */
  readonly isNew: boolean;
  readonly first: number;
  least: number;
  most: number;
  last: number;
  leastFirst: boolean;
}

function pixelPath({ x, isNew, first, least, most, last, leastFirst }: Pixel, y: (value: number) => number): string[] {
  const extremes = leastFirst ? [least, most] : [most, least];
  const values = [first, ...extremes, last].filter((value, i, all) => i === 0 || value !== all[i - 1]);
  const point = (value: number) => `${round(x)} ${round(y(value))}`;
  // A line of no length is a dot, where it stands alone.
  return values.map((value, i) => (i === 0 && isNew ? `M${point(value)}h0` : `L${point(value)}`));
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** Where the axis begins and ends, and the lines across; from 0, as a small change must not look like a large one. */
export function valueTicks(most: number, unit: ChartUnit, wanted = 3): { readonly high: number; readonly ticks: readonly number[] } {
  const step = stepOf(most > 0 ? most / wanted : 1 / wanted, unit);
  const high = Math.max(step, Math.ceil((most * 1.02) / step) * step);
  return { high, ticks: Array.from({ length: Math.round(high / step) + 1 }, (_, i) => i * step) };
}

/** The next larger that is easily read: 1, 2, 5 times a power of ten; of bytes, powers of two. */
function stepOf(least: number, unit: ChartUnit): number {
  if (unit === 'bytes' || unit === 'bytes/s') return 2 ** Math.max(0, Math.ceil(Math.log2(least)));
  const power = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10) * power;
  return unit === 'count' ? Math.max(1, step) : step;
}

/** Times for lines upward, at round moments, as far apart as their labels need. */
export function timeTicks(from: number, to: number, width: number): readonly number[] {
  return scaleTime([from, to], [0, width])
    .ticks(Math.max(2, Math.floor(width / 80)))
    .map(Number);
}

/** A row of a chart's table: what its columns were in a stretch of time. */
export interface Stretch {
  readonly from: number;
  readonly values: readonly { readonly least: number; readonly most: number }[];
}

/** A history in so many equal stretches of time; those in which nothing was measured are left out. */
export function stretches(history: History, columns: readonly string[], from: number, to: number, count: number): readonly Stretch[] {
  const length = (to - from) / count;
  return Array.from({ length: count }, (_, i) => from + i * length).flatMap((start) => {
    const ranges = columns.map((name) => rangeOf(history, [name], start, start + length));
    return ranges.every((range) => range === undefined) ? [] : [{ from: start, values: ranges.map((range) => range ?? { least: Number.NaN, most: Number.NaN }) }];
  });
}
