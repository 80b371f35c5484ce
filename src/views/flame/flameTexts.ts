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

function callersOf({ report, node }: FlameNode): string[] {
  const names: string[] = [];
  for (let caller = report.nodes.parent[node]; caller !== NONE; caller = report.nodes.parent[caller]) names.push(frameOf({ report, node: caller }).name);
  return [...report.callers.map(({ name }) => name), ...names.reverse()].slice(1);
}

/** Own value and value with callees, as shares of the total and of the root that one has zoomed to; bottom-up the leaf's own, through here. */
function factsOf({ report, node }: FlameNode, share: ShareText): string[] {
  const { nodes, total, unit } = report;
  const cost = (title: string, value: number) => `${title} ${formatValue(report, value, unit)}, ${share(value, total).trim()}`;
  const isZoomed = report.callers.length > 0 && node !== 0;
  const costs = report.inverted ? [cost('flat', nodes.total[node])] : [cost('flat', nodes.self[node]), cost('cum', nodes.total[node])];
  return [
    ...(frameOf({ report, node }).inlined ? ['inlined'] : []),
    ...costs,
    ...(isZoomed ? [`${percentage(nodes.total[node], nodes.total[0]).trim()} of what is zoomed to`] : []),
  ];
}

/** Three digits at most: "17.4%". */
export function shortShare(value: number, total: number): string {
  const share = total === 0 ? 0 : (100 * value) / total;
  if (share === 0) return '0%';
  return Math.abs(share) < 0.01 ? '<0.01%' : `${share.toPrecision(3)}%`;
}

/** The packages that most of the window's own cost is in, the heaviest first; what is too narrow to be listed is not counted. */
export function heaviestPackages({ nodes, frames }: FlameReport, limit: number): { readonly name: string; readonly isGrey: boolean }[] {
  const costs = new Float64Array(frames.length);
  for (let node = 1; node < nodes.count; node++) costs[nodes.frame[node]] += Math.abs(nodes.self[node]);
  const packages = new Map<string, { name: string; isGrey: boolean; cost: number }>();
  frames.forEach(({ package: name, kind }, frame) => {
    if (name === '') return;
    const of = packages.get(name) ?? { name, isGrey: kind === 'runtime' || kind === 'kernel', cost: 0 };
    of.cost += costs[frame];
    packages.set(name, of);
  });
  return [...packages.values()].sort((a, b) => b.cost - a.cost).slice(0, limit);
}
