import { abs64, mulDiv, plus, truncate, type Int64 } from '#model/int64.ts';
import { baseName, shortName } from '#model/names.ts';
import type { Options } from '#model/options.ts';
import { NONE, type ValueType } from '#model/profile.ts';
import { percentage } from '#model/units.ts';
import { cumValue, flatValue, graphSource, unitOf, weightValue, type Edge, type GraphNode } from './graph.ts';
import { programName, reportLines, shownSentence } from './legend.ts';
import { nameParts, nodesOf, type Node } from './nodes.ts';
import { byWeight } from './order.ts';
import { formatValue, type Measure, type Subject } from './subject.ts';
import { collapsed, cumOf, flatOf, NO_TAGS, sortedTags, type NodeTags, type Tag } from './tags.ts';
import { askedOf, shownIn, trimmedGraph } from './trim.ts';

/** A call graph with all that pprof's DOT says of it. Numbers are in the sample type's unit; texts are in `unit`. */
export interface CallGraphReport {
  readonly type: ValueType;
  readonly unit: string;
  readonly total: number;
  /** The program's file name, or "unnamed". */
  readonly title: string;
  readonly legend: readonly string[];
  /** The one of them that says what is shown. */
  readonly sentence: string;
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
  /** Lines of the box as pprof breaks them: an address, package, receiver and method, a place; as far as they are shown. */
  readonly nameLines: readonly string[];
  /** The same in parts: 16 hex digits or empty; the function's lines; file and line, or binary, or empty. */
  readonly address: string;
  readonly fnLines: readonly string[];
  readonly place: string;
  /** Lines of numbers: "0.01s (0.89%)", "of 1.02s (91.07%)"; one line where flat is 0 or equals cum. */
  readonly valueLines: readonly string[];
  readonly flat: number;
  readonly cum: number;
  readonly flatText: string;
  readonly cumText: string;
  /** Points: 8, or 9 … 24 by the square root of flat. */
  readonly fontSize: number;
  /** The same as `-dot` prints it: pprof knows no magnitude of −2^63, and makes a size of −2^63 + 8 of it. */
  readonly dotFontSize: Int64;
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
  /** Its place among its siblings, which names it in DOT; those without a value leave gaps. */
  readonly index: number;
  /** A number's box rather than a text's. */
  readonly isNumber: boolean;
  readonly tags: readonly CallGraphTag[];
}

