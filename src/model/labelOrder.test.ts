import { expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from './builder.ts';
import { LabelOrder } from './labelOrder.ts';

function groupsOf(...labels: LabelParts[]) {
  const builder = new ProfileBuilder('test', []);
  builder.sample([], [], labels);
  const profile = builder.finish();
  const { strings, labels: table } = profile;
  return new LabelOrder(profile).groupsOf(0).map(({ key, isText, rows }) => [key, ...rows.map((row) => (isText ? strings[table.text[row]] : table.number[row]))]);
}

test('texts come before numbers, each by key, those of one key as in the file', () => {
  expect(
    groupsOf({ key: 'b', number: 2 }, { key: 'z', text: 'x' }, { key: 'a', number: 9 }, { key: 'b', text: 'y' }, { key: 'b', number: 1 }, { key: 'b', text: 'a' }),
  ).toEqual([['b', 'y', 'a'], ['z', 'x'], ['a', 9], ['b', 2, 1]]);
});

test('keys are in the order of their bytes', () => {
  expect(groupsOf({ key: '😀', text: '' }, { key: '\uffee', text: '' }, { key: 'a', text: '' }).map(([key]) => key)).toEqual(['a', '\uffee', '😀']);
});

test('a sample without labels has none', () => {
  expect(groupsOf()).toEqual([]);
});
