import { describe, expect, test } from 'vitest';
import type { TopRows } from '#reports/top.ts';
import { functionOf, orderOf, runningSums } from './topRows.ts';

const rows: TopRows = {
  count: 4,
  name: ['main.sort', 'main.work', 'main.idle', 'main.main'],
  fn: ['main.sort', 'main.work', 'main.idle', ''],
  file: ['', '', '', ''],
  flat: Float64Array.of(50, 30, 30, -10),
  cum: Float64Array.of(50, 80, 30, 100),
  inlined: new Uint8Array(4),
};
const names = (column: string, order: 'ascending' | 'descending', matches?: (row: number) => boolean) => [...orderOf(rows, { column, order }, matches)].map((row) => rows.name[row].slice(5));

describe('the order of rows', () => {
  test('the heaviest first, equal ones as the report has them', () => expect(names('flat', 'descending')).toEqual(['sort', 'work', 'idle', 'main']));
  test('read the other way', () => expect(names('flat', 'ascending')).toEqual(['main', 'idle', 'work', 'sort']));
  test('by cum', () => expect(names('cumShare', 'descending')).toEqual(['main', 'work', 'sort', 'idle']));
  test('by name', () => expect(names('name', 'ascending')).toEqual(['idle', 'main', 'sort', 'work']));
  test('sum% grows where flat falls', () => expect(names('sum', 'ascending')).toEqual(['sort', 'work', 'idle', 'main']));
  test('what does not match is left out', () => expect(names('flat', 'descending', (row) => row !== 1)).toEqual(['sort', 'idle', 'main']));
});

test('sums run in the order shown', () => {
  expect(runningSums(rows, orderOf(rows, { column: 'cum', order: 'descending' }))).toEqual([-10, 20, 70, 100]);
});

test('sums beyond 2^53 lose no unit', () => {
  const large = { ...rows, flat: BigInt64Array.of(2n ** 60n, 1n, 2n, 3n) };
  expect(runningSums(large, Int32Array.of(0, 1, 2, 3)).at(-1)).toBe(2n ** 60n + 6n);
});

test('a row without a function is known by what is printed', () => expect([functionOf(rows, 0), functionOf(rows, 3)]).toEqual(['main.sort', 'main.main']));
