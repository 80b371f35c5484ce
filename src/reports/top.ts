import { abs64, int64Column, plus, type Int64, type Int64Column } from '#model/int64.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { ValueType } from '#model/profile.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { cumValue, flatValue, graphSource, type GraphNode, type GraphSource } from './graph.ts';
import { reportLines, shownSentence, type Shown } from './legend.ts';
import { nodesOf } from './nodes.ts';
import { formatValue, outputUnit, type Measure, type Subject } from './subject.ts';
import { trimmedGraph, type TrimmedGraph } from './trim.ts';

/** Functions (or files, lines, addresses) with their own cost and that of what they call. */
export interface TopReport {
  readonly type: ValueType;
  /** The unit to print numbers in. */
  readonly unit: string;
  /** What percentages are of. */
  readonly total: Int64;
  /** Printed numbers are multiplied by it. */
  readonly ratio: number;
  /** pprof's legend lines. */
  readonly legend: readonly string[];
  /** The one of them that says what is shown. */
  readonly sentence: string;
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

/** Node count −1 is all. */
export function topReport(subject: Subject, options: Options): TopReport {
  const asked = askedOf(options);
  const trimmed = trimmedGraph(sourceOf(subject, options), asked, TEXT);
  return reportOf(subject, asked, trimmed, unitOf(subject.measure, asked, trimmed.graph.nodes, false));
}

/**
 * The same for a table that one scrolls: nodes of little weight have their rows too, unless the user names a share. The
 * unit is that of `topReport`, so that the rows both have read the same, however little the least row holds.
 */
export function wholeTopReport(subject: Subject, options: Options): TopReport {
  const asked = askedOf(options);
  if (asked.nodeFraction !== DEFAULTS.nodeFraction) return topReport(subject, options);
  const source = sourceOf(subject, options);
  const heavy = trimmedGraph(source, asked, TEXT).graph.nodes;
  const whole = { ...asked, nodeFraction: 0 };
  const trimmed = trimmedGraph(source, whole, TEXT);
  return reportOf(subject, whole, trimmed, unitOf(subject.measure, asked, heavy.length > 0 ? heavy : trimmed.graph.nodes, false));
}

const TEXT = { visual: false, tree: false };

function askedOf(options: Options): Options {
  return untrimmedIfAsked({ ...options, nodeCount: options.nodeCount === -1 ? 0 : options.nodeCount });
}

function sourceOf(subject: Subject, options: Options): GraphSource {
  return graphSource(subject, nodesOf(subject.profile, options), options, false);
}

function reportOf(subject: Subject, asked: Options, trimmed: TrimmedGraph, unit: string): TopReport {
  const { nodes } = trimmed.graph;
  const { measure } = subject;
  const flat = nodes.map(flatValue);
  // Edges are no part of this report, so those that were dropped are not told.
  const shown: Shown = { ...trimmed, droppedEdges: 0, value: flat.reduce(plus, 0), nodes: nodes.length };
  return {
    type: measure.type,
    unit,
    total: measure.total,
    ratio: measure.ratio,
    legend: reportLines(subject, asked, unit, shown, false),
    sentence: shownSentence(measure, shown.value, unit),
    rows: {
      count: nodes.length,
      name: nodes.map(({ name }) => name),
      fn: nodes.map(({ info }) => info.name),
      file: nodes.map(({ info }) => info.file),
      flat: int64Column(flat),
      cum: int64Column(nodes.map(cumValue)),
      inlined: Uint8Array.from(nodes, inlinedness),
    },
  };
}

/** Without trim there is no limit at all. */
export function untrimmedIfAsked(options: Options): Options {
  return options.trim ? options : { ...options, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
}

/** The unit for the numbers of a graph: what was asked, or what suits its smallest number. */
export function unitOf(measure: Measure, options: Options, nodes: readonly GraphNode[], wholeNumbers: boolean): string {
  if (options.unit !== 'minimum' || nodes.length === 0) return options.unit;
  let least: Int64 = 0;
  for (const node of nodes) {
    const flat = abs64(flatValue(node));
    const value = Number(flat) === 0 ? abs64(cumValue(node)) : flat;
    if (value > 0 && (Number(least) === 0 || value < least)) least = value;
  }
  return outputUnit(measure, least, wholeNumbers);
}

function inlinedness(node: GraphNode): number {
  const inlined = node.in.some((edge) => edge.inlined);
  if (!inlined) return Inlined.never;
  return node.in.every((edge) => edge.inlined) ? Inlined.always : Inlined.partly;
}

const MARKS = ['', ' (partial-inline)', ' (inline)'];

/** As `pprof -top` prints it. Source: internal/report/report.go (printText). */
export function* topText(report: TopReport): Generator<string> {
  const { rows, total, unit } = report;
  const measure = { ratio: report.ratio, type: report.type };
  yield `${report.legend.join('\n')}\n`;
  yield '      flat  flat%   sum%        cum   cum%\n';
  let sum: Int64 = 0;
  for (let row = 0; row < rows.count; row++) {
    const flat = rows.flat[row];
    const cum = rows.cum[row];
    sum = plus(sum, flat);
    const left = `${padLeft(formatValue(measure, flat, unit), 10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    yield `${left} ${padLeft(formatValue(measure, cum, unit), 10)} ${percentage(cum, total)}  ${rows.name[row]}${MARKS[rows.inlined[row]]}\n`;
  }
}
