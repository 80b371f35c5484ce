import type { ValueType } from '#model/profile.ts';

/** A call graph with all that pprof's DOT says of it. Numbers are in the sample type's unit; texts are in `unit`. */
export interface CallGraphReport {
  readonly type: ValueType;
  readonly unit: string;
  readonly total: number;
  /** The program's file name, or "unnamed". */
  readonly title: string;
  readonly legend: readonly string[];
  /** In dot's order; dot's N1 is the first. */
  readonly nodes: readonly CallGraphNode[];
  /** In dot's order. */
  readonly edges: readonly CallGraphEdge[];
}

export interface CallGraphNode {
  /** Printable name, in full. */
  readonly name: string;
  /** The function's name alone; empty where there is none. */
  readonly fn: string;
  readonly file: string;
  /** Lines of the box, as pprof breaks them: package, receiver, method, then file and address as far as they are shown. */
  readonly nameLines: readonly string[];
  /** Lines of numbers: "0.01s (0.89%)", "of 1.02s (91.07%)"; one line where flat is 0 or equals cum. */
  readonly valueLines: readonly string[];
  readonly flat: number;
  readonly cum: number;
  readonly flatText: string;
  readonly cumText: string;
  /** Points: 8, or 9 … 24 by the square root of flat. */
  readonly fontSize: number;
  /** #rrggbb of border and ground, pprof's. */
  readonly color: string;
  readonly fillColor: string;
  /** Share of the total that the colours stand for, −1 … 1. */
  readonly score: number;
  readonly tooltip: string;
  readonly tags: readonly CallGraphTag[];
}

/** A label's box below a node, and below that the boxes of numbers that came with it. */
export interface CallGraphTag {
  readonly text: string;
  readonly value: string;
  /** A dotted edge: the value is that of callees too. */
  readonly dotted: boolean;
  readonly tags: readonly CallGraphTag[];
}

export interface CallGraphEdge {
  /** Rows of `nodes`; NONE where pprof left the node out but kept the edge. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** The value with its unit. */
  readonly label: string;
  readonly inlined: boolean;
  /** Calls that pass through nodes that are not shown. */
  readonly residual: boolean;
  /** dot's weight, 1 … 101. */
  readonly weight: number;
  /** Line width, 1 … 6. */
  readonly penWidth: number;
  readonly color: string;
  readonly score: number;
  readonly tooltip: string;
  /** Ranks between the two: 2 where tag boxes must fit. */
  readonly minLength: 1 | 2;
}
