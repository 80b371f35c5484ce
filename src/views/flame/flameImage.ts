import { framePaint } from '#components/flamePaint.ts';
import { fittedLabel } from '#layout/flameLabel.ts';
import { counted } from '#model/count.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import { visibleText } from '#model/visibleText.ts';
import type { Shape } from '#picture/shapes.ts';
import type { Titled } from '#picture/shapesSvg.ts';
import type { FlameReport } from '#reports/flame.ts';
import { changeTexts, flameTexts } from './flameTexts.ts';

/** A flame graph on paper: a group of shapes for each frame, and some words above. Lengths are points. */
export interface FlameImage {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly Titled[];
}

const WIDTH = 1400;
const MARGIN = 16;
const ROW = 18;
const LINE = 18;
const SIZE = 11;
/** Width of a character of the font that texts are fitted for; other fonts are narrower. */
const CHARACTER = 6.65;
const PADDING = 4;
/** Rows on one sheet. */
const MOST_ROWS = 300;
const INK = '#1c1f26';
const MUTED = '#5c6270';

/** So narrow a frame is not drawn; a share of the whole. */
export const LEAST_SHARE = 0.4 / (WIDTH - 2 * MARGIN);

/**
 * The whole graph, its root at the top, or a pivot below its callers.
 * @param signed numbers have their sign, as less and more are told apart
 */
export function flameImage(report: FlameReport, name: string, color: FlameColor, signed: boolean): FlameImage {
  const { nodes } = report;
  const deepest = nodes.depth.reduce((most, depth) => Math.max(most, depth), 0);
  const highest = nodes.depth.reduce((least, depth) => Math.min(least, depth), 0);
  // Of a pivot no more is left out above it than must be.
  const first = Math.max(highest, -MOST_ROWS / 2);
  const rows = Math.min(MOST_ROWS, deepest + 1 - first);
  const isDrawn = (depth: number) => depth >= first && depth < first + rows;
  const left = report.hidden + nodes.depth.reduce((sum, depth) => sum + (isDrawn(depth) ? 0 : 1), 0);
  const words = [visibleText(name), visibleText([report.type.type, report.sentence].filter(Boolean).join(' · ')), ...(left > 0 ? [`${counted(left, 'frame')} too narrow or too deep to be drawn`] : [])];
  const top = MARGIN + words.length * LINE + 8;
  const scale = nodes.width[0] === 0 ? 0 : (WIDTH - 2 * MARGIN) / nodes.width[0];
  const paint = framePaint(report, false, color);
  const texts = signed ? changeTexts : flameTexts;
  const groups: Titled[] = [{ title: '', shapes: words.map((text, i) => wordsAt(text, MARGIN, MARGIN + (i + 1) * LINE - 5, i === 0 ? INK : MUTED)) }];
  for (let node = 0; node < nodes.count; node++) {
    if (!isDrawn(nodes.depth[node])) continue;
    const frame = nodes.frame[node];
    const from = MARGIN + nodes.start[node] * scale;
    const to = from + nodes.width[node] * scale;
    const y = top + (nodes.depth[node] - first) * ROW;
    const label = fittedLabel(paint.label(frame), Math.floor((to - from - 2 * PADDING) / CHARACTER));
    const shapes = [box(from, to, y, paint.fill(frame, node)), ...(label === undefined ? [] : [wordsAt(label.muted + label.plain, from + PADDING, y + 13, INK)])];
    groups.push({ title: `${visibleText(report.frames[frame].name)}\n${texts.cost({ report, node })}`, shapes });
  }
  return { width: WIDTH, height: top + rows * ROW + MARGIN, groups };
}

function wordsAt(text: string, x: number, y: number, color: string): Shape {
  return { kind: 'text', text, size: SIZE, color, align: 'start', at: [x, y] };
}

/** With a hair's breadth to the next one. */
function box(from: number, to: number, top: number, fill: string): Shape {
  const right = to - from > 3 ? to - 0.5 : to;
  const bottom = top + ROW - 1;
  return { kind: 'area', points: [[from, top], [right, top], [right, bottom], [from, bottom]], fill, pen: undefined };
}
