import { describe, expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { numberLabelFilter, textLabelFilter, withLabelIgnored } from '#model/labelFilter.ts';
import { labelUnits } from '#model/labelUnits.ts';
import { tagFilter } from './tagFilter.ts';

/** Rows of the samples, each with one label, that the filter matches. */
function matched(filter: string, labels: readonly LabelParts[]): number[] {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  for (const label of labels) builder.sample([], [1], [label]);
  const profile = builder.finish();
  const { matches } = tagFilter(profile, 'tagfocus', filter, labelUnits(profile).unitOf);
  return labels.map((_, sample) => sample).filter(matches);
}

describe('the filter of a label matches it and no other', () => {
  const texts = ['a', 'ab', 'a,b', 'b', '12', '12:20', 'x=y', 'x', '', '(', '.*', 'two\nlines', 'a\\b'];
  for (const key of ['key', 'a key', 'key=x', '', 'k.y']) {
    test(`key ${JSON.stringify(key)}`, () => {
      const labels = [...texts.map((text) => ({ key, text })), ...texts.map((text) => ({ key: `${key}2`, text }))];
      expect(texts.map((text) => matched(textLabelFilter(key, text), labels))).toEqual(texts.map((_, row) => [row]));
    });
  }
  for (const unit of ['bytes', 'kilobytes', 'microseconds', 'μs', 'requests', '']) {
    test(`numbers in ${unit === '' ? 'no unit' : unit}`, () => {
      const labels = [1, 2, 3, 1000, 1024, -5].map((number) => ({ key: 'size', number, unit }));
      const unitOf = unit === '' ? 'size' : unit;
      expect(matched(numberLabelFilter('size', 2, 2, unitOf), labels)).toEqual([1]);
      expect(matched(numberLabelFilter('size', 2, 1000, unitOf), labels)).toEqual([1, 2, 3]);
      expect(matched(numberLabelFilter('size', -5, -5, unitOf), labels)).toEqual([5]);
    });
  }
});

test('what is ignored too is added, of whichever key it is', () => {
  const [a, b, other, odd] = [textLabelFilter('key', 'a|x'), textLabelFilter('key', 'b'), textLabelFilter('other', 'a'), textLabelFilter('k=y', 'a')];
  const labels = ['key', 'other', 'k=y'].flatMap((key) => ['a|x', 'a', 'b', 'x'].map((text) => ({ key, text })));
  const all = [a, b, other, odd];
  for (const first of all) {
    for (const second of all) {
      for (const third of all) {
        const wanted = new Set([first, second, third].flatMap((filter) => matched(filter, labels)));
        expect(matched(withLabelIgnored(withLabelIgnored(first, second), third), labels)).toEqual([...wanted].sort((left, right) => left - right));
      }
    }
  }
  expect(withLabelIgnored(withLabelIgnored(a, b), b)).toBe(withLabelIgnored(a, b));
  expect(withLabelIgnored('', a)).toBe(a);
});

test('where a filter has no words for both, the last counts', () => {
  expect(withLabelIgnored('size=5', 'size=6')).toBe('size=6');
  expect(withLabelIgnored('key=van,bus', 'key=^a$')).toBe('key=^a$');
});
