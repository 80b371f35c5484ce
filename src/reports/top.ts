import { int64Column, plus, type Int64, type Int64Column } from '#model/int64.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { ValueType } from '#model/profile.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { cumValue, flatValue, graphSource, unitOf, type GraphNode, type GraphSource } from './graph.ts';
import { reportLines, shownSentence } from './legend.ts';
import { nodesOf } from './nodes.ts';
import { formatValue, type Subject } from './subject.ts';
import { askedOf, shownIn, trimmedGraph, type TrimmedGraph } from './trim.ts';

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
  const asked = askedOf(options, 0);
  const trimmed = trimmedGraph(sourceOf(subject, options), asked, TEXT);
  return reportOf(subject, asked, trimmed, unitOf(subject.measure, asked, trimmed.graph.nodes, false));
}

/**
 * The same for a table that one scrolls: nodes of little weight have their rows too, unless the user names a share. The
 * unit is that of `topReport`, so that the rows both have read the same, however little the least row holds.
 */
export function wholeTopReport(subject: Subject, options: Options): TopReport {
  const asked = askedOf(options, 0);
  if (asked.nodeFraction !== DEFAULTS.nodeFraction) return topReport(subject, options);
  const source = sourceOf(subject, options);
  const heavy = trimmedGraph(source, asked, TEXT).graph.nodes;
  const whole = { ...asked, nodeFraction: 0 };
  const trimmed = trimmedGraph(source, whole, TEXT);
  return reportOf(subject, whole, trimmed, unitOf(subject.measure, asked, heavy.length > 0 ? heavy : trimmed.graph.nodes, false));
}

const TEXT = { visual: false, tree: false };

function sourceOf(subject: Subject, options: Options): GraphSource {
  return graphSource(subject, nodesOf(subject.profile, options), options, false);
}

function reportOf(subject: Subject, asked: Options, trimmed: TrimmedGraph, unit: string): TopReport {
  const { nodes } = trimmed.graph;
  const { measure } = subject;
  const shown = shownIn(trimmed);
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
      flat: int64Column(nodes.map(flatValue)),
      cum: int64Column(nodes.map(cumValue)),
      inlined: Uint8Array.from(nodes, inlinedness),
    },
  };
}

function inlinedness(node: GraphNode): number {
  const inlined = node.in.some((edge) => edge.inlined);
  if (!inlined) return Inlined.never;
  return node.in.every((edge) => edge.inlined) ? Inlined.always : Inlined.partly;
}

/** Behind a name, by TopRows.inlined. */
export const INLINE_MARKS = ['', ' (partial-inline)', ' (inline)'];

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
    yield `${left} ${padLeft(formatValue(measure, cum, unit), 10)} ${percentage(cum, total)}  ${rows.name[row]}${INLINE_MARKS[rows.inlined[row]]}\n`;
  }
}
