import { int64Column, plus, type Int64, type Int64Column } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { Matcher, type Pattern } from '#model/pattern.ts';
import type { ValueType } from '#model/profile.ts';
import { QuestionError } from '#model/questionError.ts';
import { padLeft } from '#model/text.ts';
import { percentage } from '#model/units.ts';
import { cumValue, flatValue, graphSource, unitOf, type Edge, type GraphNode } from './graph.ts';
import { reportLines, shownSentence } from './legend.ts';
import { nodesOf } from './nodes.ts';
import { byWeight } from './order.ts';
import { formatValue, type Subject } from './subject.ts';
import { askedOf, shownIn, trimmedGraph } from './trim.ts';

/** Functions (or files, lines, addresses), each between those that call it and those that it calls. */
export interface TreeReport {
  readonly type: ValueType;
  /** The unit to print numbers in. */
  readonly unit: string;
  /** What the percentages of nodes are of. */
  readonly total: Int64;
  /** Printed numbers are multiplied by it. */
  readonly ratio: number;
  /** pprof's legend lines. */
  readonly legend: readonly string[];
  /** The one of them that says what is shown. */
  readonly sentence: string;
  readonly nodes: TreeNodes;
  readonly callers: Calls;
  readonly callees: Calls;
}

/** In the report's order. Names go on behind `count`, with those of nodes that only calls lead from or to. */
export interface TreeNodes {
  readonly count: number;
  /** As printed: name, file and line as far as the granularity keeps them. */
  readonly name: readonly string[];
  /** The function's name alone, to focus on; empty where there is none. */
  readonly fn: readonly string[];
  readonly file: readonly string[];
  readonly flat: Int64Column;
  readonly cum: Int64Column;
}

/** Calls into the nodes of a report or out of them: those of `node` are rows start[node] … start[node + 1], the heaviest first. */
export interface Calls {
  readonly start: Int32Array;
  /** Row of the name of the other end. */
  readonly other: Int32Array;
  /** Sums, also where a mean is asked. */
  readonly weight: Int64Column;
  /** 1 where each of these calls was inlined. */
  readonly inlined: Uint8Array;
}

/** Nodes shown when none are asked for. */
const NODE_COUNT = 80;

/** What `pprof -tree` shows: the nodes that `topReport` has, with the calls between them. */
export function treeReport(subject: Subject, options: Options): TreeReport {
  return reportOf(subject, askedOf(options, NODE_COUNT), undefined);
}

/**
 * What `pprof -peek` shows: of all nodes those whose printed name the pattern matches, with all their calls.
 * @throws QuestionError when no node matches
 */
export function peekReport(subject: Subject, options: Options, pattern: Pattern): TreeReport {
  return reportOf(subject, askedOf({ ...options, trim: false }, 0), pattern);
}

function reportOf(subject: Subject, asked: Options, pattern: Pattern | undefined): TreeReport {
  const { profile, measure } = subject;
  const trimmed = trimmedGraph(graphSource(subject, nodesOf(profile, asked), asked, false), asked, { visual: false, tree: false });
  const unit = unitOf(measure, asked, trimmed.graph.nodes, false);
  const shown = shownIn(trimmed);
  const nodes = pattern === undefined ? trimmed.graph.nodes : matching(trimmed.graph.nodes, pattern);
  const named = [...nodes];
  const rows = new Map(nodes.map((node, row) => [node, row]));
  const rowOf = (node: GraphNode): number => {
    const row = rows.get(node) ?? named.push(node) - 1;
    rows.set(node, row);
    return row;
  };
  const callers = callsOf(nodes.map((node) => node.in), (edge) => rowOf(edge.from));
  const callees = callsOf(nodes.map((node) => node.out), (edge) => rowOf(edge.to));
  return {
    type: measure.type,
    unit,
    total: measure.total,
    ratio: measure.ratio,
    legend: reportLines(subject, asked, unit, shown, false),
    sentence: shownSentence(measure, shown.value, unit),
    nodes: {
      count: nodes.length,
      name: named.map(({ name }) => name),
      fn: named.map(({ info }) => info.name),
      file: named.map(({ info }) => info.file),
      flat: int64Column(nodes.map(flatValue)),
      cum: int64Column(nodes.map(cumValue)),
    },
    callers,
    callees,
  };
}

function matching(nodes: readonly GraphNode[], pattern: Pattern): GraphNode[] {
  const matcher = new Matcher(pattern, nodes.map(({ name }) => name));
  const found = nodes.filter((_, row) => matcher.matches(row));
  if (found.length === 0) throw new QuestionError(`no matches found for regexp: ${pattern.source}`);
  return found;
}

/** @param edges of each node */
function callsOf(edges: readonly (readonly Edge[])[], other: (edge: Edge) => number): Calls {
  const start = new Int32Array(edges.length + 1);
  edges.forEach(({ length }, node) => (start[node + 1] = start[node] + length));
  const calls = edges.flatMap((ofNode) => ofNode.toSorted(byWeight));
  return {
    start,
    other: Int32Array.from(calls, other),
    weight: int64Column(calls.map(({ weight }) => weight)),
    inlined: Uint8Array.from(calls, ({ inlined }) => Number(inlined)),
  };
}

const SEPARATOR = '----------------------------------------------------------+-------------\n';
const HEADER = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t \n';

/** As `pprof -tree` and `-peek` print it. Source: internal/report/report.go (printTree). */
export function* treeText(report: TreeReport): Generator<string> {
  const { nodes, total, unit } = report;
  const value = (number: Int64) => padLeft(formatValue(report, number, unit), 10);
  yield `${report.legend.join('\n')}\n${SEPARATOR}${HEADER}`;
  let sum: Int64 = 0;
  for (let node = 0; node < nodes.count; node++) {
    const flat = nodes.flat[node];
    const cum = nodes.cum[node];
    sum = plus(sum, flat);
    yield SEPARATOR;
    yield* callLines(report, report.callers, node);
    yield `${value(flat)} ${percentage(flat, total)} ${percentage(sum, total)} ${value(cum)} ${percentage(cum, total)}                | ${nodes.name[node]}\n`;
    yield* callLines(report, report.callees, node);
  }
  if (nodes.count > 0) yield SEPARATOR;
}

/** A call's share is of what its node costs with callees. */
function* callLines(report: TreeReport, { start, other, weight, inlined }: Calls, node: number): Generator<string> {
  const cum = report.nodes.cum[node];
  for (let call = start[node]; call < start[node + 1]; call++) {
    const mark = inlined[call] === 1 ? ' (inline)' : '';
    yield `${padLeft(formatValue(report, weight[call], report.unit), 50)} ${percentage(weight[call], cum)} |   ${report.nodes.name[other[call]]}${mark}\n`;
  }
}
