import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { linePath, rangeOf, stretches, timeTicks, valueTicks, type ChartFrame, type ChartUnit } from '#layout/timeChart.ts';
import { clock } from '#model/clock.ts';
import { rowFrom, timeAt, valueAt, type History } from '#model/history.ts';
import { visibleText } from '#model/visibleText.ts';
import { useWidth } from './useWidth.ts';
import styles from './TimeChart.module.css';

export interface ChartMark {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly title: string;
}

export interface TimeChartProps {
  readonly title: string;
  readonly help: string;
  readonly unit: ChartUnit;
  readonly lines: readonly { readonly column: string; readonly title: string }[];
  /** Written to; `rows` tells that it has more. */
  readonly history: History;
  readonly rows: number;
  /** What is looked at; milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds after which nobody measured. */
  readonly gap: number;
  readonly marks: readonly ChartMark[];
  /** The moment that is pointed at, in all charts alike. */
  readonly cursor: number | undefined;
  /** Whether the table that says the same is seen by all, and not only by who cannot see the chart. */
  readonly isTable: boolean;
  readonly format: (value: number, unit: ChartUnit) => string;
  /** The same in the little room beside a line across. */
  readonly formatTick: (value: number, unit: ChartUnit) => string;
  readonly onCursor: (time: number | undefined) => void;
  /** Looks at another stretch of time. */
  readonly onLook: (from: number, to: number) => void;
  /** Goes on with what is now. */
  readonly onNow: () => void;
  /** A moment was pressed, at a point of the window. */
  readonly onPick: (time: number, at: { readonly x: number; readonly y: number }) => void;
  readonly onMark: (id: number) => void;
}

/** Pixels; as the style sheet has it. */
const HEIGHT = 128;
const BELOW = 18;
const LEFT = 60;
const TOP = 6;
/** A press that moves less is a click. */
const STILL = 4;
const STRETCHES = 8;

/** Numbers over time. Drag pans, Ctrl and the wheel zoom; so do the arrows, plus and minus. */
export function TimeChart(props: TimeChartProps) {
  const { title, help, unit, lines, history, rows, from, to, gap, marks, cursor, isTable, format, formatTick } = props;
  const id = useId();
  const around = useRef<HTMLElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const width = Math.max(1, useWidth(around) - LEFT);
  const columns = lines.map(({ column }) => column);
  const range = rangeOf(history, columns, from, to);
  const { high, ticks } = valueTicks(range?.most ?? 0, unit);
  const frame: ChartFrame = { from, to, low: 0, high, width, height: HEIGHT - BELOW - TOP };
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const y = (value: number) => frame.height - (value / high) * frame.height;
  const upward = timeTicks(from, to, width);
  const shown = cursor !== undefined && cursor >= from && cursor <= to ? cursor : undefined;
  const values = lines.map(({ column }) => valueNear(history, column, shown ?? Infinity));
  const zoom = (factor: number, at = (from + to) / 2) => props.onLook(at - (at - from) * factor, at + (to - at) * factor);
  useWheelZoom(svg, (factor, share) => zoom(factor, from + share * (to - from)));
  const press = usePress(svg, props, width);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = (to - from) / 100;
    const at = shown ?? to;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => (event.shiftKey ? props.onLook(from - step * 10, to - step * 10) : props.onCursor(Math.max(from, at - step))),
      ArrowRight: () => (event.shiftKey ? props.onLook(from + step * 10, to + step * 10) : props.onCursor(Math.min(to, at + step))),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      End: () => props.onNow(),
      '0': () => props.onNow(),
      Enter: () => props.onPick(at, pointOf(svg.current, LEFT + x(at))),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  return (
    <figure ref={around} className={styles.figure} aria-label={visibleText(title)}>
      <figcaption className={styles.caption}>
        <span className={styles.title} title={help}>
          {visibleText(title)}
        </span>
        {lines.map((line, i) => (
          <span key={line.column} className={styles.value}>
            {lines.length > 1 && (
              <svg className={styles.swatch} viewBox="0 0 14 8" aria-hidden="true">
                <path className={styles.line} data-line={i} d="M1 4h12" />
              </svg>
            )}
            {lines.length > 1 && `${visibleText(line.title)} `}
            <b>{format(values[i], unit)}</b>
          </span>
        ))}
      </figcaption>
      <svg
        ref={svg}
        role="application"
        aria-roledescription="chart"
        aria-label={`${visibleText(title)} over time`}
        aria-describedby={id}
        aria-keyshortcuts="ArrowLeft ArrowRight + - End Enter"
        tabIndex={0}
        className={styles.chart}
        onKeyDown={onKeyDown}
        onBlur={() => props.onCursor(undefined)}
        onPointerLeave={() => props.onCursor(undefined)}
        {...press}
      >
        <g transform={`translate(${LEFT} ${TOP})`}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={styles.across} x1={0} x2={width} y1={y(tick)} y2={y(tick)} />
              <text x={-8} y={y(tick)} dy="0.32em" textAnchor="end">
                {formatTick(tick, unit)}
              </text>
            </g>
          ))}
          {upward.map((tick) => (
            <text key={tick} x={Math.min(Math.max(x(tick), 0), width - 2)} y={frame.height + 14} textAnchor={x(tick) > width - 26 ? 'end' : x(tick) < 20 ? 'start' : 'middle'}>
              {clock(tick, to - from)}
            </text>
          ))}
          <Lines lines={lines} history={history} rows={rows} frame={frame} gap={gap} />
          {range === undefined && (
            <text className={styles.nothing} x={width / 2} y={frame.height / 2} textAnchor="middle">
              nothing measured yet
            </text>
          )}
          {marks.map((mark) =>
            mark.time < from || mark.time > to ? null : (
              <g key={mark.id} data-mark={mark.id}>
                <title>{visibleText(mark.title)}</title>
                <line className={styles.mark} x1={x(mark.time)} x2={x(mark.time)} y1={0} y2={frame.height} />
                <path className={styles.flag} d={x(mark.time) > width - 10 ? `M${x(mark.time)} 0h-8l3 4l-3 4h8z` : `M${x(mark.time)} 0h8l-3 4l3 4h-8z`} />
              </g>
            ),
          )}
          {shown !== undefined && (
            <>
              <line className={styles.cursor} x1={x(shown)} x2={x(shown)} y1={0} y2={frame.height} />
              <text className={styles.moment} x={x(shown) + (x(shown) > width / 2 ? -4 : 4)} y={frame.height - 4} textAnchor={x(shown) > width / 2 ? 'end' : 'start'}>
                {clock(shown)}
              </text>
            </>
          )}
        </g>
      </svg>
      <p id={id} className={styles.unseen}>
        {range === undefined ? 'Nothing measured yet.' : `${format(range.least, unit)} to ${format(range.most, unit)} from ${clock(from)} to ${clock(to)}. The table below says more.`}
      </p>
      <div className={isTable ? styles.twin : styles.unseen} {...(isTable && { tabIndex: 0, role: 'region', 'aria-label': `${visibleText(title)}, table` })}>
        <Twin {...props} />
      </div>
    </figure>
  );
}

