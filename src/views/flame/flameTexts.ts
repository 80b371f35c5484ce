import type { FlameNode, FlameTexts } from '#components/FlameGraph.tsx';
import { percentage, signedPercentage } from '#model/units.ts';
import type { FlameReport } from '#reports/flame.ts';
import { formatValue } from '#reports/subject.ts';
import type { Pointed } from '#state/pointed.ts';
import { NONE } from '#model/profile.ts';

export const flameTexts = textsWith(percentage, shortShare);

/** With the sign that shares have in a comparison. */
export const changeTexts = textsWith(signedPercentage, (value, total) => `${value > 0 ? '+' : ''}${shortShare(value, total)}`);

type ShareText = (value: number, total: number) => string;

function textsWith(share: ShareText, short: ShareText): FlameTexts {
  return {
    share: ({ report, node }) => short(report.nodes.total[node], report.total),
    cost: ({ report, node }) => `${formatValue(report, report.nodes.total[node], report.unit)}, ${share(report.nodes.total[node], report.total).trim()}`,
    costs: (at) => `${frameOf(at).name}, ${factsOf(at, share).join(', ')}`,
  };
}

/** For the line at the bottom: the way there, and what it costs. */
export function pointedAt(at: FlameNode, signed: boolean): Pointed {
  const { name, file } = frameOf(at);
  return { callers: callersOf(at), name, place: file, facts: factsOf(at, signed ? signedPercentage : percentage) };
}

function frameOf({ report, node }: FlameNode) {
  return report.frames[report.nodes.frame[node]];
}

/** Names on the way to a node from where the graph begins, its root left out. */
function callersOf({ report, node }: FlameNode): string[] {
  const names: string[] = [];
  for (let caller = report.nodes.parent[node]; caller !== NONE; caller = report.nodes.parent[caller]) names.push(frameOf({ report, node: caller }).name);
  const all = [...report.callers.map(({ name }) => name), ...names.reverse()];
  return isRootless(report) ? all : all.slice(1);
}

/** Where one function is pivoted on, that is where the graph begins. */
function isRootless({ pivot }: FlameReport): boolean {
  return pivot?.frames === 1;
}

/** The stack of a node as far as it is known, callers first. */
export function stackOf(at: FlameNode): string[] {
  const { report, node } = at;
  const names = [...callersOf(at), ...(report.nodes.id[node] === 0 && !isRootless(report) ? [] : [frameOf(at).name])];
  return report.inverted || isAbove(at) ? names.reverse() : names;
}

function isAbove({ report, node }: FlameNode): boolean {
  return report.isAbove || report.nodes.depth[node] < 0;
}

/**
 * Own value and value with callees, as shares of the total and of what is zoomed to or pivoted on; bottom-up the leaf's own,
 * through here, and of a pivot's caller what it calls the pivot for.
 */
function factsOf(at: FlameNode, share: ShareText): string[] {
  const { report, node } = at;
  const { nodes, total, unit, pivot } = report;
  const cost = (title: string, value: number) => `${title} ${formatValue(report, value, unit)}, ${share(value, total).trim()}`;
  const isZoomed = report.callers.length > 0 && node !== 0;
  const isPivoted = pivot !== undefined && pivot.frames > 0 && nodes.id[node] !== 0;
  const costs = report.inverted ? [cost('flat', nodes.total[node])] : isAbove(at) ? [cost('cum', nodes.total[node])] : [cost('flat', nodes.self[node]), cost('cum', nodes.total[node])];
  return [
    ...(isAbove(at) ? ['caller'] : []),
    ...(frameOf(at).inlined ? ['inlined'] : []),
    ...costs,
    ...(isPivoted ? [`${percentage(nodes.total[node], pivot.total).trim()} of the pivot`] : []),
    ...(isZoomed ? [`${percentage(nodes.total[node], nodes.total[0]).trim()} of what is zoomed to`] : []),
  ];
}

/** What the stacks with a pivot come to. */
export function pivotCost({ pivot, total, unit, ...measure }: FlameReport, signed: boolean): string {
  const value = pivot?.total ?? 0;
  return `${formatValue(measure, value, unit)}, ${(signed ? signedPercentage : percentage)(value, total).trim()}`;
}

/** Three digits at most: "17.4%". */
export function shortShare(value: number, total: number): string {
  const share = total === 0 ? 0 : (100 * value) / total;
  if (share === 0) return '0%';
  return Math.abs(share) < 0.01 ? '<0.01%' : `${share.toPrecision(3)}%`;
}

/**
 * The packages, or binaries, that most of the window's own cost is in, the heaviest first; what is too narrow to be listed
 * is not counted.
 */
export function heaviestPackages({ nodes, frames }: FlameReport, limit: number, by: 'package' | 'binary' = 'package'): { readonly name: string; readonly isGrey: boolean }[] {
  const costs = new Float64Array(frames.length);
  for (let node = 1; node < nodes.count; node++) if (nodes.depth[node] > 0) costs[nodes.frame[node]] += Math.abs(nodes.self[node]);
  const packages = new Map<string, { name: string; isGrey: boolean; cost: number }>();
  frames.forEach((frame, row) => {
    const { [by]: name, kind } = frame;
    if (name === '') return;
    const of = packages.get(name) ?? { name, isGrey: kind === 'kernel' || (by === 'package' && kind === 'runtime'), cost: 0 };
    of.cost += costs[row];
    packages.set(name, of);
  });
  return [...packages.values()].sort((a, b) => b.cost - a.cost).slice(0, limit);
}
