import { expect, test } from 'vitest';
import { ProfileBuilder, type LabelParts } from '#model/builder.ts';
import { DEFAULTS, type Options } from '#model/options.ts';
import type { Profile } from '#model/profile.ts';
import { functionLabels, type FunctionLabels } from './functionLabels.ts';
import { measureOf } from './subject.ts';
import { topReport } from './top.ts';

type Line = readonly [stack: string, value: number, ...labels: LabelParts[]];

const user = (text: string): LabelParts => ({ key: 'user', text });

function profileOf(...lines: readonly Line[]): Profile {
  const builder = new ProfileBuilder('test', [{ type: 'samples', unit: 'count' }]);
  const rows = new Map<string, number>();
  const location = (name: string) => {
    const row = rows.get(name) ?? builder.location({ lines: [{ fn: builder.fn({ name }) }] });
    rows.set(name, row);
    return row;
  };
  for (const [stack, value, ...labels] of lines) builder.sample(stack.split(';').reverse().map(location), [value], labels);
  return builder.finish();
}

function ask(profile: Profile, { most = 8, by = 'cum', change = {} }: { most?: number; by?: 'flat' | 'cum'; change?: Partial<Options> } = {}): FunctionLabels {
  const options = { ...DEFAULTS, ...change };
  return functionLabels({ profile, measure: measureOf(profile, options) }, options, 'user', most, by);
}

const table = ({ columns, rows }: FunctionLabels) => [columns.map(({ kind, text, value }) => `${kind} ${text} ${value}`), ...rows.map(({ name, values }) => `${name} ${values.join(' ')}`)];

const SHOP = profileOf(['main;work;sort', 5, user('ann')], ['main;work', 3, user('bob')], ['main;idle', 2], ['main;work;work', 4, user('bob')]);

test('a row has what a function costs with its callees for each value, recursion counted once', () => {
  expect(table(ask(SHOP))).toEqual([['value bob 7', 'value ann 5', 'none  2'], 'main 7 5 2', 'work 7 5 0', 'sort 0 5 0', 'idle 0 0 2']);
});

test('or what it costs by itself', () => {
  expect(table(ask(SHOP, { by: 'flat' })).slice(1)).toEqual(['work 7 0 0', 'sort 0 5 0', 'idle 0 0 2', 'main 0 0 0']);
});

test('all columns of a row come to what Top says of the function', () => {
  const top = topReport({ profile: SHOP, measure: measureOf(SHOP, DEFAULTS) }, { ...DEFAULTS, nodeFraction: 0 }).rows;
  const { columns, rows } = ask(SHOP);
  for (const { name, cum, flat, values } of rows) {
    const row = top.name.indexOf(name);
    expect([name, cum, flat, columns.reduce((sum, _, column) => sum + Number(values[column]), 0)]).toEqual([name, top.cum[row], top.flat[row], top.cum[row]]);
  }
});

test('of many values the heaviest have columns, and the others one together', () => {
  const many = profileOf(...[1, 2, 3, 4, 5].map((value): Line => ['main', value, user(`u${value}`)]));
  expect(table(ask(many, { most: 2 }))).toEqual([['value u5 5', 'value u4 4', 'others 3 6'], 'main 5 4 6']);
  expect(ask(many, { most: 4 }).columns).toHaveLength(5);
});

test('a sample of several values counts with each, and once for the function', () => {
  const [row] = ask(profileOf(['main', 5, user('ann'), user('bob')])).rows;
  expect([row.cum, ...row.values]).toEqual([5, 5, 5]);
});

test('numbers are columns as they are printed, and sums beyond 2^53 lose no unit', () => {
  const huge = 2 ** 53;
  const profile = profileOf(['main', huge, { key: 'user', number: 2048, unit: 'bytes' }], ['main', 1, { key: 'user', number: 2048, unit: 'bytes' }]);
  expect(table(ask(profile))[0]).toEqual([`value 2048 ${2n ** 53n + 1n}`].map((text) => text.replace('2048 ', '2kB ')));
});

test('entries are what the granularity says', () => {
  expect(ask(SHOP, { change: { granularity: 'files' } }).rows).toHaveLength(1);
});