interface LinesProps extends Pick<TimeChartProps, 'lines' | 'history' | 'rows' | 'gap'> {
  readonly frame: ChartFrame;
}

function Lines({ lines, history, rows, frame, gap }: LinesProps) {
  const { from, to, high, width } = frame;
  const paths = useMemo(
    () => lines.map(({ column }) => linePath(history, column, frame, gap)),
    // The frame follows from these; rows tell that the history has more.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [lines, history, rows, from, to, high, width, gap],
  );
  return paths.map((path, i) => <path key={lines[i].column} className={styles.line} data-line={i} d={path} />);
}

/** What the chart shows, as a table. */
function Twin({ title, lines, unit, history, from, to, marks, format }: TimeChartProps) {
  const table = stretches(history, lines.map(({ column }) => column), from, to, STRETCHES);
  const length = (to - from) / STRETCHES;
  return (
    <table>
      <caption className={styles.unseen}>{visibleText(title)}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          {lines.map(({ column, title }) => (
            <th key={column} scope="col">
              {visibleText(title)}
            </th>
          ))}
          <th scope="col">Captures</th>
        </tr>
      </thead>
      <tbody>
        {table.map(({ from, values }) => (
          <tr key={from}>
            <th scope="row">{clock(from)}</th>
            {values.map(({ least, most }, i) => (
              <td key={lines[i].column}>{rangeText(format(least, unit), format(most, unit))}</td>
            ))}
            <td>
              {marks
                .filter(({ time }) => time >= from && time < from + length)
                .map((mark) => visibleText(mark.title))
                .join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function rangeText(least: string, most: string): string {
  return least === most ? least : `${least} – ${most}`;
}

/** The value measured last at or before a time. */
function valueNear(history: History, column: string, time: number): number {
  for (let row = Math.min(rowFrom(history, time + 1), history.count) - 1; row >= 0; row--) {
    const value = valueAt(history, column, row);
    // Far back it is no value of then.
    if (!Number.isNaN(value)) return time !== Infinity && time - timeAt(history, row) > 120_000 ? Number.NaN : value;
  }
  return Number.NaN;
}

/** A point of the window in the chart's middle, so many pixels from its left. */
function pointOf(svg: SVGSVGElement | null, left: number): { readonly x: number; readonly y: number } {
  const box = svg?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + left, y: (box?.top ?? 0) + HEIGHT / 2 };
}

/** React listens to the wheel without a way to keep the page from scrolling. */
function useWheelZoom(svg: RefObject<SVGSVGElement | null>, onZoom: (factor: number, share: number) => void): void {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = svg.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey || element === null) return;
      event.preventDefault();
      const { left, width } = element.getBoundingClientRect();
      latest.current(2 ** (event.deltaY / 200), Math.min(1, Math.max(0, (event.clientX - left - LEFT) / (width - LEFT))));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [svg]);
}

/** Hover points, drag pans, a click picks the moment, or opens the capture that is marked there. */
function usePress(svg: RefObject<SVGSVGElement | null>, { from, to, marks, onCursor, onLook, onPick, onMark }: TimeChartProps, width: number) {
  const start = useRef<{ readonly x: number; readonly from: number; readonly to: number; moved: boolean }>(undefined);
  const timeOf = (event: PointerEvent) => from + ((event.clientX - (svg.current?.getBoundingClientRect().left ?? 0) - LEFT) / width) * (to - from);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, from, to, moved: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const pressed = start.current;
      if (pressed === undefined) return onCursor(timeOf(event));
      const by = event.clientX - pressed.x;
      pressed.moved ||= Math.abs(by) > STILL;
      const shift = (by / width) * (pressed.to - pressed.from);
      if (pressed.moved) onLook(pressed.from - shift, pressed.to - shift);
    },
    onPointerUp: (event: PointerEvent) => {
      const pressed = start.current;
      start.current = undefined;
      if (pressed === undefined || pressed.moved) return;
      const time = timeOf(event);
      const mark = marks.find((known) => Math.abs(known.time - time) < (8 / width) * (to - from));
      if (mark === undefined) onPick(time, { x: event.clientX, y: event.clientY });
      else onMark(mark.id);
    },
    onPointerCancel: () => {
      start.current = undefined;
    },
  };
}
