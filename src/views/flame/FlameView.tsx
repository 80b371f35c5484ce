import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '#components/Button.tsx';
import { ChangeLegend } from '#components/ChangeLegend.tsx';
import { FlameCallers } from '#components/FlameCallers.tsx';
import { FlameGraph, type FlameHandle, type FlameNode } from '#components/FlameGraph.tsx';
import { FlameMinimap, type MinimapHandle } from '#components/FlameMinimap.tsx';
import { FlamePivotLine } from '#components/FlamePivotLine.tsx';
import { HeatLegend } from '#components/HeatLegend.tsx';
import { PackageLegend } from '#components/PackageLegend.tsx';
import { useWidth } from '#components/useWidth.ts';
import { isWorthAMap, placeIn } from '#layout/minimap.ts';
import { counted, groupedDigits } from '#model/count.ts';
import type { FlameWindow } from '#engine/protocol.ts';
import type { FlameColor } from '#model/flameOptions.ts';
import type { FlameReport } from '#reports/flame.ts';
import { useReport } from '#state/answers.ts';
import { setFlame, useAddress } from '#state/options.ts';
import { point } from '#state/pointed.ts';
import { patternOf } from '#state/refine.ts';
import { selectFunctions, useSession } from '#state/session.ts';
import { useTheme } from '#state/theme.ts';
import { setFound, useViewActions } from '#state/viewActions.ts';
import { copyNames } from '#views/copyNames.ts';
import { FunctionMenu } from '#views/FunctionMenu.tsx';
import { ViewFrame } from '#views/ViewFrame.tsx';
import { FlameMenu } from './FlameMenu.tsx';
import { FlamePaper } from './FlamePaper.tsx';
import { changeTexts, flameTexts, heaviestPackages, pivotCost, pointedAt, shortShare, stackOf } from './flameTexts.ts';
import { useFlameZoom } from './useFlameZoom.ts';
import { colorOf, wishOf } from './flameWish.ts';
import { useOrientation } from './useOrientation.ts';
import { useMinimap } from './useMinimap.ts';
import { useWhole } from './useWhole.ts';
import styles from './FlameView.module.css';

const PACKAGES = 12;
/** Pixels below which a frame is left out, whatever is asked. */
const LEAST = 0.5;

/** Where it went: stacks, merged from the root, as wide as they cost. */
export function FlameView() {
  const zoom = useFlameZoom();
  const flame = useAddress((address) => address.flame);
  const { least } = flame;
  const [pictureWidth, setPictureWidth] = useState(0);
  const windowWidth = useWindowWidth();
  // Half a pixel may be rounded; what one asks for may not.
  const minShare = least > LEAST ? least / (pictureWidth || windowWidth) : LEAST / windowWidth;
  const find = useSession((session) => session.find);
  const { from, to } = zoom.asked;
  const window: FlameWindow = { root: zoom.root, minShare: minShare * zoom.seen, find, from, to, ...wishOf(flame) };
  const reported = useReport('flame', { window });
  // Tens of thousands of frames: the page goes on while React gets them ready.
  const answer = useDeferredValue(reported.answer);
  const pending = reported.pending || answer !== reported.answer;
  const whole = useWhole(zoom.graph, pending ? undefined : answer?.flame, window);
  return (
    <ViewFrame report="flame" pending={pending} failure={reported.failure}>
      {answer !== undefined && <Flame report={answer.flame} whole={whole} signed={answer.summary.signed} zoom={zoom} find={find} onWidth={setPictureWidth} />}
    </ViewFrame>
  );
}

interface FlameProps {
  readonly report: FlameReport;
  /** Of the same graph all of it; undefined while it is not known. */
  readonly whole: FlameReport | undefined;
  readonly signed: boolean;
  readonly zoom: ReturnType<typeof useFlameZoom>;
  readonly find: string;
  /** The picture's own width became known, in pixels. */
  readonly onWidth: (width: number) => void;
}

