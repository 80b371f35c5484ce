import type { FlameReport } from '#reports/flame.ts';
import { packageHue } from './color.ts';

/** Boxes of a flame graph: row, left edge and width in 1000ths of the whole, and hue in degrees, −1 for grey. */
export type Boxes = readonly (readonly [row: number, left: number, width: number, hue: number])[];

/** What a picture as small as a stamp has room for. */
export const THUMBNAIL_ROWS = 18;
const MIN_WIDTH = 4;

/** A flame graph without names, from the frames below its root. */
export function thumbnail({ nodes, frames }: FlameReport): Boxes {
  const whole = nodes.width[0] || 1;
  const boxes: [number, number, number, number][] = [];
  for (let node = 1; node < nodes.count; node++) {
    const row = nodes.depth[node] - 1;
    const width = Math.round((1000 * nodes.width[node]) / whole);
    if (row >= THUMBNAIL_ROWS || width < MIN_WIDTH) continue;
    const { package: name, kind } = frames[nodes.frame[node]];
    boxes.push([row, Math.round((1000 * nodes.start[node]) / whole), width, name === '' || kind === 'runtime' ? -1 : Math.round(packageHue(name))]);
  }
  return boxes;
}
