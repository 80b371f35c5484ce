import { instance } from '@viz-js/viz';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULTS } from '#model/options.ts';
import { NONE } from '#model/profile.ts';
import { load } from '#parsers/load.ts';
import { callGraphReport, type CallGraphReport } from '#reports/callgraph.ts';
import { measureOf } from '#reports/subject.ts';
import { callGraphDrawing, callGraphInput, MAX_NODES, type Box, type Graphviz } from './callgraph.ts';
import { stepBetween, type GraphStep } from './graphWalk.ts';

const viz = await instance();
const measure = (text: string, fontSize: number) => text.length * fontSize * 0.55;

async function reportOn(file: string, options = {}): Promise<CallGraphReport> {
  const profile = await load(new Blob([readFileSync(`testdata/${file}`)]), { symbols: true });
  const all = { ...DEFAULTS, ...options };
  return callGraphReport({ profile, measure: measureOf(profile, all) }, all);
}

function laidOut(report: CallGraphReport) {
  const input = callGraphInput(report, measure);
  return callGraphDrawing(input, JSON.parse(viz.renderString(input.dot, { format: 'json0', yInvert: true })) as Graphviz);
}

interface Placed {
  readonly node: number;
  readonly x: number;
  readonly y: number;
}

/** Nodes from left to right, rank by rank. */
function ranksOf(placed: readonly Placed[]): number[][] {
  const ranks: Placed[][] = [];
  for (const node of placed.toSorted((a, b) => a.y - b.y)) {
    const rank = ranks.at(-1);
    if (rank === undefined || node.y - rank[0].y > 3) ranks.push([node]);
    else rank.push(node);
  }
  return ranks.map((rank) => rank.toSorted((a, b) => a.x - b.x).map(({ node }) => node));
}

const overlap = (a: Box, b: Box) => a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

describe('the layout engine’s input', () => {
  test('has ids and sizes, and no name', async () => {
    const { dot } = callGraphInput(await reportOn('corners/names.odd.pb.gz'), measure);
    const words = new Set(dot.replace(/"[NET]\d+"/g, '').match(/[A-Za-z]{2,}/g));
    expect([...words].sort()).toEqual(['BORDER', 'CELLBORDER', 'CELLPADDING', 'CELLSPACING', 'FIXEDSIZE', 'HEIGHT', 'TABLE', 'TD', 'TR', 'TRUE', 'WIDTH', 'box', 'digraph', 'fixedsize', 'height', 'id', 'label', 'node', 'shape', 'true', 'weight', 'width']);
  });

  test('has pprof’s weights and ranks', async () => {
    const { dot } = callGraphInput(await reportOn('recorded/cpu.labels.pb.gz'), measure);
    expect(dot).toMatch(/^N0 -> N\d+ \[id="E\d+" weight=\d+/m);
    expect(dot).toContain('weight=100');
    expect(dot).toContain('minlen=2');
  });

  test('is cut where layout would take minutes', async () => {
    const report = await reportOn('recorded/cpu.service.pb.gz');
    const node = report.nodes[0];
    const many = { ...report, nodes: Array.from({ length: 1000 }, () => node), edges: [{ ...report.edges[0], from: 0, to: 999 }] };
    const { dot } = callGraphInput(many, measure);
    expect(dot.match(/^N\d+ \[/gm)).toHaveLength(MAX_NODES);
    expect(dot).not.toContain('N999');
  });
});

describe('the drawing', () => {
  test('has every node, label and call, and no two boxes on one place', async () => {
    const report = await reportOn('recorded/cpu.labels.pb.gz');
    const drawing = laidOut(report);
    expect(drawing.nodes.map(({ node }) => node)).toEqual(report.nodes.map((_, row) => row));
    expect(drawing.edges.map(({ edge }) => edge)).toEqual(report.edges.flatMap(({ from, to }, row) => (from === NONE || to === NONE ? [] : [row])));
    expect(drawing.tags.length).toBeGreaterThan(0);
    expect(drawing.tagEdges).toHaveLength(drawing.tags.length);
    const boxes = [...drawing.nodes, ...drawing.tags];
    for (const [i, box] of boxes.entries()) {
      expect(box.left >= -1 && box.top >= -1 && box.left + box.width <= drawing.width + 1 && box.top + box.height <= drawing.height + 1).toBe(true);
      expect(boxes.slice(i + 1).filter((other) => overlap(box, other))).toEqual([]);
    }
  });

  test('has callers above callees, as dot’s have', async () => {
    const report = await reportOn('corners/plain.pb.gz');
    const { nodes } = laidOut(report);
    for (const { from, to } of report.edges) if (from !== to) expect(nodes[from].top).toBeLessThan(nodes[to].top);
  });

  test('has for each call a curve, a head and a place for its label, also back up', async () => {
    const { edges } = laidOut(await reportOn('corners/recursion.indirect.pb.gz'));
    expect(edges.length).toBeGreaterThan(1);
    for (const { path, head, label } of edges) {
      expect(path).toMatch(/^M[\d. -]+C[\d. -]+$/);
      expect(head).toBeDefined();
      expect(label).toBeDefined();
    }
  });

  // pprof's own DOT, its legend aside, with dot's fonts: other box sizes, the same picture.
  test.each(['cpu.service', 'heap.service', 'cpu.labels'])('of %s has the ranks of pprof’s picture, and their order', async (name) => {
    const dot = readFileSync(`testdata/goldens/${name}/dot.dot`, 'utf8').replace(/^subgraph cluster_L.*$/m, '');
    const { objects = [] } = JSON.parse(viz.renderString(dot, { format: 'json0', yInvert: true })) as Graphviz;
    const theirs = objects.flatMap((object) => {
      const [x, y] = object.pos.split(',').map(Number);
      return /^N\d+$/.test(object.name) ? [{ node: Number(object.name.slice(1)) - 1, x, y }] : [];
    });
    const ours = laidOut(await reportOn(`recorded/${name}.pb.gz`)).nodes.map(({ node, left, top, width, height }) => ({ node, x: left + width / 2, y: top + height / 2 }));
    expect(ranksOf(ours)).toEqual(ranksOf(theirs));
  });

  test('of nothing is empty', () => {
    const empty = { nodes: [], edges: [] } as unknown as CallGraphReport;
    expect(laidOut(empty)).toMatchObject({ nodes: [], edges: [], tags: [] });
  });
});

test('one walks along the heaviest calls', async () => {
  const report = await reportOn('corners/plain.pb.gz');
  const drawing = laidOut(report);
  const walk = (from: number, ...steps: readonly GraphStep[]) => steps.reduce((node, step) => stepBetween(report, drawing, node, step), from);
  const first = walk(0, 'first');
  expect(drawing.nodes[first].top).toBe(Math.min(...drawing.nodes.map(({ top }) => top)));
  const callee = walk(first, 'callee');
  const heaviest = Math.max(...report.edges.filter(({ from }) => from === first).map(({ value }) => value));
  expect(report.edges.find(({ from, to }) => from === first && to === callee)?.value).toBe(heaviest);
  expect(walk(first, 'callee', 'caller')).not.toBe(NONE);
});
