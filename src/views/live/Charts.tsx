import { useCallback, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { ContextMenu } from '#components/ContextMenu.tsx';
import { TimeChart, type ChartMark } from '#components/TimeChart.tsx';
import { clock } from '#model/clock.ts';
import { timeAt, type History } from '#model/history.ts';
import { showCapture, useCaptures } from '#state/live/captures.ts';
import { captureNow, SOURCE_IDS, sourceOf, useMonitor } from '#state/live/monitor.ts';
import { chartsOf } from '#state/live/readings.ts';
import { tickText, valueText } from '#state/live/rules.ts';
import styles from './MonitorPanel.module.css';

/** Stretches of time to look at, in minutes. */
const SPANS = [1, 5, 30, 120, 360] as const;
/** Less is not looked at, in milliseconds. */
const LEAST_SPAN = 5000;

/** While there is less, so much is looked at, in milliseconds. */
const FIRST_SPAN = 30_000;

/** What is looked at: what is now and so long before, or a time that one went to. */
type Look = { readonly kind: 'now'; readonly span: number } | { readonly kind: 'then'; readonly from: number; readonly to: number };

/** A moment that was pressed, at a point of the window. */
interface Picked {
  readonly time: number;
  readonly at: { readonly x: number; readonly y: number };
}

/** All that was measured, each in a chart, over one stretch of time. */
export function Charts({ captures }: { readonly captures: readonly { readonly name: string; readonly title: string }[] }) {
  const histories = useMonitor((monitor) => monitor.histories);
  const rows = useMonitor((monitor) => monitor.rows);
  const interval = useMonitor((monitor) => monitor.interval);
  const [look, setLook] = useState<Look>({ kind: 'now', span: 5 * 60_000 });
  const [cursor, setCursor] = useState<number>();
  const [isTable, setTable] = useState(false);
  const [picked, setPicked] = useState<Picked>();
  const marks = useMarks();
  const closeMenu = useCallback(() => setPicked(undefined), []);
  if (rows === 0) return <p className={styles.fact}>Nothing measured yet.</p>;
  const { first, last: now } = extentOf(SOURCE_IDS.map((id) => histories[id]));
  // What was just begun fills the width.
  const span = look.kind === 'now' ? Math.min(look.span, Math.max(FIRST_SPAN, now - first)) : look.to - look.from;
  const to = look.kind === 'now' ? now : look.to;
  const charts = chartsOf(SOURCE_IDS.flatMap((id) => [...histories[id].columns.keys()]));

  const goTo = (from: number, to: number) => {
    if (to - from < LEAST_SPAN) return;
    // Whoever zooms or pans up to what is now stays with it.
    setLook(to >= now ? { kind: 'now', span: Math.min(to - from, 360 * 60_000) } : { kind: 'then', from, to });
  };
  return (
    <>
      <div className={styles.bar} role="group" aria-label="Stretch of time">
        {SPANS.map((minutes) => (
          <Button key={minutes} aria-pressed={look.kind === 'now' && Math.round(look.span / 60_000) === minutes} onClick={() => setLook({ kind: 'now', span: minutes * 60_000 })}>
            {minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}
          </Button>
        ))}
        {look.kind === 'then' && (
          <Button kind="plain" onClick={() => setLook({ kind: 'now', span })}>
            Back to now
          </Button>
        )}
        <span className={styles.gap} />
        <label className={styles.choice}>
          <input type="checkbox" checked={isTable} onChange={(event) => setTable(event.target.checked)} />
          Tables
        </label>
      </div>
      <div className={styles.charts}>
        {charts.map((chart) => (
          <TimeChart
            key={chart.id}
            title={chart.title}
            help={chart.help}
            unit={chart.unit}
            lines={chart.lines}
            history={histories[sourceOf(chart.lines[0].column)]}
            rows={rows}
            from={to - span}
            to={to}
            gap={Math.max(5, interval * 3) * 1000}
            marks={marks}
            cursor={cursor}
            isTable={isTable}
            format={valueText}
            formatTick={tickText}
            onCursor={setCursor}
            onLook={goTo}
            onNow={() => setLook({ kind: 'now', span })}
            onPick={(time, at) => setPicked({ time, at })}
            onMark={openMark}
          />
        ))}
      </div>
      {picked !== undefined && (
        <ContextMenu
          label={`${clock(picked.time)}: capture now`}
          at={picked.at}
          items={[captures.map(({ name, title }) => ({ title: `Capture now: ${title}`, onPick: () => captureNow(name, 'from the monitor') }))]}
          onClose={closeMenu}
        />
      )}
    </>
  );
}

/** The first and the last time that any of them has. */
function extentOf(histories: readonly History[]): { readonly first: number; readonly last: number } {
  const known = histories.filter(({ count }) => count > 0);
  return { first: Math.min(...known.map((history) => timeAt(history, 0))), last: Math.max(...known.map((history) => timeAt(history, history.count - 1))) };
}

/** The captures of the program that is watched. */
function useMarks(): readonly ChartMark[] {
  const service = useMonitor((monitor) => monitor.service);
  const captures = useCaptures((state) => state.captures);
  return captures.filter(({ plan, state }) => plan.service === service && (state === 'done' || state === 'running')).map(({ id, plan, time }) => ({ id, time, title: `${plan.kind} ${clock(time)}` }));
}

function openMark(id: number): void {
  const known = useCaptures.getState().captures.find((capture) => capture.id === id);
  if (known?.state === 'done') showCapture(known);
}
