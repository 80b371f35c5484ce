import type { Sort } from '#components/Table.tsx';
import { abs64, compare64, plus, type Int64 } from '#model/int64.ts';
import type { TopRows } from '#reports/top.ts';

export type TopColumn = 'flat' | 'flatShare' | 'sum' | 'cum' | 'cumShare' | 'name';

/** Rows that `matches` names, in the order asked for; equal ones stay in the report's order. */
export function orderOf(rows: TopRows, sort: Sort, matches?: (row: number) => boolean): Int32Array {
  const order = Int32Array.from({ length: rows.count }, (_, row) => row);
  const kept = matches === undefined ? order : order.filter(matches);
  const { compare, biggestFirst } = comparison(rows, sort.column);
  kept.sort((a, b) => compare(a, b) || a - b);
  const inNaturalOrder = biggestFirst ? sort.order === 'descending' : sort.order === 'ascending';
  return inNaturalOrder ? kept : kept.reverse();
}

/** What changed most comes first, whichever way. Sum % grows as flat falls, so it is flat's order read the other way. */
function comparison(rows: TopRows, column: string): { compare: (a: number, b: number) => number; biggestFirst: boolean } {
  if (column === 'name') return { compare: (a, b) => compareNames(rows.name[a], rows.name[b]), biggestFirst: false };
  const values = column === 'cum' || column === 'cumShare' ? rows.cum : rows.flat;
  return { compare: (a, b) => compare64(abs64(values[b]), abs64(values[a])), biggestFirst: column !== 'sum' };
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of each place in the order, flat of the rows up to there. */
export function runningSums(rows: TopRows, order: Int32Array): Int64[] {
  const sums: Int64[] = [];
  let sum: Int64 = 0;
  for (const row of order) sums.push((sum = plus(sum, rows.flat[row])));
  return sums;
}

/** What a row is selected and refined by. */
export function functionOf(rows: TopRows, row: number): string {
  return rows.fn[row] || rows.name[row];
}
