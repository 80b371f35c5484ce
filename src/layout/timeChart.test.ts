import { expect, test } from 'vitest';
import { createHistory, record } from '#model/history.ts';
import { linePath, rangeOf, stretches, timeTicks, valueTicks } from './timeChart.ts';

function historyOf(rows: readonly (readonly [time: number, value: number])[]) {
  const history = createHistory(rows.length);
  for (const [time, value] of rows) record(history, time, new Map([['a', value]]));
  return history;
}

const frame = { from: 0, to: 100, low: 0, high: 10, width: 100, height: 10 };

test('a line goes from measurement to measurement', () => {
  expect(linePath(historyOf([[0, 0], [50, 10], [100, 5]]), 'a', frame, 60)).toBe('M0 10h0L50 0L100 5');
});

test('it breaks where nobody measured, and what stands alone is a dot', () => {
  expect(linePath(historyOf([[0, 0], [10, 1], [90, 2]]), 'a', frame, 60)).toBe('M0 10h0L10 9M90 8h0');
});

test('of what falls on one pixel the first, least, largest and last are drawn', () => {
  const path = linePath(historyOf([[0, 1], [10.1, 5], [10.2, 2], [10.3, 9], [10.4, 4], [11, 4]]), 'a', frame, 60);
  expect(path).toBe('M0 9h0L10.1 5L10.1 8L10.1 1L10.1 6L11 6');
});

test('an hour at ten a second is drawn with no more than four points a pixel', () => {
  const rows = Array.from({ length: 36_000 }, (_, i): [number, number] => [i / 360, (i * 7919) % 11]);
  expect(linePath(historyOf(rows), 'a', frame, 60).split(/[ML]/).length).toBeLessThanOrEqual(4 * 101 + 1);
});

test('ranges leave out what was not measured', () => {
  const history = historyOf([[0, 3], [1, Number.NaN], [2, 7], [3, 100]]);
  expect(rangeOf(history, ['a'], 0, 3)).toEqual({ least: 3, most: 7 });
  expect(rangeOf(history, ['b'], 0, 3)).toBeUndefined();
});

test('lines across stand at round values', () => {
  expect(valueTicks(23, 'count')).toEqual({ high: 30, ticks: [0, 10, 20, 30] });
  expect(valueTicks(0, 'count')).toEqual({ high: 1, ticks: [0, 1] });
  expect(valueTicks(5 * 2 ** 20, 'bytes').ticks).toEqual([0, 2, 4, 6].map((mega) => mega * 2 ** 20));
  expect(valueTicks(0.013, 'share').high).toBeCloseTo(0.015);
});

test('lines upward stand at round moments', () => {
  const noon = Date.UTC(2026, 2, 1, 12);
  expect(timeTicks(noon, noon + 300_000, 450).map((time) => (time - noon) / 60_000)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a table has the least and the largest of each stretch', () => {
  const history = historyOf([[0, 3], [10, 5], [60, 1]]);
  expect(stretches(history, ['a'], 0, 100, 4)).toEqual([
    { from: 0, values: [{ least: 3, most: 5 }] },
    { from: 50, values: [{ least: 1, most: 1 }] },
  ]);
});
