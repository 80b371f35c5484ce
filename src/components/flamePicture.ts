import { nodeAt, nodeOfId, type FlameLayout } from '#layout/flame.ts';
import { between, DURATION, moved, scaled, type Stretch } from '#layout/motion.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import { NONE } from '#model/profile.ts';
import type { FlameReport } from '#reports/flame.ts';
import { framePaint, isLabelCut, paintFlame, paintMarks, ROW, type FlameMarks, type FlameScene, type FlameTheme, type FramePaint } from './flamePaint.ts';

export type Orientation = 'icicle' | 'flame';

/** The elements that a picture lives in: one that scrolls, in it one as tall as all rows, and the canvas that stays in sight. */
export interface FlameElements {
  readonly scroller: HTMLElement;
  readonly rows: HTMLElement;
  readonly canvas: HTMLCanvasElement;
}

/** What one sees: shares of the root's width, and rows from the root, below 0 above a pivot. */
export interface FlameLook {
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
}

/** One layout with its paint; the two are replaced together. */
interface Drawn {
  readonly layout: FlameLayout;
  readonly paint: FramePaint;
}

/** How much deeper one may look than the root's width in a million. */
const LEAST_SHARE = 1e-6;
/** Milliseconds of painting in one frame. */
const PATCH = 8;
/** Pixels at which a pointer finds a box beside it. */
const GRACE = 2;

/**
 * A flame graph on a canvas: what is seen of it, and how that moves. It draws when the browser is ready to, never twice
 * for one picture. React owns the elements and says what to show.
 */
export class FlamePicture {
  onStretch: ((from: number, to: number) => void) | undefined;
  /** Whenever something else may be seen. */
  onLook: ((look: FlameLook) => void) | undefined;
  shareOf: (at: { readonly report: FlameReport; readonly node: number }) => string = () => '';
  readonly #elements: FlameElements;
  readonly #context: CanvasRenderingContext2D | null;
  #theme: FlameTheme | undefined;
  /** The whole window of the root, and a part of it in more detail. */
  #whole: Drawn | undefined;
  #detail: Drawn | undefined;
  #marks: FlameMarks = { selected: new Uint8Array(0), matches: new Uint8Array(0), dimmed: new Uint8Array(0) };
  /** The report that `#marks` are of. */
  #marked: FlameReport | undefined;
  #marksOf: ((report: FlameReport) => FlameMarks) | undefined;
  #orientation: Orientation = 'icicle';
  /** Rows above the root's. */
  #origin = 0;
  #color: FlameColor = 'package';
  #seen: Stretch = { left: 0, right: 1, shift: 0 };
  #motion: { readonly from: Stretch; readonly to: Stretch; readonly began: number } | undefined;
  /** A node's id that one has zoomed to, before its own window is here. */
  #ahead = NONE;
  #arrived: FlameLayout | undefined;
  #pointed = NONE;
  /** A node's id. */
  #focused = NONE;
  #drawing = 0;
  /** Nothing is drawn before `resize` has said how large it is to be. */
  #hasSize = false;
  /** What is left to paint of the picture. */
  #painting: Generator<void, void> | undefined;
  /** More than marks changed since the boxes were painted. */
  #isStale = true;
  /** The boxes as they were painted, without marks: what the pointer is on changes far more often. */
  readonly #boxes = document.createElement('canvas');
  /** The last picture was given up before it was whole: the next one is not. */
  #isBehind = false;

  constructor(elements: FlameElements) {
    this.#elements = elements;
    this.#context = elements.canvas.getContext('2d', { alpha: false });
  }

  dispose(): void {
    cancelAnimationFrame(this.#drawing);
  }

  get layout(): FlameLayout | undefined {
    return this.#drawn?.layout;
  }

  get width(): number {
    return this.#elements.canvas.clientWidth;
  }

  /** The detail where it has all that is seen, else the whole. */
  get #drawn(): Drawn | undefined {
    const { left, right } = this.#seen;
    const { layout } = this.#detail ?? {};
    const width = layout?.report.nodes.width[0] ?? 0;
    return layout !== undefined && layout.report.from * width <= left && layout.report.to * width >= right ? this.#detail : this.#whole;
  }

