import type { ValueType } from '#model/profile.ts';

/**
 * A window of the flame graph: a node and what is below it, as far as it is wide enough to be seen. What is cut is
 * counted, never merged away: `total` of a node holds what its hidden children cost.
 */
export interface FlameReport {
  readonly type: ValueType;
  /** The unit for texts, or "auto". */
  readonly unit: string;
  /** Of all samples, before filters: what percentages are of. */
  readonly total: number;
  /** Distinct functions of the window; `nodes.frame` is a row here. */
  readonly frames: readonly FlameFrame[];
  /** In preorder, the widest sibling first; row 0 is the window's root. */
  readonly nodes: FlameNodes;
  /** From the graph's root (id 0) down to the caller of the window's root; empty when that is the graph's root. */
  readonly callers: readonly FlameCaller[];
  /** Nodes that are too narrow to be listed. */
  readonly hidden: number;
  /** Depth of the whole graph below the window's root, hidden nodes included. */
  readonly depth: number;
  /** What the search found; all zero without one. */
  readonly found: FlameFound;
}

export interface FlameFrame {
  /** The function's full name; "root" for the graph's root, "[app]" or "<unknown>" where there are no symbols. */
  readonly name: string;
  readonly file: string;
  /** Go package, C++ namespace, or the like; empty where none can be told. Colour follows it. */
  readonly package: string;
  readonly inlined: boolean;
  readonly matches: boolean;
}

/** Columns; values in the sample type's unit. */
export interface FlameNodes {
  readonly count: number;
  /** Id in the whole graph, to zoom to. */
  readonly id: Int32Array;
  /** Row of the caller; NONE for row 0. */
  readonly parent: Int32Array;
  readonly frame: Int32Array;
  readonly depth: Int32Array;
  /** Σ|value| where the node begins, counted from the left edge of the window; its callees begin at the same place. */
  readonly start: Float64Array;
  /** Σ|value|: the width. */
  readonly width: Float64Array;
  /** Signed sums: its own and with callees. */
  readonly self: Float64Array;
  readonly total: Float64Array;
}

export interface FlameCaller {
  readonly id: number;
  readonly name: string;
  readonly total: number;
}

export interface FlameFound {
  readonly frames: number;
  /** Value of the samples that pass through a match, each counted once. */
  readonly total: number;
}
