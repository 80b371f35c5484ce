import { describe, expect, test } from 'vitest';
import { fold } from '#reports/folded.ts';
import { NO_CALLER, ProfileBuilder } from './builder.ts';
import { NONE } from './profile.ts';
import { tableFaults } from './tableFaults.ts';

const COUNT = { type: 'samples', unit: 'count' };

test('what was left out is empty, zero or none', () => {
  const profile = new ProfileBuilder('by hand', [COUNT]).finish();
  expect(profile).toMatchObject({ format: 'by hand', sampleTypes: [COUNT], period: 0n, timeNanos: 0n, dropFrames: '', comments: [], notes: [], samples: { count: 0 } });
  expect(tableFaults(profile)).toEqual([]);
});

test('stacks are given leaf first, and lines innermost first', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  const [main, work, inlined] = ['main', 'work', 'inlined'].map((name) => ({ fn: builder.fn({ name }) }));
  const [root, leaf] = [builder.location({ lines: [main] }), builder.location({ lines: [inlined, work] })];
  builder.sample([leaf, root], [3]);
  const profile = builder.finish();
  expect(fold(profile)).toBe('main;work;inlined 3');
  expect([...profile.frames.inlined]).toEqual([0, 0, 1]);
  expect(tableFaults(profile)).toEqual([]);
});

test('stacks made caller by caller are those made at once', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  const [main, work] = ['main', 'work'].map((name) => builder.location({ lines: [{ fn: builder.fn({ name }) }] }));
  builder.sample([work, main], [1]);
  builder.sampleOf(builder.stack(builder.stack(NO_CALLER, main), work), [2]);
  builder.sampleOf(NO_CALLER, [4]);
  const profile = builder.finish();
  expect([...profile.samples.stack]).toEqual([1, 1, NONE]);
  expect(tableFaults(profile)).toEqual([]);
});

test('equal functions are one, and others of the same name are not', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  const rows = [{ name: 'f' }, { name: 'f', file: 'a.go' }, { name: 'f' }, { name: 'f', systemName: '_f' }, { name: 'f', startLine: 3 }].map((parts) => builder.fn(parts));
  expect(rows).toEqual([0, 1, 0, 2, 3]);
  expect(tableFaults(builder.finish())).toEqual([]);
});

test('equal texts are one string', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  builder.fn({ name: 'main', file: 'main' });
  builder.sample([], [1], [{ key: 'main', text: 'main' }]);
  expect(builder.finish().strings).toEqual(['', 'main']);
});

test('a location without lines has one frame without a function', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  builder.sample([builder.location({ address: 16n })], [1]);
  const { frames, locations } = builder.finish();
  expect([frames.count, frames.fn[0], locations.address[0], locations.mapping[0]]).toEqual([1, NONE, 16n, NONE]);
});

test('labels are texts, or numbers in units', () => {
  const builder = new ProfileBuilder('by hand', [COUNT]);
  builder.sample([], [1], [{ key: 'a', text: 'b' }, { key: 'n', number: -5 }, { key: 'n', number: 2n ** 63n - 1n, unit: 'bytes' }]);
  builder.sample([], [1], [{ key: 'n', number: -5 }]);
  const { labels, samples, strings } = builder.finish();
  expect([...samples.label]).toEqual([0, 1, 2, 1]);
  expect([...labels.number]).toEqual([0n, -5n, 2n ** 63n - 1n]);
  expect(Array.from(labels.unit, (unit) => strings[unit])).toEqual(['', '', 'bytes']);
});

describe('columns', () => {
  const columnsOf = (...rows: (number | bigint)[][]) => {
    const builder = new ProfileBuilder('by hand', [COUNT, COUNT]);
    for (const row of rows) builder.sample([], row);
    return builder.finish().samples.values;
  };

  test('are doubles where those hold all values and sums', () => {
    expect(columnsOf([1, 2], [3, -4])).toEqual([Float64Array.of(1, 3), Float64Array.of(2, -4)]);
  });

  test('hold any int64 where a value of any of them needs it', () => {
    expect(columnsOf([1, 2n ** 53n + 1n])).toEqual([BigInt64Array.of(1n), BigInt64Array.of(2n ** 53n + 1n)]);
  });

  test('hold any int64 where a sum of any of them may need it', () => {
    expect(columnsOf([2 ** 52, 0], [-(2 ** 52), 0])).toEqual([BigInt64Array.of(2n ** 52n, -(2n ** 52n)), BigInt64Array.of(0n, 0n)]);
  });
});
