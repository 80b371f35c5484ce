import type { ComponentType } from 'react';
import type { Facts, ViewReport } from '#engine/protocol.ts';
import type { View as ViewId } from '#state/address.ts';
import { CommentsView } from './comments/CommentsView.tsx';
import { FlameView } from './flame/FlameView.tsx';
import { GoroutinesView } from './goroutines/GoroutinesView.tsx';
import { GraphView } from './graph/GraphView.tsx';
import { LabelsView } from './labels/LabelsView.tsx';
import { RawView } from './raw/RawView.tsx';
import { PeekView } from './peek/PeekView.tsx';
import { TopView } from './top/TopView.tsx';
import { TracesView } from './traces/TracesView.tsx';
import { TreeView } from './tree/TreeView.tsx';

/** A way to look at a profile. It takes no props: what is open and asked it finds in the stores. */
export interface View {
  /** Its name in the address. */
  readonly id: ViewId;
  readonly title: string;
  /** The key that goes there, if there is one. */
  readonly key?: string;
  readonly component: ComponentType;
  /** What it asks; its summary is the page's total. */
  readonly report: ViewReport;
  /** Whether it has something to show of such a profile; left out where it always has. */
  readonly isFor?: (facts: Facts) => boolean;
}

/** In the order of their tabs. What can be seen, chosen, linked to and tested follows from here. */
export const VIEWS: readonly View[] = [
  { id: 'flame', title: 'Flame graph', key: '1', component: FlameView, report: 'flame' },
  { id: 'graph', title: 'Graph', key: '2', component: GraphView, report: 'callgraph' },
  { id: 'top', title: 'Top', key: '3', component: TopView, report: 'top' },
  { id: 'peek', title: 'Peek', key: '4', component: PeekView, report: 'peek' },
  { id: 'goroutines', title: 'Goroutines', key: 'g', component: GoroutinesView, report: 'goroutines', isFor: ({ hasGoroutines }) => hasGoroutines },
  { id: 'labels', title: 'Labels', key: '7', component: LabelsView, report: 'labels' },
  { id: 'tree', title: 'Tree', key: '8', component: TreeView, report: 'tree' },
  { id: 'traces', title: 'Traces', key: '9', component: TracesView, report: 'traces' },
  { id: 'raw', title: 'Raw', component: RawView, report: 'raw' },
  { id: 'comments', title: 'Comments', component: CommentsView, report: 'comments' },
];

/** The views that a file has; of one that is not open yet, those that all have. The one that is looked at stays. */
export function viewsFor(facts: Facts | undefined, shown?: ViewId): readonly View[] {
  return VIEWS.filter(({ id, isFor }) => isFor === undefined || id === shown || (facts !== undefined && isFor(facts)));
}

/** The view of a name; where it is not here, the first. */
export function viewOf(id: ViewId): View {
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}
