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
