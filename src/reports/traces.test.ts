import { describe, expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { measureOf } from './subject.ts';
import { tracesReport, tracesText } from './traces.ts';

const TYPES = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];

/** main calls work, and work has helper inlined; with labels. */
function shop(labels: readonly LabelParts[] = []): Profile {
  const builder = new ProfileBuilder('test', TYPES);
  const mapping = builder.mapping({ file: '/bin/shop' });
  const fn = (name: string) => builder.fn({ name, file: '/proc/self/cwd/./shop.go' });
  const main = builder.location({ mapping, address: 0x10n, lines: [{ fn: fn('main'), line: 1 }] });
  const work = builder.location({ mapping, address: 0x20n, lines: [{ fn: fn('helper'), line: 3, column: 7 }, { fn: fn('work'), line: 2 }] });
  const unknown = builder.location({ mapping, address: 0x30n });
  builder.sample([work, main], [4, 2_000_000], labels);
  builder.sample([], [1, 500]);
  builder.sample([unknown, main], [0, 0]);
  return builder.finish();
}

function linesOf(profile: Profile, options: Partial<Options> = {}): string[] {
  const asked = { ...DEFAULTS, ...options };
  const text = [...tracesText(tracesReport({ profile, measure: measureOf(profile, asked) }, asked))].join('');
  return text.split('\n').slice(0, -1);
}

const SEPARATOR = '-----------+-------------------------------------------------------';

describe('traces', () => {
  test('are stacks leaf first, without the samples that have none', () => {
    expect(linesOf(shop())).toEqual([
      'File: shop',
      'Type: cpu',
      SEPARATOR,
      '       2ms   helper (inline)',
      '             work',
      '             main',
      SEPARATOR,
      '         0   [shop]',
      '             main',
      SEPARATOR,
    ]);
  });

  test('name what the granularity keeps, and paths as they are', () => {
    const path = '/proc/self/cwd/shop.go';
    expect(linesOf(shop(), { granularity: 'lines' }).slice(3, 6)).toEqual([`       2ms   helper ${path}:3 (inline)`, `             work ${path}:2`, `             main ${path}:1`]);
    expect(linesOf(shop(), { granularity: 'addresses' })[3]).toBe(`       2ms   0000000000000020 helper ${path}:3:7 (inline)`);
    expect(linesOf(shop(), { granularity: 'addresses' })[7]).toBe('         0   0000000000000030 [shop]');
  });

  test('have no inlined functions where these are not wanted', () => {
    expect(linesOf(shop(), { noInlines: true }).slice(3, 5)).toEqual(['       2ms   work', '             main']);
  });

  test('have their labels above them, texts before numbers', () => {
    const labels = [
      { key: 'bytes', number: 2048 },
      { key: 'user', text: 'bo' },
      { key: 'id', number: 7 },
      { key: 'user', text: 'al' },
      { key: 'a long name', text: 'x' },
    ];
    expect(linesOf(shop(labels)).slice(3, 8)).toEqual(['      user:  bo al', 'a long name:  x', '        id:  7', '     bytes:  2kB', '       2ms   helper (inline)']);
  });

  test('show a mean of each, and values in the unit that is asked', () => {
    expect(linesOf(shop(), { mean: true, unit: 'us' })[3]).toBe('     500us   helper (inline)');
    expect(linesOf(shop(), { divideBy: 4 })[3]).toBe('     500us   helper (inline)');
  });

  test('are data for a screen too, which may be gone through again', () => {
    const profile = shop([{ key: 'user', text: 'al' }]);
    const { traces } = tracesReport({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS);
    const [first] = traces;
    expect(first.labels).toEqual([{ key: 'user', text: 'al' }]);
    expect(first.frames.map(({ name, inlined }) => [name, inlined])).toEqual([['helper', true], ['work', false], ['main', false]]);
    expect([...traces]).toHaveLength(2);
  });
});