function Flame({ report, whole, signed, zoom, find, onWidth }: FlameProps) {
  const around = useRef<HTMLDivElement>(null);
  const width = useWidth(around);
  useEffect(() => onWidth(width), [width, onWidth]);
  const flame = useAddress((address) => address.flame);
  const { least } = flame;
  const color = colorOf(flame, signed);
  const selected = useSession((session) => session.selected);
  const dark = useTheme((theme) => theme.dark);
  const [orientation, flip] = useOrientation();
  const minimap = useMinimap((state) => state.shown);
  const overview = useRef<MinimapHandle>(null);
  const graph = useRef<FlameHandle>(null);
  const map = useMapped(whole);
  const root = useMemo(() => placeIn(map ?? report, report), [map, report]);
  const [highlighted, setHighlighted] = useState<string>();
  const [menu, setMenu] = useState<{ at: FlameNode; place: { x: number; y: number } }>();
  const [reveal, setReveal] = useState<{ id: number; match: number }>();
  const { found, hidden, callers, nodes, frames, pivot } = report;
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
    else if (zoom.back()) return true;
    else if (pivot !== undefined) setFlame({ pivot: '' });
    else return false;
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
      <div className={styles.bar} data-pivot={pivot !== undefined || undefined}>
        {callers.length > 0 && <FlameCallers callers={callers} current={{ id: nodes.id[0], name: frames[nodes.frame[0]].name }} onZoom={zoom.to} />}
        {pivot !== undefined && <FlamePivotLine pivot={pivot} cost={pivotCost(report, signed)} onLeave={() => setFlame({ pivot: '' })} />}
        <div className={styles.says}>
          <Legend report={report} color={color} dark={dark} highlighted={highlighted} onHighlight={setHighlighted} />
        </div>
        <FlameMenu signed={signed} />
        <Button disabled={pivot !== undefined} icon={report.inverted ? 'bottomUp' : 'topDown'} aria-label="Callers below" title={report.inverted ? 'Bottom-up: below a function are its callers. Press for top-down' : 'Top-down: below a function is what it calls. Press for bottom-up'} aria-pressed={report.inverted} onClick={() => setFlame({ inverted: !report.inverted })} />
        <Button icon={orientation === 'icicle' ? 'rootTop' : 'rootBottom'} aria-label="Root at the bottom" title={orientation === 'icicle' ? 'Root at the top. Press for the bottom' : 'Root at the bottom. Press for the top'} aria-pressed={orientation === 'flame'} onClick={flip} />
      </div>
      {minimap && map !== undefined && (
        <FlameMinimap
          ref={overview}
          whole={map}
          root={root}
          color={color}
          dark={dark}
          orientation={orientation}
          onGo={(at, depth) => {
            if (at >= root.start && at <= root.start + root.width) graph.current?.centre(((at - root.start) / root.width) * nodes.width[0], depth - root.depth);
            else zoom.to(0);
          }}
        />
      )}
      <div ref={around} className={styles.picture}>
        <FlameGraph
          ref={graph}
          onLook={(look) => overview.current?.look(look)}
          graph={zoom.graph}
          report={report}
          root={zoom.root}
          reveal={reveal}
          orientation={orientation}
          dark={dark}
          color={color}
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
            if (fn !== '' && !selected.has(fn)) selectFunctions([fn]);
            setMenu({ at, place });
          }}
          onRange={zoom.stretch}
        />
        {nodes.count === 1 && nodes.width[0] === 0 && <p className={styles.nothing}>{report.total === 0 ? 'This sample type has no values. Others may have: choose one above.' : 'The refinements leave nothing.'}</p>}
        {hidden > 0 && <p className={styles.hidden} data-orientation={orientation}>{`${counted(hidden, 'frame')} below ${Math.max(1, least)} px ${hidden === 1 ? 'is' : 'are'} not drawn`}</p>}
      </div>
      <FlamePaper report={report} signed={signed} />
      {menu !== undefined && (
        <FrameMenu at={menu.at} place={menu.place} selected={selected} onZoom={zoom.to} onClose={() => setMenu(undefined)} />
      )}
    </div>
  );
}

interface FrameMenuProps {
  readonly at: FlameNode;
  readonly place: { readonly x: number; readonly y: number };
  readonly selected: ReadonlySet<string>;
  readonly onZoom: (id: number) => void;
  readonly onClose: () => void;
}

/** What one can do with a frame: with its function, or, where it stands for more than one, with itself. */
function FrameMenu({ at, place, selected, onZoom, onClose }: FrameMenuProps) {
  const { nodes, frames } = at.report;
  const { name, fn } = frames[nodes.frame[at.node]];
  const zoom = { title: 'Zoom here', key: 'Enter', onPick: () => onZoom(nodes.id[at.node]) };
  const pivot = { title: 'Pivot', key: 'w', onPick: () => setFlame({ pivot: patternOf([name]) }) };
  const copy = { title: 'Copy stack', onPick: () => copyNames(stackOf(at)) };
  return <FunctionMenu label={name} functions={fn === '' ? [] : [...selected]} at={place} onClose={onClose} more={fn === '' ? [zoom, pivot] : [zoom]} copies={[copy]} />;
}

/** The whole where a map of it is of use; the last one until the next is known, so that nothing jumps. */
function useMapped(whole: FlameReport | undefined): FlameReport | undefined {
  const [last, setLast] = useState(whole);
  useEffect(() => {
    if (whole !== undefined) setLast(whole);
  }, [whole]);
  const known = whole ?? last;
  return known !== undefined && isWorthAMap(known) ? known : undefined;
}

interface LegendProps {
  readonly report: FlameReport;
  readonly color: FlameColor;
  readonly dark: boolean;
  readonly highlighted: string | undefined;
  readonly onHighlight: (name: string | undefined) => void;
}

/** What colours say. */
function Legend({ report, color, ...rest }: LegendProps) {
  const packages = useMemo(() => heaviestPackages(report, PACKAGES, color === 'mapping' ? 'binary' : 'package'), [report, color]);
  switch (color) {
    case 'change':
      return <ChangeLegend dark={rest.dark} />;
    case 'heat':
      return <HeatLegend dark={rest.dark} />;
    case 'root':
      return <p className={styles.legend}>Coloured by the outermost frame</p>;
    case 'package':
    case 'mapping':
      return <PackageLegend label={color === 'package' ? 'Packages' : 'Binaries'} packages={packages} {...rest} />;
  }
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
