/**
 * Numbers that were measured again and again, in columns of one length: a row a measurement, the oldest given up for the
 * newest once there are so many. A column that comes later has NaN in the rows before it, and one that was not measured
 * has NaN in that row.
 */
export interface History {
  readonly capacity: number;
  /** Milliseconds since 1970, rising; row i stands at (start + i) % capacity, as in the columns. */
  readonly times: Float64Array;
  readonly columns: Map<string, Float64Array>;
  start: number;
  count: number;
}

/** Columns beyond so many are not kept: a program may offer any number of them. */
export const MOST_COLUMNS = 64;

export function createHistory(capacity: number): History {
  return { capacity, times: new Float64Array(capacity), columns: new Map(), start: 0, count: 0 };
}

/** Adds a row. One that is no later than the last is left out. */
export function record(history: History, time: number, values: ReadonlyMap<string, number>): void {
  const { capacity, times, columns } = history;
  if (history.count > 0 && time <= timeAt(history, history.count - 1)) return;
  const at = (history.start + history.count) % capacity;
  if (history.count < capacity) history.count++;
  else history.start = (history.start + 1) % capacity;
  times[at] = time;
  for (const column of columns.values()) column[at] = Number.NaN;
  for (const [name, value] of values) {
    if (!columns.has(name) && columns.size < MOST_COLUMNS) columns.set(name, new Float64Array(capacity).fill(Number.NaN));
    const column = columns.get(name);
    if (column !== undefined) column[at] = value;
  }
}

export function timeAt({ times, start, capacity }: History, row: number): number {
  return times[(start + row) % capacity];
}

/** NaN where it was not measured, or there is no such column. */
export function valueAt({ columns, start, capacity }: History, name: string, row: number): number {
  return columns.get(name)?.[(start + row) % capacity] ?? Number.NaN;
}

/** The first row at or after a time; `count` where there is none. */
export function rowFrom(history: History, time: number): number {
  let low = 0;
  let high = history.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeAt(history, middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last value of a column that was measured; NaN where none was. */
export function lastValue(history: History, name: string): number {
  for (let row = history.count - 1; row >= 0; row--) {
    const value = valueAt(history, name, row);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}
