import { expect, test } from 'vitest';
import { ProfileBuilder } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import { subjectOf } from './subject.ts';

test.each([false, true])('the unit of a label is what the whole profile says, whatever the filters leave (relative percentages: %s)', (relativePercentages) => {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const frame = (name: string) => builder.location({ lines: [{ fn: builder.fn({ name }) }] });
  builder.sample([frame('first')], [1], [{ key: 'size', number: 1, unit: 'kb' }]);
  builder.sample([frame('second')], [2], [{ key: 'size', number: 1, unit: 'mb' }]);
  const { subject } = subjectOf(builder.finish(), { ...DEFAULTS, focus: 'second', relativePercentages });
  expect(subject.measure.unitOf.get('size')).toBe('kb');
  expect(subject.measure.total).toBe(relativePercentages ? 2 : 3);
});
