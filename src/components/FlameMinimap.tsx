import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, type PointerEvent, type Ref } from 'react';
import { mappedRows, type FlamePlace } from '#layout/minimap.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import type { FlameReport } from '#reports/flame.ts';
import { framePaint, type FramePaint } from './flamePaint.ts';
import type { FlameLook, Orientation } from './flamePicture.ts';
import { useWidth } from './useWidth.ts';
import styles from './FlameMinimap.module.css';

export interface MinimapHandle {
  /** Marks what one sees now. */
  readonly look: (look: FlameLook) => void;
}

interface FlameMinimapProps {
  readonly ref: Ref<MinimapHandle>;
  /** The whole graph. */
  readonly whole: FlameReport;
  /** Where in it the picture's root is. */
  readonly root: FlamePlace;
  readonly color: FlameColor;
  readonly dark: boolean;
  readonly orientation: Orientation;
  /** A place that one wants in the middle of the picture, in values and rows of the whole. */
  readonly onGo: (at: number, depth: number) => void;
}

/** Pixels; as the style sheet has it. */
const HEIGHT = 40;
/** A row of a graph with few of them is no higher. */
const MOST_ROW = 4;
/** What one sees is marked at least this wide and high. */
const LEAST_MARK = 4;
/** So is a box. */
const LEAST_BOX = 1;
/** Boxes painted in one task. */
const BOXES = 2000;

interface Mapped {
  readonly fill: FramePaint['fill'];
  /** The depth of the first row, and how many rows there are. */
  readonly highest: number;
  readonly rows: number;
  readonly rowHeight: number;
  readonly topOf: (depth: number) => number;
  /** Pixels for a value. */
  readonly scale: number;
}

/** Paints all boxes, and stops now and then so that it is no long task. */
function* paintMap(context: CanvasRenderingContext2D, { nodes }: FlameReport, { fill, highest, rows, rowHeight, topOf, scale }: Mapped): Generator<void, void> {
  // Where each row is painted up to: of several boxes in one pixel the first is enough.
  const covered = new Float64Array(rows).fill(-Infinity);
  let boxes = 0;
  for (let node = 0; node < nodes.count; node++) {
    const row = nodes.depth[node] - highest;
    const [left, width] = [nodes.start[node] * scale, nodes.width[node] * scale];
    if (row < 0 || row >= rows || left + width <= covered[row]) continue;
    const painted = Math.max(LEAST_BOX, width - 0.25);
    covered[row] = left + painted;
    context.fillStyle = fill(nodes.frame[node], node);
    context.fillRect(left, topOf(row + highest), painted, rowHeight);
    if (++boxes % BOXES === 0) yield;
  }
}

/** The whole graph, small, and which part of it the picture shows. For the pointer: keys reach all of it in the picture. */
export function FlameMinimap({ ref, whole, root, color, dark, orientation, onGo }: FlameMinimapProps) {
  const around = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const mark = useRef<HTMLDivElement>(null);
  const width = useWidth(around);
  const last = useRef<FlameLook>(undefined);
  const total = whole.nodes.width[0] || 1;
  const { highest, deepest } = useMemo(() => mappedRows(whole), [whole]);
  const rows = deepest - highest + 1;
  const rowHeight = Math.min(MOST_ROW, HEIGHT / rows);
  const topOf = (depth: number) => (orientation === 'icicle' ? (depth - highest) * rowHeight : HEIGHT - (depth - highest + 1) * rowHeight);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(HEIGHT * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const painting = paintMap(context, whole, { fill: framePaint(whole, dark, color).fill, highest, rows, rowHeight, topOf, scale: width / total });
    // In tasks of their own: the picture comes first.
    let task = setTimeout(function paint() {
      if (painting.next().done === false) task = setTimeout(paint);
    });
    return () => clearTimeout(task);
    // `topOf` follows from the whole and the orientation.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [whole, width, dark, color, orientation]);

  const show = (look: FlameLook) => {
    last.current = look;
    if (mark.current === null || width === 0) return;
    const scale = width / total;
    const left = (root.start + look.left * root.width) * scale;
    const right = (root.start + look.right * root.width) * scale;
    const [a, b] = [topOf(root.depth + look.from), topOf(root.depth + look.to)];
    const top = Math.max(0, Math.min(HEIGHT - LEAST_MARK, Math.min(a, b)));
    const bottom = Math.min(HEIGHT, Math.max(a, b) + (orientation === 'icicle' ? 0 : rowHeight));
    const isAll = right - left >= width - 1 && bottom - top >= Math.min(HEIGHT, rows * rowHeight) - 1;
    mark.current.hidden = isAll;
    mark.current.style.transform = `translate(${left}px, ${top}px)`;
    mark.current.style.width = `${Math.max(LEAST_MARK, right - left)}px`;
    mark.current.style.height = `${Math.max(LEAST_MARK, bottom - top)}px`;
  };
  useImperativeHandle(ref, () => ({ look: show }));
  useLayoutEffect(() => {
    if (last.current !== undefined) show(last.current);
  });

  const go = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - box.top;
    const row = orientation === 'icicle' ? y / rowHeight : (HEIGHT - y) / rowHeight;
    onGo(((event.clientX - box.left) / box.width) * total, row + highest);
  };
  return (
    <div
      ref={around}
      role="img"
      aria-label="Minimap"
      className={styles.minimap}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) go(event);
      }}
    >
      <canvas ref={canvas} className={styles.canvas} />
      <div ref={mark} hidden className={styles.mark} />
    </div>
  );
}
