import { firstBoxBeyond, type FlameLayout } from '#layout/flame.ts';
import { changeColor, heatColor, packageColor } from '#layout/color.ts';
import { fittedLabel, MIN_CHARACTERS, type FittedLabel, type LabelParts } from '#layout/flameLabel.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import { NONE } from '#model/profile.ts';
import { visibleText } from '#model/visibleText.ts';
import type { FlameReport, FlameWindowFrame } from '#reports/flame.ts';
import { nameParts } from './nameParts.ts';

/** Height of a row, the line between two rows included. */
export const ROW = 18;
const PADDING = 4;
/** Narrower boxes lie side by side without a gap. */
const GAP_FROM = 3;
/** A share stands at the right of a box whose name leaves this room (characters). */
const SHARE_ROOM = 8;

/** Colours and font as the style sheet has them now. */
export interface FlameTheme {
  readonly dark: boolean;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly font: string;
  /** Pixels; the font is as wide for all characters but those of other scripts. */
  readonly character: number;
  readonly hatch: CanvasPattern | null;
}

/** What makes frames stand out: numbers are rows of the report's frames, each 0 or 1. */
export interface FlameMarks {
  readonly selected: Uint8Array;
  /** Outlined: what the search found. */
  readonly matches: Uint8Array;
  /** Drawn faintly, as they are not what one looks for. */
  readonly dimmed: Uint8Array;
}

/** How each frame of a report is drawn, computed once for a report and a theme. */
export interface FramePaint {
  /** A colour, made when it is first needed. */
  readonly fill: (frame: number, node: number) => string;
  readonly hatched: Uint8Array;
  readonly edged: Uint8Array;
  readonly inlined: Uint8Array;
  /** Most frames are too narrow for one: made when it is first needed. */
  readonly label: (frame: number) => FrameLabel;
  /** Labels as they were cut, by frame and room. */
  readonly cuts: Map<number, FittedLabel | undefined>;
  /** Texts beside names, by node, as they were needed. */
  readonly shares: (string | undefined)[];
}

interface FrameLabel extends LabelParts {
  /** Has characters of other scripts, whose width is not known. */
  readonly isWide: boolean;
}

export function framePaint(report: FlameReport, dark: boolean, color: FlameColor): FramePaint {
  const { frames } = report;
  const labels: (FrameLabel | undefined)[] = [];
  return {
    fill: fillsBy(color, report, dark),
    hatched: Uint8Array.from(frames, ({ kind }) => (kind === 'kernel' ? 1 : 0)),
    edged: Uint8Array.from(frames, ({ kind }) => (kind === 'native' ? 1 : 0)),
    inlined: Uint8Array.from(frames, ({ inlined }) => (inlined ? 1 : 0)),
    label: (frame) => (labels[frame] ??= labelOf(frames[frame])),
    cuts: new Map(),
    shares: [],
  };
}

/** What colours say. */
function fillsBy(color: FlameColor, report: FlameReport, dark: boolean): FramePaint['fill'] {
  const { frames, nodes, hottest } = report;
  const ofName = new Map<string, string>();
  const hueOf = (name: string) => {
    const known = ofName.get(name) ?? packageColor(name, false, dark);
    ofName.set(name, known);
    return known;
  };
  const fills: string[] = [];
  switch (color) {
    case 'package':
      return (frame) => (fills[frame] ??= hueOf(isGrey(frames[frame]) ? '' : frames[frame].package));
    case 'mapping':
      return (frame) => (fills[frame] ??= hueOf(frames[frame].kind === 'kernel' ? '' : frames[frame].binary));
    case 'heat':
      return (frame) => (fills[frame] ??= heatColor(hottest === 0 ? 0 : frames[frame].flat / hottest, dark));
    case 'root': {
      const names = outermostNames(report);
      return (_, node) => (fills[node] ??= hueOf(names[node]));
    }
    case 'change': {
      const changes = new ChangeColors(dark);
      return (_, node) => changes.at(nodes.total[node] / nodes.both[node]);
    }
  }
}

/** Of each node the name below the whole graph's root that it is under; empty for the root. */
function outermostNames({ nodes, frames, callers }: FlameReport): string[] {
  const above = callers.length > 1 ? callers[1].name : undefined;
  const names: string[] = [];
  for (let node = 0; node < nodes.count; node++) {
    const parent = nodes.parent[node];
    const own = frames[nodes.frame[node]].name;
    if (parent === NONE) names.push(above ?? (callers.length > 0 ? own : ''));
    else names.push(names[parent] === '' ? own : names[parent]);
  }
  return names;
}

/** Steps of change that are told apart by colour, either way. */
const STEPS = 16;

class ChangeColors {
  readonly #dark: boolean;
  readonly #colors: string[] = [];

