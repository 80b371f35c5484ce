import { useEffect, useId, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent, type Ref } from 'react';
import { flameLayout, nodeOfId, stepFrom, type FlameLayout, type Step } from '#layout/flame.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import { NONE } from '#model/profile.ts';
import type { FlameReport, FlameWindowFrame } from '#reports/flame.ts';
import { FlameFrames, type FlameNode } from './FlameFrames.tsx';
import { FlameTip } from './FlameTip.tsx';
import type { FlameMarks } from './flamePaint.ts';
import { FlamePicture, type FlameLook, type Orientation } from './flamePicture.ts';
import { readFlameTheme } from './flameTheme.ts';
import styles from './FlameGraph.module.css';

/** What a node costs, in words: beside its name in a box, below it, and wherever there is room. */
export interface FlameTexts {
  readonly share: (at: FlameNode) => string;
  readonly cost: (at: FlameNode) => string;
  readonly costs: (at: FlameNode) => string;
}

export type { FlameNode } from './FlameFrames.tsx';

interface FlameGraphProps {
  /** Names the graph that the ids of its nodes are of. */
  readonly graph: string;
  /** The newest answer; of another root while that of `root` is on its way. */
  readonly report: FlameReport;
  /** The id of the node that is to fill the width. */
  readonly root: number;
  /** The id of a node to put the keyboard on; each new object does it once. */
  readonly reveal?: { readonly id: number } | undefined;
  readonly orientation: Orientation;
  readonly dark: boolean;
  /** What colours say. */
  readonly color: FlameColor;
  /** Names of functions. */
  readonly selected: ReadonlySet<string>;
  readonly searching: boolean;
  /** A package, or a binary where colours say that, whose frames alone are drawn in full colour. */
  readonly highlighted: string | undefined;
  readonly texts: FlameTexts;
  readonly onZoom: (id: number) => void;
  readonly onSelect: (fn: string, how: 'replace' | 'toggle') => void;
  /** What the pointer or the keyboard is on; undefined when it leaves. */
  readonly onPoint: (at: FlameNode | undefined) => void;
  readonly onMenu: (at: FlameNode, place: { readonly x: number; readonly y: number }) => void;
  /** Whether a part of the root may fill the width; where it may not, the root does. */
  readonly stretched: boolean;
  /** The shares of the root's width between which one looks now. */
  readonly onRange: (from: number, to: number) => void;
  /** Of each picture what part of the root it shows. */
  readonly onLook?: (look: FlameLook) => void;
  /** How to bring a place to the middle. */
  readonly ref?: Ref<FlameHandle>;
}

export interface FlameHandle {
  /** A value from the left edge of the root, and a row from it. */
  readonly centre: (at: number, depth: number) => void;
}

/** Pixels that a pointer may move in a click. */
const CLICK = 4;
/** How much a pixel of the wheel stretches. */
const STRETCH = 1.009;
/** A notch of a mouse's wheel counts as no more; a pinch comes in small numbers. */
const NOTCH = 40;

