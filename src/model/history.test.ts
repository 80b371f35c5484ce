import { expect, test } from 'vitest';
import { createHistory, lastValue, MOST_COLUMNS, record, rowFrom, timeAt, valueAt, type History } from './history.ts';

const column = (history: History, name: string) => Array.from({ length: history.count }, (_, row) => valueAt(history, name, row));
const times = (history: History) => Array.from({ length: history.count }, (_, row) => timeAt(history, row));

test('the oldest rows go for the newest', () => {
  const history = createHistory(3);
  for (let time = 1; time <= 5; time++) record(history, time, new Map([['a', time * 10]]));
  expect(times(history)).toEqual([3, 4, 5]);
  expect(column(history, 'a')).toEqual([30, 40, 50]);
});

test('what was not measured in a row is NaN there, before and after', () => {
  const history = createHistory(3);
  record(history, 1, new Map([['a', 1]]));
  record(history, 2, new Map([['b', 2]]));
  record(history, 3, new Map([['a', 3]]));
  record(history, 4, new Map([['b', 4]]));
  expect(column(history, 'a')).toEqual([Number.NaN, 3, Number.NaN]);
  expect(column(history, 'b')).toEqual([2, Number.NaN, 4]);
  expect(lastValue(history, 'a')).toBe(3);
  expect(lastValue(history, 'c')).toBeNaN();
});

test('a row that is no later than the last is left out', () => {
  const history = createHistory(3);
  record(history, 2, new Map([['a', 1]]));
  record(history, 2, new Map([['a', 2]]));
  record(history, 1, new Map([['a', 3]]));
  expect(column(history, 'a')).toEqual([1]);
});

test('a row is found by its time', () => {
  const history = createHistory(4);
  for (const time of [5, 10, 20, 30, 40]) record(history, time, new Map());
  expect([0, 10, 11, 40, 41].map((time) => rowFrom(history, time))).toEqual([0, 0, 1, 3, 4]);
});

test('a program cannot add columns without end', () => {
  const history = createHistory(2);
  record(history, 1, new Map(Array.from({ length: MOST_COLUMNS * 2 }, (_, i) => [`c${i}`, i])));
  expect(history.columns.size).toBe(MOST_COLUMNS);
});
