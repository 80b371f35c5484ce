import type { ComponentType } from 'react';
import type { Facts, ViewReport } from '#engine/protocol.ts';
import type { View as ViewId } from '#state/address.ts';
import { askOnce } from '#state/answers.ts';
import { FlameView } from './flame/FlameView.tsx';
import { lazyView } from './lazyView.ts';

/** A way to look at a profile. It takes no props: what is open and asked it finds in the stores. */
export interface View {
  /** Its name in the address. */
  readonly id: ViewId;
  readonly title: string;
  /** The key that goes there, if there is one. */
  readonly key?: string;
  readonly component: ComponentType;
  /** Fetches what it needs before it is looked at. */
  readonly prepare?: () => void;
  /** Makes what it would show now, where more than the engine is needed for that. */
  readonly foresee?: () => Promise<void>;
  /** What it asks; its summary is the page's total. */
  readonly report: ViewReport;
  /** Whether it has something to show of such a profile; left out where it always has. */
  readonly isFor?: (facts: Facts) => boolean;
}

/** In the order of their tabs. What can be seen, chosen, linked to and tested follows from here. */
export const VIEWS: readonly View[] = [
  { id: 'flame', title: 'Flame graph', key: '1', component: FlameView, report: 'flame' },
  {
    id: 'graph',
    title: 'Graph',
    key: '2',
    ...lazyView(
      async () => (await import('./graph/GraphView.tsx')).GraphView,
      async () => (await import('./graph/useGraphLayout.ts')).prepareLayout(),
    ),
    foresee: async () => (await import('./graph/useGraphLayout.ts')).foreseeGraph(),
    report: 'callgraph',
  },
  { id: 'top', title: 'Top', key: '3', ...lazyView(async () => (await import('./top/TopView.tsx')).TopView), report: 'top' },
  { id: 'peek', title: 'Peek', key: '4', ...lazyView(async () => (await import('./peek/PeekView.tsx')).PeekView), report: 'peek' },
  { id: 'source', title: 'Source', key: '5', ...lazyView(async () => (await import('./source/SourceView.tsx')).SourceView), report: 'source' },
  { id: 'disasm', title: 'Disassemble', key: '6', ...lazyView(async () => (await import('./disasm/DisasmView.tsx')).DisasmView), report: 'disasm' },
  { id: 'goroutines', title: 'Goroutines', key: 'g', ...lazyView(async () => (await import('./goroutines/GoroutinesView.tsx')).GoroutinesView), report: 'goroutines', isFor: ({ hasGoroutines }) => hasGoroutines },
  { id: 'labels', title: 'Labels', key: '7', ...lazyView(async () => (await import('./labels/LabelsView.tsx')).LabelsView), report: 'labels' },
  { id: 'tree', title: 'Tree', key: '8', ...lazyView(async () => (await import('./tree/TreeView.tsx')).TreeView), report: 'tree' },
  { id: 'traces', title: 'Traces', key: '9', ...lazyView(async () => (await import('./traces/TracesView.tsx')).TracesView), report: 'traces' },
  { id: 'raw', title: 'Raw', ...lazyView(async () => (await import('./raw/RawView.tsx')).RawView), report: 'raw' },
  { id: 'comments', title: 'Comments', ...lazyView(async () => (await import('./comments/CommentsView.tsx')).CommentsView), report: 'comments' },
];

/** The views that a file has; of one that is not open yet, those that all have. The one that is looked at stays. */
export function viewsFor(facts: Facts | undefined, shown?: ViewId): readonly View[] {
  return VIEWS.filter(({ id, isFor }) => isFor === undefined || id === shown || (facts !== undefined && isFor(facts)));
}

/** Fetches what the views need, so that a change of view waits for nothing; one view after the other, whenever nothing else is to do. */
export function prepareViews(views: readonly View[] = VIEWS): void {
  const [next, ...rest] = views;
  if (next === undefined) return;
  whenIdle(() => {
    next.prepare?.();
    prepareViews(rest);
  });
}

function whenIdle(work: () => void): void {
  // Safari has no such call.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else setTimeout(work, 50);
}

/** Milliseconds: where the engine takes longer for a view, nobody who goes to another is made to wait for the rest. */
const TOO_LONG = 1000;

/** Makes what these views would show now: the engine's part one view after the other. */
export async function foreseeViews(views: readonly View[], signal: AbortSignal): Promise<void> {
  // What cannot be foreseen is told when one goes there.
  for (const { foresee } of views) void foresee?.().catch(() => undefined);
  for (const { report } of views) {
    if (signal.aborted) return;
    const began = performance.now();
    await askOnce('ahead', { view: report });
    if (performance.now() - began > TOO_LONG) return;
  }
}

/** The view of a name; where it is not here, the first. */
export function viewOf(id: ViewId): View {
  return VIEWS.find((view) => view.id === id) ?? VIEWS[0];
}
