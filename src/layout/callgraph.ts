import { NONE } from '#model/profile.ts';
import type { CallGraphNode, CallGraphReport, CallGraphTag } from '#reports/callgraph.ts';

/**
 * From a call graph to what Graphviz lays out, and from its answer to what is drawn. The layout engine sees numbers and
 * sizes alone, no name: what it is given cannot be mistaken for its language.
 *
 * Lengths are points as in pprof's picture; a view scales them.
 */
export interface CallGraphDrawing {
  readonly width: number;
  readonly height: number;
  /** One for each node that was laid out: the first ones of the report. */
  readonly nodes: readonly PlacedNode[];
  readonly tags: readonly PlacedTag[];
  readonly edges: readonly PlacedEdge[];
  /** Of tag boxes to their nodes or their tags. */
  readonly tagEdges: readonly PlacedTagEdge[];
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  /** Row of the report's nodes. */
  readonly node: number;
}

export interface PlacedTag extends Box {
  readonly tag: CallGraphTag;
  /** The node that it belongs to. */
  readonly node: number;
}

export interface Curve {
  /** A path for SVG, from the source to where the arrow head begins. */
  readonly path: string;
  /** The head's point, and the direction it comes from; undefined where the engine drew none. */
  readonly head: { readonly x: number; readonly y: number; readonly fromX: number; readonly fromY: number } | undefined;
  /** The middle of the label. */
  readonly label: { readonly x: number; readonly y: number } | undefined;
}

export interface PlacedEdge extends Curve {
  /** Row of the report's edges. */
  readonly edge: number;
}

export interface PlacedTagEdge extends Curve {
  readonly tag: CallGraphTag;
  /** The node that the tag belongs to. */
  readonly node: number;
}

/** The width of a text in a size of the picture's font. */
export type MeasureText = (text: string, fontSize: number) => number;

/** More take the engine too long; the first of a report's nodes are the heaviest. */
export const MAX_NODES = 300;

export const EDGE_FONT = 14;
export const TAG_FONT = 8;
/** Of a font's size, from line to line. */
export const LINE_HEIGHT = 1.2;

/** dot's own for a box: what is free around its text, and the least size. */
const MARGIN = { x: 7.92, y: 3.96 };
const LEAST = { width: 54, height: 36 };
const POINTS = 72;

/** The engine's input, and what its numbers stand for. */
export interface CallGraphInput {
  readonly dot: string;
  /** T0, T1 …, and so the edges to them. */
  readonly tags: readonly { readonly tag: CallGraphTag; readonly node: number }[];
  /** Of N0, N1 … and T0, T1 … */
  readonly sizes: ReadonlyMap<string, Size>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Statements, weights and sizes in the order in which pprof writes them, as dot's picture depends on it. */
export function callGraphInput(report: CallGraphReport, measure: MeasureText): CallGraphInput {
  const lines = ['digraph {', 'node [shape=box fixedsize=true label=""]'];
  const sizes = new Map<string, Size>();
  const tags: { tag: CallGraphTag; node: number }[] = [];
  const nodes = report.nodes.slice(0, MAX_NODES);
  const place = (id: string, size: Size) => {
    sizes.set(id, size);
    lines.push(`${id} [width=${inches(size.width)} height=${inches(size.height)}]`);
  };
  const placeTags = (owner: string, node: number, list: readonly CallGraphTag[]) => {
    for (const tag of list) {
      const id = `T${tags.length}`;
      tags.push({ tag, node });
      place(id, boxSize([tag.text], TAG_FONT, measure));
      lines.push(`${owner} -> ${id} [id="${id}" weight=100${labelSize([tag.value], measure)}]`);
      placeTags(id, node, tag.tags);
    }
  };
  nodes.forEach((node, row) => {
    place(`N${row}`, boxSize([...node.nameLines, ...node.valueLines], node.fontSize, measure));
    placeTags(`N${row}`, row, node.tags);
  });
  report.edges.forEach(({ from, to, label, inlined, weight, minLength }, row) => {
    if (from === NONE || to === NONE || from >= nodes.length || to >= nodes.length) return;
    lines.push(`N${from} -> N${to} [id="E${row}"${weight > 1 ? ` weight=${weight}` : ''}${minLength > 1 ? ` minlen=${minLength}` : ''}${labelSize(edgeLines(label, inlined), measure)}]`);
  });
  return { dot: [...lines, '}'].join('\n'), tags, sizes };
}

/** What stands beside an edge. */
export function edgeLines(label: string, inlined: boolean): string[] {
  return inlined ? [label, '(inline)'] : [label];
}

/** What stands in a node's box. */
export function nodeText({ nameLines, valueLines }: CallGraphNode): readonly string[] {
  return [...nameLines, ...valueLines];
}

function boxSize(text: readonly string[], fontSize: number, measure: MeasureText): Size {
  const width = Math.max(...text.map((line) => measure(line, fontSize))) + 2 * MARGIN.x;
  const height = text.length * fontSize * LINE_HEIGHT + 2 * MARGIN.y;
  return { width: Math.max(LEAST.width, Math.ceil(width)), height: Math.max(LEAST.height, Math.ceil(height)) };
}

/** An empty table of the label's size: room for what is drawn there. */
function labelSize(text: readonly string[], measure: MeasureText): string {
  // A blank before the label, as pprof has it, keeps it off its edge.
  const width = Math.ceil(Math.max(...text.map((line) => measure(` ${line}`, EDGE_FONT))) + 4);
  const height = Math.ceil(text.length * EDGE_FONT * LINE_HEIGHT + 2);
  return ` label=<<TABLE FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}" BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR><TD></TD></TR></TABLE>>`;
}

function inches(points: number): string {
  return (points / POINTS).toFixed(4);
}

/** What the engine answers, of its "json0" format with y downwards. */
export interface Graphviz {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos?: string; readonly lp?: string }[];
}