  resize(): void {
    const { canvas, scroller } = this.#elements;
    const { clientWidth, clientHeight } = scroller;
    this.#hasSize = true;
    const [width, height] = [Math.round(clientWidth * devicePixelRatio), Math.round(clientHeight * devicePixelRatio)];
    if (width === canvas.width && height === canvas.height) return;
    canvas.style.width = `${clientWidth}px`;
    canvas.style.height = `${clientHeight}px`;
    canvas.width = width;
    canvas.height = height;
    this.#context?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const atEnd = this.#orientation === 'flame' && scroller.scrollTop + clientHeight >= scroller.scrollHeight - 1;
    this.#fitRows();
    if (atEnd) this.#toRoot();
    this.draw();
  }

  /** @param color what colours say */
  setTheme(theme: FlameTheme, color: FlameColor): void {
    this.#theme = theme;
    this.#color = color;
    if (this.#whole !== undefined) this.#whole = drawnOf(this.#whole.layout, theme, this.#color);
    if (this.#detail !== undefined) this.#detail = drawnOf(this.#detail.layout, theme, this.#color);
    this.draw();
  }

  setOrientation(orientation: Orientation): void {
    if (orientation === this.#orientation) return;
    this.#orientation = orientation;
    this.#toRoot();
    this.draw();
  }

  setMarks(marksOf: (report: FlameReport) => FlameMarks): void {
    this.#marksOf = marksOf;
    this.#marked = undefined;
    this.draw();
  }

  /** A new answer: the same root in more detail, what one has zoomed to, what one comes back to, or something new. */
  setLayout(layout: FlameLayout): void {
    const { report } = layout;
    const before = this.#whole?.layout;
    if (this.#theme === undefined || layout === this.#arrived) return;
    if (this.#ahead !== NONE && report.nodes.id[0] !== this.#ahead) return;
    if (this.#ahead !== NONE && this.#motion !== undefined) {
      this.#arrived = layout;
      return;
    }
    if (before !== undefined && isSameRoot(before.report, report)) {
      if (report.from > 0 || report.to < 1) this.#detail = drawnOf(layout, this.#theme, this.#color);
      else {
        this.#whole = drawnOf(layout, this.#theme, this.#color);
        this.#detail = undefined;
      }
      this.#fitRows();
      this.draw();
      return;
    }
    this.#arrived = undefined;
    this.#whole = drawnOf(layout, this.#theme, this.#color);
    this.#detail = undefined;
    this.#pointed = NONE;
    const old = before === undefined || this.#ahead !== NONE ? NONE : sameNode(layout, before);
    this.#ahead = NONE;
    const whole = { left: 0, right: rootWidth(report), shift: 0 };
    this.#fitRows();
    // What was just made stands at its top, and asking it makes the browser lay out the page.
    if (before !== undefined || this.#origin > 0 || this.#orientation === 'flame') this.#toRoot();
    this.#seen = whole;
    if (old !== NONE) this.#move({ left: report.nodes.start[old], right: report.nodes.start[old] + report.nodes.width[old], shift: this.#anchor - this.#rowTop(report.nodes.depth[old]) }, whole);
    this.draw();
  }

  /** Sets out to the node of an id at once, with what there is of it; its own window is to follow. */
  goTo(id: number): void {
    const { layout } = this;
    if (layout === undefined || id === this.#ahead) return;
    this.#arrived = undefined;
    const node = nodeOfId(layout, id);
    const isRoot = node <= 0;
    if (isRoot && this.#ahead === NONE) return;
    this.#ahead = isRoot ? NONE : id;
    const { start, width, depth } = layout.report.nodes;
    // Above a pivot there is no place yet to move to.
    const up = depth[node] < 0 ? 0 : this.#anchor - this.#rowTop(depth[node]);
    if (isRoot) this.#move(this.#seen, { left: 0, right: rootWidth(layout.report), shift: 0 });
    else this.#move(this.#seen, { left: start[node], right: start[node] + width[node], shift: this.#seen.shift + up });
  }

  /** Stretches around a place of the canvas. */
  stretch(x: number, factor: number): void {
    const { layout } = this;
    if (layout === undefined || this.#motion !== undefined) return;
    const whole = rootWidth(layout.report);
    const [left, right] = scaled(this.#seen.left, this.#seen.right, this.#valueAt(x), factor, whole, whole * LEAST_SHARE);
    this.#see(left, right);
  }

  /** Moves along; true where there is something to move. */
  pan(byX: number, byY: number): void {
    const { layout } = this;
    if (layout === undefined || this.#motion !== undefined) return;
    const { left, right } = this.#seen;
    const [from, to] = moved(left, right, (-byX * (right - left)) / this.width, rootWidth(layout.report));
    this.#elements.scroller.scrollTop -= byY;
    this.#see(from, to);
  }

  /** Brings a place to the middle, as far as there is something beside it: a value from the root's left edge, and a row from the root. */
  centre(at: number, depth: number): void {
    const { layout } = this;
    if (layout === undefined || this.#motion !== undefined) return;
    const { scroller } = this.#elements;
    const { left, right } = this.#seen;
    const [from, to] = moved(left, right, at - (left + right) / 2, rootWidth(layout.report));
    scroller.scrollTop += this.#rowTop(depth) - (scroller.clientHeight - ROW) / 2;
    this.#see(from, to);
  }

  get #look(): FlameLook {
    const { left, right } = this.#seen;
    const whole = this.layout === undefined ? 1 : rootWidth(this.layout.report);
    const [top, height] = [this.#rowTop(0), this.#elements.canvas.clientHeight];
    const [from, to] = this.#orientation === 'icicle' ? [-top / ROW, (height - top) / ROW] : [(top + ROW - height) / ROW, (top + ROW) / ROW];
    return { left: left / whole, right: right / whole, from, to };
  }

  /** Whether a node's name is not to be read in its box. */
  isCut(node: number): boolean {
    const drawn = this.#drawn;
    return drawn === undefined || this.#theme === undefined || isLabelCut(drawn.paint, drawn.layout.report.nodes.frame[node], this.boxOf(node).width, this.#theme);
  }

  get isStretched(): boolean {
    const { layout } = this;
    return layout !== undefined && this.#motion === undefined && this.#seen.right - this.#seen.left < rootWidth(layout.report) * 0.9999;
  }

  /** The whole width of the root again. */
  unstretch(): void {
    const { layout } = this;
    if (layout === undefined || !this.isStretched) return;
    this.#move(this.#seen, { left: 0, right: rootWidth(layout.report), shift: 0 });
    this.onStretch?.(0, 1);
  }

  setPointed(node: number): void {
    if (node === this.#pointed) return;
    this.#pointed = node;
    this.#drawMarks();
  }

  /** @param id of the node that the keyboard is on, or NONE */
  setFocused(id: number): void {
    this.#focused = id;
    const node = this.layout === undefined || id === NONE ? NONE : nodeOfId(this.layout, id);
    if (node !== NONE && this.#motion === undefined) this.#reveal(node);
    this.#drawMarks();
  }

  /** The node under a place of the canvas, or NONE. */
  nodeAt(x: number, y: number): number {
    const { layout } = this;
    if (layout === undefined) return NONE;
    const top = this.#rowTop(-layout.origin);
    const row = this.#orientation === 'icicle' ? Math.floor((y - top) / ROW) : Math.floor((top + ROW - y - 1) / ROW);
    return nodeAt(layout, row, this.#valueAt(x), (GRACE * (this.#seen.right - this.#seen.left)) / this.width);
  }

  /** Where a node is drawn on the canvas. */
  boxOf(node: number): { readonly x: number; readonly y: number; readonly width: number } {
    const { start, width, depth } = this.layout?.report.nodes ?? { start: [0], width: [0], depth: [0] };
    const scale = this.width / (this.#seen.right - this.#seen.left);
    const from = Math.max(0, (start[node] - this.#seen.left) * scale);
    const to = Math.min(this.width, (start[node] + width[node] - this.#seen.left) * scale);
    return { x: from, y: this.#rowTop(depth[node]), width: to - from };
  }

  draw(): void {
    this.#isStale = true;
    if (this.#drawing !== 0) {
      // What is being painted is no longer what is to be seen.
      if (this.#painting === undefined) return;
      cancelAnimationFrame(this.#drawing);
      this.#isBehind = true;
    }
    this.#drawing = requestAnimationFrame((now) => this.#drawNow(now));
  }

  /** Draws what is marked now. A picture that is on its way will have it. */
  #drawMarks(): void {
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame((now) => this.#drawNow(now));
  }

  #drawNow(now: number): void {
    this.#drawing = 0;
    this.#proceed(now);
    const scene = this.#scene();
    if (this.#context === null || scene === undefined) return;
    if (!this.#isStale) {
      this.#restoreBoxes(this.#context);
      paintMarks(this.#context, scene);
      return;
    }
    this.#isStale = false;
    this.onLook?.(this.#look);
    this.#painting = paintFlame(this.#context, scene);
    this.#paint(this.#motion !== undefined || this.#isBehind ? Infinity : PATCH);
    this.#isBehind = false;
    if (this.#motion !== undefined) this.draw();
  }

  #scene(): FlameScene | undefined {
    const drawn = this.#drawn;
    if (this.#theme === undefined || drawn === undefined || !this.#hasSize || this.width === 0) return undefined;
    if (this.#marked !== drawn.layout.report && this.#marksOf !== undefined) {
      this.#marks = this.#marksOf(drawn.layout.report);
      this.#marked = drawn.layout.report;
    }
    const { canvas } = this.#elements;
    return {
      ...drawn,
      marks: this.#marks,
      theme: this.#theme,
      left: this.#seen.left,
      right: this.#seen.right,
      top: this.#rowTop(-drawn.layout.origin),
      rowStep: this.#orientation === 'icicle' ? ROW : -ROW,
      width: canvas.clientWidth,
      height: canvas.clientHeight,
      pointed: this.#pointed,
      focused: this.#focused === NONE ? NONE : nodeOfId(drawn.layout, this.#focused),
      share: (node) => drawn.paint.shares[node] ??= this.shareOf({ report: drawn.layout.report, node }),
    };
  }

  #saveBoxes(): void {
    const { canvas } = this.#elements;
    if (this.#boxes.width !== canvas.width || this.#boxes.height !== canvas.height) {
      this.#boxes.width = canvas.width;
      this.#boxes.height = canvas.height;
    }
    this.#boxes.getContext('2d', { alpha: false })?.drawImage(canvas, 0, 0);
  }

  #restoreBoxes(context: CanvasRenderingContext2D): void {
    context.save();
    context.resetTransform();
    context.drawImage(this.#boxes, 0, 0);
    context.restore();
  }

  /** Paints for so many milliseconds, and the rest, where there is one, in the frames that follow: most of all a first picture takes long. */
  #paint(patch: number): void {
    const began = performance.now();
    while (this.#painting?.next().done === false) {
      if (performance.now() - began < patch) continue;
      this.#drawing = requestAnimationFrame(() => {
        this.#drawing = 0;
        this.#paint(patch);
      });
      return;
    }
    this.#painting = undefined;
    // In motion the next picture is another one.
    if (this.#motion === undefined) this.#saveBoxes();
    const scene = this.#scene();
    if (this.#context !== null && scene !== undefined) paintMarks(this.#context, scene);
  }

  #proceed(now: number): void {
    if (this.#motion === undefined) return;
    const { from, to, began } = this.#motion;
    const done = (now - began) / DURATION;
    this.#seen = between(from, to, done);
    if (done < 1) return;
    this.#motion = undefined;
    const arrived = this.#arrived;
    this.#arrived = undefined;
    if (arrived !== undefined) this.setLayout(arrived);
  }

  #move(from: Stretch, to: Stretch): void {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#seen = still ? to : from;
    this.#motion = still ? undefined : { from, to, began: performance.now() };
    this.draw();
  }

  #see(left: number, right: number): void {
    const { layout } = this;
    this.#seen = { ...this.#seen, left, right };
    this.draw();
    if (layout === undefined) return;
    const whole = rootWidth(layout.report);
    this.onStretch?.(left / whole, right / whole);
  }

  #valueAt(x: number): number {
    return this.#seen.left + (x / this.width) * (this.#seen.right - this.#seen.left);
  }

  /** Where the root's row stands when one sees it first. */
  get #anchor(): number {
    return this.#orientation === 'icicle' ? 0 : this.#elements.canvas.clientHeight - ROW;
  }

  /** @param depth below the window's root, or above it: below 0 */
  #rowTop(depth: number): number {
    const { rows, scroller } = this.#elements;
    const scrolled = this.#seen.shift - scroller.scrollTop;
    const row = depth + this.#origin;
    return this.#orientation === 'icicle' ? row * ROW + scrolled : Math.max(rows.clientHeight, scroller.clientHeight) - (row + 1) * ROW + scrolled;
  }

  /** Makes room for all rows; the root stays where it is when some come before it. */
  #fitRows(): void {
    const { rows, scroller } = this.#elements;
    const layouts = [this.#whole, this.#detail].flatMap((drawn) => (drawn === undefined ? [] : [drawn.layout]));
    const origin = Math.max(0, ...layouts.map((layout) => layout.origin));
    const height = `${ROW * (origin + Math.max(0, ...layouts.map((layout) => layout.rows - layout.origin)))}px`;
    if (this.#orientation === 'icicle' && origin === this.#origin) {
      rows.style.height = height;
      return;
    }
    const before = this.#rowTop(0);
    this.#origin = origin;
    rows.style.height = height;
    scroller.scrollTop += this.#rowTop(0) - before;
  }

  /** The root at its end of the picture, or a pivot in the middle. */
  #toRoot(): void {
    const { scroller } = this.#elements;
    if (this.#origin > 0) scroller.scrollTop += this.#rowTop(0) - this.#seen.shift - (scroller.clientHeight - ROW) / 2;
    else scroller.scrollTop = this.#orientation === 'icicle' ? 0 : scroller.scrollHeight;
  }

  #reveal(node: number): void {
    const { scroller, canvas } = this.#elements;
    const { y, x, width } = this.boxOf(node);
    if (y < 0) scroller.scrollTop += y;
    else if (y + ROW > canvas.clientHeight) scroller.scrollTop += y + ROW - canvas.clientHeight;
    if (width <= 0 && this.layout !== undefined && this.#motion === undefined) {
      const { start } = this.layout.report.nodes;
      const [left, right] = moved(this.#seen.left, this.#seen.right, start[node] - this.#seen.left - (x > 0 ? (this.#seen.right - this.#seen.left) / 2 : 0), rootWidth(this.layout.report));
      this.#see(left, right);
    }
  }
}

function drawnOf(layout: FlameLayout, theme: FlameTheme, color: FlameColor): Drawn {
  return { layout, paint: framePaint(layout.report, theme.dark, color) };
}

function rootWidth({ nodes }: FlameReport): number {
  return nodes.width[0] > 0 ? nodes.width[0] : 1;
}

function isSameRoot(a: FlameReport, b: FlameReport): boolean {
  return a.nodes.id[0] === b.nodes.id[0] && a.nodes.width[0] === b.nodes.width[0] && a.type.type === b.type.type && a.depth === b.depth;
}

/** The node of `layout` that was the root before, where the two are of one graph. */
function sameNode(layout: FlameLayout, before: FlameLayout): number {
  const old = before.report.nodes;
  const node = nodeOfId(layout, old.id[0]);
  const { nodes } = layout.report;
  return node > 0 && nodes.width[node] === old.width[0] && layout.report.type.type === before.report.type.type ? node : NONE;
}
