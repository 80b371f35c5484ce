/** A text too long to be made as a whole: any of its lines can be had. */
export interface Lines<Line = string> {
  readonly count: number;
  /** @param end exclusive */
  readonly between: (begin: number, end: number) => Line[];
}

/** A part of such a text: entries of one line or more. */
export interface Section<Line> {
  /** The line that each entry starts at, counted in the section; behind them the number of lines. */
  readonly starts: Float64Array;
  readonly linesOf: (entry: number) => readonly Line[];
}

export function sectionsOf<Line>(sections: readonly Section<Line>[]): Lines<Line> {
  const count = sections.reduce((sum, { starts }) => sum + starts[starts.length - 1], 0);
  return {
    count,
    between: (begin, end) => {
      const lines: Line[] = [];
      let offset = 0;
      for (const { starts, linesOf } of sections) {
        const length = starts[starts.length - 1];
        const from = Math.max(0, begin - offset);
        const to = Math.min(length, end - offset);
        for (let entry = entryAt(starts, from), at = from; at < to; entry++) {
          for (const line of linesOf(entry).slice(at - starts[entry], to - starts[entry])) lines.push(line);
          at = starts[entry + 1];
        }
        offset += length;
      }
      return lines;
    },
  };
}

/** Where entries start that have so many lines each. */
export function startsOf(count: number, linesIn: (entry: number) => number): Float64Array {
  const starts = new Float64Array(count + 1);
  for (let entry = 0; entry < count; entry++) starts[entry + 1] = starts[entry] + linesIn(entry);
  return starts;
}

export function listed<Line>(lines: readonly Line[]): Section<Line> {
  return { starts: startsOf(lines.length, () => 1), linesOf: (entry) => [lines[entry]] };
}

/** The last entry that starts at the line or before it; every entry has a line. */
function entryAt(starts: Float64Array, line: number): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= line) low = middle;
    else high = middle;
  }
  return low;
}

/** The first lines where something is found, in order, and whether there are more. */
export interface Found {
  readonly rows: readonly number[];
  readonly more: boolean;
}

/** Lines where something is found that are told. */
const MOST_FOUND = 5000;

/** @param findIn lines of an entry, counted from its first */
export function foundIn(starts: Float64Array, findIn: (entry: number) => readonly number[]): Found {
  const rows: number[] = [];
  for (let entry = 0; entry < starts.length - 1; entry++) {
    for (const row of findIn(entry)) {
      if (rows.length === MOST_FOUND) return { rows, more: true };
      rows.push(starts[entry] + row);
    }
  }
  return { rows, more: false };
}
