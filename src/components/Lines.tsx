import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import styles from './Lines.module.css';

interface LinesProps {
  readonly label: string;
  readonly count: number;
  /** The line's content; undefined while it is on its way. */
  readonly line: (at: number) => ReactNode;
  /** Lines that have a rule above them, which begin something. */
  readonly begins?: (at: number) => boolean;
  /** Which lines are in sight, whenever that changes. */
  readonly onSee: (first: number, last: number) => void;
  readonly onMenu?: (at: number, place: { readonly x: number; readonly y: number }) => void;
}

const LINE = 20;
/** No browser draws an element that is much higher; then the bar goes over several lines at a pixel. */
const HIGHEST = 8_000_000;
const PADDING = 8;

/** Text of any length, of which only what is in sight is there: a million lines scroll like a hundred. */
export function Lines({ label, count, line, begins, onSee, onMenu }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(600);
  const [top, setTop] = useState(0);
  /** Where we have put the bar ourselves. */
  const placed = useRef(-1);
  const whole = count * LINE + 2 * PADDING;
  const drawn = Math.min(whole, HIGHEST);
  const isScaled = drawn < whole;
  const furthest = Math.max(0, whole - height);
  const at = Math.min(top, furthest);
  const first = Math.max(0, Math.floor((at - PADDING) / LINE));
  const last = Math.min(count, Math.ceil((at + height) / LINE) + 1);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => onSee(first, last), [first, last, onSee]);

  const moveTo = (to: number) => {
    const element = scroller.current;
    if (element === null) return;
    const next = Math.max(0, Math.min(furthest, to));
    element.scrollTop = furthest === 0 ? 0 : (next / furthest) * (drawn - height);
    placed.current = element.scrollTop;
    setTop(next);
  };
  const move = useRef(moveTo);
  useLayoutEffect(() => {
    move.current = (by: number) => moveTo(at + by);
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isScaled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      move.current(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [isScaled]);

  const onScroll = () => {
    const element = scroller.current;
    if (element === null || Math.abs(element.scrollTop - placed.current) < 1) return;
    placed.current = -1;
    setTop(isScaled ? (element.scrollTop / Math.max(1, drawn - height)) * furthest : element.scrollTop);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(LINE, height - 2 * LINE);
    const to = { ArrowDown: at + LINE, ArrowUp: at - LINE, PageDown: at + page, PageUp: at - page, Home: 0, End: furthest }[event.key];
    if (to === undefined) return;
    moveTo(to);
    event.preventDefault();
  };
  const rowAt = (event: MouseEvent): number | undefined => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
    return row === null ? undefined : Number(row.dataset.line);
  };
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      tabIndex={0}
      className={styles.lines}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        const row = rowAt(event);
        if (row === undefined || onMenu === undefined || getSelection()?.isCollapsed === false) return;
        event.preventDefault();
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <div style={{ height: drawn }} className={styles.whole}>
        <div className={styles.sight} style={{ height: Math.min(height, drawn) }}>
          <div style={{ transform: `translateY(${first * LINE + PADDING - at}px)` }}>
            {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((row) => (
              <div key={row} className={begins?.(row) === true ? `${styles.line} ${styles.begins}` : styles.line} data-line={row}>
                {line(row)}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