/** A box for each frame, as wide as what it costs with all that it calls: a picture for the pointer, and a tree for the keyboard. */
export function FlameGraph(props: FlameGraphProps) {
  const { graph, report, reveal, orientation, selected, texts, onZoom, onSelect, onPoint, onMenu } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => flameLayout(report), [report]);
  const picture = usePicture({ scroller, rows, canvas }, layout, props);
  useImperativeHandle(props.ref, () => ({ centre: (at, depth) => picture.current?.centre(at, depth) }));
  const [focus, setFocus] = useState({ graph, id: 0 });
  const focused = focus.graph === graph ? Math.max(0, nodeOfId(layout, focus.id)) : 0;
  const setFocusedId = (next: number) => setFocus({ graph, id: next });
  const [tip, setTip] = useState<FlameNode & { x: number; y: number }>();
  const press = usePress(picture, setTip);
  const pointer = useRef<{ readonly clientX: number; readonly clientY: number }>(undefined);

  const fnOf = ({ report: of, node }: FlameNode) => of.frames[of.nodes.frame[node]].fn;
  const focusOn = (node: number) => {
    const next = report.nodes.id[node];
    setFocusedId(next);
    picture.current?.setFocused(next);
    onPoint({ report, node });
  };
  useEffect(() => {
    if (reveal === undefined) return;
    setFocusedId(reveal.id);
    picture.current?.setFocused(reveal.id);
    // Only a new wish moves the focus.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  /** The node under the pointer, in the report that is drawn now. */
  const under = (event: { readonly clientX: number; readonly clientY: number }): (FlameNode & { x: number; y: number }) | undefined => {
    const box = canvas.current?.getBoundingClientRect();
    const drawn = picture.current?.layout?.report;
    if (box === undefined || drawn === undefined) return undefined;
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const node = picture.current?.nodeAt(x, y) ?? NONE;
    return node === NONE ? undefined : { report: drawn, node, x, y };
  };

  const onPointerMove = (event: PointerEvent) => {
    pointer.current = event.pointerType === 'touch' ? undefined : { clientX: event.clientX, clientY: event.clientY };
    if (press.drag(event)) return;
    const at = pointAgain();
    setTip(at !== undefined && picture.current?.isCut(at.node) === true ? at : undefined);
  };
  /** Points at what is under the pointer now: it may have moved there by itself. */
  const pointAgain = () => {
    const at = pointer.current && under(pointer.current);
    picture.current?.setPointed(at?.node ?? NONE);
    onPoint(at);
    return at;
  };
  const leave = () => {
    pointer.current = undefined;
    picture.current?.setPointed(NONE);
    onPoint(undefined);
    setTip(undefined);
  };
  const onClick = (event: MouseEvent) => {
    const at = under(event);
    tree.current?.focus({ preventScroll: true });
    // The second click of a double one is not another wish: it would land on what the first brought there.
    if (at === undefined || press.wasDrag() || event.detail > 1) return;
    const adds = event.ctrlKey || event.metaKey || event.shiftKey;
    setFocusedId(at.report.nodes.id[at.node]);
    onSelect(fnOf(at), adds ? 'toggle' : 'replace');
    if (!adds) onZoom(at.report.nodes.id[at.node]);
    setTip(undefined);
  };
  const openMenu = (at: FlameNode, place: { x: number; y: number }) => {
    setTip(undefined);
    setFocusedId(at.report.nodes.id[at.node]);
    // Nothing can be done with the root of all.
    if (fnOf(at) !== '' || at.report.nodes.id[at.node] !== 0) onMenu(at, place);
  };
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const at = under(event);
    if (at !== undefined) openMenu(at, { x: event.clientX, y: event.clientY });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = stepOf(event.key, orientation);
    const node = step === undefined ? NONE : stepFrom(layout, focused, step);
    if (step !== undefined && node !== NONE) focusOn(node);
    else if (event.key === 'Enter') onZoom(report.nodes.id[focused]);
    else if (event.key === ' ') onSelect(fnOf({ report, node: focused }), event.shiftKey ? 'toggle' : 'replace');
    else if (event.key === '+' || event.key === '=') stretchAtFocus(0.5);
    else if (event.key === '-') stretchAtFocus(2);
    else if (event.key === '0') picture.current?.unstretch();
    else if (event.key === 'ContextMenu' || event.key === 'x' || (event.key === 'F10' && event.shiftKey)) menuAtFocus();
    else if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stretchAtFocus = (factor: number) => {
    const box = picture.current?.boxOf(focused);
    if (box !== undefined) picture.current?.stretch(box.x + box.width / 2, factor);
  };
  const menuAtFocus = () => {
    const box = picture.current?.boxOf(focused);
    const at = canvas.current?.getBoundingClientRect();
    if (box !== undefined && at !== undefined) openMenu({ report, node: focused }, { x: at.left + box.x + 12, y: at.top + box.y + 18 });
  };

  return (
    <div className={styles.flame}>
      <div
        ref={scroller}
        className={styles.scroller}
        tabIndex={-1}
        onScroll={() => {
          picture.current?.draw();
          if (pointer.current !== undefined) pointAgain();
          setTip(undefined);
        }}
        onWheel={() => setTip(undefined)}
      >
        <div ref={rows} className={styles.rows}>
        <canvas
          ref={canvas}
          role="img"
          aria-label="Flame graph"
          tabIndex={-1}
          className={styles.canvas}
          onFocus={() => tree.current?.focus({ preventScroll: true })}
          onPointerDown={press.start}
          onPointerMove={onPointerMove}
          onPointerUp={press.end}
          onPointerCancel={press.end}
          onPointerLeave={leave}
          onClick={onClick}
          onContextMenu={onContextMenu}
        />
        </div>
      </div>
      <FlameFrames
        id={`${id}frame`}
        treeRef={tree}
        layout={layout}
        focused={report.nodes.id[focused]}
        textOf={texts.costs}
        isSelected={(at) => selected.has(fnOf(at))}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (tree.current?.matches(':focus-visible') === true) focusOn(focused);
        }}
        onBlur={() => picture.current?.setFocused(NONE)}
      />
      {tip !== undefined && <FlameTip name={tip.report.frames[tip.report.nodes.frame[tip.node]].name} text={texts.cost(tip)} x={tip.x} y={tip.y} />}
    </div>
  );
}

function stepOf(key: string, orientation: Orientation): Step | undefined {
  const down = orientation === 'icicle';
  const steps: Readonly<Record<string, Step>> = {
    ArrowUp: down ? 'caller' : 'callee',
    ArrowDown: down ? 'callee' : 'caller',
    ArrowLeft: 'before',
    ArrowRight: 'after',
    Home: 'firstSibling',
    End: 'lastSibling',
  };
  return steps[key];
}

