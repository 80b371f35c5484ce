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
import { askedOf, shownIn, trimmedGraph, type TrimmedGraph } from './trim.ts';

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
  /** Nodes there would be without a limit. */
  readonly chosen: number;
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

/**
 * What `pprof -tree` shows: the nodes that `topReport` has, with the calls between them.
 * @param limit of the nodes, for who shows them on a screen
 */
export function treeReport(subject: Subject, options: Options, limit?: number): TreeReport {
  const graph = nodesAndCalls(subject, askedOf(options, NODE_COUNT));
  return reportOf(graph, graph.trimmed.graph.nodes, limit);
}

/**
 * What `pprof -peek` shows: of all nodes those whose printed name the pattern matches, with all their calls.
 * @throws QuestionError when no node matches
 */
export function peekReport(subject: Subject, options: Options, pattern: Pattern): TreeReport {
  return peekAt(peekGraph(subject, options), { kind: 'pattern', pattern });
}

/** All nodes of a subject with all their calls: made once, looked at many times. */
export function peekGraph(subject: Subject, options: Options): PeekGraph {
  return nodesAndCalls(subject, askedOf({ ...options, trim: false }, 0));
}

/** Which nodes one looks at. */
export type Peek =
  /** Those whose printed name matches. */
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  /** All of some functions, by name; of a node without a function it is the printed one. */
  | { readonly kind: 'functions'; readonly functions: readonly string[] }
  /** All of the function that comes first. */
  | { readonly kind: 'heaviest' };

/** @throws QuestionError when no node matches a pattern */
export function peekAt(graph: PeekGraph, at: Peek, limit?: number): TreeReport {
  const { nodes } = graph.trimmed.graph;
  if (at.kind === 'pattern') return reportOf(graph, matching(nodes, at.pattern), limit);
  const functions = new Set(at.kind === 'functions' ? at.functions : nodes.slice(0, 1).map(functionOf));
  return reportOf(graph, nodes.filter((node) => functions.has(functionOf(node))), limit);
}

export interface PeekGraph {
  readonly subject: Subject;
  readonly asked: Options;
  readonly trimmed: TrimmedGraph;
}

function nodesAndCalls(subject: Subject, asked: Options): PeekGraph {
  return { subject, asked, trimmed: trimmedGraph(graphSource(subject, nodesOf(subject.profile, asked), asked, false), asked, { visual: false, tree: false }) };
}

function functionOf({ info, name }: GraphNode): string {
  return info.name || name;
}

/** @param chosen nodes of the graph; numbers are in the unit that suits all of them */
function reportOf({ subject, asked, trimmed }: PeekGraph, chosen: readonly GraphNode[], limit = Infinity): TreeReport {
  const { measure } = subject;
  const unit = unitOf(measure, asked, trimmed.graph.nodes, false);
  const shown = shownIn(trimmed);
  const nodes = chosen.slice(0, limit);
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
    chosen: chosen.length,
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
