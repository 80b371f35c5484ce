import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { CallGraphDrawing } from '#layout/callgraph.ts';
import { stepBetween, type GraphStep } from '#layout/graphWalk.ts';
import { NONE } from '#model/profile.ts';
import type { CallGraphReport } from '#reports/callgraph.ts';
import { Button } from './Button.tsx';
import { CallGraphList } from './CallGraphList.tsx';
import { CallGraphPicture } from './CallGraphPicture.tsx';
import { useGraphZoom } from './useGraphZoom.ts';
import { usePrinting } from './usePrinting.ts';
import styles from './CallGraph.module.css';

interface CallGraphProps {
  readonly report: CallGraphReport;
  readonly drawing: CallGraphDrawing;
  /** A better drawing of the same report is to follow. */
  readonly isDraft: boolean;
  readonly dark: boolean;
  /** There are values below 0: less is blue and more is orange. */
  readonly signed: boolean;
  /** Names of functions. */
  readonly selected: ReadonlySet<string>;
  /** Rows of nodes that the search found; undefined while nothing is searched for. */
  readonly found: ReadonlySet<number> | undefined;
  /** A node to bring to the middle and put the keyboard on; each new object does it once. */
  readonly reveal?: { readonly node: number } | undefined;
  readonly onSelect: (name: string, how: 'replace' | 'toggle') => void;
  readonly onClear: () => void;
  /** The node that the pointer or the keyboard is on. */
  readonly onPoint: (node: number | undefined) => void;
  readonly onMenu: (node: number, at: { readonly x: number; readonly y: number }) => void;
}

/** What a node is selected by. */
export function functionOf({ fn, name }: CallGraphReport['nodes'][number]): string {
  return fn || name;
}

/** Functions as boxes and calls as arrows, as dot lays them out: a picture that one drags and zooms, and a list to walk along the calls. */
export function CallGraph(props: CallGraphProps) {
  const { report, drawing, isDraft, dark, signed, selected, found, reveal, onSelect, onClear, onPoint, onMenu } = props;
  const id = useId();
  const surface = useRef<SVGSVGElement>(null);
  const content = useRef<SVGGElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const zoom = useGraphZoom(surface, content, drawing, report);
  const [focused, setFocused] = useState(0);
  const [hasFocus, setHasFocus] = useState(false);
  const [pointed, setPointed] = useState(NONE);
  const printing = usePrinting();
  const current = Math.min(focused, drawing.nodes.length - 1);
  const active = useMemo(() => activeNodes(report, selected, pointed), [report, selected, pointed]);

  useEffect(() => {
    if (reveal === undefined) return;
    setFocused(reveal.node);
    zoom.centre(drawing.nodes[reveal.node], report.nodes[reveal.node].fontSize);
    // Only a new wish moves the picture.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const focus = (node: number) => {
    setFocused(node);
    setHasFocus(true);
    zoom.show(drawing.nodes[node]);
    onPoint(node);
  };
  const nodeUnder = (event: MouseEvent): number => {
    const element = event.target instanceof Element ? event.target.closest('[data-node]') : null;
    return element === null ? NONE : Number(element.getAttribute('data-node'));
  };
  const onClick = (event: MouseEvent) => {
    list.current?.focus({ preventScroll: true });
    if (zoom.wasDrag()) return;
    const node = nodeUnder(event);
    if (node === NONE) return onClear();
    setFocused(node);
    onSelect(functionOf(report.nodes[node]), event.ctrlKey || event.metaKey || event.shiftKey ? 'toggle' : 'replace');
  };
  const onPointerMove = (event: MouseEvent) => {
    const node = nodeUnder(event);
    if (node === pointed) return;
    setPointed(node);
    onPoint(node === NONE ? undefined : node);
  };
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const node = nodeUnder(event);
    if (node === NONE) return;
    setFocused(node);
    onMenu(node, { x: event.clientX, y: event.clientY });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || drawing.nodes.length === 0) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = stepBetween(report, drawing, current, step);
      if (next !== NONE) focus(next);
    } else if (event.key === 'Enter') zoom.centre(drawing.nodes[current], report.nodes[current].fontSize);
    else if (event.key === ' ') onSelect(functionOf(report.nodes[current]), event.shiftKey ? 'toggle' : 'replace');
    else if (event.key === '+' || event.key === '=') zoom.by(1.4);
    else if (event.key === '-') zoom.by(1 / 1.4);
    else if (event.key === '0') zoom.fit();
    else if (event.key === 'ContextMenu' || event.key === 'x' || (event.key === 'F10' && event.shiftKey)) {
      const box = surface.current?.querySelector(`[data-node="${current}"]`)?.getBoundingClientRect();
      if (box !== undefined) onMenu(current, { x: box.left + 16, y: box.bottom });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.graph} data-dark={dark || undefined}>
      <svg
        ref={surface}
        role="img"
        aria-label="Call graph"
        tabIndex={-1}
        className={styles.surface}
        data-draft={isDraft || undefined}
        onFocus={() => list.current?.focus({ preventScroll: true })}
        onClick={onClick}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          setPointed(NONE);
          onPoint(undefined);
        }}
        onContextMenu={onContextMenu}
      >
        <g ref={content}>
          <CallGraphPicture report={report} drawing={drawing} dark={dark} signed={signed} selected={selected} found={found} active={active} focused={hasFocus ? current : NONE} leastFont={zoom.leastFont} isDraft={isDraft} />
        </g>
      </svg>
      {printing && (
        <svg className={styles.paper} viewBox={`0 0 ${drawing.width} ${drawing.height}`} aria-hidden="true">
          <CallGraphPicture report={report} drawing={drawing} dark={false} signed={signed} selected={selected} found={found} active={NO_NODES} focused={NONE} leastFont={0} isDraft={isDraft} />
        </svg>
      )}
      <CallGraphList
        id={`${id}node`}
        listRef={list}
        report={report}
        count={drawing.nodes.length}
        focused={current}
        isSelected={(node) => selected.has(functionOf(report.nodes[node]))}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (list.current?.matches(':focus-visible') === true) focus(current);
        }}
        onBlur={() => setHasFocus(false)}
      />
      <div role="group" aria-label="Zoom" className={styles.zoom}>
        <Button icon="add" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoom.by(1.4)} />
        <Button icon="remove" aria-label="Zoom out" title="Zoom out (−)" onClick={() => zoom.by(1 / 1.4)} />
        <Button icon="fit" aria-label="Fit" title="Fit (0)" onClick={zoom.fit} />
      </div>
    </div>
  );
}

const STEPS: Readonly<Record<string, GraphStep>> = { ArrowDown: 'callee', ArrowUp: 'caller', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first', End: 'last' };

const NO_NODES: ReadonlySet<number> = new Set();

/** Whose calls stand out: the selected nodes', and those of the one under the pointer. */
function activeNodes(report: CallGraphReport, selected: ReadonlySet<string>, pointed: number): ReadonlySet<number> {
  const active = new Set<number>(pointed === NONE ? [] : [pointed]);
  if (selected.size > 0) report.nodes.forEach((node, row) => selected.has(functionOf(node)) && active.add(row));
  return active;
}
