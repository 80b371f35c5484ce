import type { Int64, Int64Column } from '#model/int64.ts';
import type { ValueType } from '#model/profile.ts';

/** Functions (or files, lines, addresses) with their own cost and that of what they call. */
export interface TopReport {
  readonly type: ValueType;
  /** The unit to print numbers in. */
  readonly unit: string;
  /** What percentages are of. */
  readonly total: Int64;
  /** pprof's legend lines. */
  readonly legend: readonly string[];
  readonly rows: TopRows;
}

/** In the report's order. sum% is the running sum of flat in the order shown, so it is not here. */
export interface TopRows {
  readonly count: number;
  /** As printed: name, file and line as far as the granularity keeps them. */
  readonly name: readonly string[];
  /** The function's name alone, to focus on; empty where there is none. */
  readonly fn: readonly string[];
  readonly file: readonly string[];
  readonly flat: Int64Column;
  readonly cum: Int64Column;
  /** How often the callers have it inlined. */
  readonly inlined: Uint8Array;
}

/** Values of TopRows.inlined. */
export const Inlined = { never: 0, partly: 1, always: 2 } as const;
