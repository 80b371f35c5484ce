import { hasNegative } from '#model/int64.ts';
import type { Options } from '#model/options.ts';
import { NONE } from '#model/profile.ts';
import { visibleText } from '#model/visibleText.ts';
import { flameTree, flameWindow, type FlameNodes, type FlameReport, type FlameTree, type FlameWindowFrame } from './flame.ts';
import { programName } from './legend.ts';
import type { Subject } from './subject.ts';

/** A flame graph in a file of its own: what is left out of it, and how it is written. */

/** Frames that a file of a few hundred kilobytes has room for. */
const MOST = 20_000;
/** Rows; what draws them calls itself once for each. */
const DEEPEST = 1000;

/** What fills a page of the flame graph. */
export interface FlameFile {
  readonly title: string;
  /** Less and more are told apart, as in a comparison. */
  readonly signed: boolean;
  /** As `packedFlame` makes it. */
  readonly packed: string;
}

export function flameFile(subject: Subject, options: Options): FlameFile {
  const { profile, measure } = subject;
  return {
    title: visibleText(programName(profile) || 'Flame graph'),
    signed: hasNegative(profile.samples.values[measure.column]),
    packed: packedFlame(widestFrames(flameTree(subject, options))),
  };
}

/** The widest frames of the whole graph. Those left out are counted in `hidden`. */
export function widestFrames(tree: FlameTree, most = MOST, deepest = DEEPEST): FlameReport {
  const width = tree.nodes.width('both');
  const widths = width.slice().sort();
  // One more is too many; of several that are just as wide none is taken.
  const tooNarrow = widths.length > most ? widths[widths.length - most - 1] : -1;
  const least = widths.find((candidate) => candidate > tooNarrow) ?? 0;
  return shallow(flameWindow(tree, { root: 0, minShare: width[0] === 0 ? 0 : least / width[0], find: '' }), deepest);
}

function shallow(report: FlameReport, deepest: number): FlameReport {
  const { nodes } = report;
  const rows = Array.from(nodes.depth.keys()).filter((node) => nodes.depth[node] < deepest);
  if (rows.length === nodes.count) return report;
  const row = new Map(rows.map((node, i) => [node, i]));
  const pick = (column: Float64Array) => Float64Array.from(rows, (node) => column[node]);
  return {
    ...report,
    hidden: report.hidden + nodes.count - rows.length,
    nodes: {
      count: rows.length,
      id: Int32Array.from(rows, (node) => nodes.id[node]),
      parent: Int32Array.from(rows, (node) => row.get(nodes.parent[node]) ?? NONE),
      frame: Int32Array.from(rows, (node) => nodes.frame[node]),
      depth: Int32Array.from(rows, (node) => nodes.depth[node]),
      start: pick(nodes.start),
      width: pick(nodes.width),
      both: pick(nodes.both),
      self: pick(nodes.self),
      total: pick(nodes.total),
    },
  };
}

/** The report as a file has it: names once, and of the nodes only what the rest does not follow from. */
interface Packed extends Omit<FlameReport, 'nodes' | 'frames'> {
  readonly frames: readonly (readonly [name: string, fn: string, file: string, pkg: string, kind: FlameWindowFrame['kind'], inlined: 0 | 1, binary: string, flat: number])[];
  readonly nodes: {
    readonly depth: readonly number[];
    readonly frame: readonly number[];
    readonly self: readonly number[];
    readonly total: readonly number[];
    /** Empty where it is the same as `total`. */
    readonly width: readonly number[];
  };
}

/** As JSON. */
export function packedFlame({ nodes, frames, ...report }: FlameReport): string {
  const isWide = nodes.width.some((width, node) => width !== nodes.total[node]);
  const packed: Packed = {
    ...report,
    frames: frames.map(({ name, fn, file, package: pkg, kind, inlined, binary, flat }) => [name, fn, file, pkg, kind, inlined ? 1 : 0, binary, flat]),
    nodes: {
      depth: Array.from(nodes.depth),
      frame: Array.from(nodes.frame),
      self: Array.from(nodes.self),
      total: Array.from(nodes.total),
      width: isWide ? Array.from(nodes.width) : [],
    },
  };
  return JSON.stringify(packed);
}

/** The same report again; its nodes are numbered from 0. */
export function unpackedFlame(json: string): FlameReport {
  const { frames, nodes, ...report } = JSON.parse(json) as Packed;
  return {
    ...report,
    frames: frames.map(([name, fn, file, pkg, kind, inlined, binary, flat]) => ({ name, fn, file, package: pkg, binary, kind, inlined: inlined === 1, matches: false, flat })),
    nodes: unpackedNodes(nodes),
  };
}

/** In preorder a node's caller is the last one above it, and siblings lie side by side from where their caller begins. */
function unpackedNodes(packed: Packed['nodes']): FlameNodes {
  const { length: count } = packed.depth;
  const [depth, frame] = [Int32Array.from(packed.depth), Int32Array.from(packed.frame)];
  const [self, total] = [Float64Array.from(packed.self), Float64Array.from(packed.total)];
  const width = packed.width.length > 0 ? Float64Array.from(packed.width) : total;
  const parent = new Int32Array(count).fill(NONE);
  const start = new Float64Array(count);
  /** Of each row the last node, and of each node where its next callee begins. */
  const last: number[] = [];
  const next = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    last[depth[node]] = node;
    if (depth[node] > 0) {
      parent[node] = last[depth[node] - 1];
      start[node] = next[parent[node]];
      next[parent[node]] += width[node];
    }
    next[node] = start[node];
  }
  return { count, id: Int32Array.from(depth.keys()), parent, frame, depth, start, width, both: width, self, total };
}
