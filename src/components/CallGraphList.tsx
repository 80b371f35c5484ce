import { memo, type KeyboardEvent, type Ref } from 'react';
import type { CallGraphReport } from '#reports/callgraph.ts';
import styles from './CallGraph.module.css';

interface CallGraphListProps {
  readonly id: string;
  readonly listRef: Ref<HTMLDivElement>;
  readonly report: CallGraphReport;
  /** Nodes that are drawn: the first ones. */
  readonly count: number;
  readonly focused: number;
  readonly isSelected: (node: number) => boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** The call graph for who does not see it: its nodes, each with what it costs, its callers and its callees. */
export function CallGraphList({ id, listRef, report, count, focused, isSelected, onKeyDown, onFocus, onBlur }: CallGraphListProps) {
  return (
    <div
      ref={listRef}
      role="tree"
      aria-label="Call graph nodes"
      aria-multiselectable="true"
      aria-activedescendant={count > 0 ? `${id}${focused}` : undefined}
      tabIndex={0}
      className={styles.list}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {Array.from({ length: count }, (_, node) => (
        <Item key={node} id={`${id}${node}`} report={report} node={node} isSelected={isSelected(node)} />
      ))}
    </div>
  );
}

const Item = memo(function Item({ id, report, node, isSelected }: { readonly id: string; readonly report: CallGraphReport; readonly node: number; readonly isSelected: boolean }) {
  const { name, valueLines } = report.nodes[node];
  return (
    <div id={id} role="treeitem" aria-level={1} aria-selected={isSelected}>
      {`${name}, ${valueLines.join(' ')}${calls(report, node, 'to', 'from', 'called by')}${calls(report, node, 'from', 'to', 'calls')}`}
    </div>
  );
});

/** ", called by a (1.2s), b (0.3s)". */
function calls({ nodes, edges }: CallGraphReport, node: number, side: 'from' | 'to', other: 'from' | 'to', verb: string): string {
  const all = edges.filter((edge) => edge[side] === node && nodes[edge[other]] !== undefined).map((edge) => `${nodes[edge[other]].name} (${edge.label})`);
  return all.length === 0 ? '' : `, ${verb} ${all.join(', ')}`;
}
