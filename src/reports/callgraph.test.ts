import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { callGraphReport, type CallGraphReport } from './callgraph.ts';
import { measureOf } from './subject.ts';

function graph(profile: Profile, changed: Partial<Options> = {}): CallGraphReport {
  const options = { ...DEFAULTS, ...changed };
  return callGraphReport({ profile, measure: measureOf(profile, options) }, options);
}

/** One function, with a sample for each of the sizes. */
function sized(samples: readonly (readonly [size: number, value: number])[]): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'objects', unit: 'count' }]);
  const location = builder.location({ lines: [{ fn: builder.fn({ name: 'main' }) }] });
  for (const [size, value] of samples) builder.sample([location], [value], [{ key: 'bytes', number: size, unit: 'bytes' }]);
  return builder.finish();
}

const boxes = (report: CallGraphReport) => report.nodes[0].tags.map(({ text, value }) => `${text} ${value}`);

test('of more than four sizes the lightest join the nearest', () => {
  expect(boxes(graph(sized([[16, 9], [64, 8], [256, 7], [1024, 6], [1536, 5]])))).toEqual(['1kB..1.50kB 11', '16B 9', '64B 8', '256B 7']);
});

test('sizes whose samples cancel are among them too', () => {
  const samples = sized([[16, 9], [64, 8], [256, 7], [20, 3], [20, -3], [272, 2], [272, -2]]);
  expect(boxes(graph(samples, { trim: false }))).toEqual(['16B 9', '64B 8', '256B..272B 7']);
});

test('in a call tree an edge to a node whose costs cancel stays when its caller is cut', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const [main, heavy, light, gone] = ['main', 'heavy', 'light', 'gone'].map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample([heavy, main], [9]);
  builder.sample([light, main], [1]);
  builder.sample([gone, light, main], [5]);
  builder.sample([gone, light, main], [-5]);
  const { edges } = graph(builder.finish(), { callTree: true, nodeFraction: 0.5 });
  expect(edges.map(({ fromName, residual, toName, label, to }) => [fromName, residual ? '...' : '->', toName, label, to])).toEqual([
    ['main', '->', 'heavy', '9', 0],
    ['main', '...', 'gone', '0', -1],
  ]);
});

test('a cost of −2^63 is the largest on the screen; in -dot it has the size that pprof makes of it', () => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const [least, other] = ['least', 'other'].map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample([least], [-(2n ** 63n)]);
  builder.sample([other], [3]);
  const { nodes } = graph(builder.finish(), { trim: false });
  const sizeOf = (name: string) => nodes.filter((node) => node.name === name).map(({ fontSize, dotFontSize }) => [fontSize, dotFontSize]);
  expect(sizeOf('least')).toEqual([[24, -(2n ** 63n) + 8n]]);
  expect(sizeOf('other')).toEqual([[9, 24]]);
});