export interface CallGraphEdge {
  /** Rows of `nodes`; NONE where pprof left the node out but kept the edge. */
  readonly from: number;
  readonly to: number;
  readonly fromName: string;
  readonly toName: string;
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

/** Nodes drawn when none are asked for. */
const NODE_COUNT = 80;
/** Boxes for labels at one node. */
const MAX_TAGS = 4;

/** How much larger a node's text is than that of one without flat cost. */
function fontGrowth(flat: number, most: number): number {
  return Math.ceil(16 * Math.sqrt(flat / most));
}

/** The graph that `pprof -dot` draws. Source: internal/graph/dotgraph.go (ComposeDot). */
export function callGraphReport(subject: Subject, options: Options): CallGraphReport {
  const asked = askedOf(options, NODE_COUNT);
  const { profile, measure } = subject;
  const source = graphSource(subject, nodesOf(profile, options), options, options.callTree);
  const trimmed = trimmedGraph(source, asked, { visual: true, tree: options.callTree });
  const { nodes } = trimmed.graph;
  const unit = unitOf(measure, asked, nodes, false);
  const row = new Map(nodes.map((node, i) => [node, i]));
  const print = (value: Int64) => formatValue(measure, value, unit);
  const most = {
    flat: nodes.reduce((most, node) => Math.max(most, Math.abs(Number(flatValue(node)))), 0),
    flat64: nodes.reduce((most, node) => Math.max(most, Number(abs64(flatValue(node)))), -Infinity),
  };
  const drawn = nodes.map((node) => nodeReport(node, measure, most, print, tagBoxes(node, trimmed.tags.get(node) ?? NO_TAGS, print)));
  const edges = nodes.flatMap((node) => node.out).toSorted(byWeight);
  const shown = shownIn(trimmed);
  return {
    type: measure.type,
    unit,
    total: Number(measure.total),
    title: programName(profile) || 'unnamed',
    legend: reportLines(subject, asked, unit, shown, true),
    sentence: shownSentence(measure, shown.value, unit),
    nodes: drawn,
    edges: edges.map((edge) => edgeReport(edge, measure, row, print, drawn)),
  };
}

type Print = (value: Int64) => string;

function nodeReport(node: GraphNode, measure: Measure, most: { readonly flat: number; readonly flat64: number }, print: Print, tags: readonly CallGraphTag[]): CallGraphNode {
  const flat = flatValue(node);
  const cum = cumValue(node);
  const share = (value: Int64) => percentage(value, measure.total).trim();
  const hasFlat = Number(flat) !== 0;
  const ofCum = flat === cum ? '' : `of ${print(cum)} (${share(cum)})`;
  const first = hasFlat ? `${print(flat)} (${share(flat)})` : '0';
  const valueLines = ofCum === '' ? [first] : hasFlat ? [first, ofCum] : [`${first} ${ofCum}`];
  const score = Number(cum) / Number(abs64(measure.total));
  const cumText = flat === cum ? print(flat) : print(cum);
  const { address, fnLines, place } = nameLines(node.info);
  return {
    name: node.name,
    fn: node.info.name,
    file: node.info.file,
    nameLines: [address, ...fnLines, place].filter((line, i) => line !== '' || (i > 0 && i <= fnLines.length)),
    address,
    fnLines,
    place,
    valueLines,
    flat: Number(flat),
    cum: Number(cum),
    flatText: print(flat),
    cumText,
    fontSize: hasFlat ? 8 + fontGrowth(Math.abs(Number(flat)), most.flat) : 8,
    dotFontSize: hasFlat && most.flat64 !== 0 ? plus(8, truncate(fontGrowth(Number(abs64(flat)), most.flat64))) : 8,
    color: dotColor(score, FOREGROUND),
    fillColor: dotColor(score, BACKGROUND),
    score,
    tooltip: `${node.name} (${cumText})`,
    tags,
  };
}

/** The name as it is broken in a box: shortened, at each "::" and each "." that is not part of a type parameter's "[...]". */
function nameLines(node: Node) {
  const parts = nameParts(node, '', node.file === '' ? '' : baseName(node.file));
  const address = node.address === 0n ? '' : parts[0];
  const place = parts.length > (address === '' ? 0 : 1) ? parts[parts.length - 1] : '';
  const fnLines = node.name === '' ? [] : shortName(node.name).replaceAll('[...]', '[…]').split(/::|\./);
  return { address, fnLines, place };
}

function edgeReport(edge: Edge, measure: Measure, row: ReadonlyMap<GraphNode, number>, print: Print, nodes: readonly CallGraphNode[]): CallGraphEdge {
  const value = weightValue(edge);
  const from = row.get(edge.from) ?? NONE;
  const hasTotal = Number(measure.total) !== 0;
  const score = Number(value) / Number(abs64(measure.total));
  const part = (factor: number) => (hasTotal ? 1 + Math.min(Math.abs(mulDiv(value, factor, measure.total)), factor) : 1);
  const label = print(value);
  return {
    from,
    to: row.get(edge.to) ?? NONE,
    fromName: edge.from.name,
    toName: edge.to.name,
    value: Number(value),
    label,
    inlined: edge.inlined,
    residual: edge.residual,
    weight: part(100),
    penWidth: part(5),
    color: hasTotal ? dotColor(score, FOREGROUND) : '',
    score,
    tooltip: `${edge.from.name} ${edge.residual ? '...' : '->'} ${edge.to.name} (${label})`,
    minLength: from !== NONE && nodes[from].tags.length > 0 ? 2 : 1,
  };
}

/**
 * The boxes below a node. A leaf shows what its labels cost with callees, so that trimmed ones count; others what they
 * cost by themselves.
 */
function tagBoxes(node: GraphNode, tags: NodeTags, print: Print): CallGraphTag[] {
  const byFlat = node.out.length > 0;
  const boxes: CallGraphTag[] = [];
  sortedTags(tags.texts, byFlat)
    .slice(0, MAX_TAGS)
    .forEach((tag, index) => {
      const value = byFlat ? flatOf(tag) : cumOf(tag);
      if (Number(value) === 0) return;
      boxes.push({ text: tag.name, value: print(value), dotted: false, index, isNumber: false, tags: numberBoxes(tags.numbers.get(tag.name) ?? [], byFlat, print) });
    });
  return [...boxes, ...numberBoxes(tags.numbers.get('') ?? [], byFlat, print)];
}

function numberBoxes(tags: readonly Tag[], byFlat: boolean, print: Print): CallGraphTag[] {
  return collapsed(tags, MAX_TAGS, byFlat).flatMap((tag, index) => {
    const own = byFlat || flatOf(tag) === cumOf(tag);
    const value = own ? flatOf(tag) : cumOf(tag);
    return Number(value) === 0 ? [] : [{ text: tag.name, value: print(value), dotted: !own, index, isNumber: true, tags: [] }];
  });
}

interface Palette {
  readonly saturation: number;
  readonly value: number;
}

const FOREGROUND: Palette = { saturation: 1, value: 0.7 };
const BACKGROUND: Palette = { saturation: 0.1, value: 0.93 };

/**
 * Grey at 0, red toward 1, green toward −1; small scores are told apart more than large ones. Source:
 * internal/graph/dotgraph.go (dotColor).
 */
function dotColor(score: number, palette: Palette): string {
  const { value } = palette;
  const clamped = Math.max(-1, Math.min(1, score));
  const saturation = Math.abs(clamped) < 0.2 ? (palette.saturation * Math.abs(clamped)) / 0.2 : palette.saturation;
  const shifted = clamped === 0 ? 0 : Math.sign(clamped) * Math.abs(clamped) ** 0.3;
  const red = shifted < 0 ? value * (1 + saturation * shifted) : value;
  const green = shifted < 0 ? value : value * (1 - saturation * shifted);
  const blue = value * (1 - saturation);
  return `#${[red, green, blue].map(hex).join('')}`;
}

/** A share of nothing is no number, and to pprof such a channel is dark. */
function hex(channel: number): string {
  return Math.floor((Number.isNaN(channel) ? 0 : channel) * 255)
    .toString(16)
    .padStart(2, '0');
}
