import { plus, type Int64 } from '#model/int64.ts';
import type { Calls, TreeReport } from '#reports/tree.ts';

/** A line of a tree report as it is drawn: an entry, or a call into it or out of it. */
export interface EntryRow {
  readonly kind: 'caller' | 'entry' | 'callee';
  /** Row of `report.nodes` that the line belongs to. */
  readonly entry: number;
  /** Row of `report.callers` or `report.callees`; of an entry its own row. */
  readonly call: number;
  /** Row of `report.nodes.name`. */
  readonly node: number;
}

/** The lines of a report: of each entry its callers, itself, its callees. */
export function entryRows({ nodes, callers, callees }: TreeReport): EntryRow[] {
  const rows: EntryRow[] = [];
  const push = (kind: 'caller' | 'callee', { start, other }: Calls, entry: number) => {
    for (let call = start[entry]; call < start[entry + 1]; call++) rows.push({ kind, entry, call, node: other[call] });
  };
  for (let entry = 0; entry < nodes.count; entry++) {
    push('caller', callers, entry);
    rows.push({ kind: 'entry', entry, call: entry, node: entry });
    push('callee', callees, entry);
  }
  return rows;
}

/** Of each entry, flat of the entries up to there. */
export function flatSums({ nodes }: TreeReport): Int64[] {
  let sum: Int64 = 0;
  return Array.from({ length: nodes.count }, (_, entry) => (sum = plus(sum, nodes.flat[entry])));
}

/** What a line is selected and refined by. */
export function functionAt({ nodes }: TreeReport, { node }: EntryRow): string {
  return nodes.fn[node] || nodes.name[node];
}
