import { select } from 'd3-selection';
import { zoom, zoomIdentity, ZoomTransform } from 'd3-zoom';
import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { Box } from '#layout/callgraph.ts';
import { DURATION, easedOut } from '#layout/motion.ts';

interface Drawing {
  readonly width: number;
  readonly height: number;
}

/** Kept free around a picture that fits. */
const MARGIN = 24;
const MOST = 4;
/** A notch of a mouse's wheel counts as no more; a pinch comes in small numbers. */
const NOTCH = 40;
/** Pixels of a font that is easy to read. */
const READABLE = 13;
/** A picture smaller than the window is not made larger than this at first. */
const FIT_MOST = 1.25;

/** A smaller font cannot be read (pixels). */
const LEAST_FONT = 5.5;
/** Font sizes between two that are told apart. */
const FONT_STEP = 4;

export interface GraphZoom {
  readonly by: (factor: number) => void;
  readonly fit: () => void;
  /** To the middle, at a size that can be read. */
  readonly centre: (box: Box, fontSize: number) => void;
  /** Into sight, as little as needed. */
  readonly show: (box: Box) => void;
  /** Whether the last press moved the picture. */
  readonly wasDrag: () => boolean;
  /** The least font size of the drawing that can be read as it is shown now, in steps. */
  readonly leastFont: number;
}

/**
 * Drag pans, the wheel scrolls, Ctrl-wheel and pinch zoom; a new drawing is fitted into the window.
 * @param subject what is drawn: another drawing of the same is not fitted if one has moved
 */
export function useGraphZoom(surface: RefObject<SVGSVGElement | null>, content: RefObject<SVGGElement | null>, drawing: Drawing, subject: unknown): GraphZoom {
  const mover = useRef<Mover>(undefined);
  const [leastFont, setLeastFont] = useState(0);
  useLayoutEffect(() => {
    const around = surface.current?.parentElement;
    if (!around || surface.current === null || content.current === null) return;
    const made = createMover(around, surface.current, content.current, (scale) => setLeastFont(scale >= 1 ? 0 : Math.floor(LEAST_FONT / scale / FONT_STEP) * FONT_STEP));
    mover.current = made;
    return made.dispose;
  }, [surface, content]);
  const drawn = useRef<unknown>(undefined);
  useLayoutEffect(() => {
    mover.current?.setDrawing(drawing, drawn.current === subject);
    drawn.current = subject;
  }, [drawing, subject]);
  return useMemo(
    () => ({
      by: (factor) => mover.current?.by(factor),
      fit: () => mover.current?.fit(),
      centre: (box, fontSize) => mover.current?.centre(box, fontSize),
      show: (box) => mover.current?.show(box),
      wasDrag: () => mover.current?.wasDrag() ?? false,
      leastFont,
    }),
    [leastFont],
  );
}

interface Mover extends Omit<GraphZoom, 'leastFont'> {
  readonly setDrawing: (drawing: Drawing, isSame: boolean) => void;
  readonly dispose: () => void;
}

