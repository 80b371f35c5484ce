import { useDeferredValue, useMemo, type KeyboardEvent, type Ref } from 'react';
import { nodeOfId, nodesBelow, placeAmongSiblings, type FlameLayout } from '#layout/flame.ts';
import { NONE } from '#model/profile.ts';
import type { FlameReport } from '#reports/flame.ts';
import styles from './FlameGraph.module.css';

/** A node of a report: a newer report counts its nodes anew. */
export interface FlameNode {
  readonly report: FlameReport;
  readonly node: number;
}

interface FlameFramesProps {
  readonly id: string;
  readonly treeRef: Ref<HTMLDivElement>;
  readonly layout: FlameLayout;
  /** The id of the node that the keyboard is on. */
  readonly focused: number;
  readonly textOf: (at: FlameNode) => string;
  readonly isSelected: (at: FlameNode) => boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** The widest frames that are always there, and how many callees of the focused frame and of its callers are. */
const WIDEST = 120;
const CALLEES = 40;

/** The flame graph as a tree, for who does not see the canvas: the widest frames, and all around the focused one. */
export function FlameFrames({ id, treeRef, layout, focused, textOf, isSelected, onKeyDown, onFocus, onBlur }: FlameFramesProps) {
  // The picture does not wait for it.
  const told = useDeferredValue<FlameLayout | null>(layout, null);
  return (
    <div
      ref={treeRef}
      role="tree"
      aria-label="Flame graph frames"
      aria-multiselectable="true"
      aria-activedescendant={`${id}${focused}`}
      tabIndex={0}
      className={styles.tree}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {told !== null && <Frames id={id} layout={told} focused={focused} textOf={textOf} isSelected={isSelected} />}
    </div>
  );
}

function Frames({ id, layout, focused, textOf, isSelected }: Pick<FlameFramesProps, 'id' | 'layout' | 'focused' | 'textOf' | 'isSelected'>) {
  const { report } = layout;
  const widest = useMemo(() => widestNodes(layout, WIDEST), [layout]);
  const nodes = useMemo(() => shownNodes(layout, widest, nodeOfId(layout, focused)), [layout, widest, focused]);
  const { depth, id: ids } = report.nodes;
  const shown = new Set(nodes);
  return nodes.map((node) => {
    const { place, of } = placeAmongSiblings(layout, node);
    const [callee] = nodesBelow(layout, node, 1);
    return (
      <div
        key={ids[node]}
        id={`${id}${ids[node]}`}
        role="treeitem"
        aria-level={Math.abs(depth[node]) + 1}
        aria-posinset={place}
        aria-setsize={of}
        aria-selected={isSelected({ report, node })}
        {...(callee !== undefined && { 'aria-expanded': shown.has(callee) })}
      >
        {textOf({ report, node })}
      </div>
    );
  });
}

/** The widest nodes; a callee is never wider than its caller, which comes first, so all callers of what is taken are taken. */
function widestNodes({ report: { nodes } }: FlameLayout, limit: number): readonly number[] {
  let found: number[] = [];
  // Sorting thousands to take a few is a wait that one feels.
  for (let share = 0.1; share > 1e-4 && found.length < limit && found.length < nodes.count; share /= 4) {
    found = [];
    for (let node = 0; node < nodes.count; node++) if (nodes.width[node] >= share * nodes.width[0]) found.push(node);
  }
  return found.sort((a, b) => nodes.width[b] - nodes.width[a] || a - b).slice(0, limit);
}

/** In preorder, which is the order of their rows. */
function shownNodes(layout: FlameLayout, widest: readonly number[], focused: number): number[] {
  const { parent } = layout.report.nodes;
  const shown = new Set(widest);
  for (let node = focused; node !== NONE; node = parent[node]) {
    shown.add(node);
    for (const callee of nodesBelow(layout, node, CALLEES)) shown.add(callee);
  }
  return [...shown].sort((a, b) => a - b);
}
