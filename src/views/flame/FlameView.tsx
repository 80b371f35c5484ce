import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Button } from '#components/Button.tsx';
import { ChangeLegend } from '#components/ChangeLegend.tsx';
import { FlameCallers } from '#components/FlameCallers.tsx';
import { FlameGraph, type FlameNode } from '#components/FlameGraph.tsx';
import { PackageLegend } from '#components/PackageLegend.tsx';
import { counted, groupedDigits } from '#model/count.ts';
import type { FlameReport } from '#reports/flame.ts';
import { useReport } from '#state/answers.ts';
import { point } from '#state/pointed.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { useTheme } from '#state/theme.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { changeTexts, flameTexts, heaviestPackages, pointedAt, shortShare } from './flameTexts.ts';
import { useFlameZoom } from './useFlameZoom.ts';
import { useInverted, useOrientation } from './useOrientation.ts';
import styles from './FlameView.module.css';

const PACKAGES = 12;
/** Pixels below which a frame is left out. */
const LEAST = 0.5;

/** Where it went: stacks, merged from the root, as wide as they cost. */
export function FlameView() {
  const [inverted, invert] = useInverted();
  const zoom = useFlameZoom(inverted);
  const width = useWindowWidth();
  const find = useSession((session) => session.find);
  const { from, to } = zoom.asked;
  const { answer, pending, failure } = useReport('flame', { window: { root: zoom.root, minShare: (LEAST / width) * zoom.seen, find, from, to, inverted } });
  return (
    <ViewFrame report="flame" pending={pending} failure={failure}>
      {answer !== undefined && <Flame report={answer.flame} signed={answer.summary.signed} zoom={zoom} find={find} onInvert={invert} />}
    </ViewFrame>
  );
}

interface FlameProps {
  readonly report: FlameReport;
  readonly signed: boolean;
  readonly zoom: ReturnType<typeof useFlameZoom>;
  readonly find: string;
  readonly onInvert: () => void;
}

function Flame({ report, signed, zoom, find, onInvert }: FlameProps) {
  const selected = useSession((session) => session.selected);
  const dark = useTheme((theme) => theme.dark);
  const [orientation, flip] = useOrientation();
  const [highlighted, setHighlighted] = useState<string>();
  const [menu, setMenu] = useState<{ at: FlameNode; place: { x: number; y: number } }>();
  const [reveal, setReveal] = useState<{ id: number; match: number }>();
  const packages = useMemo(() => heaviestPackages(report, PACKAGES), [report]);
  const { found, hidden, callers, nodes, frames } = report;
  const searching = find !== '' && find !== 're:' && found.problem === '';

  useEffect(() => {
    setFound(found.problem !== '' ? 'not a pattern' : searching ? `${groupedDigits(found.frames)} · ${shortShare(found.total, report.total)}` : '');
    return () => setFound('');
  }, [found, searching, report.total]);
  const step = (by: 1 | -1) => {
    const matches = Array.from(nodes.id.keys()).filter((node) => frames[nodes.frame[node]].matches);
    if (matches.length === 0) return;
    const match = ((reveal?.match ?? (by === 1 ? -1 : 0)) + by + matches.length) % matches.length;
    setReveal({ id: nodes.id[matches[match]], match });
  };
  const back = () => {
    if (highlighted !== undefined) setHighlighted(undefined);
    else return zoom.back();
    return true;
  };
  useViewActions({ step, back });
  useBackspace(back);

  const onSelect = (fn: string, how: 'replace' | 'toggle') => {
    if (how === 'replace' || fn === '') selectFunctions(fn === '' ? [] : [fn]);
    else selectFunctions(selected.has(fn) ? [...selected].filter((name) => name !== fn) : [...selected, fn]);
  };
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        {callers.length > 0 && <FlameCallers callers={callers} current={{ id: nodes.id[0], name: frames[nodes.frame[0]].name }} onZoom={zoom.to} />}
        {signed ? <ChangeLegend dark={dark} /> : <PackageLegend packages={packages} dark={dark} highlighted={highlighted} onHighlight={setHighlighted} />}
        <Button icon={report.inverted ? 'bottomUp' : 'topDown'} aria-label="Callers below" title={report.inverted ? 'Bottom-up: below a function are its callers. Press for top-down' : 'Top-down: below a function is what it calls. Press for bottom-up'} aria-pressed={report.inverted} onClick={onInvert} />
        <Button icon={orientation === 'icicle' ? 'rootTop' : 'rootBottom'} aria-label="Root at the bottom" title={orientation === 'icicle' ? 'Root at the top. Press for the bottom' : 'Root at the bottom. Press for the top'} aria-pressed={orientation === 'flame'} onClick={flip} />
      </div>
      <div className={styles.picture}>
        <FlameGraph
          graph={zoom.graph}
          report={report}
          root={zoom.root}
          reveal={reveal}
          orientation={orientation}
          dark={dark}
          signed={signed}
          selected={selected}
          searching={searching}
          highlighted={highlighted}
          texts={signed ? changeTexts : flameTexts}
          stretched={zoom.stretched}
          onZoom={zoom.to}
          onSelect={onSelect}
          onPoint={(at) => point(at && pointedAt(at, signed))}
          onMenu={(at, place) => {
            const { fn } = at.report.frames[at.report.nodes.frame[at.node]];
            if (!selected.has(fn)) selectFunctions([fn]);
            setMenu({ at, place });
          }}
          onRange={zoom.stretch}
        />
        {nodes.count === 1 && nodes.width[0] === 0 && <p className={styles.nothing}>{report.total === 0 ? 'This sample type has no values. Others may have: choose one above.' : 'The refinements leave nothing.'}</p>}
        {hidden > 0 && <p className={styles.hidden} data-orientation={orientation}>{`${counted(hidden, 'frame')} below 1 px ${hidden === 1 ? 'is' : 'are'} not drawn`}</p>}
      </div>
      {menu !== undefined && (
        <FunctionMenu
          functions={[...selected]}
          at={menu.place}
          onClose={() => setMenu(undefined)}
          more={[{ title: 'Zoom here', key: 'Enter', onPick: () => zoom.to(menu.at.report.nodes.id[menu.at.node]) }]}
        />
      )}
    </div>
  );
}

/** In steps, so that not every pixel of a resize is a new question. */
const WIDTH_STEP = 256;

/** The picture is no wider. Its own width is known a moment later than it is asked for. */
function useWindowWidth(): number {
  return useSyncExternalStore(onResize, () => Math.ceil(Math.max(1, innerWidth) / WIDTH_STEP) * WIDTH_STEP);
}

function onResize(onChange: () => void): () => void {
  addEventListener('resize', onChange);
  return () => removeEventListener('resize', onChange);
}

function useBackspace(back: () => boolean): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key === 'Backspace' && !event.defaultPrevented && !isTyping && back()) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}