function createMover(around: HTMLElement, surface: SVGSVGElement, content: SVGGElement, onScale: (scale: number) => void): Mover {
  let drawing: Drawing = { width: 1, height: 1 };
  let now = zoomIdentity;
  let dragged = false;
  let began = { x: 0, y: 0 };
  let motion = 0;
  /** The window changed its size and nobody has moved the picture since it was fitted. */
  let isFitted = true;
  /** Of what is around the surface, which fills it, in pixels; told by the observer, as asking makes the browser lay out all text of the picture. */
  let size = { width: 0, height: 0 };
  // Text is laid out anew at each scale: the picture is there once its scale is known.
  surface.style.display = 'none';

  const behaviour = zoom<SVGSVGElement, unknown>()
    .extent(() => [
      [0, 0],
      [size.width, size.height],
    ])
    .filter((event: Event) => event.type !== 'dblclick' && !(event instanceof WheelEvent && !isZoom(event)) && !(event instanceof MouseEvent && event.type === 'mousedown' && (event.button !== 0 || event.ctrlKey)))
    .wheelDelta(({ deltaY, deltaMode }) => -Math.max(-NOTCH, Math.min(NOTCH, deltaY * (deltaMode === 1 ? 20 : 1))) * 0.01)
    .on('start', ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
      if (sourceEvent === null) return;
      cancelAnimationFrame(motion);
      dragged = false;
      began = { x: transform.x, y: transform.y };
    })
    .on('zoom', ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: unknown }) => {
      if (sourceEvent !== null) {
        isFitted = false;
        if (Math.hypot(transform.x - began.x, transform.y - began.y) > 3) dragged = true;
      }
      if (transform.k !== now.k) {
        content.style.setProperty('--hair', `${1 / transform.k}px`);
        onScale(transform.k);
      }
      now = transform;
      content.setAttribute('transform', String(transform));
    });
  const selection = select(surface).call(behaviour);

  const go = (to: ZoomTransform) => {
    cancelAnimationFrame(motion);
    const from = now;
    const start = performance.now();
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const step = (time: number) => {
      const part = isStill ? 1 : easedOut((time - start) / DURATION);
      const mix = (a: number, b: number) => a + (b - a) * part;
      behaviour.transform(selection, part >= 1 ? to : new ZoomTransform(mix(from.k, to.k), mix(from.x, to.x), mix(from.y, to.y)));
      if (part < 1) motion = requestAnimationFrame(step);
    };
    step(start);
  };
  const fitted = (): ZoomTransform => {
    const { width, height } = size;
    const k = Math.min(FIT_MOST, (width - 2 * MARGIN) / drawing.width, (height - 2 * MARGIN) / drawing.height);
    return new ZoomTransform(Math.max(k, 0.01), (width - drawing.width * k) / 2, Math.max(MARGIN, (height - drawing.height * k) / 2));
  };
  const fitNow = () => {
    const to = fitted();
    behaviour.scaleExtent([Math.min(0.1, to.k), MOST]);
    behaviour.transform(selection, to);
  };
  const fit = () => {
    isFitted = true;
    go(fitted());
  };
  const onWheel = (event: WheelEvent) => {
    if (isZoom(event)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 20 : 1;
    const [x, y] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    isFitted = false;
    behaviour.translateBy(selection, (-x * unit) / now.k, (-y * unit) / now.k);
  };
  surface.addEventListener('wheel', onWheel, { passive: false });
  const sizes = new ResizeObserver(() => {
    size = { width: around.clientWidth, height: around.clientHeight };
    // What is said at another scale is said in the same frame.
    if (isFitted) flushSync(fitNow);
    surface.style.display = '';
  });
  sizes.observe(around);

  return {
    fit,
    by: (factor) => {
      isFitted = false;
      const [x, y] = [size.width / 2, size.height / 2];
      const k = Math.max(behaviour.scaleExtent()[0], Math.min(MOST, now.k * factor));
      go(new ZoomTransform(k, x - ((x - now.x) / now.k) * k, y - ((y - now.y) / now.k) * k));
    },
    centre: (box, fontSize) => {
      isFitted = false;
      const k = Math.min(MOST, Math.max(now.k, READABLE / fontSize));
      go(new ZoomTransform(k, size.width / 2 - (box.left + box.width / 2) * k, size.height / 2 - (box.top + box.height / 2) * k));
    },
    show: (box) => {
      const [left, top] = now.apply([box.left, box.top]);
      const [right, bottom] = now.apply([box.left + box.width, box.top + box.height]);
      const by = (from: number, to: number, room: number) => (from < MARGIN ? MARGIN - from : to > room - MARGIN ? room - MARGIN - to : 0);
      const [x, y] = [by(left, right, size.width), by(top, bottom, size.height)];
      if (x !== 0 || y !== 0) go(new ZoomTransform(now.k, now.x + x, now.y + y));
    },
    wasDrag: () => dragged,
    setDrawing: (next, isSame) => {
      drawing = next;
      isFitted ||= !isSame;
      if (size.width > 0 && isFitted) fitNow();
    },
    dispose: () => {
      cancelAnimationFrame(motion);
      sizes.disconnect();
      surface.removeEventListener('wheel', onWheel);
      selection.on('.zoom', null);
    },
  };
}

function isZoom(event: WheelEvent): boolean {
  return event.ctrlKey || event.metaKey;
}