  constructor(dark: boolean) {
    this.#dark = dark;
  }

  /** @param change −1 … 1 */
  at(change: number): string {
    const step = Math.round((Number.isFinite(change) ? change : 0) * STEPS);
    return (this.#colors[step + STEPS] ??= changeColor(step / STEPS, this.#dark));
  }
}

/** Not the user's own code. */
function isGrey({ kind }: FlameWindowFrame): boolean {
  return kind === 'runtime' || kind === 'kernel';
}

function labelOf({ name, fn }: FlameWindowFrame): FrameLabel {
  const parts = nameParts(name, fn);
  const [path, qualifier, rest, place] = [parts.path, parts.package, parts.rest, parts.place].map(visibleText);
  return { path, package: qualifier, rest, place, isWide: /[^\x20-\x7e…]/.test(path + qualifier + rest + place) };
}

/** What is seen of a layout, and how; y grows downwards, in CSS pixels. */
export interface FlameScene {
  readonly layout: FlameLayout;
  readonly paint: FramePaint;
  readonly marks: FlameMarks;
  readonly theme: FlameTheme;
  /** Values at the left and the right edge. */
  readonly left: number;
  readonly right: number;
  /** Where row 0 begins, and how far it is to the next: ROW, or −ROW with the root at the bottom. */
  readonly top: number;
  readonly rowStep: number;
  readonly width: number;
  readonly height: number;
  /** Nodes under the pointer and under the keyboard; NONE for neither. */
  readonly pointed: number;
  readonly focused: number;
  /** A share's text, of a node. */
  readonly share: (node: number) => string;
}

/** Paints all boxes, and stops now and then where a caller may put off the rest: what is painted is whole rows, the first seen first. */
export function* paintFlame(context: CanvasRenderingContext2D, scene: FlameScene): Generator<void, void> {
  const { layout, theme, height } = scene;
  context.font = theme.font;
  context.textBaseline = 'alphabetic';
  let boxes = 0;
  // Where rows were painted, from and to.
  let [above, below] = [Infinity, -Infinity];
  for (let row = firstRow(scene); row < layout.rows; row++) {
    const y = scene.top + row * scene.rowStep;
    if (y >= height || y + ROW <= 0) break;
    // Row by row, so that what was there before stays until then.
    clear(context, scene, y, ROW);
    [above, below] = [Math.min(above, y), Math.max(below, y + ROW)];
    boxes += paintRow(context, scene, row, y);
    if (boxes < BOXES) continue;
    boxes = 0;
    yield;
  }
  if (above > below) clear(context, scene, 0, height);
  else {
    clear(context, scene, 0, above);
    clear(context, scene, below, height - below);
  }
}

/** Boxes painted between two stops. */
const BOXES = 200;

function clear(context: CanvasRenderingContext2D, { theme, width }: FlameScene, y: number, height: number): void {
  if (height <= 0) return;
  context.fillStyle = theme.surface;
  context.fillRect(0, y, width, height);
}

/** Returns how many boxes that took. */
function paintRow(context: CanvasRenderingContext2D, scene: FlameScene, row: number, y: number): number {
  const { layout, paint, marks, theme, left, right, width } = scene;
  const scale = width / (right - left);
  const pixel = 1 / devicePixelRatio;
  const textFrom = MIN_CHARACTERS * theme.character + 2 * PADDING;
  const end = layout.first[row + 1];
  let painted = 0;
  // Where the row is drawn up to: of several boxes in one pixel the first is enough.
  let covered = -Infinity;
  for (let box = firstBoxBeyond(layout, row, left); box < end && layout.start[box] < right; box++) {
    if ((layout.end[box] - left) * scale <= covered) continue;
    const frame = layout.frame[box];
    const from = Math.max(-8, (layout.start[box] - left) * scale);
    const to = Math.min(width + 8, (layout.end[box] - left) * scale);
    const x = Math.round(from / pixel) * pixel;
    const room = to - from > GAP_FROM ? Math.round(to / pixel) * pixel - x - Math.max(0.5, pixel) : Math.max(pixel, to - x - 0.5);
    covered = x + room;
    painted++;
    const isDimmed = marks.dimmed[frame] === 1;
    const joins = paint.inlined[frame] === 1;
    const boxTop = joins && scene.rowStep > 0 ? y - 1 : y;
    const boxHeight = joins ? ROW : ROW - 1;
    const color = paint.fill(frame, layout.node[box]);
    context.fillStyle = isDimmed ? `${color}55` : color;
    context.fillRect(x, boxTop, room, boxHeight);
    if (paint.hatched[frame] === 1 && theme.hatch !== null && !isDimmed) {
      context.fillStyle = theme.hatch;
      context.fillRect(x, boxTop, room, boxHeight);
    }
    if (paint.edged[frame] === 1 && room > 2) {
      context.fillStyle = theme.muted;
      context.fillRect(x, y, 2, ROW - 1);
    }
    if (room >= textFrom) paintLabel(context, scene, box, Math.max(0, x), Math.min(width, x + room), y, isDimmed);
  }
  return painted;
}

/** The row that is topmost in sight, or the root's with the root at the bottom: then rows leave at the top. */
function firstRow({ top, rowStep, height }: FlameScene): number {
  return rowStep > 0 ? Math.max(0, Math.floor(-top / ROW)) : Math.max(0, Math.floor((top - height) / ROW) + 1);
}

function paintLabel(context: CanvasRenderingContext2D, scene: FlameScene, box: number, from: number, to: number, y: number, isDimmed: boolean): void {
  const { paint, theme, layout } = scene;
  const frame = layout.frame[box];
  const room = Math.floor((to - from - 2 * PADDING) / theme.character);
  const label = cutLabel(paint, frame, room);
  if (label === undefined) return;
  const { isWide } = paint.label(frame);
  if (isWide) {
    context.save();
    context.beginPath();
    context.rect(from, y, to - from - PADDING, ROW);
    context.clip();
  }
  const baseline = y + 13;
  const x = from + PADDING;
  const mutedWidth = isWide ? context.measureText(label.muted).width : label.muted.length * theme.character;
  if (label.muted !== '') {
    context.fillStyle = theme.muted;
    context.fillText(label.muted, x, baseline);
  }
  context.fillStyle = isDimmed ? theme.muted : theme.ink;
  context.fillText(label.plain, x + mutedWidth, baseline);
  if (isWide) context.restore();
  else if (room - label.muted.length - label.plain.length >= SHARE_ROOM && !isDimmed) {
    const share = scene.share(layout.node[box]);
    context.fillStyle = theme.muted;
    context.fillText(share, to - PADDING - share.length * theme.character, baseline);
  }
}

/** Whether less than the whole name stands in a box of that width. */
export function isLabelCut(paint: FramePaint, frame: number, width: number, theme: FlameTheme): boolean {
  return cutLabel(paint, frame, Math.floor((width - 1 - 2 * PADDING) / theme.character))?.cut ?? true;
}

const CUTS_LIMIT = 50_000;

function cutLabel(paint: FramePaint, frame: number, room: number): FittedLabel | undefined {
  if (room < MIN_CHARACTERS) return undefined;
  const key = frame * 1024 + Math.min(room, 1023);
  const known = paint.cuts.get(key);
  if (known !== undefined) return known;
  const label = fittedLabel(paint.label(frame), room);
  if (paint.cuts.size > CUTS_LIMIT) paint.cuts.clear();
  paint.cuts.set(key, label);
  return label;
}

/** Outlines, over all boxes so that no neighbour covers them. */
export function paintMarks(context: CanvasRenderingContext2D, scene: FlameScene): void {
  const { layout, marks, theme, left, right, pointed, focused } = scene;
  if (layout.report.pivot !== undefined && layout.report.pivot.frames > 0 && layout.report.callers.length === 0) {
    // Where both sides meet.
    outline(context, scene, layout.boxOf[0], scene.top + layout.origin * scene.rowStep, theme.ink, 1.5);
  }
  const pointedFrame = pointed === NONE ? NONE : layout.report.nodes.frame[pointed];
  for (let row = firstRow(scene); row < layout.rows; row++) {
    const y = scene.top + row * scene.rowStep;
    if (y >= scene.height || y + ROW <= 0) break;
    const end = layout.first[row + 1];
    for (let box = firstBoxBeyond(layout, row, left); box < end && layout.start[box] < right; box++) {
      const frame = layout.frame[box];
      if (marks.selected[frame] === 1) outline(context, scene, box, y, theme.accent, 2);
      else if (marks.matches[frame] === 1) outline(context, scene, box, y, theme.accent, 1);
      if (layout.node[box] === pointed) outline(context, scene, box, y, theme.ink, 1.5);
      else if (frame === pointedFrame) outline(context, scene, box, y, theme.muted, 1);
      if (layout.node[box] === focused) outline(context, scene, box, y, theme.ink, 2);
    }
  }
}

function outline(context: CanvasRenderingContext2D, { layout, left, right, width }: FlameScene, box: number, y: number, color: string, line: number): void {
  const scale = width / (right - left);
  const from = Math.max(-4, (layout.start[box] - left) * scale);
  const to = Math.min(width + 4, (layout.end[box] - left) * scale);
  context.strokeStyle = color;
  context.lineWidth = line;
  const room = Math.max(line, to - from - 0.5);
  context.strokeRect(from + line / 2, y + line / 2, Math.max(0.5, room - line), ROW - 1 - line);
}