export function callGraphDrawing(input: CallGraphInput, graph: Graphviz): CallGraphDrawing {
  // The box's corners come as "left,bottom,right,top"; downwards, bottom is the larger.
  const [, bottom, width, top] = numbers(graph.bb);
  const nodes: PlacedNode[] = [];
  const tags: PlacedTag[] = [];
  for (const { name, pos } of graph.objects ?? []) {
    const [x, y] = numbers(pos);
    const size = input.sizes.get(name) ?? LEAST;
    const box = { left: x - size.width / 2, top: y - size.height / 2, ...size };
    const row = Number(name.slice(1));
    if (name.startsWith('N')) nodes[row] = { node: row, ...box };
    else tags[row] = { ...input.tags[row], ...box };
  }
  const edges: PlacedEdge[] = [];
  const tagEdges: PlacedTagEdge[] = [];
  for (const { id, pos, lp } of graph.edges ?? []) {
    const row = Number(id.slice(1));
    const curve = curveOf(pos ?? '', lp);
    if (id.startsWith('E')) edges.push({ edge: row, ...curve });
    else tagEdges.push({ ...input.tags[row], ...curve });
  }
  return { width, height: Math.abs(top - bottom), nodes, tags, edges: edges.sort((a, b) => a.edge - b.edge), tagEdges };
}

/** `e,X,Y` for the head's point, `s,X,Y` for a tail's, then the points of Bézier curves: one, and three for each curve. */
function curveOf(pos: string, lp: string | undefined): Curve {
  const points: (readonly [x: number, y: number])[] = [];
  let tip: readonly [x: number, y: number] | undefined;
  for (const part of pos.split(' ')) {
    const isHead = part.startsWith('e,');
    const [x, y] = numbers(isHead || part.startsWith('s,') ? part.slice(2) : part);
    if (isHead) tip = [x, y];
    else if (!part.startsWith('s,') && y !== undefined) points.push([x, y]);
  }
  const [first, ...rest] = points;
  const last = points.at(-1);
  const at = lp === undefined ? undefined : numbers(lp);
  return {
    path: first === undefined ? '' : `M${first.join(' ')}C${rest.map((point) => point.join(' ')).join(' ')}`,
    head: tip === undefined || last === undefined ? undefined : { x: tip[0], y: tip[1], fromX: last[0], fromY: last[1] },
    label: at === undefined ? undefined : { x: at[0], y: at[1] },
  };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}
