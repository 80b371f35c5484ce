import { useEffect, useId, useLayoutEffect, useRef, useState, type AriaAttributes, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
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
  readonly onMenu?: (at: number, place: Place) => void;
  /** Where lines are rows that one goes through with the keyboard. */
  readonly rows?: LineRows | undefined;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface LineRows {
  /** The row that the keyboard is on. */
  readonly cursor: number;
  readonly onCursor: (row: number) => void;
  /** Whether the key does something to the row that the keyboard is on. */
  readonly onKey: (key: string) => boolean;
  /** What the row is in a treegrid. */
  readonly aria: (row: number) => Pick<AriaAttributes, 'aria-level' | 'aria-expanded' | 'aria-selected'>;
  /** A row to bring into sight; each new object does it once. */
  readonly reveal?: { readonly row: number; readonly align: 'start' | 'center' | 'nearest' } | undefined;
}

const LINE = 20;
/** No browser draws an element that is much higher; then the bar goes over several lines at a pixel. */
const HIGHEST = 8_000_000;
const PADDING = 8;

/** Text of any length, of which only what is in sight is there: a million lines scroll like a hundred. */
export function Lines({ label, count, line, begins, onSee, onMenu, rows }: LinesProps) {
  const id = useId();
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
  const active = rows === undefined ? -1 : Math.max(0, Math.min(count - 1, rows.cursor));

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
  const bringIntoSight = (row: number, align: 'start' | 'center' | 'nearest') => {
    const [above, below] = [row * LINE, row * LINE + 2 * PADDING + LINE - height];
    if (align === 'start') moveTo(above);
    else if (align === 'center') moveTo((above + below) / 2);
    else if (at > above) moveTo(above);
    else if (at < below) moveTo(below);
  };
  const moveBy = (by: number) => moveTo(at + by);
  const move = useRef({ by: moveBy, toRow: bringIntoSight });
  useLayoutEffect(() => {
    move.current = { by: moveBy, toRow: bringIntoSight };
  });
  const reveal = rows?.reveal;
  useEffect(() => {
    if (reveal !== undefined) move.current.toRow(reveal.row, reveal.align);
  }, [reveal]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isScaled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      move.current.by(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY);
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
    if (!(rows === undefined ? scrollBy(event.key) : goBy(event, rows))) return;
    event.preventDefault();
  };
  const scrollBy = (key: string): boolean => {
    const page = Math.max(LINE, height - 2 * LINE);
    const to = { ArrowDown: at + LINE, ArrowUp: at - LINE, PageDown: at + page, PageUp: at - page, Home: 0, End: furthest }[key];
    if (to !== undefined) moveTo(to);
    return to !== undefined;
  };
  const goBy = ({ key, shiftKey }: KeyboardEvent, { onCursor, onKey }: LineRows): boolean => {
    const page = Math.max(1, Math.floor(height / LINE) - 2);
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: count - 1 }[key];
    if (to !== undefined) {
      const row = Math.max(0, Math.min(count - 1, to));
      onCursor(row);
      bringIntoSight(row, 'nearest');
      return true;
    }
    if (key !== 'ContextMenu' && key !== 'x' && !(key === 'F10' && shiftKey)) return onKey(key);
    const box = document.getElementById(`${id}-${active}`)?.getBoundingClientRect();
    if (box !== undefined) onMenu?.(active, { x: Math.max(0, box.left) + 24, y: box.bottom });
    return true;
  };
  const rowAt = (event: MouseEvent): number | undefined => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
    return row === null ? undefined : Number(row.dataset.line);
  };
  const isIn = active >= first && active < last;
  return (
    <div
      ref={scroller}
      role={rows === undefined ? 'region' : 'treegrid'}
      aria-label={label}
      aria-rowcount={rows === undefined ? undefined : count}
      aria-activedescendant={rows !== undefined && isIn ? `${id}-${active}` : undefined}
      tabIndex={0}
      className={styles.lines}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const row = rowAt(event);
        if (row !== undefined) rows?.onCursor(row);
      }}
      onContextMenu={(event) => {
        const row = rowAt(event);
        if (row === undefined || onMenu === undefined || getSelection()?.isCollapsed === false) return;
        event.preventDefault();
        rows?.onCursor(row);
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <div style={{ height: drawn }} className={styles.whole}>
        <div className={styles.sight} style={{ height: Math.min(height, drawn) }}>
          <div style={{ transform: `translateY(${first * LINE + PADDING - at}px)` }}>
            {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((row) => (
              <div
                key={row}
                className={begins?.(row) === true ? `${styles.line} ${styles.begins}` : styles.line}
                data-line={row}
                {...(rows !== undefined && { id: `${id}-${row}`, role: 'row', 'aria-rowindex': row + 1, 'data-active': row === active || undefined, ...rows.aria(row) })}
              >
                {line(row)}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
