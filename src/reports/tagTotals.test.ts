import { describe, expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import type { Int64 } from '#model/int64.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import { measureOf } from './subject.ts';
import { tagsReport, tagsText } from './tagTotals.ts';

type Sample = readonly [value: Int64, ...labels: LabelParts[]];

function reportOf(samples: readonly Sample[], options: Partial<Options> = {}, unit = 'count') {
  const builder = new ProfileBuilder('test', [{ type: 'cpu', unit }]);
  for (const [value, ...labels] of samples) builder.sample([], [value], labels);
  const profile = builder.finish();
  const asked = { ...DEFAULTS, ...options };
  return tagsReport({ profile, measure: measureOf(profile, asked) }, asked);
}

const printed = (samples: readonly Sample[], options?: Partial<Options>, unit?: string) => [...tagsText(reportOf(samples, options, unit))].join('');

const text = (key: string, value: string): LabelParts => ({ key, text: value });

describe('the tags report', () => {
  test('adds up samples by label, heaviest first, in columns of its own for each key', () => {
    expect(printed([[60, text('user', 'ann')], [30, text('user', 'robert'), text('a', 'x')], [5, text('user', 'bob')], [5]])).toBe(
      [
        ' a: Total 30 of 100 (30.00%)', //
        '    30 (30.00%): x',
        '',
        ' user: Total 95 of 100 (95.00%)',
        '       60 (60.00%): ann',
        '       30 (30.00%): robert',
        '        5 ( 5.00%): bob',
        '',
        '',
      ].join('\n'),
    );
  });

  test('a sample counts with each of several values of a key', () => {
    const [{ total, texts, values }] = reportOf([[10, text('k', 'a'), text('k', 'b')], [1, text('k', 'a')]]).keys;
    expect({ total, texts, values: [...values] }).toEqual({ total: 21, texts: ['a', 'b'], values: [11, 10] });
  });

  test('values of equal weight come by name, and below zero by weight too', () => {
    expect(reportOf([[1, text('k', 'b')], [1, text('k', 'a')], [-5, text('k', 'z')], [0, text('k', 'none')]]).keys[0].texts).toEqual(['z', 'a', 'b', 'none']);
  });

  test('a number is what it is printed as, in the unit of its key; so numbers and texts may be one', () => {
    const samples: Sample[] = [
      [1, { key: 'bytes', number: 2048 }],
      [2, { key: 'bytes', number: 2049 }],
      [4, text('bytes', '2kB')],
      [8, { key: 'request', number: 512 }],
    ];
    expect(reportOf(samples).keys.map(({ key, texts, values }) => [key, texts, [...values]])).toEqual([
      ['bytes', ['2kB'], [7]],
      ['request', ['512B'], [8]],
    ]);
    expect(reportOf(samples, { unit: 'bytes' }).keys[0].texts).toEqual(['2kB', '2049B', '2048B']);
  });

  test('there are no shares of a total of nothing', () => {
    expect(printed([[0, text('k', 'a')]])).toBe(' k: Total 0 of 0\n    0: a\n\n');
  });

  test('values are printed each in its unit, and divided', () => {
    expect(printed([[3_000_000, text('k', 'a')], [2_000, text('k', 'b')]], { divideBy: 2 }, 'nanoseconds')).toBe(' k: Total 1.50ms of 1.50ms (  100%)\n    1.50ms (99.93%): a\n       1us (0.067%): b\n\n');
  });

  test('sums past 2^53 are exact', () => {
    const [{ total, values }] = reportOf([[2n ** 62n, text('k', 'a')], [1, text('k', 'a')], [-1, text('k', 'b')]]).keys;
    expect([total, ...values]).toEqual([2n ** 62n, 2n ** 62n + 1n, -1n]);
  });

  test('only labels that a sample has are listed', () => {
    const builder = new ProfileBuilder('test', [{ type: 'cpu', unit: 'count' }]);
    builder.sample([], [1], [text('k', 'a')]);
    const profile = builder.finish();
    const without = { ...profile, samples: { ...profile.samples, labelStart: Int32Array.of(0, 0), label: new Int32Array(0) } };
    expect(tagsReport({ profile: without, measure: measureOf(profile, DEFAULTS) }, DEFAULTS).keys).toEqual([]);
  });
});