interface Elements {
  readonly scroller: React.RefObject<HTMLDivElement | null>;
  readonly rows: React.RefObject<HTMLDivElement | null>;
  readonly canvas: React.RefObject<HTMLCanvasElement | null>;
}

/** The picture on the canvas, kept in step with the props. Its size comes from the observer, once the page is laid out: asking sooner is a long wait. */
function usePicture({ scroller, rows, canvas }: Elements, layout: FlameLayout, props: FlameGraphProps) {
  const { root, orientation, dark, color, selected, searching, highlighted, texts, stretched, onRange, onLook } = props;
  const picture = useRef<FlamePicture>(undefined);
  useEffect(() => {
    if (scroller.current === null || rows.current === null || canvas.current === null) return;
    const made = new FlamePicture({ scroller: scroller.current, rows: rows.current, canvas: canvas.current });
    picture.current = made;
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(scroller.current);
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        made.stretch(event.offsetX, STRETCH ** Math.max(-NOTCH, Math.min(NOTCH, event.deltaY * (event.deltaMode === 1 ? 20 : 1))));
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        made.pan(-event.deltaX, 0);
      }
    };
    const surface = canvas.current;
    surface.addEventListener('wheel', onWheel, { passive: false });
    // One finger scrolls, which is the browser's; two are a pinch, which is not.
    const onTouch = (event: TouchEvent) => {
      if (event.touches.length > 1) event.preventDefault();
    };
    surface.addEventListener('touchstart', onTouch, { passive: false });
    surface.addEventListener('touchmove', onTouch, { passive: false });
    return () => {
      surface.removeEventListener('wheel', onWheel);
      surface.removeEventListener('touchstart', onTouch);
      surface.removeEventListener('touchmove', onTouch);
      sizes.disconnect();
      made.dispose();
    };
  }, [scroller, rows, canvas]);
  useEffect(() => {
    if (canvas.current !== null) picture.current?.setTheme(readFlameTheme(canvas.current, dark), color);
  }, [dark, color, canvas]);
  useEffect(() => {
    picture.current?.setMarks((of) => marksOf(of, { selected, searching, highlighted, color }));
  }, [selected, searching, highlighted, color]);
  useEffect(() => {
    if (picture.current === undefined) return;
    picture.current.shareOf = texts.share;
    picture.current.onStretch = onRange;
    picture.current.onLook = onLook;
  });
  useEffect(() => picture.current?.setOrientation(orientation), [orientation]);
  useEffect(() => picture.current?.setLayout(layout), [layout]);
  useEffect(() => picture.current?.goTo(root), [root]);
  useEffect(() => {
    if (!stretched) picture.current?.unstretch();
  }, [stretched]);
  return picture;
}

function marksOf({ frames }: FlameReport, { selected, searching, highlighted, color }: Pick<FlameGraphProps, 'selected' | 'searching' | 'highlighted' | 'color'>): FlameMarks {
  const groupOf = (frame: FlameWindowFrame) => (color === 'mapping' ? frame.binary : frame.package);
  return {
    selected: Uint8Array.from(frames, ({ fn }) => (selected.has(fn) ? 1 : 0)),
    matches: Uint8Array.from(frames, ({ matches }) => (searching && matches ? 1 : 0)),
    dimmed: Uint8Array.from(frames, (frame) => ((searching && !frame.matches) || (highlighted !== undefined && groupOf(frame) !== highlighted) ? 1 : 0)),
  };
}

/** Presses on the canvas: a drag pans, two fingers stretch, what stays where it began is a click. */
function usePress(picture: React.RefObject<FlamePicture | undefined>, setTip: (tip: undefined) => void) {
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const began = useRef({ x: 0, y: 0 });
  const dragged = useRef(false);
  const start = (event: PointerEvent) => {
    if (event.button !== 0) return;
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.current.size > 1) return;
    began.current = { x: event.clientX, y: event.clientY };
    dragged.current = false;
  };
  /** Whether the move is part of a drag. */
  const drag = (event: PointerEvent): boolean => {
    const last = fingers.current.get(event.pointerId);
    if (last === undefined) return false;
    const far = Math.hypot(event.clientX - began.current.x, event.clientY - began.current.y) > CLICK;
    if (!dragged.current && !far && fingers.current.size === 1) return true;
    if (!dragged.current) {
      dragged.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      setTip(undefined);
    }
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers.current].find(([finger]) => finger !== event.pointerId)?.[1];
    const left = event.currentTarget.getBoundingClientRect().left;
    if (other === undefined) picture.current?.pan(now.x - last.x, event.pointerType === 'touch' ? 0 : now.y - last.y);
    else picture.current?.stretch((now.x + other.x) / 2 - left, distance(last, other) / distance(now, other));
    fingers.current.set(event.pointerId, now);
    return true;
  };
  const end = (event: PointerEvent) => void fingers.current.delete(event.pointerId);
  return { start, drag, end, wasDrag: () => dragged.current };
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
}
