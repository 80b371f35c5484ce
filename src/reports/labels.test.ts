import { expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { DEFAULTS } from '#model/options.ts';
import { allLabels, labelsReport, type LabelsAsked } from './labels.ts';
import { measureOf } from './subject.ts';

function ask(labels: readonly (readonly [value: number, ...labels: LabelParts[]])[], asked: Partial<LabelsAsked> = {}) {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  for (const [value, ...ofSample] of labels) builder.sample([], [value], ofSample);
  const profile = builder.finish();
  return labelsReport(allLabels({ profile, measure: measureOf(profile, DEFAULTS) }, DEFAULTS), { matches: undefined, open: [], ...asked });
}

const sizes = (numbers: readonly number[]) => numbers.map((number) => [1, { key: 'bytes', number, unit: 'bytes' }] as const);
const count = (length: number) => Array.from({ length }, (_, i) => i + 1);

test('few values are listed one by one, the heaviest first, and can be searched', () => {
  const samples = [[5, { key: 'user', text: 'ann' }], [9, { key: 'user', text: 'bob' }], [2, { key: 'zone', text: 'b' }]] as const;
  expect(ask(samples).keys.map(({ key, total, rows }) => [key, total, ...rows.map(({ text, value }) => `${text} ${value}`)])).toEqual([['user', 14, 'bob 9', 'ann 5'], ['zone', 2, 'b 2']]);
  const { keys, found, count: all } = ask(samples, { matches: (text) => text.includes('b') });
  expect(keys.map(({ rows }) => rows.map(({ text }) => text))).toEqual([['bob'], ['b']]);
  expect([found, all]).toEqual([2, 3]);
  expect(ask(samples, { matches: (text) => text === 'user' }).keys[0].rows.length).toBe(2);
});

test('many numbers are a histogram: no value is lost, and no range is outside the numbers', () => {
  for (const numbers of [count(300).map((i) => i * i), count(40).map((i) => i + 1000), [0, ...count(60).map((i) => 2 ** (i % 30))], count(50).map((i) => i - 25)]) {
    const [{ kind, rows, left }] = ask(sizes(numbers)).keys;
    expect(kind).toBe('ranges');
    expect(left).toBe(new Set(ask(sizes(numbers), { open: ['bytes'] }).keys[0].rows.map(({ text }) => text)).size);
    expect(rows.reduce((sum, { value }) => sum + Number(value), 0)).toBe(numbers.length);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThan(45);
    expect(Number(rows[0].value)).not.toBe(0);
    expect(Number(rows.at(-1)?.value)).not.toBe(0);
  }
});

test('of many texts the heaviest are listed, all of them when the key is opened', () => {
  const samples = count(50).map((i) => [i, { key: 'id', text: `t${i}` }] as const);
  const [few] = ask(samples).keys;
  expect([few.rows[0].text, few.rows.length, few.left]).toEqual(['t50', 20, 30]);
  const [all] = ask(samples, { open: ['id'] }).keys;
  expect([all.rows.length, all.left]).toEqual([50, 0]);
});
